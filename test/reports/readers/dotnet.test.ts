import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

async function read(xml: string) {
  const outcome = await readReport(bytesOf(xml), null);
  const tests =
    outcome.state === 'read' && outcome.report.kind === 'tests' ? outcome.report.tests.map(({ name, status }) => `${name} ${status}`) : [];
  return { tests, format: outcome.format, codes: outcome.problems.map(({ code }) => code) };
}

describe('trx', () => {
  const namespace = 'http://microsoft.com/schemas/VisualStudio/TeamTest/2010';
  const result = (attributes: string, inner = '') => `<UnitTestResult testId="t" testName="Pays" ${attributes}>${inner}</UnitTestResult>`;
  const run = (results: string, counters = 'total="1" passed="1"', summary = 'Completed') =>
    `<TestRun id="r" xmlns="${namespace}"><Results>${results}</Results><TestDefinitions><UnitTest id="t"><TestMethod className="Shop.Cart, Shop" name="Pays"/></UnitTest></TestDefinitions><ResultSummary outcome="${summary}"><Counters ${counters}/></ResultSummary></TestRun>`;

  test.each([
    ['outcome="Passed"', 'passed'],
    ['outcome="Failed"', 'failed'],
    ['outcome="NotExecuted"', 'skipped'],
    ['outcome="Inconclusive"', 'skipped'],
    ['outcome="Timeout"', 'failed'],
    ['outcome="Aborted"', 'failed'],
    ['outcome="PassedButRunAborted"', 'failed'],
    ['outcome="InProgress"', 'failed'],
    ['', 'failed'],
  ])('a result with %j counts as %s', async (attributes, status) => {
    expect((await read(run(result(attributes), `total="1" passed="${status === 'passed' ? 1 : 0}"`))).tests).toEqual([
      `Shop.Cart/Pays ${status}`,
    ]);
  });

  const rows = (outcome: string, ...inner: string[]) =>
    result(`outcome="${outcome}"`, `<InnerResults>${inner.map((each) => result(`outcome="${each}"`)).join('')}</InnerResults>`);

  test.each([
    ['rows that passed', rows('Passed', 'Passed', 'Passed'), 'total="2" passed="2"', ['passed', 'passed']],
    ['a row that failed', rows('Failed', 'Passed', 'Failed'), 'total="1" passed="0"', ['passed', 'failed']],
    ['a test that failed around its rows', rows('Failed', 'Passed', 'Passed'), 'total="3" passed="2"', ['passed', 'passed', 'failed']],
  ])('%s count as rows, whatever the counters count', async (_, results, counters, statuses) => {
    const { tests, codes } = await read(run(results, counters, 'Completed'));
    expect(tests).toEqual(statuses.map((status) => `Shop.Cart/Pays ${status}`));
    expect(codes).toEqual([]);
  });

  test.each([
    ['counters with more tests', run(result('outcome="Passed"'), 'total="2" passed="2"'), ['DECLARED_DIFFERS']],
    ['counters with fewer passed tests', run(result('outcome="Passed"'), 'total="1" passed="0"'), ['DECLARED_DIFFERS']],
    ['an aborted run', run(result('outcome="Passed"'), undefined, 'Aborted'), ['PARTIAL_SCAN']],
    ['a failure that nothing explains', run(result('outcome="Passed"'), undefined, 'Failed'), ['PARTIAL_SCAN']],
    ['no result', run('', 'total="0" passed="0"'), ['NO_TESTS']],
    ['a span of time that is none', run(result('outcome="Passed" duration="-00:00:01"')), ['NUMBER']],
    ['a counter that is no count', run(result('outcome="Passed"'), 'total="NaN" passed="1"'), ['NUMBER']],
    ['another namespace', run(result('outcome="Passed"')).replace(namespace, 'urn:other'), ['FORMAT_UNKNOWN']],
  ])('%s is told', async (_, xml, codes) => {
    expect((await read(xml)).codes).toEqual(codes);
  });
});

describe('nunit', () => {
  const testCase = (attributes: string) => `<test-case name="Pays" classname="Shop.Cart" ${attributes}/>`;
  const run = (inner: string, attributes = 'testcasecount="1" total="1" passed="1" failed="0" result="Passed"', filter = '<filter/>') =>
    `<test-run id="0" ${attributes}>${filter}<test-suite type="Assembly" fullname="shop.dll" result="Passed">${inner}</test-suite></test-run>`;

  test.each([
    ['result="Passed"', 'passed'],
    ['result="Failed"', 'failed'],
    ['result="Skipped"', 'skipped'],
    ['result="Inconclusive"', 'skipped'],
    ['result="Warning"', 'skipped'],
    ['result="Unheard"', 'failed'],
    ['', 'failed'],
    ['executed="True" success="True"', 'passed'],
    ['executed="True" success="False"', 'failed'],
    ['executed="False"', 'skipped'],
    ['executed="False" result="NotRunnable"', 'failed'],
    ['executed="True" result="Success" success="False"', 'failed'],
  ])('a case with %j counts as %s', async (attributes, status) => {
    expect((await read(run(testCase(attributes), 'total="1" result="Passed"'))).tests).toEqual([`Shop.Cart/Pays ${status}`]);
  });

  test.each([
    [
      'no test failed in it',
      '<test-suite fullname="Shop.Cart" result="Failed" site="TearDown"><test-case name="Pays" classname="Shop.Cart" result="Passed"/></test-suite>',
      ['Shop.Cart/Pays passed', 'Shop.Cart failed'],
    ],
    [
      'a test failed in it',
      '<test-suite fullname="Shop.Cart" result="Failed"><test-case name="Pays" classname="Shop.Cart" result="Failed"/></test-suite>',
      ['Shop.Cart/Pays failed'],
    ],
    [
      'it could not be loaded',
      '<test-suite fullname="orders.dll" runstate="NotRunnable" result="Failed" label="Invalid"/>',
      ['orders.dll failed'],
    ],
  ])('a suite that failed counts where %s', async (_, suite, tests) => {
    expect((await read(run(suite, 'total="1" result="Failed"'))).tests).toEqual(tests);
  });

  test.each([
    [
      'a case that is missing',
      run('', 'testcasecount="1" total="1" passed="0" failed="0" result="Passed"'),
      ['DECLARED_DIFFERS', 'NO_TESTS'],
    ],
    [
      'a case that never ran',
      run(testCase('result="Passed"'), 'testcasecount="2" total="1" passed="1" failed="0" result="Passed"'),
      ['DECLARED_DIFFERS'],
    ],
    [
      'a case that a filter left out',
      run(
        testCase('result="Passed"'),
        'testcasecount="2" total="1" passed="1" failed="0" result="Passed"',
        '<filter><test>Pays</test></filter>',
      ),
      [],
    ],
    [
      'a failed case that is missing',
      run(testCase('result="Passed"'), 'total="1" passed="1" failed="1" result="Passed"'),
      ['DECLARED_DIFFERS'],
    ],
    [
      'a failure that nothing explains',
      run(testCase('result="Passed"'), 'total="1" passed="1" failed="0" result="Failed"'),
      ['PARTIAL_SCAN'],
    ],
    ['a run that does not say how it went', run(testCase('result="Passed"'), 'total="1" passed="1" failed="0"'), ['PARTIAL_SCAN']],
    ['a duration that is none', run(testCase('result="Passed" duration="NaN"')), ['NUMBER']],
    ['a negative count', run(testCase('result="Passed"'), 'total="-1"'), ['NUMBER']],
    ['no total', run(testCase('result="Passed"'), 'passed="1"'), ['FORMAT_UNKNOWN']],
  ])('%s is told', async (_, xml, codes) => {
    expect((await read(xml)).codes).toEqual(codes);
  });
});

describe('xunit', () => {
  const testOf = (result: string) => `<test name="Shop.Cart.Pays" type="Shop.Cart" method="Pays" time="0.1" result="${result}"/>`;
  const run = (inner: string, counts: string) =>
    `<assemblies><assembly name="shop.dll" test-framework="xUnit.net 2.9.2" ${counts}>${inner}</assembly></assemblies>`;
  const one = 'total="1" passed="1" failed="0" skipped="0" errors="0"';

  test.each([
    ['Pass', 'passed'],
    ['Fail', 'failed'],
    ['Skip', 'skipped'],
    ['NotRun', 'skipped'],
    ['pass', 'failed'],
    ['', 'failed'],
  ])('the result %j counts as %s', async (result, status) => {
    expect((await read(run(testOf(result), 'total="1"'))).tests).toEqual([`Shop.Cart/Pays ${status}`]);
  });

  test('an error outside of the tests is a failed test', async () => {
    const error = '<errors><error type="assembly-cleanup" name="shop.dll"><failure><message>no</message></failure></error></errors>';
    expect(await read(run(error + testOf('Pass'), one.replace('errors="0"', 'errors="1"')))).toMatchObject({
      tests: ['shop.dll/assembly-cleanup failed', 'Shop.Cart/Pays passed'],
      codes: [],
    });
  });

  test.each([
    ['a test that is missing', run(testOf('Pass'), one.replace('total="1"', 'total="2"')), ['DECLARED_DIFFERS']],
    ['a failed test that is missing', run(testOf('Pass'), one.replace('failed="0"', 'failed="1"')), ['DECLARED_DIFFERS']],
    ['an error that is missing', run(testOf('Pass'), one.replace('errors="0"', 'errors="1"')), ['DECLARED_DIFFERS']],
    ['a test not run that `total` counts', run(testOf('Pass') + testOf('NotRun'), one.replace('total="1"', 'total="2" not-run="1"')), []],
    ['a test not run that `total` does not count', run(testOf('Pass') + testOf('NotRun'), one), []],
    ['no assembly', '<assemblies/>', ['NO_TESTS']],
    ['a manifest of another kind', '<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0"/>', ['FORMAT_UNKNOWN']],
    ['a time that is none', run(testOf('Pass').replace('0.1', '1,234.5'), one), ['NUMBER']],
  ])('%s is told', async (_, xml, codes) => {
    expect((await read(xml)).codes).toEqual(codes);
  });
});
