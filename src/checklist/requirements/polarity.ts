import { type Dimension, dimensionOf, type Unit } from '../../unit.ts';
import type { Measure, namedMeasures } from './measure.ts';
import { decidesLess, decidesMore, eitherTime, lessIsBetter, longIsBetter, moreIsBetter, moreIsMore } from './phrases.ts';
import type { Comparator } from './requirement.ts';

/** Which way something is better; `both` where its words name things of either kind, null where they say nothing of it. */
export type Polarity = 'less' | 'more' | 'both' | null;

/** Which way what some words name is better: a latency less, a coverage more. */
export function polarityOf(measures: readonly Measure[], unit: Unit, words: readonly string[]): Polarity {
  const own = new Set(measures.flatMap((measure) => polarityOfMeasure(measure) ?? []));
  const [only] = own;
  if (own.size > 1) return 'both';
  return only ?? wordPolarity(dimensionOf(unit), words);
}

/** Does a comparison keep to the better side? `latency > 500 ms` does not: it says when something happens, not what must hold. */
export function isNatural(comparator: Comparator, value: number, polarity: Polarity): boolean {
  if (polarity === null) return true;
  if (polarity === 'both') return false;
  if (comparator === '=') return polarity === 'less' || value > 0;
  return polarity === 'less' ? comparator.startsWith('<') : comparator.startsWith('>');
}

/** Which way a measure is better; null where that depends on what it is of. */
export function polarityOfMeasure(measure: Measure): 'less' | 'more' | null {
  return isNamed(measure) ? better[measure] : null;
}

/** Whether less or more is better of a measure; null where that depends on what it is of, as it does for percentiles. */
const better: Readonly<Record<(typeof namedMeasures)[number], 'less' | 'more' | null>> = {
  coverage: 'more',
  'statement-coverage': 'more',
  'line-coverage': 'more',
  'branch-coverage': 'more',
  'function-coverage': 'more',
  tests: 'more',
  'passed-tests': 'more',
  'failed-tests': 'less',
  'skipped-tests': 'less',
  'flaky-tests': 'less',
  'test-duration': 'less',
  findings: 'less',
  'critical-findings': 'less',
  'high-findings': 'less',
  'medium-findings': 'less',
  'low-findings': 'less',
  'info-findings': 'less',
  warnings: 'less',
  errors: 'less',
  mean: null,
  minimum: null,
  maximum: null,
  throughput: 'more',
  'error-rate': 'less',
};

function isNamed(measure: Measure): measure is keyof typeof better {
  return Object.hasOwn(better, measure);
}

function wordPolarity(dimension: Dimension, words: readonly string[]): Polarity {
  const names = (list: ReadonlySet<string>) => words.some((word) => list.has(word));
  if (dimension === 'time') return names(longIsBetter) ? 'more' : names(eitherTime) ? null : 'less';
  if (names(decidesMore)) return 'more';
  if (names(decidesLess)) return 'less';
  const counts = dimension === 'number' || dimension === 'frequency';
  const [less, more] = [names(lessIsBetter), names(moreIsBetter) || (counts && names(moreIsMore))];
  if (less && more) return 'both';
  if (less || more) return less ? 'less' : 'more';
  return dimension === 'frequency' ? 'more' : null;
}
