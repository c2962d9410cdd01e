import { expect, test } from 'vitest';
import { convert, formatQuantity, unitOfKey } from '../src/unit.ts';

test.each([
  ['p95Ms', 'ms'],
  ['durationSeconds', 's'],
  ['duration_seconds', 's'],
  ['requestedPercent', 'percent'],
  ['rssMb', 'MB'],
  ['percent', 'percent'],
  ['error_ratio', 'ratio'],
  ['waitUs', 'us'],
  ['requestsPerSecond', 'per-second'],
  ['perMinute', 'per-minute'],
  ['deploys_per_day', 'per-day'],
  ['soakWeeks', 'w'],
  ['heapMib', 'MiB'],
  ['statementsOver50Ms', undefined],
  ['restarts', undefined],
  ['items', undefined],
  ['status', undefined],
  ['rooms', undefined],
  ['errorRate', undefined],
])('a number under %s is in %s', (key, unit) => {
  expect(unitOfKey(key)).toBe(unit);
});

test.each([
  [24, 'h', 's', 86_400],
  [1, 'percent', 'ratio', 0.01],
  [0.547, 'ratio', 'percent', 54.7],
  [5, 'min', 'ms', 300_000],
  [2, 'w', 'd', 14],
  [120, 'per-minute', 'per-second', 2],
  [1, 'MiB', 'KiB', 1024],
] as const)('%d %s in %s is %d', (value, from, to, converted) => {
  expect(convert(value, from, to)).toBeCloseTo(converted, 10);
});

test.each([
  [1720.6059, 'ms', undefined, '1,720.6 ms'],
  [0.307, 'percent', undefined, '0.3 %'],
  [54.7, 'percent', undefined, '54.7 %'],
  [99.97, 'percent', 100, '99.97 %'],
  [89.96, 'percent', 90, '89.96 %'],
  [0, 'ratio', undefined, '0 %'],
  [0.00037, 'ratio', undefined, '0.037 %'],
  [100.004, 'ms', 100, '100.004 ms'],
  [152.58, 'per-second', undefined, '152.58 /s'],
  [3, 'per-day', undefined, '3 /day'],
  [2, 'w', undefined, '2 weeks'],
] as const)('%d %s against %s reads %s', (value, unit, threshold, words) => {
  expect(formatQuantity(value, unit, threshold)).toBe(words);
});
