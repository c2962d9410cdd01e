import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { compareText } from '../order.ts';
import type { SearchRecord } from '../views/search-records.ts';

/** The pages whose text is searched as it stands: what people write for readers. All else is found by what its record says. */
const searchedPages = 'guide';

/** Interfaces that Pagefind brings along, and that no page of the site uses. */
const unused = /^pagefind-(?:modular-ui|ui|highlight|worker)\.(?:js|css)$/;

/** What stands inside of versions, file names and names of tests, and parts no words there. */
const partsOfWords = '.-';

/** The language of what the site says; also of its stemming. */
const language = 'en';

/**
 * Makes the search index of a site: what Pagefind finds by words, and a list of all that can be found, by what it says of itself. Pagefind writes
 * its own filters in another order at each run; metadata, given in order, come to the same bytes.
 */
export async function writeSearchIndex(site: string, records: readonly SearchRecord[]): Promise<void> {
  const { createIndex, close } = await import('pagefind');
  try {
    const { index, errors } = await createIndex({ forceLanguage: language, includeCharacters: partsOfWords });
    if (!index) throw new Error(errors.join('; '));
    const problems: string[] = [];
    const listed: { readonly url: string; readonly meta: Readonly<Record<string, string>> }[] = [];
    const add = ({ errors, file }: Awaited<ReturnType<typeof index.addHTMLFile>>) => {
      problems.push(...errors);
      listed.push({ url: file.url, meta: inOrder(file.meta) });
    };
    // Half of a surrogate pair, as result files may have it, is no text that Pagefind's service can be sent.
    for (const { url, content, meta } of records)
      add(await index.addCustomRecord({ url, content: content.toWellFormed(), language, meta: wellFormed(inOrder(meta)) }));
    for (const file of htmlFiles(site, searchedPages)) {
      const content = readFileSync(join(site, file), 'utf8');
      if (content.includes('data-pagefind-body')) add(await index.addHTMLFile({ sourcePath: file, content }));
    }
    const outputPath = join(site, 'pagefind');
    // Pagefind says that it wrote its files before all of their bytes are there.
    const made = await index.getFiles();
    problems.push(...made.errors);
    if (problems.length > 0) throw new Error(problems.join('; '));
    for (const { path, content } of made.files.filter((each) => !unused.test(each.path))) {
      mkdirSync(dirname(join(outputPath, path)), { recursive: true });
      writeFileSync(join(outputPath, path), content);
    }
    writeFileSync(join(outputPath, 'records.json'), JSON.stringify(listed));
  } finally {
    await close();
  }
}

function htmlFiles(site: string, folder: string): string[] {
  return readdirSync(join(site, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .map((file) => [folder, ...file.split(sep)].join('/'))
    .sort(compareText);
}

/** Metadata come in any order. */
function inOrder(meta: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(meta).sort(([a], [b]) => compareText(a, b)));
}

function wellFormed(meta: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(meta).map(([key, value]) => [key, value.toWellFormed()]));
}
