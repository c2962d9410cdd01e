import type { Status } from '../assessment/assessment.ts';
import type { Mark } from '../checklist/checklist.ts';
import { convert, dimensionOf, isUnit } from '../unit.ts';
import type { ComparedCitation, ComparedItem, ComparedWaiver } from './compared-release.ts';
import { isSameCitation, type Loosening, looseningsOf } from './loosenings.ts';

/** An item in one release, and where it stands there. */
export interface LocatedItem {
  readonly item: ComparedItem;
  /** The titles of its page and its section. */
  readonly page: string;
  readonly section: string;
  /** The waiver that is in force for it. */
  readonly waiver: ComparedWaiver | null;
}

/** How what a citation measures moved, and whether that is nearer to what is asked. */
export interface Movement {
  readonly citation: ComparedCitation;
  /** What it measured before, in words. */
  readonly from: string;
  /** Null where these words hold more than the number, as the counts of tests do. */
  readonly trend: 'up' | 'down' | null;
  /** Null where nothing says which way is better. */
  readonly effect: 'better' | 'worse' | null;
}

/** One thing in which an item of two releases differs. */
export type Difference =
  | { readonly kind: 'status'; readonly from: Status; readonly to: Status }
  | { readonly kind: 'loosened'; readonly loosening: Loosening }
  | ({ readonly kind: 'number' } & Movement)
  /** It has another id, and nothing that people see is another. */
  | { readonly kind: 'id' }
  | { readonly kind: 'text'; readonly from: string }
  | { readonly kind: 'place'; readonly from: Pick<LocatedItem, 'page' | 'section'> }
  | { readonly kind: 'mark'; readonly from: Mark; readonly to: Mark }
  | { readonly kind: 'because'; readonly to: string | null }
  | { readonly kind: 'waiver'; readonly from: ComparedWaiver | null; readonly to: ComparedWaiver | null }
  | { readonly kind: 'environment'; readonly from: string | null; readonly to: string | null }
  /** The title of a citation asks for something else, and not for less. */
  | { readonly kind: 'criterion'; readonly citation: ComparedCitation; readonly from: string; readonly to: string }
  | { readonly kind: 'cited'; readonly citation: ComparedCitation }
  | { readonly kind: 'not-cited'; readonly citation: ComparedCitation }
  /** A citation came to something else, and no number moved. */
  | { readonly kind: 'outcome'; readonly citation: ComparedCitation; readonly before: ComparedCitation };

/** Everything in which an item of two releases differs. */
export function differencesOf(before: LocatedItem, after: LocatedItem): Difference[] {
  if (isUnchanged(before, after)) return [];
  const [old, now] = [before.item, after.item];
  const loosenings = looseningsOf(old, now);
  const isLoosened = (kind: Loosening['kind'], file: string | null) =>
    loosenings.some((each) => each.kind === kind && (file === null || ('file' in each && each.file === file)));
  const pairs = pairCitations(old, now);
  const isPlaced = before.page === after.page && before.section === after.section;
  return [
    ...(followsItsParts(before, after) || old.status === now.status ? [] : [{ kind: 'status', from: old.status, to: now.status } as const]),
    ...loosenings.map((loosening) => ({ kind: 'loosened', loosening }) as const),
    ...pairs.same.flatMap(([then, citation]): Difference[] => {
      const movement = movementOf(then, citation);
      return movement === null ? [] : [{ kind: 'number', ...movement }];
    }),
    ...(old.id !== now.id && old.text === now.text && isPlaced ? [{ kind: 'id' } as const] : []),
    ...(old.text === now.text ? [] : [{ kind: 'text', from: old.text } as const]),
    ...(isPlaced ? [] : [{ kind: 'place', from: { page: before.page, section: before.section } } as const]),
    ...(old.mark === now.mark ? [] : [{ kind: 'mark', from: old.mark, to: now.mark } as const]),
    ...(old.because === now.because ? [] : [{ kind: 'because', to: now.because } as const]),
    ...(isSameWaiver(before.waiver, after.waiver) ? [] : [{ kind: 'waiver', from: before.waiver, to: after.waiver } as const]),
    ...(old.environment === now.environment || isLoosened('environment', null)
      ? []
      : [{ kind: 'environment', from: old.environment, to: now.environment } as const]),
    ...pairs.same.flatMap(([then, citation]): Difference[] => {
      if (isLoosened('criterion', citation.file)) return [];
      const criterion = criterionDifference(then, citation);
      return criterion === null ? outcomeDifference(then, citation) : [criterion];
    }),
    ...pairs.added.map((citation) => ({ kind: 'cited', citation }) as const),
    ...(isLoosened('citation', null) ? [] : pairs.dropped.map((citation) => ({ kind: 'not-cited', citation }) as const)),
  ];
}

/** Is all the same at a look? So it is with nearly every item from one release to the next. */
function isUnchanged(before: LocatedItem, after: LocatedItem): boolean {
  const [old, now] = [before.item, after.item];
  return (
    old.id === now.id &&
    old.text === now.text &&
    old.mark === now.mark &&
    old.status === now.status &&
    old.because === now.because &&
    old.environment === now.environment &&
    before.page === after.page &&
    before.section === after.section &&
    isSameWaiver(before.waiver, after.waiver) &&
    old.citations.length === now.citations.length &&
    old.citations.every((citation, index) => {
      const same = now.citations[index];
      return (
        same !== undefined &&
        isSameCitation(citation, same) &&
        citation.outcome === same.outcome &&
        citation.verdict === same.verdict &&
        citation.criterion?.display === same.criterion?.display
      );
    })
  );
}

/**
 * Has the status of an item with parts below it changed by these alone? Then they are listed, and it is not. What is contradicted is always
 * listed: a contradiction counts wherever it stands.
 */
function followsItsParts(before: LocatedItem, after: LocatedItem): boolean {
  const [old, now] = [before.item, after.item];
  const verdicts = ({ citations }: ComparedItem) => citations.map(({ verdict }) => verdict).join();
  return (
    old.items.length > 0 &&
    now.items.length > 0 &&
    old.status !== 'contradicted' &&
    now.status !== 'contradicted' &&
    old.mark === now.mark &&
    verdicts(old) === verdicts(now) &&
    isSameWaiver(before.waiver, after.waiver)
  );
}

function isSameWaiver(a: ComparedWaiver | null, b: ComparedWaiver | null): boolean {
  return a?.because === b?.because && a?.until === b?.until;
}

interface CitationPairs {
  readonly same: readonly (readonly [ComparedCitation, ComparedCitation])[];
  readonly added: readonly ComparedCitation[];
  readonly dropped: readonly ComparedCitation[];
}

/** What an item cites in both releases, in the order of the later one, and in only one of them. An item may cite the same twice. */
function pairCitations(before: ComparedItem, after: ComparedItem): CitationPairs {
  const left = [...before.citations];
  const added: ComparedCitation[] = [];
  const same: [ComparedCitation, ComparedCitation][] = [];
  for (const citation of after.citations) {
    const index = left.findIndex((each) => isSameCitation(each, citation));
    const [then] = index < 0 ? [] : left.splice(index, 1);
    if (then === undefined) added.push(citation);
    else same.push([then, citation]);
  }
  return { same, added, dropped: left };
}

/** How what a citation measures moved, where it counts in both releases; null where it did not move. */
function movementOf(before: ComparedCitation, after: ComparedCitation): Movement | null {
  if (before.measured === null || after.measured === null) return null;
  if (before.verdict === 'unproven' || after.verdict === 'unproven') return null;
  // What nobody is shown has not moved for anybody.
  if (before.measured.display === after.measured.display) return null;
  const [from, to] = [numberOf(before.measured, after.measured), numberOf(after.measured, after.measured)];
  const moved = { citation: after, from: before.measured.display };
  if (from === null || to === null || from === to) return { ...moved, trend: null, effect: null };
  const { unit } = after.measured;
  const isAll = unit === null || unit === 'findings' || isUnit(unit);
  return {
    ...moved,
    trend: isAll ? (to > from ? 'up' : 'down') : null,
    effect: effectOf(from, to, after, isFewerOfFewer(before.measured, after.measured)),
  };
}

/** Do fewer fail only because there are fewer that could: fewer failed tests, and fewer that passed too? That is no better. */
function isFewerOfFewer(before: MeasuredValue, after: MeasuredValue): boolean {
  if (typeof before.value !== 'number' || typeof after.value !== 'number') return false;
  if (before.unit !== after.unit || before.of === undefined || after.of === undefined) return false;
  return after.value < before.value && after.of - after.value < before.of - before.value;
}

type MeasuredValue = NonNullable<ComparedCitation['measured']>;

/** A measured value as a number in the unit of another; null where it is none, or of another quantity. */
function numberOf({ value, unit }: MeasuredValue, { unit: wanted }: MeasuredValue): number | null {
  if (typeof value !== 'number') return null;
  if (unit === wanted) return value;
  if (unit === null || wanted === null || !isUnit(unit) || !isUnit(wanted) || dimensionOf(unit) !== dimensionOf(wanted)) return null;
  return convert(value, unit, wanted);
}

/** Is a number nearer to what the criterion asks than another, or farther? */
function effectOf(from: number, to: number, { criterion, measured }: ComparedCitation, isFewer: boolean): Movement['effect'] {
  if (criterion === null || typeof criterion.value !== 'number') return null;
  const lessIsBetter = isFewer ? null : 'better';
  switch (criterion.comparator) {
    case '>=':
    case '>':
      return to > from ? 'better' : 'worse';
    case '<=':
    case '<':
      return to < from ? lessIsBetter : 'worse';
    case '=': {
      const { value, unit, display } = criterion;
      const wanted = (measured === null ? null : numberOf({ value, unit, display }, measured)) ?? criterion.value;
      const [then, now] = [Math.abs(from - wanted), Math.abs(to - wanted)];
      return then === now ? null : now < then ? lessIsBetter : 'worse';
    }
    case 'exists':
      return null;
  }
}

/** A title that asks for something else; what an item's own words ask is seen in its text, and a rule in the kind of its file. */
function criterionDifference(before: ComparedCitation, after: ComparedCitation): Difference | null {
  const [from, to] = [before.criterion, after.criterion];
  if (from === null || to === null || from.display === to.display) return null;
  if (from.from !== 'title' && to.from !== 'title') return null;
  return { kind: 'criterion', citation: after, from: from.display, to: to.display };
}

/** Proving nothing for the same reason as before is no difference, and neither is a text that passes: snapshots do not hold it. */
function outcomeDifference(before: ComparedCitation, after: ComparedCitation): Difference[] {
  const isSame = before.verdict === after.verdict && before.reason?.code === after.reason?.code;
  return isSame || movementOf(before, after) !== null ? [] : [{ kind: 'outcome', citation: after, before }];
}
