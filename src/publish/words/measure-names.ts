import type { Measure } from '../../checklist/requirements/measure.ts';

const names: Readonly<Record<Exclude<Measure, `p${number}`>, string>> = {
  coverage: 'coverage',
  'statement-coverage': 'statements',
  'line-coverage': 'lines',
  'branch-coverage': 'branches',
  'function-coverage': 'functions',
  tests: 'tests',
  'passed-tests': 'passed tests',
  'failed-tests': 'failed tests',
  'skipped-tests': 'skipped tests',
  'flaky-tests': 'flaky tests',
  'test-duration': 'duration of the tests',
  findings: 'findings',
  'critical-findings': 'critical findings',
  'high-findings': 'high findings',
  'medium-findings': 'medium findings',
  'low-findings': 'low findings',
  'info-findings': 'informational findings',
  warnings: 'warnings',
  errors: 'errors',
  mean: 'mean',
  minimum: 'minimum',
  maximum: 'maximum',
  throughput: 'throughput',
  'error-rate': 'error rate',
};

/** A measure as people call it: `branches`, `p95`, `critical findings`. */
export function measureName(measure: Measure): string {
  for (const [name, words] of Object.entries(names)) if (name === measure) return words;
  return measure;
}

/** What a number is of, behind it: ` of branches`; nothing where no measure is known, or the number says it. */
export function ofMeasure(measure: Measure | null): string {
  return measure?.endsWith('-coverage') ? ` of ${measureName(measure)}` : '';
}
