import type { Unit } from '../../unit.ts';
import type { LoadSeries } from '../report.ts';

/** How many stretches of time a series has at most: as many as a small chart can show. */
const mostBuckets = 90;

interface Bucket {
  /** How many values `sum` is of. */
  count: number;
  sum: number;
  max: number;
  /** How many values lie in each step of the scale below; null where no percentile is asked for. */
  spread: Map<number, number> | null;
}

/** The step of a scale of values from one to the next: a percentile is right to half of it. */
const step = 0.02;
const logStep = Math.log(1 + step);

/** Values over the time of a run, put together in equal stretches that double where the run goes on. Times in milliseconds since 1970, in any order. */
export class TimeBuckets {
  #width: number;
  #buckets = new Map<number, Bucket>();
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  readonly #isSpread: boolean;

  /**
   * @param shortest How long a stretch is at least, in milliseconds.
   * @param isSpread Whether percentiles are to be asked for.
   */
  constructor(shortest = 100, isSpread = false) {
    this.#width = shortest;
    this.#isSpread = isSpread;
  }

  /** @param count How many values `value` is the sum of, where an average of them is asked for. */
  add(time: number, value: number, count = 1): void {
    let index = Math.floor(time / this.#width);
    let bucket = this.#buckets.get(index);
    if (bucket === undefined) {
      if (time < this.#first) this.#first = time;
      if (time > this.#last) this.#last = time;
      while (Math.floor(this.#last / this.#width) - Math.floor(this.#first / this.#width) >= mostBuckets) this.#double();
      index = Math.floor(time / this.#width);
      bucket = this.#buckets.get(index);
    }
    if (bucket === undefined) {
      bucket = { count: 0, sum: 0, max: Number.NEGATIVE_INFINITY, spread: this.#isSpread ? new Map() : null };
      this.#buckets.set(index, bucket);
    }
    bucket.count += count;
    bucket.sum += value;
    if (value > bucket.max) bucket.max = value;
    if (bucket.spread !== null) {
      const place = value > 0 ? Math.floor(Math.log(value) / logStep) : Number.NEGATIVE_INFINITY;
      bucket.spread.set(place, (bucket.spread.get(place) ?? 0) + count);
    }
    if (time > this.#last) this.#last = time;
    if (time < this.#first) this.#first = time;
  }

  /**
   * A series of a statistic of each stretch; undefined where there is but one. A rate is the sum a second, 0 where nothing happened; of the
   * others such a stretch has none.
   */
  series(name: string, statistic: 'rate' | 'avg' | 'max' | 'p95', unit: Unit): LoadSeries | undefined {
    const [from, to] = [Math.floor(this.#first / this.#width), Math.floor(this.#last / this.#width)];
    if (!(to > from)) return undefined;
    const points = Array.from({ length: to - from + 1 }, (_, offset) => {
      const index = from + offset;
      const start = Math.max(index * this.#width, this.#first);
      const seconds = (Math.min((index + 1) * this.#width, this.#last) - start) / 1000;
      const bucket = this.#buckets.get(index);
      // The ends of a run are parts of a stretch: over a moment there is no rate.
      const value =
        statistic === 'rate'
          ? seconds < this.#width / 4000
            ? null
            : (bucket?.sum ?? 0) / seconds
          : bucket === undefined
            ? null
            : statistic === 'avg'
              ? bucket.sum / bucket.count
              : statistic === 'max'
                ? bucket.max
                : percentile(bucket, 0.95);
      return { at: start, value };
    });
    // What a share or a flow is on average, metrics call its rate.
    const called = statistic === 'avg' && (unit === 'ratio' || unit === 'per-second') ? 'rate' : statistic;
    return { name, statistic: called, unit, points, ...(statistic === 'p95' ? { within: step / 2 } : {}) };
  }

  #double(): void {
    this.#width *= 2;
    const buckets = new Map<number, Bucket>();
    for (const [index, bucket] of this.#buckets) {
      const half = Math.floor(index / 2);
      const other = buckets.get(half);
      buckets.set(half, other === undefined ? bucket : joined(other, bucket));
    }
    this.#buckets = buckets;
  }
}

function joined(one: Bucket, other: Bucket): Bucket {
  for (const [place, count] of other.spread ?? []) one.spread?.set(place, (one.spread.get(place) ?? 0) + count);
  return { count: one.count + other.count, sum: one.sum + other.sum, max: Math.max(one.max, other.max), spread: one.spread };
}

/** The value that a share of all lie at or below, within half a step; null where nothing was counted. */
function percentile({ count, max, spread }: Bucket, share: number): number | null {
  let below = 0;
  for (const [place, own] of [...(spread ?? [])].sort(([a], [b]) => a - b)) {
    below += own;
    if (below >= share * count) return place === Number.NEGATIVE_INFINITY ? 0 : Math.min(max, (1 + step) ** (place + 0.5));
  }
  return null;
}

/** The series that there are; undefined where there is none. */
export function seriesOf(...all: readonly (LoadSeries | undefined)[]): readonly LoadSeries[] | undefined {
  const found = all.filter((series) => series !== undefined);
  return found.length === 0 ? undefined : found;
}
