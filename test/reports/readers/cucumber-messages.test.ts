import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const at = (seconds: number) => ({ seconds, nanos: 0 });
const meta = { meta: { protocolVersion: '32.0.0', implementation: { name: 'cucumber-js', version: '12.0.0' } } };
const document = { gherkinDocument: { uri: 'checkout.feature', feature: { name: 'Checkout' } } };
const pickle = { pickle: { id: 'p', uri: 'checkout.feature', name: 'pays' } };
const started = { testRunStarted: { timestamp: at(1) } };
const testCase = {
  testCase: {
    id: 'c',
    pickleId: 'p',
    testSteps: [
      { id: 'hook', hookId: 'h' },
      { id: 'step', pickleStepId: 's' },
    ],
  },
};
const attempt = (id: string, number: number) => ({ testCaseStarted: { id, testCaseId: 'c', attempt: number } });
const step = (id: string, testStepId: string, status: string) => ({
  testStepFinished: { testCaseStartedId: id, testStepId, testStepResult: { status } },
});
const ended = (id: string) => ({ testCaseFinished: { testCaseStartedId: id, willBeRetried: false } });
const finished = (success: boolean) => ({ testRunFinished: { timestamp: at(3), success } });
const opening = [meta, document, pickle, started, testCase];
const run = (status: string, id = 'a', number = 0) => [
  attempt(id, number),
  step(id, 'hook', 'PASSED'),
  step(id, 'step', status),
  ended(id),
];

async function read(...messages: unknown[]) {
  const outcome = await readReport(bytesOf(messages.map((message) => JSON.stringify(message)).join('\n')), 'cucumber-messages');
  const report = outcome.state === 'read' && outcome.report.kind === 'tests' ? outcome.report : null;
  return {
    tests: report?.tests,
    unlisted: report?.unlisted,
    codes: outcome.problems.map(({ code, line }) => (line === undefined ? code : `${code}:${line}`)),
  };
}

test.each([
  ['PASSED', true, 'passed'],
  ['FAILED', false, 'failed'],
  ['UNDEFINED', false, 'failed'],
  ['AMBIGUOUS', false, 'failed'],
  ['PENDING', false, 'failed'],
  ['UNKNOWN', false, 'failed'],
  ['SKIPPED', true, 'skipped'],
])('a step that is %s makes a scenario %s', async (status, success, expected) => {
  expect((await read(...opening, ...run(status), finished(success))).tests).toMatchObject([{ name: 'Checkout/pays', status: expected }]);
});

test.each([
  ['never started', []],
  ['never ended', [attempt('a', 0), step('a', 'hook', 'PASSED'), step('a', 'step', 'PASSED')]],
  ['ended without the result of a step', [attempt('a', 0), step('a', 'hook', 'PASSED'), ended('a')]],
])('a scenario that %s is failed', async (_, messages) => {
  expect((await read(...opening, ...messages, finished(false))).tests).toMatchObject([{ status: 'failed' }]);
});

test('the last attempt decides, and is flaky after a failed one', async () => {
  const { tests } = await read(...opening, ...run('FAILED'), ...run('PASSED', 'b', 1), finished(true));
  expect(tests).toMatchObject([{ status: 'passed', attempts: 2, flaky: true }]);
});

test('a scenario that no test case runs does not count', async () => {
  expect((await read(meta, document, pickle, started, finished(true))).codes).toEqual(['NO_TESTS']);
});

test('a feature that cannot be parsed is unlisted', async () => {
  const error = { parseError: { source: { uri: 'orders.feature' }, message: 'unexpected end' } };
  expect(await read(...opening, error, ...run('PASSED'), finished(false))).toMatchObject({
    unlisted: ['orders.feature'],
    codes: ['PARTIAL_SCAN', 'TESTS_UNLISTED'],
  });
});

test('a run that failed while no scenario did is partial', async () => {
  expect((await read(...opening, ...run('PASSED'), finished(false))).codes).toEqual(['PARTIAL_SCAN']);
});

test.each([
  ['no end', [...opening, ...run('PASSED')], ['TRUNCATED']],
  ['a second run', [...opening, ...run('PASSED'), finished(true), meta], ['TWO_DOCUMENTS:11']],
  ['a step of no attempt', [...opening, step('x', 'step', 'PASSED'), finished(true)], ['SHAPE:6']],
  ['a step of no test case', [...opening, attempt('a', 0), step('a', 'x', 'PASSED'), finished(true)], ['SHAPE:7']],
  ['an attempt at no test case', [meta, started, attempt('a', 0), finished(true)], ['SHAPE:3']],
  ['the same attempt twice', [...opening, attempt('a', 0), attempt('b', 0), finished(true)], ['SHAPE:7']],
  ['a test case of no pickle', [meta, started, testCase, finished(true)], ['SHAPE']],
])('%s is refused', async (_, messages, codes) => {
  expect(await read(...messages)).toMatchObject({ codes });
});
