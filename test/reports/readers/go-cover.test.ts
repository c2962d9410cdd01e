import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { readCoverage } from '../coverage.ts';
import { bytesOf } from '../files.ts';

const block = (statements: number, count: number, line = 1) => `a.go:${line}.1,${line}.9 ${statements} ${count}\n`;

describe('a Go cover profile', () => {
  test.each([
    ['counts statements, not blocks', `mode: set\n${block(3, 1, 1)}${block(1, 0, 2)}`, '3/4'],
    ['covers a block that comes twice if either did', `mode: count\n${block(2, 0)}${block(2, 7)}${block(2, 0)}`, '2/2'],
    ['goes on behind a second line of the same mode', `mode: set\n${block(2, 0)}mode: set\n${block(2, 1)}`, '2/2'],
    ['is read with the line ends of Windows', `mode: set\r\na.go:1.1,1.9 2 1\r\n`, '2/2'],
    ['may lack its last line end', `mode: set\na.go:1.1,1.9 2 1`, '2/2'],
    ['takes counts beyond any number', `mode: atomic\na.go:1.1,1.9 2 99999999999999999999999\n`, '2/2'],
    ['takes names with spaces and colons', `mode: set\nC:/my code/a.go:1.1,1.9 2 1\n`, '2/2'],
    ['has blocks without a statement', `mode: set\n${block(0, 0)}`, '0/0'],
  ])('%s', async (_, text, statements) => {
    expect(await readCoverage(text)).toEqual({ statements });
  });

  test('with nothing but its mode measures nothing', async () => {
    expect(await readCoverage('mode: atomic\n')).toEqual({ problems: ['NOTHING_MEASURED'] });
  });

  test.each([
    ['two modes', `mode: set\n${block(1, 1)}mode: count\n${block(1, 1)}`, 'SHAPE'],
    ['a block with two numbers of statements', `mode: set\n${block(1, 1)}${block(2, 1)}`, 'SHAPE'],
    ['the output of the tests in it', `mode: set\nok  example.com/a 0.1s\n${block(1, 1)}`, 'SHAPE'],
    ['a negative count', `mode: set\na.go:1.1,1.9 2 -1\n${block(1, 1, 2)}`, 'SHAPE'],
    ['a cut last line', `mode: set\n${block(1, 1)}a.go:2.1,2.9 1`, 'TRUNCATED'],
    ['more statements than can be counted', `mode: set\na.go:1.1,1.9 99999999999999999999 1\n`, 'NUMBER'],
    ['a mode that is none', 'mode: regonly\n', 'FORMAT_UNKNOWN'],
    ['no mode', block(1, 1), 'FORMAT_UNKNOWN'],
  ])('is refused with %s', async (_, text, code) => {
    expect(await readCoverage(text)).toEqual({ refused: [code] });
  });

  test('names its points by the position of the block, so that shards can be merged', async () => {
    const outcome = await readReport(bytesOf(`mode: set\n${block(2, 1)}`), null);
    expect(outcome).toMatchObject({
      report: { files: [{ path: 'a.go', measures: { statements: { points: new Map([['1.1,1.9', { weight: 2, covered: true }]]) } } }] },
    });
  });
});

describe('the text of go tool cover -func', () => {
  const line = 'example.com/a/a.go:5:\t\tAdd\t\t100.0%\n';
  test.each([
    ['has the percentage of its total alone', `${line}total:\t\t\t(statements)\t20.5%\n`, { statements: '20.5 %' }],
    ['may be its total alone', 'total:\t\t\t(statements)\t20.5%\n', { statements: '20.5 %' }],
    ['measures nothing where there is no statement', 'total:\t(statements)\t0.0%\n', { problems: ['NOTHING_MEASURED'] }],
    ['is refused without its total', line, { refused: ['TRUNCATED'] }],
    ['is refused where its total is cut', `${line}total:\t\t\t(statements)\t20`, { refused: ['TRUNCATED'] }],
    ['is refused where it goes on', `${line}total:\t(statements)\t20.5%\n${line}`, { refused: ['SHAPE'] }],
    ['is refused with a second total', `${line}total:\t(statements)\t20.5%\ntotal:\t(statements)\t99.5%\n`, { refused: ['SHAPE'] }],
    ['is refused above 100 %', `${line}total:\t(statements)\t120.5%\n`, { refused: ['NUMBER'] }],
    ['is not the output of go test', 'ok  \texample.com/a\t0.1s\tcoverage: 57.1% of statements\n', { refused: ['FORMAT_UNKNOWN'] }],
  ])('%s', async (_, text, expected) => {
    expect(await readCoverage(text)).toEqual(expected);
  });
});
