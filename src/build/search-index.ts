import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { compareText } from '../order.ts';

/** What search can find: the pages of the release in preparation and of the guide. Old releases are found from the list of releases. */
const searched = /^(?:[^/]+\.html$|(?:layers|gates|sign-off|post-release|items|evidence|guide)\/)/;

/** Interfaces that Pagefind brings along, and that no page of the site uses. */
const unused = /^pagefind-(?:.*ui|highlight|worker)\.(?:js|css)$/;

/** A page that search can find, as the browser lists it where no words are asked for. */
interface SearchRecord {
  readonly url: string;
  /** `title`, and where the page states them `kind`, `layer` and `status`. */
  readonly meta: Readonly<Record<string, string>>;
}

/**
 * Makes the search index of a site: what Pagefind finds by words, and a list of the pages by what they state of themselves. Pagefind writes its
 * own filters in another order at each run; what pages state as metadata, given in order, comes to the same bytes.
 */
export async function writeSearchIndex(site: string): Promise<void> {
  const { createIndex, close } = await import('pagefind');
  try {
    const { index, errors } = await createIndex({ forceLanguage: 'en' });
    if (!index) throw new Error(errors.join('; '));
    const problems: string[] = [];
    const records: SearchRecord[] = [];
    const files = readdirSync(site, { recursive: true, encoding: 'utf8' }).map((file) => file.split(sep).join('/'));
    for (const file of files.filter((each) => each.endsWith('.html') && searched.test(each)).sort(compareText)) {
      const content = readFileSync(join(site, file), 'utf8');
      if (!content.includes('data-pagefind-body')) continue;
      const added = await index.addHTMLFile({ sourcePath: file, content });
      problems.push(...added.errors);
      records.push({ url: added.file.url, meta: added.file.meta });
    }
    const outputPath = join(site, 'pagefind');
    problems.push(...(await index.writeFiles({ outputPath })).errors);
    if (problems.length > 0) throw new Error(problems.join('; '));
    for (const name of readdirSync(outputPath).filter((each) => unused.test(each))) rmSync(join(outputPath, name));
    writeFileSync(join(outputPath, 'records.json'), JSON.stringify(records.map(inOrder)));
  } finally {
    await close();
  }
}

/** Metadata come in any order. */
function inOrder({ url, meta }: SearchRecord): SearchRecord {
  return { url, meta: Object.fromEntries(Object.entries(meta).sort(([a], [b]) => compareText(a, b))) };
}
