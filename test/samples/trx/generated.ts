import { countTests, escapeXml, generatedOutcomes, type MadeTest, sumMilliseconds } from '../../reports/generated.ts';

/** `Error` is the word that the schema leaves out. */
const outcomes = [
  ['Passed', 'passed'],
  ['Failed', 'failed'],
  ['NotExecuted', 'skipped'],
  ['Inconclusive', 'skipped'],
  ['Timeout', 'failed'],
  ['Aborted', 'failed'],
  ['Error', 'failed'],
] as const;

const spanOf = (milliseconds: number) => {
  const twoDigits = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const [minutes, seconds] = [milliseconds / 60_000, (milliseconds % 60_000) / 1000];
  return `00:${twoDigits(minutes)}:${twoDigits(seconds)}.${String(milliseconds % 1000).padStart(3, '0')}0000`;
};

export const generated = generatedOutcomes(outcomes, (tests, isEachCounted) => {
  const results = tests.map(({ name, word, suite, milliseconds }, index) => {
    const outcome = word === 'Error' ? '' : ` outcome="${word}"`;
    const ids = `executionId="e${index}" testId="${suite}"`;
    const attributes = `${ids} testName="${escapeXml(name)}" duration="${spanOf(milliseconds)}"${outcome}`;
    const output = word === 'Failed' ? '<Output><ErrorInfo><Message>not &lt;ok&gt;</Message></ErrorInfo></Output>' : '';
    return { suite, xml: `<UnitTestResult ${attributes}>${output}</UnitTestResult>` };
  });
  const of = (suite: string) => results.filter((each) => each.suite === suite).map((each) => each.xml);
  // A test over data: its result holds those of its rows, the worst of which is its own.
  const rows = tests.filter(({ suite }) => suite === 'orders');
  const outer: MadeTest[] = rows.length === 0 ? [] : [{ name: 'Amounts', status: countTests(rows).failed > 0 ? 'failed' : 'passed' }];
  const rowsXml = `<InnerResults>${of('orders').join('\n')}</InnerResults>`;
  const outerXml = outer.map(({ name, status }) => {
    const outcome = status === 'failed' ? 'Failed' : 'Passed';
    return `<UnitTestResult testId="orders" testName="${name}" duration="00:00:01" outcome="${outcome}">${rowsXml}</UnitTestResult>`;
  });
  // The test platform counts each result, rows and what holds them; MSTest counted the rows alone.
  const counted = isEachCounted ? [...tests, ...outer] : tests;
  const { passed, failed } = countTests(counted);
  const methods = ['checkout', 'coupons', 'orders'].map(
    (suite) => `<UnitTest name="m" id="${suite}"><TestMethod codeBase="shop.dll" className="Shop.${suite}" name="m" /></UnitTest>`,
  );
  const counters = `<Counters total="${counted.length}" executed="${passed + failed}" passed="${passed}" failed="${failed}" />`;
  const times = '<Times start="2026-11-24T12:00:00.0000000+00:00" finish="2026-11-24T13:01:01.5000000+01:00" />';
  return {
    content: [
      '<?xml version="1.0" encoding="utf-8"?>',
      '<TestRun id="r" xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">',
      `${times}<Results>${[...of('checkout'), ...outerXml, ...of('coupons')].join('\n')}</Results>`,
      `<TestDefinitions>${methods.join('')}</TestDefinitions>`,
      `<ResultSummary outcome="${countTests(tests).failed > 0 ? 'Failed' : 'Completed'}">${counters}</ResultSummary>`,
      '</TestRun>',
    ].join('\n'),
    counts: { durationMs: 61_500, testsMs: sumMilliseconds(tests) },
  };
});
