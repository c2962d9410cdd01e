import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { Comparator } from '../checklist/requirements/requirement.ts';
import { formatNumber } from '../unit.ts';

/**
 * Geometry of a chart that is as wide as its place: across in thousandths of its width, down in pixels, so that its text keeps its size. Where
 * nothing was measured, nothing is drawn.
 */
export interface ChartView {
  /** In pixels. */
  readonly height: number;
  /** How wide the numbers beside it are, in pixels. */
  readonly axis: number;
  readonly unit: string;
  readonly ticks: readonly { readonly y: number; readonly text: string; readonly isRequired: boolean }[];
  readonly columns: readonly ColumnView[];
  /** The series through its points. */
  readonly path: string;
  readonly marks: readonly MarkView[];
  /** The line of what is required, and how far from it what is good goes. */
  readonly required: { readonly y: number; readonly band: { readonly y: number; readonly height: number } } | null;
  readonly description: string;
}

/** The name of a release below a chart. */
export interface ColumnView {
  /** In percent of the width. */
  readonly x: number;
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Whether it has room where the chart is narrow, and where it is wide. */
  readonly fits: 'both' | 'narrow' | 'wide';
}

/** Points that mean the same, drawn at once. */
export interface MarkView {
  readonly means: 'pass' | 'fail' | 'unproven';
  readonly path: string;
  /** The release and its number, where it is one point; else empty. */
  readonly label: string;
}

/** What a chart draws. */
export interface ChartInput {
  readonly unit: string;
  readonly columns: readonly string[];
  /** One for each column; the value is null where there is no point. */
  readonly points: readonly { readonly value: number | null; readonly holds: boolean | null; readonly label: string }[];
  readonly threshold: Threshold | null;
  readonly description: string;
}

/** What is required of the numbers of a chart. */
export interface Threshold {
  readonly value: number;
  readonly comparator: Comparator;
}

/** A place for a chart: how high it is, and how wide the narrowest and the widest such place is, without its numbers; in pixels. */
interface Place {
  readonly height: number;
  readonly narrow: number;
  readonly wide: number;
}

/** The chart of an item's own page, and one among others. */
export const places = {
  large: { height: 280, narrow: 220, wide: 640 },
  small: { height: 148, narrow: 220, wide: 220 },
} as const satisfies Record<string, Place>;

/** Above and below what is drawn, in pixels: the unit, and the names of the releases. */
const margin = { top: 26, bottom: 32 };
/** The width of a sign of a label, and what parts labels, in pixels. */
const sign = 6.8;
const gap = 14;
/** More points than these are drawn at once, without their labels. */
const mostLabelled = 60;
/** How far apart numbers beside a chart have to be, in pixels. */
const lineHeight = 14;

/** Points of more releases than have this much width each share it, in pixels: a chart weighs the same from there on. */
const step = 2;

/** A point, or a release without one, where it stands in the chart. */
type Spot = ChartInput['points'][number] & { readonly x: number; readonly y: number };

/** Draws numbers over releases. */
export function drawChart(input: ChartInput, place: Place): ChartView {
  const { points, threshold } = input;
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const all = [...values, ...(threshold === null ? [] : [threshold.value]), 0];
  const [top, bottom] = [margin.top, place.height - margin.bottom];
  const y = scaleLinear([Math.min(...all), Math.max(...all) || 1], [bottom, top]).nice(4);
  const xOf = (index: number) => round(((index + 0.5) / points.length) * 1000);
  const spots = points.map((point, index): Spot => ({ ...point, x: xOf(index), y: point.value === null ? 0 : round(y(point.value)) }));
  const seen = spotsSeen(spots, place.wide / step);
  const draw = line<Spot>(
    (spot) => spot.x,
    (spot) => spot.y,
  ).defined(({ value }) => value !== null);
  const ticks = ticksOf(y, all, threshold);
  return {
    height: place.height,
    axis: Math.ceil(Math.max(...ticks.map(({ text }) => text.length)) * sign) + 8,
    unit: input.unit,
    ticks,
    columns: placeColumns(input.columns, place),
    path: draw(seen) ?? '',
    marks: marksOf(seen.filter(({ value }) => value !== null)),
    required: threshold === null ? null : { y: round(y(threshold.value)), band: bandOf(threshold, y, top, bottom) },
    description: input.description,
  };
}

function ticksOf(y: (value: number) => number, all: readonly number[], threshold: Threshold | null): ChartView['ticks'] {
  const scale = scaleLinear([Math.min(...all), Math.max(...all) || 1], [0, 1]).nice(4);
  const isWhole = all.every((value) => Number.isInteger(value));
  const required = threshold === null ? null : { y: round(y(threshold.value)), text: formatNumber(threshold.value), isRequired: true };
  const others = scale
    .ticks(4)
    .filter((tick) => Number.isInteger(tick) || !isWhole)
    .map((tick) => ({ y: round(y(tick)), text: formatNumber(tick), isRequired: false }))
    .filter((tick) => required === null || Math.abs(tick.y - required.y) >= lineHeight);
  return required === null ? others : [...others, required];
}

/** The side of a threshold on which numbers are good; where one number alone is, as much as is seen of it. */
function bandOf({ value, comparator }: Threshold, y: (value: number) => number, top: number, bottom: number) {
  const at = round(y(value));
  switch (comparator) {
    case '>=':
    case '>':
      return { y: top, height: round(at - top) };
    case '<=':
    case '<':
      return { y: at, height: round(bottom - at) };
    case '=':
      return { y: at - lineHeight / 4, height: lineHeight / 2 };
  }
}

/**
 * The spots that can be told apart where a chart has room for some columns: of those in one column that mean the same, the lowest and the highest, so
 * that neither an outlier nor one that fails among others that pass is lost.
 */
function spotsSeen(spots: readonly Spot[], columns: number): readonly Spot[] {
  if (spots.length <= columns) return spots;
  const alike = Map.groupBy(spots, ({ x, value, holds }) => `${Math.floor((x / 1000) * columns)} ${value === null ? 'nothing' : holds}`);
  const extremes = [...alike.values()].flatMap((group) => {
    const [highest, ...lower] = group.toSorted((a, b) => a.y - b.y);
    return [highest, lower.findLast(({ y }) => y !== highest?.y)];
  });
  const kept = new Set(extremes);
  return spots.filter((spot) => kept.has(spot));
}

/** Discs and squares of no length, which their ends draw, so that they are as large however wide the chart is. */
function marksOf(spots: readonly Spot[]): readonly MarkView[] {
  const marks = spots.map(
    ({ x, y, holds, label }): MarkView => ({
      means: holds === null ? 'unproven' : holds ? 'pass' : 'fail',
      path: `M${x} ${y}h0`,
      label,
    }),
  );
  if (marks.length <= mostLabelled) return marks;
  return (['pass', 'unproven', 'fail'] as const)
    .map((means) => ({ means, path: marks.flatMap((mark) => (mark.means === means ? [mark.path] : [])).join(''), label: '' }))
    .filter(({ path }) => path !== '');
}

/** The names of the releases that have room, the newest first, in a narrow place and in a wide one. */
function placeColumns(names: readonly string[], { narrow, wide }: Place): ColumnView[] {
  const inNarrow = namesWithRoom(names, narrow);
  const inWide = wide === narrow ? inNarrow : namesWithRoom(names, wide);
  return names.flatMap((text, index) => {
    const anchor = inNarrow.get(index) ?? inWide.get(index);
    if (anchor === undefined) return [];
    const fits = !inWide.has(index) ? 'narrow' : inNarrow.has(index) ? 'both' : 'wide';
    return [{ x: round(((index + 0.5) / names.length) * 100), text, anchor, fits }];
  });
}

function namesWithRoom(names: readonly string[], width: number): Map<number, ColumnView['anchor']> {
  const placed = new Map<number, ColumnView['anchor']>();
  let free = width;
  for (const [index, name] of [...names.entries()].reverse()) {
    const size = name.length * sign;
    const middle = ((index + 0.5) / names.length) * width;
    const anchor = middle + size / 2 > width ? 'end' : middle - size / 2 < 0 ? 'start' : 'middle';
    const start = anchor === 'end' ? middle - size : anchor === 'start' ? middle : middle - size / 2;
    const isFirst = placed.size === 0;
    if (!isFirst && (start < 0 || start + size > free)) continue;
    placed.set(index, anchor);
    free = start - gap;
  }
  return placed;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
