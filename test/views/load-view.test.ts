import { describe, expect, test } from 'vitest';
import { scaledQuantity } from '../../src/publish/words/load-words.ts';
import type { LoadReport } from '../../src/reports/report.ts';
import { loadView } from '../../src/views/load-view.ts';

const ms = (value: number) => ({ value, unit: 'ms' as const });

const report: LoadReport = {
  kind: 'load',
  tool: null,
  partial: [],
  metrics: [
    { name: 'data_received', statistics: { count: { value: 63_910_000, unit: 'bytes' }, rate: { value: 1_150_000, unit: 'per-second' } } },
    { name: 'http_req_duration', statistics: { max: ms(400), p95: ms(120), med: ms(0.006), avg: ms(20), 'p97.5': ms(130), p99: ms(140) } },
    { name: 'http_reqs', statistics: { count: { value: 100, unit: 'count' } } },
    { name: 'http_req_failed', statistics: { rate: { value: 0.03, unit: 'ratio' } } },
    { name: 'nothing', statistics: {} },
  ],
  thresholds: [
    { metric: 'http_req_failed', expression: 'rate<0.1', held: true },
    { metric: 'http_req_duration', expression: 'p(95)<100', held: false },
    { metric: 'other', expression: 'avg<1', held: null },
  ],
  checks: null,
  requests: { total: 100, failed: 3 },
  durationMs: 90_000,
};

describe('a load run', () => {
  test('says first what failed, and has each statistic in one order and a unit that suits it', () => {
    const { facts, tables } = loadView(report, 'bad', []);
    expect(facts.map(({ name, value, tone }) => [name, value, tone])).toEqual([
      ['Error rate', '3\u{a0}% (3 of 100 requests)', 'bad'],
      ['Duration', '90\u{a0}s', 'plain'],
    ]);
    expect(tables.map(({ statistics, rows }) => [statistics, ...rows.map(({ metric, cells }) => [metric, ...cells])])).toEqual([
      [
        ['rate', 'count'],
        ['http_req_failed', '3\u{a0}%', ''],
        ['http_reqs', '', '100'],
        ['data_received', '1.15\u{a0}MB/s', '63.91\u{a0}MB'],
      ],
      [
        ['avg', 'med', 'p95', 'p97.5', 'p99', 'max'],
        ['http_req_duration', '20\u{a0}ms', '6\u{a0}µs', '120\u{a0}ms', '130\u{a0}ms', '140\u{a0}ms', '400\u{a0}ms'],
      ],
    ]);
  });

  test('has what was observed beside each threshold, crossed ones first, and none that is good in a file that does not count', () => {
    const view = loadView(report, 'bad', []);
    expect(view.thresholds.map(({ expression, observed, state, words }) => [expression, observed, state, words])).toEqual([
      ['p(95)<100', 'p95 120\u{a0}ms', 'fail', 'crossed'],
      ['avg<1', '', 'unproven', 'not measured'],
      ['rate<0.1', 'rate 3\u{a0}%', 'pass', 'held'],
    ]);
    expect(loadView(report, 'unproven', []).thresholds.map(({ state }) => state)).toEqual(['fail', 'unproven', 'unproven']);
  });

  test('shows how its times are spread on one scale, with the mark of a threshold on what that speaks of', () => {
    const [strip] = loadView(report, 'bad', []).strips;
    expect(strip?.rows.map(({ statistic, asked, meter }) => [statistic, asked, meter.marks.length])).toEqual([
      ['avg', '', 0],
      ['med', '', 0],
      ['p95', 'p(95)<100', 1],
      ['p97.5', '', 0],
      ['p99', '', 0],
      ['max', '', 0],
    ]);
    const bars = strip?.rows.map(({ meter }) => meter.value ?? 0) ?? [];
    expect(Math.max(...bars)).toBe(100);
    expect(bars.every((value) => value >= 0 && value <= 100)).toBe(true);
  });

  test('names the checks that failed first and most, and leaves out those that failed least where there are too many', () => {
    const namedChecks = [
      { name: 'held', passed: 1115, failed: 0 },
      { name: 'slow', passed: 858, failed: 257 },
      { name: 'never', passed: 0, failed: 0 },
      { name: 'none', passed: 0, failed: 1115 },
    ];
    const listed = (tone: 'bad' | 'unproven') =>
      loadView({ ...report, namedChecks }, tone, []).checks.listed.map(({ name, counts, state, words }) => [name, counts, state, words]);
    expect(listed('bad')).toEqual([
      ['none', '1,115 of 1,115', 'fail', 'failed'],
      ['slow', '257 of 1,115', 'fail', 'failed'],
      ['held', '1,115 of 1,115', 'pass', 'held'],
      ['never', '0 of 0', 'unproven', 'not run'],
    ]);
    expect(listed('unproven').map(([, , state]) => state)).toEqual(['fail', 'fail', 'unproven', 'unproven']);
    const many = Array.from({ length: 200 }, (_, index) => ({ name: `check ${index}`, passed: 1, failed: index }));
    const { checks } = loadView({ ...report, namedChecks: many }, 'bad', []);
    expect(checks.listed.map(({ name }) => name).slice(0, 2)).toEqual(['check 199', 'check 198']);
    expect(checks.more).toBe('50 more checks are in the file; none that failed more often.');
  });

  test('draws each number over the same time, and none that was measured once', () => {
    const at = (times: readonly number[]) => times.map((each, index) => ({ at: each, value: index === 1 ? null : index * 2 }));
    const series = [
      { name: 'requests', statistic: 'rate', unit: 'per-second', points: at([0, 500, 1000, 2000]) },
      { name: 'once', statistic: 'avg', unit: 'ms', points: at([0, 500]) },
    ] as const;
    const views = loadView({ ...report, series }, 'plain', []).series;
    expect(views.map(({ title, high, duration }) => [title, high, duration])).toEqual([['requests rate', '6\u{a0}/s', '2,000\u{a0}ms']]);
    expect(views[0]?.path).toMatch(/^M2,62L130,.*L258,4$/);
  });
});

test.each([
  [0.006, 'ms', '6 µs'],
  [63_910_000, 'bytes', '63.91 MB'],
  [512, 'bytes', '512 bytes'],
  [0, 'ms', '0 ms'],
  [0.25, 's', '250 ms'],
  [55_580, 'ms', '55.58 s'],
  [7_200_000, 'ms', '2 h'],
  [0.9997, 'ratio', '99.97 %'],
  [1200, 'count', '1,200'],
] as const)('%d in %s is written %s, on one line', (value, unit, words) => {
  expect(scaledQuantity(value, unit)).toBe(words.replaceAll(' ', '\u{a0}'));
});
