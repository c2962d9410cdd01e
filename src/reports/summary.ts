import type { Problem } from '../problem.ts';
import { dimensionOf, type Unit } from '../unit.ts';
import type { ReadOutcome } from './read.ts';
import { readers } from './readers.ts';
import {
  type CoverageMeasure,
  type CoverageReport,
  type FindingsReport,
  type LoadReport,
  type Report,
  type ReportKind,
  severities,
  type TestsReport,
  type Tool,
} from './report.ts';

/** A result file in numbers: what `readiness-portal inspect --json` prints. One of the keys named for a kind is there where the file could be read. */
export interface ReportSummary {
  readonly format: string | null;
  readonly kind: ReportKind | null;
  readonly tool: Tool | null;
  readonly problems: readonly Problem[];
  readonly tests?: TestCounts;
  readonly coverage?: { readonly [measure in CoverageMeasure]: CoverageTotal | null };
  readonly load?: {
    readonly metrics: Readonly<Record<string, Readonly<Record<string, number>>>>;
    /** Null where the file holds no verdicts: unknown. */
    readonly thresholds: { readonly passed: number; readonly failed: number } | null;
    readonly checks: { readonly passed: number; readonly failed: number } | null;
  };
  readonly findings?: FindingCounts;
  readonly document?: { readonly title: string | null; readonly headings: readonly string[] };
}

/** Tests by their outcome. `flaky` ones passed, and are among the passed. */
export interface TestCounts {
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly flaky: number;
  readonly durationMs: number | null;
}

/** Counts are null where the format states a percentage alone; the percentage (0 to 100) is null where there was nothing to cover. */
export interface CoverageTotal {
  readonly covered: number | null;
  readonly total: number | null;
  readonly percent: number | null;
}

/** By severity, suppressed ones left out and counted apart. */
export interface FindingCounts {
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly info: number;
  readonly unknown: number;
  readonly total: number;
  readonly suppressed: number;
}

/** What `inspect --json` prints of a file that was read or refused. */
export function summariseOutcome(outcome: ReadOutcome): ReportSummary {
  const { format, problems } = outcome;
  if (outcome.state === 'refused') {
    return { format, kind: readers.find((reader) => reader.format === format)?.kind ?? null, tool: null, problems };
  }
  const { report } = outcome;
  return { format, kind: report.kind, tool: report.tool, problems, ...summariseReport(report) };
}

function summariseReport(report: Report): Pick<ReportSummary, 'tests' | 'coverage' | 'load' | 'findings' | 'document'> {
  switch (report.kind) {
    case 'tests':
      return { tests: countTests(report) };
    case 'coverage':
      return {
        coverage: {
          lines: coverageTotal(report, 'lines'),
          statements: coverageTotal(report, 'statements'),
          branches: coverageTotal(report, 'branches'),
          functions: coverageTotal(report, 'functions'),
        },
      };
    case 'load':
      return {
        load: {
          metrics: Object.fromEntries(
            report.metrics.map(({ name, statistics }) => [
              name,
              Object.fromEntries(Object.entries(statistics).map(([statistic, { value }]) => [statistic, value])),
            ]),
          ),
          thresholds: report.thresholds && {
            passed: report.thresholds.filter(({ held }) => held === true).length,
            failed: report.thresholds.filter(({ held }) => held === false).length,
          },
          checks: report.checks,
        },
      };
    case 'findings':
      return { findings: countFindings(report) };
    case 'document':
      return { document: { title: report.title, headings: report.headings.map(({ text }) => text) } };
    case 'json':
      return {};
  }
}

/** How many tests there are by their outcome; milliseconds, or null where nothing states a time. */
export function countTests({ tests, durationMs }: TestsReport): TestCounts {
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  return {
    total: tests.length,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    flaky: tests.filter(({ flaky }) => flaky).length,
    durationMs,
  };
}

/** The sum over all files of a report, null where it does not have the measure. */
export function coverageTotal({ files, percentOnly }: CoverageReport, measure: CoverageMeasure): CoverageTotal | null {
  const stated = percentOnly[measure];
  if (stated !== undefined) return { covered: null, total: null, percent: stated };
  const counts = files.flatMap(({ measures }) => measures[measure] ?? []);
  if (counts.length === 0) return null;
  const covered = counts.reduce((sum, count) => sum + count.covered, 0);
  const total = counts.reduce((sum, count) => sum + count.total, 0);
  return { covered, total, percent: total === 0 ? null : (covered * 100) / total };
}

/** One number of a load run. */
export interface LoadStatistic {
  readonly metric: string;
  readonly statistic: string;
  readonly value: number;
  readonly unit: Unit;
}

/** What people ask of a latency first. */
const latencyStatistics = ['p95', 'p99', 'p90', 'med', 'avg', 'max'];

/** The number of a load run that says most: the latency of its requests, or else the first that it states; null where it states none. */
export function mainStatistic({ metrics }: LoadReport): LoadStatistic | null {
  const all = metrics.flatMap(({ name, statistics }) =>
    Object.entries(statistics).map(([statistic, { value, unit }]): LoadStatistic => ({ metric: name, statistic, value, unit })),
  );
  const times = all.filter(({ unit }) => dimensionOf(unit) === 'time');
  const requests = times.filter(({ metric }) => metric === 'http_req_duration');
  const latencies = requests.length > 0 ? requests : times;
  return (
    latencyStatistics.flatMap((name) => latencies.find(({ statistic }) => statistic === name) ?? [])[0] ?? latencies[0] ?? all[0] ?? null
  );
}

/** How many findings there are by severity; suppressed ones are counted apart. */
export function countFindings({ findings }: FindingsReport): FindingCounts {
  const counted = findings.filter(({ suppressed }) => !suppressed);
  const bySeverity = Object.fromEntries(severities.map((severity) => [severity, 0]));
  for (const { severity } of counted) bySeverity[severity] = (bySeverity[severity] ?? 0) + 1;
  const of = (severity: string) => bySeverity[severity] ?? 0;
  return {
    critical: of('critical'),
    high: of('high'),
    medium: of('medium'),
    low: of('low'),
    info: of('info'),
    unknown: of('unknown'),
    total: counted.length,
    suppressed: findings.length - counted.length,
  };
}
