import { countTests, generatedOutcomes, sumMilliseconds } from '../../reports/generated.ts';

/** A test is pending that was to run, and that the run did not come to the end of. */
const outcomes = [
  ['passed', 'passed'],
  ['failed', 'failed'],
  ['skipped', 'skipped'],
  ['todo', 'skipped'],
  ['pending', 'failed'],
] as const;

export const generated = generatedOutcomes(outcomes, (tests, isUnloaded) => {
  const of = (word: string) => tests.filter((each) => each.word === word);
  const startTime = 1_795_524_696_737;
  const files = Object.entries(Object.groupBy(tests, ({ suite }) => suite)).map(([suite, own]) => ({
    assertionResults: own.map(({ name, word, milliseconds, isRetried }) => ({
      ancestorTitles: ['shop', suite],
      fullName: `shop ${suite} ${name}`,
      status: word,
      title: name,
      ...((word === 'passed' || word === 'failed') && { duration: milliseconds }),
      failureMessages: Array.from({ length: (word === 'failed' ? 1 : 0) + (word === 'passed' && isRetried ? 1 : 0) }, () => 'Error: no'),
      meta: {},
      tags: [],
      benchmarks: [],
    })),
    startTime: startTime + 130,
    endTime: startTime + 4_500.25,
    status: own.some(({ word }) => word === 'failed') ? 'failed' : 'passed',
    message: '',
    name: `/builds/shop/${suite}.test.js`,
  }));
  const unloaded = {
    assertionResults: [],
    startTime,
    endTime: startTime,
    status: 'failed',
    message: 'Cannot find module',
    name: '/builds/shop/no.test.js',
  };
  const broken = isUnloaded ? [unloaded] : [];
  const failedSuites = files.filter(({ status }) => status === 'failed').length + broken.length;
  return {
    content: JSON.stringify({
      numTotalTestSuites: files.length + broken.length,
      numPassedTestSuites: files.length + broken.length - failedSuites,
      numFailedTestSuites: failedSuites,
      numPendingTestSuites: 0,
      numTotalTests: tests.length,
      numPassedTests: of('passed').length,
      numFailedTests: of('failed').length,
      numPendingTests: of('skipped').length + of('pending').length,
      numTodoTests: of('todo').length,
      startTime,
      success: failedSuites === 0,
      testResults: [...broken, ...files],
    }),
    counts: {
      failed: countTests(tests).failed + broken.length,
      unlisted: broken.length,
      flaky: of('passed').filter(({ isRetried }) => isRetried).length,
      durationMs: 4_500.25,
      testsMs: sumMilliseconds([...of('passed'), ...of('failed')]),
    },
  };
});
