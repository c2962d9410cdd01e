import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const one = (status: string, results: readonly string[], expectedStatus = 'passed', projectName = 'web') => ({
  projectName,
  expectedStatus,
  status,
  results: results.map((each) => ({ status: each, duration: 5, errors: each === 'failed' ? [{ message: 'no' }] : [] })),
});
type One = ReturnType<typeof one>;

/** A document with one file of one suite of specs. */
function document(tests: readonly One[], { stats = {}, ...fields }: { stats?: object; config?: object; errors?: object[] } = {}) {
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  return {
    config: { rootDir: '/builds/x', version: '1.65.1', shard: null },
    suites: [
      {
        title: 'a.spec.ts',
        specs: [],
        suites: [{ title: 'cart', specs: tests.map((test, index) => ({ title: `test ${index}`, tests: [test] })) }],
      },
    ],
    errors: [],
    stats: {
      duration: 10.5,
      expected: count('expected'),
      unexpected: count('unexpected'),
      flaky: count('flaky'),
      skipped: count('skipped'),
      ...stats,
    },
    ...fields,
  };
}
const read = (content: unknown, path?: string) => readReport(bytesOf(JSON.stringify(content), path), null);

describe('the outcome of a test', () => {
  test.each([
    [one('expected', ['passed']), { status: 'passed', attempts: 1, flaky: false }],
    [one('expected', ['failed'], 'failed'), { status: 'passed', attempts: 1, flaky: false }],
    [one('unexpected', ['failed', 'failed']), { status: 'failed', attempts: 2, flaky: false, message: 'no' }],
    [one('unexpected', ['passed'], 'failed'), { status: 'failed' }],
    [one('unexpected', ['timedOut']), { status: 'failed' }],
    [one('flaky', ['failed', 'passed']), { status: 'passed', attempts: 2, flaky: true }],
    [one('skipped', ['skipped'], 'skipped'), { status: 'skipped' }],
    [one('skipped', [], 'skipped'), { status: 'skipped' }],
    [one('skipped', ['interrupted']), { status: 'failed' }],
    [one('expected', ['failed']), { status: 'failed' }],
    [one('expected', []), { status: 'failed' }],
  ])('%j', async (each, expected) => {
    expect(await read(document([each]))).toMatchObject({
      report: { tests: [{ name: 'web/a.spec.ts/cart/test 0', ...expected }], durationMs: 10.5 },
    });
  });

  test('one spec in two projects is two tests', async () => {
    const content = document([one('expected', ['passed'], 'passed', 'a'), one('expected', ['passed'], 'passed', '')]);
    expect(await read(content)).toMatchObject({
      report: { tests: [{ name: 'a/a.spec.ts/cart/test 0' }, { name: 'a.spec.ts/cart/test 1' }], partial: [] },
    });
  });
});

describe('is a part', () => {
  const passed = one('expected', ['passed']);
  const shard = { config: { rootDir: '/x', shard: { current: 1, total: 2 } } };
  test.each([
    ['with errors outside of tests', document([passed], { errors: [{ message: 'x' }] }), [{ code: 'tool-errors', count: 1 }]],
    [
      'with statistics that differ',
      document([passed], { stats: { unexpected: 1 } }),
      [{ code: 'declared-differs', what: 'unexpected tests', declared: 1, listed: 0 }],
    ],
    [
      'with a test that was to run and did not',
      document([passed, one('skipped', [])]),
      [{ code: 'declared-differs', what: 'tests to run', declared: 2, listed: 1 }],
    ],
    ['as one shard of two', document([passed], shard), [{ code: 'declared-differs', what: 'shards', declared: 2, listed: 1 }]],
  ])('%s', async (_, content, partial) => {
    expect(await read(content)).toMatchObject({ state: 'read', report: { partial } });
  });

  test('not as a shard in a shard’s folder: the job says how many there are', async () => {
    expect(await read(document([passed], shard), 'results/next/e2e/shard-1/playwright.json')).toMatchObject({ report: { partial: [] } });
  });
});

describe('is refused', () => {
  test.each([
    ['an error instead of tests', document([], { errors: [{ message: 'Error: No tests found' }] }), 'TOOL_ERROR'],
    ['an unknown status', document([one('fine', ['passed'])]), 'SHAPE'],
    ['a negative count', document([], { stats: { flaky: -1 } }), 'SHAPE'],
    ['suites without a configuration', { suites: [], errors: [] }, 'FORMAT_UNKNOWN'],
  ])('%s', async (_, content, code) => {
    expect(await read(content)).toMatchObject({ state: 'refused', problems: [expect.objectContaining({ code })] });
  });
});
