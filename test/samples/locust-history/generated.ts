import fc from 'fast-check';
import { countMetrics, type Generated, inUnit, names } from '../../reports/generated.ts';

const second = fc.record({ users: fc.nat(500), ok: fc.nat(90), failed: fc.nat(90), average: fc.integer({ min: 1, max: 900 }) });
const totals = [
  'Request Count',
  'Failure Count',
  'Median Response Time',
  'Average Response Time',
  'Min Response Time',
  'Max Response Time',
];

/** A row a second of the run so far; with the whole history, behind one for each name. Before version 1.2 texts and whole numbers are quoted. */
export const generated: Generated = fc
  .record({
    seconds: fc.array(second, { minLength: 1, maxLength: 12 }),
    percents: fc.subarray([50, 66, 75, 90, 95, 99, 99.9, 100], { minLength: 1 }),
    entries: fc.uniqueArray(names, { maxLength: 3 }),
    isQuoted: fc.boolean(),
  })
  .map(({ seconds, percents, entries, isQuoted }) => {
    const text = (value: string | number) => (isQuoted || /[",]/.test(`${value}`) ? `"${`${value}`.replaceAll('"', '""')}"` : `${value}`);
    let [sent, failed] = [0, 0];
    const rows = seconds.flatMap((each, index) => {
      sent += each.ok + each.failed;
      failed += each.failed;
      const row = (type: string, name: string) => {
        const shares = percents.map(() => (sent === 0 ? text('N/A') : each.average));
        const average = isQuoted ? each.average : `${each.average}.5`;
        const fields = [text(1_795_893_306 + index), text(each.users), text(type), text(name), '1.000000', '0.000000', ...shares];
        return [...fields, sent, failed, each.average, average, 1, 900, 2].join(',');
      };
      return [...entries.map((name) => row('GET', name)), row('', 'Aggregated')];
    });
    const header = [
      ...['Timestamp', 'User Count', 'Type', 'Name', 'Requests/s', 'Failures/s'],
      ...percents.map((percent) => `${percent}%`),
      ...[...totals, 'Average Content Size'].map((name) => `Total ${name}`),
    ];
    const most = Math.max(...seconds.map(({ users }) => users));
    return {
      content: `${[header.map(text).join(','), ...rows].join('\r\n')}\r\n`,
      counts: { ...countMetrics({ users: inUnit('count', { max: most }) }), requests: null },
    };
  });
