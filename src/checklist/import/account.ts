import type { ListItem, Nodes } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import type { PageKind } from '../checklist.ts';
import { shownMarkOf } from '../mark.ts';
import { type MarkdownFile, placeOf, sourceOf } from '../markdown.ts';
import { readSlots, readSlotTable } from '../slots.ts';
import type { Block } from './blocks.ts';

/** Lines of the document, and what there is to say of them. */
export interface Noted {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

/** The entries of lists and the rows of tables of a block of a page that are no items, each with its reason. */
export function noItemsIn({ node }: Block, page: PageKind, source: MarkdownFile): Noted[] {
  return look(node, { page, source, container: null });
}

interface Around {
  readonly page: PageKind;
  readonly source: MarkdownFile;
  /** Why no entry below is an item. */
  readonly container: string | null;
}

function look(node: Nodes, around: Around): Noted[] {
  const { page, source, container } = around;
  switch (node.type) {
    case 'list':
      return node.children.flatMap((entry) => [...noteEntry(entry, around), ...entry.children.flatMap((child) => look(child, around))]);
    case 'table': {
      const asks = page === 'sign-off' && (readSlotTable(node, source) ?? []).length > 0;
      const reason = container ?? (asks ? 'asks for a signature' : 'a row of a table: kept as prose');
      return node.children.slice(1).map((row) => ({
        line: placeOf(source, row).line,
        text: row.children.map((cell) => plainText(cell).trim()).join(' | '),
        reason,
      }));
    }
    case 'blockquote':
    case 'footnoteDefinition': {
      const reason = container ?? 'stands inside a quotation or the like: kept as prose';
      return node.children.flatMap((child) => look(child, { ...around, container: reason }));
    }
    default:
      return [];
  }
}

function noteEntry(entry: ListItem, { page, source, container }: Around): Noted[] {
  if (container === null && shownMarkOf(entry, source) !== null) return [];
  const [first] = entry.children;
  const words = first === undefined || first.type === 'list' ? '' : plainText(first).replace(/\s+/g, ' ');
  const place = placeOf(source, entry);
  const asks = readSlots(sourceOf(source, entry), page, place).length > 0;
  return [{ line: place.line, text: words, reason: container ?? (asks ? 'asks for a signature' : 'has no box: kept as prose') }];
}
