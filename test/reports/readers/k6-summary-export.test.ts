import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const exported = (metrics: object) => ({ metrics, root_group: { name: '', path: '', id: '', groups: {}, checks: {} } });

async function read(document: unknown) {
  const outcome = await readReport(bytesOf(JSON.stringify(document)), null);
  if (outcome.state !== 'read' || outcome.report.kind !== 'load')
    return { codes: outcome.problems.map(({ code }) => code), format: outcome.format };
  return { format: outcome.format, report: outcome.report };
}

test('true beside a threshold means that it was crossed', async () => {
  const { report } = await read(
    exported({ http_req_duration: { avg: 20, 'p(95)': 50, thresholds: { 'p(95)<100': false, 'avg<10': true } } }),
  );
  expect(report?.thresholds).toEqual([
    { metric: 'http_req_duration', expression: 'p(95)<100', held: true },
    { metric: 'http_req_duration', expression: 'avg<10', held: false },
  ]);
});

test('a run without thresholds has an empty list of verdicts', async () => {
  expect((await read(exported({ iterations: { count: 1, rate: 1 } }))).report?.thresholds).toEqual([]);
});

test('a metric is what its keys make it', async () => {
  const { report } = await read(
    exported({
      http_req_failed: { passes: 1, fails: 3, value: 0.25 },
      data_received: { count: 300, rate: 30 },
      vus: { value: 2, min: 1, max: 3 },
      'http_req_duration{kind:read}': { 'p(95)': 50 },
      checkout_duration: { min: 1, max: 3 },
      browser_web_vital_cls: { avg: 0.1 },
    }),
  );
  expect(Object.fromEntries((report?.metrics ?? []).map(({ name, statistics }) => [name, statistics]))).toEqual({
    http_req_failed: { rate: { value: 0.25, unit: 'ratio' } },
    data_received: { count: { value: 300, unit: 'bytes' }, rate: { value: 30, unit: 'per-second' } },
    vus: { value: { value: 2, unit: 'count' }, min: { value: 1, unit: 'count' }, max: { value: 3, unit: 'count' } },
    'http_req_duration{kind:read}': { p95: { value: 50, unit: 'ms' } },
    checkout_duration: { min: { value: 1, unit: 'count' }, max: { value: 3, unit: 'count' } },
    browser_web_vital_cls: { avg: { value: 0.1, unit: 'count' } },
  });
});

test.each([
  ['a rate that lost a key', { http_req_failed: { passes: 1, value: 0.25 } }],
  ['a verdict of the other shape', { http_req_duration: { avg: 1, thresholds: { 'avg<10': { ok: true } } } }],
  ['a text for a number', { http_req_duration: { avg: '1' } }],
])('%s is refused', async (_what, metrics) => {
  expect(await read(exported(metrics))).toEqual({ codes: ['SHAPE'], format: 'k6-summary-export' });
});

test('checks are named behind the groups that they stand in', async () => {
  const login = { name: 'login', path: '::login', passes: 2, fails: 1 };
  const paid = { name: 'paid', path: '::order::pay::paid', passes: 0, fails: 4 };
  const pay = { name: 'pay', path: '::order::pay', groups: {}, checks: { paid } };
  const order = { name: 'order', path: '::order', groups: { pay }, checks: {} };
  const document = { metrics: {}, root_group: { name: '', path: '', groups: { order }, checks: { login } } };
  expect((await read(document)).report?.namedChecks).toEqual([
    { name: 'login', passed: 2, failed: 1 },
    { name: 'order › pay › paid', passed: 0, failed: 4 },
  ]);
});
