import { z } from 'zod';
import type { Unit } from '../../unit.ts';
import { loadReport, percentileName, statisticsIn } from '../families/load-metrics.ts';
import { defineJsonReader } from '../reader.ts';
import type { LoadMetric, LoadReport } from '../report.ts';
import { isList, isObject } from '../text/json-value.ts';

const numbers = z.record(z.string(), z.number());

const aggregate = z.object({
  counters: z.record(z.string(), z.number().nonnegative()),
  rates: numbers.optional(),
  summaries: z.record(z.string(), numbers).optional(),
  firstMetricAt: z.number().nullish(),
  lastMetricAt: z.number().nullish(),
});

/** Ten seconds of a run, which only pages show. */
const period = z.object({
  period: z.union([z.string(), z.number()]).transform(Number).pipe(z.number()),
  counters: numbers,
  rates: numbers.optional(),
  summaries: z.record(z.string(), numbers).optional(),
});
const periods = z.array(period).optional().catch(undefined);

const schema = z.object({ aggregate, intermediate: periods });

/**
 * The JSON of `artillery run --output`, since version 2 (packages/core/lib/ssms.js of github.com/artilleryio/artillery). Counts HTTP requests;
 * failed are those that no response of 2xx or 3xx answered. Verdicts of the plugin `ensure` are not in the file.
 */
export const artillery = defineJsonReader({
  format: 'artillery',
  kind: 'load',
  guide: {
    title: 'Artillery JSON',
    source: 'https://www.artillery.io/docs/reference/reported-metrics',
    make: 'artillery run --output artillery.json script.yml',
    selectors: [
      { selector: '#http.response_time.p95', selects: 'a statistic of a summary: avg, min, med, max, p75, p90, p95, p99, p99.9, count' },
      { selector: '#latency.p95', selects: 'the same of all responses, `http.response_time`' },
      { selector: '#requests.rate', selects: 'requests a second' },
      { selector: '#failed.rate', selects: 'the share of requests that failed' },
      { selector: '#vusers.failed.count', selects: 'a counter' },
    ],
    unit: 'one HTTP request',
    unproven: '`#thresholds`, since the verdicts of `ensure` are only printed; the latency of a run in which no request succeeded',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const { aggregate: whole, intermediate } = document;
    if (!isObject(whole) || !isObject(whole['counters'])) return 'has no object `aggregate.counters`';
    return isList(intermediate) ? null : 'has no list `intermediate`';
  },
  schema,
  report({ aggregate: { counters, rates, summaries, firstMetricAt, lastMetricAt }, intermediate = [] }, context) {
    const counted = new Map(Object.entries(counters));
    const measured = new Map(Object.entries(summaries ?? {}));
    const total = counted.get('http.requests') ?? 0;
    const succeeded = [...counted].reduce((sum, [name, count]) => (/^http\.codes\.[23]\d\d$/.test(name) ? sum + count : sum), 0);
    if (succeeded > total) context.refuse('SHAPE', `${succeeded} of ${total} requests succeeded`);
    const answered = (name: string) => !/response_time/.test(name) || succeeded > 0;
    const latency = measured.get('http.response_time');
    const report = loadReport({
      tool: { name: 'artillery', version: null },
      groups: [
        {
          label: null,
          total,
          failed: total - succeeded,
          rate: new Map(Object.entries(rates ?? {})).get('http.request_rate') ?? null,
          latency: latency ? statisticsOf('ms', latency) : {},
        },
      ],
      others: [
        ...[...measured].map(
          ([name, values]): LoadMetric => ({ name, statistics: answered(name) ? statisticsOf(unitOfSummary(name), values) : {} }),
        ),
        ...[...counted]
          .filter(([name]) => !measured.has(name))
          .map(([name, count]): LoadMetric => ({ name, statistics: statisticsIn('count', { count }) })),
      ],
      durationMs: firstMetricAt && lastMetricAt ? lastMetricAt - firstMetricAt : null,
    });
    const [passed, failed] = [counted.get('plugins.expect.ok'), counted.get('plugins.expect.failed')];
    return {
      ...report,
      // Without HTTP there is nothing to judge them by.
      requests: total === 0 ? null : report.requests,
      series: seriesIn(intermediate, succeeded > 0),
      checks: passed === undefined && failed === undefined ? null : { passed: passed ?? 0, failed: failed ?? 0 },
    };
  },
});

function seriesIn(periods: readonly z.output<typeof period>[], hasAnswers: boolean): LoadReport['series'] {
  if (periods.length < 2) return undefined;
  const sorted = periods.toSorted((a, b) => a.period - b.period);
  const series = (name: string, statistic: string, unit: Unit, of: (each: z.output<typeof period>) => number | undefined) => ({
    name,
    statistic,
    unit,
    points: sorted.map((each) => ({ at: each.period, value: of(each) ?? null })),
  });
  const succeeded = ({ counters }: z.output<typeof period>) =>
    Object.entries(counters).reduce((sum, [name, count]) => (/^http\.codes\.[23]\d\d$/.test(name) ? sum + count : sum), 0);
  const sent = ({ counters }: z.output<typeof period>) => counters['http.requests'] ?? 0;
  const latency = (statistic: string) => (each: z.output<typeof period>) => each.summaries?.['http.response_time']?.[statistic];
  return [
    series('failed', 'rate', 'ratio', (each) => (sent(each) > 0 ? Math.max(0, 1 - succeeded(each) / sent(each)) : undefined)),
    series('requests', 'rate', 'per-second', (each) => each.rates?.['http.request_rate']),
    ...(hasAnswers ? [series('latency', 'p95', 'ms', latency('p95')), series('latency', 'max', 'ms', latency('max'))] : []),
  ];
}

/** Artillery's own summaries are durations in milliseconds; a script's are what the script makes them. */
function unitOfSummary(name: string): 'ms' | 'count' {
  return /response_time|^vusers\.session_length$|^browser\.(?:page\.(?:FCP|LCP|TTFB|FID|INP)|step)\./.test(name) ? 'ms' : 'count';
}

function statisticsOf(unit: 'ms' | 'count', values: Readonly<Record<string, number>>): LoadMetric['statistics'] {
  const named = Object.entries(values).flatMap(([key, value]) => {
    const name = statisticName(key);
    return name === undefined ? [] : [[name, value] as const];
  });
  const { count, ...others } = Object.fromEntries(named);
  return { ...statisticsIn(unit, others), ...statisticsIn('count', { count }) };
}

function statisticName(key: string): string | undefined {
  if (key === 'min' || key === 'max' || key === 'count') return key;
  if (key === 'mean') return 'avg';
  if (key === 'median') return 'med';
  if (key === 'p999') return 'p99.9';
  const percent = /^p(\d{1,2})$/.exec(key)?.[1];
  return percent === undefined ? undefined : percentileName(Number(percent));
}
