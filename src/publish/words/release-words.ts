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

/** Which of all releases a page has: `20 of 201 releases: 0.181.0 to 1.0.0`; empty where it has all. */
export function releaseWindowWords(shown: readonly { readonly label: string }[], all: number): string {
  const [first, last] = [shown[0], shown.at(-1)];
  if (first === undefined || last === undefined || shown.length === all) return '';
  const which = first === last ? first.label : `${first.label} to ${last.label}`;
  return `${formatNumber(shown.length)} of ${formatNumber(all)} releases: ${which}`;
}

/** What an item is now, and what its deciding citation came to: `Failing: 310 ms, requires < 100 ms`. */
export function currentCellWords({ status, words }: { readonly status: Status; readonly words?: string | undefined }): string {
  return `${statusWords[status]}${words === undefined ? '' : `: ${words}`}`;
}

/** A layer or gate by its number and title; a title that says the number itself stands as it is. */
export function pageName({ number, title }: Pick<AssessedPage, 'number' | 'title'>): string {
  return number === null || new RegExp(`^layer ${number}\\b`, 'i').test(title) ? title : `Layer ${number}: ${title}`;
}

/** That the items of a page stand in a line each, and where their proofs are. */
export function foldedWords(items: number): string {
  return `These are ${formatNumber(items)} items, so each stands in a line: what proves it is on its own page.`;
}

/** What the release in preparation is, above its answer. */
export const preparedEyebrow = 'Release in preparation';

/** The release in preparation among others: `1.0.0, in preparation`. */
export function preparedLabel(version: string): string {
  return `${version}, in preparation`;
}

/** In UTF-16 units: a version of this length stands in little room as it is, and one that is longer than the other is cut in its middle. */
const shortVersion = 12;
const longVersion = 24;

/**
 * Releases where there is little room, each by what tells it from the others: its version where that is short, else the day that the version
 * names, else the day of its commit, else its version, of which nothing but the middle is left out.
 *
 * @param releases Their labels, and instants of their commits.
 */
export function shortReleases(releases: readonly { readonly label: string; readonly date: string }[]): string[] {
  const versions = releases.map(({ label }) => label.replace(/, in preparation$/, ''));
  const years = new Set(versions.flatMap((version) => dayOf(version)?.slice(0, 4) ?? []));
  const shorts = versions.map((version, index) => {
    const [plain = version] = version.split('+');
    if (plain.length <= shortVersion) return plain;
    const named = dayOf(plain);
    if (named !== null) return years.size > 1 ? formatDay(named) : formatDay(named).replace(/ \d{4}$/, '');
    return plain.length <= longVersion ? plain : formatDay(releases[index]?.date ?? '');
  });
  const counts = new Map<string, number>();
  for (const each of shorts) counts.set(each, (counts.get(each) ?? 0) + 1);
  return shorts.map((each, index) => (counts.get(each) === 1 ? each : cutMiddle(versions[index] ?? each)));
}

/** The day that a pre-release of a version names (`dev.20251009`, `dev-2025-10-09-1c830fe`), as an instant; null where it names none. */
function dayOf(version: string): string | null {
  const pre = version.slice(version.indexOf('-') + 1);
  const found = pre === version ? null : /(?<![\da-f])(20\d\d)([-.]?)(\d\d)\2(\d\d)(?:[T-]?\d{4}(?:\d\d)?)?(?![\da-f])/i.exec(pre);
  const instant = found === null ? Number.NaN : Date.parse(`${found[1]}-${found[3]}-${found[4]}T00:00:00Z`);
  return Number.isNaN(instant) ? null : new Date(instant).toISOString();
}

function cutMiddle(version: string): string {
  return version.length <= longVersion ? version : `${version.slice(0, 13)}…${version.slice(-10)}`;
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
