import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const issue = (fields: object = {}) => ({
  severity: 'LOW',
  rule_id: 'G104',
  details: 'Errors unhandled',
  file: 'a.go',
  line: '7-9',
  ...fields,
});
const report = (issues: object[] | null, stats: object = {}, rest: object = {}) => ({
  Issues: issues,
  Stats: { files: 3, lines: 9, nosec: 0, found: issues?.length ?? 0, ...stats },
  ...rest,
});
const read = (document: unknown) => readReport(bytesOf(JSON.stringify(document)), null);

test('severities are gosec’s own, and an odd one is unknown', async () => {
  const outcome = await read(
    report([issue({ severity: 'HIGH' }), issue({ severity: 'MEDIUM' }), issue(), issue({ severity: 'UNDEFINED' })]),
  );
  expect(outcome).toMatchObject({
    report: {
      findings: [
        { severity: 'high' },
        { severity: 'medium' },
        { severity: 'low', rule: 'G104', place: 'a.go:7-9' },
        { severity: 'unknown' },
      ],
      rates: ['high', 'medium', 'low'],
    },
  });
});

test('the rules are known by their form, unless an option chooses among them', async () => {
  const outcome = await read(report(null));
  expect(outcome).toMatchObject({
    report: { rules: { all: { form: 'G\\d{3}', unless: expect.arrayContaining(['-include', '--exclude', '-conf']) } }, targets: null },
  });
});

describe('the count of issues found', () => {
  const suppressed = issue({ suppressions: [{ kind: 'inSource', justification: '' }] });
  test.each([
    ['is that of the issues not suppressed', report([issue(), suppressed], { found: 1 }), []],
    ['is that of all issues in old versions', report([issue(), issue({ nosec: true })], { found: 2 }), []],
    [
      'is higher than what is listed',
      report([issue()], { found: 5 }),
      [{ code: 'declared-differs', what: 'issues', declared: 5, listed: 1 }],
    ],
    [
      'is lower than what is listed',
      report([issue()], { found: 0 }),
      [{ code: 'declared-differs', what: 'issues', declared: 0, listed: 1 }],
    ],
  ])('%s', async (_, document, partial) => {
    expect(await read(document)).toMatchObject({ state: 'read', report: { partial } });
  });
});

test('errors of Go make it a part, each counted, also where a package has none listed', async () => {
  const outcome = await read(report([], {}, { 'Golang errors': { 'a.go': [{ error: 'x' }, { error: 'y' }], 'b.go': null } }));
  expect(outcome).toMatchObject({ report: { partial: [{ code: 'tool-errors', count: 3 }] } });
});

describe('what is no report of gosec is refused', () => {
  test.each([
    ['an empty object', {}, 'FORMAT_UNKNOWN'],
    ['the JSON of golangci-lint', { Issues: [], Report: {} }, 'FORMAT_UNKNOWN'],
    ['statistics without counts', { Issues: [], Stats: {} }, 'SHAPE'],
    ['a negative count', report([], { found: -1 }), 'SHAPE'],
    ['issues that are no list', { ...report([]), Issues: {} }, 'SHAPE'],
    ['errors that are a string', report([], {}, { 'Golang errors': 'x' }), 'SHAPE'],
    ['an issue without a rule', report([issue({ rule_id: undefined })]), 'SHAPE'],
  ])('%s', async (_, document, code) => {
    const outcome = await read(document);
    expect(outcome).toMatchObject({ state: 'refused' });
    expect(outcome.problems[0]?.code).toBe(code);
  });
});
