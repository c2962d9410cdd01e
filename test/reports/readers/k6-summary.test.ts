import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const trend = { type: 'trend', contains: 'time', values: { avg: 20, min: 10, med: 18, max: 60, 'p(50)': 18, 'p(95)': 50, 'p(99.9)': 59 } };
const zeros = { type: 'trend', contains: 'time', values: { avg: 0, min: 0, med: 0, max: 0, 'p(95)': 0 } };
const requests = (count: number) => ({ type: 'counter', contains: 'default', values: { count, rate: count } });
const rate = (passes: number, fails: number) => ({
  type: 'rate',
  contains: 'default',
  values: { passes, fails, rate: passes + fails === 0 ? 0 : passes / (passes + fails) },
});
const held = (expression: string) => ({ thresholds: { [expression]: { ok: true } } });

const summary = (metrics: object, options: object = {}) => ({
  root_group: { name: '', path: '', id: '', groups: [], checks: [] },
  options: { summaryTrendStats: ['avg'], summaryTimeUnit: '', ...options },
  state: { testRunDurationMs: 1000 },
  metrics,
});

async function read(document: unknown, format: string | null = null) {
  const outcome = await readReport(bytesOf(JSON.stringify(document)), format);
  if (outcome.state !== 'read' || outcome.report.kind !== 'load')
    return { codes: outcome.problems.map(({ code }) => code), format: outcome.format };
  const { report } = outcome;
  return {
    format: outcome.format,
    report,
    statistics: Object.fromEntries(report.metrics.map(({ name, statistics }) => [name, statistics])),
    held: report.thresholds?.map((threshold) => threshold.held),
  };
}

test('statistics are named by what they are, in milliseconds whatever unit the printed summary has', async () => {
  const { statistics } = await read(summary({ http_req_duration: trend }, { summaryTimeUnit: 'us' }));
  expect(statistics).toEqual({
    http_req_duration: {
      avg: { value: 20, unit: 'ms' },
      min: { value: 10, unit: 'ms' },
      med: { value: 18, unit: 'ms' },
      max: { value: 60, unit: 'ms' },
      p95: { value: 50, unit: 'ms' },
      'p99.9': { value: 59, unit: 'ms' },
    },
  });
});

test('each kind of metric has its own units', async () => {
  const { statistics } = await read(
    summary({
      http_reqs: requests(10),
      data_sent: { ...requests(300), contains: 'data' },
      http_req_failed: rate(2, 8),
      vus: { type: 'gauge', contains: 'default', values: { value: 1, min: 1, max: 3 } },
      basket: { ...trend, contains: 'default', values: { avg: 3 } },
    }),
  );
  expect(statistics).toEqual({
    http_reqs: { count: { value: 10, unit: 'count' }, rate: { value: 10, unit: 'per-second' } },
    data_sent: { count: { value: 300, unit: 'bytes' }, rate: { value: 300, unit: 'per-second' } },
    http_req_failed: { rate: { value: 0.2, unit: 'ratio' } },
    vus: { value: { value: 1, unit: 'count' }, min: { value: 1, unit: 'count' }, max: { value: 3, unit: 'count' } },
    basket: { avg: { value: 3, unit: 'count' } },
  });
});

describe('a threshold over nothing has no verdict, though k6 says that it held:', () => {
  test.each([
    [
      'a submetric without samples',
      { http_reqs: requests(5), http_req_duration: trend, 'http_req_duration{kind:none}': { ...zeros, ...held('p(95)<5') } },
    ],
    ['a trend that was never added to', { checkout: { ...zeros, ...held('p(95)<5') } }],
    ['a trend whose count is 0', { checkout: { ...zeros, values: { avg: 0, count: 0 }, ...held('avg<5') } }],
    ['a rate over nothing', { errors: { ...rate(0, 0), ...held('rate<0.01') } }],
    [
      'a gauge that was never set',
      { queue: { type: 'gauge', contains: 'default', values: { value: 0, min: 0, max: 0 }, ...held('value<5') } },
    ],
    [
      'a latency of requests that all failed',
      { http_reqs: requests(5), http_req_failed: rate(5, 0), http_req_duration: { ...trend, ...held('p(95)<500') } },
    ],
  ])('%s', async (_what, metrics) => {
    expect((await read(summary(metrics))).held).toEqual([null]);
  });
});

test.each([
  ['a trend of zeros that has samples', { checkout: { ...zeros, values: { avg: 0, count: 3 }, ...held('avg<5') } }],
  ['a counter of 0', { errors: { ...requests(0), ...held('count<1') } }],
  ['the phases of requests on open connections', { http_reqs: requests(5), http_req_connecting: { ...zeros, ...held('p(95)<5') } }],
])('a verdict counts: %s', async (_what, metrics) => {
  expect((await read(summary(metrics))).held).toEqual([true]);
});

test('a crossed threshold stays crossed where nothing was measured', async () => {
  const errors = { ...rate(0, 0), thresholds: { 'rate>0.9': { ok: false } } };
  expect((await read(summary({ errors }))).held).toEqual([false]);
});

test('requests are known from http_req_failed, whose passes are the failures', async () => {
  const { report } = await read(summary({ http_reqs: requests(10), http_req_failed: rate(3, 7) }));
  expect(report?.requests).toEqual({ total: 10, failed: 3 });
  expect((await read(summary({ http_reqs: requests(10) }))).report?.requests).toBeNull();
  expect((await read(summary({ iterations: requests(10) }))).report?.requests).toBeNull();
});

test.each([
  ['that all failed', 'http_req_duration', { http_req_failed: rate(5, 0), http_req_duration: zeros }],
  ['of a script that does not count failures', 'http_req_duration', { http_req_duration: zeros }],
  [
    'of one tag',
    'http_req_duration{kind:read}',
    {
      http_req_failed: rate(2, 3),
      http_req_duration: trend,
      'http_req_duration{kind:read}': { ...zeros, values: { 'p(95)': 0, count: 2 }, ...held('p(95)<5') },
    },
  ],
])('requests %s and never reached the server were not answered in 0 ms', async (_what, name, metrics) => {
  const { statistics, held: verdicts } = await read(summary({ http_reqs: requests(5), ...metrics }));
  expect(statistics?.[name]).toEqual({});
  expect(verdicts).not.toContain(true);
});

test.each([
  ['a negative duration', { http_req_duration: { ...trend, values: { avg: -1 } } }],
  ['a negative count', { http_reqs: requests(-1) }],
  ['a rate that is not the one of its counts', { http_req_failed: { ...rate(90, 10), values: { passes: 90, fails: 10, rate: 0.001 } } }],
  ['half a failure', { http_req_failed: rate(0.5, 9.5) }],
  ['an unknown statistic', { http_req_duration: { ...trend, values: { avg: 1, fastest: 0 } } }],
  ['no values', { http_reqs: requests(1), http_req_duration: { type: 'trend', contains: 'time' } }],
  ['a verdict that is no boolean', { http_req_duration: { ...trend, thresholds: { 'avg<1': { ok: 1 } } } }],
])('a summary with %s is refused', async (_what, metrics) => {
  expect(await read(summary(metrics))).toEqual({ codes: ['SHAPE'], format: 'k6-summary' });
});

test('the metrics alone, as many scripts write them, are enough', async () => {
  expect((await read({ metrics: { http_reqs: requests(10) } })).format).toBe('k6-summary');
});

test('an object that a script made of its own is no summary', async () => {
  expect(await read({ metrics: { p95: 12 }, passed: true })).toEqual({ codes: ['FORMAT_UNKNOWN'], format: null });
});

test('checks are named behind their groups; a tree that a script wrote over names none, and nothing else is lost', async () => {
  const check = { name: 'status is 200', path: '::browse::status is 200', passes: 3, fails: 1 };
  const browse = { name: 'browse', path: '::browse', groups: [], checks: [check] };
  const named = { ...summary({ http_req_duration: trend }), root_group: { name: '', path: '', groups: [browse], checks: [] } };
  expect((await read(named)).report?.namedChecks).toEqual([{ name: 'browse › status is 200', passed: 3, failed: 1 }]);
  for (const other of [{}, 'none', { groups: [], checks: [{ ...check, passes: -1 }] }]) {
    const { report } = await read({ ...named, root_group: other });
    expect(report).toMatchObject({ namedChecks: undefined, metrics: [{ name: 'http_req_duration' }] });
  }
});
