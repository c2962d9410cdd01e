import { z } from 'zod';
import { defineStreamReader, type ReaderContext } from '../reader.ts';
import { Refusal } from '../refusal.ts';
import type { CodePlace, JsonValue, TestCase, TestsReport } from '../report.ts';
import { copyOf, Excerpt, excerptOf, maxExcerptsLength } from '../text/excerpt.ts';
import { checkShape, isObject, parseJson } from '../text/json-value.ts';
import { maxTests } from '../text/text-limits.ts';

const actions = ['start', 'run', 'pause', 'cont', 'pass', 'bench', 'fail', 'output', 'skip', 'attr', 'artifacts'] as const;
const buildActions = ['build-output', 'build-fail'] as const;

const seconds = z.number().nonnegative();
const event = z.discriminatedUnion('Action', [
  z.object({
    Action: z.enum(actions),
    Package: z.string('the event names no package: the stream was made of text, which loses failures').min(1),
    Test: z.string().optional(),
    Elapsed: seconds.optional(),
    Output: z.string().optional(),
    FailedBuild: z.string().optional(),
  }),
  z.object({ Action: z.enum(buildActions), ImportPath: z.string(), Output: z.string().optional() }),
]);
type Event = z.output<typeof event>;
type BuildEvent = Extract<Event, { ImportPath: string }>;
type TestEvent = Exclude<Event, BuildEvent>;

/**
 * The events of `go test -json`, one JSON object a line (`go doc test2json`; `cmd/go/internal/test` for builds). Counts leaf tests: those
 * without subtests. A test that failed of itself, with no failing subtest, counts too, and so does a package that failed while none of its
 * tests did: a build that failed, `os.Exit`, a race or a `TestMain` that failed after the tests, a stream that ends before the package.
 *
 * Where a test ran again, its last run decides. Lines between the events are of other programs; `FAIL`, a tab and a package among them is
 * Go's own, which versions before 1.20 write so for a build that failed.
 */
export const goTest = defineStreamReader({
  format: 'go-test',
  kind: 'tests',
  guide: {
    title: 'go test JSON',
    source: 'https://pkg.go.dev/cmd/test2json',
    make: 'go test -json ./... > go-test.json',
    selectors: [
      { selector: '#internal/application', selects: 'the tests of a package, and the package itself where it failed as a whole' },
      { selector: '#TestAuth*', selects: 'the tests whose name matches, in any package, with their subtests' },
      { selector: '@duration', selects: 'the time of all packages, added up' },
      { selector: '@flaky', selects: 'the tests that failed and then passed' },
    ],
    unit: 'one test without subtests; a package that failed without a failing test counts as one',
    unproven:
      'a wildcard, where a package did not build or ended early, so that not all of its tests are listed; a stream cut in the middle of an event; what `go tool test2json` makes of plain text',
  },
  unlike(opening, path) {
    if (!/^\s*\{|\n\{/.test(opening)) return 'is no stream of JSON objects';
    if (/\.(?:md|markdown)$/i.test(path)) return 'is named as a Markdown document';
    return opening.split('\n').some(isEventLine) ? null : 'has no line with the `Action` of a `Package`';
  },
  start(context) {
    const run = new GoTestRun(context);
    /** A line that is no whole event: at the end of the file it was cut. */
    let broken: { readonly line: number; readonly isEvent: boolean; readonly cause: Refusal } | null = null;
    return {
      line(text, number) {
        if (text === '') return;
        if (broken?.isEvent) throw broken.cause;
        broken = null;
        const start = startOfEvent(text);
        if (start === -1) return run.prose(text);
        const json = start === 0 ? text : text.slice(start);
        try {
          const value = parseEvent(json, context.path, number);
          if (isEvent(value)) run.add(checkShape(event, value, context.path, number), number);
        } catch (cause) {
          if (!(cause instanceof Refusal) || !isSyntax(cause)) throw cause;
          broken = { line: number, isEvent: /"(?:Action|ImportPath)":|^\{"Time":/.test(json), cause };
          run.prose(text);
        }
      },
      end() {
        if (broken !== null) context.refuse('TRUNCATED', 'the last line ends in the middle of an event', { line: broken.line });
        return run.report();
      },
    };
  },
});

/** An event as Go writes it: its keys once each, in their order. What has this form needs no strict parser. */
const plainEvent =
  /^\{(?:"Time":"[^"\\]*",)?"Action":"[a-z]+","Package":"[^"\\]*"(?:,"Test":"[^"\\]*(?:\\.[^"\\]*)*")?(?:,"Elapsed":\d{1,9}(?:\.\d{1,9})?)?(?:,"Output":"[^"\\]*(?:\\.[^"\\]*)*")?\}$/;
const maxPlainLength = 64 * 1024;

function parseEvent(text: string, file: string, line: number): JsonValue {
  if (text.length > maxPlainLength || !plainEvent.test(text)) return parseJson(text, file, line);
  try {
    return JSON.parse(text);
  } catch {
    return parseJson(text, file, line);
  }
}

/** Where an event may begin in a line: at its start, or behind what another program wrote without a line end. */
function startOfEvent(line: string): number {
  if (line.startsWith('{')) return 0;
  return line.includes('"Action":"') ? line.search(/\{"(?:Time|Action|ImportPath)":"/) : -1;
}

/** JSON of other programs stands between events too. */
function isEvent(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  const { Action: action } = value;
  if (typeof action !== 'string' || ![...actions, ...buildActions].some((known) => known === action)) return false;
  return ['Package', 'ImportPath', 'Test', 'Output'].some((key) => Object.hasOwn(value, key));
}

function isEventLine(line: string): boolean {
  const start = line.includes('"Action"') ? startOfEvent(line) : -1;
  if (start === -1) return false;
  try {
    return isEvent(JSON.parse(line.slice(start)));
  } catch {
    return false;
  }
}

function isSyntax({ problems }: Refusal): boolean {
  return problems.every(({ code }) => code === 'JSON_SYNTAX' || code === 'TRUNCATED' || code === 'TWO_DOCUMENTS');
}

interface GoTest {
  readonly name: string;
  status: TestCase['status'];
  /** Runs of it that have not ended: with `-count`, those of a parallel test overlap. */
  runs: number;
  /** The newest of these waits for others. */
  isPaused: boolean;
  attempts: number;
  hasFailed: boolean;
  elapsed: number | null;
  /** Of the current or last run; null where it passed. */
  output: Excerpt | null;
}

interface GoPackage {
  readonly name: string;
  readonly tests: Map<string, GoTest>;
  readonly running: Set<GoTest>;
  runs: number;
  isRunning: boolean;
  /** Its test binary came to its end in this run: it said `PASS` or `FAIL`. */
  isThrough: boolean;
  /** Tests of it that failed in this run. */
  failed: Set<GoTest>;
  /** Of this run. */
  output: Excerpt;
  /** What it said where it failed in a run while none of its tests did; no later run takes that back. Undefined where that did not happen. */
  failure: string | null | undefined;
  /** It failed so because it, or what it needs, did not build. */
  isUnbuilt: boolean;
  isListed: boolean;
}

class GoTestRun {
  readonly #context: ReaderContext;
  readonly #packages = new Map<string, GoPackage>();
  /** By the package that is built. */
  readonly #builds = new Map<string, Build>();
  /** What stands between the events of packages that failed. */
  readonly #said = new Map<string, string>();
  #count = 0;
  #outputLength = 0;
  #elapsed: number | null = null;

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  add(event: Event, line: number): void {
    if ('ImportPath' in event) {
      this.#addBuild(event);
      return;
    }
    const unit = this.#packageNamed(event.Package, line);
    const begins = event.Action === 'start' || (!unit.isRunning && (unit.runs === 0 || event.Action === 'run'));
    if (begins) this.#begin(unit);
    if (event.Test) this.#addToTest(unit, event, event.Test, line);
    else this.#addToPackage(unit, event, line);
  }

  prose(line: string): void {
    const name = /\bFAIL\t(\S+)/.exec(line)?.[1];
    if (name !== undefined) this.#said.set(copyOf(name), excerptOf(line) ?? '');
  }

  report(): TestsReport {
    for (const unit of this.#packages.values()) if (unit.isRunning) this.#end(unit, 'unknown');
    for (const [path, { isFailed, isNamed, output }] of this.#builds) {
      if (isFailed && !isNamed) this.#failWhole(path.replace(/ \[[^\]]*\]$/, ''), output.text(), true);
    }
    for (const [name, text] of this.#said) this.#failWhole(name, text, unbuilt.test(text));
    const packages = [...this.#packages.values()];
    return {
      kind: 'tests',
      tool: { name: 'go', version: null },
      partial: [],
      tests: packages.flatMap(testCases),
      unlisted: packages.filter(({ isListed }) => !isListed).map(({ name }) => name),
      durationMs: this.#elapsed === null ? null : milliseconds(this.#elapsed),
    };
  }

  #addBuild({ Action: action, ImportPath: path, Output: output = '' }: BuildEvent): void {
    const known = this.#builds.get(path);
    // Several packages may fail for the same one, each with an output of its own.
    const build = known === undefined || known.isNamed ? { output: new Excerpt(), isFailed: false, isNamed: false } : known;
    this.#builds.set(path, build);
    if (action === 'build-fail') build.isFailed = true;
    else if (!/^# /.test(output)) this.#keep(build.output, output);
  }

  #addToPackage(
    unit: GoPackage,
    { Action: action, Output: output = '', Elapsed: elapsed, FailedBuild: failedBuild }: TestEvent,
    line: number,
  ): void {
    if (action === 'output') {
      this.#refuseOther(unit, output, line);
      if (/^(?:PASS|FAIL)\r?\n$/.test(output)) unit.isThrough = true;
      this.#keep(unit.output, output);
    } else if (action === 'pass' || action === 'fail' || action === 'skip') {
      this.#end(unit, action, failedBuild);
      if (elapsed !== undefined) this.#elapsed = (this.#elapsed ?? 0) + elapsed;
    }
  }

  /** In text of several packages that was converted under the name of one, a package that did not build is lost. */
  #refuseOther({ name }: GoPackage, output: string, line: number): void {
    const other = /^(?:ok {2}|FAIL)\t(\S+)/.exec(output)?.[1];
    if (other === undefined || other === name) return;
    this.#context.refuse('SHAPE', `package ${name} reports on ${other}: the stream was made of the text of several packages`, { line });
  }

  #begin(unit: GoPackage): void {
    if (unit.isRunning) this.#end(unit, 'unknown');
    this.#drop(unit.output);
    Object.assign(unit, { runs: unit.runs + 1, isRunning: true, isThrough: false, failed: new Set(), output: new Excerpt() });
  }

  #end(unit: GoPackage, verdict: 'pass' | 'fail' | 'skip' | 'unknown', failedBuild?: string): void {
    for (const test of unit.running) {
      // A benchmark that came to its end says so by its figures alone.
      const isMeasured = isBenchmark(test) && (verdict === 'pass' || unit.isThrough);
      this.#endTest(unit, test, isMeasured ? 'passed' : 'failed');
      if (!isMeasured && !unit.isThrough) unit.isListed = false;
    }
    unit.running.clear();
    unit.isRunning = false;
    if (verdict === 'pass' || verdict === 'skip') {
      this.#drop(unit.output);
      return;
    }
    const build = failedBuild === undefined ? undefined : this.#builds.get(failedBuild);
    if (build) build.isNamed = true;
    const cut = verdict === 'unknown' ? 'the stream ends before the package does' : null;
    // A test that ran again within this run (`-count`) and passed then does not say why its package failed.
    if (![...unit.failed].some((test) => test.status === 'failed')) unit.failure ??= build?.output.text() ?? unit.output.text() ?? cut;
    if (failedBuild !== undefined || verdict === 'unknown' || !unit.isThrough) unit.isListed = false;
    if (failedBuild !== undefined || unbuilt.test(unit.output.text() ?? '')) unit.isUnbuilt = true;
  }

  /** A package of which no event says that it failed. */
  #failWhole(name: string, text: string | null, isUnbuilt: boolean): void {
    const unit = this.#packageNamed(name);
    unit.isListed = false;
    unit.isUnbuilt ||= isUnbuilt;
    if (![...unit.tests.values()].some(({ status }) => status === 'failed')) unit.failure ??= text;
  }

  #addToTest(unit: GoPackage, { Action: action, Output: output = '', Elapsed: elapsed }: TestEvent, name: string, line: number): void {
    const test = unit.tests.get(name) ?? this.#addTest(unit, name, line);
    if (test.attempts === 0 || action === 'run') this.#startTest(unit, test);
    if (action === 'output') {
      if (test.output && !framing.test(output)) this.#keep(test.output, output);
    } else if (action === 'pause' || action === 'cont') test.isPaused = action === 'pause';
    else if (action === 'pass' || action === 'bench' || action === 'fail' || action === 'skip') {
      this.#endTest(unit, test, statusOf[action]);
      if (test.runs === 0) unit.running.delete(test);
      test.elapsed = elapsed ?? null;
    }
  }

  #startTest(unit: GoPackage, test: GoTest): void {
    if (test.runs > 0 && !test.isPaused) this.#endTest(unit, test, 'failed');
    if (test.output) this.#drop(test.output);
    test.attempts += 1;
    test.runs += 1;
    test.isPaused = false;
    test.output = new Excerpt();
    unit.running.add(test);
  }

  #endTest(unit: GoPackage, test: GoTest, status: TestCase['status']): void {
    // Neither a skip nor a second verdict on the same run takes a failure back.
    const staysFailed = test.hasFailed && test.status === 'failed' && (status === 'skipped' || test.runs === 0);
    test.status = staysFailed ? 'failed' : status;
    test.runs = Math.max(0, test.runs - 1);
    if (test.status === 'failed') {
      test.hasFailed = true;
      unit.failed.add(test);
    } else if (test.output && test.status === 'passed') {
      this.#drop(test.output);
      test.output = null;
    }
  }

  #packageNamed(name: string, line?: number): GoPackage {
    const known = this.#packages.get(name);
    if (known) return known;
    const unit: GoPackage = {
      name,
      tests: new Map(),
      running: new Set(),
      runs: 0,
      isRunning: false,
      isThrough: false,
      failed: new Set(),
      output: new Excerpt(),
      failure: undefined,
      isUnbuilt: false,
      isListed: true,
    };
    this.#packages.set(name, unit);
    this.#countOne(line);
    return unit;
  }

  #addTest(unit: GoPackage, name: string, line: number): GoTest {
    const test: GoTest = { name, status: 'failed', runs: 0, isPaused: false, attempts: 0, hasFailed: false, elapsed: null, output: null };
    unit.tests.set(name, test);
    this.#countOne(line);
    return test;
  }

  #countOne(line: number | undefined): void {
    this.#count += 1;
    if (this.#count > maxTests)
      this.#context.refuse('TOO_LARGE', `the file lists more than ${maxTests} tests`, line === undefined ? {} : { line });
  }

  #keep(excerpt: Excerpt, output: string): void {
    if (this.#outputLength > maxExcerptsLength) return;
    const before = excerpt.length;
    excerpt.add(output);
    this.#outputLength += excerpt.length - before;
  }

  #drop(excerpt: Excerpt): void {
    this.#outputLength -= excerpt.length;
  }
}

interface Build {
  readonly output: Excerpt;
  isFailed: boolean;
  /** A package of tests failed for it. */
  isNamed: boolean;
}

/** What says no more of a test than that it ran, or failed. */
const framing = /^(?:=== (?:RUN|PAUSE|CONT|NAME) |\s*--- (?:FAIL|SKIP): )/;

/** What Go says behind the name of a package that it could not build. */
const unbuilt = /^FAIL\t\S+ \[(?:build|setup) failed\]/m;

const statusOf = { pass: 'passed', bench: 'passed', fail: 'failed', skip: 'skipped' } as const;

function isBenchmark({ name }: GoTest): boolean {
  return /^Benchmark(?!\p{Ll})/u.test(name);
}

/** What counts of a package: see the reader. */
function testCases(unit: GoPackage): TestCase[] {
  const below = whatIsBelow([...unit.tests.values()]);
  const counted = [...unit.tests.values()].filter((test) => {
    const { isParent, hasFailed, isFlaky } = below.get(test) ?? { isParent: false, hasFailed: false, isFlaky: false };
    if (test.status === 'failed') return !hasFailed;
    return !isBenchmark(test) && (!isParent || (isFlakyItself(test) && !hasFailed && !isFlaky));
  });
  const cases = counted.map((test): TestCase => {
    const said = test.output?.text() ?? null;
    return {
      name: `${unit.name}/${test.name}`,
      status: test.status,
      durationMs: test.elapsed === null ? null : milliseconds(test.elapsed),
      attempts: test.attempts,
      flaky: isFlakyItself(test),
      message: test.status === 'skipped' ? (said?.replace(placeSaid, '') ?? null) : said,
      path: [unit.name, ...test.name.split('/')],
      place: placeIn(said, unit.name),
    };
  });
  if (unit.failure === undefined) return cases;
  const whole: TestCase = {
    name: unit.name,
    status: 'failed',
    durationMs: null,
    attempts: 1,
    flaky: false,
    message: unit.failure,
    path: [unit.name],
    standsFor: unit.isUnbuilt ? 'build' : 'suite',
  };
  return [...cases, whole];
}

/** What `t.Log` and its kin write before a text. */
const placeSaid = /^[ \t]*([\w.-]+\.go):(\d{1,7}): /m;

/** Where a test says that it failed or was skipped: a file of its package. */
function placeIn(said: string | null, unit: string): CodePlace | undefined {
  const [, file, line] = placeSaid.exec(said ?? '') ?? [];
  return file === undefined ? undefined : { file: `${unit}/${file}`, line: Number(line) };
}

function isFlakyItself({ hasFailed, status }: GoTest): boolean {
  return hasFailed && status === 'passed';
}

interface Below {
  isParent: boolean;
  hasFailed: boolean;
  isFlaky: boolean;
}

/** Of each test, what its subtests came to, at any depth. */
function whatIsBelow(tests: readonly GoTest[]): Map<GoTest, Below> {
  // With the lowest character for `/`, the subtests of a test follow it directly.
  const sorted = tests.map((test) => ({
    key: test.name.replaceAll('/', '\0'),
    test,
    below: { isParent: false, hasFailed: false, isFlaky: false },
  }));
  sorted.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const open: (typeof sorted)[number][] = [];
  const close = () => {
    const child = open.pop();
    const parent = open.at(-1)?.below;
    if (child === undefined || parent === undefined) return;
    parent.isParent = true;
    parent.hasFailed ||= child.test.status === 'failed' || child.below.hasFailed;
    parent.isFlaky ||= isFlakyItself(child.test) || child.below.isFlaky;
  };
  for (const each of sorted) {
    for (let last = open.at(-1); last && !each.test.name.startsWith(`${last.test.name}/`); last = open.at(-1)) close();
    open.push(each);
  }
  while (open.length > 0) close();
  return new Map(sorted.map(({ test, below }) => [test, below]));
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e3;
}
