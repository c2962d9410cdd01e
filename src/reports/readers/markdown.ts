import GithubSlugger from 'github-slugger';
import { toString as plainText } from 'mdast-util-to-string';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { defineStreamReader } from '../reader.ts';
import { HeadingScanner, type HeadingSource } from '../text/headings.ts';

/**
 * A Markdown document (CommonMark, GitHub's flavour). It proves that it exists and what its headings name; their slugs are GitHub's.
 * Known by its name alone, since any text is Markdown. Counts nothing.
 */
export const markdown = defineStreamReader({
  format: 'markdown',
  kind: 'document',
  guide: {
    title: 'Markdown document',
    source: 'https://github.github.com/gfm/',
    make: 'what people write, or a tool writes for them: code-audit-report.md',
    selectors: [
      { selector: '', selects: 'the document: it exists and is not empty' },
      { selector: '#findings', selects: 'a heading that must be there, by the anchor that a forge gives it' },
    ],
    unit: 'the document as a whole',
    unproven: 'a heading that is not there; nothing in the text is read as a result',
  },
  unlike: (_opening, path) => (/\.(?:md|markdown)$/i.test(path) ? null : 'has no name that ends in .md or .markdown'),
  start(context) {
    const found: HeadingSource[] = [];
    const scanner = new HeadingScanner((heading) => {
      if (found.push(heading) > maxHeadings)
        context.refuse('TOO_LARGE', `the document has more than ${maxHeadings} headings`, {}, 'cite a part of it');
    });
    let blank = true;
    return {
      line(text, number) {
        if (blank && text.trim() !== '') blank = false;
        scanner.line(text, number);
      },
      end() {
        scanner.end();
        const toText = headingText(scanner.definitions);
        const slugger = new GithubSlugger();
        const headings = found.map(({ source, level }) => {
          const text = toText(source);
          return { text, slug: slugger.slug(text), level };
        });
        return {
          kind: 'document',
          tool: null,
          partial: [],
          title: headings.find(({ level }) => level === 1)?.text ?? null,
          headings,
          blank,
        };
      },
    };
  },
});

const maxHeadings = 10_000;

const inline = unified().use(remarkParse).use(remarkGfm);

/** Makes the text of headings out of their source. What is longer or more than people write keeps its markup: parsing it could take minutes. */
function headingText(definitions: ReadonlySet<string>): (source: string) => string {
  let budget = 200_000;
  return (source) => {
    if (source.length > 1_000 || source.length > budget || !/[\\`*_~[\]<>&!@]|:\/\/|www\./.test(source)) return source;
    budget -= source.length;
    const labels = [...source.matchAll(/\[([^[\]]+)\]/g)].flatMap(([, label]) =>
      label !== undefined && definitions.has(label) ? [label] : [],
    );
    const document = [`# ${source}`, ...labels.map((label) => `[${label}]: #`)].join('\n\n');
    const heading = inline.parse(document).children[0];
    return heading === undefined ? source : plainText(heading, { includeHtml: false }).trim();
  };
}
