/**
 * What a criterion can speak of: a kind of code coverage, tests by their outcome, findings by their severity, a statistic of a load run.
 * `coverage` is whichever kind a file has (statements, else lines); `warnings` and `errors` are a linter's levels or worse.
 */
export const namedMeasures = [
  'coverage',
  'statement-coverage',
  'line-coverage',
  'branch-coverage',
  'function-coverage',
  'tests',
  'passed-tests',
  'failed-tests',
  'skipped-tests',
  'flaky-tests',
  'test-duration',
  'findings',
  'critical-findings',
  'high-findings',
  'medium-findings',
  'low-findings',
  'info-findings',
  'warnings',
  'errors',
  'mean',
  'minimum',
  'maximum',
  'throughput',
  'error-rate',
] as const;

/** A measure's name; a percentile is named by its number: `p50`, `p99.9`. */
export type Measure = (typeof namedMeasures)[number] | `p${number}`;

/** Could a criterion of one measure be compared with a number of another? Where one of them is not named, or is only less exactly named. */
export function agree(asked: Measure | null, cited: Measure | null): boolean {
  if (asked === null || cited === null || asked === cited) return true;
  const isCoverage = (measure: Measure) => measure.endsWith('coverage');
  return isCoverage(asked) && isCoverage(cited) && (asked === 'coverage' || cited === 'coverage');
}
