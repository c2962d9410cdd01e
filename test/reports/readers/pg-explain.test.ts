import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readLoad } from '../load.ts';

const sample = (name: string) => readFileSync(`test/samples/pg-explain/${name}`, 'utf8');
const explain = (plan: object, more: object = {}) => JSON.stringify([{ Plan: { 'Node Type': 'Result', ...plan }, ...more }]);
const scan = (relation: string) => ({ 'Node Type': 'Seq Scan', 'Relation Name': relation });

test('times are those of the statement, and unknown without ANALYZE', async () => {
  expect(await readLoad(explain({ 'Total Cost': 0.01 }, { 'Planning Time': 0.5, 'Execution Time': 0 }))).toHaveProperty('metrics', {
    execution_time: { value: '0 ms' },
    planning_time: { value: '0.5 ms' },
    total_cost: { value: '0.01 count' },
    seq_scans: { count: '0 count' },
  });
  expect(await readLoad(explain({}))).toHaveProperty('metrics', {
    execution_time: {},
    planning_time: {},
    total_cost: {},
    seq_scans: { count: '0 count' },
  });
});

test('scans are counted at any depth, by table, and 0 for a table that is read in another way', async () => {
  const index = { 'Node Type': 'Index Scan', 'Relation Name': 'users' };
  const plan = explain({ Plans: [scan('orders'), { 'Node Type': 'Append', Plans: [scan('orders'), scan('a "b"'), index] }] });
  expect(await readLoad(plan)).toMatchObject({
    metrics: {
      seq_scans: { count: '3 count' },
      'seq_scan{relation="orders"}': { count: '2 count' },
      [String.raw`seq_scan{relation="a \"b\""}`]: { count: '1 count' },
      'seq_scan{relation="users"}': { count: '0 count' },
    },
  });
});

test.each(['Custom Scan', 'Foreign Scan'])('what a %s reads is not seen, so that nothing is counted', async (type) => {
  expect(await readLoad(explain({ Plans: [scan('orders'), { 'Node Type': type }] }))).toMatchObject({
    metrics: { seq_scans: {}, 'seq_scan{relation="orders"}': {} },
  });
  expect(await readLoad(explain({ 'Node Type': type, Plans: [scan('orders')] }))).toMatchObject({
    metrics: { seq_scans: { count: '1 count' } },
  });
});

const plain = sample('plan-only.json');
const table = sample('psql.txt');

test.each([
  ['with lines of Windows', table.replaceAll('\n', '\r\n')],
  ['with a heading alone', table.replace(/^-+\n/m, '')],
  ['without its footer', table.replace('(1 row)\n', '')],
  ['with a footer in another language', table.replace('(1 row)', '(1 Zeile)')],
  ['without a heading', sample('psql-tuples-only.txt')],
  ['that is not aligned', sample('psql-unaligned.txt')],
])('a table of psql %s is read as the JSON in it', async (_what, text) => {
  expect(await readLoad(text)).toEqual(await readLoad(plain));
});

const analyzed = sample('analyze.json');

test.each([
  ['an end in the middle', analyzed.slice(0, 700), 'TRUNCATED'],
  ['a table that ends in the middle', table.slice(0, 400), 'TRUNCATED'],
  ['a table with its last bracket cut off', table.slice(0, table.lastIndexOf(']')), 'TRUNCATED'],
  ['two tables', table + table, 'TWO_DOCUMENTS'],
  ['two documents', plain + plain, 'TWO_DOCUMENTS'],
  ['the plans of two statements', `[${plain.trim().slice(1, -1)},${plain.trim().slice(1, -1)}]`, 'SHAPE'],
  ['a time that is a string', explain({}, { 'Execution Time': '1.5' }), 'SHAPE'],
  ['a time below 0', explain({}, { 'Execution Time': -1 }), 'SHAPE'],
  ['null for a time', explain({}, { 'Planning Time': null }), 'SHAPE'],
  ['plans that are no list', explain({ Plans: scan('orders') }), 'SHAPE'],
  ['a node without its type', explain({ Plans: [{ 'Relation Name': 'orders' }] }), 'SHAPE'],
  ['a type that is a number', explain({ 'Node Type': 1 }), 'SHAPE'],
  ['a table without a name', explain(scan('')), 'SHAPE'],
  ['a key that stands twice', plain.replace('"Alias"', '"Node Type"'), 'DUPLICATE_KEY'],
])('%s is refused', async (_what, text, code) => {
  expect(await readLoad(text)).toMatchObject({ format: 'pg-explain', state: 'refused', codes: [code] });
});

test.each([
  [
    'the text form',
    '                QUERY PLAN\n-------------------------\n Seq Scan on orders  (cost=0.00..430.00 rows=1 width=40)\n(1 row)\n',
  ],
  ['a statement without a plan', '[{"Utility Statement": "CREATE TABLE"}]'],
  ['a plan of something else', '[{"Plan": {"name": "gold"}}]'],
  ['a plan outside of a list', '{"Plan": {"Node Type": "Result"}}'],
])('%s is not taken for it', async (_what, text) => {
  expect(await readLoad(text)).toMatchObject({ format: null, codes: ['FORMAT_UNKNOWN'] });
});
