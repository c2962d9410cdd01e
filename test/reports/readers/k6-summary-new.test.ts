import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const summary = (metrics: readonly object[], seconds = 4) => ({
  config: { duration: seconds, execution: 'local', script: '' },
  metadata: { generated_at: '2026-11-24T12:00:00Z', k6_version: '1.5.0' },
  results: {
    checks: {
      metrics: [{ contains: 'default', name: 'checks_succeeded', type: 'rate', values: { matches: 3, rate: 0.75, total: 4 } }],
      results: [],
    },
    metrics,
  },
  version: '1.0.0',
});
const requests = (count: number) => ({ name: 'http_reqs', type: 'counter', contains: 'default', values: { count } });

async function read(document: unknown) {
  const outcome = await readReport(bytesOf(JSON.stringify(document)), null);
  if (outcome.state !== 'read' || outcome.report.kind !== 'load')
    return { codes: outcome.problems.map(({ code }) => code), format: outcome.format };
  return { format: outcome.format, report: outcome.report };
}

test('verdicts are unknown, the rate of a counter is its count by the duration, checks are named as elsewhere', async () => {
  const { report } = await read(summary([requests(10)]));
  expect(report).toMatchObject({
    thresholds: null,
    durationMs: 4000,
    checks: { passed: 3, failed: 1 },
    metrics: [
      { name: 'http_reqs', statistics: { count: { value: 10, unit: 'count' }, rate: { value: 2.5, unit: 'per-second' } } },
      { name: 'checks', statistics: { rate: { value: 0.75, unit: 'ratio' } } },
    ],
  });
});

test('a run of no duration has no rate', async () => {
  expect((await read(summary([requests(10)], 0))).report?.metrics[0]?.statistics).toEqual({ count: { value: 10, unit: 'count' } });
});

test('a trend of zeros may never have been added to: the format does not say', async () => {
  const trend = (name: string) => ({ name, type: 'trend', contains: 'time', values: { avg: 0, min: 0, med: 0, max: 0, p90: 0, p95: 0 } });
  const { report } = await read(summary([requests(10), trend('http_req_connecting'), trend('http_req_duration{kind:none}')]));
  expect(report?.metrics.map(({ statistics }) => Object.keys(statistics).length)).toEqual([2, 6, 0, 1]);
});

test.each([
  ['a metric that is listed twice', summary([requests(10), requests(20)])],
  [
    'more matches than values',
    summary([{ name: 'http_req_failed', type: 'rate', contains: 'default', values: { matches: 5, rate: 1.25, total: 4 } }]),
  ],
  ['another version', { ...summary([requests(10)]), version: '2.0.0' }],
])('%s is refused', async (_what, document) => {
  expect(await read(document)).toEqual({ codes: ['SHAPE'], format: 'k6-summary-new' });
});

test('checks are named as the file names them', async () => {
  const document = summary([requests(10)]);
  const results = [{ name: 'paid', passes: 80, fails: 17 }];
  const { report } = await read({ ...document, results: { ...document.results, checks: { ...document.results.checks, results } } });
  expect(report?.namedChecks).toEqual([{ name: 'paid', passed: 80, failed: 17 }]);
});
