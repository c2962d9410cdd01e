import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readReport } from '../../src/reports/read.ts';
import { readers } from '../../src/reports/readers.ts';
import { type Report, shownFields, type TestCase } from '../../src/reports/report.ts';
import { bytesOf, fileOf, samples, samplesOf } from './files.ts';

const withSkipReason = (test: TestCase) => (test.status === 'skipped' ? { ...test, skipReason: test.message } : test);

/** The parts of a report that have optional fields, by the names that `shownFields` has for them. */
function partsOf(report: Report): readonly (readonly [string, readonly object[]])[] {
  return [['report', [report]], ...partsOfKind(report)];
}

function partsOfKind(report: Report): readonly (readonly [string, readonly object[]])[] {
  switch (report.kind) {
    case 'tests':
      return [
        ['tests', [report]],
        ['test', report.tests.map(withSkipReason)],
      ];
    case 'coverage':
      return [
        ['coverage', [report]],
        ['coverageFile', report.files],
      ];
    case 'load':
      return [['load', [report]]];
    case 'findings':
      return [
        ['findings', [report]],
        ['finding', report.findings],
      ];
    case 'document':
    case 'json':
      return [];
  }
}

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

test('each field that only pages need is filled by the readers that the report model says, and by no other', async () => {
  const filled = new Map<string, Set<string>>(Object.keys(shownFields).map((field) => [field, new Set()]));
  for (const { format } of readers) {
    const text = written[format];
    const files = samplesOf(format).map((name) => fileOf(join(samples, format, name), name));
    for (const file of text === undefined ? files : [...files, bytesOf(text)]) {
      const outcome = await readReport(file, format);
      if (outcome.state === 'refused') continue;
      for (const [part, values] of partsOf(outcome.report)) {
        const keys = new Set(values.flatMap((value) => Object.entries(value).flatMap(([key, each]) => (each == null ? [] : key))));
        for (const key of keys) filled.get(`${part}.${key}`)?.add(format);
      }
    }
  }
  expect(Object.fromEntries([...filled].map(([field, formats]) => [field, [...formats].sort()]))).toEqual(shownFields);
});

test('what is wrong with a detail refuses no file', async () => {
  const text = (written['playwright'] ?? '').replace('"line":3', '"line":"three"').replace('[{"text":"paying"}]', '"paying"');
  expect((await readReport(bytesOf(text), 'playwright')).state).toBe('read');
});

test('a place in a trace is that of the test’s own file, and of .NET the innermost frame with a source', async () => {
  const outcome = await readReport(bytesOf(written['trx'] ?? ''), 'trx');
  expect(outcome).toMatchObject({ report: { tests: [{ place: { file: 'C:/src/Tests.cs', line: 12 } }, { message: 'not yet' }] } });
});
