import { scaleLinear, scalePoint } from 'd3-scale';
import { line } from 'd3-shape';
import { type AssessedCitation, type AssessedItem, type Measured, statuses } from '../assessment/assessment.ts';
import { itemsOf } from '../assessment/items.ts';
import { criterionWords, measuredWords } from '../publish/words/measure-words.ts';
import { citationName, formatDay } from '../publish/words/name-words.ts';
import { convert, formatNumber, type Unit, unitSign } from '../unit.ts';
import { type HistoryRelease, indexItems } from './item-history.ts';

/** One number through the releases, as a chart and as the table behind it. */
export interface TrendView {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly unit: string;
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

/** Geometry of a chart in user units; gaps stay gaps. */
export interface ChartView {
  readonly width: number;
  readonly height: number;
  readonly path: string;
  readonly points: readonly { readonly x: number; readonly y: number; readonly holds: boolean | null; readonly label: string }[];
  readonly gaps: readonly { readonly x: number; readonly label: string }[];
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

interface Point {
  readonly release: HistoryRelease;
  readonly value: number | null;
  readonly unit: string | null;
  readonly words: string;
  readonly holds: boolean | null;
}

/** Every number that items of the newest release measure, and that at least two releases have. */
export function trendViews(releases: readonly HistoryRelease[]): TrendView[] {
  const indexes = releases.map(({ assessment }) => indexItems(assessment));
  const newest = releases.findLast(({ assessment }) => assessment !== null)?.assessment;
  const measures = measuresOf(newest === undefined || newest === null ? [] : itemsOf(newest.pages));
  return measures.flatMap(({ item, citation }) => {
    const points = releases.map((release, index) => pointOf(release, indexes[index]?.find(item), citation));
    return points.filter(({ value }) => value !== null).length >= 2 ? [trendView(item, citation, points)] : [];
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

function pointOf(release: HistoryRelease, item: AssessedItem | undefined, { file, selector }: AssessedCitation): Point {
  const same = item?.citations.find((each) => each.file === file && each.selector === selector);
  const number = same?.measured == null ? null : numberOf(same.measured);
  return {
    release,
    value: number?.value ?? null,
    unit: number?.unit ?? null,
    words: same?.measured == null ? 'unproven' : measuredWords(same.measured, same.criterion),
    holds: same === undefined || same.verdict.state === 'unproven' ? null : same.verdict.state === 'pass',
  };
}

/** The number that a measurement draws; null for what has none. */
function numberOf(measured: Measured): { value: number; unit: string } | null {
  switch (measured.kind) {
    case 'number':
      return measured.unit === 'ratio'
        ? { value: measured.value * 100, unit: '%' }
        : { value: measured.value, unit: unitSign(measured.unit).trim() };
    case 'tests':
      return { value: measured.failed, unit: 'failed tests' };
    case 'findings':
      return { value: measured.count, unit: 'findings' };
    case 'thresholds':
      return { value: measured.crossed, unit: 'crossed thresholds' };
    case 'boolean':
    case 'text':
    case 'existence':
    case 'items':
      return null;
  }
}

function trendView(item: AssessedItem, citation: AssessedCitation, points: readonly Point[]): TrendView {
  const threshold = thresholdOf(citation);
  const latest = points.findLast(({ value }) => value !== null);
  return {
    id: `${item.id}-${citation.selector}`.replace(/[^\p{L}\p{N}]+/gu, '-'),
    title: item.text,
    source: citationName(citation),
    unit: points.findLast(({ unit }) => unit !== null)?.unit ?? '',
    latest: latest?.words ?? '',
    required: citation.criterion === null ? null : criterionWords(citation.criterion),
    chart: chartOf(points, threshold),
    rows: points.map(({ release, words, value, holds }) => ({
      release: release.label,
      href: release.href,
      date: formatDay(release.date),
      value: value === null ? 'unproven' : words,
      holds,
    })),
    description: `${item.text}: ${points.map(({ release, value, words }) => `${release.label} ${value === null ? 'unproven' : words}`).join(', ')}`,
  };
}

function thresholdOf({ criterion, measured }: AssessedCitation): { value: number; text: string } | null {
  if (criterion === null) return null;
  if (criterion.kind === 'number') {
    const unit: Unit = measured?.kind === 'number' ? measured.unit : criterion.unit;
    const value = criterion.unit === 'count' || unit === 'count' ? criterion.value : convert(criterion.value, criterion.unit, unit);
    return { value: unit === 'ratio' ? value * 100 : value, text: criterionWords(criterion) };
  }
  return criterion.kind === 'default' && ['none-failed', 'none-found', 'none-severe', 'all-held'].includes(criterion.rule)
    ? { value: 0, text: '= 0' }
    : null;
}

function chartOf(points: readonly Point[], threshold: { value: number; text: string } | null): ChartView {
  const values = [...points.flatMap(({ value }) => value ?? []), ...(threshold === null ? [] : [threshold.value]), 0];
  const y = scaleLinear([Math.min(...values), Math.max(...values) || 1], [height - margin.bottom, margin.top]).nice(4);
  const x = scalePoint(
    points.map(({ release }) => release.name),
    [margin.left + 12, width - margin.right - 12],
  );
  const xOf = ({ release }: Point) => round(x(release.name) ?? 0);
  const draw = line<Point>(xOf, ({ value }) => round(y(value ?? 0))).defined(({ value }) => value !== null);
  const every = Math.ceil(points.length / mostColumns);
  return {
    width,
    height,
    path: draw(points) ?? '',
    points: points.flatMap((point) =>
      point.value === null
        ? []
        : [{ x: xOf(point), y: round(y(point.value)), holds: point.holds, label: `${point.release.label}: ${point.words}` }],
    ),
    gaps: points.filter(({ value }) => value === null).map((point) => ({ x: xOf(point), label: `${point.release.label}: unproven` })),
    ticks: y
      .ticks(4)
      .filter((tick) => Number.isInteger(tick) || values.some((value) => !Number.isInteger(value)))
      .map((tick) => ({ y: round(y(tick)), text: formatNumber(tick) })),
    columns: points
      .filter((_, index) => (points.length - 1 - index) % every === 0)
      .map((point) => ({ x: xOf(point), text: shortLabel(point.release) })),
    threshold: threshold === null ? null : { y: round(y(threshold.value)), text: threshold.text },
  };
}

/** What fits under a point: of a pre-release with a long name what makes it one, or the part of that which differs. */
function shortLabel({ label }: HistoryRelease): string {
  const [release = label] = label.split('+');
  const pre = release.slice(release.indexOf('-') + 1);
  if (release.length <= fitting || pre === release) return release;
  return pre.length <= fitting ? pre : (pre.split('.').at(-1) ?? pre);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
