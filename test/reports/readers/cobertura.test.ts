import { describe, expect, test } from 'vitest';
import { readCoverage } from '../coverage.ts';

const line = (number: number, hits: number | string, more = '') => `<line number="${number}" hits="${hits}" ${more}/>`;
const branch = (covered: number, total: number) => `branch="true" condition-coverage="50% (${covered}/${total})"`;
const aClass = (lines: string, methods = '', filename = 'a.c') =>
  `<class name="a" filename="${filename}" line-rate="1"><methods>${methods}</methods><lines>${lines}</lines></class>`;
const root = (attributes: string, classes: string, prologue = '') =>
  `<?xml version="1.0"?>${prologue}<coverage line-rate="1" branch-rate="0" version="1.9" ${attributes}><packages><package name=""><classes>${classes}</classes></package></packages></coverage>`;
const declares = (covered: number, valid: number) => `lines-valid="${valid}" lines-covered="${covered}"`;
const branches = (covered: number, valid: number) => `branches-valid="${valid}" branches-covered="${covered}"`;
const half = line(1, 1) + line(2, 0);

describe('a Cobertura report', () => {
  test.each([
    ['counts the lines of its classes', root(declares(1, 2), aClass(half)), { lines: '1/2' }],
    [
      'does not count what methods repeat',
      root(declares(1, 2), aClass(half, `<method name="m"><lines>${half}</lines></method>`)),
      { lines: '1/2' },
    ],
    [
      'takes the lines of methods where a class lists none',
      root(declares(1, 2), aClass('', `<method name="m"><lines>${half}</lines></method>`)),
      { lines: '1/2' },
    ],
    ['counts a line of two classes once', root(declares(2, 3), aClass(half) + aClass(line(2, 3))), { lines: '2/2' }],
    ['keeps two source files apart', root(declares(2, 4), aClass(half) + aClass(half, '', 'b.c')), { lines: '2/4' }],
    ['may count as covered what a comment excludes', root(declares(2, 2), aClass(half)), { lines: '1/2' }],
    ['may declare nothing', root('', aClass(line(1, 1))), { lines: '1/1' }],
    [
      'names its DTD, which is not fetched',
      root(declares(1, 2), aClass(half), '<!DOCTYPE coverage SYSTEM "https://example.com/coverage-04.dtd">'),
      { lines: '1/2' },
    ],
    ['has branches in its conditions', root(branches(1, 2), aClass(line(1, 1, branch(1, 2)))), { lines: '1/1', branches: '1/2' }],
    [
      'takes the better of two conditions of a line',
      root('', aClass(line(1, 1, branch(1, 4)) + line(1, 1, branch(2, 4)))),
      { lines: '1/1', branches: '2/4' },
    ],
    [
      'states the branches that it does not list',
      root(branches(1, 4), aClass(line(1, 1, branch(1, 2)))),
      { lines: '1/1', branches: '25.0 %' },
    ],
    [
      'states the branches where those it lists look better',
      root(branches(1, 2), aClass(line(1, 1, branch(2, 2)))),
      { lines: '1/1', branches: '50.0 %' },
    ],
    ['has no branches where none are declared or listed', root(branches(0, 0), aClass(line(1, 1))), { lines: '1/1' }],
  ])('%s', async (_, text, expected) => {
    expect(await readCoverage(text)).toEqual(expected);
  });

  test.each([
    ['lists fewer lines than it declares', root(declares(3, 4), aClass(half))],
    ['lists more lines than it declares', root(declares(1, 1), aClass(half))],
    ['lists more covered lines than it declares', root(declares(0, 2), aClass(half))],
    ['lists better than its rate, where it declares no counts', root('', aClass(half)).replace('line-rate="1"', 'line-rate="0.25"')],
    ['lists nothing of what it declares', root(declares(1, 2), '')],
  ])('is partial where it %s', async (_, text) => {
    expect(await readCoverage(text)).toMatchObject({ problems: expect.arrayContaining(['DECLARED_DIFFERS']) });
  });

  test.each([
    ['entities of its own', root('', aClass(half), '<!DOCTYPE coverage [<!ENTITY a "b">]>'), 'XML_DOCTYPE'],
    ['its end cut off', root('', aClass(half)).slice(0, -12), 'TRUNCATED'],
    ['negative hits', root('', aClass(line(1, -1))), 'NUMBER'],
    ['hits that are no number', root('', aClass(line(1, 'NaN'))), 'NUMBER'],
    ['a line without hits', root('', aClass('<line number="1"/>')), 'SHAPE'],
    ['a line without a number', root('', aClass('<line hits="1"/>')), 'SHAPE'],
    ['a class without a source file', root('', '<class name="a"><lines/></class>'), 'SHAPE'],
    ['more branches covered than there are', root('', aClass(line(1, 1, branch(3, 2)))), 'NUMBER'],
    ['totals that are no numbers', root('lines-valid="-1" lines-covered="0"', aClass(half)), 'NUMBER'],
    [
      'the root of another format',
      '<coverage version="1"><file path="a.c"><lineToCover lineNumber="1" covered="true"/></file></coverage>',
      'FORMAT_UNKNOWN',
    ],
  ])('is refused with %s', async (_, text, code) => {
    expect(await readCoverage(text)).toEqual({ refused: [code] });
  });
});
