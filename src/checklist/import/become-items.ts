import type { List, ListItem, Table } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import { shownMarkOf, type WrittenMark } from '../mark.ts';
import { type MarkdownFile, offsetOf, placeAt, placeOf, sourceOf } from '../markdown.ts';
import { isSignature, readSlots } from '../slots.ts';
import type { Block } from './blocks.ts';
import type { Edit } from './edits.ts';
import type { ItemKind } from './item-kind.ts';
import { takeRows } from './table-rows.ts';
import { boxes, isMeantAsMark, leadingSign, markOfStatus } from './written-status.ts';

/** The edits that make items of what is none yet. */
export interface TakenItems {
  readonly edits: readonly Edit[];
  /** What each line with an item was, where it was no task. */
  readonly kinds: ReadonlyMap<number, ItemKind>;
  /** Lines of tables that are gone, and why. */
  readonly gone: ReadonlyMap<number, string>;
}

/** Whether blocks have an entry of a task list, or one that is meant as such, besides those whose boxes go. */
export function hasTasks(blocks: readonly Block[], source: MarkdownFile, unboxed: readonly Edit[]): boolean {
  const signed = new Set(unboxed.map(({ start }) => placeAt(source, start).line));
  return blocks
    .flatMap(({ node }) => (node.type === 'list' ? entriesOf(node) : []))
    .some((entry) => isTask(shownMarkOf(entry, source)) && !signed.has(placeOf(source, entry).line));
}

/** Every entry of a list, at any depth. */
export function entriesOf(list: List): ListItem[] {
  return list.children.flatMap((entry) => [entry, ...entry.children.flatMap((child) => (child.type === 'list' ? entriesOf(child) : []))]);
}

/**
 * Makes task-list entries of the chosen kinds of entries and of the rows of tables. Brackets that are no marks become words.
 *
 * @param options.relinks Edits of links, which an edit of a whole row has in it.
 */
export function takeItems(
  blocks: readonly Block[],
  source: MarkdownFile,
  { chosen, relinks }: { readonly chosen: ReadonlySet<ItemKind>; readonly relinks: readonly Edit[] },
): TakenItems {
  const taken = blocks.map(({ node }): TakenItems => {
    if (node.type === 'list') return takeEntries(node, source, chosen, blocks);
    return node.type === 'table' && chosen.has('rows') ? takeTable(node, source, relinks) : nothingTaken;
  });
  return {
    edits: taken.flatMap(({ edits }) => edits),
    kinds: new Map(taken.flatMap(({ kinds }) => [...kinds])),
    gone: new Map(taken.flatMap(({ gone }) => [...gone])),
  };
}

/** Takes the boxes off entries that ask for a signature, or have one: it is no item, and a line without a box asks for it. */
export function unboxSignatures(blocks: readonly Block[], source: MarkdownFile, isSignOff: (block: Block) => boolean): Edit[] {
  return blocks.flatMap((block) =>
    (block.node.type === 'list' ? entriesOf(block.node) : []).flatMap((entry) => {
      const written = sourceOf(source, entry).split('\n')[0] ?? '';
      const [, lead = '', box = '', words = ''] = /^(\S+[ \t]+)(\[[^\]]*\][ \t]+)(.*)$/.exec(written) ?? [];
      const start = offsetOf(entry) + lead.length;
      const isSigned =
        isTask(shownMarkOf(entry, source)) && isSignature(words, isSignOff(block) ? 'sign-off' : 'layer', placeOf(source, entry));
      return isSigned ? [{ start, end: start + box.length, to: '', reason: 'a signature is no item' }] : [];
    }),
  );
}

const nothingTaken: TakenItems = { edits: [], kinds: new Map(), gone: new Map() };

function isTask(mark: WrittenMark | null): mark is WrittenMark {
  return mark !== null && (mark.mark !== null || isMeantAsMark(mark.written));
}

function takeEntries(list: List, source: MarkdownFile, chosen: ReadonlySet<ItemKind>, blocks: readonly Block[]): TakenItems {
  const kinds = new Map<number, ItemKind>();
  const signed = usesSignsAsMarks(blocks);
  const edits = listsIn(list).flatMap(({ ordered, children }) => {
    const kind = ordered === true ? 'numbers' : 'bullets';
    return children.flatMap((entry) => {
      const edit = takeEntry(entry, source, chosen.has(kind), signed);
      if (edit !== null && edit.reason === becomesItem) kinds.set(placeOf(source, entry).line, kind);
      return edit ?? [];
    });
  });
  return { edits, kinds, gone: new Map() };
}

function listsIn(list: List): List[] {
  return [list, ...list.children.flatMap(({ children }) => children.flatMap((child) => (child.type === 'list' ? listsIn(child) : [])))];
}

/** What says its status by itself; `[-]`, `[~]` and the like mean other things to other people. */
const saysStatus = /^$|[\p{L}\p{N}]{2}|^[✓✔☑☐]\uFE0F?$/u;

/** Why a line is another now that has an item. */
const becomesItem = 'becomes an item';

/** What makes an item of an entry, or words of its brackets; null where it stays as it is. */
function takeEntry(entry: ListItem, source: MarkdownFile, isChosen: boolean, signed: boolean): Edit | null {
  const [first] = entry.children;
  if (first?.type !== 'paragraph') return null;
  const start = offsetOf(first);
  const mark = shownMarkOf(entry, source);
  if (isTask(mark)) {
    const meant = mark.mark === null && saysStatus.test(mark.written) ? markOfStatus(mark.written) : null;
    return meant === null || meant === 'not-applicable'
      ? null
      : { start, end: start + mark.written.length + 2, to: boxes[meant], reason: 'a mark as the checklist writes it' };
  }
  if (isChosen && isAloneOnLine(entry, start, source) && /[\p{L}\p{N}]/u.test(plainText(first)) && !isLayerSlot(entry, source)) {
    const sign = leadingSign(sourceOf(source, first));
    // A tick may be an ornament: it is a mark only where others are left open.
    const said = sign !== null && (signed || sign.mark === 'not-started' || sourceOf(source, first).startsWith('[')) ? sign : null;
    return { start, end: start + (said?.length ?? 0), to: `${boxes[said?.mark ?? 'not-started']} `, reason: becomesItem };
  }
  return mark === null ? null : { start, end: start, to: '\\', reason: 'brackets that are no mark' };
}

/** A box is shown only in an entry that opens its line and has its words there. */
function isAloneOnLine(entry: ListItem, words: number, { text }: MarkdownFile): boolean {
  const start = offsetOf(entry);
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return typeof entry.checked !== 'boolean' && before.trim() === '' && !text.slice(start, words).includes('\n');
}

function isLayerSlot(entry: ListItem, source: MarkdownFile): boolean {
  return readSlots(sourceOf(source, entry).split('\n')[0] ?? '', 'layer', placeOf(source, entry)).length > 0;
}

function usesSignsAsMarks(blocks: readonly Block[]): boolean {
  return blocks.some(
    ({ node }) =>
      node.type === 'list' && entriesOf(node).some((entry) => leadingSign(plainText(entry.children[0] ?? entry))?.mark === 'not-started'),
  );
}

function takeTable(table: Table, source: MarkdownFile, relinks: readonly Edit[]): TakenItems {
  const rows = takeRows(table, source, relinks);
  const start = placeOf(source, table).line;
  const lines = source.text.split('\n');
  const offsetOfLine = (line: number) => source.lineStarts[line - 1] ?? 0;
  const replace = (line: number, to: string, reason: string): Edit => {
    const at = offsetOfLine(line);
    return { start: at, end: at + (lines[line - 1]?.length ?? 0), to, reason };
  };
  const head = 'the titles of a table: each stands with what its column says';
  const gone = new Map([
    [start, head],
    [start + 1, head],
    ...rows.flatMap(({ line, kind }): [number, string][] => (kind === 'empty' ? [[line, 'a row that says nothing']] : [])),
  ]);
  const reasons = { item: becomesItem, group: 'a row that only names what follows', empty: '' };
  return {
    edits: [
      ...[start, start + 1].map((line) => replace(line, '', head)),
      ...rows.map(({ line, kind, text }) => replace(line, text, reasons[kind])),
    ],
    kinds: new Map(rows.flatMap(({ line, kind }): [number, ItemKind][] => (kind === 'item' ? [[line, 'rows']] : []))),
    gone,
  };
}
