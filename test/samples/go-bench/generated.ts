import fc from 'fast-check';
import { amounts, type Generated, rounded } from '../../reports/generated.ts';

const run = fc.record({ nanoseconds: amounts, bytes: fc.nat(1_000_000), iterations: fc.integer({ min: 1, max: 1_000_000_000 }) });
const benchmark = fc.record({
  name: fc.stringMatching(/^Benchmark[A-Z][A-Za-z]{0,9}(?:\/[a-z]{1,6}=[a-z]{1,6})?$/),
  runs: fc.array(run, { minLength: 1, maxLength: 5 }),
});

export const generated: Generated = fc
  .record({
    benchmarks: fc.uniqueArray(benchmark, { minLength: 1, maxLength: 20, selector: ({ name }) => name }),
    packages: fc.integer({ min: 1, max: 3 }),
    processors: fc.constantFrom('', '-2', '-64'),
  })
  .map(({ benchmarks, packages, processors }) => {
    const names = Array.from({ length: packages }, (_, index) => `demo.example/p${index}`);
    const text = names.flatMap((name) => [
      'goos: linux',
      'goarch: amd64',
      `pkg: ${name}`,
      ...benchmarks.flatMap((each) =>
        each.runs.map(
          ({ nanoseconds, bytes, iterations }) =>
            `${each.name}${processors}   \t${iterations}\t  ${nanoseconds} ns/op\t  ${bytes} B/op\t  ${bytes / 8} jobs/s`,
        ),
      ),
      'PASS',
      `ok  \t${name}\t0.091s`,
    ]);
    const metrics = names.flatMap((name) =>
      benchmarks.map((each) => [packages > 1 ? `${name}/${each.name}` : each.name, statisticsOf(each.runs)]),
    );
    return { content: [...text, ''].join('\n'), counts: { metrics: Object.fromEntries(metrics), thresholds: null, requests: null } };
  });

function statisticsOf(runs: readonly { readonly nanoseconds: number; readonly bytes: number; readonly iterations: number }[]) {
  const times = runs.map(({ nanoseconds }) => nanoseconds);
  const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    count: `${rounded(runs.reduce((sum, { iterations }) => sum + iterations, 0))} count`,
    ns_op: `${rounded(average(times))} count`,
    time: `${rounded(average(times.map((each) => each / 1000)))} us`,
    B_op: `${rounded(average(runs.map(({ bytes }) => bytes)))} bytes`,
    jobs_s: `${rounded(average(runs.map(({ bytes }) => bytes / 8)))} per-second`,
    ...(runs.length > 1 ? { 'time.max': `${rounded(Math.max(...times) / 1000)} us`, 'ns_op.min': `${Math.min(...times)} count` } : {}),
  };
}
