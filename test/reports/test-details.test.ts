import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readReport } from '../../src/reports/read.ts';
import { readers } from '../../src/reports/readers.ts';
import { type TestCase, testDetailReaders } from '../../src/reports/report.ts';
import { bytesOf, fileOf, samples, samplesOf } from './files.ts';

const details: Readonly<Record<keyof typeof testDetailReaders, (test: TestCase) => boolean>> = {
  path: ({ path }) => path !== undefined,
  place: ({ place }) => place !== undefined,
  skipReason: ({ status, message }) => status === 'skipped' && message !== null,
  difference: ({ difference }) => difference !== undefined,
  retries: ({ retries }) => retries !== undefined,
  output: ({ output }) => output !== undefined,
};

/** What formats can say and no sample does, as their tools write it. */
const written: Readonly<Record<string, string>> = {
  'allure-result': '{"uuid":"1","name":"ships","status":"skipped","statusDetails":{"message":"no payment service"}}',
  ctrf: JSON.stringify({
    results: {
      tool: { name: 'playwright' },
      summary: { tests: 2, passed: 0, failed: 1, skipped: 1 },
      tests: [
        { name: 'pays', status: 'failed', message: 'refused', stdout: ['paying'] },
        { name: 'ships', status: 'skipped', message: 'no payment service' },
      ],
    },
  }),
  'jest-json': JSON.stringify({
    numRuntimeErrorTestSuites: 0,
    numTotalTestSuites: 1,
    numFailedTestSuites: 0,
    numTotalTests: 1,
    numFailedTests: 0,
    numPendingTests: 0,
    success: true,
    testResults: [
      {
        name: '/builds/shop/cart.test.js',
        status: 'passed',
        assertionResults: [{ title: 'waits', status: 'passed', invocations: 2, retryReasons: ['no stock yet'] }],
      },
    ],
  }),
  junit:
    '<testsuite name="s" tests="1" failures="1"><testcase classname="a" name="b"><failure message="no"/><system-out>paying</system-out></testcase></testsuite>',
  nunit:
    '<test-run total="1" failed="1" passed="0" testcasecount="1" result="Failed"><test-suite name="s" result="Failed"><test-case name="Pays" classname="Shop.Tests" result="Failed"><failure><message>no</message><stack-trace>   at Shop.Tests.Pays() in /src/shop/Tests.cs:line 12</stack-trace></failure><output>paying</output></test-case></test-suite></test-run>',
  playwright: JSON.stringify({
    config: { rootDir: '/builds/shop' },
    suites: [
      {
        title: 'cart.spec.js',
        specs: [
          {
            title: 'pays',
            file: 'cart.spec.js',
            line: 3,
            tests: [
              {
                projectName: 'desktop',
                expectedStatus: 'passed',
                status: 'unexpected',
                results: [{ status: 'failed', stdout: [{ text: 'paying' }], errors: [{ message: 'no' }] }],
              },
              {
                projectName: 'phone',
                expectedStatus: 'skipped',
                status: 'skipped',
                annotations: [{ type: 'skip', description: 'no payment service' }],
                results: [],
              },
            ],
          },
        ],
      },
    ],
  }),
  trx: '<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results><UnitTestResult testId="1" testName="Pays" outcome="Failed"><Output><ErrorInfo><Message>no</Message><StackTrace>   at Shop.Tests.Pays() in C:\\src\\Tests.cs:line 12</StackTrace></ErrorInfo></Output></UnitTestResult><UnitTestResult testId="2" testName="Ships" outcome="NotExecuted"><Output><ErrorInfo><Message>not yet</Message></ErrorInfo></Output></UnitTestResult></Results><ResultSummary outcome="Failed"><Counters total="2" passed="0"/></ResultSummary></TestRun>',
  xunit:
    '<assembly name="a" run-date="2026-11-24" total="1" passed="0" failed="1" skipped="0"><collection><test name="Pays" type="Shop.Tests" result="Fail"><failure><message>no</message><stack-trace>   at Shop.Tests.Pays() in /src/Tests.cs:line 12</stack-trace></failure><output>paying</output></test></collection></assembly>',
};

test('the readers of tests fill what the list of details says, in what their tools write', async () => {
  const filled: Record<string, string[]> = Object.fromEntries(Object.keys(details).map((detail) => [detail, []]));
  for (const { format } of readers.filter(({ kind }) => kind === 'tests')) {
    const files = samplesOf(format).map((name) => fileOf(join(samples, format, name), name));
    const text = written[format];
    const outcomes = await Promise.all([...files, ...(text === undefined ? [] : [bytesOf(text)])].map((file) => readReport(file, format)));
    const tests = outcomes.flatMap((outcome) => (outcome.state === 'read' && outcome.report.kind === 'tests' ? outcome.report.tests : []));
    for (const [detail, has] of Object.entries(details)) if (tests.some(has)) filled[detail]?.push(format);
  }
  expect(filled).toEqual(testDetailReaders);
});

test('what is wrong with a detail refuses no file', async () => {
  const text = (written['playwright'] ?? '').replace('"line":3', '"line":"three"').replace('[{"text":"paying"}]', '"paying"');
  expect((await readReport(bytesOf(text), 'playwright')).state).toBe('read');
});

test('a place in a trace is that of the test’s own file, and of .NET the innermost frame with a source', async () => {
  const outcome = await readReport(bytesOf(written['trx'] ?? ''), 'trx');
  expect(outcome).toMatchObject({ report: { tests: [{ place: { file: 'C:/src/Tests.cs', line: 12 } }, { message: 'not yet' }] } });
});
