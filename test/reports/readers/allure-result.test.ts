import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const result = { uuid: 'a', name: 'pays', fullName: 'shop.Checkout.pays', status: 'passed', stage: 'finished', start: 1000, stop: 1005 };

async function read(document: unknown) {
  const outcome = await readReport(bytesOf(JSON.stringify(document)), null);
  const tests = outcome.state === 'read' && outcome.report.kind === 'tests' ? outcome.report.tests : [];
  return { tests, format: outcome.format, codes: outcome.problems.map(({ code }) => code) };
}

test.each([
  ['passed', 'passed'],
  ['PASSED', 'passed'],
  ['skipped', 'skipped'],
  ['failed', 'failed'],
  ['broken', 'failed'],
  ['unknown', 'failed'],
  ['canceled', 'failed'],
  [null, 'failed'],
])('the status %j counts as %s', async (status, expected) => {
  expect((await read({ ...result, status })).tests).toMatchObject([
    { name: 'shop.Checkout.pays', status: expected, durationMs: 5, attempts: 1 },
  ]);
});

test('a test that still runs did not pass', async () => {
  expect((await read({ ...result, stage: 'running' })).tests).toMatchObject([{ status: 'failed' }]);
});

test('without a full name, the suites come before the name', async () => {
  const labels = ['subSuite', 'suite', 'parentSuite', 'owner'].map((name) => ({ name, value: `the ${name}` }));
  expect((await read({ ...result, fullName: null, labels })).tests).toMatchObject([
    { name: 'the parentSuite/the suite/the subSuite/pays' },
  ]);
});

test('only a test that passed is flaky', async () => {
  expect((await read({ ...result, statusDetails: { flaky: true } })).tests).toMatchObject([{ flaky: true }]);
  expect((await read({ ...result, status: 'failed', statusDetails: { flaky: true } })).tests).toMatchObject([{ flaky: false }]);
});

test.each([
  ['a container of fixtures', { uuid: 'a', name: 'hook', children: [], befores: [], afters: [] }],
  ['a name and a status alone', { name: 'pays', status: 'passed' }],
  ['a check of another tool', { ...result, requests: 12 }],
  ['a status of another tool', { ...result, status: 'ok' }],
  ['no status', { ...result, status: undefined }],
])('%s is no Allure result', async (_, document) => {
  expect(await read(document)).toEqual({ tests: [], format: null, codes: ['FORMAT_UNKNOWN'] });
});
