import { z } from 'zod';
import { type JestOutcome, type JestTest, jestFile, jestReport, jestShape, unlikeJest } from '../families/jest-report.ts';
import { defineJsonReader } from '../reader.ts';
import type { Partial } from '../report.ts';
import { isObject } from '../text/json-value.ts';

const count = z.int().nonnegative();

const schema = z.object({
  ...jestShape,
  /** Files, also those that an interrupted run did not reach. */
  numTotalTestSuites: count,
  numFailedTestSuites: count,
  wasInterrupted: z.boolean().nullish(),
  testResults: z.array(jestFile(['passed', 'failed', 'skipped', 'pending', 'todo', 'disabled'])),
});

/**
 * What `jest --json` writes (`FormattedTestResults` of `packages/jest-test-result/src/types.ts`, github.com/jestjs/jest). One test is one
 * `it`; a file that failed while none of its tests did, mostly one that could not be loaded, is one more, failed.
 */
export const jestJson = defineJsonReader({
  format: 'jest-json',
  kind: 'tests',
  guide: {
    title: 'Jest JSON',
    source: 'https://jestjs.io/docs/cli#--json',
    make: 'jest --json --outputFile=jest.json',
    selectors: [
      { selector: '#checkout/coupons', selects: 'the tests of nested suites; names are the titles, joined by `/`' },
      { selector: '#*refund*', selects: 'the tests whose name matches' },
      { selector: '@duration', selects: 'from the start of the run to the end of its last file' },
      { selector: '@flaky', selects: 'the tests that passed only after a retry' },
    ],
    unit: 'one test; a file that failed as a whole counts as one more',
    unproven:
      'a wildcard, where a file could not be loaded; counts that differ from what is listed; a run that was interrupted; `success: false` where no test failed, as for a coverage threshold',
  },
  unlike(document) {
    const reason = unlikeJest(document);
    if (reason !== null) return reason;
    return isObject(document) && Object.hasOwn(document, 'numRuntimeErrorTestSuites') ? null : 'has no key `numRuntimeErrorTestSuites`';
  },
  schema,
  report(document) {
    const report = jestReport(document, 'jest', outcome, document.wasInterrupted ? 1 : 0);
    return { ...report, partial: [...report.partial, ...filesDiffer(document)] };
  },
});

function outcome({ status, invocations, retryReasons }: JestTest): JestOutcome {
  const attempts = Math.max(1, invocations ?? 1, (retryReasons?.length ?? 0) + 1);
  return { status: status === 'passed' || status === 'failed' ? status : 'skipped', attempts, retried: retryReasons ?? [] };
}

function filesDiffer({ numTotalTestSuites: total, numFailedTestSuites: failed, testResults: files }: z.output<typeof schema>): Partial[] {
  if (total !== files.length) return [{ code: 'declared-differs', what: 'test files', declared: total, listed: files.length }];
  const listed = files.filter(({ status }) => status === 'failed').length;
  return failed > listed ? [{ code: 'declared-differs', what: 'failed test files', declared: failed, listed }] : [];
}
