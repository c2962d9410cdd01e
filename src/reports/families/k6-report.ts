import { z } from 'zod';
import type { Unit } from '../../unit.ts';
import type { ReaderContext } from '../reader.ts';
import type { LoadCheck, LoadMetric, LoadReport, LoadThreshold } from '../report.ts';

/** What k6 knows of a metric's values, in each of its file formats: a duration is in milliseconds, whatever `summaryTimeUnit` says. */
export const contains = z.enum(['default', 'time', 'data']);
export type Contains = z.infer<typeof contains>;

/** A time as k6 writes it. */
export const milliseconds = z.number().nonnegative();

const check = z
  .object({ name: z.string(), path: z.string().optional(), passes: z.int().nonnegative(), fails: z.int().nonnegative() })
  .transform(({ name, path = name, passes, fails }): LoadCheck => ({ name: checkName(path), passed: passes, failed: fails }));

/** One check beside the other, as the machine-readable summary has them. */
export const checkList = z.array(check);

interface Group {
  readonly checks: readonly LoadCheck[];
  readonly groups: readonly Group[];
}

const group: z.ZodType<Group> = z.object({ checks: listed(check), groups: z.lazy(() => listed(group)) });

/** The tree of a script's groups with their checks. A script may write another in its place, by which nothing is judged: that names no checks. */
export const checkGroups = group.transform(checksBelow).optional().catch(undefined);

/** A list, or an object of the same entries by their names. */
function listed<Entry extends z.ZodType>(entry: Entry) {
  return z.union([z.array(entry), z.record(z.string(), entry).transform((byName) => Object.values(byName))]);
}

function checksBelow({ checks, groups }: Group): readonly LoadCheck[] {
  return [...checks, ...groups.flatMap(checksBelow)];
}

/** What k6 writes as `::browse::status is 200`. */
export function checkName(path: string): string {
  return path.replace(/^::/, '').replaceAll('::', ' › ');
}

/** A metric as all of k6's formats have it, before it is given units. */
export type K6Metric = K6Values & {
  readonly name: string;
  readonly contains: Contains;
  /** The verdicts that stand beside it. */
  readonly thresholds: readonly { readonly expression: string; readonly held: boolean }[];
};

/** The statistics of a metric by their names, in the shape of its type. */
export type K6Values =
  | { readonly type: 'counter'; readonly count: number; readonly rate: number | null }
  | { readonly type: 'gauge'; readonly value: number; readonly min: number; readonly max: number }
  /** `ratio` where the file states it beside its counts. */
  | { readonly type: 'rate'; readonly passes: number; readonly fails: number; readonly ratio: number | null }
  /** By the names of `summaryTrendStats`: `avg`, `p(95)`. */
  | { readonly type: 'trend'; readonly statistics: ReadonlyMap<string, number> };

/** Makes the report of a run out of k6's metrics. */
export function k6Report(
  metrics: readonly K6Metric[],
  run: {
    readonly version: string | null;
    readonly durationMs: number | null;
    readonly checks: readonly LoadCheck[] | undefined;
    /** Summaries hold verdicts on thresholds and may list metrics without samples; machine-readable ones hold no verdicts; points neither. */
    readonly source: 'summary' | 'machine-readable' | 'points';
  },
  context: ReaderContext,
): LoadReport {
  for (const metric of metrics) {
    const fault = faultOf(metric);
    if (fault !== null) context.refuse('SHAPE', `metric ${JSON.stringify(metric.name)} holds ${fault}`);
  }
  const requests = requestsOf(metrics);
  const allFailed = requests !== null && requests.total > 0 && requests.failed === requests.total;
  const isSampled = sampling(metrics, run.source, allFailed);
  return {
    kind: 'load',
    tool: { name: 'k6', version: run.version },
    partial: [],
    metrics: metrics.map((metric) => ({ name: metric.name, statistics: isSampled(metric) ? statisticsOf(metric) : {} })),
    thresholds:
      run.source === 'summary'
        ? metrics.flatMap((metric) => verdictsOf(metric, isSampled(metric) && !(allFailed && metric.type === 'trend')))
        : null,
    checks: checksOf(metrics),
    namedChecks: run.checks,
    requests,
    durationMs: run.durationMs,
  };
}

/** What the metrics of k6 itself hold, for formats that do not say; of the script's own they leave it open. */
export function contentsOfBuiltIn(name: string): Contains {
  const base = baseOf(name);
  if (/^(?:browser_)?data_(?:sent|received)$/.test(base)) return 'data';
  const times =
    /^(?:http_req_(?:duration|blocked|looking_up|connecting|tls_handshaking|sending|waiting|receiving)|(?:iteration|group|grpc_req|ws_session|browser_http_req)_duration|ws_(?:ping|connecting)|browser_web_vital_(?:fid|ttfb|lcp|inp|fcp))$/;
  return times.test(base) ? 'time' : 'default';
}

/** The unit of what a metric holds. */
function unitOfContents(contents: Contains): Unit {
  return contents === 'time' ? 'ms' : contents === 'data' ? 'bytes' : 'count';
}

/** `p(95)` is `p95`, `p(50)` is `med`; undefined for what is no statistic of a trend. */
function statisticName(k6Name: string): string | undefined {
  if (/^(?:avg|min|med|max|count)$/.test(k6Name)) return k6Name;
  const percentile = /^p\((\d{1,3}(?:\.\d+)?)\)$/.exec(k6Name)?.[1];
  if (percentile === undefined) return undefined;
  return Number(percentile) === 50 ? 'med' : `p${Number(percentile)}`;
}

/** What k6 cannot have written in a metric, or null. */
function faultOf(metric: K6Metric): string | null {
  switch (metric.type) {
    case 'counter':
      return metric.count < 0 || (metric.rate !== null && metric.rate < 0) ? 'a counter below 0' : null;
    case 'rate':
      if (!isCount(metric.passes) || !isCount(metric.fails)) return 'a rate of something else than whole counts';
      return metric.ratio === null || isRatioOf(metric.ratio, metric.passes, metric.passes + metric.fails)
        ? null
        : 'a rate that is not the one of its counts';
    case 'gauge':
      return null;
    case 'trend': {
      const values = [...metric.statistics];
      const unknown = values.find(([name]) => statisticName(name) === undefined);
      if (unknown !== undefined) return `${JSON.stringify(unknown[0])}, which is no statistic of k6`;
      if (metric.contains !== 'default' && values.some(([, value]) => value < 0)) return 'a duration or size below 0';
      const count = metric.statistics.get('count');
      return count === undefined || isCount(count) ? null : 'a count that is no whole number';
    }
  }
}

function isRatioOf(ratio: number, passes: number, total: number): boolean {
  return Math.abs(ratio - (total === 0 ? 0 : passes / total)) < 1e-9;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/**
 * k6 lists a metric that was never added to where a threshold names it or a submetric of it, with zeros for statistics, and says that the
 * threshold held. It also takes a request that never reached the server as one of 0 ms. Where zeros can have come so, they are not measurements.
 */
function sampling(
  metrics: readonly K6Metric[],
  source: 'summary' | 'machine-readable' | 'points',
  allFailed: boolean,
): (metric: K6Metric) => boolean {
  const named = new Set(metrics.filter(({ thresholds }) => thresholds.length > 0).flatMap(({ name }) => [name, baseOf(name)]));
  const sent = metrics.some((metric) => metric.name === 'http_reqs' && metric.type === 'counter' && metric.count > 0);
  return (metric) => {
    if (metric.type === 'counter') return true;
    if (metric.type === 'rate') return metric.passes + metric.fails > 0;
    const values =
      metric.type === 'gauge'
        ? [metric.value, metric.min, metric.max]
        : [...metric.statistics].flatMap(([name, value]) => (name === 'count' ? [] : [value]));
    if (values.some((value) => value !== 0)) return true;
    // No answer takes no time, also where only the requests of one tag were lost, or the script turned `http_req_failed` off.
    if (metric.type === 'trend' && ['http_req_duration', 'http_req_waiting'].includes(baseOf(metric.name))) return false;
    const ofRequests = metric.type === 'trend' && metric.name.startsWith('http_req_');
    if (ofRequests && allFailed) return false;
    const count = metric.type === 'trend' ? metric.statistics.get('count') : undefined;
    if (count !== undefined) return count > 0;
    if (source === 'points' || (ofRequests && sent && metric.name === baseOf(metric.name))) return true;
    return source === 'summary' && !named.has(metric.name);
  };
}

/** `http_req_duration` of `http_req_duration{kind:read}`. */
function baseOf(name: string): string {
  return name.split('{', 1)[0] ?? name;
}

function statisticsOf(metric: K6Metric): LoadMetric['statistics'] {
  const unit = unitOfContents(metric.contains);
  switch (metric.type) {
    case 'counter':
      return {
        count: { value: metric.count, unit },
        ...(metric.rate === null ? {} : { rate: { value: metric.rate, unit: 'per-second' } }),
      };
    case 'gauge':
      return { value: { value: metric.value, unit }, min: { value: metric.min, unit }, max: { value: metric.max, unit } };
    case 'rate':
      return { rate: { value: metric.passes / (metric.passes + metric.fails), unit: 'ratio' } };
    case 'trend':
      return Object.fromEntries(
        [...metric.statistics].flatMap(([k6Name, value]) => {
          const name = statisticName(k6Name);
          return name === undefined ? [] : [[name, { value, unit: name === 'count' ? 'count' : unit }]];
        }),
      );
  }
}

function verdictsOf({ name, thresholds }: K6Metric, sampled: boolean): LoadThreshold[] {
  return thresholds.map(({ expression, held }) => ({ metric: name, expression, held: held && !sampled ? null : held }));
}

function checksOf(metrics: readonly K6Metric[]): LoadReport['checks'] {
  const checks = metrics.find(({ name }) => name === 'checks');
  if (checks?.type !== 'rate' || checks.passes + checks.fails === 0) return null;
  return { passed: checks.passes, failed: checks.fails };
}

/** `http_req_failed` counts what failed as passed: its question is whether the request failed. It is absent where the script turned it off. */
function requestsOf(metrics: readonly K6Metric[]): LoadReport['requests'] {
  const sent = metrics.find(({ name }) => name === 'http_reqs');
  const failed = metrics.find(({ name }) => name === 'http_req_failed');
  const judged = failed?.type === 'rate' ? failed.passes + failed.fails : 0;
  const total = Math.max(sent?.type === 'counter' ? sent.count : 0, judged);
  if (sent === undefined && failed === undefined) return null;
  if (total === 0) return { total: 0, failed: 0 };
  return failed?.type === 'rate' && judged > 0 ? { total, failed: failed.passes } : null;
}
