import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { AssessedCitation } from '../assessment/assessment.ts';
import { canonicalSelector } from '../assessment/measure/load.ts';
import type { Tone } from '../publish/words/evidence-words.ts';
import {
  aboutWords,
  checkCounts,
  checkState,
  checkWords,
  moreChecksWords,
  moreMetricsWords,
  runFacts,
  scaledQuantity,
  seriesWords,
  thresholdState,
  thresholdWords,
} from '../publish/words/load-words.ts';
import { criterionWords } from '../publish/words/measure-words.ts';
import type { LoadCheck, LoadMetric, LoadReport, LoadSeries, LoadThreshold } from '../reports/report.ts';
import { mainStatistic } from '../reports/summary.ts';
import { convert, dimensionOf } from '../unit.ts';
import type { MeterView } from './coverage-view.ts';

/** What a load generator measured. */
export interface LoadView {
  readonly kind: 'load';
  /** What failed first. */
  readonly facts: readonly { readonly name: string; readonly value: string; readonly tone: Tone }[];
  /** Those that were crossed first. */
  readonly thresholds: readonly ThresholdView[];
  /** Those that failed first. */
  readonly checks: { readonly listed: readonly CheckView[]; readonly more: string };
  /** The distributions of times that thresholds and items speak of. */
  readonly strips: readonly StripView[];
  readonly tables: readonly StatisticTable[];
  readonly more: string;
  readonly series: readonly SeriesView[];
}

/** A threshold that the tool judged, with what it measured. */
export interface ThresholdView {
  readonly metric: string;
  readonly expression: string;
  /** Empty where the file does not hold it. */
  readonly observed: string;
  /** `unproven` for what was not measured, and for all of a file that does not count. */
  readonly state: 'pass' | 'fail' | 'unproven';
  readonly words: string;
}

/** A check of the script. */
export interface CheckView {
  readonly name: string;
  readonly counts: string;
  /** `unproven` for one that never ran, and for all of a file that does not count. */
  readonly state: 'pass' | 'fail' | 'unproven';
  readonly words: string;
}

/** The statistics of one metric on one scale. */
export interface StripView {
  readonly metric: string;
  readonly rows: readonly { readonly statistic: string; readonly value: string; readonly meter: MeterView; readonly asked: string }[];
}

/** Metrics by their statistics; a cell is empty where a metric has no such statistic. */
export interface StatisticTable {
  readonly title: string;
  readonly statistics: readonly string[];
  readonly rows: readonly { readonly metric: string; readonly cells: readonly string[] }[];
}

/** A small chart of one number over the time of the run. */
export interface SeriesView {
  readonly title: string;
  readonly high: string;
  readonly duration: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly path: string;
}

/** The order of statistics, those of a distribution from its beginning to its end; other percentiles stand by their number. */
const order: readonly string[] = ['rate', 'count', 'value', 'avg', 'min', 'med', 'max'];
const mostMetrics = 150;
const mostChecks = 150;
const mostStrips = 6;
const chart = { width: 260, height: 64 };

/**
 * Makes the view of a load run.
 *
 * @param tone Of what stands above it: where that is unproven, nothing in it is good.
 * @param citations Those that were measured in the file.
 */
export function loadView(report: LoadReport, tone: Tone, citations: readonly AssessedCitation[]): LoadView {
  const sorted = report.metrics.filter(({ statistics }) => Object.keys(statistics).length > 0).toSorted(byPlace);
  const listed = sorted.slice(0, mostMetrics);
  const isTime = ({ statistics }: LoadMetric) => Object.values(statistics).some(({ unit }) => dimensionOf(unit) === 'time');
  return {
    kind: 'load',
    facts: runFacts(report).map(({ name, value, isBad }) => ({ name, value, tone: isBad ? 'bad' : 'plain' })),
    thresholds: thresholdViews(report, tone),
    checks: checkViews(report.namedChecks ?? [], tone),
    strips: strips(report, citations),
    tables: [
      statisticTable(
        'Rates and counts',
        listed.filter((metric) => !isTime(metric)),
      ),
      statisticTable('Times', listed.filter(isTime)),
    ].filter(({ rows }) => rows.length > 0),
    more: moreMetricsWords(sorted.length - listed.length),
    series: seriesViews(report.series ?? []),
  };
}

/** What failed, then what was sent, then how long it took, then all else by name; what is of a part stands behind its whole. */
const places = [
  /^(?:http_req_failed|failed)\b/,
  /^(?:http_reqs|requests)\b/,
  /^checks\b/,
  /^(?:http_req_duration|latency)\b/,
  /^iterations?\b/,
  /^vus/,
];

function byPlace(a: LoadMetric, b: LoadMetric): number {
  const place = ({ name }: LoadMetric) => {
    const index = places.findIndex((form) => form.test(name));
    return index === -1 ? places.length : index;
  };
  return place(a) - place(b) || (a.name < b.name ? -1 : 1);
}

function thresholdViews({ thresholds, metrics }: LoadReport, tone: Tone): ThresholdView[] {
  const rank = { crossed: 0, unmeasured: 1, held: 2 };
  return (thresholds ?? [])
    .toSorted((a, b) => rank[thresholdState(a)] - rank[thresholdState(b)])
    .map((threshold) => {
      const state = thresholdState(threshold);
      const { statistic } = boundIn(threshold.expression);
      const observed = metrics.find(({ name }) => name === threshold.metric)?.statistics[statistic];
      const shown = { crossed: 'fail', unmeasured: 'unproven', held: tone === 'unproven' ? 'unproven' : 'pass' } as const;
      return {
        metric: threshold.metric,
        expression: threshold.expression,
        observed: observed === undefined ? '' : `${statistic} ${scaledQuantity(observed.value, observed.unit)}`,
        state: shown[state],
        words: thresholdWords[state],
      };
    });
}

function checkViews(checks: readonly LoadCheck[], tone: Tone): LoadView['checks'] {
  const shown = { failed: 'fail', unmeasured: 'unproven', held: tone === 'unproven' ? 'unproven' : 'pass' } as const;
  const sorted = checks.toSorted((a, b) => b.failed - a.failed);
  const listed = sorted.slice(0, mostChecks).map((check) => {
    const state = checkState(check);
    return { name: check.name, counts: checkCounts(check), state: shown[state], words: checkWords[state] };
  });
  return { listed, more: moreChecksWords(sorted.length - listed.length) };
}

/** The statistic that a threshold speaks of, as metrics name it, and the number that it compares with; null where it is not that plain. */
function boundIn(expression: string): { readonly statistic: string; readonly value: number | null } {
  const [, name = '', , value] = /^\s*(p\(\s*[\d.]+\s*\)|[a-z]+)\s*(<=?|>=?|===?|!=)\s*(-?\d+(?:\.\d+)?)\s*$/.exec(expression) ?? [];
  const percent = /^p\(\s*([\d.]+)\s*\)$/.exec(name)?.[1];
  const statistic = percent === undefined ? name : Number(percent) === 50 ? 'med' : `p${Number(percent)}`;
  return { statistic, value: value === undefined ? null : Number(value) };
}

interface Mark {
  readonly metric: string;
  readonly statistic: string;
  /** In milliseconds. */
  readonly at: number;
  readonly words: string;
}

/** What thresholds of the tool and items ask of times. */
function marksOf({ thresholds, metrics }: LoadReport, citations: readonly AssessedCitation[]): Mark[] {
  const unitOf = (metric: string, statistic: string) => metrics.find(({ name }) => name === metric)?.statistics[statistic]?.unit;
  const own = (thresholds ?? []).flatMap(({ metric, expression }: LoadThreshold): Mark[] => {
    const { statistic, value } = boundIn(expression);
    const unit = unitOf(metric, statistic);
    return value === null || unit === undefined || dimensionOf(unit) !== 'time'
      ? []
      : [{ metric, statistic, at: convert(value, unit, 'ms'), words: expression }];
  });
  const asked = citations.flatMap(({ selector, criterion }): Mark[] => {
    const [, metric = '', statistic = ''] = /^(.+)\.((?:p\d+\.)?[\w]+)$/s.exec(canonicalSelector(selector)) ?? [];
    if (criterion?.kind !== 'number' || unitOf(metric, statistic) === undefined || dimensionOf(criterion.unit) !== 'time') return [];
    return [{ metric, statistic, at: convert(criterion.value, criterion.unit, 'ms'), words: criterionWords(criterion) }];
  });
  return [...own, ...asked];
}

/** The distributions that something is asked of, and the main one. */
function strips(report: LoadReport, citations: readonly AssessedCitation[]): StripView[] {
  const marks = marksOf(report, citations);
  const main = mainStatistic(report)?.metric;
  const names = new Set([...(main === undefined ? [] : [main]), ...marks.map(({ metric }) => metric)]);
  return report.metrics
    .filter(({ name }) => names.has(name))
    .toSorted(byPlace)
    .flatMap((metric) => {
      const view = stripView(
        metric,
        marks.filter((mark) => mark.metric === metric.name),
      );
      return view === null ? [] : [view];
    })
    .slice(0, mostStrips);
}

/** Null for a metric without a distribution of times. */
function stripView({ name, statistics }: LoadMetric, marks: readonly Mark[]): StripView | null {
  const times = statisticNames([statistics])
    .flatMap((statistic) => {
      const measured = statistics[statistic];
      return measured === undefined || dimensionOf(measured.unit) !== 'time'
        ? []
        : [{ statistic, at: convert(measured.value, measured.unit, 'ms'), shown: scaledQuantity(measured.value, measured.unit) }];
    })
    .filter(({ statistic }) => statistic !== 'min' && statistic !== 'value');
  if (times.length < 2) return null;
  // One slow request does not make all others unreadable: what is far beyond the rest fills its bar.
  const rest = Math.max(...times.filter(({ statistic }) => statistic !== 'max').map(({ at }) => at), ...marks.map(({ at }) => at));
  const slowest = Math.max(...times.map(({ at }) => at));
  const full = slowest > rest * 3 ? rest * 1.5 : Math.max(slowest, rest);
  const share = (at: number) => (full === 0 ? 0 : Math.min(100, (at / full) * 100));
  return {
    metric: name,
    rows: times.map(({ statistic, at, shown }) => {
      const own = marks.filter((mark) => mark.statistic === statistic);
      return {
        statistic,
        value: shown,
        meter: { value: share(at), marks: own.map((mark) => share(mark.at)) },
        asked: [...new Set(own.map(({ words }) => words))].join(', '),
      };
    }),
  };
}

function statisticTable(title: string, metrics: readonly LoadMetric[]): StatisticTable {
  const names = statisticNames(metrics.map(({ statistics }) => statistics));
  return {
    title,
    statistics: names,
    rows: metrics.map(({ name, statistics }) => ({
      metric: name,
      cells: names.map((statistic) => {
        const measured = statistics[statistic];
        if (measured === undefined) return '';
        const isFlow = measured.unit === 'per-second' && statistics['count']?.unit === 'bytes';
        return isFlow ? `${scaledQuantity(measured.value, 'bytes')}/s` : scaledQuantity(measured.value, measured.unit);
      }),
    })),
  };
}

/** The statistics that occur, in their one order. */
function statisticNames(all: readonly LoadMetric['statistics'][]): string[] {
  const place = (name: string) => {
    const percent = /^p(\d+(?:\.\d+)?)$/.exec(name)?.[1];
    if (percent !== undefined) return order.indexOf('med') + (Number(percent) - 50) / 100;
    const index = order.indexOf(name);
    return index === -1 ? order.length : index;
  };
  return [...new Set(all.flatMap(Object.keys))].toSorted((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

function seriesViews(all: readonly LoadSeries[]): SeriesView[] {
  const times = all.flatMap(({ points }) => points.map(({ at }) => at));
  const [from, to] = times.reduce(
    ([low, high], at) => [Math.min(low, at), Math.max(high, at)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  return all.flatMap((series) => {
    const view = seriesView(series, from, to);
    return view === null ? [] : [view];
  });
}

/** All on one axis of time; null where nothing was measured. */
function seriesView({ name, statistic, unit, points, within }: LoadSeries, from: number, to: number): SeriesView | null {
  const values = points.flatMap(({ value }) => value ?? []);
  if (values.length < 2) return null;
  const highest = values.reduce((high, value) => Math.max(high, value), 0);
  const lowest = values.reduce((low, value) => Math.min(low, value), highest);
  const x = scaleLinear([from, to], [2, chart.width - 2]);
  const y = scaleLinear([Math.min(0, lowest), highest || 1], [chart.height - 2, 4]);
  // Between bursts nothing is measured: the line goes on to the next one.
  const drawn = points.flatMap(({ at, value }) => (value === null ? [] : { at, value }));
  const draw = line<(typeof drawn)[number]>(
    ({ at }) => round(x(at)),
    ({ value }) => round(y(value)),
  );
  const title = `${name} ${statistic}`;
  const [low, high, duration] = [aboutWords(lowest, unit, within), aboutWords(highest, unit, within), scaledQuantity(to - from, 'ms')];
  return { title, high, duration, description: seriesWords(title, low, high, duration), ...chart, path: draw(drawn) ?? '' };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
