import { countTests, generatedOutcomes, type MadeOutcome, sumMilliseconds } from '../../reports/generated.ts';

/** A test is `skipped` that did not run because of a hook: nobody chose to leave it out. */
const outcomes = [
  ['passed', 'passed'],
  ['failed', 'failed'],
  ['pending', 'skipped'],
  ['skipped', 'failed'],
] as const;
type Test = MadeOutcome<(typeof outcomes)[number][0]>;

const runnable = (title: string, word: Test['word'], duration: number) => ({
  title,
  fullTitle: `shop ${title}`,
  timedOut: false,
  duration,
  state: word === 'skipped' ? null : word,
  pass: word === 'passed',
  fail: word === 'failed',
  pending: word === 'pending',
  skipped: word === 'skipped',
  isHook: false,
  err: word === 'failed' ? { message: 'Error: not ok', estack: 'at line 1' } : {},
});
const isKeptFromRunning = (tests: readonly Test[]) => tests.some(({ word }) => word === 'skipped');

export const generated = generatedOutcomes(outcomes, (tests) => {
  const { checkout = [], coupons = [], orders = [] } = Object.groupBy(tests, ({ suite }) => suite);
  const suite = (title: string, own: readonly Test[], suites: readonly object[] = []) => ({
    title,
    file: '/spec/shop.spec.js',
    beforeHooks: isKeptFromRunning(own) ? [{ ...runnable('"before each" hook', 'failed', 0), isHook: true }] : [],
    afterHooks: [{ ...runnable('"after all" hook', 'passed', 0), isHook: true }],
    tests: own.map(({ name, word, milliseconds }) => runnable(name, word, milliseconds)),
    suites,
    root: title === '',
  });
  const hooks = [checkout, coupons, orders].filter(isKeptFromRunning).length;
  const ran = tests.filter(({ word }) => word !== 'skipped');
  const { passed: passes, failed, skipped: pending } = countTests(ran);
  const stats = { suites: 3, tests: ran.length, passes, pending, failures: failed, duration: 61_500 };
  const derived = { testsRegistered: tests.length, other: hooks, hasOther: hooks > 0, skipped: tests.length - ran.length };
  return {
    content: JSON.stringify({
      stats: { ...stats, ...derived },
      // A file without a test is `false`.
      results: [suite('', [], [suite('checkout', checkout, [suite('coupons', coupons)])]), false, suite('', [], [suite('orders', orders)])],
      meta: { mocha: { version: '12.0.3' }, mochawesome: { options: { quiet: true }, version: '8.1.1' } },
    }),
    counts: { failed: countTests(tests).failed + hooks, durationMs: 61_500, testsMs: sumMilliseconds(tests) },
  };
});
