import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

async function read(text: string, name = 'audit.md') {
  const outcome = await readReport(bytesOf(text, name), null);
  if (outcome.state === 'refused' || outcome.report.kind !== 'document') return { refused: outcome.problems.map(({ code }) => code) };
  return {
    title: outcome.report.title,
    headings: outcome.report.headings.map(({ level, slug }) => `${level} ${slug}`),
    texts: outcome.report.headings.map(({ text }) => text),
  };
}

describe('a Markdown document', () => {
  test.each([
    ['starts with a number sign', '# One\n##\tTwo ##\n###### Six\n####### Seven\n#none\n', ['1 one', '2 two', '6 six']],
    ['is underlined', 'One\n===\n\nTwo\nlines\n---\n', ['1 one', '2 two-lines']],
    ['stands in code', '```\n# a\n~~~\n```\n~~~~ sh\n# b\n~~~\n~~~~\n    # c\n- ```\n  # d\n  ```\n# End\n', ['1 end']],
    ['stands in HTML', '<!-- # a\n# b -->\n<div>\n# c\n\n<pre>\n\n# d\n</pre>\n<!-- e -->\n# End\n', ['1 end']],
    ['stands behind an anchor', '<a name="x"></a>\n# End\n', ['1 end']],
    ['stands in a quote', '> # a\nlazy\n---\n# End\n', ['1 end']],
    ['follows a break', '> a\n***\nOne\n===\n* * *\nTwo\n---\n', ['1 one', '2 two']],
    ['is the row of a table', '| a | b |\n|---|:-:|\n| c | d |\n---\n# End\n', ['1 end']],
    ['stands in front matter', '---\ntitle: a\n# b\n---\n# End\n', ['1 end']],
    ['stands below what only looks like front matter', '---\n# End\n', ['1 end']],
    ['has the same words as another', '# End\n# End\n', ['1 end', '1 end-1']],
  ])('knows a heading that %s', async (_, text, headings) => {
    expect(await read(text)).toMatchObject({ headings });
  });

  test('reads the words of a heading as they are shown', async () => {
    const text = '# [1.0.0] – `code` *and* [link](https://example.com) &amp; <b>HTML</b>\n\n[1.0.0]: https://example.com\n';
    expect(await read(text)).toMatchObject({ title: '1.0.0 – code and link & HTML', headings: ['1 100--code-and-link--html'] });
  });

  test('takes nothing within a paragraph for the definition of a link', async () => {
    expect(await read('words\n[1.0.0]: more\n\n# [1.0.0] out\n')).toMatchObject({ texts: ['[1.0.0] out'] });
  });

  test.each([
    ['no title', 'words\n', { title: null, headings: [] }],
    ['nothing in it', ' \n\n', { refused: ['EMPTY'] }],
    ['the page of a failed download in it', '<!DOCTYPE html><html></html>', { refused: ['HTML_PAGE'] }],
    ['more headings than any person writes', '# a\n'.repeat(10_001), { refused: ['TOO_LARGE'] }],
  ])('may have %s', async (_, text, expected) => {
    expect(await read(text)).toMatchObject(expected);
  });

  test('is known by its name alone', async () => {
    expect(await read('# One\n', 'audit.MARKDOWN')).toMatchObject({ title: 'One' });
    expect(await read('# One\n', 'audit.txt')).toEqual({ refused: ['FORMAT_UNKNOWN'] });
  });

  test.each([
    ['quotes', '>'.repeat(100_000)],
    ['quotes with spaces', '> '.repeat(100_000)],
    ['lists', '- '.repeat(100_000)],
    ['emphasis', `# ${'*'.repeat(100_000)}a`],
    ['brackets', `# ${'['.repeat(100_000)}`],
    ['links in many headings', `# ${'[a]('.repeat(240)}\n`.repeat(5_000)],
    ['spaces', `# a${' '.repeat(100_000)}b`],
    ['fences', '`'.repeat(100_000)],
    ['rows of tables', `a\n${'|-'.repeat(100_000)}x`],
    ['spaces in rows of tables', `a\n|${' '.repeat(100_000)}x`],
  ])('of hostile %s is read in time', { timeout: 30_000 }, async (_, text) => {
    expect(await read(`${text}\n# End\n`)).toHaveProperty('headings');
  });
});

describe('a plain text', () => {
  test('is never recognised, so that no output of a tool passes for a document', async () => {
    expect(await read('vet: undefined: a\n', 'go-vet.txt')).toEqual({ refused: ['FORMAT_UNKNOWN'] });
  });

  test('is a document without headings where it is declared', async () => {
    const outcome = await readReport(bytesOf('# vet: undefined: a\n', 'go-vet.txt'), 'text');
    expect(outcome).toMatchObject({ state: 'read', report: { kind: 'document', title: null, headings: [], blank: false } });
  });
});
