import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';
import { readLoad } from '../load.ts';

const sample = (name: string) => readFileSync(`test/samples/go-bench/${name}`, 'utf8');
const head = (name: string) => `goos: linux\ngoarch: amd64\npkg: ${name}\ncpu: demo\n`;
const bench = (...lines: readonly string[]) => `${head('a/b')}${lines.join('\n')}\nPASS\nok  \ta/b\t0.091s\n`;

test.each([
  ['ns/op', 'ns_op', 'count'],
  ['ms/op', 'ms_op', 'ms'],
  ['p99-us', 'p99-us', 'us'],
  ['sec/op', 'sec_op', 's'],
  ['B/op', 'B_op', 'bytes'],
  ['allocs/op', 'allocs_op', 'count'],
  ['MB/s', 'MB_s', 'count'],
  ['B/s', 'B_s', 'count'],
  ['req/s', 'req_s', 'per-second'],
  ['min', 'min', 'count'],
  ['%', '%', 'count'],
  ['constructor', 'constructor', 'count'],
])('%s is the statistic %s in %s', async (unit, statistic, expected) => {
  expect(await readLoad(bench(`BenchmarkX-8  \t 100\t 1.5 ${unit}`))).toMatchObject({
    codes: [],
    metrics: { BenchmarkX: { [statistic]: `1.5 ${expected}` } },
  });
});

test('nanoseconds are a time too', async () => {
  expect(await readLoad(bench('BenchmarkX-8 100 2500 ns/op'))).toHaveProperty('metrics', {
    BenchmarkX: { count: '100 count', ns_op: '2500 count', time: '2.5 us' },
  });
});

test('several runs of a benchmark have an average, a least and a most', async () => {
  expect(await readLoad(bench('BenchmarkX-8 100 10 B/op', 'BenchmarkX-8 200 40 B/op'))).toHaveProperty('metrics', {
    BenchmarkX: { count: '300 count', B_op: '25 bytes', 'B_op.avg': '25 bytes', 'B_op.min': '10 bytes', 'B_op.max': '40 bytes' },
  });
});

test.each([
  [
    ['BenchmarkX-8', 'BenchmarkY/size=4-8'],
    ['BenchmarkX', 'BenchmarkY/size=4'],
  ],
  [
    ['BenchmarkX', 'BenchmarkX-2'],
    ['BenchmarkX', 'BenchmarkX-2'],
  ],
  [
    ['BenchmarkX/size-8', 'BenchmarkX/size-16'],
    ['BenchmarkX/size-8', 'BenchmarkX/size-16'],
  ],
  [
    ['Benchmark-8', 'Benchmark_é-8'],
    ['Benchmark', 'Benchmark_é'],
  ],
])('%j are named %j', async (written, names) => {
  const report = await readLoad(bench(...written.map((name) => `${name} 100 10 B/op`)));
  expect(report).toHaveProperty('metrics', Object.fromEntries(names.map((name) => [name, { count: '100 count', B_op: '10 bytes' }])));
});

test('packages without benchmarks do not count as several', async () => {
  const text = `?   \ta/none\t[no test files]\nPASS\nok  \ta/tests\t0.002s\n\ta/bare\t\tcoverage: 0.0% of statements\n${bench('BenchmarkX 1 2 B/op')}`;
  expect(await readLoad(text)).toMatchObject({ codes: [], metrics: { BenchmarkX: { B_op: '2 bytes' } } });
});

test('several packages stand before the names of their benchmarks', async () => {
  const text = bench('BenchmarkX-8 1 2 B/op');
  expect(await readLoad(text + text.replaceAll('a/b', 'a/c'))).toMatchObject({
    codes: [],
    metrics: { 'a/b/BenchmarkX': { B_op: '2 bytes' }, 'a/c/BenchmarkX': { B_op: '2 bytes' } },
  });
});

test.each(['NaN', '+Inf', '-Inf'])('a value of %s in one of the runs is none of all', async (value) => {
  expect(await readLoad(bench('BenchmarkX 1 2 B/op 3 x/op', `BenchmarkX 1 2 B/op ${value} x/op`))).toHaveProperty('metrics', {
    BenchmarkX: { count: '2 count', B_op: '2 bytes', 'B_op.avg': '2 bytes', 'B_op.min': '2 bytes', 'B_op.max': '2 bytes' },
  });
});

const failed = (...lines: readonly string[]) => `${head('a/b')}${lines.join('\n')}\nFAIL\nexit status 1\nFAIL\ta/b\t0.007s\nFAIL\n`;

test.each([
  ['a failed benchmark', failed('BenchmarkX 1 2 B/op', 'BenchmarkY  \t--- FAIL: BenchmarkY', '    y_test.go:1: no'), ['PARTIAL_SCAN']],
  ['a failed test', failed('--- FAIL: TestY (0.00s)', 'BenchmarkX 1 2 B/op'), ['PARTIAL_SCAN']],
  ['a race found at the end', failed('BenchmarkX 1 2 B/op').replace('FAIL\n', 'PASS\n'), ['PARTIAL_SCAN']],
  ['a panic', `${head('a/b')}BenchmarkX 1 2 B/op\npanic: no\nexit status 2\nFAIL\ta/b\t0.007s\n`, ['PARTIAL_SCAN']],
  ['a package that was not built', `FAIL\ta/c [build failed]\n${bench('BenchmarkX 1 2 B/op')}FAIL\n`, ['PARTIAL_SCAN']],
  ['a FAIL alone', `${bench('BenchmarkX 1 2 B/op')}FAIL\n`, ['PARTIAL_SCAN']],
  ['a test binary that failed', `${head('a/b')}BenchmarkX 1 2 B/op\n--- FAIL: BenchmarkY\nPASS\n`, ['PARTIAL_SCAN']],
  ['a result lost in what the benchmark prints', bench('BenchmarkX 1 2 B/op', 'BenchmarkY  \tprinted 100\t 2 B/op'), ['DECLARED_DIFFERS']],
  ['numbers that are no pairs', bench('BenchmarkX 1 2 B/op', 'BenchmarkY 1 2 B/op 3'), ['DECLARED_DIFFERS']],
  ['a unit that stands twice', bench('BenchmarkX 1 2 B/op', 'BenchmarkY 1 2 B/op 3 B/op'), ['DECLARED_DIFFERS']],
  ['no iteration', bench('BenchmarkX 1 2 B/op', 'BenchmarkY 0 2 B/op'), ['DECLARED_DIFFERS']],
])('%s never lets an item pass', async (_what, text, codes) => {
  expect(await readLoad(text)).toMatchObject({ state: 'read', codes, metrics: { BenchmarkX: { B_op: '2 bytes' } } });
});

test('what a benchmark prints before its numbers does not hide them', async () => {
  expect(await readLoad(bench('BenchmarkX-2  \tprinted', 'printed', '    100\t  11.5 ns/op'))).toMatchObject({
    codes: [],
    metrics: { BenchmarkX: { ns_op: '11.5 count' } },
  });
});

test('a run that skips all that it would measure has measured nothing', async () => {
  expect(await readLoad(bench('BenchmarkX', '--- SKIP: BenchmarkX'))).toMatchObject({ codes: ['NOTHING_MEASURED'], metrics: {} });
});

const whole = bench('BenchmarkX-8 100 2 B/op');

test.each([
  ['no end', `${head('a/b')}BenchmarkX 1 2 B/op\n`, 'TRUNCATED'],
  ['an end in the middle of a result', `${head('a/b')}BenchmarkX 1 2 B/o`, 'TRUNCATED'],
  ['an end in the middle of the last line', whole.slice(0, -3), 'TRUNCATED'],
  ['an end after the header', head('a/b'), 'TRUNCATED'],
  ['a second package without an end', whole + whole.replaceAll('a/b', 'a/c').replace(/ok .*\n/, ''), 'TRUNCATED'],
  ['a package within another', `${head('a/b')}BenchmarkX 1 2 B/op\n${whole.replaceAll('a/b', 'a/c')}`, 'SHAPE'],
  ['the end of another package', whole.replace('ok  \ta/b', 'ok  \ta/c'), 'SHAPE'],
  ['a second run of a package', whole + whole, 'TWO_DOCUMENTS'],
  ['a failure before any result', failed('BenchmarkX  \t--- FAIL: BenchmarkX'), 'TOOL_ERROR'],
  ['a time below 0', bench('BenchmarkX 1 -2 ns/op'), 'NUMBER'],
])('%s is refused', async (_what, text, code) => {
  expect(await readLoad(text)).toMatchObject({ format: 'go-bench', state: 'refused', codes: [code] });
});

test.each([
  ['a run without benchmarks', 'PASS\nok  \ta/b\t0.003s\n'],
  ['a run of tests', '=== RUN   TestX\n--- PASS: TestX (0.00s)\nPASS\nok  \ta/b\t0.003s\n'],
  ['a text on benchmarks', 'Benchmarks 3 of us ran\nBenchmarkX is fast\n'],
])('%s is not taken for it', async (_what, text) => {
  expect(await readLoad(text)).toMatchObject({ format: null, codes: ['FORMAT_UNKNOWN'] });
});

test('a document that quotes a run is a document', async () => {
  const { format } = await readReport(bytesOf(`# Speed\n\n${sample('demo.txt')}`, 'speed.md'), null);
  expect(format).toBe('markdown');
});
