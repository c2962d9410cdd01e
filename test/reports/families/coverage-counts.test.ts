import { expect, test } from 'vitest';
import { uncoveredLines } from '../../../src/reports/families/coverage-counts.ts';

const points = (covered: readonly string[], missed: readonly string[]) =>
  new Map(
    [...covered.map((key) => [key, true] as const), ...missed.map((key) => [key, false] as const)].map(([key, is]) => [
      key,
      { weight: 1, covered: is },
    ]),
  );

test.each<[string, readonly string[], readonly string[], readonly (readonly [number, number])[]]>([
  ['none where each was reached', ['1', '2'], [], []],
  [
    'one by one',
    ['2', '4'],
    ['1', '3', '5'],
    [
      [1, 1],
      [3, 3],
      [5, 5],
    ],
  ],
  ['as a range over lines that hold no code', ['20'], ['3', '4', '9'], [[3, 9]]],
  [
    'parted by a line that was reached',
    ['7'],
    ['3', '4', '9'],
    [
      [3, 4],
      [9, 9],
    ],
  ],
  [
    'in the order of numbers, not of their signs',
    ['11'],
    ['10', '9', '100'],
    [
      [9, 10],
      [100, 100],
    ],
  ],
  ['of blocks, from the first line to the last', ['1.1,2.9'], ['4.10,8.2', '8.5,9.1'], [[4, 9]]],
  ['nothing of what is no line', [], ['line 3', ':::'], []],
])('lines that were not reached are listed %s', (_, covered, missed, ranges) => {
  expect(uncoveredLines(points(covered, missed)).map(({ first, last }) => [first, last])).toEqual(ranges);
});
