import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const stats = { suites: 1, tests: 1, passes: 1, pending: 0, failures: 0, testsRegistered: 1, other: 0, duration: 3 };
const passed = { title: 'adds', duration: 1, state: 'passed', pass: true, fail: false, pending: false, skipped: false, err: {} };
const suite = (...tests: unknown[]) => ({
  title: '',
  tests: [],
  suites: [{ title: 'cart', tests, suites: [], beforeHooks: [], afterHooks: [] }],
});

async function read(document: unknown) {
  const outcome = await readReport(bytesOf(JSON.stringify(document)), null);
  const tests =
    outcome.state === 'read' && outcome.report.kind === 'tests' ? outcome.report.tests.map(({ name, status }) => `${name} ${status}`) : [];
  return { tests, codes: outcome.problems.map(({ code }) => code) };
}

test.each([
  ['passed', {}, 'passed'],
  ['failed', { state: 'failed', pass: false, fail: true }, 'failed'],
  ['failed after it passed', { fail: true }, 'failed'],
  ['pending', { state: 'pending', pass: false, pending: true }, 'skipped'],
  ['kept from running by a hook', { state: null, pass: false, skipped: true }, 'failed'],
  ['without any state', { state: null, pass: false }, 'failed'],
  ['of a state that nobody knows', { state: 'retried', pass: true }, 'failed'],
  ['passed in words alone', { pass: false }, 'failed'],
])('a test %s counts as it should', async (_, differing, status) => {
  const { tests } = await read({ stats, results: [suite({ ...passed, ...differing })] });
  expect(tests).toEqual([`cart/adds ${status}`]);
});

test.each([
  ['a test is missing', { testsRegistered: 2 }, ['DECLARED_DIFFERS']],
  ['a failure is not listed', { failures: 1 }, ['DECLARED_DIFFERS']],
  ['a failed hook is not listed', { other: 1 }, ['DECLARED_DIFFERS']],
  ['one of two failed hooks is not listed', { other: 2 }, ['DECLARED_DIFFERS']],
  ['a pending test is not listed', { pending: 1 }, ['DECLARED_DIFFERS']],
  ['more tests passed than it says', { passes: 0 }, ['DECLARED_DIFFERS']],
  ['all is there', {}, []],
])('where %s, the problems are as they should be', async (_, differing, codes) => {
  expect((await read({ stats: { ...stats, ...differing }, results: [suite(passed)] })).codes).toEqual(codes);
});

test('a suite of a wrong shape is named by its pointer', async () => {
  const outcome = await readReport(bytesOf(JSON.stringify({ stats, results: [suite({ ...passed, duration: '1' })] })), null);
  expect(outcome.problems).toMatchObject([{ code: 'SHAPE', pointer: '/results/0/suites/0/tests/0/duration' }]);
});
