import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const declared = (metric: string, type: string, contains = 'default', submetrics: unknown = null) =>
  JSON.stringify({ type: 'Metric', data: { name: metric, type, contains, thresholds: [], submetrics }, metric });
const point = (metric: string, value: number | string, { second = 1, tags = '{"group":"","status":"200"}' } = {}) =>
  `{"metric":"${metric}","type":"Point","data":{"time":"2026-11-24T12:00:0${second}.000000000Z","value":${value},"tags":${tags}}}`;
const older = (metric: string, value: number) =>
  `{"type":"Point","data":{"time":"2026-11-24T12:00:01.5+02:00","value":${value},"tags":null},"metric":"${metric}"}`;

async function read(...lines: string[]) {
  const outcome = await readReport(bytesOf(lines.join('\n')), null);
  if (outcome.state !== 'read' || outcome.report.kind !== 'load') {
    return { problems: outcome.problems.map(({ code, line }) => `${code} ${line ?? ''}`.trim()), format: outcome.format };
  }
  return {
    report: outcome.report,
    statistics: Object.fromEntries(outcome.report.metrics.map(({ name, statistics }) => [name, statistics])),
  };
}

test('percentiles are interpolated between the two nearest points, as k6 does', async () => {
  const points = [40, 10, 30, 20].map((value) => point('http_req_duration', value));
  const { statistics, report } = await read(declared('http_req_duration', 'trend', 'time'), ...points);
  expect(statistics?.['http_req_duration']).toEqual({
    count: { value: 4, unit: 'count' },
    avg: { value: 25, unit: 'ms' },
    min: { value: 10, unit: 'ms' },
    med: { value: 25, unit: 'ms' },
    max: { value: 40, unit: 'ms' },
    p90: { value: expect.closeTo(37), unit: 'ms' },
    p95: { value: expect.closeTo(38.5), unit: 'ms' },
    p99: { value: expect.closeTo(39.7), unit: 'ms' },
  });
  expect(report?.thresholds).toBeNull();
});

test('the run lasts from the start of what took longest to its last point', async () => {
  const { statistics, report } = await read(
    declared('iteration_duration', 'trend', 'time'),
    declared('http_reqs', 'counter'),
    point('http_reqs', 1, { second: 2 }),
    point('http_reqs', 1, { second: 4 }),
    point('iteration_duration', 3000, { second: 4 }),
    point('http_reqs', 1, { second: 5 }),
  );
  expect(report?.durationMs).toBe(4000);
  expect(statistics?.['http_reqs']?.['rate']).toEqual({ value: 0.75, unit: 'per-second' });
});

test('a submetric takes the points that have all its tags', async () => {
  const submetrics = [
    { name: 'd{kind:read}', suffix: 'kind:read', tags: { kind: 'read' } },
    { name: 'd{kind:none}', suffix: 'kind:none', tags: { kind: 'none' } },
  ];
  const { statistics } = await read(
    declared('d', 'trend', 'time', submetrics),
    point('d', 10, { tags: '{"kind":"read","url":"/{}"}' }),
    point('d', 30, { tags: '{"kind":"write"}' }),
    point('d', 50, { tags: 'null' }),
  );
  expect(statistics?.['d']?.['avg']?.value).toBe(30);
  expect(statistics?.['d{kind:read}']?.['avg']?.value).toBe(10);
  expect(statistics?.['d{kind:none}']).toEqual({});
});

test.each([
  ['in the order of keys of k6 before 0.34', older('checks', 1)],
  ['with metadata', point('checks', 1).replace('}}}', '},"metadata":{"vu":"1"}}}')],
  ['with an escape in a tag', point('checks', 1, { tags: '{"check":"body has \\"ok\\""}' })],
  ['with white space', point('checks', 1).replaceAll(':{', ': {')],
  ['with a number of Go', point('checks', '1e-07')],
])('a point %s counts', async (_what, line) => {
  expect((await read(declared('checks', 'rate'), line)).report?.checks).toEqual({ passed: 1, failed: 0 });
});

test.each([
  ['a key that stands twice', point('checks', 1, { tags: '{"a":"1","a":"2"}' }), 'DUPLICATE_KEY 2'],
  ['a key that stands twice in the data', point('checks', 1, { tags: '{},"value":0' }), 'DUPLICATE_KEY 2'],
  ['tags that stand twice', point('checks', 1, { tags: '{},"tags":{}' }), 'DUPLICATE_KEY 2'],
  ['the key __proto__', point('checks', 1, { tags: '{"__proto__":"1"}' }), 'KEY 2'],
  ['a number that is none of JSON', point('checks', '0x10'), 'JSON_SYNTAX 2'],
  ['a number that is too large', point('checks', '1e999'), 'NUMBER 2'],
  ['a text for a number', point('checks', '"1"'), 'SHAPE 2'],
  ['a tag that is no text', point('checks', 1, { tags: '{"a":1}' }), 'SHAPE 2'],
  ['a control character', point('checks', 1, { tags: '{"a":"\u0001"}' }), 'JSON_SYNTAX 2'],
  ['deep nesting', point('checks', 1, { tags: `{"a":${'['.repeat(100)}${']'.repeat(100)}}` }), 'DEPTH 2'],
  ['a time that is none', point('checks', 1).replace('2026-11', 'soon'), 'SHAPE 2'],
  ['a metric that was not declared', point('http_reqs', 1), 'SHAPE 2'],
  ['a second run', declared('checks', 'rate'), 'TWO_DOCUMENTS 2'],
])('%s is refused with its line', async (_what, line, problem) => {
  expect((await read(declared('checks', 'rate'), line, point('checks', 1))).problems).toEqual([problem]);
});

test('a file cut at any place of its last line is refused as truncated', async () => {
  const lines = [declared('checks', 'rate'), point('checks', 1), ''].join('\n');
  const last = point('checks', 0);
  for (let length = 1; length < last.length; length += 1) {
    expect((await read(`${lines}${last.slice(0, length)}`)).problems, last.slice(0, length)).toEqual(['TRUNCATED 3']);
  }
});

test('a stream that never reached the server is not a fast one', async () => {
  const { report, statistics } = await read(
    declared('http_reqs', 'counter'),
    declared('http_req_failed', 'rate'),
    declared('http_req_duration', 'trend', 'time'),
    point('http_reqs', 1),
    point('http_req_failed', 1),
    point('http_req_duration', 0),
  );
  expect(report?.requests).toEqual({ total: 1, failed: 1 });
  expect(statistics?.['http_req_duration']).toEqual({});
});

test('checks are counted by their groups and names', async () => {
  const check = (name: string, value: number, group = '') => point('checks', value, { tags: JSON.stringify({ check: name, group }) });
  const { report } = await read(
    declared('checks', 'rate'),
    check('status is 200', 1),
    check('paid', 0, '::order::pay'),
    check('status is 200', 0),
    check('status is 200', 1),
  );
  expect(report?.checks).toEqual({ passed: 2, failed: 2 });
  expect(report?.namedChecks).toEqual([
    { name: 'status is 200', passed: 2, failed: 1 },
    { name: 'order › pay › paid', passed: 0, failed: 1 },
  ]);
});
