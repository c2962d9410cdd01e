import { expect, test } from 'vitest';
import { readLoad } from '../load.ts';

const answer = (resultType: string, result: unknown, more: object = {}) =>
  JSON.stringify({ status: 'success', data: { resultType, result }, ...more });
const vector = (value: unknown, metric: object = { __name__: 'up' }) => answer('vector', [{ metric, value: [1, value] }]);
const matrix = (...values: readonly (readonly [number, string])[]) => answer('matrix', [{ metric: { __name__: 'load_ratio' }, values }]);

test.each([
  ['http_request_duration_seconds', 's'],
  ['cpu_seconds_total', 's'],
  ['request_duration_milliseconds_sum', 'ms'],
  ['process_resident_memory_bytes', 'bytes'],
  ['job:errors:ratio', 'ratio'],
  ['disk_used_percent', 'percent'],
  ['http_requests_total', 'count'],
  ['http_request_duration_seconds_count', 'count'],
  ['response_time_min', 'count'],
  ['backup_timestamp_seconds', 'count'],
  ['seconds', 'count'],
])('a series %s is measured in %s', async (name, unit) => {
  expect(await readLoad(vector('12.5', { __name__: name }))).toMatchObject({ metrics: { [name]: { value: `12.5 ${unit}` } } });
});

test.each([
  [{ __name__: 'up', job: 'b', instance: 'a:1' }, 'up{instance="a:1",job="b"}'],
  [{ job: 'b' }, '{job="b"}'],
  [{}, '{}'],
  [{ __name__: 'up', path: '/say "hello"\n' }, String.raw`up{path="/say \"hello\"\n"}`],
  [{ __name__: 'http.requests', 'service.name': 'a' }, '{"http.requests","service.name"="a"}'],
])('the series %j is named %s', async (metric, name) => {
  expect(await readLoad(vector('1', metric))).toMatchObject({ codes: [], metrics: { [name]: { value: '1 count' } } });
});

test.each(['NaN', '+Inf', '-Inf', '1e999'])('a value of %s is none, and not 0', async (value) => {
  expect(await readLoad(vector(value))).toMatchObject({ codes: [], metrics: { up: {} } });
  expect(await readLoad(answer('scalar', [1, value]))).toMatchObject({ metrics: { scalar: {} } });
});

test('a range has statistics, and the last value', async () => {
  expect(await readLoad(matrix([1, '0.5'], [2, '1'], [3, '0.75']))).toMatchObject({
    metrics: { load_ratio: { value: '0.75 ratio', avg: '0.75 ratio', min: '0.5 ratio', max: '1 ratio', count: '3 count' } },
  });
});

test.each([
  ['in the middle', matrix([1, '0.5'], [2, 'NaN'], [3, '0.75']), { value: '0.75 ratio', count: '3 count' }],
  ['at the end', matrix([1, '0.5'], [2, 'NaN']), { count: '2 count' }],
])('a range with NaN %s has no statistic over all of it', async (_where, text, statistics) => {
  const report = await readLoad(text);
  expect(report).toHaveProperty('metrics', { load_ratio: statistics });
});

test('a native histogram has no number, also where it stands beside values', async () => {
  const series = { metric: { __name__: 'up' }, values: [[1, '1']], histograms: [[2, { count: '1', sum: '1' }]] };
  expect(await readLoad(answer('matrix', [series]))).toHaveProperty('metrics', { up: {} });
  expect(await readLoad(answer('vector', [{ metric: {}, histogram: [1, { count: '1', sum: '1' }] }]))).toHaveProperty('metrics', {
    '{}': {},
  });
});

test.each([
  ['a vector without series', answer('vector', [])],
  ['a matrix without series', answer('matrix', [])],
  ['a string', answer('string', [1, 'ready'])],
])('%s holds nothing that is measured', async (_what, text) => {
  expect(await readLoad(text)).toMatchObject({ format: 'prometheus', codes: ['NOTHING_MEASURED'], metrics: {} });
});

test.each([{ warnings: ['a store did not answer'] }, { isPartial: true }])('an answer with %j may lack a part', async (more) => {
  expect(await readLoad(answer('vector', [{ metric: {}, value: [1, '0'] }], more))).toMatchObject({ codes: ['PARTIAL_SCAN'] });
});

test.each([{ warnings: [] }, { warnings: null }, { isPartial: false }, { infos: ['a note'] }])(
  'an answer with %j is whole',
  async (more) => {
    expect(await readLoad(answer('scalar', [1, '0'], more))).toMatchObject({ codes: [], metrics: { scalar: { value: '0 count' } } });
  },
);

test.each([
  ['an error', '{"status":"error","errorType":"bad_data","error":"no query"}', 'TOOL_ERROR'],
  [
    'an error with data',
    '{"status":"error","errorType":"execution","error":"no","data":{"resultType":"vector","result":[]}}',
    'TOOL_ERROR',
  ],
  ['a number that is no string', vector(1), 'SHAPE'],
  ['a value that is no number', vector('many'), 'SHAPE'],
  ['an empty value', vector(''), 'SHAPE'],
  ['a hexadecimal value', vector('0x10'), 'SHAPE'],
  ['null for a value', vector(null), 'SHAPE'],
  ['a label that is no string', vector('1', { __name__: 'up', port: 80 }), 'SHAPE'],
  ['a series without a value', answer('vector', [{ metric: {} }]), 'SHAPE'],
  ['a series without samples', answer('matrix', [{ metric: {}, values: [] }]), 'SHAPE'],
  ['a vector in the place of a matrix', answer('matrix', [{ metric: {}, value: [1, '1'] }]), 'SHAPE'],
  ['a series that stands twice', answer('vector', Array(2).fill({ metric: { job: 'a' }, value: [1, '1'] })), 'SHAPE'],
  ['samples that go back in time', matrix([2, '1'], [1, '1']), 'SHAPE'],
  ['a sample of three parts', answer('scalar', [1, '1', '1']), 'SHAPE'],
  ['a result that is no list', answer('vector', {}), 'SHAPE'],
  ['an end in the middle', vector('1').slice(0, -3), 'TRUNCATED'],
])('%s is refused', async (_what, text, code) => {
  expect(await readLoad(text)).toMatchObject({ state: 'refused', codes: [code] });
});

test.each([
  ['targets', '{"status":"success","data":{"activeTargets":[]}}'],
  ['names of labels', '{"status":"success","data":["job"]}'],
  ['streams of Loki', answer('streams', [])],
  ['the success of something else', '{"status":"success","data":{"result":[]}}'],
  ['an error of something else', '{"status":"error","error":"no"}'],
])('%s are not taken for it', async (_what, text) => {
  expect(await readLoad(text)).toMatchObject({ format: null, codes: ['FORMAT_UNKNOWN'] });
});
