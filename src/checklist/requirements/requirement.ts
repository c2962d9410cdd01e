import { formatNumber, type Unit, unitSign } from '../../unit.ts';
import type { Measure } from './measure.ts';

/** How a value is to compare with a threshold. */
export type Comparator = '>=' | '>' | '<=' | '<' | '=';

/** A limit on a number. */
export interface Bound {
  readonly comparator: Comparator;
  readonly value: number;
  /** `count` where the author wrote no unit. */
  readonly unit: Unit;
}

/** What some words ask of one number. */
export interface Requirement {
  readonly measure: Measure | null;
  /** One, or two where the words state a range. All are of one dimension. */
  readonly bounds: readonly Bound[];
  /** What it is of, as lower-case words without their plural: tells two requirements of one dimension apart by the keys that are cited. */
  readonly subject: readonly string[];
  /** As written. */
  readonly words: string;
}

/** What some words ask without a number: of all, or of none. */
export interface Quantifier {
  readonly kind: 'all' | 'none';
  /** As written. */
  readonly words: string;
}

/** What some words require. */
export interface UnderstoodWords {
  readonly requirements: readonly Requirement[];
  readonly quantifiers: readonly Quantifier[];
  /** Statistics that they name without a number, `p95 latency`: what a label beside them compares is that. */
  readonly statistics: readonly Measure[];
  /** The parts that ask for something and were not understood: nothing that is cited for them can pass. */
  readonly notUnderstood: readonly NotUnderstood[];
}

/** Words that ask for nothing. */
export const nothingAsked: UnderstoodWords = { requirements: [], quantifiers: [], statistics: [], notUnderstood: [] };

/** A part of some words that asks for something, and was not understood. */
export interface NotUnderstood {
  /** As written. */
  readonly words: string;
  /** It holds a number, a comparison or a measure, which a command's success can never prove. */
  readonly measured: boolean;
}

/** A limit as people read it: `≥ 90 %`, `= 0`. */
export function formatBound({ comparator, value, unit }: Bound): string {
  return `${comparatorSigns[comparator]} ${formatNumber(value)}${unitSign(unit)}`;
}

/** Comparators as pages show them. */
export const comparatorSigns: Readonly<Record<Comparator, string>> = { '>=': '≥', '>': '>', '<=': '≤', '<': '<', '=': '=' };
