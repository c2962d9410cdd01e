import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { readCoverage } from '../coverage.ts';
import { bytesOf } from '../files.ts';

const readJson = (document: unknown) => readCoverage(JSON.stringify(document));

describe('Istanbul coverage-summary.json', () => {
  const of = (covered: number, total: number, pct: number | string = total === 0 ? 100 : Math.floor((covered / total) * 10_000) / 100) => ({
    covered,
    total,
    skipped: 0,
    pct,
  });
  const all = (count: object) => ({ lines: count, statements: count, functions: count, branches: count });
  const each = (count: string) => ({ lines: count, statements: count, functions: count, branches: count });

  test.each([
    ['sums up its files', { total: all(of(3, 4)), 'a.js': all(of(1, 2)), 'b.js': all(of(2, 2)) }, each('3/4')],
    ['is nothing over nothing, whatever it says', { total: all(of(0, 0)), 'a.js': all(of(0, 0, 'Unknown')) }, each('0/0')],
    ['may round its percentage', { total: all(of(2, 3, 66.67)), 'a.js': all(of(2, 3, 66.67)) }, each('2/3')],
    ['may have a total alone', { total: all(of(3, 4)) }, each('75.0 %')],
    ['measures nothing with a total of nothing alone', { total: all(of(0, 0)) }, { problems: ['NOTHING_MEASURED'] }],
  ])('%s', async (_, document, expected) => {
    expect(await readJson(document)).toEqual(expected);
  });

  test.each([
    ['its total counts more than its files', { total: all(of(4, 5)), 'a.js': all(of(1, 2)) }],
    ['its total covers less than its files', { total: all(of(1, 2)), 'a.js': all(of(2, 2)) }],
    ['its percentage is of other counts', { total: all(of(1, 2, 100)), 'a.js': all(of(1, 2)) }],
  ])('is partial where %s', async (_, document) => {
    expect(await readJson(document)).toMatchObject({ problems: expect.arrayContaining(['DECLARED_DIFFERS']) });
  });

  test.each([
    ['no total', { 'a.js': all(of(1, 2)) }, 'FORMAT_UNKNOWN'],
    ['nothing', {}, 'FORMAT_UNKNOWN'],
    ['more covered than there is', { total: all(of(3, 2)), 'a.js': all(of(3, 2)) }, 'SHAPE'],
    ['negative counts', { total: all(of(-1, 2)) }, 'SHAPE'],
    ['counts in strings', { total: all({ covered: '1', total: '2', pct: 50 }) }, 'SHAPE'],
    ['something else among its files', { total: all(of(1, 2)), 'a.js': { lines: of(1, 2) } }, 'SHAPE'],
  ])('is refused with %s', async (_, document, code) => {
    const { refused } = await readJson(document);
    expect(refused).toContain(code);
  });
});

describe('Istanbul coverage-final.json', () => {
  const at = (line: number, column: number | null = 0) => ({ start: { line, column }, end: { line, column: null } });
  const file = (statements: object, s: object) => ({ path: 'a.js', statementMap: statements, fnMap: {}, branchMap: {}, s, f: {}, b: {} });

  test('counts as lines those on which a statement starts, covered if one of them ran', async () => {
    expect(await readJson({ 'a.js': file({ 0: at(1), 1: at(1, 9), 2: at(2) }, { 0: 0, 1: 5, 2: 0 }) })).toEqual({
      statements: '1/3',
      lines: '1/2',
      branches: '0/0',
      functions: '0/0',
    });
  });

  test('counts two statements that a source map puts at one place', async () => {
    expect(await readJson({ 'a.js': file({ 0: at(1), 1: at(1) }, { 0: 1, 1: 0 }) })).toMatchObject({ statements: '1/2' });
  });

  test('names points by place, so that shards merge however they number them', async () => {
    const outcome = await readReport(bytesOf(JSON.stringify({ 'a.js': file({ 7: at(3, 2) }, { 7: 1 }) })), null);
    expect(outcome).toMatchObject({
      report: { files: [{ measures: { statements: { points: new Map([['3:2:3:', { weight: 1, covered: true }]]) } } }] },
    });
  });

  test.each([
    ['a statement without its count', { 'a.js': file({ 0: at(1), 1: at(2) }, { 0: 1 }) }],
    ['a count without its statement', { 'a.js': file({ 0: at(1) }, { 0: 1, 1: 0 }) }],
    ['a negative count', { 'a.js': file({ 0: at(1) }, { 0: -1 }) }],
    ['a second file that is none', { 'a.js': file({}, {}), 'b.js': {} }],
  ])('is refused with %s', async (_, document) => {
    const { refused } = await readJson(document);
    expect(refused).toContain('SHAPE');
  });
});

describe('coverage.py JSON', () => {
  const summary = (covered: number, total: number) => ({ covered_lines: covered, num_statements: total });
  const document = (executed: number[], missing: number[], own: object, totals = own, excluded: number[] = []) => ({
    meta: { version: '7.17.4' },
    files: { 'a.py': { executed_lines: executed, missing_lines: missing, excluded_lines: excluded, summary: own } },
    totals,
  });

  test.each([
    ['counts lines, and calls them statements', document([1, 2], [3], summary(2, 3)), '2/3'],
    ['does not count excluded lines that ran', document([1, 2, 9], [3], summary(2, 3), summary(2, 3), [9]), '2/3'],
    ['does not count other lines that ran', document([1, 2, 8], [3], summary(2, 3)), '2/3'],
    ['is nothing over nothing', document([], [], summary(0, 0)), '0/0'],
  ])('%s', async (_, text, count) => {
    expect(await readJson(text)).toEqual({ lines: count, statements: count });
  });

  test.each([
    ['a list of missing lines is cut', document([1, 2], [], summary(2, 3))],
    ['a list of executed lines is cut', document([1], [3], summary(2, 3))],
    ['the totals count more than the files', document([1], [], summary(1, 1), summary(5, 9))],
    ['the totals count less than the files', document([1], [2], summary(1, 2), summary(1, 1))],
  ])('is partial where %s', async (_, text) => {
    expect(await readJson(text)).toMatchObject({ problems: expect.arrayContaining(['DECLARED_DIFFERS']) });
  });

  test('is refused where more is covered than there is', async () => {
    const { refused } = await readJson(document([1, 2], [], summary(2, 1)));
    expect(refused).toContain('SHAPE');
  });
});

describe('SimpleCov', () => {
  const resultset = (...lines: unknown[]) =>
    Object.fromEntries(lines.map((own, index) => [`RSpec ${index}`, { coverage: { 'a.rb': own }, timestamp: 1 }]));

  test.each([
    ['adds up the results of several commands', resultset({ lines: [1, 0, null, 0] }, { lines: [0, 2, null, 0] }), { lines: '2/3' }],
    ['reads the lists of old versions', resultset([1, 0, null]), { lines: '1/2' }],
    [
      'has no lines where branches alone were measured',
      resultset({ lines: null, branches: { '[:if, 0, 1, 0, 1, 9]': { '[:then, 1, 1, 4, 1, 5]': 1, '[:else, 2, 1, 0, 1, 9]': 0 } } }),
      { branches: '1/2' },
    ],
    ['measures nothing over no file', { RSpec: { coverage: {}, timestamp: 1 } }, { problems: ['NOTHING_MEASURED'] }],
  ])('%s', async (_, document, expected) => {
    expect(await readJson(document)).toEqual(expected);
  });

  test.each([
    ['a word for a count', resultset({ lines: ['1'] })],
    ['a negative count', resultset({ lines: [-1] })],
  ])('is refused with %s', async (_, document) => {
    expect(await readJson(document)).toEqual({ refused: ['SHAPE'] });
  });
});
