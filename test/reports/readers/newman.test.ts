import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const none = { total: 0, pending: 0, failed: 0 };
const run = {
  stats: { requests: { ...none, total: 1 }, assertions: { ...none, total: 1 }, scripts: none },
  timings: { started: 1000, completed: 1500 },
  executions: [{ item: { id: 'r', name: 'GET orders' }, assertions: [{ assertion: 'is 200', skipped: false }] }],
  failures: [],
};
const collection = { item: [{ id: 'f', name: 'Orders', item: [{ id: 'r', name: 'GET orders' }] }] };

async function read(document: unknown) {
  const outcome = await readReport(bytesOf(JSON.stringify(document)), null);
  const report = outcome.state === 'read' && outcome.report.kind === 'tests' ? outcome.report : null;
  return {
    text: JSON.stringify(outcome),
    tests: report?.tests.map(({ name, status }) => `${name} ${status}`),
    codes: outcome.problems.map(({ code }) => code),
  };
}

test('an assertion is named by its folder and its request', async () => {
  expect(await read({ collection, run })).toMatchObject({ tests: ['Orders/GET orders/is 200 passed'], codes: [] });
});

test('the values of environment and globals do not leave the reader', async () => {
  const error = { name: 'AssertionError', message: "expected 'hunter2-hunter2' to equal 'hunter2'" };
  const document = {
    collection,
    environment: {
      values: [
        { key: 'password', value: 'hunter2' },
        { key: 'port', value: 80 },
        { key: 'object', value: {} },
      ],
    },
    globals: { values: [{ key: 'both', value: 'hunter2-hunter2' }] },
    run: {
      ...run,
      stats: { ...run.stats, assertions: { ...none, total: 1, failed: 1 } },
      executions: [{ item: { id: 'r', name: 'GET orders' }, assertions: [{ assertion: 'knows hunter2', error }] }],
      failures: [{ error }],
    },
  };
  const { text, tests } = await read(document);
  expect(tests).toEqual(['Orders/GET orders/knows {{password}} failed']);
  expect(text).toContain("expected '{{both}}' to equal '{{password}}'");
  expect(text).not.toContain('hunter2');
});

test.each([
  [
    'a request that failed',
    { requestError: { code: 'ECONNREFUSED' } },
    { requests: { ...none, total: 1, failed: 1 }, assertions: none, scripts: none },
    'Orders/GET orders/request failed',
  ],
  [
    'a test script that threw',
    { testScript: [{ error: { message: 'no such function' } }] },
    { requests: none, assertions: none, scripts: { ...none, failed: 1 } },
    'Orders/GET orders/test script failed',
  ],
  [
    'a pre-request script that threw',
    { prerequestScript: [{ error: {} }] },
    { requests: none, assertions: none, scripts: { ...none, failed: 1 } },
    'Orders/GET orders/pre-request script failed',
  ],
])('%s is a failed test', async (_, part, stats, expected) => {
  const { tests, codes } = await read({ collection, run: { ...run, stats, executions: [{ item: { id: 'r' }, ...part }], failures: [{}] } });
  expect(tests).toEqual([expected]);
  expect(codes).toEqual([]);
});

test.each([
  ['an assertion is not listed', { stats: { ...run.stats, assertions: { ...none, total: 2 } } }, ['DECLARED_DIFFERS']],
  ['a failure is not listed', { failures: [{}] }, ['DECLARED_DIFFERS']],
  ['a request is pending', { stats: { ...run.stats, requests: { total: 1, pending: 1, failed: 0 } } }, ['PARTIAL_SCAN']],
  ['no request has an assertion', { stats: { ...run.stats, assertions: none }, executions: [{ item: { id: 'r' } }] }, ['NO_TESTS']],
  ['the run has an error of its own', { error: { message: 'no such folder' } }, ['TOOL_ERROR']],
  ['a count is negative', { stats: { ...run.stats, requests: { total: -1, pending: 0, failed: 0 } } }, ['SHAPE']],
])('where %s, the problems are as they should be', async (_, differing, codes) => {
  expect((await read({ collection, run: { ...run, ...differing } })).codes).toEqual(codes);
});
