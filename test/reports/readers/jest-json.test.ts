import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

interface Test {
  readonly title?: string;
  readonly status: string;
  readonly [key: string]: unknown;
}
const it = (status: string, fields: object = {}): Test => ({
  ancestorTitles: ['a', 'b'],
  title: status,
  status,
  failureMessages: [],
  duration: 1,
  ...fields,
});
const file = (tests: readonly Test[], fields: object = {}) => ({
  name: '/builds/x/t/f.js',
  status: 'passed',
  message: '',
  endTime: 1500,
  assertionResults: tests,
  ...fields,
});
const counted = (tests: readonly Test[], ...statuses: string[]) => tests.filter(({ status }) => statuses.includes(status)).length;

/** A document whose counts are those of its files, in the shape that Vitest writes. */
function vitest(files: readonly ReturnType<typeof file>[], fields: object = {}) {
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  return {
    numTotalTestSuites: 9,
    numTotalTests: tests.length,
    numPassedTests: counted(tests, 'passed'),
    numFailedTests: counted(tests, 'failed'),
    numPendingTests: counted(tests, 'pending', 'skipped'),
    numTodoTests: counted(tests, 'todo'),
    startTime: 1000,
    success: files.every(({ status }) => status !== 'failed'),
    testResults: files,
    ...fields,
  };
}
const jest = (files: readonly ReturnType<typeof file>[], fields: object = {}) =>
  vitest(files, {
    numTotalTestSuites: files.length,
    numFailedTestSuites: 0,
    numRuntimeErrorTestSuites: 0,
    wasInterrupted: false,
    ...fields,
  });

const read = (document: unknown) => readReport(bytesOf(JSON.stringify(document)), null);

test.each([
  ['jest-json', jest([file([it('passed')])])],
  ['vitest-json', vitest([file([it('passed')])])],
])('%s is told from the other', async (format, document) => {
  expect(await read(document)).toMatchObject({
    format,
    state: 'read',
    report: { partial: [], tests: [{ name: 'a/b/passed', status: 'passed', attempts: 1 }], durationMs: 500 },
  });
});

describe('the words for a test', () => {
  test.each([
    ['jest', 'passed', 'passed'],
    ['jest', 'failed', 'failed'],
    ['jest', 'pending', 'skipped'],
    ['jest', 'skipped', 'skipped'],
    ['jest', 'todo', 'skipped'],
    ['jest', 'disabled', 'skipped'],
    ['vitest', 'passed', 'passed'],
    ['vitest', 'failed', 'failed'],
    ['vitest', 'skipped', 'skipped'],
    ['vitest', 'todo', 'skipped'],
    ['vitest', 'pending', 'failed'],
  ])('%s: %s is %s', async (tool, word, status) => {
    const files = [file([it(word)])];
    expect(await read(tool === 'jest' ? jest(files) : vitest(files))).toMatchObject({ report: { tests: [{ status }], partial: [] } });
  });

  test('another word is refused', async () => {
    expect(await read(vitest([file([it('fine')])]))).toMatchObject({
      state: 'refused',
      problems: [{ code: 'SHAPE', pointer: '/testResults/0/assertionResults/0/status' }],
    });
  });
});

describe('a retried test is flaky', () => {
  test.each([
    ['by its invocations', jest([file([it('passed', { invocations: 3 })])]), { attempts: 3, flaky: true }],
    ['by its reasons', jest([file([it('passed', { invocations: 1, retryReasons: ['x'] })])]), { attempts: 2, flaky: true }],
    ['by its failures', vitest([file([it('passed', { failureMessages: ['x'] })])]), { attempts: 2, flaky: true, message: null }],
    [
      'not where it failed',
      jest([file([it('failed', { invocations: 3, failureMessages: ['x'] })])]),
      { attempts: 3, flaky: false, message: 'x' },
    ],
  ])('%s', async (_, document, expected) => {
    expect(await read(document)).toMatchObject({ report: { tests: [expected] } });
  });
});

describe('a file that failed while none of its tests did', () => {
  const broken = file([], { name: '/builds/x/sub/broken.js', status: 'failed', message: '  ● Test suite failed to run\n\n    no module' });
  test.each([
    ['jest', jest([file([it('passed')]), broken])],
    ['vitest', vitest([file([it('passed')]), broken])],
  ])('%s: counts as failed, and is named below what all files share', async (_, document) => {
    expect(await read(document)).toMatchObject({
      report: {
        tests: [{ status: 'passed' }, { name: 'sub/broken.js', status: 'failed', message: 'no module' }],
        unlisted: ['sub/broken.js'],
      },
    });
  });

  test('lists its tests where it has any', async () => {
    const document = jest([file([it('passed')], { status: 'failed', message: 'afterAll' })]);
    expect(await read(document)).toMatchObject({
      report: { tests: [{ status: 'passed' }, { name: 'f.js', status: 'failed' }], unlisted: [] },
    });
  });
});

describe('is a part', () => {
  const passed = [file([it('passed')])];
  const differing = (what: string, declared: number, listed: number) => ({ code: 'declared-differs', what, declared, listed });
  test.each([
    ['with more tests than it lists', vitest(passed, { numTotalTests: 5 }), [differing('tests', 5, 1)]],
    [
      'with a failure that it does not list',
      vitest(passed, { numFailedTests: 1 }),
      [differing('failed tests', 1, 0), differing('tests that did not pass', 1, 0)],
    ],
    ['with a skipped test that it lists as passed', vitest(passed, { numPendingTests: 1 }), [differing('tests that did not pass', 1, 0)]],
    ['with files that were not reached', jest(passed, { numTotalTestSuites: 3 }), [differing('test files', 3, 1)]],
    ['with a failed file that is not listed so', jest(passed, { numFailedTestSuites: 1 }), [differing('failed test files', 1, 0)]],
    ['where it failed for another reason', vitest(passed, { success: false }), [{ code: 'tool-errors', count: 1 }]],
    ['where it was interrupted', jest(passed, { wasInterrupted: true, success: false }), [{ code: 'tool-errors', count: 1 }]],
  ])('%s', async (_, document, partial) => {
    expect(await read(document)).toMatchObject({ state: 'read', report: { partial } });
  });
});

describe('is refused', () => {
  test.each([
    ['without `success`', vitest([], { success: undefined }), 'SHAPE'],
    ['with a count that is text', vitest([], { numFailedTests: '0' }), 'SHAPE'],
    ['with a negative count', vitest([], { numFailedTests: -1 }), 'SHAPE'],
    ['with a negative duration', vitest([file([it('passed', { duration: -1 })])]), 'SHAPE'],
    ['without files', { ...vitest([]), testResults: {} }, 'FORMAT_UNKNOWN'],
  ])('%s', async (_, document, code) => {
    expect(await read(document)).toMatchObject({ state: 'refused', problems: [expect.objectContaining({ code })] });
  });
});
