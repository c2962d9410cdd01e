import fc from 'fast-check';
import { amounts, countMetrics, type Generated, names, requestMetrics } from '../../reports/generated.ts';

const percents = [50, 66, 75, 80, 90, 95, 98, 99, 99.9, 99.99, 100];

const numbers = fc.record({
  rate: amounts,
  avg: amounts,
  least: amounts,
  most: amounts,
  med: fc.nat(9000),
  percentiles: fc.array(fc.nat(9000)),
});
const entry = fc.record({ method: fc.constantFrom('GET', 'POST', 'grpc', ''), name: names, ok: fc.nat(90), failed: fc.nat(90), numbers });

export const generated: Generated = fc
  .record({
    entries: fc.uniqueArray(entry, { maxLength: 8, selector: ({ method, name }) => `${method} ${name}` }),
    whole: numbers,
    chosen: fc.subarray(percents, { minLength: 1 }),
  })
  .map(({ entries, whole, chosen }) => {
    const row = (type: string, name: string, total: number, failed: number, each: typeof whole) => {
      const shares = chosen.map((_, index) => (total === 0 ? 'N/A' : (each.percentiles[index] ?? 7)));
      const times = total === 0 ? [0, '0.0', 0, 0] : [each.med, each.avg, each.least, each.most];
      return [type, quoted(name), total, failed, ...times, 2.5, each.rate, 0.5, ...shares].join(',');
    };
    const metricsOf = (total: number, failed: number, each: typeof whole, label?: string) => {
      const shares = chosen.flatMap((percent, index) =>
        percent === 50 || percent === 100 ? [] : [[`p${percent}`, each.percentiles[index] ?? 7]],
      );
      const latency = { avg: each.avg, min: each.least, max: each.most, med: each.med, ...Object.fromEntries(shares) };
      return Object.entries(requestMetrics({ total, failed, rate: each.rate, latency }, label));
    };
    const fixed = 'Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time';
    const header = [fixed, 'Average Content Size,Requests/s,Failures/s', ...chosen.map((percent) => `${percent}%`)].join(',');
    const failed = entries.reduce((sum, each) => sum + each.failed, 0);
    const total = entries.reduce((sum, each) => sum + each.ok, failed);
    const rows = entries.map((each) => row(each.method, each.name, each.ok + each.failed, each.failed, each.numbers));
    const labelled = entries.flatMap((each) =>
      metricsOf(each.ok + each.failed, each.failed, each.numbers, `${each.method} ${each.name}`.trim()),
    );
    const metrics = Object.fromEntries([...metricsOf(total, failed, whole), ...labelled]);
    return {
      content: `${[header, ...rows, row('', 'Aggregated', total, failed, whole)].join('\r\n')}\r\n`,
      counts: { ...countMetrics(metrics), requests: { total, failed } },
    };
  });

function quoted(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
