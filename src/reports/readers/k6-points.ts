import { z } from 'zod';
import { type Contains, checkName, contains, contentsOfBuiltIn, type K6Metric, type K6Values, k6Report } from '../families/k6-report.ts';
import { Samples } from '../families/samples.ts';
import { seriesOf, TimeBuckets } from '../families/time-buckets.ts';
import { defineStreamReader, type ReaderContext } from '../reader.ts';
import { Refusal } from '../refusal.ts';
import type { JsonValue, LoadCheck, LoadReport } from '../report.ts';
import { checkShape, isObject, parseJson } from '../text/json-value.ts';

const tags = z.record(z.string(), z.string()).nullish();

const row = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Point'), metric: z.string(), data: z.object({ time: z.string(), value: z.number(), tags }) }),
  z.object({
    type: z.literal('Metric'),
    metric: z.string(),
    data: z.object({
      type: z.enum(['counter', 'gauge', 'rate', 'trend']),
      contains,
      submetrics: z.array(z.object({ name: z.string(), tags })).nullish(),
    }),
  }),
]);

type Row = z.output<typeof row>;
type Declaration = Pick<Extract<Row, { type: 'Metric' }>['data'], 'type' | 'contains' | 'submetrics'>;

/** A script that makes a metric of each address still has fewer; beyond it, memory would be the writer's to decide. */
const maxMetrics = 10_000;

/**
 * The points that `k6 run --out json` writes, one JSON object a line (internal/output/json of github.com/grafana/k6). The statistics are
 * computed as k6 computes its own; verdicts on thresholds are not in the file. Counts samples: one a request for `http_reqs`.
 */
export const k6Points = defineStreamReader({
  format: 'k6-points',
  kind: 'load',
  guide: {
    title: 'k6 points (JSON output)',
    source: 'https://grafana.com/docs/k6/latest/results-output/real-time/json/',
    make: 'k6 run --out json=k6.ndjson.gz script.js',
    selectors: [
      { selector: '#http_req_duration.p99', selects: 'a statistic of a trend: avg, min, med, max, p90, p95, p99, count' },
      { selector: '#http_req_duration{kind:read}.p95', selects: 'the same of a submetric that a threshold names' },
      { selector: '#http_req_failed.rate', selects: 'the share of requests that failed' },
      { selector: '#http_reqs.rate', selects: 'requests a second, from the start of the first iteration to the last point' },
    ],
    unit: 'one point of a metric; for `http_reqs` one request',
    unproven: '`#thresholds`, since the file holds no verdict',
  },
  unlike(opening) {
    const first = /^\s*(\{.*)/.exec(opening)?.[1];
    if (first === undefined) return 'is no JSON object';
    if (!/"type":\s*"(?:Metric|Point)"/.test(first)) return 'has a first line that is no Metric and no Point';
    return /"metric":\s*"/.test(first) && /"data":\s*\{/.test(first) ? null : 'has a first line without `metric` and `data`';
  },
  start(context) {
    const run = new Run(context);
    const plain = plainPoints();
    /** What is wrong with the line before: half a line at the end is a file cut short. */
    let broken: { readonly line: number; readonly cause: Refusal } | null = null;
    return {
      line(text, number) {
        if (broken !== null) throw broken.cause;
        if (text === '') return;
        const point = plain(text);
        if (point !== undefined) return run.add(point, number);
        let value: JsonValue;
        try {
          value = parseJson(text, context.path, number);
        } catch (cause) {
          if (!(cause instanceof Refusal)) throw cause;
          broken = { line: number, cause };
          return;
        }
        const checked = checkShape(row, value, context.path, number);
        if (checked.type === 'Metric') run.declare(checked, number);
        else run.add({ metric: checked.metric, ...checked.data }, number);
      },
      end() {
        if (broken === null) return run.report();
        if (broken.cause.problems.some(({ code }) => code !== 'JSON_SYNTAX' && code !== 'TRUNCATED')) throw broken.cause;
        return context.refuse('TRUNCATED', 'the last line ends in the middle', { line: broken.line });
      },
    };
  },
});

interface Point {
  readonly metric: string;
  readonly time: string;
  readonly value: number;
  readonly tags?: Tags | undefined;
}

type Tags = { readonly [tag: string]: JsonValue } | null;

const name = '"([^"\\\\\\x00-\\x1f]+)"';
const start = `"data":\\{"time":${name},"value":(-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?),"tags":`;
const head = new RegExp(`^\\{"metric":${name},"type":"Point",${start}`);
/** Before k6 0.34. */
const olderHead = new RegExp(`^\\{"type":"Point",${start}`);
const olderTail = new RegExp(`\\},"metric":${name}\\}$`);

/**
 * Parses the lines of the exact form that k6 writes, and gives undefined for all others. Only what stands between the forms' fixed parts
 * can hold surprises: the tags, which the points of one request have in common.
 */
function plainPoints(): (line: string) => Point | undefined {
  let lastLabels = '';
  let lastTags: Tags | undefined;
  return (line) => {
    const form = formOf(line);
    if (form === undefined || !Number.isFinite(form.value)) return undefined;
    if (form.labels !== lastLabels) {
      lastTags = plainTags(form.labels);
      lastLabels = form.labels;
    }
    return lastTags === undefined ? undefined : { metric: form.metric, time: form.time, value: form.value, tags: lastTags };
  };
}

function formOf(line: string): { metric: string; time: string; value: number; labels: string } | undefined {
  const newer = head.exec(line);
  if (newer !== null) {
    const [opening, metric = '', time = '', value] = newer;
    return line.endsWith('}}') ? { metric, time, value: Number(value), labels: line.slice(opening.length, -2) } : undefined;
  }
  const older = olderHead.exec(line);
  const tail = older && olderTail.exec(line);
  if (!tail) return undefined;
  const [opening, time = '', value] = older;
  const [closing, metric = ''] = tail;
  return { metric, time, value: Number(value), labels: line.slice(opening.length, -closing.length) };
}

/**
 * The tags in `{…}` or `{…},"metadata":{…}`; undefined where they are not plain. Exact: without escapes each key and each text has two
 * quotes, so that a key that stands twice leaves more quotes than the parsed value has.
 */
function plainTags(labels: string): Tags | undefined {
  if (labels.includes('\\')) return undefined;
  let value: JsonValue;
  try {
    value = JSON.parse(`{"tags":${labels}}`);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const { tags, metadata, ...others } = value;
  if (Object.keys(others).length > 0) return undefined;
  const [ofTags, ofMetadata] = [quotesOf(tags), metadata === undefined ? 0 : 2 + quotesOf(metadata)];
  let quotes = 0;
  for (let at = labels.indexOf('"'); at !== -1; at = labels.indexOf('"', at + 1)) quotes += 1;
  if (quotes !== ofTags + ofMetadata) return undefined;
  return isObject(tags) ? tags : null;
}

/** How many quotes an object of texts has, or null; not a number for anything else. */
function quotesOf(value: JsonValue | undefined): number {
  if (value === null) return 0;
  if (!isObject(value) || Object.hasOwn(value, '__proto__')) return Number.NaN;
  const texts = Object.values(value);
  return texts.every((text) => typeof text === 'string') ? texts.length * 4 : Number.NaN;
}

/** What the checks of a script come to, by their groups and names. */
class Checks {
  readonly #found = new Map<string, { passed: number; failed: number }>();
  #isWhole = true;

  add(value: number, tags: Tags | undefined): void {
    const [name, group = ''] = [tags?.['check'], tags?.['group']];
    if (typeof name !== 'string' || typeof group !== 'string') return;
    const path = `${group}::${name}`;
    const counts = this.#found.get(path) ?? { passed: 0, failed: 0 };
    if (value === 0) counts.failed += 1;
    else counts.passed += 1;
    if (this.#found.size < maxMetrics || this.#found.has(path)) this.#found.set(path, counts);
    else this.#isWhole = false;
  }

  /** Undefined where there are more than anybody gave names to. */
  list(): LoadCheck[] | undefined {
    return this.#isWhole ? [...this.#found].map(([path, counts]) => ({ name: checkName(path), ...counts })) : undefined;
  }
}

/** What the points of one metric, or of one submetric, come to. */
class Series {
  readonly type: Declaration['type'];
  readonly contains: Contains;
  readonly submetrics: readonly { readonly name: string; readonly tags: readonly (readonly [string, string])[]; readonly series: Series }[];
  /** The value is how long what ended at the point's time took. */
  readonly spans: boolean;
  #count = 0;
  #sum = 0;
  #last = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #samples = new Samples();

  constructor(metric: string, { type, contains, submetrics }: Declaration) {
    this.type = type;
    this.contains = contains;
    this.spans = contentsOfBuiltIn(metric) === 'time';
    this.submetrics = (submetrics ?? []).map(({ name, tags }) => ({
      name,
      tags: Object.entries(tags ?? {}),
      series: new Series(name, { type, contains }),
    }));
  }

  add(value: number, tags: Tags | undefined): void {
    this.#count += 1;
    if (this.type === 'trend') this.#samples.add(value);
    else if (this.type === 'rate') this.#sum += value === 0 ? 0 : 1;
    else {
      this.#sum += value;
      this.#last = value;
      if (value < this.#min) this.#min = value;
      if (value > this.#max) this.#max = value;
    }
    for (const submetric of this.submetrics) {
      if (submetric.tags.every(([tag, text]) => tags && Object.hasOwn(tags, tag) && tags[tag] === text)) submetric.series.add(value, null);
    }
  }

  /** Undefined for a gauge that was never set. */
  values(seconds: number): K6Values | undefined {
    switch (this.type) {
      case 'counter':
        return { type: 'counter', count: this.#sum, rate: seconds > 0 ? this.#sum / seconds : null };
      case 'gauge':
        return this.#count === 0 ? undefined : { type: 'gauge', value: this.#last, min: this.#min, max: this.#max };
      case 'rate':
        return { type: 'rate', passes: this.#sum, fails: this.#count - this.#sum, ratio: null };
      case 'trend':
        return { type: 'trend', statistics: new Map(this.#samples.count === 0 ? [] : trendStatistics(this.#samples)) };
    }
  }
}

function trendStatistics(samples: Samples): [string, number][] {
  const quantiles = [
    ['min', 0],
    ['med', 0.5],
    ['max', 1],
    ['p(90)', 0.9],
    ['p(95)', 0.95],
    ['p(99)', 0.99],
  ] as const;
  return [
    ['count', samples.count],
    ['avg', samples.average ?? 0],
    ...quantiles.map(([statistic, share]): [string, number] => [statistic, samples.quantile(share) ?? 0]),
  ];
}

class Run {
  readonly #context: ReaderContext;
  readonly #metrics = new Map<string, Series>();
  readonly #requests = new TimeBuckets();
  readonly #failed = new TimeBuckets();
  readonly #latency = new TimeBuckets(100, true);
  readonly #users = new TimeBuckets();
  readonly #checks = new Checks();
  #lastTime = '';
  #lastMs = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  #declared = 0;

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  declare({ metric, data }: Extract<Row, { type: 'Metric' }>, line: number): void {
    if (this.#metrics.has(metric))
      this.#context.refuse('TWO_DOCUMENTS', `metric ${JSON.stringify(metric)} is declared again: a second run starts here`, { line });
    const series = new Series(metric, data);
    this.#metrics.set(metric, series);
    this.#declared += 1 + series.submetrics.length;
    if (this.#declared > maxMetrics) this.#context.refuse('TOO_LARGE', `the file declares more than ${maxMetrics} metrics`, { line });
  }

  add({ metric, time, value, tags }: Point, line: number): void {
    const series = this.#metrics.get(metric);
    if (series === undefined) {
      this.#context.refuse(
        'SHAPE',
        `a point of ${JSON.stringify(metric)} comes before the metric is declared: the file lacks its beginning`,
        { line },
      );
    }
    if (time !== this.#lastTime) {
      this.#lastMs = Date.parse(time);
      this.#lastTime = time;
      if (Number.isNaN(this.#lastMs)) this.#context.refuse('SHAPE', `${JSON.stringify(time)} is no time`, { line });
      if (this.#lastMs > this.#last) this.#last = this.#lastMs;
    }
    const began = series.spans ? this.#lastMs - value : this.#lastMs;
    if (began < this.#first) this.#first = began;
    series.add(value, tags);
    if (metric === 'http_req_duration') this.#latency.add(this.#lastMs, value);
    else if (metric === 'http_reqs') this.#requests.add(this.#lastMs, value);
    else if (metric === 'http_req_failed') this.#failed.add(this.#lastMs, value === 0 ? 0 : 1);
    else if (metric === 'checks') this.#checks.add(value, tags);
    else if (metric === 'vus') this.#users.add(this.#lastMs, value);
  }

  report(): LoadReport {
    const durationMs = this.#last > this.#first ? this.#last - this.#first : null;
    const metrics: K6Metric[] = [];
    const list = (name: string, series: Series) => {
      const values = series.values((durationMs ?? 0) / 1000);
      if (values !== undefined) metrics.push({ name, contains: series.contains, thresholds: [], ...values });
    };
    for (const [name, series] of this.#metrics) {
      list(name, series);
      for (const submetric of series.submetrics) list(submetric.name, submetric.series);
    }
    const report = k6Report(metrics, { version: null, durationMs, checks: this.#checks.list(), source: 'points' }, this.#context);
    const hasAnswers = report.requests === null || report.requests.failed < report.requests.total;
    return {
      ...report,
      series: seriesOf(
        this.#failed.series('http_req_failed', 'avg', 'ratio'),
        this.#requests.series('http_reqs', 'rate', 'per-second'),
        hasAnswers ? this.#latency.series('http_req_duration', 'avg', 'ms') : undefined,
        hasAnswers ? this.#latency.series('http_req_duration', 'p95', 'ms') : undefined,
        hasAnswers ? this.#latency.series('http_req_duration', 'max', 'ms') : undefined,
        this.#users.series('vus', 'max', 'count'),
      ),
    };
  }
}
