import { z } from 'zod';
import { type JestOutcome, type JestTest, jestFile, jestReport, jestShape, unlikeJest } from '../families/jest-report.ts';
import { defineJsonReader } from '../reader.ts';
import { isObject } from '../text/json-value.ts';

/**
 * The `json` reporter of Vitest (`packages/vitest/src/node/reporters/json.ts` of github.com/vitest-dev/vitest), in the shape of Jest's. One
 * test is one `it`; a file that failed while none of its tests did, mostly one that could not be loaded, is one more, failed.
 */
export const vitestJson = defineJsonReader({
  format: 'vitest-json',
  kind: 'tests',
  guide: {
    title: 'Vitest JSON',
    source: 'https://vitest.dev/guide/reporters.html#json-reporter',
    make: 'vitest run --reporter=json --outputFile=vitest.json',
    selectors: [
      { selector: '#checkout/coupons', selects: 'the tests of nested suites; names are the titles, joined by `/`' },
      { selector: '#*refund*', selects: 'the tests whose name matches' },
      { selector: '@duration', selects: 'from the start of the run to the end of its last file' },
      { selector: '@flaky', selects: 'the tests that passed only after a retry' },
    ],
    unit: 'one test; a file that failed as a whole counts as one more',
    unproven:
      'a wildcard, where a file could not be loaded; counts that differ from the tests listed; `success: false` where no test failed. An error outside of the tests is not in the file: the exit code in `run.json` tells',
  },
  unlike(document) {
    const reason = unlikeJest(document);
    if (reason !== null) return reason;
    return isObject(document) && Object.hasOwn(document, 'numRuntimeErrorTestSuites')
      ? 'has the key `numRuntimeErrorTestSuites`, as Jest has'
      : null;
  },
  schema: z.object({ ...jestShape, testResults: z.array(jestFile(['passed', 'failed', 'skipped', 'pending', 'todo', 'disabled'])) }),
  report: (document) => jestReport(document, 'vitest', outcome, 0),
});

function outcome({ status, failureMessages }: JestTest): JestOutcome {
  const retried = failureMessages ?? [];
  if (status === 'passed') return { status, attempts: retried.length + 1, retried };
  // A test is pending that was to run and has no result: it was interrupted, or its set-up failed.
  return { status: status === 'failed' || status === 'pending' ? 'failed' : 'skipped', attempts: 1, retried: [] };
}
