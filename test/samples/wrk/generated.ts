import fc from 'fast-check';
import { countMetrics, type Generated, inUnit, requestMetrics } from '../../reports/generated.ts';

const units = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

const time = fc
  .record({ hundredths: fc.nat(99_999), unit: fc.constantFrom('us' as const, 'ms' as const, 's' as const, 'm' as const, 'h' as const) })
  .map(({ hundredths, unit }) => {
    const text = (hundredths / 100).toFixed(2);
    return { text: `${text}${unit}`.padStart(10), ms: Number(text) * units[unit] };
  });

const shares = {
  wrk: { header: '  Latency Distribution', digits: 0, percents: { 50: 'med', 75: 'p75', 90: 'p90', 99: 'p99' } },
  wrk2: {
    header: '  Latency Distribution (HdrHistogram - Recorded Latency)',
    digits: 3,
    percents: { 50: 'med', 75: 'p75', 90: 'p90', 99: 'p99', 99.9: 'p99.9', 99.99: 'p99.99', 99.999: 'p99.999', 100: 'max' },
  },
};

export const generated: Generated = fc
  .record({
    tool: fc.constantFrom('wrk' as const, 'wrk2' as const),
    listed: fc.boolean(),
    succeeded: fc.nat(90_000),
    refused: fc.nat(900),
    errors: fc.record({ connect: fc.nat(90), read: fc.nat(90), write: fc.nat(90) }),
    late: fc.nat(90),
    times: fc.array(time, { minLength: 8, maxLength: 8 }),
    average: time,
    third: time,
    rate: fc.nat(9_999_999).map((hundredths) => hundredths / 100),
  })
  .map(({ tool, listed, succeeded, refused, errors, late, times, average, third, rate }) => {
    const answered = succeeded + refused;
    const { header, digits, percents } = shares[tool];
    const rows = Object.entries(percents)
      .map(([percent, name], index) => ({ percent: Number(percent), name, time: times[index] ?? average }))
      .sort((a, b) => a.percent - b.percent);
    const { connect, read, write } = errors;
    const timeouts = Math.min(late, succeeded);
    const lines = [
      'Running 30s test @ http://demo.test/',
      '  12 threads and 400 connections',
      `  Thread Stats   Avg      Stdev     ${tool === 'wrk' ? 'Max' : '99%'}   +/- Stdev`,
      `    Latency  ${average.text}  ${'1.50ms'.padStart(8)} ${third.text}   66.06%`,
      '    Req/Sec    50.25k    14.27k   63.73k    81.82%',
      ...(listed ? [header, ...rows.map(({ percent, time: { text } }) => `${percent.toFixed(digits).padStart(7)}%${text}`)] : []),
      ...(listed && tool === 'wrk2' ? ['', '  Detailed Percentile spectrum:', '       0.231     0.000000            1         1.00'] : []),
      `  ${answered} requests in 30.05s, 6.72MB read`,
      ...(connect + read + write + timeouts > 0
        ? [`  Socket errors: connect ${connect}, read ${read}, write ${write}, timeout ${timeouts}`]
        : []),
      ...(refused > 0 ? [`  Non-2xx or 3xx responses: ${refused}`] : []),
      `Requests/sec: ${rate.toFixed(2).padStart(9)}`,
      'Transfer/sec:      6.12MB',
    ];
    const lost = connect + read + write;
    const [total, failed] = [answered + lost, lost + timeouts + refused];
    const latency = {
      avg: average.ms,
      [tool === 'wrk' ? 'max' : 'p99']: third.ms,
      ...(listed ? Object.fromEntries(rows.map(({ name, time: { ms } }) => [name, ms])) : {}),
    };
    const metrics = {
      ...requestMetrics({ total, failed, rate, latency }),
      timeouts: total === 0 ? {} : inUnit('count', { count: timeouts }),
    };
    return { content: `${lines.join('\n')}\n`, counts: { ...countMetrics(metrics), requests: { total, failed } } };
  });
