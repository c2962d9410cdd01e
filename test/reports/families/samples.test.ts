import { expect, test } from 'vitest';
import { Samples } from '../../../src/reports/families/samples.ts';

function samplesOf(...values: number[]): Samples {
  const samples = new Samples();
  for (const value of values) samples.add(value);
  return samples;
}

test.each([
  [0, 10],
  [0.5, 25],
  [0.9, 37],
  [1, 40],
])('the quantile %d of 40, 10, 30 and 20 is %d', (share, expected) => {
  expect(samplesOf(40, 10, 30, 20).quantile(share)).toBeCloseTo(expected);
});

test('one sample is each of its quantiles', () => {
  expect(samplesOf(7).quantile(0.99)).toBe(7);
});

test('nothing has no statistics', () => {
  expect([new Samples().average, new Samples().quantile(0.5), new Samples().count]).toEqual([null, null, 0]);
});

test('a sample after a quantile was asked for counts', () => {
  const samples = samplesOf(...Array.from({ length: 100 }, (_, index) => index));
  expect(samples.quantile(1)).toBe(99);
  samples.add(-5);
  expect([samples.quantile(0), samples.count, samples.average]).toEqual([-5, 101, 4945 / 101]);
});
