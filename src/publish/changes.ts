import type { AssessedItem, Assessment } from '../assessment/assessment.ts';
import type { Comparison, ItemPair, LoneItem, WaiverChange } from '../comparison/compare-releases.ts';
import type { Loosening } from '../comparison/loosenings.ts';
import type { Worsening } from '../comparison/worsenings.ts';
import { headline } from './summary.ts';
import { citationName, criterionWords, decisiveCitation, measuredWords, outcomeWords, plural, statusWords } from './words/words.ts';

/** A kind of change, in the order in which a reader needs them: what got worse first. */
export interface ChangeGroup {
  readonly kind: Exclude<keyof Comparison, 'from' | 'to'>;
  readonly title: string;
  readonly changes: readonly Change[];
}

/** One change, in words. */
export interface Change {
  /** Of the later release's item, or of the earlier one's where the later has none; null for a file. */
  readonly id: string | null;
  /** The item's words, or the file's name. */
  readonly text: string;
  /** What happened: `verified, now failing: 1,602 ms, requires < 100 ms; was 311 ms`. */
  readonly words: string;
}

/** The changes between two releases in words, groups without any left out. */
export function changeGroups(comparison: Comparison): ChangeGroup[] {
  const groups: ChangeGroup[] = [
    { kind: 'contradictionsAppeared', title: 'Contradictions that appeared', changes: comparison.contradictionsAppeared.map(pairOrLone) },
    { kind: 'newlyFailing', title: 'Newly failing', changes: comparison.newlyFailing.map(statusChange) },
    { kind: 'loosened', title: 'Asks for less than before', changes: comparison.loosened.map(loosenedChange) },
    { kind: 'vanished', title: 'Evidence that vanished', changes: comparison.vanished.map(vanishedChange) },
    { kind: 'removed', title: 'Items removed', changes: comparison.removed.map(loneChange) },
    {
      kind: 'waiversAdded',
      title: 'Waivers that came',
      changes: comparison.waiversAdded.map((each) => waiverChange(each, comparison.to.assessment)),
    },
    { kind: 'newlyVerified', title: 'Newly verified', changes: comparison.newlyVerified.map(statusChange) },
    { kind: 'contradictionsGone', title: 'Contradictions that went', changes: comparison.contradictionsGone.map(pairOrLone) },
    {
      kind: 'waiversRemoved',
      title: 'Waivers that went',
      changes: comparison.waiversRemoved.map((each) => waiverChange(each, comparison.to.assessment)),
    },
    { kind: 'added', title: 'Items added', changes: comparison.added.map(loneChange) },
    { kind: 'renamed', title: 'Items renamed', changes: comparison.renamed.map(renamedChange) },
    { kind: 'otherChanges', title: 'Other changes of status', changes: comparison.otherChanges.map(statusChange) },
  ];
  return groups.filter(({ changes }) => changes.length > 0);
}

/** What changed, in one line: `2 newly failing, 1 contradiction appeared`. */
export function changesLine(comparison: Comparison): string {
  const { contradictionsAppeared, contradictionsGone, newlyFailing, newlyVerified, loosened, vanished, removed, added, renamed } =
    comparison;
  const { waiversAdded, waiversRemoved, otherChanges } = comparison;
  const parts = [
    [contradictionsAppeared, (count: number) => `${plural(count, 'contradiction')} appeared`],
    [newlyFailing, (count: number) => `${count} newly failing`],
    [loosened, (count: number) => `${plural(count, 'item')} ${count === 1 ? 'asks' : 'ask'} for less`],
    [vanished, (count: number) => `${plural(count, 'evidence file')} gone`],
    [removed, (count: number) => `${plural(count, 'item')} removed`],
    [waiversAdded, (count: number) => `${plural(count, 'waiver')} more`],
    [newlyVerified, (count: number) => `${count} newly verified`],
    [contradictionsGone, (count: number) => `${plural(count, 'contradiction')} gone`],
    [waiversRemoved, (count: number) => `${plural(count, 'waiver')} less`],
    [added, (count: number) => `${plural(count, 'item')} added`],
    [renamed, (count: number) => `${plural(count, 'item')} renamed`],
    [otherChanges, (count: number) => `${plural(count, 'other change')} of status`],
  ] as const;
  return parts.flatMap(([{ length }, words]) => (length === 0 ? [] : [words(length)])).join(', ') || 'nothing changed';
}

/** What an item became and what decided it, with what the same citation measured before. */
export function statusChange({ before, after }: Pick<ItemPair, 'before' | 'after'>): Change {
  const now = factOf(after);
  const decisive = decisiveCitation(after);
  const same = before.citations.find(({ file, selector }) => file === decisive?.file && selector === decisive.selector);
  const value = same === undefined || same.measured === null || same.verdict.state === 'unproven' ? null : measuredWords(same.measured);
  const was = value === null || value === (decisive?.measured && measuredWords(decisive.measured)) ? '' : `; was ${value}`;
  return { id: after.id, text: after.text, words: `${statusName(before)}, now ${statusName(after)}${now === '' ? '' : `: ${now}`}${was}` };
}

/** What is worse than in an earlier release, in words. */
export function worseningChange(worsening: Worsening): Change {
  switch (worsening.kind) {
    case 'lost':
    case 'contradicted':
      return statusChange(worsening);
    case 'loosened':
      return loosenedChange(worsening);
    case 'contradicted-anew':
      return loneChange(worsening);
    case 'removed':
      return { id: worsening.item.id, text: worsening.item.text, words: 'was verified, and is no part of the checklist any more' };
  }
}

/** How an item asks for less, in words. */
export function looseningWords(loosening: Loosening): string {
  if (loosening.kind === 'citation') {
    const { file, selector } = loosening;
    return `${selector === '' ? file : `${file}#${selector}`} is not cited any more`;
  }
  const { file, from, to } = loosening;
  return `required ${criterionWords(from)}, requires ${to === null ? 'nothing that is stated' : criterionWords(to)}${file === null ? '' : ` (${file})`}`;
}

/** The headlines of both releases: `Demo 1.0.0 at 1c830fe is not ready.` */
export function comparedHeadlines({ from, to }: Comparison): { readonly from: string; readonly to: string } {
  return { from: headline(from.assessment), to: headline(to.assessment) };
}

function pairOrLone(change: ItemPair | LoneItem): Change {
  return 'item' in change ? loneChange(change) : statusChange(change);
}

function loneChange({ item }: LoneItem): Change {
  const fact = factOf(item);
  return { id: item.id, text: item.text, words: `${statusName(item)}${fact === '' ? '' : `: ${fact}`}` };
}

function loosenedChange({ after, loosenings }: Comparison['loosened'][number]): Change {
  return { id: after.id, text: after.text, words: loosenings.map(looseningWords).join('; ') };
}

function renamedChange({ before, after }: ItemPair): Change {
  return { id: after.id, text: after.text, words: `was ${before.id}` };
}

function vanishedChange({ file, items }: Comparison['vanished'][number]): Change {
  return { id: null, text: file, words: `${plural(items.length, 'item')} rested on it` };
}

function waiverChange({ item, because, until }: WaiverChange, { pages }: Assessment): Change {
  const text = pages.flatMap(({ sections }) => sections.flatMap(({ items }) => items)).find(({ id }) => id === item)?.text;
  return { id: item, text: text ?? item, words: `until ${until}, because: ${because}` };
}

function statusName({ status }: AssessedItem): string {
  return statusWords[status].toLowerCase();
}

function factOf(item: AssessedItem): string {
  const decisive = decisiveCitation(item);
  return decisive === null ? '' : `${outcomeWords(decisive)} (${citationName(decisive)})`;
}
