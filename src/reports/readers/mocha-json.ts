import { z } from 'zod';
import { hidesTests, type MochaRunnable, mochaRunnable, mochaTest } from '../families/mocha-tests.ts';
import { defineJsonReader } from '../reader.ts';
import type { Partial, TestCase } from '../report.ts';
import { isList, isObject } from '../text/json-value.ts';

const count = z.int().nonnegative();

const schema = z.object({
  stats: z.object({ tests: count, passes: count, pending: count, failures: count, duration: z.number().nonnegative().nullish() }),
  tests: z.array(mochaRunnable),
  passes: z.array(mochaRunnable),
  pending: z.array(mochaRunnable),
  failures: z.array(mochaRunnable),
});

type Document = z.output<typeof schema>;

/**
 * The `json` reporter of Mocha (`lib/reporters/json.js`). One test is one `it`; a hook that failed is one more, failed.
 * `tests` lists each test once and says nothing of its verdict: that is the list it stands in again.
 */
export const mochaJson = defineJsonReader({
  format: 'mocha-json',
  kind: 'tests',
  guide: {
    title: 'Mocha JSON',
    source: 'https://github.com/mochajs/mocha/blob/main/lib/reporters/json.js',
    make: 'mocha --reporter json --reporter-option output=mocha.json',
    selectors: [
      { selector: '#checkout coupons/*', selects: 'the tests of a suite; the titles of nested suites are joined by spaces' },
      { selector: '#*refund*', selects: 'the tests whose name matches' },
      { selector: '@duration', selects: 'how long the run took' },
      { selector: '@flaky', selects: 'the tests that passed only after a retry' },
    ],
    unit: 'one test (`it`); a failed hook counts as one more',
    unproven:
      'a failed hook, since Mocha lists none of the tests that it kept from running; counts in `stats` that differ from the lists; `--dry-run`',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const { stats } = document;
    if (!isObject(stats)) return 'has no object `stats`';
    const missing = (['tests', 'passes', 'failures', 'pending'] as const).find((key) => !isList(document[key]));
    if (missing !== undefined) return `has no list \`${missing}\``;
    return typeof stats['passes'] === 'number' ? null : 'has no number `stats.passes`';
  },
  schema,
  report: (document) => ({
    kind: 'tests',
    tool: { name: 'mocha', version: null },
    ...readLists(document),
    unlisted: [],
    durationMs: document.stats.duration ?? null,
  }),
});

function readLists({ stats, tests, passes, pending, failures }: Document): { tests: TestCase[]; partial: Partial[] } {
  const known = new Set(tests.map(keyOf));
  const verdicts = [
    { status: 'failed', left: byKey(failures) },
    { status: 'skipped', left: byKey(pending) },
    { status: 'passed', left: byKey(passes) },
  ] as const;
  const judged = tests.map((test) => {
    for (const { status, left } of verdicts) {
      const listed = left.get(keyOf(test))?.shift();
      if (listed !== undefined) return mochaTest(listed, status);
    }
    return { ...mochaTest(test, 'failed'), message: 'neither passed, failed nor pending: not accounted for' };
  });
  const others = failures.filter((failure) => !known.has(keyOf(failure)));
  const unknown = [...passes, ...pending].filter((test) => !known.has(keyOf(test))).length;
  const hiding = others.filter(hidesTests).length;
  const partial: Partial[] = [
    ...differing('tests', stats.tests, tests.length),
    ...differing('passes', stats.passes, passes.length),
    ...differing('pending tests', stats.pending, pending.length),
    ...differing('failures', stats.failures, failures.length),
    ...differing('passed or pending tests', passes.length + pending.length, passes.length + pending.length - unknown),
    ...(hiding > 0 ? [{ code: 'tool-errors', count: hiding } as const] : []),
  ];
  return { tests: [...judged, ...others.map((failure) => mochaTest(failure, 'failed'))], partial };
}

/** The same test in another list: Mocha gives tests no id. */
function keyOf({ file, fullTitle }: MochaRunnable): string {
  return `${file ?? ''}\n${fullTitle}`;
}

function byKey(runnables: readonly MochaRunnable[]): Map<string, MochaRunnable[]> {
  const map = new Map<string, MochaRunnable[]>();
  for (const each of runnables) {
    const same = map.get(keyOf(each));
    if (same) same.push(each);
    else map.set(keyOf(each), [each]);
  }
  return map;
}

function differing(what: string, declared: number, listed: number): Partial[] {
  return declared === listed ? [] : [{ code: 'declared-differs', what, declared, listed }];
}
