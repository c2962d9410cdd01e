import type { Table, TableRow } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import type { Mark } from '../checklist.ts';
import { type MarkdownFile, offsetOf, placeOf } from '../markdown.ts';
import { type Edit, editedStretch } from './edits.ts';
import { boxes, leadingSign, markOfStatus } from './written-status.ts';

/** What a row of a table becomes: an item, an entry without a box that only names what follows, or nothing, since it says nothing. */
export interface TakenRow {
  readonly line: number;
  readonly kind: 'item' | 'group' | 'empty';
  /** The line that stands for it; empty where it says nothing. */
  readonly text: string;
}

/**
 * Takes the rows of a table: one column is what must hold, one may be its mark, and what the others say is kept beside it with their titles.
 *
 * @param relinks Edits of the links in it.
 */
export function takeRows(table: Table, source: MarkdownFile, relinks: readonly Edit[]): TakenRow[] {
  const [head, ...rows] = table.children;
  if (head === undefined) return [];
  const cells = rows.map((row) => ({ line: placeOf(source, row).line, cells: cellsOf(row, source, relinks) }));
  const titles = cellsOf(head, source, relinks).map((title, column) => ({ title, words: plainText(head.children[column] ?? head).trim() }));
  const columns = columnsOf(
    titles.map(({ words }) => words),
    cells.map((row) => row.cells),
  );
  return cells.map((row) => ({ line: row.line, ...takeRow(row.cells, titles, columns) }));
}

/** Which column is what; -1 where the table has none. */
interface Columns {
  readonly item: number;
  readonly mark: number;
  readonly notes: number;
  /** Counts the rows, and says nothing else. */
  readonly ordinal: number;
}

/** A title of a column as it is written, and its words alone. */
interface ColumnTitle {
  readonly title: string;
  readonly words: string;
}

const markTitle =
  /^(?:done|status|state|complete[d]?|check(?:ed)?|check ?box|tick|mark|progress|verified|pass(?:ed)?(?: ?\/ ?fail(?:ed)?)?|ready|implemented|y ?\/ ?n|yes ?\/ ?no|[✓✔✅☑]\uFE0F?|\[[ x]\]|:[a-z_]+:)\W*$/iu;
const doneTitle = /^(?:done|complete|check|tick|verified|pass|ready|implemented|y ?\/|yes|[✓✔✅☑])/iu;
const notesTitle = /^(?:notes?|comments?|remarks?|reason|because|details?|evidence|links?|references?|resources?)\b/i;
const aboutTitle =
  /^(?:owners?|assignees?|assigned|responsible|who|people|person|team|dri|due|date|deadline|when|priority|severity|level|category|area|group|section|type|phase|id|no|nr|#|effort|environment|env|ticket|issue)\b|^#$/i;
const itemTitles = [
  /^(?:check ?list )?(?:items?|checks?|tasks?|requirements?|criteri(?:on|a)|to-?dos?|controls?|questions?|actions?|activity|activities|steps?|practices?|recommendations?|deliverables?|what|test(?: ?cases?)?)\b/i,
  /^(?:description|objective|goal|feature|measure|title|name)s?\b/i,
];

function columnsOf(titles: readonly string[], rows: readonly (readonly string[])[]): Columns {
  const cellsIn = (column: number) => rows.map((cells) => cells[column] ?? '');
  const ordinal = titles.findIndex(
    (title, column) => /^(?:#|no\.?|nr\.?|)$/i.test(title) && counts(cellsIn(column).filter((cell) => cell !== '')),
  );
  const others = titles.flatMap((_, column) => (column === ordinal ? [] : [column]));
  const isMark = (column: number) => {
    const filled = cellsIn(column).filter((cell) => cell !== '');
    const understood = filled.filter((cell) => markOfStatus(wordsOf(cell)) !== null).length;
    const title = titles[column] ?? '';
    return markTitle.test(title) ? understood * 2 >= filled.length : title === '' && filled.length > 0 && understood === filled.length;
  };
  const mark = others.length > 1 ? (others.find(isMark) ?? -1) : -1;
  const candidates = others.filter((column) => column !== mark);
  const named = itemTitles.flatMap((pattern) => candidates.find((column) => pattern.test(titles[column] ?? '')) ?? []);
  const plain = candidates.find((column) => !aboutTitle.test(titles[column] ?? '') && !notesTitle.test(titles[column] ?? ''));
  const item = named[0] ?? plain ?? candidates[0] ?? 0;
  const notes = candidates.find((column) => column !== item && notesTitle.test(titles[column] ?? '')) ?? -1;
  return { item, mark, notes, ordinal };
}

function takeRow(cells: readonly string[], titles: readonly ColumnTitle[], columns: Columns): Omit<TakenRow, 'line'> {
  const filled = cells.flatMap((cell, column) => (cell === '' || column === columns.ordinal ? [] : [column]));
  const [only, ...others] = filled;
  const item = cells[columns.item] ?? '';
  const sign = leadingSign(item);
  const words = sign === null ? item : item.slice(sign.length);
  if (!filled.some((column) => column !== columns.mark && saysSomething(cells[column] ?? ''))) return { kind: 'empty', text: '' };
  if (only !== undefined && others.length === 0 && titles.length > 1 && (only !== columns.item || /^(\*\*|__)[^*_]+\1:?$/.test(item))) {
    return { kind: 'group', text: `- ${cells[only] ?? ''}` };
  }
  const marked = cells[columns.mark] ?? '';
  const said = columns.mark < 0 || marked === '' ? (sign?.mark ?? 'not-started') : markOfStatus(wordsOf(marked));
  const note = cells[columns.notes] ?? '';
  const mark = markOf(said, titles[columns.mark]?.words ?? '', note);
  const about = filled.filter(
    (column) =>
      column !== columns.item && (column !== columns.mark || mark === null) && (column !== columns.notes || mark !== 'not-applicable'),
  );
  const beside = about.map((column) => (titles[column]?.title ? `${titles[column].title}: ${cells[column]}` : (cells[column] ?? '')));
  const because = mark === 'not-applicable' ? ` because: ${note}` : '';
  const lead = saysSomething(words) ? words : '';
  const text = lead === '' ? beside.join('; ') : beside.length === 0 ? lead : `${lead} (${beside.join('; ')})`;
  return { kind: 'item', text: `- ${boxes[mark ?? 'not-started']} ${text}${because}` };
}

/** The mark that a row is given; null where its words stay beside the item, since no mark says them. */
function markOf(said: Mark | null, title: string, note: string): Mark | null {
  if (said === 'not-applicable') return note === '' ? null : said;
  // "Done: ❌" is not done, and not what the checklist calls blocked.
  return said === 'blocked' && doneTitle.test(title) ? 'not-started' : said;
}

/** 1, 2, 3 … */
function counts(cells: readonly string[]): boolean {
  return cells.length > 0 && cells.every((cell, index) => cell.replace(/[.)]$/, '') === `${index + 1}`);
}

function saysSomething(cell: string): boolean {
  return /[\p{L}\p{N}]/u.test(cell);
}

function wordsOf(cell: string): string {
  return cell.replace(/^(\*\*|__|[*_`])(.+)\1$/, '$2').trim();
}

/** The cells of a row as they are written, for a place outside of a table: there a `|` needs no escape, and a line goes on. */
function cellsOf(row: TableRow, source: MarkdownFile, relinks: readonly Edit[]): string[] {
  return row.children.map(({ children }) => {
    const [first, last] = [children[0], children.at(-1)];
    if (first === undefined || last === undefined) return '';
    const written = editedStretch(source.text, offsetOf(first), last.position?.end.offset ?? offsetOf(first), relinks);
    return written
      .replaceAll('\\|', '|')
      .replace(/\s*<br\s*\/?>\s*/gi, '; ')
      .trim();
  });
}
