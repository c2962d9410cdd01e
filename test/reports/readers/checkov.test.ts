import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const check = {
  check_id: 'CKV_AWS_24',
  check_name: 'No open port 22',
  file_path: '/main.tf',
  file_line_range: [4, 12],
  resource: 'aws_security_group.open',
  severity: null,
};
const summary = { passed: 0, failed: 0, skipped: 0, parsing_errors: 0, resource_count: 2, checkov_version: '3.3.30' };
const framework = (failed: readonly unknown[], more = {}) => ({
  check_type: 'terraform',
  results: { failed_checks: failed },
  summary: { ...summary, failed: failed.length, ...more },
});
const read = (document: unknown) => readReport(bytesOf(JSON.stringify(document)), null);

test.each([
  ['a file that could not be parsed', framework([], { parsing_errors: 2 }), [{ code: 'tool-errors', count: 2 }]],
  [
    'fewer failed checks than its summary counts',
    framework([check], { failed: 3 }),
    [{ code: 'declared-differs', what: 'failed checks', declared: 3, listed: 1 }],
  ],
  [
    'a summary alone that counts failed checks',
    { ...summary, failed: 1 },
    [{ code: 'declared-differs', what: 'failed checks', declared: 1, listed: 0 }],
  ],
  ['passed checks that `--quiet` leaves out', framework([check], { passed: 5 }), []],
])('%s', async (_, document, partial) => {
  expect(await read(document)).toMatchObject({ format: 'checkov', state: 'read', report: { partial } });
});

test('frameworks add up, and one that has no resource is no target', async () => {
  const outcome = await read([
    framework([check]),
    { ...framework([check]), check_type: 'dockerfile', summary: { ...summary, failed: 1, resource_count: 0 } },
  ]);
  expect(outcome).toMatchObject({ report: { findings: [{}, {}], targets: ['terraform'], partial: [] } });
});

test.each([
  [null, [], 'unknown'],
  ['HIGH', ['critical', 'high', 'medium', 'low', 'info'], 'high'],
])('with the severity %j it rates %j', async (severity, rates, expected) => {
  expect(await read(framework([{ ...check, severity }]))).toMatchObject({ report: { rates, findings: [{ severity: expected }] } });
});

test('a list with anything else in it is not taken', async () => {
  expect(await read([framework([]), { check_type: 'secrets' }])).toMatchObject({ state: 'refused', format: null });
});
