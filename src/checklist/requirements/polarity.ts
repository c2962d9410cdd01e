import { type Dimension, dimensionOf, type Unit } from '../../unit.ts';
import type { Measure } from './measure.ts';
import { decidesLess, decidesMore, eitherTime, lessIsBetter, longIsBetter, moreIsBetter, moreIsMore } from './phrases.ts';
import type { Comparator } from './requirement.ts';

/** Which way something is better; `both` where its words name things of either kind, null where they say nothing of it. */
export type Polarity = 'less' | 'more' | 'both' | null;

/** Which way what some words name is better: a latency less, a coverage more. */
export function polarityOf(measures: readonly Measure[], unit: Unit, words: readonly string[]): Polarity {
  const own = new Set(measures.flatMap((measure) => measurePolarity(measure) ?? []));
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

function measurePolarity(measure: Measure): 'less' | 'more' | null {
  if (measure.endsWith('coverage')) return 'more';
  switch (measure) {
    case 'tests':
    case 'passed-tests':
    case 'throughput':
      return 'more';
    case 'mean':
    case 'minimum':
    case 'maximum':
      return null;
    default:
      return /^p\d/.test(measure) ? null : 'less';
  }
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
