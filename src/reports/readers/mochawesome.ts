import { z } from 'zod';
import { placeInStack } from '../families/stack-place.ts';
import { defineJsonReader } from '../reader.ts';
import type { Partial, TestCase, TestDifference } from '../report.ts';
import { excerptOf } from '../text/excerpt.ts';
import { isList, isObject } from '../text/json-value.ts';

const count = z.int().nonnegative();

const runnable = z.object({
  title: z.string(),
  duration: z.number().nonnegative().nullish(),
  state: z.string().nullish(),
  pass: z.boolean().nullish(),
  fail: z.boolean().nullish(),
  pending: z.boolean().nullish(),
  skipped: z.boolean().nullish(),
  err: z
    .object({ message: z.string().nullish(), estack: z.string().nullish().catch(null), diff: z.string().nullish().catch(null) })
    .nullish(),
});

const suite = z.object({
  title: z.string(),
  fullFile: z.string().nullish().catch(null),
  tests: z.array(runnable),
  beforeHooks: z.array(runnable).nullish(),
  afterHooks: z.array(runnable).nullish(),
  get suites() {
    return z.array(suite);
  },
});

const schema = z.object({
  stats: z.object({
    testsRegistered: count,
    passes: count,
    pending: count,
    failures: count,
    other: z.int().nullish(),
    duration: z.number().nonnegative().nullish(),
  }),
  // A result is `false` where no suite of it had a test.
  results: z.preprocess((results) => (Array.isArray(results) ? results.filter((each) => each !== false) : results), z.array(suite)),
  meta: z.object({ mochawesome: z.object({ version: z.string().nullish() }).nullish() }).nullish(),
});

type Runnable = z.output<typeof runnable>;
type Suite = z.output<typeof suite>;
type Stats = z.output<typeof schema>['stats'];

/**
 * mochawesome's JSON, from version 4 on (`src/mochawesome.js` and `src/utils.js` of github.com/adamgruber/mochawesome), also as
 * mochawesome-merge and Cypress write it. One test is one `it`; a hook that failed is one more, failed. A test that did not run because of a
 * hook or of `--bail` (`skipped`) is failed, not skipped: nobody chose to leave it out.
 */
export const mochawesome = defineJsonReader({
  format: 'mochawesome',
  kind: 'tests',
  guide: {
    title: 'mochawesome JSON',
    source: 'https://github.com/adamgruber/mochawesome',
    make: 'mocha --reporter mochawesome --reporter-option quiet=true,html=false,reportFilename=mochawesome',
    selectors: [
      { selector: '#checkout/coupons', selects: 'the tests of a suite and of the suites in it' },
      { selector: '#*refund*', selects: 'the tests whose name matches' },
      { selector: '@duration', selects: 'how long the run took' },
    ],
    unit: 'one test (`it`); a failed hook counts as one more, and a test that it kept from running is failed',
    unproven: 'counts in `stats` that differ from the suites; what `--dry-run` wrote, where the command says so: the file does not',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const { stats, results } = document;
    if (!isObject(stats) || typeof stats['testsRegistered'] !== 'number') return 'has no number `stats.testsRegistered`';
    return isList(results) ? null : 'has no list `results`';
  },
  schema,
  report({ stats, results, meta }) {
    const tests = results.flatMap((root) => testsOf(root, []));
    const hooks = results.flatMap((root) => hooksOf(root, []));
    return {
      kind: 'tests',
      tool: { name: 'mochawesome', version: meta?.mochawesome?.version ?? null },
      partial: partialOf(stats, tests, hooks),
      tests: [...tests, ...hooks],
      unlisted: [],
      durationMs: stats.duration ?? null,
    };
  },
});

function testsOf({ title, fullFile, tests, suites }: Suite, above: readonly string[]): TestCase[] {
  const path = [...above, title];
  return [...tests.map((test) => testCase(test, path, fullFile, verdictOf(test))), ...suites.flatMap((each) => testsOf(each, path))];
}

function hooksOf({ title, fullFile, beforeHooks, afterHooks, suites }: Suite, above: readonly string[]): TestCase[] {
  const path = [...above, title];
  const failed = [...(beforeHooks ?? []), ...(afterHooks ?? [])].filter(({ fail, state }) => fail === true || state === 'failed');
  return [...failed.map((hook) => testCase(hook, path, fullFile, 'failed')), ...suites.flatMap((each) => hooksOf(each, path))];
}

function testCase(test: Runnable, above: readonly string[], file: string | null | undefined, status: TestCase['status']): TestCase {
  const path = [...above, test.title].filter((part) => part !== '');
  return {
    name: path.join('/'),
    status,
    durationMs: test.duration ?? null,
    attempts: 1,
    flaky: false,
    message: test.err?.message ?? (status === 'failed' && test.state == null ? 'did not run' : null),
    path,
    place: file == null || file === '' ? undefined : placeInStack(file, test.err?.estack ?? ''),
    difference: differenceOf(test.err?.diff ?? ''),
  };
}

/** A unified difference, in which `-` is what was received and `+` what was expected. */
function differenceOf(diff: string): TestDifference | undefined {
  const lines = diff.split('\n').filter((line) => /^[-+ ]/.test(line));
  const without = (sign: string) => lines.filter((line) => !line.startsWith(sign)).map((line) => line.slice(1).replace(/^ /, ''));
  const isWhole = lines.some((line) => line.startsWith('-')) && lines.some((line) => line.startsWith('+'));
  if (!isWhole) return undefined;
  return { expected: excerptOf(without('-').join('\n')) ?? '', received: excerptOf(without('+').join('\n')) ?? '' };
}

function verdictOf({ state, pass, fail, pending, skipped }: Runnable): TestCase['status'] {
  if (fail === true || skipped === true) return 'failed';
  if (state === 'passed' && pass === true) return 'passed';
  return state === 'pending' || (state == null && pending === true) ? 'skipped' : 'failed';
}

function partialOf(stats: Stats, tests: readonly TestCase[], hooks: readonly TestCase[]): Partial[] {
  const listed = (status: TestCase['status']) => tests.filter((test) => test.status === status).length;
  const other = Math.max(0, stats.other ?? 0);
  const partial: Partial[] = [];
  if (stats.testsRegistered !== tests.length) {
    partial.push({ code: 'declared-differs', what: 'tests', declared: stats.testsRegistered, listed: tests.length });
  }
  // A test that calls `done` twice is both a pass and a failure in the counts: more passes than listed, and a failure that is listed.
  if (stats.passes < listed('passed'))
    partial.push({ code: 'declared-differs', what: 'passes', declared: stats.passes, listed: listed('passed') });
  if (stats.pending !== listed('skipped'))
    partial.push({ code: 'declared-differs', what: 'pending tests', declared: stats.pending, listed: listed('skipped') });
  if (other > hooks.length) partial.push({ code: 'declared-differs', what: 'failed hooks', declared: other, listed: hooks.length });
  if (stats.failures > 0 && listed('failed') + hooks.length === 0)
    partial.push({ code: 'declared-differs', what: 'failures', declared: stats.failures, listed: 0 });
  return partial;
}
