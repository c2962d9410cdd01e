import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { readCoverage } from '../coverage.ts';
import { bytesOf } from '../files.ts';

const record = (...lines: string[]) => ['SF:src/a.c', ...lines, 'end_of_record', ''].join('\n');

describe('an LCOV tracefile', () => {
  test.each([
    ['counts its lines without LF and LH', record('DA:1,1', 'DA:2,0'), { lines: '1/2' }],
    ['counts a line once', record('DA:1,0', 'DA:1,3', 'LF:1', 'LH:1'), { lines: '1/1' }],
    [
      'merges the records of one source file',
      record('DA:1,1', 'DA:2,0', 'LF:2', 'LH:1') + record('DA:1,0', 'DA:2,1', 'LF:2', 'LH:1'),
      { lines: '2/2' },
    ],
    ['knows no hit below zero', record('DA:1,-2', 'DA:2,0.25', 'DA:3,2874063630', 'DA:4,1e18', 'DA:5,0.0'), { lines: '3/5' }],
    ['may have checksums', record('DA:1,1,Q79QNYSUr7l/H6QbUTIbnQ'), { lines: '1/1' }],
    ['may be over nothing', record('LF:0', 'LH:0'), { lines: '0/0' }],
    [
      'takes no branch that was not reached',
      record('BRDA:2,0,0,-', 'BRDA:2,e0,1,4', 'BRDA:3,None,jump to line 4,0', 'DA:2,1'),
      { lines: '1/1', branches: '1/3' },
    ],
    [
      'has two functions of one name',
      record('FN:1,new', 'FN:9,new', 'FNDA:1,new', 'FNDA:0,new', 'FNF:2', 'FNH:1', 'DA:1,1'),
      { lines: '1/1', functions: '1/2' },
    ],
    ['has functions that were never called', record('FN:1,4,f(int, char)', 'DA:1,0'), { lines: '0/1', functions: '0/1' }],
    [
      'has functions by index',
      record('FNL:0,3,9', 'FNL:1,12', 'FNA:0,0,f', 'FNA:0,2,f_alias', 'FNA:1,0,g', 'DA:3,2'),
      { lines: '1/1', functions: '1/2' },
    ],
    ['may state functions without listing them', record('FNF:4', 'FNH:1', 'DA:1,1'), { lines: '1/1', functions: '1/4' }],
    [
      'takes the branches it states where it lists fewer',
      record('BRDA:1,0,0,1', 'BRF:4', 'BRH:2', 'DA:1,1'),
      { lines: '1/1', branches: '2/4' },
    ],
    [
      'takes the branches it lists where they are worse',
      record('BRDA:1,0,0,0', 'BRF:1', 'BRH:1', 'DA:1,1'),
      { lines: '1/1', branches: '0/1' },
    ],
    ['may end in a line of its writer', `${record('DA:1,1')}EOF\n`, { lines: '1/1' }],
  ])('%s', async (_, text, expected) => {
    expect(await readCoverage(text)).toEqual(expected);
  });

  test.each([
    ['LF is more than the lines', record('DA:1,1', 'LF:2', 'LH:1')],
    ['LF is less than the lines', record('DA:1,1', 'DA:2,1', 'LF:1', 'LH:1')],
    ['LH is more than the lines hit', record('DA:1,0', 'LF:1', 'LH:1')],
    ['LH is less than the lines hit', record('DA:1,1', 'LF:1', 'LH:0')],
    ['two records differ both ways', record('DA:1,1', 'LF:2') + record('DA:1,1', 'DA:2,1', 'LF:1')],
  ])('is partial where %s', async (_, text) => {
    expect(await readCoverage(text)).toMatchObject({ problems: expect.arrayContaining(['DECLARED_DIFFERS']) });
  });

  describe('of llvm-cov, which counts a line for each function on it,', () => {
    const llvm = (found: number, hit: number, functions = 2) =>
      record(`FNF:${functions}`, 'FNH:0', 'DA:1,1', 'DA:2,1', 'DA:3,0', 'BRF:0', 'BRH:0', `LF:${found}`, `LH:${hit}`);
    test.each([
      ['is whole with lines that two functions share', llvm(4, 3), { lines: '2/3' }],
      ['is no better than it states', llvm(5, 2), { lines: '2/5' }],
    ])('%s', async (_, text, expected) => {
      expect(await readCoverage(text)).toMatchObject(expected);
      expect(await readCoverage(text)).not.toHaveProperty('problems');
    });

    test('is partial beyond that', async () => {
      expect(await readCoverage(llvm(9, 2))).toMatchObject({ problems: ['DECLARED_DIFFERS'] });
      expect(await readCoverage(llvm(4, 3, 0))).toMatchObject({ problems: ['DECLARED_DIFFERS', 'DECLARED_DIFFERS'] });
    });
  });

  test.each([
    ['a record without its end', 'SF:a.c\nDA:1,1\n', 'TRUNCATED'],
    ['a record in a record', 'SF:a.c\nDA:1,1\nSF:b.c\nDA:1,1\nend_of_record\n', 'TRUNCATED'],
    ['a cut last line', `${record('DA:1,1')}SF:b.c\nDA:1`, 'TRUNCATED'],
    ['an end cut short', 'SF:a.c\nDA:1,1\nend_of_rec', 'TRUNCATED'],
    ['a line of no record', `${record('DA:1,1')}DA:2,1\n${record('DA:1,1')}`, 'SHAPE'],
    ['a line that is none', record('DA:1,1', 'DX:2,1', 'LF:1'), 'SHAPE'],
    ['a count that is no number', record('DA:1,NaN', 'LF:1'), 'NUMBER'],
    ['a count without end', record('DA:1,1e999', 'LF:1'), 'NUMBER'],
    ['a negative LF', record('DA:1,1', 'LF:-1'), 'NUMBER'],
    ['more branches hit than found', record('DA:1,1', 'BRF:1', 'BRH:2'), 'NUMBER'],
    ['names of tests alone', 'TN:\n', 'FORMAT_UNKNOWN'],
  ])('is refused with %s', async (_, text, code) => {
    expect(await readCoverage(text)).toEqual({ refused: [code] });
  });

  test('names its points by line and branch, so that shards can be merged', async () => {
    const outcome = await readReport(bytesOf(record('DA:7,1', 'BRDA:7,0,1,0')), null);
    expect(outcome).toMatchObject({
      report: {
        files: [
          {
            measures: {
              lines: { points: new Map([['7', { weight: 1, covered: true }]]) },
              branches: { points: new Map([['7,0,1', { weight: 1, covered: false }]]) },
            },
          },
        ],
      },
    });
  });
});
