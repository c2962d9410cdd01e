import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const start = '["start",{"total":2}]';
const pass = '["pass",{"title":"adds","fullTitle":"cart adds","duration":1,"currentRetry":0}]';
const fail = '["fail",{"title":"pays","fullTitle":"cart pays","duration":1,"currentRetry":0,"err":"3 == 4"}]';
const end = (more = {}) => JSON.stringify(['end', { suites: 1, tests: 2, passes: 1, pending: 0, failures: 1, duration: 3, ...more }]);

async function read(...lines: string[]) {
  const outcome = await readReport(bytesOf(`${lines.join('\n')}\n`), 'mocha-json-stream');
  const tests =
    outcome.state === 'read' && outcome.report.kind === 'tests' ? outcome.report.tests.map(({ name, status }) => `${name} ${status}`) : [];
  return { tests, codes: outcome.problems.map(({ code, line }) => (line === undefined ? code : `${code}:${line}`)) };
}

test('a whole run is read without problems', async () => {
  expect(await read(start, pass, fail, end())).toEqual({ tests: ['cart/adds passed', 'cart/pays failed'], codes: [] });
});

test('what tests print between the events is passed over', async () => {
  expect(await read(start, 'warming up', '{"a":1}', '[1,2', pass, '', fail, end())).toMatchObject({ codes: [] });
});

test('a printed line that looks like an event shows in the counts', async () => {
  expect(await read(start, pass, pass, fail, end())).toMatchObject({ codes: ['DECLARED_DIFFERS'] });
});

test('a test that fails after it passed is failed, once', async () => {
  const again = fail.replaceAll('pays', 'adds');
  expect(await read(start, pass, again, end({ tests: 1 }))).toMatchObject({ tests: ['cart/adds failed'] });
});

test('a run that ends before all its tests is partial', async () => {
  expect(await read(start, pass, end({ tests: 1, failures: 0 }))).toMatchObject({
    tests: ['cart/adds passed'],
    codes: ['DECLARED_DIFFERS'],
  });
});

test.each([
  ['no end', [start, pass, fail], ['TRUNCATED']],
  ['an event cut in the middle', [start, pass, fail.slice(0, 30)], ['TRUNCATED:3']],
  ['a second run', [start, pass, fail, end(), start], ['TWO_DOCUMENTS:5']],
  ['an event after the end', [start, pass, fail, end(), pass], ['SHAPE:5']],
  ['an event with three parts', [start, '["pass",{},1]', end()], ['SHAPE:2']],
  ['more pending tests than any run has', [start, end({ pending: 1e9 })], ['SHAPE:2']],
  ['no start', [pass, end()], ['FORMAT_MISMATCH']],
])('%s is refused', async (_, lines, codes) => {
  expect(await read(...lines)).toEqual({ tests: [], codes });
});
