import { type Status, statuses } from '../../assessment/assessment.ts';
import type { Counts } from '../../assessment/counts.ts';
import { findDecisive } from '../../assessment/decisive.ts';
import { type ChangeKind, changeKinds } from '../../comparison/change-kind.ts';
import type { Beside, Comparison, GoneFile, ItemChange, PageChange, PageName, SignOffChange } from '../../comparison/compare-releases.ts';
import type { ComparedCitation, ComparedItem } from '../../comparison/compared-release.ts';
import type { Difference } from '../../comparison/differences.ts';
import { isSameCitation, type Loosening } from '../../comparison/loosenings.ts';
import { formatNumber } from '../../unit.ts';
import { listWords, plural } from './grammar.ts';
import { citationName } from './name-words.ts';
import { headline, pageName } from './release-words.ts';
import { markWords, pageStateWords, signOffStateWords, statusWords } from './status-words.ts';

/** Changes of one kind. */
export interface ChangeGroup {
  readonly kind: GroupKind;
  readonly title: string;
  readonly changes: readonly Change[];
}

/** What the changes of a release are grouped by, for those who read them. */
export type GroupKind = ChangeKind | 'gone' | 'sign-offs' | 'pages';

/** One change, in words. */
export interface Change {
  /** What it is about, as it is in the later release, or in the earlier one where it is gone. */
  readonly about:
    | { readonly kind: 'item'; readonly id: string; readonly status: Status; readonly page: PageName }
    | { readonly kind: 'page'; readonly page: PageName }
    | { readonly kind: 'file' }
    | { readonly kind: 'sign-off' };
  /** Which of the two releases has it. */
  readonly in: 'from' | 'to';
  /** The item's words, a page's title, a file's name, or who signs what. */
  readonly text: string;
  /** What happened: `verified, now failing: 1,602 ms, up from 311 ms, requires < 100 ms (load/normal.json#p95)`. */
  readonly words: string;
}

/** What each kind of change is called, above its changes and in a line that counts them. */
const groupWords: Readonly<Record<GroupKind, readonly [title: string, count: (count: number) => string]>> = {
  contradicted: ['Newly contradicted', (count) => `${count} newly contradicted`],
  failing: ['Newly failing', (count) => `${count} newly failing`],
  unproven: ['No longer proven', (count) => `${count} no longer proven`],
  loosened: ['Asks for less than before', (count) => `${plural(count, 'item')} ${count === 1 ? 'asks' : 'ask'} for less`],
  removed: ['Items removed', (count) => `${plural(count, 'item')} removed`],
  waived: ['Newly waived', (count) => `${count} newly waived`],
  'not-applicable': ['Not applicable any more', (count) => `${count} not applicable any more`],
  unwaived: ['Waived no longer', (count) => `${count} waived no longer`],
  worse: ['Measured worse', (count) => `${plural(count, 'item')} measured worse`],
  gone: ['Result files gone', (count) => `${plural(count, 'result file')} gone`],
  fixed: ['Fixed', (count) => `${count} fixed`],
  verified: ['Newly verified', (count) => `${count} newly verified`],
  better: ['Measured better', (count) => `${plural(count, 'item')} measured better`],
  moved: ['Measured differently', (count) => `${plural(count, 'item')} measured differently`],
  status: ['Other changes of status', (count) => `${plural(count, 'other change')} of status`],
  added: ['Items added', (count) => `${plural(count, 'item')} added`],
  reworded: ['Items reworded or moved', (count) => `${plural(count, 'item')} reworded or moved`],
  otherwise: ['Otherwise changed', (count) => `${plural(count, 'item')} otherwise changed`],
  'sign-offs': ['Sign-offs', (count) => `${plural(count, 'sign-off')} changed`],
  pages: ['Layers', (count) => `${plural(count, 'layer')} changed`],
};

/** The changes between two releases in words, what got worse first, and kinds without any left out. */
export function changeGroups(comparison: Comparison): ChangeGroup[] {
  const group = (kind: GroupKind, changes: readonly Change[]): ChangeGroup => ({ kind, title: groupWords[kind][0], changes });
  const ofKind = (kind: ChangeKind) => group(kind, comparison.items.filter((change) => change.kind === kind).map(itemChange));
  const behind = changeKinds.indexOf('worse') + 1;
  return [
    ...changeKinds.slice(0, behind).map(ofKind),
    group('gone', comparison.gone.map(goneChange)),
    ...changeKinds.slice(behind).map(ofKind),
    group('sign-offs', comparison.signOffs.map(signOffChange)),
    group('pages', comparison.pages.map(pageChange)),
  ].filter(({ changes }) => changes.length > 0);
}

const besideWords: Readonly<Record<Beside, string>> = {
  product: 'the name of the product',
  commit: 'the commit',
  evidence: 'the bytes of evidence',
  uncited: 'files that nothing cites',
};

/** What changed, in one line without its full stop: `2 newly failing, 1 fixed`. */
export function changesLine(comparison: Comparison): string {
  const counts = changeGroups(comparison).map(({ kind, changes }) => groupWords[kind][1](changes.length));
  if (counts.length > 0) return counts.join(', ');
  const beside = comparison.beside.map((each) => besideWords[each]);
  return beside.length === 0 ? 'nothing changed' : `nothing changed but ${listWords(beside)}`;
}

/** How many items of each status there are more or fewer than before, what got worse first: `2 more claimed, 6 more verified, 3 fewer failing`; `as many items of each status as before`. */
export function countChanges(before: Counts, after: Counts): string {
  const better = (status: Status) => (status === 'verified' ? after[status] > before[status] : after[status] < before[status]);
  const moved = statuses.filter((status) => before[status] !== after[status]);
  const words = [...moved.filter((status) => !better(status)), ...moved.filter(better).reverse()].map((status) => {
    const more = after[status] - before[status];
    return `${formatNumber(Math.abs(more))} ${more > 0 ? 'more' : 'fewer'} ${statusWords[status].toLowerCase()}`;
  });
  return words.length === 0 ? 'as many items of each status as before' : words.join(', ');
}

/** Which releases are compared. */
export function comparedTitle({ from, to }: { readonly from: { readonly name: string }; readonly to: { readonly name: string } }): string {
  return `From ${from.name} to ${to.name}`;
}

/** What changed since the release before, in a sentence. */
export function sinceWords(comparison: Comparison): string {
  return `Since the release before: ${changesLine(comparison)}.`;
}

/** The headlines of both releases: `Demo 1.0.0 at 1c830fe is not ready.` */
export function comparedHeadlines({ from, to }: Comparison): { readonly from: string; readonly to: string } {
  return { from: headline(from), to: headline(to) };
}

/** What became of an item. */
export function itemChange(change: ItemChange): Change {
  const { item, page, after } = change;
  const { id, status, text } = item;
  return { about: { kind: 'item', id, status, page }, in: after === null ? 'from' : 'to', text, words: itemWords(change) };
}

function itemWords({ kind, item, before, after, differences }: ItemChange): string {
  if (after === null) return `was ${statusAndFact(item)}`;
  if (before === null) return `${kind === 'added' ? '' : 'new, '}${statusAndFact(item)}`;
  return differenceWords(before, after, differences);
}

/** Why two releases cannot be compared: of which of them there is nothing that could be. */
export function unreadWords(name: string, why: 'unknown' | 'damaged' | 'not-rechecked' | 'unreachable' | 'another-version'): string {
  switch (why) {
    case 'unknown':
      return `There is no release “${name}” to compare here: choose two.`;
    case 'damaged':
      return `${name} is not what was frozen: nothing in it is compared.`;
    case 'not-rechecked':
      return `${name} was frozen by another rule set and is not rechecked by this version: nothing in it is compared here, and npx readiness-portal compare compares it in its repository.`;
    case 'unreachable':
      return `${name} could not be read from this site: try again.`;
    case 'another-version':
      return `${name} was published by another version of this tool, and this page cannot read it.`;
  }
}

/** How an item asks for less. */
export function looseningWords(loosening: Loosening): string {
  switch (loosening.kind) {
    case 'citation':
      return `${citationName(loosening)} is not cited any more`;
    case 'environment':
      return `had to be measured in ${loosening.from}, and need not any more`;
    case 'criterion': {
      const { file, from, to } = loosening;
      return `required ${from}, requires ${to ?? 'nothing that is stated'}${file === null ? '' : ` (${file})`}`;
    }
  }
}

function differenceWords(before: ComparedItem, after: ComparedItem, differences: readonly Difference[]): string {
  const status = differences.find(({ kind }) => kind === 'status');
  const others = differences.filter(({ kind }) => status === undefined || (kind !== 'status' && kind !== 'number' && kind !== 'outcome'));
  const sentence = status === undefined ? [] : [`${oneDifference(status)}${decisiveWords(before, after, differences)}`];
  return [...sentence, ...others.map(oneDifference)].join('; ');
}

/** What decides the status now, and what that came to before. Of several that do, the one that decided before made the difference. */
function decisiveWords(before: ComparedItem, after: ComparedItem, differences: readonly Difference[]): string {
  const [then, now] = [decisiveOf(before), decisiveOf(after)];
  const deciding = after.citations.filter(({ verdict }) => verdict === now?.verdict);
  const decisive = deciding.find((each) => then !== null && isSameCitation(each, then)) ?? now;
  const same = differences.find((each) => (each.kind === 'number' || each.kind === 'outcome') && each.citation === decisive);
  return decisive === null ? '' : `: ${bareFact(decisive, same)}`;
}

function oneDifference(difference: Difference): string {
  switch (difference.kind) {
    case 'status':
      return `${statusWords[difference.from].toLowerCase()}, now ${statusWords[difference.to].toLowerCase()}`;
    case 'loosened':
      return looseningWords(difference.loosening);
    case 'number':
    case 'outcome':
      return citationFact(difference.citation, difference);
    case 'id':
      return 'has another id';
    case 'text':
      return `was “${difference.from}”`;
    case 'place': {
      const { page, section } = difference.from;
      return `stood in ${section === '' ? page : `${page}, ${section}`}`;
    }
    case 'mark':
      return `marked ${markWords[difference.to]}, was ${markWords[difference.from]}`;
    case 'because':
      return difference.to === null ? 'says no reason any more' : `because: ${difference.to}`;
    case 'waiver': {
      const { from, to } = difference;
      if (to === null) return `its waiver until ${from?.until ?? ''} is gone`;
      return `waived until ${to.until}, because: ${to.because}${from === null ? '' : ` (was until ${from.until}, because: ${from.because})`}`;
    }
    case 'environment': {
      const { from, to } = difference;
      return `must be measured in ${to ?? 'any environment'}${from === null ? '' : `, was ${from}`}`;
    }
    case 'criterion':
      return `requires ${difference.to}, required ${difference.from} (${citationName(difference.citation)})`;
    case 'cited':
      return `now cites ${citationName(difference.citation)}: ${difference.citation.outcome}`;
    case 'not-cited':
      return `${citationName(difference.citation)} is not cited any more`;
  }
}

function beforeWords(difference: Difference): string {
  if (difference.kind === 'number') return `${difference.trend === null ? 'was' : `${difference.trend} from`} ${difference.from}`;
  if (difference.kind !== 'outcome') return '';
  const { verdict, measured, reason, outcome } = difference.before;
  return `was ${verdict === 'unproven' ? `unproven: ${reason?.message ?? ''}` : (measured?.display ?? outcome)}`;
}

function statusAndFact(item: ComparedItem): string {
  const decisive = decisiveOf(item);
  return `${statusWords[item.status].toLowerCase()}${decisive === null ? '' : `: ${bareFact(decisive)}`}`;
}

function decisiveOf({ citations }: ComparedItem): ComparedCitation | null {
  return findDecisive(citations, ({ verdict }) => verdict);
}

/** What a citation comes to, and what to before, which stands beside the number that it is of. */
function citationFact(citation: ComparedCitation, since?: Difference): string {
  const { measured, outcome } = citation;
  const number =
    since?.kind === 'number' && since.trend !== null && measured !== null && outcome.startsWith(measured.display) ? measured.display : null;
  const said =
    number !== null && since !== undefined
      ? `${number}, ${beforeWords(since)}${outcome.slice(number.length)}`
      : `${outcome}${since === undefined ? '' : `; ${beforeWords(since)}`}`;
  return `${said} (${citationName(citation)})`;
}

/** The same beside a status, which says already that nothing is proven. */
function bareFact(citation: ComparedCitation, since?: Difference): string {
  const { verdict, reason, criterion } = citation;
  if (verdict !== 'unproven') return citationFact(citation, since);
  const asked = criterion === null || criterion.from === 'default' ? '' : `, requires ${criterion.display}`;
  const before = since === undefined ? '' : `; ${beforeWords(since)}`;
  return `${reason?.message ?? ''}${asked}${before} (${citationName(citation)})`;
}

function goneChange({ file, items }: GoneFile): Change {
  return { about: { kind: 'file' }, in: 'from', text: file, words: `${plural(items.length, 'item')} rested on it` };
}

function signOffChange({ subject, role, before, after }: SignOffChange): Change {
  const about = subject === 'release' ? 'the release' : pageName(subject);
  const stateOf = (state: SignOffChange['after']) => (state === null ? 'not asked for' : signOffStateWords[state]);
  return {
    about: { kind: 'sign-off' },
    in: after === null ? 'from' : 'to',
    text: `${about}, by ${role ?? 'any role that may'}`,
    words: `${stateOf(before)}, now ${stateOf(after)}`,
  };
}

function pageChange({ page, before, after }: PageChange): Change {
  const found = { about: { kind: 'page', page }, in: after === null ? 'from' : 'to', text: pageName(page) } as const;
  if (before === null) return { ...found, words: 'is new' };
  if (after === null) return { ...found, words: 'is no part of the checklist any more' };
  const words = [
    before.state === after.state ? '' : `${pageStateWords[before.state]}, now ${pageStateWords[after.state]}`,
    before.blocking === after.blocking ? '' : after.blocking ? 'blocks the release now' : 'does not block the release any more',
    before.title === after.title ? '' : `was titled “${before.title}”`,
  ];
  return { ...found, words: words.filter((part) => part !== '').join('; ') };
}
