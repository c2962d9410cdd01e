import { isSuccess, isTransaction, JmeterRun, millisecondsIn } from '../families/jmeter-samples.ts';
import { defineStreamReader } from '../reader.ts';
import { csvRecords } from '../text/csv-records.ts';

/**
 * JMeter's log of samples as CSV, a JTL file (`CSVSaveService` of github.com/apache/jmeter). Counts samples; what a Transaction Controller sums
 * up is not one of them.
 */
export const jmeterCsv = defineStreamReader({
  format: 'jmeter-csv',
  kind: 'load',
  guide: {
    title: 'JMeter results (CSV)',
    source: 'https://jmeter.apache.org/usermanual/listeners.html#csvlogformat',
    make: 'jmeter -n -t plan.jmx -l results.jtl',
    selectors: [
      { selector: '#latency.p95', selects: 'a statistic of the elapsed times of all samples: avg, min, med, max, p90, p95, p99' },
      { selector: '#latency{Log in}.p95', selects: 'the same of one label, a transaction too' },
      { selector: '#requests.rate', selects: 'samples a second' },
      { selector: '#failed.rate', selects: 'the share of samples that failed' },
    ],
    unit: 'one sample that is no transaction',
    unproven: 'the elapsed times of a run, or of a label, in which no sample succeeded; `#requests.rate` of a log without timeStamp',
  },
  unlike(opening) {
    const columns = (/^[^\r\n]*/.exec(opening)?.[0] ?? '').split(',');
    const missing = ['elapsed', 'label', 'success'].find((name) => !columns.includes(name));
    return missing === undefined ? null : `has no column \`${missing}\` in its first line`;
  },
  start(context) {
    const records = csvRecords(context);
    const run = new JmeterRun();
    let columns: ReadonlyMap<string, number> | undefined;
    /** A row with too few fields: the last one is a file cut short. */
    let short: number | null = null;
    return {
      line(line, number) {
        const fields = line === '' ? undefined : records.line(line, number);
        if (fields === undefined) return;
        if (columns === undefined) {
          columns = new Map(fields.map((name, index) => [name, index]));
          return;
        }
        if (short !== null || fields.length > columns.size)
          context.refuse('SHAPE', 'a row has another number of fields than the header', { line: short ?? number });
        if (fields.length < columns.size) {
          short = number;
          return;
        }
        const field = (name: string) => fields[columns?.get(name) ?? -1];
        run.add({
          label: field('label') ?? '',
          elapsed: millisecondsIn(field('elapsed'), 'elapsed', number, context),
          time: columns.has('timeStamp') ? millisecondsIn(field('timeStamp'), 'timeStamp', number, context) : null,
          success: isSuccess(field('success'), number, context),
          transaction: isTransaction(field('responseMessage')),
        });
      },
      end() {
        records.end();
        if (short !== null) context.refuse('TRUNCATED', 'the last row ends in the middle', { line: short });
        return run.report();
      },
    };
  },
});
