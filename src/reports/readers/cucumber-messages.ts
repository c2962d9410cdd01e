import { z } from 'zod';
import { numberRepeated, type StepOutcome, scenarioTest } from '../families/cucumber-scenarios.ts';
import { defineStreamReader, type ReaderContext } from '../reader.ts';
import type { Partial, TestCase, TestsReport, Tool } from '../report.ts';
import { checkShape, parseJson } from '../text/json-value.ts';

const time = z.object({ seconds: z.number(), nanos: z.number() });
const result = z.object({ status: z.string(), duration: time.nullish(), message: z.string().nullish() });

/** The messages that matter here; the rest (sources, attachments, suggestions) says nothing of an outcome. */
const envelope = z.object({
  meta: z.object({ implementation: z.object({ name: z.string(), version: z.string().nullish() }).nullish() }).optional(),
  gherkinDocument: z.object({ uri: z.string().nullish(), feature: z.object({ name: z.string() }).nullish() }).optional(),
  pickle: z
    .object({
      id: z.string(),
      uri: z.string(),
      name: z.string(),
      location: z.object({ line: z.int().nonnegative() }).nullish().catch(null),
    })
    .optional(),
  parseError: z.object({ source: z.object({ uri: z.string().nullish() }).nullish() }).optional(),
  testRunStarted: z.object({ timestamp: time.nullish() }).optional(),
  testCase: z
    .object({ id: z.string(), pickleId: z.string(), testSteps: z.array(z.object({ id: z.string(), pickleStepId: z.string().nullish() })) })
    .optional(),
  testCaseStarted: z.object({ id: z.string(), testCaseId: z.string(), attempt: z.int().nonnegative().nullish() }).optional(),
  testStepFinished: z.object({ testCaseStartedId: z.string(), testStepId: z.string(), testStepResult: result }).optional(),
  testCaseFinished: z.object({ testCaseStartedId: z.string(), willBeRetried: z.boolean().nullish() }).optional(),
  testRunHookFinished: z.object({ result }).optional(),
  testRunFinished: z.object({ timestamp: time.nullish(), success: z.boolean().nullish() }).optional(),
});

type Envelope = z.output<typeof envelope>;

/**
 * Cucumber messages, one envelope a line (github.com/cucumber/messages). One test is one test case: a scenario, or one row of a scenario
 * outline; its last attempt decides. Scenarios that tags or names left out have no test case, and do not count.
 */
export const cucumberMessages = defineStreamReader({
  format: 'cucumber-messages',
  kind: 'tests',
  paths: 'working-directory',
  guide: {
    title: 'Cucumber messages',
    source: 'https://github.com/cucumber/messages',
    make: 'cucumber-js --format message:cucumber.ndjson',
    selectors: [
      { selector: '#Checkout/*', selects: 'the scenarios of a feature' },
      { selector: '#Checkout/amounts', selects: 'a scenario, or all rows of a scenario outline' },
      { selector: '@duration', selects: 'how long the run took' },
      { selector: '@flaky', selects: 'the scenarios that passed only after a retry' },
    ],
    unit: 'one scenario; each row of an outline is one',
    unproven:
      'a stream without `testRunFinished`; a run that says of itself that it failed while no scenario did; a failed `BeforeAll` or `AfterAll`',
  },
  unlike(opening) {
    if (!/^\s*\{"/.test(opening)) return 'is no stream of JSON objects';
    return /^\s*\{"meta":\s*\{[^\n]*"protocolVersion"\s*:/.test(opening) ? null : 'does not begin with a `meta` message';
  },
  start(context) {
    const run = new CucumberRun(context);
    return { line: (line, number) => run.take(line, number), end: () => run.report() };
  },
});

interface Scenario {
  readonly pickleId: string;
  /** What is to run: the id of each step, and whether it is a hook. */
  readonly steps: ReadonlyMap<string, { readonly isHook: boolean }>;
  /** Null until it started. */
  attempt: Attempt | null;
  /** The attempts before that one. */
  readonly before: Attempt[];
}

interface Attempt {
  readonly number: number;
  readonly outcomes: Map<string, StepOutcome>;
  isFinished: boolean;
}

class CucumberRun {
  readonly #context: ReaderContext;
  #tool: Tool | null = null;
  #started: z.output<typeof time> | null = null;
  #finished: Envelope['testRunFinished'];
  #failedHooks = 0;
  readonly #unreadable: string[] = [];
  readonly #features = new Map<string, string>();
  readonly #pickles = new Map<string, { readonly uri: string; readonly name: string; readonly line: number | undefined }>();
  readonly #scenarios = new Map<string, Scenario>();
  /** By the id of the attempt. */
  readonly #running = new Map<string, { readonly scenario: Scenario; readonly attempt: Attempt }>();

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  take(line: string, number: number): void {
    if (line.trim() === '') return;
    const message = checkShape(envelope, parseJson(line, this.#context.path, number), this.#context.path, number);
    const { meta, gherkinDocument, pickle, parseError, testRunStarted, testRunHookFinished, testRunFinished } = message;
    if (meta) this.#begin(meta.implementation ?? null, number);
    if (gherkinDocument?.feature) this.#features.set(gherkinDocument.uri ?? '', gherkinDocument.feature.name);
    if (pickle) this.#pickles.set(pickle.id, { uri: pickle.uri, name: pickle.name, line: pickle.location?.line });
    if (parseError) this.#unreadable.push(parseError.source?.uri ?? 'a feature file');
    if (testRunStarted) this.#started = testRunStarted.timestamp ?? null;
    if (testRunHookFinished && testRunHookFinished.result.status !== 'PASSED') this.#failedHooks += 1;
    this.#takeTest(message, number);
    if (testRunFinished) this.#finished = testRunFinished;
  }

  report(): TestsReport {
    const finished = this.#finished ?? this.#context.refuse('TRUNCATED', 'the stream has no message `testRunFinished`');
    const tests = numberRepeated([...this.#scenarios.values()].map((scenario) => this.#test(scenario)));
    const durationMs = finished.timestamp && this.#started ? milliseconds(finished.timestamp) - milliseconds(this.#started) : null;
    return {
      kind: 'tests',
      tool: this.#tool,
      partial: this.#partial(finished.success === true, tests),
      tests,
      unlisted: this.#unreadable,
      durationMs: durationMs !== null && durationMs >= 0 ? durationMs : null,
    };
  }

  #begin(implementation: { name: string; version?: string | null | undefined } | null, line: number): void {
    if (this.#tool !== null) this.#context.refuse('TWO_DOCUMENTS', 'a second run starts here', { line });
    this.#tool = { name: implementation?.name ?? 'cucumber', version: implementation?.version ?? null };
  }

  #takeTest({ testCase, testCaseStarted, testStepFinished, testCaseFinished }: Envelope, line: number): void {
    if (testCase) {
      const steps = new Map(testCase.testSteps.map(({ id, pickleStepId }) => [id, { isHook: pickleStepId == null }]));
      this.#scenarios.set(testCase.id, { pickleId: testCase.pickleId, steps, attempt: null, before: [] });
    }
    if (testCaseStarted) this.#start(testCaseStarted.id, testCaseStarted.testCaseId, testCaseStarted.attempt ?? 0, line);
    if (testStepFinished) {
      const { scenario, attempt } = this.#attemptOf(testStepFinished.testCaseStartedId, line);
      const step =
        scenario.steps.get(testStepFinished.testStepId) ?? this.#context.refuse('SHAPE', 'the step belongs to no test case', { line });
      const { status, duration, message } = testStepFinished.testStepResult;
      attempt.outcomes.set(testStepFinished.testStepId, {
        status,
        isHook: step.isHook,
        durationMs: duration ? milliseconds(duration) : null,
        message: message ?? null,
      });
    }
    if (testCaseFinished) {
      this.#attemptOf(testCaseFinished.testCaseStartedId, line).attempt.isFinished = true;
      this.#running.delete(testCaseFinished.testCaseStartedId);
    }
  }

  #start(id: string, testCaseId: string, number: number, line: number): void {
    const scenario =
      this.#scenarios.get(testCaseId) ?? this.#context.refuse('SHAPE', 'an attempt starts at a test case that is not there', { line });
    if (scenario.attempt !== null && scenario.attempt.number >= number)
      this.#context.refuse('SHAPE', 'the same attempt starts twice', { line });
    if (scenario.attempt !== null) scenario.before.push(scenario.attempt);
    const attempt = { number, outcomes: new Map(), isFinished: false };
    scenario.attempt = attempt;
    this.#running.set(id, { scenario, attempt });
  }

  #attemptOf(id: string, line: number): { readonly scenario: Scenario; readonly attempt: Attempt } {
    return this.#running.get(id) ?? this.#context.refuse('SHAPE', 'the message belongs to no attempt that runs', { line });
  }

  #test({ pickleId, steps, attempt, before }: Scenario): TestCase {
    const pickle =
      this.#pickles.get(pickleId) ?? this.#context.refuse('SHAPE', `no pickle has the id ${JSON.stringify(pickleId.slice(0, 80))}`);
    const path = [this.#features.get(pickle.uri) ?? pickle.uri, pickle.name];
    const outcomes = [...steps.entries()].map(([id, { isHook }]) => attempt?.outcomes.get(id) ?? missing(isHook));
    if (attempt?.isFinished !== true) outcomes.push(missing(false));
    return scenarioTest(path, { file: pickle.uri, line: pickle.line }, outcomes, {
      attempts: (attempt?.number ?? 0) + 1,
      before: before.map((each) => [...each.outcomes.values()]),
    });
  }

  #partial(success: boolean, tests: readonly TestCase[]): Partial[] {
    const unexplained = !success && this.#failedHooks === 0 && tests.every(({ status }) => status !== 'failed') ? 1 : 0;
    const count = this.#failedHooks + unexplained;
    return count === 0 ? [] : [{ code: 'tool-errors', count }];
  }
}

/** A step that was to run and has no result, or a scenario that never ended. */
function missing(isHook: boolean): StepOutcome {
  return { status: 'without a result', isHook, durationMs: null, message: null };
}

function milliseconds({ seconds, nanos }: z.output<typeof time>): number {
  return seconds * 1000 + nanos / 1e6;
}
