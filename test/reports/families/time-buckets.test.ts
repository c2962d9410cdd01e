import { expect, test } from 'vitest';
import { TimeBuckets } from '../../../src/reports/families/time-buckets.ts';

test('values over time are put together in as many stretches as a small chart shows, however long the run and in whichever order they come', () => {
  for (const seconds of [2, 60, 3600, 86_400]) {
    const buckets = new TimeBuckets();
    const times = Array.from({ length: 1000 }, (_, index) => 1_795_521_600_000 + ((index * 7919) % 1000) * seconds);
    for (const time of times) buckets.add(time, 2);
    const points = buckets.series('requests', 'rate', 'per-second')?.points ?? [];
    expect(points.length).toBeGreaterThan(15);
    expect(points.length).toBeLessThanOrEqual(91);
    expect(points.map(({ at }) => at)).toEqual(points.map(({ at }) => at).toSorted((a, b) => a - b));
    const middle = points.slice(1, -1).map(({ value }) => value ?? 0);
    expect(middle.reduce((sum, value) => sum + value, 0) / middle.length).toBeCloseTo(2000 / seconds, -1);
  }
});

test('a stretch in which nothing happened has a rate of 0 and no average', () => {
  const buckets = new TimeBuckets();
  for (const time of [0, 10, 20, 1000, 1060]) buckets.add(time, 4);
  const of = (statistic: 'rate' | 'avg' | 'max') => buckets.series('x', statistic, 'ms')?.points.map(({ value }) => value);
  expect(of('rate')?.slice(1, 10)).toEqual(Array(9).fill(0));
  expect(of('avg')).toEqual([4, ...Array(9).fill(null), 4]);
  expect(of('max')?.at(0)).toBe(4);
});

test('a moment is no series', () => {
  const buckets = new TimeBuckets();
  expect(buckets.series('x', 'avg', 'ms')).toBeUndefined();
  buckets.add(5, 1);
  expect(buckets.series('x', 'avg', 'ms')).toBeUndefined();
});

test('a percentile of each stretch is right to one hundredth, also where stretches were put together, and never above the largest value', () => {
  const buckets = new TimeBuckets(100, true);
  const all = Array.from({ length: 10_000 }, (_, index) => ({ time: index * 10, value: (index * 7919) % 1000 }));
  for (const { time, value } of all) buckets.add(time, value);
  const { points = [], within } = buckets.series('latency', 'p95', 'ms') ?? {};
  expect(within).toBe(0.01);
  expect(points.length).toBeGreaterThan(20);
  for (const [index, { at, value }] of points.entries()) {
    const end = points[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    const own = all.flatMap((each) => (each.time >= at && each.time < end ? [each.value] : [])).sort((a, b) => a - b);
    const exact = own[Math.ceil(own.length * 0.95) - 1] ?? 0;
    expect(Math.abs((value ?? 0) / exact - 1)).toBeLessThanOrEqual(0.0101);
  }
  const few = new TimeBuckets(100, true);
  for (const time of [0, 10, 500]) few.add(time, 0);
  few.add(510, 3.001);
  expect(few.series('x', 'p95', 'ms')?.points.map(({ value }) => value)).toEqual([0, null, null, null, null, 3.001]);
});
