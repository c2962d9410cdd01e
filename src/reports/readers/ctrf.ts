import { z } from 'zod';
import { placeInStack } from '../families/stack-place.ts';
import { defineJsonReader } from '../reader.ts';
import type { Partial, TestAttempt, TestCase } from '../report.ts';
import { excerptOf } from '../text/excerpt.ts';
import { isList, isObject } from '../text/json-value.ts';

const count = z.int().nonnegative();
const milliseconds = z.number().nonnegative();
const statuses = ['passed', 'failed', 'skipped', 'pending', 'other'] as const;

const test = z.object({
  name: z.string(),
  status: z.enum(statuses),
  duration: milliseconds.nullish(),
  /** A list in the specification; many reporters write one text, joined by ` > `. */
  suite: z.union([z.string(), z.array(z.string())]).nullish(),
  message: z.string().nullish(),
  trace: z.string().nullish(),
  retries: count.nullish(),
  flaky: z.boolean().nullish(),
  filePath: z.string().nullish().catch(null),
  line: count.nullish().catch(null),
  stdout: z.array(z.string()).nullish().catch(null),
  stderr: z.array(z.string()).nullish().catch(null),
  retryAttempts: z
    .array(z.object({ message: z.string().nullish(), trace: z.string().nullish(), duration: milliseconds.nullish() }))
    .nullish()
    .catch(null),
});

const summary = z.object({
  tests: count,
  passed: count,
  failed: count,
  skipped: count.nullish(),
  pending: count.nullish(),
  other: count.nullish(),
  start: milliseconds.nullish(),
  stop: milliseconds.nullish(),
});

const schema = z.object({
  results: z.object({ tool: z.object({ name: z.string(), version: z.string().nullish() }), summary, tests: z.array(test) }),
});

type Test = z.output<typeof test>;
type Summary = z.output<typeof summary>;

/**
 * The Common Test Report Format (https://ctrf.io). One test is one entry of `results.tests`. Its status `other` is none that a test is to
 * have, so that it counts as failed. Older files name neither `reportFormat` nor a version.
 */
export const ctrf = defineJsonReader({
  format: 'ctrf',
  kind: 'tests',
  guide: {
    title: 'CTRF (Common Test Report Format)',
    source: 'https://github.com/ctrf-io/ctrf/blob/main/specification/ctrf.md',
    make: 'playwright test --reporter=playwright-ctrf-json-reporter',
    selectors: [
      { selector: '#login.test.ts/login', selects: 'the tests of a suite; the parts of a suite are joined by `/`' },
      { selector: '#*refund*', selects: 'the tests whose name matches' },
      { selector: '@duration', selects: 'from `start` to `stop` of the summary' },
      { selector: '@flaky', selects: 'the tests that the reporter calls flaky' },
    ],
    unit: 'one test',
    unproven: 'a summary that counts otherwise than the tests do',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const { results } = document;
    if (!isObject(results)) return 'has no object `results`';
    if (!isList(results['tests'])) return 'has no list `results.tests`';
    return isObject(results['summary']) && isObject(results['tool']) ? null : 'has no objects `results.summary` and `results.tool`';
  },
  schema,
  report: ({ results: { tool, summary, tests } }) => ({
    kind: 'tests',
    tool: { name: tool.name, version: tool.version ?? null },
    partial: differences(summary, tests),
    tests: tests.map(testCase),
    unlisted: [],
    durationMs: summary.start && summary.stop && summary.stop >= summary.start ? summary.stop - summary.start : null,
  }),
});

const statusOf = { passed: 'passed', failed: 'failed', other: 'failed', skipped: 'skipped', pending: 'skipped' } as const;

function testCase(test: Test): TestCase {
  const { name, status: stated, duration, suite, message, trace, retries, flaky, filePath } = test;
  const status = statusOf[stated];
  const isFlaky = flaky === true && status === 'passed';
  const above = typeof suite === 'string' ? suite.split(' > ') : (suite ?? []);
  const path = [...above, name].filter((part) => part !== '');
  const output = [...(test.stdout ?? []), ...(test.stderr ?? [])].join('\n');
  return {
    name: path.join('/'),
    status,
    durationMs: duration ?? null,
    attempts: Math.max((retries ?? 0) + 1, isFlaky ? 2 : 1),
    flaky: isFlaky,
    message: status === 'failed' ? textOf({ message, trace }) : status === 'skipped' ? (message ?? null) : null,
    path,
    place: filePath ? { ...placeInStack(filePath, trace ?? ''), ...(test.line ? { line: test.line } : {}) } : undefined,
    ...(status !== 'skipped' && test.retryAttempts?.length
      ? { retries: test.retryAttempts.map((each): TestAttempt => ({ message: textOf(each), durationMs: each.duration ?? null })) }
      : {}),
    output: status === 'failed' || isFlaky ? (excerptOf(output) ?? undefined) : undefined,
  };
}

/** Most reporters begin the trace with the message. */
function textOf({ message, trace }: Pick<Test, 'message' | 'trace'>): string | null {
  const texts = message != null && trace?.startsWith(message) ? [trace] : [message, trace].filter((text) => text != null);
  return excerptOf(texts.join('\n'));
}

function differences(summary: Summary, tests: readonly Test[]): Partial[] {
  const found: Partial[] = [];
  const compare = (what: string, declared: number | null | undefined, listed: number) => {
    if (declared != null && declared !== listed) found.push({ code: 'declared-differs', what, declared, listed });
  };
  compare('tests', summary.tests, tests.length);
  for (const status of statuses) compare(`${status} tests`, summary[status], tests.filter((test) => test.status === status).length);
  return found;
}
