import type { Unit } from '../../unit.ts';
import type { LoadMetric, LoadReport, Partial, Tool } from '../report.ts';
import type { Samples } from './samples.ts';

type Statistics = LoadMetric['statistics'];

/** Requests that were sent, all of a run or those of one label. */
export interface RequestGroup {
  /** Null for all of the run. */
  readonly label: string | null;
  readonly total: number;
  readonly failed: number;
  /** A second; null where it is not known. */
  readonly rate: number | null;
  readonly latency: Statistics;
}

/** The report of a load generator that gives no verdicts. The first group is the whole run. */
export function loadReport(run: {
  readonly tool: Tool;
  readonly groups: readonly [RequestGroup, ...RequestGroup[]];
  /** What the tool measures besides, under its own names. */
  readonly others?: readonly LoadMetric[];
  readonly durationMs: number | null;
  readonly partial?: readonly Partial[];
}): LoadReport {
  const { tool, groups, others = [], durationMs, partial } = run;
  const [{ total, failed }] = groups;
  const measured = measuredReport(tool, [...groups.flatMap(requestMetrics), ...others], partial);
  return { ...measured, requests: { total, failed }, durationMs };
}

/** The report of a tool that measures, and neither sends requests nor gives verdicts. */
export function measuredReport(tool: Tool, metrics: readonly LoadMetric[], partial: readonly Partial[] = []): LoadReport {
  return { kind: 'load', tool, partial, metrics, thresholds: null, checks: null, requests: null, durationMs: null };
}

/** Statistics of one unit. Those that are undefined or null were not measured. */
export function statisticsIn(unit: Unit, values: Readonly<Record<string, number | null | undefined>>): Statistics {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined || value === null ? [] : [[name, { value, unit }]])),
  );
}

/** The statistics of durations in milliseconds. */
export function latencyOf(samples: Samples): Statistics {
  return statisticsIn('ms', {
    avg: samples.average,
    min: samples.quantile(0),
    med: samples.quantile(0.5),
    max: samples.quantile(1),
    p90: samples.quantile(0.9),
    p95: samples.quantile(0.95),
    p99: samples.quantile(0.99),
  });
}

/** `99` is `p99`, `50` is `med`, `100` is `max`. */
export function percentileName(percent: number): string {
  return percent === 50 ? 'med' : percent === 100 ? 'max' : `p${percent}`;
}

/**
 * What each load generator measures, under one name: `requests`, `failed`, `latency`, those of a label as `latency{GET /}`. Where no request
 * succeeded there is no latency: failing is fast. A share of no requests is none, and their number of failures says nothing.
 */
function requestMetrics({ label, total, failed, rate, latency }: RequestGroup): LoadMetric[] {
  const name = (metric: string) => (label === null ? metric : `${metric}{${label}}`);
  return [
    { name: name('requests'), statistics: { ...statisticsIn('count', { count: total }), ...statisticsIn('per-second', { rate }) } },
    {
      name: name('failed'),
      statistics: total === 0 ? {} : { ...statisticsIn('count', { count: failed }), ...statisticsIn('ratio', { rate: failed / total }) },
    },
    { name: name('latency'), statistics: failed < total ? latency : {} },
  ];
}
