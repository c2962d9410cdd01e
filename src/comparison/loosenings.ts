import { type Comparator, formatBound } from '../checklist/requirements/requirement.ts';
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

/** A bound on a number: of one dimension, or of a count of something. */
interface Bound {
  readonly comparator: Comparator;
  readonly value: number;
  readonly unit: Unit;
  /** What is counted, for a count; else the dimension. Two of one quantity can be compared. */
  readonly of: string;
  readonly isRule: boolean;
  readonly display: string;
}

/** How an item asks for less than it did. A threshold is compared in one unit, wherever it is written: in the text or in a title. */
export function looseningsOf(before: ComparedItem, after: ComparedItem): Loosening[] {
  if (asksTheSame(before, after)) return [];
  const texts = { before: textBounds(before), after: textBounds(after) };
  const titles = after.citations.flatMap(({ criterion }) => (criterion?.from === 'title' ? (boundOf(criterion) ?? []) : []));
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

/** What the words of an item require. */
function textBounds({ text }: ComparedItem): Bound[] {
  return understandWords(text).requirements.flatMap(({ measure, bounds }) =>
    bounds.map((bound) => ({
      ...bound,
      of: measure ?? dimensionOf(bound.unit),
      isRule: false,
      display: formatBound(bound),
    })),
  );
}

/** The bound that a criterion sets; null where it asks for a text, or only for existence. */
function boundOf({ comparator, value, unit, from, display }: ComparedCriterion): Bound | null {
  if (comparator === 'exists' || typeof value !== 'number') return null;
  const common = { comparator, value, display, isRule: from === 'default' };
  if (unit === null) return { ...common, unit: 'count', of: dimensionOf('count') };
  return isUnit(unit) ? { ...common, unit, of: dimensionOf(unit) } : { ...common, unit: 'count', of: unit };
}

/** The rule of a kind counts what a plain number in a title counts. */
function isOneQuantity(a: Bound, b: Bound): boolean {
  return a.of === b.of || (a.isRule && b.of === 'number') || (b.isRule && a.of === 'number');
}

function ofQuantity(bound: Bound, others: readonly Bound[]): Bound | undefined {
  return others.find((each) => isOneQuantity(bound, each));
}

/** What the titles of one citation, then and now, ask for. */
function titleLoosening(old: ComparedCitation, { criterion: to }: ComparedCitation, texts: readonly Bound[]): Loosening[] {
  const from = old.criterion;
  // A title of another dimension than the value leaves no criterion, and the citation unproven: nothing passes by it.
  if (from === null || to === null) return [];
  const loosening: Loosening[] = [{ kind: 'criterion', file: old.file, from: from.display, to: to.display }];
  if (to.comparator === 'exists' && to.from === 'title') return from.comparator === 'exists' ? [] : loosening;
  const then = boundOf(from);
  if (then === null || from.from === 'text') return [];
  const stated = boundOf(to);
  const now = stated !== null && isOneQuantity(then, stated) ? stated : ofQuantity(then, texts);
  if (now === undefined) return then.isRule ? [] : loosening;
  return admitsMore(then, now) ? loosening : [];
}

/** Does a criterion now admit a number that it refused? */
function admitsMore(from: Bound, to: Bound): boolean {
  const before = interval(from);
  const value = dimensionOf(to.unit) === dimensionOf(from.unit) ? convert(to.value, to.unit, from.unit) : to.value;
  const after = interval({ comparator: to.comparator, value });
  const lower = after.min < before.min && !near(after.min, before.min);
  const higher = after.max > before.max && !near(after.max, before.max);
  const opened =
    (near(after.min, before.min) && after.withMin && !before.withMin) || (near(after.max, before.max) && after.withMax && !before.withMax);
  return lower || higher || opened;
}

interface Interval {
  readonly min: number;
  readonly max: number;
  readonly withMin: boolean;
  readonly withMax: boolean;
}

function interval({ comparator, value }: Pick<Bound, 'comparator' | 'value'>): Interval {
  const all = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY, withMin: false, withMax: false };
  switch (comparator) {
    case '>=':
      return { ...all, min: value, withMin: true };
    case '>':
      return { ...all, min: value };
    case '<=':
      return { ...all, max: value, withMax: true };
    case '<':
      return { ...all, max: value };
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
