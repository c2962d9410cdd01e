import { z } from 'zod';
import { loadReport, type RequestGroup, statisticsIn } from '../families/load-metrics.ts';
import { defineJsonReader, type ReaderContext } from '../reader.ts';
import { isObject } from '../text/json-value.ts';

const count = z.object({ total: z.int().nonnegative(), ok: z.int().nonnegative(), ko: z.int().nonnegative() });
const measure = z.object({ total: z.number().nonnegative() });

const stats = z.object({
  numberOfRequests: count,
  minResponseTime: measure,
  maxResponseTime: measure,
  meanResponseTime: measure,
  percentiles1: measure,
  percentiles2: measure,
  percentiles3: measure,
  percentiles4: measure,
  meanNumberOfRequestsPerSecond: measure,
});

const node = z.object({
  type: z.enum(['GROUP', 'REQUEST']),
  path: z.string(),
  stats,
  get contents() {
    return z.record(z.string(), node).optional();
  },
});

type Node = z.output<typeof node>;

/**
 * Gatling's `js/stats.json` (gatling-charts of github.com/gatling/gatling). Counts requests; failed are those that are KO. The four
 * percentiles have no names: they are those that `gatling.conf` starts with, 50, 75, 95 and 99.
 */
export const gatling = defineJsonReader({
  format: 'gatling',
  kind: 'load',
  guide: {
    title: 'Gatling stats.json',
    source: 'https://docs.gatling.io/reference/stats/reports/oss/',
    make: 'mvn gatling:test, which writes target/gatling/<simulation>/js/stats.json',
    selectors: [
      { selector: '#latency.p95', selects: 'a statistic of the response times: avg, min, med, max, p75, p95, p99' },
      { selector: '#latency{login / submit}.p95', selects: 'the same of one request, by its path' },
      { selector: '#requests.rate', selects: 'requests a second' },
      { selector: '#failed.rate', selects: 'the share of requests that are KO' },
    ],
    unit: 'one request',
    unproven:
      'the response times of a run in which no request succeeded; a file of a run whose `gatling.conf` names other percentiles must not be cited for them',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const { type, stats: whole, contents } = document;
    if (type !== 'GROUP' || !isObject(contents)) return 'has no `type` of GROUP with `contents`';
    return isObject(whole) && isObject(whole['numberOfRequests']) ? null : 'has no object `stats.numberOfRequests`';
  },
  schema: node,
  report(root, context) {
    const leaves = requestsIn(root);
    const listed = leaves.reduce((sum, leaf) => sum + leaf.stats.numberOfRequests.total, 0);
    const declared = root.stats.numberOfRequests.total;
    return loadReport({
      tool: { name: 'gatling', version: null },
      groups: [groupOf(null, root, context), ...leaves.map((leaf) => groupOf(leaf.path, leaf, context))],
      durationMs: null,
      partial: declared === listed ? [] : [{ code: 'declared-differs', what: 'requests', declared, listed }],
    });
  },
});

/** The requests below a group; a group's own numbers are of whole passes through it. */
function requestsIn({ contents }: Node): Node[] {
  return Object.values(contents ?? {}).flatMap((each) => (each.type === 'REQUEST' ? [each] : requestsIn(each)));
}

function groupOf(label: string | null, { stats: measured }: Node, context: ReaderContext): RequestGroup {
  const { total, ok, ko } = measured.numberOfRequests;
  if (ok + ko !== total)
    context.refuse('SHAPE', `${ok} OK and ${ko} KO are not the ${total} requests of ${JSON.stringify(label ?? 'the run')}`);
  return {
    label,
    total,
    failed: ko,
    rate: measured.meanNumberOfRequestsPerSecond.total,
    latency: statisticsIn('ms', {
      avg: measured.meanResponseTime.total,
      min: measured.minResponseTime.total,
      med: measured.percentiles1.total,
      max: measured.maxResponseTime.total,
      p75: measured.percentiles2.total,
      p95: measured.percentiles3.total,
      p99: measured.percentiles4.total,
    }),
  };
}
