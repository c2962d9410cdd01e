import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const zero = { passed: 0, failed: 0, skipped: 0, pending: 0, other: 0, start: 1000, stop: 1500 };
const document = (tests: readonly object[], summary: object) => ({
  results: { tool: { name: 'jest', version: '30' }, summary: { ...zero, tests: tests.length, ...summary }, tests },
});
const read = (content: unknown) => readReport(bytesOf(JSON.stringify(content)), null);

describe('a test', () => {
  test.each([
    ['passed', { status: 'passed' }, 'passed', { status: 'passed', attempts: 1, flaky: false }],
    ['failed', { status: 'failed', message: 'no', trace: 'at x' }, 'failed', { status: 'failed', message: 'no\nat x' }],
    ['skipped', { status: 'skipped' }, 'skipped', { status: 'skipped' }],
    ['pending', { status: 'pending' }, 'pending', { status: 'skipped' }],
    ['of another status', { status: 'other' }, 'other', { status: 'failed' }],
    ['flaky', { status: 'passed', flaky: true, retries: 2 }, 'passed', { attempts: 3, flaky: true }],
    ['flaky without retries', { status: 'passed', flaky: true }, 'passed', { attempts: 2, flaky: true }],
    ['flaky and failed', { status: 'failed', flaky: true, retries: 1 }, 'failed', { status: 'failed', attempts: 2, flaky: false }],
    ['in a suite', { status: 'passed', suite: ['a', 'b'] }, 'passed', { name: 'a/b/x' }],
    ['in a suite that is text', { status: 'passed', suite: 'a > b' }, 'passed', { name: 'a/b/x' }],
  ])('%s', async (_, fields, status, expected) => {
    expect(await read(document([{ name: 'x', duration: 1, ...fields }], { [status]: 1 }))).toMatchObject({
      state: 'read',
      report: { tool: { name: 'jest', version: '30' }, partial: [], tests: [expected], durationMs: 500 },
    });
  });
});

describe('the summary', () => {
  const passed = [{ name: 'x', status: 'passed', duration: 1 }];
  const differing = (what: string, declared: number, listed: number) => ({ code: 'declared-differs', what, declared, listed });
  test.each([
    ['counts more tests', { tests: 2, passed: 1 }, [differing('tests', 2, 1)]],
    ['counts a failure that is not listed', { passed: 0, failed: 1 }, [differing('passed tests', 0, 1), differing('failed tests', 1, 0)]],
    ['lacks counts that older reporters leave out', { passed: 1, pending: undefined, other: undefined }, []],
  ])('%s', async (_, summary, partial) => {
    expect(await read(document(passed, summary))).toMatchObject({ report: { partial } });
  });

  test('without times gives no duration', async () => {
    expect(await read(document(passed, { passed: 1, start: 0, stop: 0 }))).toMatchObject({ report: { durationMs: null } });
  });
});

test.each([
  ['an unknown status', document([{ name: 'x', status: 'ok' }], {}), 'SHAPE'],
  ['a count that is text', document([], { failed: '0' }), 'SHAPE'],
  ['a negative count', document([], { failed: -1 }), 'SHAPE'],
  ['no tool', { results: { summary: {}, tests: [] } }, 'FORMAT_UNKNOWN'],
])('is refused: %s', async (_, content, code) => {
  expect(await read(content)).toMatchObject({ state: 'refused', problems: [expect.objectContaining({ code })] });
});
