import type { LoadCheck, LoadReport, LoadThreshold } from '../../reports/report.ts';
import { convert, formatNumber, formatQuantity, type Unit } from '../../unit.ts';
import { plural } from './grammar.ts';

/** The units that a measured number is shown in: the largest of these in which it is at least 1, so that few digits say it. */
const scales: { readonly [unit in Unit]?: readonly (readonly [atLeast: number, shown: Unit])[] } = {
  ms: [
    [3_600_000, 'h'],
    [600_000, 'min'],
    [10_000, 's'],
    [1, 'ms'],
    [0, 'us'],
  ],
  bytes: [
    [1e9, 'GB'],
    [1e6, 'MB'],
    [1e3, 'KB'],
    [0, 'bytes'],
  ],
};

/** A measured number in the unit that suits its size, on one line: `63.9 MB`, `6 µs`. */
export function scaledQuantity(value: number, unit: Unit): string {
  const [base, inBase] = unit === 's' || unit === 'us' ? (['ms', convert(value, unit, 'ms')] as const) : ([unit, value] as const);
  const shown = value === 0 ? unit : (scales[base]?.find(([atLeast]) => Math.abs(inBase) >= atLeast)?.[1] ?? unit);
  return onOneLine(formatQuantity(convert(value, unit, shown), shown));
}

/** Words that stay on one line: a quantity with its unit. */
export function onOneLine(words: string): string {
  return words.replaceAll(' ', '\u{a0}');
}

/** What became of a threshold that the tool judged. */
export const thresholdWords = { held: 'held', crossed: 'crossed', unmeasured: 'not measured' } as const;

/** The state of a threshold. */
export function thresholdState({ held }: LoadThreshold): keyof typeof thresholdWords {
  return held === null ? 'unmeasured' : held ? 'held' : 'crossed';
}

/** What became of a check of a script. */
export function checkState({ passed, failed }: LoadCheck): keyof typeof checkWords {
  return failed > 0 ? 'failed' : passed > 0 ? 'held' : 'unmeasured';
}

/** The same in words. */
export const checkWords = { held: 'held', failed: 'failed', unmeasured: 'not run' } as const;

/** How often a check held or failed: `257 of 1,115`. */
export function checkCounts({ passed, failed }: LoadCheck): string {
  return `${formatNumber(failed > 0 ? failed : passed)} of ${formatNumber(passed + failed)}`;
}

/** What a run comes to: what failed first. */
export function runFacts({
  requests,
  checks,
  durationMs,
}: LoadReport): { readonly name: string; readonly value: string; readonly isBad: boolean }[] {
  const rate = requests === null || requests.total === 0 ? null : requests.failed / requests.total;
  const facts = [
    rate === null || requests === null
      ? null
      : {
          name: 'Error rate',
          value: `${onOneLine(formatQuantity(rate, 'ratio'))} (${formatNumber(requests.failed)} of ${plural(requests.total, 'request')})`,
          isBad: requests.failed > 0,
        },
    checks === null || checks.passed + checks.failed === 0
      ? null
      : {
          name: 'Checks failed',
          value: `${formatNumber(checks.failed)} of ${formatNumber(checks.passed + checks.failed)}`,
          isBad: checks.failed > 0,
        },
    durationMs === null ? null : { name: 'Duration', value: scaledQuantity(durationMs, 'ms'), isBad: false },
  ];
  return facts.filter((fact) => fact !== null);
}

/** A quantity that is known to a share of it, to two digits: `about 150 ms`. */
export function aboutWords(value: number, unit: Unit, within: number | undefined): string {
  if (within === undefined || value === 0) return scaledQuantity(value, unit);
  return onOneLine(`about ${scaledQuantity(Number(value.toPrecision(2)), unit)}`);
}

/** A small chart for who cannot see it. */
export function seriesWords(name: string, low: string, high: string, duration: string): string {
  return `${name} over ${duration}, from ${low} to ${high}`;
}

/** How many checks a page leaves out; empty where it lists all. */
export function moreChecksWords(more: number): string {
  return more === 0 ? '' : `${plural(more, 'more check is', 'more checks are')} in the file; none that failed more often.`;
}

/** How many metrics or series a page leaves out; empty where it lists all. */
export function moreMetricsWords(more: number): string {
  return more === 0 ? '' : `${plural(more, 'more metric is', 'more metrics are')} in the file.`;
}
