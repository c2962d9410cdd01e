import { undoOnce } from './mojibake.ts';

/** One damaged run of characters and what it was; its place is in the text as received, 1-based, in UTF-16 units. */
export interface Repair {
  readonly line: number;
  readonly column: number;
  readonly from: string;
  readonly to: string;
}

/** A text with its damaged places put right, each of them with its place in the text as it came. */
export interface RepairedText {
  readonly text: string;
  readonly repairs: readonly Repair[];
}

/**
 * Repairs what was UTF-8 and has been read as cp1252, once or several times, also where a decoder dropped the bytes that cp1252 does not
 * define and only one usual character fits. All else is returned as it is, and no line is added or taken away.
 *
 * @example repairText('- [âœ…] CafÃ©').text // '- [✅] Café'
 */
export function repairText(text: string): RepairedText {
  if (!/[Â-ô]/.test(text)) return { text, repairs: [] };
  const cells = joinRepaired(undoAll(cellsOf(text)), text);
  const places = placesIn(text);
  return {
    text: cells.map((cell) => cell.now).join(''),
    repairs: cells.flatMap(({ start, end, now }) => {
      const from = text.slice(start, end);
      return from === now ? [] : [{ ...places(start), from, to: now }];
    }),
  };
}

/** What stands in a place now, and which part of the input stood there. */
interface Cell {
  readonly now: string;
  readonly start: number;
  readonly end: number;
}

/** Text damaged more often than this has never been seen; the bound ends the loop whatever the text. */
const mostPasses = 4;

function cellsOf(text: string): Cell[] {
  let start = 0;
  return Array.from(text, (character) => {
    const cell = { now: character, start, end: start + character.length };
    start = cell.end;
    return cell;
  });
}

function undoAll(cells: readonly Cell[]): readonly Cell[] {
  let at = apply(cells, undoOnce(cells.map(({ now }) => now)));
  for (let pass = 1; pass < mostPasses; pass += 1) {
    const undone = undoOnce(at.map(({ now }) => now)).filter((each) => isUndone(at.slice(each.at, each.at + each.length)));
    if (undone.length === 0) break;
    at = apply(at, undone);
  }
  return at;
}

/** Whether all of some cells came of a repair: what was damaged twice did, what only stands beside a repair did not. */
function isUndone(cells: readonly Cell[]): boolean {
  return cells.every(({ now, start, end }) => end - start > now.length || now === ' ');
}

function apply(cells: readonly Cell[], undone: ReturnType<typeof undoOnce>): Cell[] {
  const result: Cell[] = [];
  const byStart = new Map(undone.map((each) => [each.at, each]));
  for (let at = 0; at < cells.length; ) {
    const { length = 1, to } = byStart.get(at) ?? {};
    const [first, last] = [cells[at], cells[at + length - 1]];
    if (first && last) result.push(to === undefined ? first : { now: to, start: first.start, end: last.end });
    at += length;
  }
  return result;
}

/** Makes one cell of repaired cells that touch, and gives a run back as it was where a control character came of it. */
function joinRepaired(cells: readonly Cell[], text: string): Cell[] {
  const joined: Cell[] = [];
  let repairing = false;
  for (const cell of cells) {
    const repaired = cell.now !== text.slice(cell.start, cell.end);
    const before = joined.at(-1);
    if (repaired && repairing && before) joined[joined.length - 1] = { now: before.now + cell.now, start: before.start, end: cell.end };
    else joined.push(cell);
    repairing = repaired;
  }
  return joined.map((cell) => {
    const from = text.slice(cell.start, cell.end);
    return cell.now !== from && /[\x80-\x9f]/.test(cell.now) ? { ...cell, now: from } : cell;
  });
}

/** Finds the line and column of offsets that are asked for in rising order. */
function placesIn(text: string): (offset: number) => { line: number; column: number } {
  const ends = [...text.matchAll(/\r\n?|\n/g)].map((match) => match.index + match[0].length);
  let line = 0;
  return (offset) => {
    while ((ends[line] ?? Number.POSITIVE_INFINITY) <= offset) line += 1;
    return { line: line + 1, column: offset - (ends[line - 1] ?? 0) + 1 };
  };
}
