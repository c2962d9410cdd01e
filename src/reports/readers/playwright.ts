import { z } from 'zod';
import { defineJsonReader, type ReaderContext } from '../reader.ts';
import type { CodePlace, Partial, TestAttempt, TestCase } from '../report.ts';
import { excerptOf } from '../text/excerpt.ts';
import { isList, isObject } from '../text/json-value.ts';

const count = z.int().nonnegative();
const milliseconds = z.number().nonnegative();
const error = z.object({ message: z.string().nullish(), value: z.string().nullish() });
const printed = z
  .array(z.object({ text: z.string().nullish() }))
  .nullish()
  .catch(null);

const test = z.object({
  projectName: z.string().nullish(),
  expectedStatus: z.enum(['passed', 'failed', 'timedOut', 'skipped', 'interrupted']),
  status: z.enum(['expected', 'unexpected', 'flaky', 'skipped']),
  results: z.array(
    z.object({
      status: z.enum(['passed', 'failed', 'timedOut', 'skipped', 'interrupted']).nullish(),
      duration: milliseconds.nullish(),
      error: error.nullish(),
      errors: z.array(error).nullish(),
      stdout: printed,
      stderr: printed,
    }),
  ),
  annotations: z
    .array(z.object({ type: z.string(), description: z.string().nullish() }))
    .nullish()
    .catch(null),
});

const suite = z.object({
  title: z.string(),
  specs: z.array(
    z.object({
      title: z.string(),
      file: z.string().nullish().catch(null),
      line: count.nullish().catch(null),
      tests: z.array(test),
    }),
  ),
  get suites() {
    return z.array(suite).nullish();
  },
});

const schema = z.object({
  config: z.object({ version: z.string().nullish(), shard: z.object({ current: count, total: count }).nullish() }),
  suites: z.array(suite),
  errors: z.array(error).nullish(),
  stats: z.object({ duration: milliseconds.nullish(), expected: count, unexpected: count, flaky: count, skipped: count }).nullish(),
});

type Test = z.output<typeof test>;
type Suite = z.output<typeof suite>;
type Document = z.output<typeof schema>;

/**
 * The `json` reporter of Playwright Test (`JSONReport` of `packages/playwright/types/testReporter.d.ts`, github.com/microsoft/playwright).
 * One test is one test of a file in one project. A test that fails as expected (`test.fail()`) has passed.
 */
export const playwright = defineJsonReader({
  format: 'playwright',
  kind: 'tests',
  guide: {
    title: 'Playwright JSON',
    source: 'https://playwright.dev/docs/test-reporters#json-reporter',
    make: 'PLAYWRIGHT_JSON_OUTPUT_NAME=playwright.json playwright test --reporter=json',
    selectors: [
      { selector: '#checkout/**', selects: 'the tests of a `describe`; names are `project/file/describe/title`' },
      { selector: '#chromium/**', selects: 'the tests of a project' },
      { selector: '#tests/login.spec.ts', selects: 'the tests of a file' },
      { selector: '@duration', selects: 'how long the run took' },
      { selector: '@flaky', selects: 'the tests that passed only after a retry' },
    ],
    unit: 'one test in one project',
    unproven:
      'errors outside of tests, such as a file that could not be loaded; tests that were to run and did not; one shard of several outside of a shard’s folder',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    if (!isObject(document['config'])) return 'has no object `config`';
    if (!isList(document['suites'])) return 'has no list `suites`';
    return Object.hasOwn(document['config'], 'rootDir') || Object.hasOwn(document['config'], 'projects')
      ? null
      : 'has no `rootDir` in `config`';
  },
  schema,
  report(document, context) {
    const found = document.suites.flatMap((each) => testsOf(each, []));
    const errors = document.errors ?? [];
    const [first] = errors;
    if (found.length === 0 && first)
      context.refuse('TOOL_ERROR', `no test ran: ${(first.message ?? first.value ?? 'an error').slice(0, 200)}`, { pointer: '/errors/0' });
    return {
      kind: 'tests',
      tool: { name: 'playwright', version: document.config.version ?? null },
      partial: [
        ...differences(
          document,
          found.map(({ test }) => test),
          context,
        ),
        ...(errors.length > 0 ? [{ code: 'tool-errors', count: errors.length } as const] : []),
      ],
      tests: found.map(testCase),
      unlisted: [],
      durationMs: document.stats?.duration == null ? null : Math.round(document.stats.duration * 1000) / 1000,
    };
  },
});

interface Found {
  readonly test: Test;
  readonly path: readonly string[];
  readonly place: CodePlace | undefined;
}

function testsOf({ title, specs, suites }: Suite, above: readonly string[]): Found[] {
  const path = [...above, title];
  const own = specs.flatMap((spec) => {
    const place = spec.file == null ? undefined : { file: spec.file, line: spec.line ?? undefined };
    return spec.tests.map((test) => ({ test, path: [test.projectName ?? '', ...path, spec.title].filter((part) => part !== ''), place }));
  });
  return [...own, ...(suites ?? []).flatMap((each) => testsOf(each, path))];
}

function testCase({ test, path, place }: Found): TestCase {
  const status = statusOf(test);
  const last = test.results.at(-1);
  const before = test.results.slice(0, -1);
  const reason = test.annotations?.find(({ type, description }) => /^(?:skip|fixme)$/.test(type) && description != null)?.description;
  return {
    name: path.join('/'),
    status,
    durationMs: last?.duration ?? null,
    attempts: Math.max(1, test.results.length),
    flaky: status === 'passed' && test.status === 'flaky',
    message: status === 'failed' ? messageOf(last) : status === 'skipped' ? (reason ?? null) : null,
    path,
    place,
    ...(status !== 'skipped' && before.length > 0
      ? { retries: before.map((each): TestAttempt => ({ message: messageOf(each), durationMs: each.duration ?? null })) }
      : {}),
    output: status === 'failed' || before.length > 0 ? outputOf(test) : undefined,
  };
}

type Result = Test['results'][number];

function messageOf(result: Result | undefined): string | null {
  const errors = result?.errors?.length ? result.errors : result?.error ? [result.error] : [];
  return excerptOf(errors.map(({ message, value }) => message ?? value ?? '').join('\n'));
}

/** What the last attempt printed that printed something. */
function outputOf({ results }: Test): string | undefined {
  const texts = results.map(({ stdout, stderr }) => [...(stdout ?? []), ...(stderr ?? [])].map(({ text }) => text ?? '').join(''));
  return excerptOf(texts.findLast((text) => text.trim() !== '') ?? '') ?? undefined;
}

function statusOf({ status, expectedStatus, results }: Test): TestCase['status'] {
  // What was interrupted has started and never ended; Playwright calls it skipped.
  if (status === 'skipped') return results.some((result) => result.status === 'interrupted') ? 'failed' : 'skipped';
  const hasExpected = results.some((result) => result.status === expectedStatus);
  return status === 'unexpected' || !hasExpected ? 'failed' : 'passed';
}

function differences({ config, stats }: Document, tests: readonly Test[], { path }: ReaderContext): Partial[] {
  const found: Partial[] = [];
  const compare = (what: string, declared: number, listed: number) => {
    if (declared !== listed) found.push({ code: 'declared-differs', what, declared, listed });
  };
  for (const status of ['expected', 'unexpected', 'flaky', 'skipped'] as const) {
    if (stats) compare(`${status} tests`, stats[status], tests.filter((test) => test.status === status).length);
  }
  const due = tests.filter(({ expectedStatus }) => expectedStatus !== 'skipped');
  compare('tests to run', due.length, due.filter(({ status }) => status !== 'skipped').length);
  const { shard } = config;
  if (shard && !/(?:^|\/)shard-\d+\//.test(path)) compare('shards', shard.total, 1);
  return found;
}
