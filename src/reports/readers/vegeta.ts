import { z } from 'zod';
import { loadReport, statisticsIn } from '../families/load-metrics.ts';
import { defineJsonReader } from '../reader.ts';
import { isObject } from '../text/json-value.ts';

const count = z.int().nonnegative();
const measure = z.number().nonnegative();
const bytes = z.object({ total: count });

const schema = z.object({
  latencies: z.object({
    mean: measure,
    '50th': measure,
    '90th': measure.optional(),
    '95th': measure,
    '99th': measure,
    max: measure,
    min: measure.optional(),
  }),
  bytes_in: bytes,
  bytes_out: bytes,
  duration: measure,
  requests: count,
  rate: measure,
  throughput: measure.optional(),
  success: z.number().min(0).max(1),
  status_codes: z.record(z.string(), count),
});

/**
 * The JSON of `vegeta report` (`lib/metrics.go` of github.com/tsenart/vegeta). Counts requests; failed are those that no response of 2xx or
 * 3xx answered. The file has nanoseconds.
 */
export const vegeta = defineJsonReader({
  format: 'vegeta',
  kind: 'load',
  guide: {
    title: 'vegeta JSON report',
    source: 'https://github.com/tsenart/vegeta/blob/master/lib/metrics.go',
    make: 'vegeta attack -targets targets.txt -duration 30s | vegeta report -type=json > vegeta.json',
    selectors: [
      { selector: '#latency.p95', selects: 'a statistic of the latencies: avg, min, med, max, p90, p95, p99' },
      { selector: '#requests.rate', selects: 'requests a second' },
      { selector: '#throughput.rate', selects: 'successful requests a second' },
      { selector: '#failed.rate', selects: 'the share of requests that failed' },
    ],
    unit: 'one request',
    unproven: 'the latency of a run in which no request succeeded',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const { latencies, status_codes: codes, success } = document;
    if (!isObject(latencies) || latencies['99th'] === undefined) return 'has no key `latencies.99th`';
    return isObject(codes) && success !== undefined ? null : 'has no keys `status_codes` and `success`';
  },
  schema,
  report({ latencies, requests, rate, throughput, success, status_codes: codes, ...rest }, context) {
    const counts = Object.entries(codes);
    const succeeded = counts.reduce((sum, [code, times]) => (/^[23]\d\d$/.test(code) ? sum + times : sum), 0);
    const listed = counts.reduce((sum, [, times]) => sum + times, 0);
    if (Math.abs(success - (listed === 0 ? 0 : succeeded / listed)) > 1e-6) {
      context.refuse('SHAPE', `a success of ${success}, where ${succeeded} of ${listed} status codes are 2xx or 3xx`, {
        pointer: '/success',
      });
    }
    const ms = (nanoseconds: number | undefined) => (nanoseconds === undefined ? undefined : nanoseconds / 1e6);
    return loadReport({
      tool: { name: 'vegeta', version: null },
      groups: [
        {
          label: null,
          total: requests,
          failed: Math.max(0, requests - succeeded),
          rate,
          latency: statisticsIn('ms', {
            avg: ms(latencies.mean),
            min: ms(latencies.min),
            med: ms(latencies['50th']),
            max: ms(latencies.max),
            p90: ms(latencies['90th']),
            p95: ms(latencies['95th']),
            p99: ms(latencies['99th']),
          }),
        },
      ],
      others: [
        { name: 'throughput', statistics: statisticsIn('per-second', { rate: throughput }) },
        { name: 'bytes_in', statistics: statisticsIn('bytes', { count: rest.bytes_in.total }) },
        { name: 'bytes_out', statistics: statisticsIn('bytes', { count: rest.bytes_out.total }) },
      ],
      durationMs: rest.duration / 1e6,
      partial: listed === requests ? [] : [{ code: 'declared-differs', what: 'requests', declared: requests, listed }],
    });
  },
});
