import fc from 'fast-check';
import { countTests, escapeXml, generatedOutcomes, sumMilliseconds } from '../../reports/generated.ts';

/** Result and label of version 3. */
const outcomes = [
  ['Passed', 'passed'],
  ['Failed', 'failed'],
  ['Failed Error', 'failed'],
  ['Failed Invalid', 'failed'],
  ['Skipped Ignored', 'skipped'],
  ['Skipped Explicit', 'skipped'],
  ['Inconclusive', 'skipped'],
  ['Warning', 'skipped'],
] as const;

const failure = '<failure><message><![CDATA[not <ok>]]></message><stack-trace><![CDATA[at line 1]]></stack-trace></failure>';
const xml = '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n';

const version3 = generatedOutcomes(outcomes, (tests, isTearDownBroken) => {
  const count = (result: string) => tests.filter(({ word }) => word.startsWith(result)).length;
  const resultOf = (own: readonly { readonly word: string }[]) => (own.some(({ word }) => word.startsWith('Failed')) ? 'Failed' : 'Passed');
  const suites = Object.entries(Object.groupBy(tests, ({ suite }) => suite)).map(([suite, own]) => {
    const cases = own.map(({ name, word, milliseconds }) => {
      const [result, label] = word.split(' ');
      const attributes = `name="${escapeXml(name)}" classname="Shop.${suite}" result="${result}"${label ? ` label="${label}"` : ''}`;
      return `<test-case ${attributes} duration="${(milliseconds / 1000).toFixed(6)}">${result === 'Failed' ? failure : ''}</test-case>`;
    });
    const result = isTearDownBroken ? 'Failed' : resultOf(own);
    const site = isTearDownBroken ? 'TearDown' : 'Child';
    return {
      result,
      xml: `<test-suite type="TestFixture" name="${suite}" result="${result}" site="${site}">${cases.join('\n')}</test-suite>`,
    };
  });
  // A fixture whose tear-down failed counts where no test of it shows that.
  const broken = isTearDownBroken
    ? Object.values(Object.groupBy(tests, ({ suite }) => suite)).filter((own) => resultOf(own) === 'Passed')
    : [];
  const result = suites.some((suite) => suite.result === 'Failed') ? 'Failed' : 'Passed';
  const counts = [
    `testcasecount="${tests.length}" total="${tests.length}" passed="${count('Passed')}" failed="${count('Failed')}"`,
    `warnings="${count('Warning')}" inconclusive="${count('Inconclusive')}" skipped="${count('Skipped')}"`,
  ].join(' ');
  const fixtures = suites.map((suite) => suite.xml).join('\n');
  const assembly = `<test-suite type="Assembly" name="shop.dll" result="${result}">${fixtures}</test-suite>`;
  return {
    content: `${xml}<test-run id="0" result="${result}" ${counts} duration="61.500000"><filter />${assembly}</test-run>\n`,
    counts: { failed: countTests(tests).failed + broken.length, durationMs: 61_500, testsMs: sumMilliseconds(tests) },
  };
});

const outcomesOfVersion2 = [
  ['Success', 'passed'],
  ['Failure', 'failed'],
  ['Error', 'failed'],
  ['NotRunnable', 'failed'],
  ['Ignored', 'skipped'],
  ['Inconclusive', 'skipped'],
] as const;

const version2 = generatedOutcomes(outcomesOfVersion2, (tests, isCommaWritten) => {
  const count = (word: string) => tests.filter((each) => each.word === word).length;
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(3).replace('.', isCommaWritten ? ',' : '.');
  const isRun = (word: string) => word !== 'Ignored' && word !== 'NotRunnable';
  const ran = tests.filter(({ word }) => isRun(word));
  const cases = tests.map(({ name, word, suite, milliseconds }) => {
    const run = isRun(word) ? ` success="${word === 'Success' ? 'True' : 'False'}" time="${seconds(milliseconds)}"` : '';
    const attributes = `name="Shop.${suite}.${escapeXml(name)}" executed="${isRun(word) ? 'True' : 'False'}" result="${word}"${run}`;
    return `<test-case ${attributes}>${word === 'Failure' || word === 'Error' ? failure : ''}</test-case>`;
  });
  const isGood = countTests(tests).failed === 0;
  const counts = [
    `total="${ran.length}" errors="${count('Error')}" failures="${count('Failure')}" not-run="${tests.length - ran.length}"`,
    `inconclusive="${count('Inconclusive')}" ignored="${count('Ignored')}" skipped="0" invalid="${count('NotRunnable')}"`,
  ].join(' ');
  const verdict = `executed="True" result="${isGood ? 'Success' : 'Failure'}" success="${isGood ? 'True' : 'False'}"`;
  const results = `<results>${cases.join('\n')}</results>`;
  const suite = `<test-suite type="Assembly" name="shop.dll" ${verdict} time="${seconds(61_500)}">${results}</test-suite>`;
  return {
    content: `${xml}<test-results name="shop.dll" ${counts}><environment nunit-version="2.6.4" />${suite}</test-results>\n`,
    counts: { durationMs: 61_500, testsMs: sumMilliseconds(ran) },
  };
});

export const generated = fc.oneof(version3, version2);
