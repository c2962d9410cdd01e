import { countTests, generatedOutcomes, sumMilliseconds } from '../../reports/generated.ts';

const outcomes = [
  ['passes', 'passed'],
  ['failures', 'failed'],
  ['pending', 'skipped'],
] as const;

const suites = { checkout: 'checkout', coupons: 'checkout coupons', orders: 'orders' };

export const generated = generatedOutcomes(outcomes, (tests, isHookBroken) => {
  const runnable = ({ name, word, suite, milliseconds, isRetried }: (typeof tests)[number]) => ({
    title: name,
    fullTitle: `${suites[suite]} ${name}`,
    file: '/builds/shop/shop.spec.js',
    ...(word !== 'pending' && { duration: milliseconds }),
    currentRetry: isRetried ? 1 : 0,
    ...(word === 'passes' && { speed: 'fast' }),
    err: word === 'failures' ? { message: 'not ok', stack: 'Error: not ok' } : {},
  });
  const listed = (word: string) => tests.filter((each) => each.word === word).map(runnable);
  const hook = {
    title: '"after all" hook',
    fullTitle: 'orders "after all" hook',
    duration: 0,
    currentRetry: 0,
    err: { message: 'not closed' },
  };
  const hooks = isHookBroken ? [hook] : [];
  const { passed, failed, skipped } = countTests(tests);
  const ran = tests.filter(({ word }) => word !== 'pending');
  return {
    content: JSON.stringify({
      stats: { suites: 3, tests: tests.length, passes: passed, pending: skipped, failures: failed + hooks.length, duration: 61_500 },
      tests: tests.map(runnable),
      pending: listed('pending'),
      failures: [...listed('failures'), ...hooks],
      passes: listed('passes'),
    }),
    counts: {
      failed: failed + hooks.length,
      flaky: tests.filter(({ word, isRetried }) => word === 'passes' && isRetried).length,
      durationMs: 61_500,
      testsMs: sumMilliseconds(ran),
    },
  };
});
