import { describe, expect, test } from 'vitest';
import { readCoverage } from '../coverage.ts';

describe('a JaCoCo report', () => {
  const counter = (type: string, missed: number | string, covered: number | string) =>
    `<counter type="${type}" missed="${missed}" covered="${covered}"/>`;
  const source = (content: string, name = 'A.java') => `<sourcefile name="${name}">${content}</sourcefile>`;
  const report = (sources: string, totals = '', prologue = '') =>
    `${prologue}<report name="shop"><package name="shop">${sources}</package>${totals}</report>`;
  const half = `<line nr="1" mi="0" ci="2"/><line nr="2" mi="3" ci="0"/>${counter('LINE', 1, 1)}`;

  test.each([
    ['counts lines by its counters', report(source(counter('LINE', 1, 3)), counter('LINE', 1, 3)), { lines: '3/4' }],
    ['covers a line where some of it ran', report(source(`<line nr="1" mi="9" ci="1"/>${counter('LINE', 0, 1)}`)), { lines: '1/1' }],
    ['has no statements of its instructions', report(source(counter('INSTRUCTION', 1, 9) + counter('BRANCH', 1, 1))), { branches: '1/2' }],
    ['may lack totals', report(source(half)), { lines: '1/2' }],
    [
      'keeps the modules of an aggregate apart',
      `<report name="all"><group name="a"><package name="p">${source(half)}</package></group><group name="b"><package name="p">${source(half)}</package></group>${counter('LINE', 2, 2)}</report>`,
      { lines: '2/4' },
    ],
    [
      'names its DTD, which is not fetched',
      report(source(half), '', '<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"[]>'),
      { lines: '1/2' },
    ],
  ])('%s', async (_, text, expected) => {
    expect(await readCoverage(text)).toEqual(expected);
  });

  test.each([
    ['counts more in all than in its files', report(source(half), counter('LINE', 5, 5))],
    ['covers less in all than in its files', report(source(half), counter('LINE', 2, 0))],
    ['counts in all what no file has', report(source(half), counter('METHOD', 1, 1))],
  ])('is partial where it %s', async (_, text) => {
    expect(await readCoverage(text)).toMatchObject({ problems: ['DECLARED_DIFFERS'] });
  });

  test.each([
    [
      'entities of its own',
      report('', '', '<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd" [<!ENTITY a "b">]>'),
      'XML_DOCTYPE',
    ],
    ['its end cut off', report(source(half)).slice(0, -20), 'TRUNCATED'],
    ['a negative count', report(source(counter('LINE', -1, 3))), 'NUMBER'],
    ['a count missing', report(source('<counter type="LINE" covered="3"/>')), 'SHAPE'],
    ['nothing of JaCoCo in it', '<report name="x"><entry/></report>', 'FORMAT_UNKNOWN'],
  ])('is refused with %s', async (_, text, code) => {
    expect(await readCoverage(text)).toEqual({ refused: [code] });
  });
});

describe('a Clover report', () => {
  const metrics = (covered: number | string, total: number) => `<metrics statements="${total}" coveredstatements="${covered}"/>`;
  const file = (content: string) => `<file name="a.php">${content}</file>`;
  const report = (content: string) => `<coverage generated="1"><project>${content}</project></coverage>`;
  const line = (num: number, count: number) => `<line num="${num}" type="stmt" count="${count}"/>`;

  test.each([
    ['counts by the metrics of its files', report(file(metrics(3, 4)) + metrics(3, 4)), { statements: '3/4' }],
    ['has more statements than lines', report(file(line(1, 1) + metrics(1, 2))), { statements: '1/2' }],
    [
      'does not count the code of tests',
      `${report(file(metrics(1, 2))).replace('</coverage>', '')}<testproject>${file(metrics(9, 9))}</testproject></coverage>`,
      { statements: '1/2' },
    ],
  ])('%s', async (_, text, expected) => {
    expect(await readCoverage(text)).toEqual(expected);
  });

  test.each([
    ['the project counts more than its files', report(file(metrics(1, 2)) + metrics(7, 8)), '87.5 %'],
    ['the project covers less than its files', report(file(metrics(2, 2)) + metrics(1, 2)), '50.0 %'],
    ['the lines of a file tell another tale', report(file(line(1, 0) + line(2, 1) + metrics(2, 2))), '2/2'],
  ])('is partial where %s', async (_, text, statements) => {
    expect(await readCoverage(text)).toEqual({ statements, problems: ['DECLARED_DIFFERS'] });
  });

  test.each([
    ['a file without metrics', report(file(line(1, 1))), 'SHAPE'],
    ['more covered than there is', report(file(metrics(3, 2))), 'NUMBER'],
    ['a count that is no number', report(file(metrics('NaN', 2))), 'NUMBER'],
    ['the root of another format', '<coverage version="1"><project/></coverage>', 'FORMAT_UNKNOWN'],
  ])('is refused with %s', async (_, text, code) => {
    expect(await readCoverage(text)).toEqual({ refused: [code] });
  });
});
