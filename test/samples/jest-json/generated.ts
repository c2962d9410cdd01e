import { countTests, generatedOutcomes, sumMilliseconds } from '../../reports/generated.ts';

const outcomes = [
  ['passed', 'passed'],
  ['failed', 'failed'],
  ['pending', 'skipped'],
  ['todo', 'skipped'],
] as const;

export const generated = generatedOutcomes(outcomes, (tests, isUnloaded) => {
  const of = (word: string) => tests.filter((each) => each.word === word);
  const startTime = 1_795_524_697_730;
  const file = (name: string, assertionResults: readonly { readonly status: string }[], message: string) => ({
    assertionResults,
    name: `/builds/shop/${name}.test.js`,
    startTime,
    endTime: startTime + 4_500,
    message,
    status: message !== '' || assertionResults.some(({ status }) => status === 'failed') ? 'failed' : 'passed',
    summary: '',
  });
  const files = Object.entries(Object.groupBy(tests, ({ suite }) => suite)).map(([suite, own]) => {
    const results = own.map(({ name, word, milliseconds, isRetried }) => ({
      ancestorTitles: ['shop', suite],
      fullName: `shop ${suite} ${name}`,
      title: name,
      status: word,
      duration: word === 'passed' || word === 'failed' ? milliseconds : null,
      failureMessages: word === 'failed' ? ['Error: no\n    at line 1'] : [],
      invocations: isRetried ? 2 : 1,
      retryReasons: [],
      location: null,
    }));
    return file(suite, results, '');
  });
  const broken = isUnloaded ? [file('sub/broken', [], 'Test suite failed to run')] : [];
  const failedFiles = [...files, ...broken].filter(({ status }) => status === 'failed').length;
  return {
    content: JSON.stringify({
      numFailedTestSuites: failedFiles,
      numFailedTests: of('failed').length,
      numPassedTestSuites: files.length + broken.length - failedFiles,
      numPassedTests: of('passed').length,
      numPendingTestSuites: 0,
      numPendingTests: of('pending').length,
      numRuntimeErrorTestSuites: broken.length,
      numTodoTests: of('todo').length,
      numTotalTestSuites: files.length + broken.length,
      numTotalTests: tests.length,
      openHandles: [],
      startTime,
      success: failedFiles === 0,
      testResults: [...files, ...broken],
      wasInterrupted: false,
    }),
    counts: {
      failed: countTests(tests).failed + broken.length,
      unlisted: broken.length,
      flaky: of('passed').filter(({ isRetried }) => isRetried).length,
      durationMs: 4_500,
      testsMs: sumMilliseconds([...of('passed'), ...of('failed')]),
    },
  };
});
