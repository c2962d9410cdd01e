import { expect, test } from 'vitest';
import { contextOf } from '../../../src/reports/reader.ts';
import { Refusal } from '../../../src/reports/refusal.ts';
import { csvRecords } from '../../../src/reports/text/csv-records.ts';

function parse(text: string): (readonly string[])[] | string {
  const records = csvRecords(
    contextOf({
      path: 'a.csv',
      opening: '',
      whole: true,
      size: 0,
      text: async () => '',
      chunks: async function* () {},
      lines: async () => {},
    }),
  );
  try {
    const parsed = text.split('\n').flatMap((line, index) => {
      const fields = records.line(line, index + 1);
      return fields === undefined ? [] : [fields];
    });
    records.end();
    return parsed;
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return cause.problems.map(({ code, line }) => `${code} ${line}`).join();
  }
}

test.each([
  ['a,b', [['a', 'b']]],
  ['a,', [['a', '']]],
  ['"a","b,c"', [['a', 'b,c']]],
  ['"say ""hi""",""', [['say "hi"', '']]],
  [
    '"two\nlines",b\nc,d',
    [
      ['two\nlines', 'b'],
      ['c', 'd'],
    ],
  ],
  ['"a ""\n"" b",c', [['a "\n" b', 'c']]],
])('%j is read', (text, expected) => {
  expect(parse(text)).toEqual(expected);
});

test.each([
  ['a"b"c,d', 'SHAPE 1'],
  ['x\n"a"b,c', 'SHAPE 2'],
  ['x\n"a,b', 'TRUNCATED 2'],
])('%j is refused', (text, problem) => {
  expect(parse(text)).toBe(problem);
});
