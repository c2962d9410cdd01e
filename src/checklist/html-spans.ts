/** A stretch of a text, by offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The comments of a text, and where one opens that is never closed. */
export function commentSpans(text: string): { readonly closed: readonly Span[]; readonly open: number | null } {
  const closed: Span[] = [];
  for (let start = text.indexOf('<!--'); start >= 0; ) {
    const end = text.indexOf('-->', start + 4);
    if (end < 0) return { closed, open: start };
    closed.push({ start, end: end + 3 });
    start = text.indexOf('<!--', end + 3);
  }
  return { closed, open: null };
}

/** The stretches from a match of one pattern to the next of another; what is never closed is left out. Both patterns are global. */
export function spansBetween(text: string, opening: RegExp, closing: RegExp): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const { index: start } of text.matchAll(opening)) {
    if (start < end) continue;
    closing.lastIndex = start;
    const close = closing.exec(text);
    if (close === null) break;
    end = closing.lastIndex;
    spans.push({ start, end });
  }
  return spans;
}

/** The text with stretches of it replaced by as many of one sign. Line ends stay. */
export function blankOut(text: string, spans: readonly Span[], sign: string): string {
  let [blanked, at] = ['', 0];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    blanked += text.slice(at, from) + text.slice(from, end).replace(/[^\r\n]/g, sign);
    at = end;
  }
  return blanked + text.slice(at);
}
