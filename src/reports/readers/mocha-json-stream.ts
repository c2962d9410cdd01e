import { z } from 'zod';
import { hidesTests, mochaRunnable, mochaTest } from '../families/mocha-tests.ts';
import { defineStreamReader, type ReaderContext } from '../reader.ts';
import type { Partial, TestCase, TestsReport } from '../report.ts';
import { checkShape, parseJson } from '../text/json-value.ts';

/** Pending tests have no names in the stream: they are made up, so their number must be one that a run can have. */
const maxPending = 100_000;

const count = z.int().nonnegative();

const start = z.object({ total: count });
const end = z.object({
  tests: count,
  passes: count,
  pending: count.max(maxPending),
  failures: count,
  duration: z.number().nonnegative().nullish(),
});
const event = z.discriminatedUnion('name', [
  z.object({ name: z.literal('start'), value: start }),
  z.object({ name: z.literal('pass'), value: mochaRunnable }),
  z.object({ name: z.literal('fail'), value: mochaRunnable }),
  z.object({ name: z.literal('end'), value: end }),
]);

type End = z.output<typeof end>;

/**
 * The `json-stream` reporter of Mocha (`lib/reporters/json-stream.js`): one event a line. One test is one `it`; a hook that failed is one
 * more, failed. Pending tests are counted by the last event alone. What the tests print stands between the events, and is passed over.
 */
export const mochaJsonStream = defineStreamReader({
  format: 'mocha-json-stream',
  kind: 'tests',
  guide: {
    title: 'Mocha JSON stream',
    source: 'https://github.com/mochajs/mocha/blob/main/lib/reporters/json-stream.js',
    make: 'mocha --reporter json-stream > mocha.ndjson',
    selectors: [
      { selector: '#checkout coupons/*', selects: 'the tests of a suite; the titles of nested suites are joined by spaces' },
      { selector: '#*refund*', selects: 'the tests whose name matches' },
      { selector: '@duration', selects: 'how long the run took' },
      { selector: '@flaky', selects: 'the tests that passed only after a retry' },
    ],
    unit: 'one test (`it`); a failed hook counts as one more, and pending tests have no names',
    unproven:
      'a run that ends before all its tests (`--bail`, a failed hook); counts in the last event that differ from the lines; `--dry-run`',
  },
  unlike(opening) {
    if (!/^\s*\["/.test(opening)) return 'is no stream of JSON lists';
    return /^\s*\["start",\s*\{"total":\s*\d+\}\]\s*$/m.exec(opening)?.index === 0 ? null : 'does not begin with `["start",{"total":`';
  },
  start(context) {
    const run = new MochaRun(context);
    return { line: (line, number) => run.take(line, number), end: () => run.report() };
  },
});

class MochaRun {
  readonly #context: ReaderContext;
  #total: number | null = null;
  #end: End | null = null;
  #passes = 0;
  #failures = 0;
  #hiding = 0;
  readonly #tests: TestCase[] = [];
  /** Where a test that passed stands in the list: it fails later where it calls `done` again. */
  readonly #passed = new Map<string, number>();

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  take(line: string, number: number): void {
    if (!/^\s*\["(?:start|pass|fail|end)",/.test(line)) return;
    const [name, value, ...more] = checkShape(
      z.array(z.unknown()),
      parseJson(line, this.#context.path, number),
      this.#context.path,
      number,
    );
    if (more.length > 0) this.#context.refuse('SHAPE', 'an event has more than a name and a value', { line: number });
    this.#takeEvent(checkShape(event, { name, value }, this.#context.path, number), number);
  }

  report(): TestsReport {
    const end = this.#end;
    if (end === null) return this.#context.refuse('TRUNCATED', 'the stream has no event `end`');
    const pending = Array.from({ length: end.pending }, (_, index) => pendingTest(index + 1));
    return {
      kind: 'tests',
      tool: { name: 'mocha', version: null },
      partial: this.#partial(end),
      tests: [...this.#tests, ...pending],
      unlisted: [],
      durationMs: end.duration ?? null,
    };
  }

  #takeEvent({ name, value }: z.output<typeof event>, line: number): void {
    if (name === 'start' && this.#total !== null) this.#context.refuse('TWO_DOCUMENTS', 'a second run starts here', { line });
    if (this.#end !== null) this.#context.refuse('SHAPE', `an event \`${name}\` stands after the end`, { line });
    switch (name) {
      case 'start':
        this.#total = value.total;
        return;
      case 'pass':
        this.#pass(mochaTest(value, 'passed'));
        return;
      case 'fail':
        if (hidesTests(value)) this.#hiding += 1;
        this.#fail(mochaTest(value, 'failed'));
        return;
      case 'end':
        this.#end = value;
    }
  }

  #pass(test: TestCase): void {
    this.#passes += 1;
    this.#passed.set(test.name, this.#tests.push(test) - 1);
  }

  #fail(test: TestCase): void {
    this.#failures += 1;
    const before = this.#passed.get(test.name);
    if (before === undefined) this.#tests.push(test);
    else this.#tests[before] = test;
    this.#passed.delete(test.name);
  }

  #partial(end: End): Partial[] {
    const partial: Partial[] = [];
    const total = this.#total ?? 0;
    if (end.tests < total) partial.push({ code: 'declared-differs', what: 'tests', declared: total, listed: end.tests });
    if (end.passes !== this.#passes) partial.push({ code: 'declared-differs', what: 'passes', declared: end.passes, listed: this.#passes });
    if (end.failures !== this.#failures)
      partial.push({ code: 'declared-differs', what: 'failures', declared: end.failures, listed: this.#failures });
    if (this.#hiding > 0) partial.push({ code: 'tool-errors', count: this.#hiding });
    return partial;
  }
}

function pendingTest(number: number): TestCase {
  return { name: `(pending)/${number}`, status: 'skipped', durationMs: null, attempts: 1, flaky: false, message: null };
}
