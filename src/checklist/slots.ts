import type { Table } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import type { PageKind, SignOffSlot, SourcePlace } from './checklist.ts';
import { type MarkdownFile, placeOf } from './markdown.ts';
import { slugOf } from './slug.ts';

/** `**Label**: ____`, with blanks or a choice to be filled. */
const slot = /(?:\*\*|__)?([^*_:\n]{1,60}?)(?:\*\*|__)?\s*:(?:\*\*|__)?\s*(_{3,}|\\_\S*|yes\s*\/\s*no\b)/gi;

/** A bullet or a bold label with something behind it: `- **QA Lead**: Jane Doe, 2026-01-02`. */
const filled = /^(?:(?:[-*+]|\d+[.)])\s+(?:\*\*|__)?|\*\*|__)([^*_:\n]{1,60}?)(?:\*\*|__)?\s*(?::|\s[-–—]\s)(?:\*\*|__)?\s*(\S.*)$/;

const date = /\b(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})\b/;

/**
 * The lines of a piece of Markdown that sign-off records fill; empty where it holds none. On a sign-off page a line that somebody filled in by
 * hand asks its role all the same: one with a date, or one beside lines that are blank.
 */
export function readSlots(markdown: string, page: PageKind, place: SourcePlace): SignOffSlot[] {
  if (page === 'gates') return [];
  const lines = markdown.split('\n').map((line, index) => ({
    text: line.trim(),
    place: index === 0 ? place : { ...place, line: place.line + index, column: 1 },
  }));
  const blanks = lines.map((line) =>
    [...line.text.replace(/^(?:[-*+]|\d+[.)])\s+/, '').matchAll(slot)].flatMap(
      ([, label = '']) => slotOf(label.trim(), page, line.place) ?? [],
    ),
  );
  if (page !== 'sign-off') return blanks.flat();
  const asksRoles = blanks.flat().some(({ kind }) => kind === 'role');
  return lines.flatMap((line, index): SignOffSlot[] => {
    const own = blanks[index] ?? [];
    const [, label, value = ''] = filled.exec(line.text) ?? [];
    if (own.length > 0 || label === undefined || !(asksRoles || date.test(value))) return own;
    const slot = slotOf(label.trim(), page, line.place);
    return slot === null ? [] : [slot];
  });
}

const roleColumn = /^(?:role|title|position|function|team|department|approver|stakeholder|responsible|sign-?off|signatory)s?\b/i;
const signatureColumn = /\b(?:name|date|sign(?:ed|ature|-?off)?|approv(?:ed|al)|decision|status)\b/i;

/** The rows of a table that asks for signatures, a role each; null for another table. */
export function readSlotTable({ children: [head, ...rows] }: Table, source: MarkdownFile): SignOffSlot[] | null {
  const titles = (head?.children ?? []).map((cell) => plainText(cell).trim());
  const named = titles.findIndex((title) => roleColumn.test(title));
  const column = Math.max(0, named);
  if (!titles.some((title, index) => index !== column && signatureColumn.test(title))) return null;
  return rows.flatMap((row) => {
    const label = plainText(row.children[column] ?? { type: 'tableCell', children: [] }).trim();
    return label === '' ? [] : [{ kind: 'role', label, role: slugOf(label), place: placeOf(source, row) }];
  });
}

/** Is an entry with a box a signature that somebody asks for or gave, and no item: `[x] QA Lead: Jane Doe, 2026-01-02`? */
export function isSignature(text: string, page: PageKind, place: SourcePlace): boolean {
  if (page === 'layer') return readSlots(text, page, place).some(({ kind }) => kind === 'layer');
  return page === 'sign-off' && (readSlots(`- ${text}`, page, place).length > 0 || date.test(text) || /_{3,}|\bsigned\b/i.test(text));
}

function slotOf(label: string, page: PageKind, place: SourcePlace): SignOffSlot | null {
  if (page === 'layer') {
    if (/^sign[- ]?off$/i.test(label)) return { kind: 'layer', label, role: null, place };
    return /^date$/i.test(label) ? { kind: 'date', label, role: null, place } : null;
  }
  if (page === 'post-release') return /date/i.test(label) ? { kind: 'release-date', label, role: null, place } : null;
  if (/\bdate\b/i.test(label)) return { kind: 'date', label, role: null, place };
  if (/\bready\b|\bgo\b/i.test(label)) return { kind: 'decision', label, role: null, place };
  return { kind: 'role', label, role: slugOf(label), place };
}
