/** A stretch of a text, by offsets, and what stands there instead. Neither holds a line end, so that every line keeps its number. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly to: string;
  readonly reason: string;
}

/** A text after some edits, and why each line that they touched is another now; lines count from 1. */
export interface EditedText {
  readonly text: string;
  readonly reasons: ReadonlyMap<number, readonly string[]>;
}

/** Applies edits that do not overlap to a text that was edited before. */
export function applyEdits({ text, reasons }: EditedText, edits: readonly Edit[]): EditedText {
  const ordered = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const pieces: string[] = [];
  const all = new Map(reasons);
  let [at, line] = [0, 1];
  for (const { start, end, to, reason } of ordered) {
    const before = text.slice(at, start);
    line += before.split('\n').length - 1;
    pieces.push(before, to);
    all.set(line, [...new Set([...(all.get(line) ?? []), reason])]);
    at = end;
  }
  return { text: [...pieces, text.slice(at)].join(''), reasons: all };
}

/** A stretch of a text with the edits that stand inside of it. */
export function editedStretch(text: string, start: number, end: number, edits: readonly Edit[]): string {
  const inside = edits.filter((edit) => start <= edit.start && edit.end <= end);
  const own = inside.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  return applyEdits({ text: text.slice(start, end), reasons: new Map() }, own).text;
}
