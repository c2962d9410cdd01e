import { dimensionOf, formatQuantity, type Unit, unitSign } from '../../unit.ts';
import { listWords, plural, verb } from './grammar.ts';

/** A number of a history: in its unit, and of what dimension it is or what it counts (`failed tests`). */
interface Quantity {
  readonly value: number;
  readonly unit: Unit;
  readonly of: string;
}

/** What a history's numbers are in, at its axis: `ms`, `%`, `failed tests`; empty for a plain number. */
export function axisWords({ unit, of }: Pick<Quantity, 'unit' | 'of'>): string {
  return of === dimensionOf(unit) ? unitSign(unit).trim() : of;
}

/** How a number differs from that of the release before: `+310.5 ms`, `2 more failed tests`, `the same`. */
export function differenceWords({ value, unit, of }: Quantity, before: number): string {
  const difference = value - before;
  if (difference === 0) return 'the same';
  const size = Math.abs(difference);
  if (of !== dimensionOf(unit)) return plural(size, `${difference > 0 ? 'more' : 'fewer'} ${of.replace(/s$/, '')}`);
  const sign = difference > 0 ? '+' : '−';
  return unit === 'percent' ? `${sign}${formatQuantity(size, 'count')} points` : `${sign}${formatQuantity(size, unit)}`;
}

/** A history in a sentence, for who cannot see its chart. */
export function chartWords(
  title: string,
  releases: number,
  drawn: readonly { readonly release: string; readonly words: string }[],
): string {
  const [first, last] = [drawn[0], drawn.at(-1)];
  if (first === undefined || last === undefined) return `${title}: measured in none of ${plural(releases, 'release')}.`;
  if (first === last) return `${title}: ${first.words} in ${first.release}, measured in one of ${plural(releases, 'release')}.`;
  return `${title}: from ${first.words} in ${first.release} to ${last.words} in ${last.release}, measured in ${drawn.length} of ${plural(releases, 'release')}.`;
}

/** The newest number of a history; of which release it is, where that is not the newest one. */
export function latestWords(
  latest: { readonly release: string; readonly words: string },
  newest: { readonly release: string; readonly words: string },
): string {
  return latest.release === newest.release ? latest.words : `${latest.words} in ${latest.release}; ${newest.release}: ${newest.words}`;
}

/** Why some releases have no point in a chart, in a sentence; null where each has one. */
export function undrawnWords(undrawn: readonly { readonly release: string; readonly why: string }[]): string | null {
  const reasons = [...new Set(undrawn.map(({ why }) => why))].map((why) => {
    const releases = undrawn.filter((each) => each.why === why).map(({ release }) => release);
    return `${releases.length > 3 ? plural(releases.length, 'release') : listWords(releases)} (${why})`;
  });
  return reasons.length === 0 ? null : `No point for ${listWords(reasons)}.`;
}

/** Why a release has no point in a chart. */
export const undrawnReasons = {
  otherUnit: (unit: string, axis: string) => `measured in ${unit || 'plain numbers'}, which cannot stand beside ${axis || 'plain numbers'}`,
  noNumber: (words: string) => `${words}, which is no number`,
} as const;

/** Why there is no chart of what a citation measures. */
export const uncharted = {
  notMeasured: 'No release has measured it yet, so there is no chart.',
  noNumber: 'What it measures is no number, so there is no chart.',
} as const;

/** That releases required otherwise than now, in a sentence; null where none did. */
export function otherRequirementWords(releases: readonly string[], required: string): string | null {
  if (releases.length === 0) return null;
  const named = releases.length > 3 ? plural(releases.length, 'earlier release') : listWords(releases);
  return `What is shaded is required now (${required}); ${named} required something else, as the table says.`;
}

/** How many releases a list leaves out, and whether charts beside it have them; null where it has all. */
export function olderReleasesWords(listed: number, all: number, charts: number): string | null {
  if (all <= listed) return null;
  const drawn = charts === 0 ? '' : `; the ${verb(charts, 'chart has', 'charts have')} all of them`;
  return `These are the newest ${listed} of ${plural(all, 'release')}${drawn}.`;
}

/** The same of charts that have the newest releases alone. */
export function newestReleasesWords(drawn: number, all: number): string {
  return all <= drawn
    ? `Over ${plural(all, 'release')}.`
    : `Over the newest ${drawn} of ${plural(all, 'release')}; the page of each item has all of them.`;
}

/** Which charts of how many a page has. */
export function chartsWords(first: number, last: number, all: number): string {
  return first === 1 && last === all ? plural(all, 'number') : `Numbers ${first} to ${last} of ${all}`;
}

/** That an item has no other release to be held against. */
export const onlyRelease = 'No release is published yet that it could be compared with.';

/** How many more items a link to a part of the checklist speaks of. */
export function moreTargetsWords(count: number): string {
  return `${plural(count, 'more item')} there ${verb(count, 'is', 'are')} not listed here.`;
}
