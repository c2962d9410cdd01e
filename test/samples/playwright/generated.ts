import { generatedOutcomes, type MadeOutcome, sumMilliseconds } from '../../reports/generated.ts';

/** What was expected, what each attempt came to, and how the tool sums it up. */
const courses = {
  passes: { expectedStatus: 'passed', results: ['passed'], status: 'expected' },
  fails: { expectedStatus: 'passed', results: ['failed', 'failed'], status: 'unexpected' },
  'never ends': { expectedStatus: 'passed', results: ['failed', 'timedOut'], status: 'unexpected' },
  'passes at last': { expectedStatus: 'passed', results: ['timedOut', 'passed'], status: 'flaky' },
  'fails as expected': { expectedStatus: 'failed', results: ['failed'], status: 'expected' },
  'passes against expectation': { expectedStatus: 'failed', results: ['passed'], status: 'unexpected' },
  'is skipped': { expectedStatus: 'skipped', results: ['skipped'], status: 'skipped' },
};
const outcomes = [
  ['passes', 'passed'],
  ['fails', 'failed'],
  ['never ends', 'failed'],
  ['passes at last', 'passed'],
  ['fails as expected', 'passed'],
  ['passes against expectation', 'failed'],
  ['is skipped', 'skipped'],
] as const;
type Test = MadeOutcome<(typeof outcomes)[number][0]>;

const file = 'tests/shop.spec.ts';

export const generated = generatedOutcomes(outcomes, (tests, isPhoneToo) => {
  const run = ({ word, milliseconds }: Test, projectName: string) => {
    const { expectedStatus, results, status } = courses[word];
    const attempts = results.map((each, retry) => ({
      status: each,
      retry,
      // The last attempt decides, and what the test took is what that one took.
      duration: retry === results.length - 1 ? milliseconds : 7,
      errors: each === 'failed' || each === 'timedOut' ? [{ message: 'Error: not ok' }] : [],
    }));
    return { timeout: 2000, annotations: [], expectedStatus, projectId: projectName, projectName, results: attempts, status };
  };
  const projects = isPhoneToo ? ['desktop', 'phone'] : ['desktop'];
  const specs = (suite: Test['suite']) =>
    tests
      .filter((each) => each.suite === suite)
      .map((each) => ({ title: each.name, file, tests: projects.map((project) => run(each, project)) }));
  const count = (status: string) => tests.filter(({ word }) => courses[word].status === status).length * projects.length;
  const suite = (title: Test['suite'], suites: readonly object[] = []) => ({ title, file, specs: specs(title), suites });
  const verdicts = (status: string) => tests.filter((each) => each.status === status).length * projects.length;
  return {
    content: JSON.stringify({
      config: {
        rootDir: '/builds/shop',
        projects: projects.map((name) => ({ id: name, name, retries: 1 })),
        shard: null,
        version: '1.65.1',
      },
      suites: [{ title: file, file, specs: [], suites: [suite('checkout', [suite('coupons')]), suite('orders')] }],
      errors: [],
      stats: {
        startTime: '2026-11-24T12:53:09.731Z',
        duration: 61_500.25,
        expected: count('expected'),
        skipped: count('skipped'),
        unexpected: count('unexpected'),
        flaky: count('flaky'),
      },
    }),
    counts: {
      passed: verdicts('passed'),
      failed: verdicts('failed'),
      skipped: verdicts('skipped'),
      flaky: count('flaky'),
      durationMs: 61_500.25,
      testsMs: sumMilliseconds(tests) * projects.length,
    },
  };
});
