import { type AssessedPage, type Assessment, type Status, statuses } from '../../assessment/assessment.ts';
import { formatNumber } from '../../unit.ts';
import { formatDay, short } from './name-words.ts';
import { pageStateWords, stateWords, statusWords } from './status-words.ts';

/** Product, version, commit and state in a sentence: `Demo 1.0.0 at 1c830fe is not ready.` */
export function headline({ product, version, commit, state }: Pick<Assessment, 'product' | 'version' | 'commit' | 'state'>): string {
  return `${product} ${version}${commit === null ? '' : ` at ${short(commit)}`} is ${stateWords[state]}.`;
}

/** `12 contradicted, 37 failing, 20 verified`: what there is of each status. */
export function statusList(counts: { readonly [status in Status]: number }): string {
  return statuses
    .filter((status) => counts[status] > 0)
    .map((status) => `${formatNumber(counts[status])} ${statusWords[status].toLowerCase()}`)
    .join(', ');
}

/** The same of how many, in a line: `2 failing, 10 verified of 12`; `no items`. */
export function countWords(counts: { readonly [status in Status | 'total']: number }): string {
  return counts.total === 0 ? 'no items' : `${statusList(counts)} of ${formatNumber(counts.total)}`;
}

/** What a page has come to and how much of it is verified, in a few words: `not ready, 2 of 26 verified`; empty where nothing is asked of it. */
export function pageProgressWords({ kind, state, counts }: Pick<AssessedPage, 'kind' | 'state' | 'counts'>): string {
  return [
    kind === 'post-release' ? '' : pageStateWords[state],
    counts.total === 0 ? '' : `${formatNumber(counts.verified)} of ${formatNumber(counts.total)} verified`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** What an item is in a release whose status is not that of the release before: `1.0.0: verified, failing before`. */
export function changedCellWords(release: string, status: Status, before: Status): string {
  return `${release}: ${statusWords[status].toLowerCase()}, ${statusWords[before].toLowerCase()} before`;
}

/** What an item is now, and what its deciding citation came to: `Failing: 310 ms, requires < 100 ms`. */
export function currentCellWords({ status, words }: { readonly status: Status; readonly words?: string | undefined }): string {
  return `${statusWords[status]}${words === undefined ? '' : `: ${words}`}`;
}

/** A layer or gate by its number and title; a title that says the number itself stands as it is. */
export function pageName({ number, title }: Pick<AssessedPage, 'number' | 'title'>): string {
  return number === null || new RegExp(`^layer ${number}\\b`, 'i').test(title) ? title : `Layer ${number}: ${title}`;
}

/** What the release in preparation is, above its answer. */
export const preparedEyebrow = 'Release in preparation';

/** The release in preparation among others: `1.0.0, in preparation`. */
export function preparedLabel(version: string): string {
  return `${version}, in preparation`;
}

/**
 * A release where there is little room: of a pre-release with a long name what makes it one, or the part of that which differs; a date as
 * people write it.
 *
 * @param fitting How many signs fit.
 */
export function shortRelease(label: string, fitting: number): string {
  const [release = label] = label.replace(/, in preparation$/, '').split('+');
  const pre = release.slice(release.indexOf('-') + 1);
  if (release.length <= fitting || pre === release) return release;
  const last = pre.split('.').at(-1) ?? pre;
  const day = /^(20\d\d)(\d\d)(\d\d)$/.exec(last);
  const instant = day === null ? Number.NaN : Date.parse(`${day[1]}-${day[2]}-${day[3]}T00:00:00Z`);
  if (!Number.isNaN(instant)) return formatDay(new Date(instant).toISOString()).replace(/ \d{4}$/, '');
  return pre.length <= fitting ? pre : last;
}

/** What the facts of a release are called, above their values. */
export const factWords = {
  released: 'Released',
  nothing: 'nothing yet',
  commit: 'Commit',
  unstated: 'not stated',
  evidence: 'Newest evidence',
  none: 'none yet',
  frozen: 'Frozen',
  signOffs: 'Sign-offs',
  current: (current: number, asked: number) => `${formatNumber(current)} of ${formatNumber(asked)} current`,
  since: (version: string) => `Since ${version}`,
} as const;
