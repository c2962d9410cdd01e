import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import type { TestsReport } from '../../../src/reports/report.ts';
import { bytesOf } from '../files.ts';

const read = (content: string) => readReport(bytesOf(content), 'junit');

async function reported(content: string): Promise<TestsReport> {
  const outcome = await read(content);
  if (outcome.state !== 'read' || outcome.report.kind !== 'tests') throw new Error(JSON.stringify(outcome));
  return outcome.report;
}

const suite = (attributes: string, content = '') => `<testsuite ${attributes}>${content}</testsuite>`;
const passed = '<testcase classname="a" name="p"/>';
const failed = '<testcase classname="a" name="f"><failure/></testcase>';
const skipped = '<testcase classname="a" name="s"><skipped/></testcase>';

describe('the outcome of a test case', () => {
  test.each([
    ['<testcase name="x"/>', 'passed'],
    ['<testcase name="x"><system-out>FAILED</system-out><properties/></testcase>', 'passed'],
    ['<testcase name="x"><failure/></testcase>', 'failed'],
    ['<testcase name="x"><error/></testcase>', 'failed'],
    ['<testcase name="x"><skipped/><failure/><error/></testcase>', 'failed'],
    ['<testcase name="x"><skipped/></testcase>', 'skipped'],
    ['<testcase name="x"><system-out><failure/></system-out></testcase>', 'passed'],
    ['<testcase name="x" status="run" result="completed"/>', 'passed'],
    ['<testcase name="x" status="PASSED"/>', 'passed'],
    ['<testcase name="x" status="notrun"/>', 'skipped'],
    ['<testcase name="x" status="notrun" result="suppressed"/>', 'skipped'],
    ['<testcase name="x" status="disabled"/>', 'skipped'],
    ['<testcase name="x" status="failed"/>', 'failed'],
    ['<testcase name="x" status="passed"><failure/></testcase>', 'failed'],
    ['<testcase name="x" status="run" result="fail"/>', 'failed'],
    ['<testcase name="x" status="some other word"/>', 'failed'],
    ['<testcase name="x" status="undefined"><skipped/></testcase>', 'skipped'],
    ['<testcase name="x"><flakyFailure/></testcase>', 'passed'],
    ['<testcase name="x"><rerunFailure/></testcase>', 'passed'],
    ['<testcase name="x"><failure/><rerunFailure/></testcase>', 'failed'],
  ])('%s: %s', async (content, status) => {
    expect((await reported(suite('name="s"', content))).tests).toMatchObject([{ name: 'x', status }]);
  });

  test('reruns are attempts, and flaky where it passed in the end', async () => {
    const cases = '<testcase name="x"><flakyFailure/><flakyError/></testcase><testcase name="y"><error/><rerunError/></testcase>';
    expect((await reported(suite('name="s"', cases))).tests).toMatchObject([
      { attempts: 3, flaky: true },
      { attempts: 2, flaky: false },
    ]);
  });

  test('its name is classname and name, its message what failed', async () => {
    const content = '<testcase classname="a.b" name="c &lt; d" time="0.5"><failure message="no">at <![CDATA[<x>]]> y</failure></testcase>';
    expect((await reported(suite('name="s"', content))).tests).toEqual([
      { name: 'a.b/c < d', path: ['a.b', 'c < d'], status: 'failed', durationMs: 500, attempts: 1, flaky: false, message: 'no\nat <x> y' },
    ]);
  });
});

describe('declared counts', () => {
  const differing = (what: string, declared: number, listed: number) => ({ code: 'declared-differs', what, declared, listed });
  test.each([
    ['equal those listed', suite('name="s" tests="3" failures="1" skipped="1"', passed + failed + skipped), []],
    ['are higher', suite('name="s" tests="9"', passed), [differing('tests', 9, 1)]],
    ['are lower, and an uncounted case has failed', suite('name="s" tests="1"', passed + failed), []],
    ['are lower, and an uncounted case was skipped', suite('name="s" tests="1"', passed + skipped), []],
    ['are lower, and the others passed', suite('name="s" tests="1"', passed + passed), [differing('tests', 1, 2)]],
    ['have a failure that is not listed', suite('name="s" tests="1" failures="1"', passed), [differing('failures and errors', 1, 0)]],
    ['call a failure an error', suite('name="s" tests="1" failures="0" errors="1"', failed), []],
    [
      'count two failures of one test',
      suite('name="s" tests="1" failures="1" errors="1"', '<testcase name="x"><failure/><error/></testcase>'),
      [],
    ],
    ['have a skipped test that is listed as passed', suite('name="s" tests="1" skipped="1"', passed), [differing('skipped tests', 1, 0)]],
    ['of a suite include those of the suites in it', suite('name="s" tests="2"', passed + suite('name="t" tests="1"', passed)), []],
    [
      'of a suite leave out those of the suites in it',
      suite('name="s" tests="1"', passed + suite('name="t" tests="2"', passed + passed)),
      [],
    ],
    ['of the root are of scripts (Newman)', `<testsuites tests="1">${suite('name="s" tests="2"', passed + passed)}</testsuites>`, []],
    [
      'of the root alone are higher',
      `<testsuites tests="9">${suite('name="s" tests="1"', passed)}</testsuites>`,
      [differing('tests', 9, 1)],
    ],
    ['of two suites are higher', `<testsuites>${suite('name="s" tests="2"', passed).repeat(2)}</testsuites>`, [differing('tests', 4, 2)]],
    ['are not there', `<testsuites>${suite('', passed)}</testsuites>`, []],
    ['are empty', suite('name="s" tests="" failures=""', passed), []],
  ])('%s', async (_, content, partial) => {
    expect((await reported(content)).partial).toEqual(partial);
  });
});

describe('pytest', () => {
  const pytest = (attributes: string, content: string) =>
    `<testsuites name="pytest tests">${suite(`name="pytest" errors="0" failures="0" skipped="0" ${attributes}`, content)}</testsuites>`;

  test('counts passed subtests that it does not list, and is whole', async () => {
    expect((await reported(pytest('tests="4"', passed))).partial).toEqual([]);
    expect((await reported(pytest('tests="4"', passed).replace('failures="0"', 'failures="1"'))).partial).not.toEqual([]);
    expect((await reported(pytest('tests="4"', ''))).unlisted).toEqual(['pytest']);
  });

  test('lists a test once for each attempt at it', async () => {
    const attempts = passed + passed + passed.replace('"p"', '"q"') + failed.replace('<failure/>', '') + failed;
    expect(await reported(pytest('tests="3" failures="1"', attempts).replace(' failures="0"', ''))).toMatchObject({
      partial: [],
      unlisted: [],
      tests: [
        { name: 'a/p', status: 'passed', attempts: 2, flaky: true },
        { name: 'a/q', status: 'passed', attempts: 1, flaky: false },
        { name: 'a/f', status: 'failed', attempts: 2, flaky: false },
      ],
    });
  });

  test('lists a test twice that failed and could not be torn down', async () => {
    const cases = failed + failed.replace('<failure/>', '<error/>') + passed;
    expect(await reported(suite('name="pytest" tests="2" failures="1" errors="1"', cases))).toMatchObject({
      partial: [],
      unlisted: [],
      tests: [
        { name: 'a/f', status: 'failed', attempts: 1 },
        { name: 'a/p', status: 'passed' },
      ],
    });
  });
});

describe('what could not list its tests', () => {
  test.each([
    ['a suite that declares tests and lists none', suite('name="s" tests="2"'), ['s']],
    ['a suite that declares an error and lists none', suite('name="s" tests="0" errors="1"'), ['s']],
    [
      'a suite without name and tests, as gotestsum makes it of a failed build',
      `<testsuites>${suite('name="" tests="0"')}</testsuites>`,
      ['a suite without a name'],
    ],
    [
      'a suite with a case that it does not count',
      suite('name="s" tests="0"', '<testcase classname="" name="TestMain"><failure/></testcase>'),
      ['s'],
    ],
    ['a suite that failed of itself', suite('name="s"', `<error message="no"/>${passed}`), ['s']],
    [
      'a file that jest-junit could not run',
      suite('name="s" tests="1"', '<testcase classname="f.js" name="Test suite failed to run"><error/></testcase>'),
      ['f.js'],
    ],
    [
      'a file that Vitest could not load',
      suite('name="f.js" tests="1"', '<testcase classname="f.js" name="f.js"><failure/></testcase>'),
      ['f.js'],
    ],
    [
      'a module that pytest could not load',
      suite('name="pytest" tests="1"', '<testcase classname="" name="m"><error message="collection failure">x</error></testcase>'),
      ['m'],
    ],
    [
      'a class that JUnit could not set up',
      suite('name="C" tests="1"', '<testcase classname="C" name="initializationError"><error/></testcase>'),
      ['C'],
    ],
    [
      'a hook of Mocha',
      suite('name="M" tests="1"', '<testcase classname="h" name="&quot;before all&quot; hook for &quot;x&quot;"><failure/></testcase>'),
      ['h'],
    ],
    ['not a suite without tests', suite('name="s" tests="0"'), []],
    ['not a failed test', suite('name="s" tests="2"', passed + failed), []],
  ])('%s', async (_, content, unlisted) => {
    expect((await reported(content)).unlisted).toEqual(unlisted);
  });
});

describe('the duration', () => {
  test.each([
    ['is that of the root', `<testsuites time="1.5">${suite('name="s" time="9"', passed)}</testsuites>`, 1500],
    ['is that of the suites', `<testsuites>${suite('name="s" time="1"', passed)}${suite('name="t" time=".5"', passed)}</testsuites>`, 1500],
    [
      'is that of the cases',
      `<testsuites>${suite('name="s"', '<testcase name="x" time="1e-1"/><testcase name="y" time="0.2"/>')}</testsuites>`,
      300,
    ],
    ['is not there', suite('name="s"', passed), null],
    ['has thousands', suite('name="s" time="1,234.5"', passed), 1234500],
    ['has thousands or a decimal comma: the longer', suite('name="s" time="1,234"', passed), 1234000],
    ['has a decimal comma', suite('name="s" time="0,25"', passed), 250],
    ['is minus zero, as gotestsum says of a test that never ended', suite('name="s" time="-0.000000"', passed), 0],
    ['is in nanoseconds', suite('name="s" time="1967986371"', passed), null],
  ])('%s', async (_, content, durationMs) => {
    expect((await reported(content)).durationMs).toBe(durationMs);
  });
});

test.each([
  ['Failure', 'failed'],
  ['ERROR', 'failed'],
  ['x:failure', 'failed'],
  ['timeout', 'failed'],
  ['Skipped', 'skipped'],
  ['flakyFailure', 'passed'],
  ['system-out', 'passed'],
])('a test with an element <%s> has %s', async (element, status) => {
  expect((await reported(suite('', `<testcase name="x"><${element} message="m"/></testcase>`))).tests[0]?.status).toBe(status);
});

describe('one passed test', () => {
  test.each([
    ['ruff', 'No errors found'],
    ['PHPStan', 'phpstan'],
    ['cppcheck', 'Cppcheck success'],
  ])('by which %s says that it found nothing names nothing', async (_, name) => {
    expect((await reported(suite('', `<testcase name="${name}"/>`))).partial).toEqual([{ code: 'names-nothing' }]);
  });

  test('of a product is a test, whatever it is about', async () => {
    expect((await reported(suite('', '<testcase name="reports no errors for an empty file"/>'))).partial).toEqual([]);
  });
});

describe('is refused', () => {
  test.each([
    ['another root', '<suites/>', 'FORMAT_MISMATCH'],
    ['the XML of Check', '<testsuites xmlns="http://check.sourceforge.net/ns"/>', 'FORMAT_MISMATCH'],
    ['a test case in a test case', suite('', '<testcase name="x"><testcase name="y"/></testcase>'), 'SHAPE'],
    ['a test case outside of a suite', '<testsuites><group><testcase name="x"/></group></testsuites>', 'SHAPE'],
    ['a count that is none', suite('tests="many"', passed), 'NUMBER'],
    ['a negative count', suite('failures="-1"', passed), 'NUMBER'],
    ['a time that is no number', suite('time="NaN"', passed), 'NUMBER'],
    ['a second document', suite('', passed).repeat(2), 'TWO_DOCUMENTS'],
    ['a DOCTYPE', `<!DOCTYPE testsuite SYSTEM "file:///x">${suite('', passed)}`, 'XML_DOCTYPE'],
    ['an unknown entity', suite('', '<testcase name="&x;"/>'), 'XML_ENTITY'],
  ])('%s', async (_, content, code) => {
    const outcome = await read(content);
    expect(outcome).toMatchObject({ state: 'refused', problems: [expect.objectContaining({ code })] });
  });

  test('a document cut anywhere', async () => {
    const content = readFileSync('test/samples/junit/demo.xml', 'utf8').trimEnd();
    for (let length = 50; length < content.length; length += 41)
      expect(await read(content.slice(0, length))).toMatchObject({ state: 'refused' });
  });
});

test('of newer Node.js each suite is a part of a test’s path, whatever stands in its name, and a failed test has the line of its trace', async () => {
  const trace = 'Error: no&#10;    at TestContext.&lt;anonymous> (file:///builds/shop/cart.test.mjs:12:9)';
  const { tests, partial } = await reported(`<testsuites>
    <testsuite name="cart v1.2" tests="2" failures="1"><testsuite name="pays / by card" tests="2" failures="1">
      <testcase name="declines" classname="cart v1.2.pays / by card" file="/builds/shop/cart.test.mjs"><failure message="no">${trace}</failure></testcase>
      <testcase name="works" classname="cart v1.2.pays / by card" file="/builds/shop/cart.test.mjs"/>
    </testsuite></testsuite>
    <testcase name="alone" classname="test" file="/builds/shop/cart.test.mjs"/></testsuites>`);
  expect(partial).toEqual([]);
  expect(tests.map(({ path, place }) => [path, place?.line])).toEqual([
    [['cart v1.2', 'pays / by card', 'declines'], 12],
    [['cart v1.2', 'pays / by card', 'works'], undefined],
    [['alone'], undefined],
  ]);
  expect(tests.map(({ place }) => place?.file)).toEqual(Array(3).fill('/builds/shop/cart.test.mjs'));
});

test('what Ginkgo only listed, in a dry run, was not run', async () => {
  const property = (value: string) => `<properties><property name="DryRun" value="${value}"/></properties>`;
  expect((await reported(suite('tests="1"', `${property('true')}${passed}`))).partial).toEqual([{ code: 'dry-run' }]);
  expect((await reported(suite('tests="1"', `${property('false')}${passed}`))).partial).toEqual([]);
});

test.each([
  ['Catch2', 'name="c" hostname="tbd" tests="4"'],
  ['doctest', 'name="d" doctest_version="2.5.0" tests="4"'],
])('of %s the number of assertions is no number of tests', async (_, attributes) => {
  expect(await reported(suite(attributes, passed))).toMatchObject({ partial: [], tests: [{ status: 'passed' }] });
  expect((await reported(suite('name="c" tests="4"', passed))).partial).toMatchObject([{ code: 'declared-differs' }]);
});

test('what CTest could not start has failed, and what it was told to leave out was skipped', async () => {
  const ended = (status: string, message: string) => `<testcase name="x" status="${status}"><skipped message="${message}"/></testcase>`;
  expect((await reported(suite('tests="1"', ended('notrun', 'Unable to find executable')))).tests).toMatchObject([{ status: 'failed' }]);
  expect((await reported(suite('tests="1"', ended('disabled', 'Disabled')))).tests).toMatchObject([{ status: 'skipped' }]);
});
