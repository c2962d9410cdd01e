import type { ListItem } from 'mdast';
import type { Mark } from './checklist.ts';

/** The box at the start of a list entry. */
export interface WrittenMark {
  /** What stands between the brackets. */
  readonly written: string;
  /** Null for a mark that has no meaning. */
  readonly mark: Mark | null;
  /** How many characters of the entry's text the box takes: 0 where Markdown itself has taken it off. */
  readonly length: number;
}

/** The mark of a list entry, or null where the entry has no box: GFM's own, or one that GFM leaves as text, as in `[→] In progress`. */
export function markOf(entry: ListItem): WrittenMark | null {
  if (entry.checked === true) return { written: 'x', mark: 'complete', length: 0 };
  if (entry.checked === false) return { written: ' ', mark: 'not-started', length: 0 };
  const [first] = entry.children;
  const [text] = first?.type === 'paragraph' ? first.children : [];
  const match = text?.type === 'text' ? /^\[([^\][\n]{0,20})\](?:\s+|$)/u.exec(text.value) : null;
  if (match === null || isMeantAsLink(match.input)) return null;
  const written = match[1] ?? '';
  return { written, mark: marks.get(written.replaceAll('\uFE0F', '')) ?? null, length: match[0].length };
}

const marks: ReadonlyMap<string, Mark> = new Map([
  [' ', 'not-started'],
  ['→', 'in-progress'],
  ['x', 'complete'],
  ['X', 'complete'],
  ['✅', 'complete'],
  ['❌', 'blocked'],
  ['n/a', 'not-applicable'],
  ['N/A', 'not-applicable'],
]);

/** `[label] (address)` is a link written wrongly, and no box. */
function isMeantAsLink(text: string): boolean {
  return /^\[[^\]]+\]\s+\((?:https?:|\/|\.)/.test(text);
}
