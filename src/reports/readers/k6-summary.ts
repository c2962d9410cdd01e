import { z } from 'zod';
import { checkGroups, contains, type K6Metric, type K6Values, k6Report, milliseconds } from '../families/k6-report.ts';
import { defineJsonReader } from '../reader.ts';
import type { JsonValue } from '../report.ts';
import { isList, isObject } from '../text/json-value.ts';

const common = { contains, thresholds: z.record(z.string(), z.object({ ok: z.boolean() })).optional() };

const metric = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.literal('counter'), values: z.object({ count: z.number(), rate: z.number() }) }),
  z.object({ ...common, type: z.literal('gauge'), values: z.object({ value: z.number(), min: z.number(), max: z.number() }) }),
  z.object({ ...common, type: z.literal('rate'), values: z.object({ rate: z.number(), passes: z.number(), fails: z.number() }) }),
  z.object({ ...common, type: z.literal('trend'), values: z.record(z.string(), z.number()) }),
]);

type Metric = z.output<typeof metric>;

const schema = z.object({
  metrics: z.record(z.string(), metric),
  root_group: checkGroups,
  state: z.object({ testRunDurationMs: milliseconds }).optional(),
});

/**
 * The data that k6 gives to `handleSummary`, written as JSON (`summarizeMetricsToObject` in internal/js/summary.go of github.com/grafana/k6).
 * A threshold's `ok: true` means that it held. Counts samples: one a request for `http_reqs`.
 */
export const k6Summary = defineJsonReader({
  format: 'k6-summary',
  kind: 'load',
  guide: {
    title: 'k6 end-of-test summary (handleSummary data)',
    source: 'https://grafana.com/docs/k6/latest/results-output/end-of-test/custom-summary/',
    make: 'k6 run script.js, with: export function handleSummary(data) { return { "k6.json": JSON.stringify(data) }; }',
    selectors: [
      {
        selector: '#http_req_duration.p95',
        selects: 'a statistic of a trend: avg, min, med, max, p90, p95, and what `summaryTrendStats` adds',
      },
      { selector: '#http_req_duration{kind:read}.p95', selects: 'the same of a submetric that a threshold names' },
      { selector: '#http_req_failed.rate', selects: 'the share of requests that failed' },
      { selector: '#http_reqs.rate', selects: 'requests a second' },
      { selector: '#thresholds', selects: 'the thresholds of the script, by the verdicts that k6 gave' },
    ],
    unit: 'one sample of a metric; for `http_reqs` one request',
    unproven:
      'a threshold over a metric without samples, of which k6 says that it held; p99, where `summaryTrendStats` does not ask for it; a script without thresholds',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const { metrics, root_group: group, state } = document;
    if (!isObject(metrics)) return 'has no object `metrics`';
    if (isObject(group) && isObject(group['groups'])) return 'has groups by name: that is a summary export';
    const named = Object.values(metrics);
    if (named.some(isMetric)) return null;
    return named.length === 0 && isObject(state) && isObject(group) && isList(group['groups'])
      ? null
      : 'has no metric with `type`, `contains` and `values`';
  },
  schema,
  report(document, context) {
    const metrics = Object.entries(document.metrics).map(([name, each]): K6Metric => {
      const thresholds = Object.entries(each.thresholds ?? {}).map(([expression, { ok }]) => ({ expression, held: ok }));
      return { name, contains: each.contains, thresholds, ...valuesOf(each) };
    });
    const run = { version: null, durationMs: document.state?.testRunDurationMs ?? null, checks: document.root_group } as const;
    return k6Report(metrics, { ...run, source: 'summary' }, context);
  },
});

function isMetric(value: JsonValue): boolean {
  return isObject(value) && typeof value['type'] === 'string' && typeof value['contains'] === 'string' && isObject(value['values']);
}

function valuesOf(each: Metric): K6Values {
  switch (each.type) {
    case 'counter':
      return { type: 'counter', ...each.values };
    case 'gauge':
      return { type: 'gauge', ...each.values };
    case 'rate':
      return { type: 'rate', passes: each.values.passes, fails: each.values.fails, ratio: each.values.rate };
    case 'trend':
      return { type: 'trend', statistics: new Map(Object.entries(each.values)) };
  }
}
