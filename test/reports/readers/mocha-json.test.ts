import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const stats = { suites: 1, tests: 1, passes: 1, pending: 0, failures: 0, duration: 3 };
const it = (title: string, more = {}) => ({
  title,
  fullTitle: `cart ${title}`,
  file: '/builds/shop/cart.js',
  duration: 1,
  currentRetry: 0,
  err: {},
  ...more,
});
const whole = { stats, tests: [it('adds')], passes: [it('adds')], pending: [], failures: [] };

async function read(document: unknown) {
  const outcome = await readReport(bytesOf(JSON.stringify(document)), null);
  const tests =
    outcome.state === 'read' && outcome.report.kind === 'tests' ? outcome.report.tests.map(({ name, status }) => `${name} ${status}`) : [];
  return { tests, codes: outcome.problems.map(({ code }) => code), format: outcome.format };
}

test('a whole run is read without problems', async () => {
  expect(await read(whole)).toEqual({ format: 'mocha-json', tests: ['cart/adds passed'], codes: [] });
});

test('a test that fails after it passed is failed, once', async () => {
  const again = {
    ...whole,
    stats: { ...stats, failures: 1 },
    failures: [it('adds', { err: { message: 'done() called multiple times' } })],
  };
  expect(await read(again)).toMatchObject({ tests: ['cart/adds failed'], codes: [] });
});

test('of two tests with one name, one may fail', async () => {
  const two = {
    stats: { ...stats, tests: 2, failures: 1 },
    tests: [it('adds'), it('adds')],
    passes: [it('adds')],
    pending: [],
    failures: [it('adds')],
  };
  expect(await read(two)).toMatchObject({ tests: ['cart/adds failed', 'cart/adds passed'], codes: [] });
});

test('a test in none of the lists is failed', async () => {
  expect(await read({ ...whole, stats: { ...stats, passes: 0 }, passes: [] })).toMatchObject({ tests: ['cart/adds failed'], codes: [] });
});

test.each([
  ['"before all" hook for "pays"', ['PARTIAL_SCAN']],
  ['"before each" hook for "pays"', ['PARTIAL_SCAN']],
  ['"after each" hook for "adds"', ['PARTIAL_SCAN']],
  ['"after all" hook in "cart"', []],
])('the failed hook %s is a failed test, and leaves %j', async (title, codes) => {
  const hook = { ...whole, stats: { ...stats, failures: 1 }, failures: [it(title)] };
  expect(await read(hook)).toMatchObject({ tests: ['cart/adds passed', `cart/${title} failed`], codes });
});

test.each([
  ['tests', { tests: 2 }],
  ['passes', { passes: 2 }],
  ['pending', { pending: 1 }],
  ['failures', { failures: 1 }],
])('more declared %s than listed make it partial', async (_, differing) => {
  expect((await read({ ...whole, stats: { ...stats, ...differing } })).codes).toEqual(['DECLARED_DIFFERS']);
});

test('a pass that the list of tests does not hold makes it partial', async () => {
  expect((await read({ ...whole, stats: { ...stats, passes: 2 }, passes: [it('adds'), it('pays')] })).codes).toEqual(['DECLARED_DIFFERS']);
});

test.each([
  ['a text for a number', { ...whole, stats: { ...stats, passes: '1' } }, null, ['FORMAT_UNKNOWN']],
  ['a negative duration', { ...whole, passes: [it('adds', { duration: -1 })] }, 'mocha-json', ['SHAPE']],
  ['a negative count', { ...whole, stats: { ...stats, pending: -1 } }, 'mocha-json', ['SHAPE']],
  ['no list of failures', { ...whole, failures: undefined }, null, ['FORMAT_UNKNOWN']],
])('%s is refused', async (_, document, format, codes) => {
  expect(await read(document)).toEqual({ format, tests: [], codes });
});
