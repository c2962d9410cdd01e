import fc from 'fast-check';
import { countMetrics, type Generated, inUnit, requestMetrics } from '../../reports/generated.ts';

const microseconds = fc.integer({ min: 1, max: 30_000_000 });

export const generated: Generated = fc
  .record({
    codes: fc.dictionary(fc.constantFrom('0', '200', '201', '301', '404', '429', '500'), fc.integer({ min: 1, max: 5000 }), { minKeys: 1 }),
    times: fc.record({ mean: microseconds, '50th': microseconds, '95th': microseconds, '99th': microseconds, max: microseconds }),
    since12: fc.option(fc.record({ '90th': microseconds, min: microseconds }), { nil: {} }),
    milliseconds: fc.integer({ min: 1, max: 900_000 }),
    bytes: fc.tuple(fc.nat(), fc.nat()),
  })
  .map(({ codes, times, since12, milliseconds, bytes: [received, sent] }) => {
    const sum = (counts: readonly number[]) => counts.reduce((total, each) => total + each, 0);
    const total = sum(Object.values(codes));
    const succeeded = sum(Object.entries(codes).flatMap(([code, count]) => (['200', '201', '301'].includes(code) ? [count] : [])));
    const [rate, throughput] = [(total / milliseconds) * 1000, (succeeded / (milliseconds + 1)) * 1000];
    const inNanoseconds = Object.entries({ ...times, ...since12 }).map(([name, each]) => [name, each * 1000]);
    const content = JSON.stringify({
      latencies: { total: 9, ...Object.fromEntries(inNanoseconds) },
      bytes_in: { total: received, mean: received / total },
      bytes_out: { total: sent, mean: sent / total },
      earliest: '2026-11-24T12:17:52.589745312Z',
      latest: '2026-11-24T12:17:53.565067058Z',
      end: '2026-11-24T12:17:53.565475563Z',
      duration: milliseconds * 1e6,
      wait: 408_505,
      requests: total,
      rate,
      throughput,
      success: succeeded / total,
      status_codes: codes,
      errors: succeeded < total ? ['500 Internal Server Error'] : [],
    });
    const names = { mean: 'avg', '50th': 'med', '90th': 'p90', '95th': 'p95', '99th': 'p99', max: 'max', min: 'min' };
    const made = new Map(Object.entries({ ...times, ...since12 }));
    const latency = Object.fromEntries(
      Object.entries(names).flatMap(([key, name]) => {
        const each = made.get(key);
        return each === undefined ? [] : [[name, each / 1000]];
      }),
    );
    const metrics = {
      ...requestMetrics({ total, failed: total - succeeded, rate, latency }),
      throughput: inUnit('per-second', { rate: throughput }),
      bytes_in: inUnit('bytes', { count: received }),
      bytes_out: inUnit('bytes', { count: sent }),
    };
    return {
      content,
      counts: { ...countMetrics(metrics), requests: { total, failed: total - succeeded }, durationMs: milliseconds },
    };
  });
