import type { AssessedCitation } from '../assessment/assessment.ts';
import { countedTests, type RowMeasure } from '../publish/release-row.ts';
import { unshownWords } from '../publish/words/frozen-words.ts';
import { axisWords, chartWords, undrawnReasons } from '../publish/words/history-words.ts';
import { criterionWords } from '../publish/words/measure-words.ts';
import { shortReleases } from '../publish/words/release-words.ts';
import { convert, dimensionOf } from '../unit.ts';
import { type ChartView, drawChart, type places, type Threshold } from './chart.ts';
import type { HistoryRelease, ItemIndex } from './item-history.ts';

/** A number that a chart can draw: only numbers of one dimension, or of one thing that is counted, stand on one axis. */
type Quantity = NonNullable<RowMeasure['quantity']>;

/** What a chart's numbers are in: the unit of the newest. */
type Axis = Pick<Quantity, 'unit' | 'of'>;

/** What a citation came to in one release. */
export interface MeasurePoint {
  readonly release: HistoryRelease;
  /** Null where no number was measured. */
  readonly quantity: Quantity | null;
  /** On the axis; null for what was not measured, or is another quantity. */
  readonly value: number | null;
  /** What was measured, or why nothing was. */
  readonly words: string;
  /** Null where what was measured does not count. */
  readonly holds: boolean | null;
  readonly required: string | null;
}

/** What a citation of the release in preparation came to in all releases, the oldest first. */
export interface MeasureHistory {
  readonly points: readonly MeasurePoint[];
  /** Null where no release has a number. */
  readonly axis: Axis | null;
}

/**
 * Finds what a citation came to through the releases.
 *
 * @param item By which it is found in each release.
 * @param releases Oldest first.
 * @param indexes Of the items of each.
 */
export function measureHistory(
  item: { readonly id: string; readonly was: readonly string[] },
  { file, selector }: Pick<AssessedCitation, 'file' | 'selector'>,
  releases: readonly HistoryRelease[],
  indexes: readonly ItemIndex[],
): MeasureHistory {
  const found = releases.map((release, index) => {
    const same = indexes[index]?.find(item)?.measures?.find((each) => each.file === file && each.selector === selector);
    return { release, same };
  });
  const axis = found.findLast(({ same }) => same !== undefined && same.quantity !== null)?.same?.quantity ?? null;
  const points = found.map(({ release, same }): MeasurePoint => {
    if (same === undefined) {
      const words = release.items === null ? unshownWords.broken : unshownWords.absent;
      return { release, quantity: null, value: null, words, holds: null, required: null };
    }
    const { quantity, words, holds, required = null } = same;
    return { release, quantity, value: axis === null ? null : valueOn(axis, quantity), words, holds, required };
  });
  return { points, axis };
}

/** Draws a history; null where it has no number. */
export function chartOfHistory(
  { points, axis }: MeasureHistory,
  { criterion }: Pick<AssessedCitation, 'criterion'>,
  title: string,
  place: (typeof places)[keyof typeof places],
): ChartView | null {
  if (axis === null) return null;
  const drawn = points.filter(({ value }) => value !== null);
  return drawChart(
    {
      unit: axisWords(axis),
      columns: shortReleases(points.map(({ release }) => release)),
      points: points.map(({ release, value, holds, words }) => ({ value, holds, label: `${release.label}: ${words}` })),
      threshold: thresholdOn(axis, criterion),
      description: chartWords(
        title,
        points.length,
        drawn.map(({ release, words }) => ({ release: release.label, words })),
      ),
    },
    place,
  );
}

/** The releases that measured something which the chart cannot show, with why. */
export function undrawnPoints({ points, axis }: MeasureHistory): { readonly release: string; readonly why: string }[] {
  if (axis === null) return [];
  return points.flatMap(({ release, quantity, value, words, holds }) => {
    if (value !== null) return [];
    if (quantity !== null) return [{ release: release.label, why: undrawnReasons.otherUnit(axisWords(quantity), axisWords(axis)) }];
    return holds === null ? [{ release: release.label, why: words }] : [{ release: release.label, why: undrawnReasons.noNumber(words) }];
  });
}

/** What a citation asks for, for people; null where it asks for nothing. */
export function requiredOf({ criterion }: Pick<AssessedCitation, 'criterion'>): string | null {
  return criterion === null ? null : criterionWords(criterion);
}

function valueOn({ unit, of }: Axis, quantity: Quantity | null): number | null {
  return quantity === null || quantity.of !== of ? null : convert(quantity.value, quantity.unit, unit);
}

function thresholdOn(axis: Axis, criterion: AssessedCitation['criterion']): Threshold | null {
  if (criterion === null) return null;
  const isOfUnit = axis.of === dimensionOf(axis.unit);
  switch (criterion.kind) {
    case 'number': {
      const { unit, value, comparator } = criterion;
      // A criterion without a unit compares the number as it is written.
      if (unit === 'count' || axis.unit === 'count') {
        return isOfUnit || axis.of === 'findings' || axis.of === countedTests(criterion) ? { value, comparator } : null;
      }
      return dimensionOf(unit) === axis.of ? { value: convert(value, unit, axis.unit), comparator } : null;
    }
    case 'tests':
      return axis.of === countedTests(criterion) ? { value: criterion.value, comparator: criterion.comparator } : null;
    case 'default':
      return ['none-failed', 'none-found', 'none-severe', 'none-flaky', 'all-held'].includes(criterion.rule)
        ? { value: 0, comparator: '=' }
        : null;
    case 'text':
    case 'boolean':
    case 'exists':
      return null;
  }
}
