import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const message = (severity: number, more = {}) => ({ ruleId: 'eqeqeq', severity, message: 'Expected ===', line: 2, column: 7, ...more });
const result = (messages: readonly unknown[], errorCount: number, warningCount: number) => ({
  filePath: '/product/src/a.js',
  messages,
  errorCount,
  warningCount,
});
const read = (document: unknown) => readReport(bytesOf(JSON.stringify(document)), null);

test('a clean file is a target without findings', async () => {
  expect(await read([result([], 0, 0)])).toMatchObject({
    format: 'eslint',
    problems: [],
    report: { findings: [], targets: ['/product/src/a.js'] },
  });
});

test.each([
  ['errors', result([message(1)], 1, 1), { what: 'errors', declared: 1, listed: 0 }],
  ['warnings', result([message(2)], 1, 2), { what: 'warnings', declared: 2, listed: 0 }],
])('a file that counts more %s than it lists is partial', async (_, counted, differs) => {
  expect(await read([counted])).toMatchObject({ report: { partial: [{ code: 'declared-differs', ...differs }] } });
});

test.each([
  ['a file that could not be parsed', message(2, { ruleId: null, fatal: true, message: 'Parsing error' }), 1],
  ['a file that was named and ignored', message(1, { ruleId: null, fatal: false, message: 'File ignored by default.' }), 1],
  [
    'an unused directive',
    message(1, { ruleId: null, message: "Unused eslint-disable directive (no problems were reported from 'eqeqeq')." }),
    0,
  ],
])('%s makes %i error of the run, and is a finding', async (_, each, count) => {
  const outcome = await read([result([each], each.severity === 2 ? 1 : 0, each.severity === 1 ? 1 : 0)]);
  expect(outcome).toMatchObject({
    report: { findings: [{ rule: 'eslint' }], partial: count === 0 ? [] : [{ code: 'tool-errors', count }] },
  });
});

test('what stylelint writes is not taken for it', async () => {
  expect(await read([{ source: 'a.css', warnings: [], errored: false }])).toMatchObject({ state: 'refused', format: null });
});
