import { countTests, generatedOutcomes, sumMilliseconds } from '../../reports/generated.ts';

/** The stream says nothing of a pending test before its last event. */
const outcomes = [
  ['pass', 'passed'],
  ['fail', 'failed'],
  ['pending', 'skipped'],
] as const;

const suites = { checkout: 'checkout', coupons: 'checkout coupons', orders: 'orders' };

export const generated = generatedOutcomes(outcomes, (tests, isHookBroken) => {
  const line = (name: string, value: object) => JSON.stringify([name, value]);
  const ran = tests.filter(({ word }) => word !== 'pending');
  const { passed, failed, skipped } = countTests(tests);
  const events = ran.flatMap(({ name, word, suite, milliseconds, isRetried }) => [
    'a line that the test printed',
    line(word, {
      title: name,
      fullTitle: `${suites[suite]} ${name}`,
      file: '/builds/shop/shop.spec.js',
      duration: milliseconds,
      currentRetry: isRetried ? 1 : 0,
      ...(word === 'pass' ? { speed: 'fast' } : { err: 'not ok', stack: 'Error: not ok' }),
    }),
  ]);
  const title = '"after all" hook';
  const hooks = isHookBroken
    ? [line('fail', { title, fullTitle: `orders ${title}`, duration: 0, currentRetry: 0, err: 'not closed' })]
    : [];
  const end = { suites: 3, tests: tests.length, passes: passed, pending: skipped, failures: failed + hooks.length, duration: 61_500 };
  return {
    content: [line('start', { total: tests.length }), ...events, ...hooks, line('end', end), ''].join('\n'),
    counts: {
      failed: failed + hooks.length,
      flaky: tests.filter(({ word, isRetried }) => word === 'pass' && isRetried).length,
      durationMs: 61_500,
      testsMs: sumMilliseconds(ran),
    },
  };
});
