import type { ListItem } from 'mdast';
import type { Mark } from './checklist.ts';
import type { MarkdownFile } from './markdown.ts';

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
  return { written, mark: marks.get(written.replace(/[\uFE0E\uFE0F]/g, '')) ?? null, length: match[0].length };
}

/** The mark of a list entry whose box is shown as one: the entry is an item. Null for any other. */
export function shownMarkOf(entry: ListItem, source: Pick<MarkdownFile, 'text'>): WrittenMark | null {
  const mark = markOf(entry);
  return mark !== null && isShown(entry, source) ? mark : null;
}

/**
 * Does GitHub show a box, or what is read as one? Its own boxes are `[ ]`, `[x]` and `[X]`, alone behind the first sign of a line that opens
 * an entry, and in front of words on the same line.
 */
function isShown(entry: ListItem, { text }: Pick<MarkdownFile, 'text'>): boolean {
  const start = entry.position?.start.offset ?? 0;
  let before = start;
  while (/[^\S\r\n]/.test(text.charAt(before - 1))) before -= 1;
  if (before > 0 && !/[\r\n]/.test(text.charAt(before - 1))) return false;
  const line = /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? '';
  const behind = /^(?:[-*+]|\d{1,9}[.)])[ \t]+(.*)$/s.exec(line)?.[1] ?? '';
  // Escaped brackets, and those written as character references, are words.
  if (!behind.startsWith('[')) return false;
  if (entry.checked === true || entry.checked === false) return /^\[[ xX]\][ \t]+\S/.test(behind);
  // Without words it is an item as well, and an empty one.
  return (
    !/^\[[ xX]\]/.test(behind) || (/^\[[ xX]\][ \t]*$/.test(behind) && entry.children[0]?.position?.end.line === entry.position?.start.line)
  );
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
