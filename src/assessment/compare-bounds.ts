import type { Measure } from '../checklist/requirements/measure.ts';
import type { Bound, Comparator } from '../checklist/requirements/requirement.ts';
import { convert, dimensionOf, type Unit } from '../unit.ts';
import type { AssessedCriterion, Verdict } from './assessment.ts';

/** A number as it was measured; a unit of null: the file does not state it. */
export interface MeasuredNumber {
  readonly value: number;
  readonly unit: Unit | null;
}

/** What became of one number under one criterion. */
export interface BoundOutcome {
  readonly criterion: AssessedCriterion;
  readonly verdict: Verdict;
}

/** Could a number be compared with a bound: are both of one dimension, or is one of them without a unit? */
export function isComparable({ unit }: MeasuredNumber, bound: Bound): boolean {
  return unit === null || dimensionOf(unit) === dimensionOf(bound.unit);
}

/** Does whatever keeps to one bound keep to another? */
export function implies(stated: Bound, asked: Bound): boolean {
  if (dimensionOf(stated.unit) !== dimensionOf(asked.unit)) return false;
  const value = convert(stated.value, stated.unit, asked.unit);
  if (stated.comparator === '=') return satisfies(value, asked.comparator, asked.value);
  if (stated.comparator.charAt(0) !== asked.comparator.charAt(0)) return false;
  if (value === asked.value) return stated.comparator === asked.comparator || stated.comparator.length === 1;
  return satisfies(value, asked.comparator, asked.value);
}

/** Compares a number with each of some bounds: the first that it misses decides. A bound without a unit is compared with the number as it is written. */
export function compareBounds(
  number: MeasuredNumber,
  bounds: readonly Bound[],
  measure: Measure | null,
  from: 'text' | 'title',
): BoundOutcome | null {
  const outcomes = bounds.map((bound) => compareBound(number, bound, measure, from));
  return outcomes.find(({ verdict }) => verdict.state !== 'pass') ?? outcomes[0] ?? null;
}

function compareBound(number: MeasuredNumber, bound: Bound, measure: Measure | null, from: 'text' | 'title'): BoundOutcome {
  const { comparator, value, unit } = bound;
  const criterion: AssessedCriterion = { kind: 'number', comparator, value, unit, measure, from };
  if (number.value < 0 && !(value < 0 && number.unit === null))
    return { criterion, verdict: { state: 'unproven', reason: { code: 'negative' } } };
  if (number.unit === null && unit !== 'count') {
    return { criterion, verdict: { state: 'unproven', reason: { code: 'unit-not-stated', unit } } };
  }
  const threshold = unit === 'count' || number.unit === null ? value : convert(value, unit, number.unit);
  const verdict: Verdict = satisfies(number.value, comparator, threshold)
    ? { state: 'pass' }
    : { state: 'fail', reason: { code: 'criterion-missed' } };
  return { criterion, verdict };
}

/** Does a value stand in a relation to a threshold? */
export function satisfies(value: number, comparator: Comparator, threshold: number): boolean {
  switch (comparator) {
    case '>=':
      return value >= threshold;
    case '>':
      return value > threshold;
    case '<=':
      return value <= threshold;
    case '<':
      return value < threshold;
    case '=':
      return value === threshold;
  }
}
