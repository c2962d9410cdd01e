import { loadReport, percentileName, type RequestGroup, statisticsIn } from '../families/load-metrics.ts';
import { defineStreamReader, type ReaderContext } from '../reader.ts';
import { csvRecords } from '../text/csv-records.ts';

const fixed = [
  'Type',
  'Name',
  'Request Count',
  'Failure Count',
  'Median Response Time',
  'Average Response Time',
  'Min Response Time',
  'Max Response Time',
  'Average Content Size',
  'Requests/s',
  'Failures/s',
];

/**
 * The `_stats.csv` of Locust, since version 1 (`StatsCSV` in locust/stats.py of github.com/locustio/locust). Counts requests; the row
 * `Aggregated` is the whole run. Times are in milliseconds.
 */
export const locust = defineStreamReader({
  format: 'locust',
  kind: 'load',
  guide: {
    title: 'Locust statistics (CSV)',
    source: 'https://docs.locust.io/en/stable/retrieving-stats.html',
    make: 'locust --headless --users 100 --run-time 5m --csv demo, which writes demo_stats.csv',
    selectors: [
      { selector: '#latency.p95', selects: 'a statistic of the response times of all requests: avg, min, med, max, p66 … p99.99' },
      { selector: '#latency{GET /login}.p95', selects: 'the same of one row, by its type and name' },
      { selector: '#requests.rate', selects: 'requests a second' },
      { selector: '#failed.rate', selects: 'the share of requests that failed' },
    ],
    unit: 'one request',
    unproven: 'the response times of a run, or of a row, in which no request succeeded; rows that do not add up to `Aggregated`',
  },
  unlike(opening) {
    return opening.startsWith(`${fixed.slice(0, 4).join(',')},`) ? null : 'has no header `Type,Name,Request Count,Failure Count`';
  },
  start(context) {
    const records = csvRecords(context);
    let columns: readonly string[] | undefined;
    const rows: RequestGroup[] = [];
    let whole: RequestGroup | undefined;
    return {
      line(line, number) {
        const fields = line === '' ? undefined : records.line(line, number);
        if (fields === undefined) return;
        if (columns === undefined) {
          columns = fields;
          if (fixed.some((name, index) => fields[index] !== name))
            context.refuse('SHAPE', 'the header is not the one of Locust 1 or newer', { line: number });
          return;
        }
        if (whole !== undefined) context.refuse('SHAPE', 'a row stands after `Aggregated`', { line: number });
        const row = rowOf(fields, columns, number, context);
        if (row.label === null) whole = row;
        else rows.push(row);
      },
      end() {
        records.end();
        if (whole === undefined) return context.refuse('TRUNCATED', 'the row `Aggregated` is missing');
        const declared = whole.total;
        const listed = rows.reduce((sum, { total }) => sum + total, 0);
        return loadReport({
          tool: { name: 'locust', version: null },
          groups: [whole, ...rows],
          durationMs: null,
          partial: declared === listed ? [] : [{ code: 'declared-differs', what: 'requests', declared, listed }],
        });
      },
    };
  },
});

function rowOf(fields: readonly string[], columns: readonly string[], line: number, context: ReaderContext): RequestGroup {
  const [type = '', name = ''] = fields;
  const label = type === '' && name === 'Aggregated' ? null : `${type} ${name}`.trim();
  if (fields.length !== columns.length) context.refuse('TRUNCATED', `the row has ${fields.length} of ${columns.length} fields`, { line });
  const number = (index: number) => {
    const text = fields[index] ?? '';
    if (!/^\d+(?:\.\d+)?(?:e[-+]?\d+)?$/.test(text))
      context.refuse('NUMBER', `${JSON.stringify(text)} is no number of ${columns[index]}`, { line });
    return Number(text);
  };
  const [total, failed, med, avg, min, max] = [number(2), number(3), number(4), number(5), number(6), number(7)];
  if (!Number.isInteger(total) || !Number.isInteger(failed) || failed > total)
    context.refuse('NUMBER', `${failed} of ${total} requests failed`, { line });
  // Locust writes N/A for the percentiles of no request.
  const percentiles = columns.flatMap((column, index) => {
    const percent = /^(\d+(?:\.\d+)?)%$/.exec(column)?.[1];
    return percent === undefined || fields[index] === 'N/A' ? [] : [[percentileName(Number(percent)), number(index)] as const];
  });
  return { label, total, failed, rate: number(9), latency: statisticsIn('ms', { ...Object.fromEntries(percentiles), avg, min, med, max }) };
}
