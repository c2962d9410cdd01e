import { isDeepStrictEqual } from 'node:util';
import type { AssessedCitation, AssessedCriterion, AssessedItem } from '../assessment/assessment.ts';
import type { Comparator, Criterion } from '../checklist/checklist.ts';
import { understandText } from '../checklist/criterion.ts';
import { convert, dimensionOf } from '../unit.ts';

type NumberCriterion = Extract<AssessedCriterion, { kind: 'number' }>;
type TestsCriterion = Extract<AssessedCriterion, { kind: 'tests' }>;

/** One way in which an item asks for less than it did: what it asked for then, and now. */
export type Loosening =
  /** A criterion that now admits what it refused; null where nothing is stated any more. */
  | { readonly kind: 'criterion'; readonly file: string | null; readonly from: AssessedCriterion; readonly to: AssessedCriterion | null }
  /** A proof that is not asked for any more, and that nothing replaces. */
  | { readonly kind: 'citation'; readonly file: string; readonly selector: string };

/** How an item asks for less than it did. A threshold is compared in one unit, wherever it is written: in the text or in a title. */
export function looseningsOf(before: AssessedItem, after: AssessedItem): Loosening[] {
  if (asksTheSame(before, after)) return [];
  const texts = { before: textCriteria(before), after: textCriteria(after) };
  const pairs = before.citations.flatMap((old) => {
    const same = after.citations.find((each) => each.file === old.file && each.selector === old.selector);
    return same === undefined ? [] : [{ old, same }];
  });
  const titles = after.citations.flatMap(({ criterion }) =>
    criterion?.kind === 'number' && criterion.from === 'title' ? [criterion] : [],
  );
  return [
    ...texts.before.flatMap((from): Loosening[] => {
      const to = inDimension(texts.after, from) ?? inDimension(titles, from);
      return to !== undefined && !admitsMore(from, to) ? [] : [{ kind: 'criterion', file: null, from, to: to ?? null }];
    }),
    ...pairs.flatMap(({ old, same }) => titleLoosening(old, same, texts)),
    ...droppedCitations(before, after),
  ];
}

/** The same words and the same citations: so it is with nearly every item from one release to the next. */
function asksTheSame(before: AssessedItem, after: AssessedItem): boolean {
  const alike = (old: AssessedCitation, index: number) => {
    const now = after.citations[index];
    return now?.file === old.file && now.selector === old.selector && isDeepStrictEqual(now.criterion, old.criterion);
  };
  return before.text === after.text && before.citations.length === after.citations.length && before.citations.every(alike);
}

/** What the words of an item require. */
function textCriteria({ text }: AssessedItem): NumberCriterion[] {
  return understandText(text).criteria.map((criterion) => ({ kind: 'number', ...criterion, from: 'text' }));
}

function inDimension(criteria: readonly NumberCriterion[], { unit }: Criterion): NumberCriterion | undefined {
  return criteria.find((each) => dimensionOf(each.unit) === dimensionOf(unit));
}

interface Texts {
  readonly before: readonly NumberCriterion[];
  readonly after: readonly NumberCriterion[];
}

/** What the titles of one citation, then and now, ask for. */
function titleLoosening(old: AssessedCitation, same: AssessedCitation, texts: Texts): Loosening[] {
  const from = old.criterion;
  const to = same.criterion;
  const loosening = (then: AssessedCriterion): Loosening[] => [{ kind: 'criterion', file: old.file, from: then, to }];
  // A title of another dimension than the value leaves no criterion, and the citation unproven: nothing passes by it.
  if (from === null || (to === null && same.verdict.state === 'unproven')) return [];
  if (to?.kind === 'exists') return from.kind === 'exists' ? [] : loosening(from);
  switch (from.kind) {
    case 'number': {
      if (from.from === 'text') return [];
      const now = to?.kind === 'number' ? to : inDimension(texts.after, from);
      if (now !== undefined && dimensionOf(now.unit) === dimensionOf(from.unit)) return admitsMore(from, now) ? loosening(from) : [];
      return loosening(from);
    }
    case 'tests':
      return to?.kind === 'tests' ? (testsAdmitMore(from, to) ? loosening(from) : []) : loosening(from);
    case 'default':
      return defaultAdmitsMore(from, to) ? loosening(from) : [];
    default:
      return [];
  }
}

/** Does a criterion now admit a number that it refused? */
function admitsMore(from: Criterion, to: Criterion): boolean {
  const before = interval(from);
  const after = interval({ comparator: to.comparator, value: convert(to.value, to.unit, from.unit) });
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

function interval({ comparator, value }: { readonly comparator: Comparator; readonly value: number }): Interval {
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

function testsAdmitMore(from: TestsCriterion, to: TestsCriterion): boolean {
  return from.count !== to.count || admitsMore(asCount(from), asCount(to));
}

function asCount({ comparator, value }: TestsCriterion): Criterion {
  return { comparator, value, unit: 'count' };
}

/** The rule of a kind against a title that took its place: none may fail, be found or be flaky, and now some may. */
function defaultAdmitsMore({ rule }: Extract<AssessedCriterion, { kind: 'default' }>, to: AssessedCriterion | null): boolean {
  const none: Criterion = { comparator: '=', value: 0, unit: 'count' };
  if (rule === 'none-failed') return to?.kind === 'tests' && to.count === 'failed' && admitsMore(none, asCount(to));
  const counted = rule === 'none-found' || rule === 'none-severe' || rule === 'none-flaky';
  return counted && to?.kind === 'number' && to.from === 'title' && admitsMore(none, { ...to, unit: 'count' });
}

function droppedCitations(before: AssessedItem, after: AssessedItem): Loosening[] {
  const isIn = ({ file, selector }: AssessedCitation, all: readonly AssessedCitation[]) =>
    all.some((each) => each.file === file && each.selector === selector);
  if (after.citations.some((citation) => !isIn(citation, before.citations))) return [];
  return before.citations
    .filter((citation) => !isIn(citation, after.citations))
    .map(({ file, selector }) => ({ kind: 'citation', file, selector }));
}
