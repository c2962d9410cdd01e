import type { ReaderContext } from '../reader.ts';
import type { CoverageCount, CoverageFile, CoverageMeasure, LineRange, Partial } from '../report.ts';

/** What a count is made of, by a key that is the same in each part of a sharded run. */
export type Points = Map<string, Point>;
type Point = { readonly weight: number; readonly covered: boolean };

/** How many are covered, of how many. */
export interface Count {
  readonly covered: number;
  readonly total: number;
}

/** Adds a point; one that is there already is covered if either of the two is. */
export function addPoint(points: Points, key: string, covered: boolean, weight = 1): void {
  const known = points.get(key);
  if (known === undefined) points.set(key, pointOf(weight, covered));
  else if (covered && !known.covered) points.set(key, pointOf(known.weight, true));
}

/** A key of its own for each thing of a name that may stand several times: the second `f` is `f#2`. */
export function repeatedKey(seen: Map<string, number>, name: string): string {
  const nth = (seen.get(name) ?? 0) + 1;
  seen.set(name, nth);
  return nth === 1 ? name : `${name}#${nth}`;
}

/** How many points of a file there are, and how many of them were reached. */
export function countPoints(points: Points): CoverageCount {
  let covered = 0;
  let total = 0;
  for (const point of points.values()) {
    total += point.weight;
    if (point.covered) covered += point.weight;
  }
  return { covered, total, points };
}

/**
 * The lines that were not reached, of points whose keys begin with a line or with the lines `first.column,last.column` of a block. Lines
 * between which none was reached are one range.
 *
 * @example of the lines 3, 4, 7 and 9, of which only 7 was reached, 3 to 4 and 9
 */
export function uncoveredLines(points: Points): readonly LineRange[] {
  const blocks = [...points]
    .flatMap(([key, { covered }]) => {
      const [, first, last] = /^(\d+)(?:\.\d+,(\d+)\.\d+)?$/.exec(key) ?? [];
      return first === undefined ? [] : { first: Number(first), last: Number(last ?? first), covered };
    })
    .sort((a, b) => a.first - b.first || a.last - b.last);
  const ranges: { first: number; last: number }[] = [];
  let isOpen = false;
  for (const { first, last, covered } of blocks) {
    const open = ranges.at(-1);
    if (covered) isOpen = false;
    else if (open !== undefined && (isOpen || first <= open.last + 1)) open.last = Math.max(open.last, last);
    else ranges.push({ first, last });
    if (!covered) isOpen = true;
  }
  return ranges;
}

/** A count that the file states without what it is made of. */
export function statedCount({ covered, total }: Count): CoverageCount {
  return { covered, total, points: null };
}

/** Are two counts equal, in what is covered and in total? */
export function sameCount(one: Count, other: Count): boolean {
  return one.covered === other.covered && one.total === other.total;
}

/** Whether what a file lists is all that it declares, and looks no better. */
export function bearsOut(listed: Count, declared: Count): boolean {
  return listed.total >= declared.total && listed.covered * declared.total <= declared.covered * listed.total;
}

/** The counts of a measure over all files. */
export function sumOf(files: readonly CoverageFile[], measure: CoverageMeasure): Count {
  return addCounts(files.flatMap(({ measures }) => measures[measure] ?? []));
}

/** The sum of counts. */
export function addCounts(counts: Iterable<Count>): Count {
  let covered = 0;
  let total = 0;
  for (const count of counts) {
    covered += count.covered;
    total += count.total;
  }
  return { covered, total };
}

/** Says of a file that declares another count than it lists. */
export function difference(what: string, declared: Count, listed: Count): Partial[] {
  if (declared.total !== listed.total) return [{ code: 'declared-differs', what, declared: declared.total, listed: listed.total }];
  if (declared.covered === listed.covered) return [];
  return [{ code: 'declared-differs', what: `covered ${what}`, declared: declared.covered, listed: listed.covered }];
}

/** The value of a key, made where there is none yet. */
export function entryOf<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** A source file's path as the tool writes it, with `/`. */
export function sourcePath(path: string): string {
  return path.replaceAll('\\', '/');
}

/** Reads a count that the format writes as text. */
export function wholeNumber(text: string | undefined, what: string, context: ReaderContext, line: number): number {
  if (text === undefined) return context.refuse('SHAPE', `${what} is missing`, { line });
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : context.refuse('NUMBER', `${what} is ${JSON.stringify(text.slice(0, 40))}`, { line });
}

// Most points are alike: a profile of a million lines shares these.
const hit: Point = { weight: 1, covered: true };
const missed: Point = { weight: 1, covered: false };

function pointOf(weight: number, covered: boolean): Point {
  if (weight === 1) return covered ? hit : missed;
  return { weight, covered };
}
