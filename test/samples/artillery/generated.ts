import fc from 'fast-check';
import { amounts, countMetrics, type Generated, inUnit, requestMetrics } from '../../reports/generated.ts';

const summary = fc.record({ min: amounts, max: amounts, mean: amounts, p50: amounts, p75: amounts, p95: amounts, p999: amounts });

export const generated: Generated = fc
  .record({
    codes: fc.dictionary(fc.constantFrom('200', '204', '302', '404', '500', '503'), fc.integer({ min: 1, max: 900 })),
    lost: fc.nat(20),
    rate: fc.nat(500),
    expectations: fc.option(fc.record({ ok: fc.nat(50), failed: fc.nat(50) })),
    times: summary,
    sessions: summary,
    own: summary,
    milliseconds: fc.integer({ min: 1, max: 900_000 }),
  })
  .map(({ codes, lost, rate, expectations, times, sessions, own, milliseconds }) => {
    const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
    const responses = sum(Object.values(codes));
    const total = responses + lost;
    const succeeded = sum(Object.entries(codes).map(([code, count]) => (/^[23]/.test(code) ? count : 0)));
    const counters = {
      'vusers.created': 15,
      ...(total > 0 ? { 'http.requests': total, 'http.responses': responses } : {}),
      ...Object.fromEntries(Object.entries(codes).map(([code, count]) => [`http.codes.${code}`, count])),
      ...(lost > 0 ? { 'errors.ECONNREFUSED': lost } : {}),
      ...(expectations ? { 'plugins.expect.ok': expectations.ok, 'plugins.expect.failed': expectations.failed } : {}),
    };
    const made = {
      ...(responses > 0 ? { 'http.response_time': times } : {}),
      ...(responses > succeeded ? { 'http.response_time.4xx': times } : {}),
      'vusers.session_length': sessions,
      basket_size: own,
    };
    const summaries = Object.fromEntries(
      Object.entries(made).map(([name, each]) => [name, { ...each, median: each.p50, count: responses }]),
    );
    const start = 1_795_522_876_620;
    const aggregate = {
      counters,
      rates: { 'http.request_rate': rate },
      firstMetricAt: start,
      lastMetricAt: start + milliseconds,
      summaries,
      histograms: summaries,
    };
    const statistics = ({ min, max, mean, p50, p75, p95, p999 }: typeof own) => ({
      min,
      max,
      avg: mean,
      med: p50,
      p75,
      p95,
      'p99.9': p999,
    });
    const ofAll = requestMetrics({ total, failed: total - succeeded, rate, latency: statistics(times) });
    const metrics = {
      ...Object.fromEntries(Object.entries(counters).map(([name, count]) => [name, inUnit('count', { count })])),
      ...ofAll,
      latency: succeeded > 0 ? { ...ofAll['latency'], ...inUnit('count', { count: responses }) } : {},
      ...Object.fromEntries(
        Object.entries(made).map(([name, each]) => {
          const answered = !name.startsWith('http.') || succeeded > 0;
          const values = inUnit(name === 'basket_size' ? 'count' : 'ms', statistics(each));
          return [name, answered ? { ...values, ...inUnit('count', { count: responses }) } : {}];
        }),
      ),
    };
    return {
      content: JSON.stringify({ aggregate, intermediate: [aggregate] }),
      counts: {
        ...countMetrics(metrics),
        requests: total === 0 ? null : { total, failed: total - succeeded },
        checks: expectations && { passed: expectations.ok, failed: expectations.failed },
        durationMs: milliseconds,
      },
    };
  });
