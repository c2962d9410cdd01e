import { z } from 'zod';
import { checkGroups, contentsOfBuiltIn, type K6Metric, type K6Values, k6Report } from '../families/k6-report.ts';
import { defineJsonReader } from '../reader.ts';
import { isObject } from '../text/json-value.ts';

const schema = z.object({
  metrics: z.record(z.string(), z.object({ thresholds: z.record(z.string(), z.boolean()).optional() }).catchall(z.number())),
  root_group: checkGroups,
});

/**
 * What `k6 run --summary-export` writes (`oldJSONSummary` in internal/js/summary-wrapper.js of github.com/grafana/k6).
 * A threshold's `true` means that it FAILED. Counts samples: one a request for `http_reqs`.
 */
export const k6SummaryExport = defineJsonReader({
  format: 'k6-summary-export',
  kind: 'load',
  guide: {
    title: 'k6 summary export',
    source: 'https://grafana.com/docs/k6/latest/results-output/end-of-test/#summary-export-to-a-json-file',
    make: 'k6 run --summary-export k6.json script.js',
    selectors: [
      {
        selector: '#http_req_duration.p95',
        selects: 'a statistic of a trend: avg, min, med, max, p90, p95, and what `summaryTrendStats` adds',
      },
      { selector: '#http_req_duration{kind:read}.p95', selects: 'the same of a submetric that a threshold names' },
      { selector: '#http_req_failed.rate', selects: 'the share of requests that failed; the file calls it `value`' },
      { selector: '#http_reqs.rate', selects: 'requests a second' },
      { selector: '#thresholds', selects: 'the thresholds of the script, by the verdicts that k6 gave' },
    ],
    unit: 'one sample of a metric; for `http_reqs` one request',
    unproven:
      'a threshold over a metric without samples, of which k6 says that it held; p99, where `summaryTrendStats` does not ask for it; a time criterion for a metric of the script itself, whose unit the file does not state',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const { metrics, root_group: group } = document;
    if (!isObject(metrics)) return 'has no object `metrics`';
    if (!isObject(group) || !isObject(group['groups']) || !isObject(group['checks']))
      return 'has no `root_group` with groups and checks by name';
    return null;
  },
  schema,
  report(document, context) {
    const metrics = Object.entries(document.metrics).map(([name, { thresholds, ...values }]): K6Metric => {
      const verdicts = Object.entries(thresholds ?? {}).map(([expression, crossed]) => ({ expression, held: !crossed }));
      return { name, contains: contentsOfBuiltIn(name), thresholds: verdicts, ...valuesOf(new Map(Object.entries(values))) };
    });
    return k6Report(metrics, { version: null, durationMs: null, checks: document.root_group, source: 'summary' }, context);
  },
});

/** The format does not say what a metric is: its keys do. */
function valuesOf(values: ReadonlyMap<string, number>): K6Values {
  const has = (...keys: string[]) => values.size === keys.length && keys.every((key) => values.has(key));
  const of = (key: string) => values.get(key) ?? Number.NaN;
  if (has('passes', 'fails', 'value')) return { type: 'rate', passes: of('passes'), fails: of('fails'), ratio: of('value') };
  if (has('count', 'rate')) return { type: 'counter', count: of('count'), rate: of('rate') };
  if (has('value', 'min', 'max')) return { type: 'gauge', value: of('value'), min: of('min'), max: of('max') };
  return { type: 'trend', statistics: values };
}
