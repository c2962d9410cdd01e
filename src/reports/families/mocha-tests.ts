import { z } from 'zod';
import type { TestCase } from '../report.ts';

/** A test or a hook, as Mocha's own reporters clean it (`clean` of `lib/reporters/json.js` and `json-stream.js`). */
export const mochaRunnable = z.object({
  title: z.string(),
  fullTitle: z.string(),
  file: z.string().nullish(),
  duration: z.number().nonnegative().nullish(),
  currentRetry: z.int().nonnegative().nullish(),
  err: z.unknown().optional(),
});
export type MochaRunnable = z.output<typeof mochaRunnable>;

/** A test of Mocha with its verdict. */
export function mochaTest(runnable: MochaRunnable, verdict: TestCase['status']): TestCase {
  // A dry run calls each test passed, and gives it no duration.
  const isDry = verdict === 'passed' && runnable.duration == null;
  const attempts = (runnable.currentRetry ?? 0) + 1;
  return {
    name: mochaName(runnable),
    status: isDry ? 'skipped' : verdict,
    durationMs: runnable.duration ?? null,
    attempts,
    flaky: verdict === 'passed' && attempts > 1,
    message: isDry ? 'reported as passed without having run (--dry-run)' : mochaMessage(runnable.err),
  };
}

/** A hook that failed and kept tests from running: Mocha lists none of those. */
export function hidesTests({ title }: MochaRunnable): boolean {
  return /^"(?:before all|before each|after each)" hook\b/.test(title);
}

/** Suite and title; Mocha joins the titles of nested suites by spaces. */
function mochaName({ title, fullTitle }: MochaRunnable): string {
  const suite = fullTitle.endsWith(title) ? fullTitle.slice(0, fullTitle.length - title.length).trim() : '';
  return suite === '' || title === '' ? fullTitle : `${suite}/${title}`;
}

function mochaMessage(error: unknown): string | null {
  if (typeof error === 'string') return error;
  if (typeof error !== 'object' || error === null || !('message' in error)) return null;
  return typeof error.message === 'string' ? error.message : null;
}
