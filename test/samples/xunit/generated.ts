import { countTests, escapeXml, generatedOutcomes, sumMilliseconds } from '../../reports/generated.ts';

const outcomes = [
  ['Pass', 'passed'],
  ['Fail', 'failed'],
  ['Skip', 'skipped'],
  ['NotRun', 'skipped'],
] as const;

const inner = {
  Pass: '<traits />',
  Fail: '<failure exception-type="E"><message><![CDATA[not <ok>]]></message></failure>',
  Skip: '<reason><![CDATA[not yet]]></reason>',
  NotRun: '',
};

export const generated = generatedOutcomes(outcomes, (tests, isCleanUpBroken) => {
  const groups = Object.entries(Object.groupBy(tests, ({ suite }) => suite));
  const assemblies = groups.map(([suite, own]) => {
    const count = (word: string) => own.filter((each) => each.word === word).length;
    const ran = `passed="${count('Pass')}" failed="${count('Fail')}"`;
    const counts = `total="${own.length}" ${ran} skipped="${count('Skip')}" not-run="${count('NotRun')}"`;
    const cases = own.map(({ name, word, milliseconds }) => {
      const seconds = (milliseconds / 1000).toFixed(7);
      const display = escapeXml(`Shop.${suite}.${name}`);
      return `<test name="${display}" type="Shop.${suite}" method="M" time="${seconds}" result="${word}">${inner[word]}</test>`;
    });
    const failure = '<failure exception-type="E"><message>not removed</message></failure>';
    const errors = isCleanUpBroken ? `<errors><error type="test-collection-cleanup" name="all">${failure}</error></errors>` : '<errors />';
    const attributes = `name="${suite}.dll" test-framework="xUnit.net 2.9.2.0" ${counts} errors="${isCleanUpBroken ? 1 : 0}" time="20.500"`;
    return `<assembly ${attributes}>${errors}<collection name="all" ${counts} time="0.1">${cases.join('\n')}</collection></assembly>`;
  });
  return {
    content: `<?xml version="1.0" encoding="utf-8"?>\n<assemblies timestamp="11/24/2026 12:00:00">${assemblies.join('\n')}</assemblies>\n`,
    counts: {
      failed: countTests(tests).failed + (isCleanUpBroken ? groups.length : 0),
      durationMs: groups.length * 20_500,
      testsMs: sumMilliseconds(tests),
    },
  };
});
