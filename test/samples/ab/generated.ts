import fc from 'fast-check';
import { countMetrics, type Generated, requestMetrics } from '../../reports/generated.ts';

const percents = [50, 66, 75, 80, 90, 95, 98, 99, 100];
const named = ['med', 'p66', 'p75', 'p80', 'p90', 'p95', 'p98', 'p99', 'max'];

export const generated: Generated = fc
  .record({
    answered: fc.nat(500),
    non2xx: fc.nat(50),
    bad: fc.nat(50),
    concurrency: fc.integer({ min: 1, max: 20 }),
    quarters: fc.integer({ min: 1, max: 4000 }),
    closed: fc.boolean(),
    times: fc.array(fc.nat(90_000), { minLength: 9, maxLength: 9 }).map((times) => times.sort((a, b) => a - b)),
    least: fc.nat(10),
  })
  .map(({ answered, non2xx, bad, concurrency, quarters, closed, times, least }) => {
    const total = answered + non2xx + bad + 1;
    const [seconds, bytes] = [quarters / 4, closed ? 0 : total * 80];
    const [rate, each] = [(total / seconds).toFixed(2), ((concurrency * seconds * 1000) / total).toFixed(3)];
    const rows = percents.map((percent, index) => `${String(percent).padStart(4)}%  ${String(times[index]).padStart(5)}`);
    const lines = [
      'This is ApacheBench, Version 2.3 <$Revision: 1923142 $>',
      'Copyright 1996 Adam Twiss, Zeus Technology Ltd, http://www.zeustech.net/',
      '',
      `Concurrency Level:      ${concurrency}`,
      `Time taken for tests:   ${seconds.toFixed(3)} seconds`,
      `Complete requests:      ${total}`,
      `Failed requests:        ${bad}`,
      ...(bad > 0 ? [`   (Connect: 0, Receive: 0, Length: ${bad}, Exceptions: 0)`] : []),
      ...(non2xx > 0 ? [`Non-2xx responses:      ${non2xx}`] : []),
      `Total transferred:      ${bytes} bytes`,
      `HTML transferred:       ${bytes} bytes`,
      `Requests per second:    ${rate} [#/sec] (mean)`,
      `Time per request:       ${each} [ms] (mean)`,
      `Time per request:       ${(Number(each) / concurrency).toFixed(3)} [ms] (mean, across all concurrent requests)`,
      `Transfer rate:          ${(bytes / 1024 / seconds).toFixed(2)} [Kbytes/sec] received`,
      '',
      'Connection Times (ms)',
      '              min  mean[+/-sd] median   max',
      'Connect:        0    1   0.5      1       2',
      `Total:      ${String(least).padStart(5)}   31   0.7     30      95`,
      // Of one request ab prints no percentages.
      ...(total > 1 ? ['', 'Percentage of the requests served within a certain time (ms)', ...rows] : []),
    ];
    const percentiles = total > 1 ? Object.fromEntries(named.map((name, index) => [name, times[index] ?? Number.NaN])) : {};
    const failed = closed ? total : bad + non2xx;
    const metrics = requestMetrics({ total, failed, rate: Number(rate), latency: { avg: Number(each), min: least, ...percentiles } });
    const counts = { ...countMetrics(metrics), requests: { total, failed }, durationMs: quarters * 250 };
    return { content: `${lines.join('\n')}${total > 1 ? ' (longest request)' : ''}\n`, counts };
  });
