import fc from 'fast-check';
import { amounts, countMetrics, type Generated, inUnit, requestMetrics } from '../../reports/generated.ts';

const responses = fc.record({ '1xx': fc.nat(3), '2xx': fc.nat(90_000), '3xx': fc.nat(300), '4xx': fc.nat(300), '5xx': fc.nat(300) });
const percentiles = { p2_5: 'p2.5', p50: 'med', p90: 'p90', p97_5: 'p97.5', p99: 'p99', p99_9: 'p99.9', p99_999: 'p99.999' };

export const generated: Generated = fc
  .record({
    responses: fc.oneof(
      responses,
      responses.map((each) => ({ ...each, '2xx': 0 })),
    ),
    mismatched: fc.boolean(),
    timeouts: fc.nat(20),
    resets: fc.nat(20),
    onTheirWay: fc.nat(30),
    quarters: fc.integer({ min: 1, max: 4000 }),
    rate: amounts,
    times: fc.record({ average: amounts, min: amounts, max: amounts }),
    shares: fc.tuple(amounts, amounts, amounts, amounts, amounts, amounts, amounts),
    bytes: fc.record({ average: amounts, total: fc.nat() }),
  })
  .map(({ responses: each, mismatched, timeouts, resets, onTheirWay, quarters, rate, times, shares, bytes }) => {
    const answered = each['1xx'] + each['2xx'] + each['3xx'] + each['4xx'] + each['5xx'];
    const non2xx = answered - each['2xx'];
    const errors = timeouts + resets;
    const mismatches = mismatched ? Math.floor(each['2xx'] / 2) : 0;
    const keys = Object.keys(percentiles);
    const content = JSON.stringify({
      url: 'http://demo.test/',
      connections: 10,
      pipelining: 3,
      duration: quarters / 4,
      errors,
      timeouts,
      mismatches,
      non2xx,
      resets,
      ...each,
      statusCodeStats: {},
      latency: {
        ...times,
        mean: times.average,
        stddev: 0.3,
        ...Object.fromEntries(keys.map((key, index) => [key, shares[index]])),
        totalCount: answered,
      },
      requests: { average: rate, mean: rate, stddev: 3, min: 1, max: 9, p50: 7, total: answered, sent: answered + errors + onTheirWay },
      throughput: { ...bytes, mean: bytes.average, p50: 7 },
    });
    const [total, failed] = [answered + errors, errors + non2xx + mismatches];
    const latency = {
      avg: times.average,
      min: times.min,
      max: times.max,
      ...Object.fromEntries(Object.values(percentiles).map((name, index) => [name, shares[index] ?? Number.NaN])),
    };
    const counted = Object.entries({ errors, timeouts, mismatches, non2xx });
    const metrics = {
      ...requestMetrics({ total, failed, rate, latency }),
      throughput: { ...inUnit('bytes', { count: bytes.total }), ...inUnit('per-second', { rate: bytes.average }) },
      ...Object.fromEntries(counted.map(([name, count]) => [name, total === 0 ? {} : inUnit('count', { count })])),
    };
    return { content, counts: { ...countMetrics(metrics), requests: { total, failed }, durationMs: quarters * 250 } };
  });
