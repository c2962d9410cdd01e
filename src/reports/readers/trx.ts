import { placeInDotnetStack } from '../families/stack-place.ts';
import { defineXmlReader, type ReaderContext } from '../reader.ts';
import type { Partial, TestCase, TestsReport } from '../report.ts';
import { Excerpt } from '../text/excerpt.ts';
import { countAttribute } from '../text/xml-attributes.ts';
import type { XmlElement, XmlHandler } from '../text/xml-reader.ts';

/**
 * TRX, the results of Visual Studio's test platform (`vstst.xsd`, and `TrxLogger` of github.com/microsoft/vstest). One test is one result
 * that holds no others: each row of a data-driven test is one.
 */
export const trx = defineXmlReader({
  format: 'trx',
  kind: 'tests',
  guide: {
    title: 'TRX (Visual Studio test results)',
    source: 'https://github.com/microsoft/vstest/tree/main/src/Microsoft.TestPlatform.Extensions.TrxLogger',
    make: 'dotnet test --logger "trx;LogFileName=tests.trx"',
    selectors: [
      { selector: '#Shop.Tests.CheckoutTests', selects: 'the tests of a class' },
      { selector: '#Shop.Tests.*/Pays*', selects: 'the tests whose class and name match' },
      { selector: '@duration', selects: 'how long the run took' },
    ],
    unit: 'one result; each row of a data-driven test is one',
    unproven: 'a run that was aborted, or that names an error of its own in `RunInfos`; counters that differ from the results',
  },
  unlike({ name, attributes }) {
    if (name !== 'TestRun') return `has the root \`${name.slice(0, 40)}\`, not \`TestRun\``;
    return /xmlns\s*=\s*["']http:\/\/microsoft\.com\/schemas\/VisualStudio\/TeamTest\/20\d\d["']/.test(attributes)
      ? null
      : 'has a `TestRun` of another namespace';
  },
  start(context) {
    const run = new TrxRun(context);
    return { handler: run, end: () => run.report() };
  },
});

interface Result {
  readonly testId: string;
  readonly name: string;
  readonly status: TestCase['status'];
  readonly durationMs: number | null;
  message: string;
  readonly stack: Excerpt;
  readonly output: Excerpt;
  /** Results within this one. */
  inner: number;
  innerFailed: number;
}

interface Counts {
  total: number;
  passed: number;
}

class TrxRun implements XmlHandler {
  readonly #context: ReaderContext;
  readonly #open: Result[] = [];
  readonly #listed: Result[] = [];
  /** Declared counters may count outer results, inner ones, or both. */
  readonly #counts = { leaf: { total: 0, passed: 0 }, outer: { total: 0, passed: 0 }, all: { total: 0, passed: 0 } };
  readonly #classes = new Map<string, string>();
  #unitTest: string | null = null;
  #declared: { readonly total: number; readonly passed: number } | null = null;
  #outcome: string | null = null;
  /** The text of an open `RunInfo` that is an error. */
  #runInfo: string | null = null;
  #runErrors = 0;
  /** Errors of the run that are the words of failed tests. */
  #runFailures = 0;
  #durationMs: number | null = null;

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  open(element: XmlElement, path: readonly string[]): void {
    const { name, attributes } = element;
    const parent = path.at(-2);
    if (parent === 'Results' || parent === 'InnerResults') this.#open.push(this.#result(element));
    else if (name === 'UnitTest') this.#unitTest = attributes['id'] ?? null;
    else if (name === 'TestMethod' && this.#unitTest !== null)
      this.#classes.set(this.#unitTest, (attributes['className'] ?? '').split(',')[0]?.trim() ?? '');
    else if (name === 'Times') this.#durationMs = span(attributes['start'], attributes['finish']);
    else if (name === 'ResultSummary') this.#outcome = attributes['outcome'] ?? '';
    else if (name === 'RunInfo') this.#runInfo = attributes['outcome'] === 'Warning' || attributes['outcome'] === 'Passed' ? null : '';
    else if (name === 'Counters') this.#declare(element);
  }

  text(text: string, path: readonly string[]): void {
    if (this.#runInfo !== null && path.at(-1) === 'Text') this.#runInfo += text;
    const result = this.#open.at(-1);
    if (result !== undefined && path.at(-1) === 'Message' && path.at(-2) === 'ErrorInfo') result.message += text;
    else if (path.at(-1) === 'StackTrace') result?.stack.add(text);
    else if (path.at(-1) === 'StdOut' || path.at(-1) === 'StdErr') result?.output.add(text);
  }

  close(name: string, path: readonly string[]): void {
    if (name === 'RunInfo' && this.#runInfo !== null) {
      if (failureOfXunit.test(this.#runInfo.trim())) this.#runFailures += 1;
      else this.#runErrors += 1;
      this.#runInfo = null;
    }
    const parent = path.at(-2);
    if (parent !== 'Results' && parent !== 'InnerResults') return;
    const result = this.#open.pop();
    if (result === undefined) return;
    const isLeaf = result.inner === 0;
    // An outer result that failed by itself, such as in its clean-up, is a failure that no inner one shows.
    if (isLeaf || (result.status === 'failed' && result.innerFailed === 0)) this.#listed.push(result);
    const outer = this.#open.at(-1);
    if (outer !== undefined) {
      outer.inner += 1;
      if (result.status === 'failed' || result.innerFailed > 0) outer.innerFailed += 1;
    }
    count(this.#counts.all, result);
    if (isLeaf) count(this.#counts.leaf, result);
    if (parent === 'Results') count(this.#counts.outer, result);
  }

  report(): TestsReport {
    if (this.#outcome === null) this.#context.refuse('SHAPE', 'the run has no `ResultSummary`: it did not come to its end');
    const tests = this.#listed.map((result) => this.#test(result));
    return { kind: 'tests', tool: null, partial: this.#partial(tests), tests, unlisted: [], durationMs: this.#durationMs };
  }

  #result(element: XmlElement): Result {
    const { testId = '', testName = '', outcome = '' } = element.attributes;
    return {
      testId,
      name: testName,
      status: statusOf(outcome),
      durationMs: this.#duration(element),
      message: '',
      stack: new Excerpt(),
      output: new Excerpt(),
      inner: 0,
      innerFailed: 0,
    };
  }

  #duration({ attributes: { duration = '' }, line }: XmlElement): number | null {
    if (duration === '') return null;
    const parts = /^(?:(\d{1,6})\.)?(\d{1,2}):(\d{2}):(\d{2}(?:\.\d{1,9})?)$/.exec(duration);
    if (parts === null)
      return this.#context.refuse('NUMBER', `duration=${JSON.stringify(duration.slice(0, 40))} is no span of time`, { line });
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
    return Math.round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1e7) / 1e4;
  }

  #declare(element: XmlElement): void {
    const total = countAttribute(element, 'total', this.#context);
    const passed = countAttribute(element, 'passed', this.#context);
    if (total === null || passed === null) this.#context.refuse('SHAPE', '`Counters` has no `total` and `passed`', { line: element.line });
    this.#declared = { total, passed };
  }

  #test({ testId, name, status, durationMs, message, stack, output }: Result): TestCase {
    const className = this.#classes.get(testId) ?? '';
    // Some adaptors name the class in the test's name too.
    const own = className !== '' && name.startsWith(`${className}.`) ? name.slice(className.length + 1) : name;
    const path = className === '' ? [own] : [className, own];
    return {
      name: path.join('/'),
      status,
      durationMs,
      attempts: 1,
      flaky: false,
      message: message.trim() === '' ? null : message.trim(),
      path,
      place: placeInDotnetStack(stack.text() ?? ''),
      output: status === 'failed' ? (output.text() ?? undefined) : undefined,
    };
  }

  #partial(tests: readonly TestCase[]): Partial[] {
    const partial: Partial[] = [];
    const declared = this.#declared;
    if (
      declared !== null &&
      !Object.values(this.#counts).some(({ total, passed }) => total === declared.total && passed === declared.passed)
    ) {
      const { total, passed } = this.#counts.leaf;
      if (total === declared.total)
        partial.push({ code: 'declared-differs', what: 'passed tests', declared: declared.passed, listed: passed });
      else partial.push({ code: 'declared-differs', what: 'tests', declared: declared.total, listed: total });
    }
    const failed = tests.filter(({ status }) => status === 'failed').length;
    const isExplained = failed > 0;
    const isBroken =
      !['Completed', 'Passed', 'Failed', 'Warning'].includes(this.#outcome ?? '') || (this.#outcome === 'Failed' && !isExplained);
    const unexplained = this.#runErrors + Math.max(0, this.#runFailures - failed);
    const errors = unexplained + (isBroken && unexplained === 0 ? 1 : 0);
    if (errors > 0) partial.push({ code: 'tool-errors', count: errors });
    return partial;
  }
}

/** What xUnit's runner prints of a test that failed (`VsExecutionSink` of github.com/xunit/visualstudio.xunit) stands as an error of the run. */
const failureOfXunit = /^\[xUnit\.net [\d:.]+\]\s.*\[FAIL\]$/s;

/** A result without an outcome is an error: that is the word which the schema leaves out. */
function statusOf(outcome: string): TestCase['status'] {
  if (outcome === 'Passed') return 'passed';
  return outcome === 'NotExecuted' || outcome === 'Inconclusive' ? 'skipped' : 'failed';
}

function count(counts: Counts, { status }: Result): void {
  counts.total += 1;
  if (status === 'passed') counts.passed += 1;
}

function span(start: string | undefined, finish: string | undefined): number | null {
  const duration = Date.parse(finish ?? '') - Date.parse(start ?? '');
  return duration >= 0 ? duration : null;
}
