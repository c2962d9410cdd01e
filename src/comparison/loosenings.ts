import { agree, type Measure } from '../checklist/requirements/measure.ts';
import { type Bound, formatBound } from '../checklist/requirements/requirement.ts';
import { understandWords } from '../checklist/requirements/understand.ts';
import { convert, dimensionOf, isUnit, type Unit } from '../unit.ts';
import type { ComparedCitation, ComparedCriterion, ComparedItem } from './compared-release.ts';

/** One way in which an item asks for less than it did: what it asked for then, and now. */
export type Loosening =
  /** A criterion, in words, that now admits what it refused; null where nothing is stated any more. In a file's title, or in the item's words. */
  | { readonly kind: 'criterion'; readonly file: string | null; readonly from: string; readonly to: string | null }
  /** A proof that is not asked for any more, and that nothing replaces. */
  | { readonly kind: 'citation'; readonly file: string; readonly selector: string }
  /** The environment that it had to be measured in; now any will do. */
  | { readonly kind: 'environment'; readonly from: string };

/** The numbers that a requirement admits, from one to another. */
interface Range {
  readonly min: number;
  readonly max: number;
  /** Is the end itself admitted? */
  readonly withMin: boolean;
  readonly withMax: boolean;
  readonly unit: Unit;
  /** Its dimension, or what is counted. */
  readonly of: string;
  readonly measure: Measure | null;
  /** What it is of, where words say it. */
  readonly subject: readonly string[];
  /** It is the rule for a kind of result, and nobody wrote it. */
  readonly isRule: boolean;
  readonly display: string;
}

/** How an item asks for less than it did. A threshold is compared in one unit, wherever it is written: in the text or in a title. */
export function looseningsOf(before: ComparedItem, after: ComparedItem): Loosening[] {
  if (asksTheSame(before, after)) return [];
  const texts = { before: textRanges(before), after: textRanges(after) };
  const titles = after.citations.flatMap(({ criterion }) => (criterion?.from === 'title' ? (rangeOf(criterion) ?? []) : []));
  return [
    ...texts.before.flatMap((from): Loosening[] => {
      const to = ofQuantity(from, texts.after) ?? ofQuantity(from, titles);
      return to !== undefined && !admitsMore(from, to)
        ? []
        : [{ kind: 'criterion', file: null, from: from.display, to: to?.display ?? null }];
    }),
    ...before.citations.flatMap((old) => {
      const same = after.citations.find((each) => isSameCitation(each, old));
      return same === undefined ? [] : titleLoosening(old, same, texts.after);
    }),
    ...droppedCitations(before, after),
    ...(before.environment !== null && after.environment === null ? [{ kind: 'environment', from: before.environment } as const] : []),
  ];
}

/** Do two citations select the same of the same file? */
export function isSameCitation(a: Pick<ComparedCitation, 'file' | 'selector'>, b: Pick<ComparedCitation, 'file' | 'selector'>): boolean {
  return a.file === b.file && a.selector === b.selector;
}

/** The same words and the same citations: so it is with nearly every item from one release to the next. */
function asksTheSame(before: ComparedItem, after: ComparedItem): boolean {
  const alike = (old: ComparedCitation, index: number) => {
    const now = after.citations[index];
    return now !== undefined && isSameCitation(now, old) && now.criterion?.display === old.criterion?.display;
  };
  return (
    before.text === after.text &&
    before.environment === after.environment &&
    before.citations.length === after.citations.length &&
    before.citations.every(alike)
  );
}

/** What the words of an item require: all of something is a share, none of it a count. */
function textRanges({ text }: ComparedItem): Range[] {
  const { requirements, quantifiers } = understandWords(text);
  return [
    ...requirements.flatMap(({ measure, bounds, subject }) => {
      const [first] = bounds;
      if (first === undefined) return [];
      const display = bounds.map(formatBound).join(' and ');
      return [{ ...rangeWithin(bounds, first.unit), of: dimensionOf(first.unit), measure, subject, isRule: false, display }];
    }),
    ...quantifiers.map(({ kind, words }): Range => {
      const bound: Bound =
        kind === 'all' ? { comparator: '>=', value: 100, unit: 'percent' } : { comparator: '=', value: 0, unit: 'count' };
      const common = { of: dimensionOf(bound.unit), measure: null, subject: [], isRule: false };
      return { ...rangeWithin([bound], bound.unit), ...common, display: `“${words}”` };
    }),
  ];
}

/** The range that a criterion sets; null where it asks for a text or for true or false, or only for existence. */
function rangeOf({ comparator, value, unit, measure, from, display }: ComparedCriterion): Range | null {
  if (comparator === 'exists' || typeof value !== 'number') return null;
  const counted = unit !== null && !isUnit(unit) ? unit : null;
  const own = unit !== null && isUnit(unit) ? unit : 'count';
  const range = rangeWithin([{ comparator, value, unit: own }], own);
  return { ...range, of: counted ?? dimensionOf(own), measure, subject: [], isRule: from === 'default', display };
}

/** Could the two be of one quantity? The rule of a kind counts what a plain number in a title counts. */
function isOneQuantity(a: Range, b: Range): boolean {
  const isAlike = a.of === b.of || (a.isRule && b.of === dimensionOf('count')) || (b.isRule && a.of === dimensionOf('count'));
  return isAlike && agree(a.measure, b.measure);
}

/** Of several ranges of one quantity the one of the same measure, or of the same things. */
function ofQuantity(range: Range, others: readonly Range[]): Range | undefined {
  const alike = others.filter((each) => isOneQuantity(range, each));
  return (
    alike.find(({ measure }) => measure !== null && measure === range.measure) ??
    alike.find(({ subject }) => subject.some((word) => range.subject.includes(word))) ??
    alike[0]
  );
}

/** What the titles of one citation, then and now, ask for. */
function titleLoosening(old: ComparedCitation, { criterion: to }: ComparedCitation, texts: readonly Range[]): Loosening[] {
  const from = old.criterion;
  // A title of another dimension than the value leaves no criterion, and the citation unproven: nothing passes by it.
  if (from === null || to === null) return [];
  const loosening: Loosening[] = [{ kind: 'criterion', file: old.file, from: from.display, to: to.display }];
  if (to.comparator === 'exists' && to.from === 'title') return from.comparator === 'exists' ? [] : loosening;
  const then = rangeOf(from);
  if (then === null || from.from === 'text') return [];
  const stated = rangeOf(to);
  const now = stated !== null && isOneQuantity(then, stated) ? stated : ofQuantity(then, texts);
  if (now === undefined) return then.isRule ? [] : loosening;
  return admitsMore(then, now) ? loosening : [];
}

/** Does a range admit a number that another refused? */
function admitsMore(before: Range, { unit, ...to }: Range): boolean {
  const inUnit = (value: number) => (dimensionOf(unit) === dimensionOf(before.unit) ? convert(value, unit, before.unit) : value);
  const after = { ...to, min: inUnit(to.min), max: inUnit(to.max) };
  const lower = after.min < before.min && !near(after.min, before.min);
  const higher = after.max > before.max && !near(after.max, before.max);
  const opened =
    (near(after.min, before.min) && after.withMin && !before.withMin) || (near(after.max, before.max) && after.withMax && !before.withMax);
  return lower || higher || opened;
}

type Ends = Pick<Range, 'min' | 'max' | 'withMin' | 'withMax' | 'unit'>;

/** The numbers that all of some bounds admit; each bounds one side, or is the one number. */
function rangeWithin(bounds: readonly Bound[], unit: Unit): Ends {
  let range: Ends = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY, withMin: false, withMax: false, unit };
  for (const bound of bounds) range = { ...range, ...endsOf(bound, convert(bound.value, bound.unit, unit)) };
  return range;
}

function endsOf({ comparator }: Bound, value: number): Partial<Ends> {
  switch (comparator) {
    case '>=':
      return { min: value, withMin: true };
    case '>':
      return { min: value };
    case '<=':
      return { max: value, withMax: true };
    case '<':
      return { max: value };
    case '=':
      return { min: value, max: value, withMin: true, withMax: true };
  }
}

/** Conversion between units rounds. */
function near(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

function droppedCitations(before: ComparedItem, after: ComparedItem): Loosening[] {
  const isIn = (citation: ComparedCitation, all: readonly ComparedCitation[]) => all.some((each) => isSameCitation(each, citation));
  if (after.citations.some((citation) => !isIn(citation, before.citations))) return [];
  return before.citations
    .filter((citation) => !isIn(citation, after.citations))
    .map(({ file, selector }) => ({ kind: 'citation', file, selector }));
}
