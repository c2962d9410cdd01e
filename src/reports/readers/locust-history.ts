import { measuredReport, statisticsIn } from '../families/load-metrics.ts';
import { seriesOf, TimeBuckets } from '../families/time-buckets.ts';
import { defineStreamReader, type ReaderContext } from '../reader.ts';
import type { LoadReport } from '../report.ts';
import { csvRecords } from '../text/csv-records.ts';

const before = ['Timestamp', 'User Count', 'Type', 'Name', 'Requests/s', 'Failures/s'];
const behind = [
  'Total Request Count',
  'Total Failure Count',
  'Total Median Response Time',
  'Total Average Response Time',
  'Total Min Response Time',
  'Total Max Response Time',
  'Total Average Content Size',
];

/**
 * The `_stats_history.csv` of Locust, since version 1 (`StatsCSVFileWriter` in locust/stats.py of github.com/locustio/locust; 1.0 and 1.1 write
 * `stats_history_csv` there): every second a row of the run so far, with `--csv-full-history` behind one for each name. The last row is of some
 * moment before the end, and the percentiles are of the run so far or of ten seconds, which the file does not say: what it states of the whole is
 * the highest number of users alone. The series are made of what the totals grow by; times in milliseconds.
 */
export const locustHistory = defineStreamReader({
  format: 'locust-history',
  kind: 'load',
  guide: {
    title: 'Locust history (CSV)',
    source: 'https://docs.locust.io/en/stable/retrieving-stats.html',
    make: 'locust --headless --users 100 --run-time 5m --csv demo, which writes demo_stats_history.csv beside demo_stats.csv',
    selectors: [{ selector: '#users.max', selects: 'the highest number of users that ran at once' }],
    unit: 'one second of the run',
    unproven:
      'everything but the number of users: the last row is of some moment before the end of the run, so that response times, rates and failures are cited in `demo_stats.csv`',
  },
  unlike(opening) {
    const header = (/^[^\r\n]*/.exec(opening)?.[0] ?? '').replaceAll('"', '');
    return header.startsWith(`${before.join(',')},`) || header.startsWith(older)
      ? null
      : `has no header \`${before.slice(0, 4).join(',')}\``;
  },
  start(context) {
    const records = csvRecords(context);
    let columns: readonly string[] | undefined;
    const run = new History();
    /** Behind the rows of names stands that of all of them. */
    let isWhole = false;
    return {
      line(line, number) {
        const fields = line === '' ? undefined : records.line(line, number);
        if (fields === undefined) return;
        if (columns === undefined) {
          checkHeader(fields, number, context);
          columns = fields;
          return;
        }
        if (fields[0] === before[0]) context.refuse('TWO_DOCUMENTS', 'a second header begins another run', { line: number });
        isWhole = fields[2] === '' && fields[3] === 'Aggregated';
        const moment = momentOf(fields, columns, number, context);
        if (isWhole) run.add(moment);
      },
      end() {
        records.end();
        if (!isWhole) context.refuse('TRUNCATED', 'the last row is not `Aggregated`');
        return run.report();
      },
    };
  },
});

/** Before version 1, without users. */
const older = 'Type,Name,Timestamp,# requests,# failures';

function checkHeader(fields: readonly string[], line: number, context: ReaderContext): void {
  const percentiles = fields.slice(before.length, fields.length - behind.length);
  const named = [...before, ...percentiles, ...behind];
  if (fields.length !== named.length || named.some((name, index) => fields[index] !== name) || !percentiles.every(isPercentile))
    context.refuse('SHAPE', 'the header is not the one of Locust 1 or newer', { line });
}

function isPercentile(column: string): boolean {
  return /^\d+(?:\.\d+)?%$/.test(column);
}

/** What a row says of the run so far. */
interface Moment {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly users: number;
  readonly requests: number;
  readonly failed: number;
  /** The sum of all response times; null where the average is cut to whole milliseconds, as before version 1.2. */
  readonly spent: number | null;
}

function momentOf(fields: readonly string[], columns: readonly string[], line: number, context: ReaderContext): Moment {
  if (fields.length !== columns.length) context.refuse('TRUNCATED', `the row has ${fields.length} of ${columns.length} fields`, { line });
  const numbers = new Map<string, number>();
  for (const [index, column] of columns.entries()) {
    const text = fields[index] ?? '';
    if (column === 'Type' || column === 'Name' || (isPercentile(column) && text === 'N/A')) continue;
    const form = /^(?:Timestamp|User Count|Total (?:Request|Failure) Count)$/.test(column) ? /^\d{1,15}$/ : /^\d+(?:\.\d+)?(?:e[-+]?\d+)?$/;
    if (!form.test(text)) context.refuse('NUMBER', `${JSON.stringify(text)} is no number of ${column}`, { line });
    numbers.set(column, Number(text));
  }
  const of = (column: string) => numbers.get(column) ?? 0;
  const [requests, failed] = [of('Total Request Count'), of('Total Failure Count')];
  if (failed > requests) context.refuse('NUMBER', `${failed} of ${requests} requests failed`, { line });
  const isExact = requests === 0 || (fields[columns.indexOf('Total Average Response Time')] ?? '').includes('.');
  return {
    at: of('Timestamp') * 1000,
    users: of('User Count'),
    requests,
    failed,
    spent: isExact ? requests * of('Total Average Response Time') : null,
  };
}

/** What the rows of a run come to. */
class History {
  readonly #users = new TimeBuckets(1000);
  readonly #requests = new TimeBuckets(1000);
  readonly #failed = new TimeBuckets(1000);
  readonly #latency = new TimeBuckets(1000);
  #most = 0;
  #last: Moment | undefined;
  /** No request was answered as it should, so that its time says nothing. */
  #isBroken = true;

  add(moment: Moment): void {
    const { at, users } = moment;
    this.#users.add(at, users);
    this.#most = Math.max(this.#most, users);
    const last = this.#last;
    this.#last = moment;
    if (last === undefined || at <= last.at) return;
    // With `--reset-stats`, and where a run is started anew, the totals begin again.
    const from = moment.requests < last.requests || moment.failed < last.failed ? { requests: 0, failed: 0, spent: 0 } : last;
    const sent = moment.requests - from.requests;
    const failed = moment.failed - from.failed;
    this.#requests.add(at, sent, (at - last.at) / 1000);
    if (sent === 0) return;
    this.#failed.add(at, failed, sent);
    if (failed < sent) this.#isBroken = false;
    if (moment.spent !== null && from.spent !== null) this.#latency.add(at, Math.max(0, moment.spent - from.spent), sent);
  }

  report(): LoadReport {
    return {
      ...measuredReport({ name: 'locust', version: null }, [{ name: 'users', statistics: statisticsIn('count', { max: this.#most }) }]),
      series: seriesOf(
        this.#failed.series('failed', 'avg', 'ratio'),
        this.#requests.series('requests', 'avg', 'per-second'),
        this.#isBroken ? undefined : this.#latency.series('latency', 'avg', 'ms'),
        this.#users.series('users', 'max', 'count'),
      ),
    };
  }
}
