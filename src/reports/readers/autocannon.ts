import { z } from 'zod';
import { loadReport, percentileName, statisticsIn } from '../families/load-metrics.ts';
import { defineJsonReader } from '../reader.ts';
import type { Partial } from '../report.ts';
import { isObject } from '../text/json-value.ts';

const count = z.int().nonnegative();
const measure = z.number().nonnegative();

const schema = z.object({
  latency: z.object({ average: measure, min: measure, max: measure }).catchall(measure.optional()),
  requests: z.object({ average: measure, total: count, sent: count.optional() }),
  throughput: z.object({ average: measure, total: count }),
  errors: count,
  timeouts: count,
  mismatches: count.default(0),
  non2xx: count,
  duration: measure,
  connections: count.default(0),
  pipelining: count.default(1),
});

type Document = z.output<typeof schema>;

/**
 * autocannon's JSON (`lib/aggregateResult.js` of github.com/mcollina/autocannon). Counts requests; failed are those that got no response, one
 * other than 2xx, or another body than expected. Latencies are in milliseconds.
 */
export const autocannon = defineJsonReader({
  format: 'autocannon',
  kind: 'load',
  guide: {
    title: 'autocannon JSON',
    source: 'https://github.com/mcollina/autocannon/blob/master/lib/aggregateResult.js',
    make: 'autocannon --json --duration 30 https://demo.example/ > autocannon.json',
    selectors: [
      {
        selector: '#latency.p99',
        selects: 'a statistic of the latencies: avg, min, med, max, p90, p97.5, p99, p99.9; autocannon has no p95',
      },
      { selector: '#requests.rate', selects: 'requests a second' },
      { selector: '#failed.rate', selects: 'the share of requests that failed' },
      { selector: '#non2xx.count', selects: 'a count of autocannon: errors, timeouts, mismatches, non2xx' },
    ],
    unit: 'one request',
    unproven: 'the latency of a run in which no request succeeded; a run that lost requests which it does not count as errors',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const { latency, requests, throughput } = document;
    if (!isObject(latency) || !isObject(requests) || !isObject(throughput)) return 'has no objects `latency`, `requests` and `throughput`';
    return document['non2xx'] === undefined ? 'has no key `non2xx`' : null;
  },
  schema,
  report(document) {
    const { requests, throughput, errors, timeouts, mismatches, non2xx } = document;
    const total = requests.total + errors;
    return loadReport({
      tool: { name: 'autocannon', version: null },
      groups: [
        { label: null, total, failed: Math.min(total, errors + non2xx + mismatches), rate: requests.average, latency: latencyOf(document) },
      ],
      others: [
        {
          name: 'throughput',
          statistics: {
            ...statisticsIn('bytes', { count: throughput.total }),
            ...statisticsIn('per-second', { rate: throughput.average }),
          },
        },
        ...Object.entries({ errors, timeouts, mismatches, non2xx }).map(([name, value]) => ({
          name,
          statistics: total === 0 ? {} : statisticsIn('count', { count: value }),
        })),
      ],
      durationMs: document.duration * 1000,
      partial: lostRequests(document),
    });
  },
});

function latencyOf({ latency: { average, min, max, ...percentiles } }: Document) {
  const named = Object.entries(percentiles).flatMap(([key, value]) => {
    const percent = percentOf(key);
    return percent === undefined ? [] : [[percentileName(percent), value] as const];
  });
  return statisticsIn('ms', { avg: average, min, max, ...Object.fromEntries(named) });
}

/** `p97_5` is 97.5; `p999` is the 99.9 of versions before 2. */
function percentOf(key: string): number | undefined {
  const digits = /^p(\d{1,2}(?:_\d+)?|99(9+))$/.exec(key)?.[1];
  if (digits === undefined) return undefined;
  return Number(digits.length > 2 && !digits.includes('_') ? `99.${digits.slice(2)}` : digits.replace('_', '.'));
}

/** A connection that the server closes is opened again, and its requests count nowhere. At the end some are still on their way. */
function lostRequests({ requests, errors, connections, pipelining }: Document): Partial[] {
  const { sent } = requests;
  const listed = requests.total + errors;
  const onTheirWay = Math.max(connections * pipelining, requests.average);
  return sent === undefined || sent - listed <= onTheirWay ? [] : [{ code: 'declared-differs', what: 'requests', declared: sent, listed }];
}
