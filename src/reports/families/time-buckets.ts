import type { Unit } from '../../unit.ts';
import type { LoadSeries } from '../report.ts';

/** How many stretches of time a series has at most: as many as a small chart can show. */
const mostBuckets = 90;

interface Bucket {
  /** How many values `sum` is of. */
  count: number;
  sum: number;
  max: number;
}

/** Values over the time of a run, put together in equal stretches that double where the run goes on. Times in milliseconds since 1970, in any order. */
export class TimeBuckets {
  #width: number;
  #buckets = new Map<number, Bucket>();
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  /** @param shortest How long a stretch is at least, in milliseconds. */
  constructor(shortest = 100) {
    this.#width = shortest;
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
      bucket = { count: 0, sum: 0, max: Number.NEGATIVE_INFINITY };
      this.#buckets.set(index, bucket);
    }
    bucket.count += count;
    bucket.sum += value;
    if (value > bucket.max) bucket.max = value;
    if (time > this.#last) this.#last = time;
    if (time < this.#first) this.#first = time;
  }

  /**
   * A series of a statistic of each stretch; undefined where there is but one. A rate is the sum a second, 0 where nothing happened; of the
   * others such a stretch has none.
   */
  series(name: string, statistic: 'rate' | 'avg' | 'max', unit: Unit): LoadSeries | undefined {
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
              : bucket.max;
      return { at: start, value };
    });
    return { name, statistic, unit, points };
  }

  #double(): void {
    this.#width *= 2;
    const buckets = new Map<number, Bucket>();
    for (const [index, { count, sum, max }] of this.#buckets) {
      const half = Math.floor(index / 2);
      const other = buckets.get(half);
      buckets.set(
        half,
        other === undefined ? { count, sum, max } : { count: other.count + count, sum: other.sum + sum, max: Math.max(other.max, max) },
      );
    }
    this.#buckets = buckets;
  }
}

/** The series that there are; undefined where there is none. */
export function seriesOf(...all: readonly (LoadSeries | undefined)[]): readonly LoadSeries[] | undefined {
  const found = all.filter((series) => series !== undefined);
  return found.length === 0 ? undefined : found;
}
