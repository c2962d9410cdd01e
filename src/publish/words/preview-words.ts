import { formatNumber } from '../../unit.ts';

/** What a preview of a change is, wherever one is shown. */
export function previewWords(number: number): string {
  return `Preview of #${number}, not a release`;
}

/** Above what a change does to readiness, of which sign-offs are no part: they are given for what was there. */
export function againstPublished(changes: string): string {
  return `Against what is published, all but sign-offs: ${changes}.`;
}

/** Where nothing can be compared. */
export const nothingPublished = 'Nothing is published that this version of the tool can compare it with.';

/** How many changes are not named for want of room. */
export function moreChanges(count: number): string {
  return `… and ${formatNumber(count)} more.`;
}
