import type { AssessedCitation, AssessedPage } from '../../assessment/assessment.ts';
import { itemsOf } from '../../assessment/items.ts';
import { clipText } from '../../clip-text.ts';

/** What an item is called, by its id. */
export type NameItem = (id: string) => string;

/** The end of an item's id. */
export function lastPart(id: string): string {
  return id.split('/').at(-1) ?? id;
}

/** Calls items by their own words, in quotes; one that is not there by the end of its id. */
export function namesOfItems(pages: readonly AssessedPage[]): NameItem {
  const texts = new Map(itemsOf(pages).map(({ id, text }) => [id, text]));
  return (id) => {
    const text = texts.get(id);
    return text === undefined ? lastPart(id) : `“${clipText(text, longestName)}”`;
  };
}

/** An item within a sentence about another. In characters. */
const longestName = 80;

/** The citation as people point at it: `load/normal.json#http_req_duration.p95`. */
export function citationName({ file, selector }: Pick<AssessedCitation, 'file' | 'selector'>): string {
  const name = file.replace(/^content\/checklist\//, '');
  return selector === '' ? name : `${name}#${selector}`;
}

/** A commit as people write it. */
export function short(commit: string): string {
  return /^[\da-f]{40,}$/i.test(commit) ? commit.slice(0, 7) : commit;
}

// Made once: making one costs a thousand times what using it does.
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

const times = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

/** A day as people write it, in UTC: `24 Oct 2025`. */
export function formatDay(instant: string): string {
  return days.format(new Date(instant));
}

/** A day and its time, in UTC: `23 Nov 2026, 09:18 UTC`. */
export function formatInstant(instant: string): string {
  return `${formatDay(instant)}, ${times.format(new Date(instant))} UTC`;
}
