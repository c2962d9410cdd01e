import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { type ImportedChecklist, importChecklist } from '../../../src/checklist/import/import-checklist.ts';
import { itemKinds } from '../../../src/checklist/import/item-kind.ts';
import { errors } from '../../../src/problem.ts';

const folder = 'test/checklist/import/foreign';
const samples = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);

/** Shares no code with the import. */
const reader = new MarkdownIt({ html: true });

/** An entry of a list or a row of a table, with the words that people see in its first paragraph or its cells. */
interface Entry {
  readonly line: number;
  readonly from: 'bullet' | 'number' | 'row';
  readonly words: string[];
  /** Those of the titles of a table. */
  readonly titles: readonly string[];
}

function entriesOf(text: string): Entry[] {
  const lists: ('bullet' | 'number')[] = [];
  const entries: Entry[] = [];
  let titles: string[] = [];
  let open: string[] | null = null;
  for (const { type, map, children } of reader.parse(text, {})) {
    const line = (map?.[0] ?? -1) + 1;
    if (type === 'bullet_list_open') lists.push('bullet');
    if (type === 'ordered_list_open') lists.push('number');
    if (type === 'bullet_list_close' || type === 'ordered_list_close') lists.pop();
    if (type === 'thead_open') open = titles = [];
    if (type === 'list_item_open' || (type === 'tr_open' && open !== titles)) {
      open = [];
      const from = type === 'tr_open' ? 'row' : (lists.at(-1) ?? 'bullet');
      entries.push({ line, from, words: open, titles: from === 'row' ? titles : [] });
    }
    if (type === 'tbody_open' || type === 'paragraph_close' || type === 'tr_close') open = null;
    if (type === 'inline')
      open?.push(...wordsOf((children ?? []).map((child) => (child.type.startsWith('html') ? ' ' : child.content || ' ')).join('')));
  }
  return entries;
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

const linesOf = (text: string) => text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
/** A document of many pages, without what may stand once in one. */
const long = Array.from({ length: 5 }, (_, index) =>
  samples
    .filter(([, text]) => !text.includes('- [ ]'))
    .map(([, text]) => text.replace(/^(#+ .*)$/gm, `$1 ${index}`).replace(/^\[\^?[a-z]+\]:.*\n(?: {4}.*\n)?/gm, ''))
    .join('\n'),
).join('\n');

/** Each entry is an item or told to be none, once, and nothing else is. */
function expectAllTold(entries: readonly Entry[], { report, problems, files }: ImportedChecklist): void {
  if (files.length === 0) {
    expect(problems).toMatchObject([{ code: 'CONTENT_MISSING' }]);
    return;
  }
  expect(errors(problems)).toEqual([]);
  const taken = report.items.map(({ line }) => line);
  const told = new Set([...report.noItems, ...report.leftOut].map(({ line }) => line));
  const all = new Set([...taken, ...told]);
  expect(taken.filter((line, index) => told.has(line) || taken.indexOf(line) !== index)).toEqual([]);
  expect(entries.filter(({ line }) => !all.has(line))).toEqual([]);
  const kinds = new Map(entries.map(({ line, from }) => [line, from]));
  const others = report.items.filter(({ line, from }) => (from === 'task' ? !kinds.has(line) : kinds.get(line) !== from));
  expect([...others, ...report.noItems.filter(({ line }) => !kinds.has(line))]).toEqual([]);
}

test('of a document of many pages nothing is lost either', () => {
  expect(long.length).toBeGreaterThan(15_000);
  expectAllTold(entriesOf(long), importChecklist(long, { file: 'LONG.md' }));
});

test('of any lines of the samples, in any order, nothing is lost either', () => {
  // Behind indented code the import's reader takes these for words, before a row of dashes it takes a definition for the head of a table, and the
  // other reader knows no footnotes.
  const differs = /^\s*(?:[-*+]\s*$|(?!1[.)])\d+[.)])|^\s*\[[^\]]*\]:/;
  const lines = samples.flatMap(([, text]) => linesOf(text)).filter((line) => !differs.test(line));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...lines), { maxLength: 25 }), fc.constantFrom(undefined, ...itemKinds), (chosen, kind) => {
      const text = chosen.join('\n');
      const imported = importChecklist(text, { file: 'ANY.md', items: kind && [kind] });
      if (errors(imported.problems).length === 0) expectAllTold(entriesOf(text), imported);
    }),
    { numRuns: 300 },
  );
});

describe.each(samples)('%s', (name, text) => {
  const entries = entriesOf(linesOf(text).join('\n'));
  const run = (items?: (typeof itemKinds)[number]) => importChecklist(text, { file: name, path: `docs/${name}`, items: items && [items] });

  test.each([undefined, ...itemKinds])('each entry and row is an item or told to be none, and there are no others: %s', (items) => {
    expectAllTold(entries, run(items));
  });

  test('each item says the words of its entry and no others', () => {
    const { report, files } = run();
    const pages = files.map((file) => file.text).join('\n');
    const byLine = new Map(entries.map((entry) => [entry.line, entry]));
    for (const { line, from, text: words } of report.items) {
      const entry = byLine.get(line) ?? expect.fail(`no entry on line ${line}`);
      const next = entries.map((each) => each.line).find((each) => each > line) ?? Number.POSITIVE_INFINITY;
      const written = wordsOf(
        linesOf(text)
          .slice(line - 1, Math.max(line, next - 1))
          .join('\n'),
      );
      const known = new Set([...written, ...entry.words, ...entry.titles]);
      expect(
        wordsOf(words).filter((word) => !known.has(word)),
        `line ${line}`,
      ).toEqual([]);
      const row = from === 'row' ? (report.changed.find((change) => change.line === line)?.to ?? '') : words;
      expect(pages).toContain(from === 'row' ? row : '');
      const said = new Set(wordsOf(row));
      const isMark = (word: string) => /^(?:x|yes|no|wip|todo|in|progress|white|check|mark|optional|n|a|\d+)$/i.test(word);
      expect(
        entry.words.filter((word) => !said.has(word) && !isMark(word)),
        `line ${line}`,
      ).toEqual([]);
    }
  });

  test('comes to the same with the line ends of Windows and a byte order mark', () => {
    const windows = importChecklist(`\uFEFF${text.replaceAll('\n', '\r\n')}`, { file: name, path: `docs/${name}` });
    const { files, report } = run();
    expect(windows.files).toEqual(files);
    expect([windows.report.items, windows.report.noItems, windows.report.leftOut]).toEqual([report.items, report.noItems, report.leftOut]);
  });
});
