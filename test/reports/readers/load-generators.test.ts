import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const sample = (path: string) => readFileSync(`test/samples/${path}`, 'utf8');

/** What a file comes to: its statistics by metric, or the codes it is refused with. */
async function read(text: string) {
  const outcome = await readReport(bytesOf(text), null);
  if (outcome.state === 'refused' || outcome.report.kind !== 'load')
    return { format: outcome.format, codes: outcome.problems.map(({ code }) => code) };
  const { metrics, requests, partial } = outcome.report;
  const values = Object.fromEntries(
    metrics.map(({ name, statistics }) => [
      name,
      Object.fromEntries(Object.entries(statistics).map(([statistic, { value, unit }]) => [statistic, `${value} ${unit}`])),
    ]),
  );
  return { format: outcome.format, values, requests, partial: partial.map(({ code }) => code) };
}

test.each([
  'ab/closed-connections.txt',
  'artillery/closed-port.json',
  'autocannon/closed-port.json',
  'jmeter-csv/every-sample-failed.jtl',
  'locust/every-request-failed_stats.csv',
  'vegeta/closed-port.json',
  'wrk/closed-connections.txt',
])('%s: no request succeeded, so that there is no latency, and the failures are counted', async (path) => {
  const { values, requests } = await read(sample(path));
  expect(values?.['latency']).toEqual({});
  expect(values?.['failed']?.['rate']).toBe('1 ratio');
  expect(requests?.failed).toBe(requests?.total);
});

test.each(['locust/no-requests_stats.csv', 'autocannon/lost-requests.json'])(
  '%s: without requests there is neither latency nor failure',
  async (path) => {
    const { values, requests } = await read(sample(path));
    expect([values?.['latency'], values?.['failed'], requests]).toEqual([{}, {}, { total: 0, failed: 0 }]);
  },
);

const autocannon = (changes: object) => JSON.stringify({ ...JSON.parse(sample('autocannon/demo.json')), ...changes });

test('autocannon: 97_5 is p97.5, and 999 of old versions p99.9', async () => {
  const { values } = await read(
    autocannon({ latency: { average: 1, min: 0, max: 9, p50: 1, p97_5: 5, p999: 8, p99999: 9, totalCount: 3 } }),
  );
  expect(values?.['latency']).toEqual({
    avg: '1 ms',
    min: '0 ms',
    med: '1 ms',
    'p97.5': '5 ms',
    'p99.9': '8 ms',
    'p99.999': '9 ms',
    max: '9 ms',
  });
});

test.each([
  [{ errors: 0 }, []],
  [{ requests: { average: 10, total: 100, sent: 110 } }, []],
  [{ requests: { average: 10, total: 100, sent: 150 } }, ['declared-differs']],
])('autocannon: %j is %j: some requests are on their way at the end, others are lost', async (changes, partial) => {
  expect((await read(autocannon(changes))).partial).toEqual(partial);
});

test.each([
  [{ errors: -1 }],
  [{ non2xx: '5' }],
  [{ requests: { average: 10, total: 1.5 } }],
  [{ latency: { average: null, min: 0, max: 0 } }],
])('autocannon: %j is refused', async (changes) => {
  expect(await read(autocannon(changes))).toEqual({ format: 'autocannon', codes: ['SHAPE'] });
});

test('artillery: without HTTP the requests are unknown', async () => {
  const aggregate = {
    counters: { 'vusers.created': 3 },
    rates: {},
    summaries: { 'demo.depth': { min: 1, max: 3, mean: 2, median: 2, count: 3 } },
  };
  const { values, requests } = await read(JSON.stringify({ aggregate, intermediate: [] }));
  expect(requests).toBeNull();
  expect(values).toMatchObject({
    failed: {},
    latency: {},
    'demo.depth': { min: '1 count', max: '3 count', avg: '2 count', med: '2 count' },
  });
});

test('vegeta: nanoseconds are given in milliseconds', async () => {
  expect((await read(sample('vegeta/demo.json'))).values?.['latency']?.['med']).toBe('0.516194 ms');
});

test('vegeta: status codes that are fewer than the requests make it partial', async () => {
  const document = { ...JSON.parse(sample('vegeta/demo.json')), requests: 50 };
  expect(await read(JSON.stringify(document))).toMatchObject({ partial: ['declared-differs'], requests: { total: 50, failed: 20 } });
});

test('hyperfine: commands of one name are told apart', async () => {
  const result = { command: 'demo', mean: 1, median: 1, min: 1, max: 1, times: [1], exit_codes: [0] };
  const { values, requests } = await read(JSON.stringify({ results: [result, { ...result, mean: 2 }, { ...result, exit_codes: [null] }] }));
  expect(values).toMatchObject({ demo: { avg: '1 s' }, 'demo 2': { avg: '2 s' }, 'demo 3': {} });
  expect(requests).toEqual({ total: 3, failed: 1 });
});

test('lighthouse: a category without a score has no value, and NO_ERROR is none', async () => {
  const document = { ...JSON.parse(sample('lighthouse/demo.json')), runtimeError: { code: 'NO_ERROR' } };
  expect((await read(JSON.stringify(document))).values).toMatchObject({
    performance: { value: '0.72 ratio' },
    seo: {},
    'largest-contentful-paint': { value: '3180.5 ms' },
  });
});

test('lighthouse: a score above 1 is refused', async () => {
  const document = { ...JSON.parse(sample('lighthouse/demo.json')), categories: { performance: { score: 72 } } };
  expect(await read(JSON.stringify(document))).toEqual({ format: 'lighthouse', codes: ['SHAPE'] });
});

const locust = sample('locust/demo_stats.csv');

test('locust: rows that do not add up to Aggregated make it partial', async () => {
  expect((await read(locust.replace('GET,/flaky,65,', 'GET,/flaky,64,'))).partial).toEqual(['declared-differs']);
});

test.each([
  ['more failures than requests', locust.replace(',139,20,', ',19,20,'), 'NUMBER'],
  ['a number that is none', locust.replace(',139,20,', ',many,20,'), 'NUMBER'],
  ['a row after the last', `${locust}GET,/,1,0,1,1,1,1,1,1,0,1,1,1,1,1,1,1,1,1,1,1\r\n`, 'SHAPE'],
  ['a row cut short', locust.slice(0, -20), 'TRUNCATED'],
])('locust: %s is refused', async (_what, text, code) => {
  expect(await read(text)).toEqual({ format: 'locust', codes: [code] });
});

const history = sample('locust-history/demo_stats_history.csv');
const seriesIn = async (text: string) => {
  const outcome = await readReport(bytesOf(text), null);
  const all = outcome.state === 'read' && outcome.report.kind === 'load' ? (outcome.report.series ?? []) : [];
  return Object.fromEntries(all.map(({ name, statistic, points }) => [`${name} ${statistic}`, points.map(({ value }) => value)]));
};

test('locust-history: states the highest number of users and nothing of the whole run, and has each second by what the totals grow by', async () => {
  expect(await read(history)).toMatchObject({ values: { users: { max: '8 count' } }, requests: null });
  const series = await seriesIn(history);
  expect(Object.keys(series)).toEqual(['failed rate', 'requests rate', 'latency avg', 'users max']);
  expect(series['users max']).toEqual([0, 2, 4, 6, 8, 8, 8, 8, 8, 8, 8]);
  expect(series['requests rate']?.slice(0, 3)).toEqual([8, 20, 26]);
  expect(series['failed rate']?.slice(0, 3)).toEqual([0, 1 / 20, 4 / 26]);
  expect(series['latency avg']?.[1]).toBeCloseTo((28 * 32.924785822355524 - 8 * 29.206986751887598) / 20);
});

test('locust-history: statistics that are begun again count from there, whole milliseconds make no latency, and failing is fast', async () => {
  const reset = history.replace(',28,1,26,32.9', ',3,1,26,32.9');
  expect((await seriesIn(reset))['requests rate']?.slice(0, 3)).toEqual([8, 3, 51]);
  expect(Object.keys(await seriesIn(sample('locust-history/version-1.1_stats_history.csv')))).not.toContain('latency avg');
  expect(Object.keys(await seriesIn(sample('locust-history/every-request-failed_stats_history.csv')))).not.toContain('latency avg');
});

const whole = sample('locust-history/full-history_stats_history.csv');
test.each([
  ['rows without the one of all names', whole.slice(0, whole.lastIndexOf('1795')), 'TRUNCATED'],
  ['a second run behind the first', history + history, 'TWO_DOCUMENTS'],
  ['more failures than requests', history.replace(',8,0,26,', ',8,9,26,'), 'NUMBER'],
  ['a number of users that is none', history.replace(',8,,Aggregated', ',-8,,Aggregated'), 'NUMBER'],
  ['a header with a column more', history.replace('User Count,', 'User Count,Region,'), 'FORMAT_UNKNOWN'],
  ['a header alone', history.slice(0, history.indexOf('\n') + 1), 'TRUNCATED'],
  ['a version before 1', '"Type","Name","Timestamp","# requests","# failures","Requests/s"\n', 'SHAPE'],
])('locust-history: %s is refused', async (_what, text, code) => {
  expect((await read(text)).codes).toEqual([code]);
});

const header = 'timeStamp,elapsed,label,responseCode,responseMessage,success';

test('jmeter-csv: a transaction has its own numbers, and is none of the requests', async () => {
  const rows = [
    '1000,10,Basket,200,OK,true',
    '1010,30,Pay,500,Error,false',
    '1000,40,Buy,200,"Number of samples in transaction : 2, number of failing samples : 1",false',
  ];
  const { values, requests } = await read([header, ...rows, ''].join('\n'));
  expect(requests).toEqual({ total: 2, failed: 1 });
  expect(values).toMatchObject({
    latency: { avg: '20 ms' },
    requests: { count: '2 count', rate: '50 per-second' },
    'requests{Buy}': { count: '1 count' },
    'latency{Buy}': {},
  });
});

test.each([
  ['a row with too many fields', '1000,10,Basket,200,OK,true,1\n', 'SHAPE'],
  ['a row with too few fields in the middle', '1000,10,Basket\n1000,10,Basket,200,OK,true\n', 'SHAPE'],
  ['a row with too few fields at the end', '1000,10,Basket', 'TRUNCATED'],
  ['an open quote at the end', '1000,10,"Basket,200,OK,true\n', 'TRUNCATED'],
  ['a time that is no number', '1000,-10,Basket,200,OK,true\n', 'NUMBER'],
  ['a date for a time', '2026/11/24 12:00:00,10,Basket,200,OK,true\n', 'NUMBER'],
  ['a success that is neither', '1000,10,Basket,200,OK,1\n', 'SHAPE'],
])('jmeter-csv: %s is refused', async (_what, rows, code) => {
  expect(await read(`${header}\n${rows}`)).toEqual({ format: 'jmeter-csv', codes: [code] });
});

test('jmeter-xml: samples inside a transaction count, those inside a sample belong to it', async () => {
  const { values, requests } = await read(sample('jmeter-xml/demo.xml'));
  expect(requests).toEqual({ total: 3, failed: 1 });
  expect(Object.keys(values ?? {}).filter((name) => name.startsWith('requests'))).toEqual([
    'requests',
    'requests{Log in}',
    'requests{Buy}',
    'requests{Basket}',
    'requests{Pay}',
  ]);
});

test('gatling: requests inside groups are listed by their path, groups are not', async () => {
  const { values, partial } = await read(sample('gatling/demo.json'));
  expect(Object.keys(values ?? {}).filter((name) => name.startsWith('latency'))).toEqual([
    'latency',
    'latency{Home}',
    'latency{Log in / Submit}',
  ]);
  expect(partial).toEqual([]);
});

const wrk = sample('wrk/demo.txt');

test.each([
  ['two runs in one file', wrk + wrk, 'TWO_DOCUMENTS'],
  ['a text without its end', wrk.replace(/Transfer.*\n/, ''), 'TRUNCATED'],
])('wrk: %s is refused', async (_what, text, code) => {
  expect(await read(text)).toEqual({ format: 'wrk', codes: [code] });
});

test('wrk: times of each unit are given in milliseconds, and requests that got no response fail', async () => {
  const text = wrk
    .replace('115.25us  323.55us   5.18ms', '1.50s   2.00ms   1.00m')
    .replace('read\n', 'read\n  Socket errors: connect 1, read 2, write 3, timeout 4\n');
  const { values, requests } = await read(text);
  expect(values?.['latency']).toMatchObject({ avg: '1500 ms', max: '60000 ms', med: '0.05 ms', p99: '1.75 ms' });
  expect(requests).toEqual({ total: 54772, failed: 13702 });
  expect(values?.['timeouts']).toEqual({ count: '4 count' });
});

test('ab: responses other than 2xx fail, though ab does not call them failed', async () => {
  expect((await read(sample('ab/demo.txt'))).requests).toEqual({ total: 60, failed: 15 });
});

test('ab: a table of percentages without its last row is refused', async () => {
  expect(await read(sample('ab/demo.txt').replace(/ 100% .*\n/, ''))).toEqual({ format: 'ab', codes: ['TRUNCATED'] });
});
