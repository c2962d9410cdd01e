import { z } from 'zod';
import type { TestCase, TestDifference } from '../report.ts';
import { excerptOf } from '../text/excerpt.ts';
import { placeInStack } from './stack-place.ts';

/** A test or a hook, as Mocha's own reporters clean it (`clean` of `lib/reporters/json.js` and `json-stream.js`). */
export const mochaRunnable = z.object({
  title: z.string(),
  fullTitle: z.string(),
  file: z.string().nullish(),
  duration: z.number().nonnegative().nullish(),
  currentRetry: z.int().nonnegative().nullish(),
  err: z.unknown().optional(),
  /** Of the stream, which has the message alone as `err`. */
  stack: z.string().nullish().catch(null),
});
export type MochaRunnable = z.output<typeof mochaRunnable>;

/** A test of Mocha with its verdict. */
export function mochaTest(runnable: MochaRunnable, verdict: TestCase['status']): TestCase {
  // A dry run calls each test passed, and gives it no duration.
  const isDry = verdict === 'passed' && runnable.duration == null;
  const attempts = (runnable.currentRetry ?? 0) + 1;
  return {
    name: mochaPath(runnable).join('/'),
    status: isDry ? 'skipped' : verdict,
    durationMs: runnable.duration ?? null,
    attempts,
    flaky: verdict === 'passed' && attempts > 1,
    message: isDry ? 'reported as passed without having run (--dry-run)' : mochaMessage(runnable.err),
    path: mochaPath(runnable),
    place: runnable.file == null ? undefined : placeInStack(runnable.file, runnable.stack ?? stackOf(runnable.err)),
    difference: verdict === 'failed' ? differenceOf(runnable.err) : undefined,
  };
}

const comparison = z.object({ expected: z.string(), actual: z.string() });

function differenceOf(error: unknown): TestDifference | undefined {
  const found = comparison.safeParse(error).data;
  return found === undefined ? undefined : { expected: excerptOf(found.expected) ?? '', received: excerptOf(found.actual) ?? '' };
}

function stackOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'stack' in error && typeof error.stack === 'string' ? error.stack : '';
}

/** A hook that failed and kept tests from running: Mocha lists none of those. */
export function hidesTests({ title }: MochaRunnable): boolean {
  return /^"(?:before all|before each|after each)" hook\b/.test(title);
}

/** Suite and title; Mocha joins the titles of nested suites by spaces. */
function mochaPath({ title, fullTitle }: MochaRunnable): string[] {
  const suite = fullTitle.endsWith(title) ? fullTitle.slice(0, fullTitle.length - title.length).trim() : '';
  return suite === '' || title === '' ? [fullTitle] : [suite, title];
}

function mochaMessage(error: unknown): string | null {
  if (typeof error === 'string') return error;
  if (typeof error !== 'object' || error === null || !('message' in error)) return null;
  return typeof error.message === 'string' ? error.message : null;
}
