import { generatedOutcomes, sumMilliseconds } from '../../reports/generated.ts';

const outcomes = [
  ['PASSED', 'passed'],
  ['FAILED', 'failed'],
  ['UNDEFINED', 'failed'],
  ['PENDING', 'failed'],
  ['AMBIGUOUS', 'failed'],
  ['SKIPPED', 'skipped'],
] as const;

const at = (milliseconds: number) => ({ seconds: Math.floor(milliseconds / 1000), nanos: (milliseconds % 1000) * 1e6 });

export const generated = generatedOutcomes(outcomes, (tests, isLeftOut) => {
  const start = 1_795_523_322_072;
  const pickles = tests.map(({ name, suite }, index) => ({
    pickle: {
      id: `p${index}`,
      uri: `features/${suite}.feature`,
      name,
      language: 'en',
      astNodeIds: [],
      steps: [{ id: `ps${index}`, text: 'a' }],
    },
  }));
  const cases = tests.map((_, index) => ({
    testCase: {
      id: `c${index}`,
      pickleId: `p${index}`,
      testSteps: [
        { id: `h${index}`, hookId: 'hook' },
        { id: `s${index}`, pickleStepId: `ps${index}`, stepDefinitionIds: ['d'] },
      ],
    },
  }));
  const attempts = tests.flatMap(({ word, milliseconds, isRetried }, index) => {
    const words = isRetried ? (['FAILED', word] as const) : [word];
    return words.flatMap((status, attempt) => {
      const testCaseStartedId = `a${index}.${attempt}`;
      const willBeRetried = attempt < words.length - 1;
      const step = (testStepId: string, result: object) => [
        { testStepStarted: { testCaseStartedId, testStepId, timestamp: at(start) } },
        { testStepFinished: { testCaseStartedId, testStepId, testStepResult: result, timestamp: at(start) } },
      ];
      return [
        { testCaseStarted: { attempt, testCaseId: `c${index}`, id: testCaseStartedId, timestamp: at(start) } },
        ...step(`h${index}`, { status: 'PASSED', duration: at(0) }),
        ...step(`s${index}`, { status, duration: at(willBeRetried ? 7 : milliseconds) }),
        { testCaseFinished: { testCaseStartedId, timestamp: at(start), willBeRetried } },
      ];
    });
  });
  const success = tests.every(({ status }) => status !== 'failed');
  const messages = [
    { meta: { protocolVersion: '34.2.1', implementation: { name: 'cucumber-js', version: '13.3.0' } } },
    ...['checkout', 'orders'].map((name) => ({ gherkinDocument: { uri: `features/${name}.feature`, feature: { name, children: [] } } })),
    ...pickles,
    // Left out by its tags: it has a pickle, and no test case.
    ...(isLeftOut ? [{ pickle: { id: 'p', uri: 'features/orders.feature', name: 'slow', steps: [] } }] : []),
    { hook: { id: 'hook', type: 'BEFORE_TEST_CASE' } },
    { testRunStarted: { id: 'r', timestamp: at(start) } },
    ...cases,
    ...attempts,
    { testRunFinished: { testRunStartedId: 'r', timestamp: at(start + 61_500), success } },
  ];
  return {
    content: messages.map((message) => `${JSON.stringify(message)}\n`).join(''),
    counts: {
      flaky: tests.filter(({ status, isRetried }) => status === 'passed' && isRetried).length,
      durationMs: 61_500,
      testsMs: sumMilliseconds(tests),
    },
  };
});
