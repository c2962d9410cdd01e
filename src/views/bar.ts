import type { Segment } from './overview.ts';

/** The gap between two statuses, and the least width of one that occurs, in percent of the bar. */
const gap = 0.3;
const least = 0.6;

/** Where each status of a bar starts and how wide it is, in percent; every status that occurs can be seen. */
export function barPieces(
  segments: readonly Segment[],
): { readonly status: Segment['status']; readonly x: number; readonly width: number }[] {
  const total = segments.reduce((sum, { count }) => sum + count, 0);
  const free = 100 - gap * Math.max(0, segments.length - 1) - least * segments.length;
  let x = 0;
  return segments.map(({ status, count }) => {
    const piece = { status, x: round(x), width: round(least + (free * count) / total) };
    x += piece.width + gap;
    return piece;
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
