import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const step = (status: string, more = {}) => ({ keyword: 'When ', name: 'I pay', result: { status, duration: 1_000_000 }, ...more });
const scenario = (...steps: unknown[]) => ({ keyword: 'Scenario', type: 'scenario', name: 'pays', steps });
const feature = (...elements: unknown[]) => ({ keyword: 'Feature', name: 'Checkout', uri: 'checkout.feature', elements });

async function read(document: unknown, declared: string | null = null) {
  const outcome = await readReport(bytesOf(JSON.stringify(document)), declared);
  const tests =
    outcome.state === 'read' && outcome.report.kind === 'tests' ? outcome.report.tests.map(({ name, status }) => `${name} ${status}`) : [];
  return { tests, format: outcome.format, codes: outcome.problems.map(({ code }) => code) };
}

test.each([
  [['passed', 'passed'], 'passed'],
  [['passed', 'failed', 'skipped'], 'failed'],
  [['passed', 'ambiguous'], 'failed'],
  [['passed', 'undefined'], 'failed'],
  [['passed', 'pending', 'skipped'], 'failed'],
  [['passed', 'unknown'], 'failed'],
  [['passed', ''], 'failed'],
  [['passed', 'skipped'], 'skipped'],
  [['PASSED'], 'passed'],
  [[], 'skipped'],
])('steps %j make a scenario %s', async (statuses, expected) => {
  const { tests } = await read([feature(scenario(...statuses.map((status) => step(status))))]);
  expect(tests).toEqual([`Checkout/pays ${expected}`]);
});

test.each([
  ['a step without a result', scenario(step('passed'), { keyword: 'Then ', name: 'I see' }), 'failed'],
  ['a failed hook before', { ...scenario(step('passed')), before: [{ result: { status: 'failed' } }] }, 'failed'],
  ['a failed hook after', { ...scenario(step('passed')), after: [{ result: { status: 'failed' } }] }, 'failed'],
  ['a failed hook of a step', scenario(step('passed', { after: [{ result: { status: 'failed' } }] })), 'failed'],
  ['no list of steps', { ...scenario(), steps: undefined }, 'failed'],
  ['hooks alone', scenario(step('passed', { hidden: true })), 'skipped'],
])('%s makes a scenario %s', async (_, element, expected) => {
  expect((await read([feature(element)])).tests).toEqual([`Checkout/pays ${expected}`]);
});

test('a background counts for each scenario up to the next one', async () => {
  const background = (status: string) => ({ keyword: 'Background', type: 'background', name: '', steps: [step(status)] });
  const { tests } = await read([
    feature(background('failed'), scenario(step('skipped')), scenario(step('passed')), background('passed'), scenario(step('passed'))),
  ]);
  expect(tests).toEqual(['Checkout/pays/1 failed', 'Checkout/pays/2 failed', 'Checkout/pays/3 passed']);
});

test('a background that passed makes no scenario without steps pass', async () => {
  const background = { keyword: 'Background', type: 'background', name: '', steps: [step('passed')] };
  const { tests } = await read([feature(background, scenario(step('passed')), scenario())]);
  expect(tests).toEqual(['Checkout/pays/1 passed', 'Checkout/pays/2 skipped']);
});

test('an empty list is taken where it is declared, and proves nothing', async () => {
  expect(await read([], 'cucumber-json')).toEqual({ tests: [], format: 'cucumber-json', codes: ['NO_TESTS'] });
  expect(await read([])).toMatchObject({ codes: ['FORMAT_UNKNOWN'] });
});

test.each([
  [
    'the look-alike of Behave',
    [{ keyword: 'Feature', name: 'Checkout', location: 'checkout.feature:1', status: 'passed', elements: [] }],
    'FORMAT_UNKNOWN',
  ],
  [
    'a text that is no number of nanoseconds',
    [feature(scenario(step('passed', { result: { status: 'passed', duration: '1.5s' } })))],
    'SHAPE',
  ],
  ['a negative duration', [feature(scenario(step('passed', { result: { status: 'passed', duration: -1 } })))], 'SHAPE'],
])('%s is refused', async (_, document, code) => {
  expect((await read(document)).codes).toEqual([code]);
});
