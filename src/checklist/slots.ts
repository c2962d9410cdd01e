import type { PageKind, SignOffSlot, SourcePlace } from './checklist.ts';
import { slugOf } from './slug.ts';

/** `**Label**: ____`, with blanks or a choice to be filled. */
const slot = /(?:\*\*|__)?([^*_:\n]{1,60}?)(?:\*\*|__)?\s*:(?:\*\*|__)?\s*(_{3,}|\\_\S*|yes\s*\/\s*no\b)/gi;

/** The lines of a piece of Markdown that sign-off records fill; empty where it holds none. */
export function readSlots(markdown: string, page: PageKind, place: SourcePlace): SignOffSlot[] {
  if (page === 'gates') return [];
  return markdown.split('\n').flatMap((line, index) => {
    const here = index === 0 ? place : { ...place, line: place.line + index, column: 1 };
    return [...line.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, '').matchAll(slot)].flatMap(
      ([, label = '']) => slotOf(label.trim(), page, here) ?? [],
    );
  });
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
