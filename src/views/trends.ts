import { scaleLinear, scalePoint } from 'd3-scale';
import { line } from 'd3-shape';
import { type AssessedCitation, type AssessedItem, type Assessment, statuses } from '../assessment/assessment.ts';
import { itemsOf } from '../assessment/items.ts';
import type { RowItem, RowMeasure } from '../publish/release-row.ts';
import { unshownWords } from '../publish/words/frozen-words.ts';
import { criterionWords } from '../publish/words/measure-words.ts';
import { citationName, formatDay } from '../publish/words/name-words.ts';
import { shortRelease } from '../publish/words/release-words.ts';
import { convert, dimensionOf, formatNumber, unitSign } from '../unit.ts';
import { type HistoryRelease, indexItems } from './item-history.ts';

/** One number through the releases, as a chart and as the table behind it. */
export interface TrendView {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly unit: string;
  /** The newest number, and of which release it is where that is not the newest one. */
  readonly latest: string;
  readonly required: string | null;
  readonly chart: ChartView;
  readonly rows: readonly {
    readonly release: string;
    readonly href: string;
    readonly date: string;
    readonly value: string;
    readonly holds: boolean | null;
  }[];
  /** The chart in a sentence, for who cannot see it. */
  readonly description: string;
}

/** Geometry of a chart in user units. Where nothing was measured, nothing is drawn. */
export interface ChartView {
  readonly width: number;
  readonly height: number;
  readonly path: string;
  readonly points: readonly { readonly x: number; readonly y: number; readonly holds: boolean | null; readonly label: string }[];
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  readonly columns: readonly { readonly x: number; readonly text: string }[];
  readonly threshold: { readonly y: number; readonly text: string } | null;
}

const width = 520;
const height = 210;
const margin = { top: 30, right: 16, bottom: 30, left: 64 };
/** More labels than these would run into one another. */
const mostColumns = 8;
/** Signs of a label that fit. */
const fitting = 9;

/** A number that a chart can draw: only numbers of one dimension, or of one thing that is counted, stand on one axis. */
type Quantity = NonNullable<RowMeasure['quantity']>;

interface Point {
  readonly release: HistoryRelease;
  /** Null where nothing was measured. */
  readonly quantity: Quantity | null;
  /** What was measured, or why nothing was. */
  readonly words: string;
  /** Null where what was measured does not count. */
  readonly holds: boolean | null;
}

/** What a chart's numbers are in: the unit of the newest. */
type Axis = Pick<Quantity, 'unit' | 'of'>;

/**
 * Every number that current items measure, and that at least two releases have.
 *
 * @param current The release in preparation, which is the last of `releases`.
 */
export function trendViews({ pages }: Pick<Assessment, 'pages'>, releases: readonly HistoryRelease[]): TrendView[] {
  const indexes = releases.map(({ items }) => indexItems(items));
  return measuresOf(itemsOf(pages)).flatMap(({ item, citation }) => {
    const points = releases.map((release, index) => pointOf(release, indexes[index]?.find(item), citation));
    const axis = points.findLast(({ quantity }) => quantity !== null)?.quantity ?? null;
    const drawn = axis === null ? [] : points.filter((point) => valueOn(axis, point) !== null);
    return axis === null || drawn.length < 2 ? [] : [trendView(item, citation, points, axis)];
  });
}

interface Measure {
  readonly item: AssessedItem;
  readonly citation: AssessedCitation;
}

/** Each measure once, by the gravest item that rests on it; the gravest first, and plain numbers before counts of tests. */
function measuresOf(items: readonly AssessedItem[]): Measure[] {
  const byName = new Map<string, Measure>();
  const gravity = ({ item, citation }: Measure) => statuses.indexOf(item.status) * 2 + (citation.measured?.kind === 'number' ? 0 : 1);
  for (const item of items) {
    for (const citation of item.citations.filter(({ target }) => target === 'result')) {
      const other = byName.get(citationName(citation));
      const measure = { item, citation };
      if (other === undefined || gravity(measure) < gravity(other)) byName.set(citationName(citation), measure);
    }
  }
  return [...byName.values()].sort((a, b) => gravity(a) - gravity(b));
}

function pointOf(release: HistoryRelease, item: RowItem | undefined, { file, selector }: AssessedCitation): Point {
  const same = item?.measures?.find((each) => each.file === file && each.selector === selector);
  if (same === undefined) {
    const words = release.items === null ? unshownWords.broken : unshownWords.absent;
    return { release, quantity: null, words, holds: null };
  }
  const { quantity, words, holds } = same;
  return { release, quantity, words, holds };
}

/** The value of a point on an axis; null for what was not measured, or is another quantity. */
function valueOn({ unit, of }: Axis, { quantity }: Point): number | null {
  return quantity === null || quantity.of !== of ? null : convert(quantity.value, quantity.unit, unit);
}

function trendView(item: AssessedItem, citation: AssessedCitation, points: readonly Point[], axis: Axis): TrendView {
  const threshold = thresholdOf(citation, axis);
  const latest = points.findLast(({ quantity }) => quantity !== null);
  const newest = points.at(-1);
  return {
    id: `${item.id}-${citationName(citation)}`.replace(/[^\p{L}\p{N}]+/gu, '-'),
    title: item.text,
    source: citationName(citation),
    unit: axis.of === dimensionOf(axis.unit) ? unitSign(axis.unit).trim() : axis.of,
    latest:
      latest === undefined || newest === undefined
        ? ''
        : latest === newest
          ? latest.words
          : `${latest.words} in ${latest.release.label}; ${newest.release.label}: ${newest.words}`,
    required: citation.criterion === null ? null : criterionWords(citation.criterion),
    chart: chartOf(points, axis, threshold),
    rows: points.map(({ release, quantity, words, holds }) => ({
      release: release.label,
      href: release.href,
      date: formatDay(release.date),
      value: quantity === null ? words : `${words}, ${holds === null ? 'does not count' : holds ? 'holds' : 'fails'}`,
      holds,
    })),
    description: `${item.text}: ${points.map(({ release, words }) => `${release.label} ${words}`).join(', ')}`,
  };
}

function thresholdOf({ criterion }: AssessedCitation, axis: Axis): { value: number; text: string } | null {
  if (criterion === null) return null;
  if (criterion.kind === 'number') {
    const { unit, value } = criterion;
    // A criterion without a unit compares the number as it is written.
    const isPlain = unit === 'count' || axis.unit === 'count';
    if (!isPlain && dimensionOf(unit) !== axis.of) return null;
    return { value: isPlain ? value : convert(value, unit, axis.unit), text: criterionWords(criterion) };
  }
  return criterion.kind === 'default' && ['none-failed', 'none-found', 'none-severe', 'all-held'].includes(criterion.rule)
    ? { value: 0, text: '= 0' }
    : null;
}

function chartOf(points: readonly Point[], axis: Axis, threshold: { value: number; text: string } | null): ChartView {
  const drawn = points.flatMap((point) => {
    const value = valueOn(axis, point);
    return value === null ? [] : [{ point, value }];
  });
  const values = [...drawn.map(({ value }) => value), ...(threshold === null ? [] : [threshold.value]), 0];
  const y = scaleLinear([Math.min(...values), Math.max(...values) || 1], [height - margin.bottom, margin.top]).nice(4);
  const x = scalePoint(
    points.map(({ release }) => release.name),
    [margin.left + 12, width - margin.right - 12],
  );
  const xOf = ({ release }: Point) => round(x(release.name) ?? 0);
  const draw = line<Point>(xOf, (point) => round(y(valueOn(axis, point) ?? 0))).defined((point) => valueOn(axis, point) !== null);
  const every = Math.ceil(points.length / mostColumns);
  return {
    width,
    height,
    path: draw(points) ?? '',
    points: drawn.map(({ point, value }) => ({
      x: xOf(point),
      y: round(y(value)),
      holds: point.holds,
      label: `${point.release.label}: ${point.words}`,
    })),
    ticks: y
      .ticks(4)
      .filter((tick) => Number.isInteger(tick) || values.some((value) => !Number.isInteger(value)))
      .map((tick) => ({ y: round(y(tick)), text: formatNumber(tick) })),
    columns: points
      .filter((_, index) => (points.length - 1 - index) % every === 0)
      .map((point) => ({ x: xOf(point), text: shortRelease(point.release.label, fitting) })),
    threshold: threshold === null ? null : { y: round(y(threshold.value)), text: threshold.text },
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
