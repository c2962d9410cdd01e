import { z } from 'zod';
import type { Unit } from '../../unit.ts';
import { measuredReport, statisticsIn } from '../families/load-metrics.ts';
import { defineJsonReader, type ReaderContext } from '../reader.ts';
import type { LoadMetric, LoadReport } from '../report.ts';
import { isObject } from '../text/json-value.ts';

/** Values are strings: JSON has no NaN and no infinity. These are null here: nothing that can be compared. */
const value = z
  .string()
  .regex(/^(?:NaN|[+-]?Inf|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/, 'is no number as Prometheus writes it')
  .transform((text) => (Number.isFinite(Number(text)) ? Number(text) : null));

const sample = z.tuple([z.number(), value]);
const labels = z.record(z.string(), z.string());
/** Native histograms: no single number, and not read. */
const histogram = z.unknown();

const data = z.discriminatedUnion('resultType', [
  z.object({
    resultType: z.literal('vector'),
    result: z.array(
      z
        .object({ metric: labels, value: sample.optional(), histogram: histogram.optional() })
        .refine((series) => series.value !== undefined || series.histogram !== undefined, 'has neither a value nor a histogram'),
    ),
  }),
  z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z
        .object({ metric: labels, values: z.array(sample).min(1).optional(), histograms: histogram.optional() })
        .refine((series) => series.values !== undefined || series.histograms !== undefined, 'has neither values nor histograms'),
    ),
  }),
  z.object({ resultType: z.literal('scalar'), result: sample }),
  z.object({ resultType: z.literal('string'), result: z.tuple([z.number(), z.string()]) }),
]);

const schema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    data,
    /** What kept the answer from being whole, such as a remote store that did not answer. */
    warnings: z.array(z.string()).nullish(),
    /** VictoriaMetrics says so where one of its stores did not answer. */
    isPartial: z.boolean().nullish(),
  }),
  z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() }),
]);

type Data = z.output<typeof data>;
type Labels = z.output<typeof labels>;
type Sample = z.output<typeof sample>;

const resultTypes = ['vector', 'matrix', 'scalar', 'string'];

/**
 * The answer of Prometheus' HTTP API to a query (`/api/v1/query`, `/api/v1/query_range`). A metric is one series, named as PromQL selects it;
 * its samples are counted. A value that is no finite number is not measured: a series holds what all its samples have.
 */
export const prometheus = defineJsonReader({
  format: 'prometheus',
  kind: 'load',
  guide: {
    title: 'Prometheus query answer',
    source: 'https://prometheus.io/docs/prometheus/latest/querying/api/',
    make: "curl -sS --data-urlencode 'query=up' http://localhost:9090/api/v1/query > prometheus.json",
    selectors: [
      {
        selector: '#up{instance="localhost:9090",job="demo"}.value',
        selects: 'the value of a series, its labels sorted; of a range the last one. A scalar is `scalar`',
      },
      { selector: '#up{instance="localhost:9090",job="demo"}.min', selects: 'a statistic of a range: avg, min, max, count' },
      {
        selector: '#{}.value',
        selects:
          'a series without labels, a plain number; `label_replace(…, "__name__", "p95_seconds", "", "")` in the query gives it a name, and with its ending a unit',
      },
    ],
    unit: 'one sample of a series',
    unproven:
      'an answer without a series; a value that is NaN or infinite, and with it avg, min and max of its series; a native histogram; an answer with warnings, which may lack a part',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const { status, data: answer, errorType, error } = document;
    if (status === 'error') return typeof errorType === 'string' && error !== undefined ? null : 'has no keys `errorType` and `error`';
    if (status !== 'success' || !isObject(answer)) return 'has no `status` of an answer and no object `data`';
    const { resultType, result } = answer;
    return typeof resultType === 'string' && resultTypes.includes(resultType) && result !== undefined
      ? null
      : 'has no `data.resultType` of a query with its `result`';
  },
  schema,
  report(document, context): LoadReport {
    if (document.status === 'error') {
      return context.refuse('TOOL_ERROR', `the query was not answered: ${document.errorType}: ${document.error.slice(0, 200)}`, {
        pointer: '/error',
      });
    }
    const { warnings, isPartial } = document;
    const doubts = (warnings?.length ?? 0) + (isPartial === true ? 1 : 0);
    const partial: LoadReport['partial'] = doubts === 0 ? [] : [{ code: 'tool-errors', count: doubts }];
    return {
      ...measuredReport({ name: 'prometheus', version: null }, metricsOf(document.data, context), partial),
      series: seriesIn(document.data),
    };
  },
});

function metricsOf(answer: Data, context: ReaderContext): LoadMetric[] {
  switch (answer.resultType) {
    case 'string':
      return [];
    case 'scalar':
      return [{ name: 'scalar', statistics: statisticsIn('count', { value: answer.result[1] }) }];
    case 'vector':
      return distinct(
        answer.result.map(({ metric, value: own, histogram: other }) => ({
          name: nameOf(metric),
          statistics: statisticsIn(unitOf(metric), { value: other === undefined ? own?.[1] : null }),
        })),
        context,
      );
    case 'matrix':
      return distinct(
        answer.result.map(({ metric, values, histograms }, index) => ({
          name: nameOf(metric),
          statistics: values === undefined || histograms !== undefined ? {} : statisticsOf(values, unitOf(metric), index, context),
        })),
        context,
      );
  }
}

/** The samples of a range, those of the first few series. */
function seriesIn(answer: Data): LoadReport['series'] {
  if (answer.resultType !== 'matrix') return undefined;
  const series = answer.result.slice(0, mostSeries).flatMap(({ metric, values = [], histograms }) =>
    values.length < 2 || histograms !== undefined
      ? []
      : {
          name: nameOf(metric),
          statistic: 'value',
          unit: unitOf(metric),
          points: values.map(([time, number]) => ({ at: time * 1000, value: number })),
        },
  );
  return series.length === 0 ? undefined : series;
}

const mostSeries = 12;

function distinct(metrics: readonly LoadMetric[], context: ReaderContext): LoadMetric[] {
  const names = new Set<string>();
  for (const { name } of metrics) {
    if (names.has(name)) context.refuse('SHAPE', `the series ${name.slice(0, 200)} stands twice`);
    names.add(name);
  }
  return [...metrics];
}

function statisticsOf(samples: readonly Sample[], unit: Unit, index: number, context: ReaderContext): LoadMetric['statistics'] {
  let [sum, min, max] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let last: Sample | undefined;
  let finite = true;
  for (const each of samples) {
    const [time, number] = each;
    if (last !== undefined && time <= last[0]) {
      context.refuse('SHAPE', 'the samples of a series do not follow each other in time', { pointer: `/data/result/${index}/values` });
    }
    last = each;
    if (number === null) finite = false;
    else [sum, min, max] = [sum + number, Math.min(min, number), Math.max(max, number)];
  }
  const avg = sum / samples.length;
  return {
    ...statisticsIn(unit, { value: last?.[1], ...(finite && Number.isFinite(avg) ? { avg, min, max } : {}) }),
    ...statisticsIn('count', { count: samples.length }),
  };
}

/** `up{instance="a:1",job="b"}`, the labels sorted; `{}` without any. A name that PromQL has to quote stands first between the braces. */
function nameOf(metric: Labels): string {
  const { __name__: name, ...rest } = metric;
  const isPlain = name === undefined || /^[a-zA-Z_:][\w:]*$/.test(name);
  const pairs = Object.entries(rest)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, text]) => `${/^[a-zA-Z_]\w*$/.test(label) ? label : JSON.stringify(label)}=${JSON.stringify(text)}`);
  const inside = [...(isPlain ? [] : [JSON.stringify(name)]), ...pairs].join(',');
  return `${isPlain ? (name ?? '') : ''}${inside !== '' || name === undefined ? `{${inside}}` : ''}`;
}

const unitsByEnding: Readonly<Record<string, Unit>> = {
  seconds: 's',
  milliseconds: 'ms',
  microseconds: 'us',
  bytes: 'bytes',
  ratio: 'ratio',
  percent: 'percent',
};

/** By the convention for names (https://prometheus.io/docs/practices/naming/): a name ends in its unit, a sum in `_total` or `_sum` behind it. */
function unitOf({ __name__: name = '' }: Labels): Unit {
  const base = name.replace(/_(?:total|sum)$/, '');
  // A time stamp is no duration.
  if (base.endsWith('_timestamp_seconds')) return 'count';
  const ending = /[_:](seconds|milliseconds|microseconds|bytes|ratio|percent)$/.exec(base)?.[1];
  return (ending === undefined ? undefined : unitsByEnding[ending]) ?? 'count';
}
