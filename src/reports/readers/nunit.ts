import { placeInDotnetStack } from '../families/stack-place.ts';
import { defineXmlReader, type ReaderContext } from '../reader.ts';
import type { Partial, TestCase, TestsReport } from '../report.ts';
import { Excerpt } from '../text/excerpt.ts';
import { countAttribute, secondsAttribute } from '../text/xml-attributes.ts';
import type { XmlElement, XmlHandler } from '../text/xml-reader.ts';

/**
 * NUnit's XML: version 3 and 4 (`test-run`, https://docs.nunit.org/articles/nunit/technical-notes/usage/Test-Result-XML-Format.html) and
 * version 2 (`test-results`). One test is one `test-case`. A suite that failed while none of its tests did, such as in its tear-down or
 * because it could not be loaded, is one more, failed. What ended with a warning or inconclusive is skipped, as NUnit's adaptor has it.
 */
export const nunit = defineXmlReader({
  format: 'nunit',
  kind: 'tests',
  guide: {
    title: 'NUnit XML',
    source: 'https://docs.nunit.org/articles/nunit/technical-notes/usage/Test-Result-XML-Format.html',
    make: 'dotnet test --logger "nunit;LogFilePath=nunit.xml"',
    selectors: [
      { selector: '#Shop.Tests.CheckoutTests', selects: 'the tests of a class' },
      { selector: '#Shop.Tests.*/Pays*', selects: 'the tests whose class and name match' },
      { selector: '@duration', selects: 'how long the run took' },
    ],
    unit: 'one test case; a suite that failed by itself counts as one more',
    unproven: 'declared counts that differ from the test cases; a run that failed while nothing in it did',
  },
  unlike({ name, attributes }) {
    if (name !== 'test-run' && name !== 'test-results')
      return `has the root \`${name.slice(0, 40)}\`, not \`test-run\` or \`test-results\``;
    return /\btotal\s*=/.test(attributes) ? null : `has a \`${name}\` without \`total\``;
  },
  start(context) {
    const run = new NunitRun(context);
    return { handler: run, end: () => run.report() };
  },
});

interface Suite {
  readonly name: string;
  readonly line: number;
  readonly isFailed: boolean;
  /** Failed tests and suites within it, so far. */
  failures: number;
  message: string;
}

interface Case {
  readonly element: XmlElement;
  readonly status: TestCase['status'];
  message: string;
  readonly stack: Excerpt;
  readonly output: Excerpt;
}

class NunitRun implements XmlHandler {
  readonly #context: ReaderContext;
  readonly #tests: TestCase[] = [];
  readonly #suites: Suite[] = [];
  #root: XmlElement | null = null;
  #test: Case | null = null;
  #isFiltered = false;
  #version: string | null = null;
  /** Test cases by status, without the suites that count as one. */
  readonly #listed = { passed: 0, failed: 0, skipped: 0 };
  #suiteTime = 0;

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  open(element: XmlElement, path: readonly string[]): void {
    const { name, attributes, line } = element;
    if (path.length === 1) {
      this.#root = element;
      this.#suites.push({ name: '', line, isFailed: isFailed(element), failures: 0, message: '' });
    } else if (name === 'test-suite') {
      if (this.#suites.length === 1) this.#suiteTime += secondsAttribute(element, 'time', this.#context) ?? 0;
      this.#suites.push({
        name: attributes['fullname'] ?? attributes['name'] ?? '',
        line,
        isFailed: isFailed(element),
        failures: 0,
        message: '',
      });
    } else if (name === 'test-case') {
      this.#test = { element, status: statusOf(element), message: '', stack: new Excerpt(), output: new Excerpt() };
    } else if (name === 'environment') {
      this.#version = attributes['framework-version'] ?? attributes['nunit-version'] ?? null;
    } else if (path[1] === 'filter' && path.length > 2) this.#isFiltered = true;
  }

  text(text: string, path: readonly string[]): void {
    if (path.at(-1) === 'stack-trace' && path.at(-3) === 'test-case') this.#test?.stack.add(text);
    if (path.at(-1) === 'output' && path.at(-2) === 'test-case') this.#test?.output.add(text);
    if (path.at(-1) !== 'message') return;
    const owner = path.at(-3) === 'test-case' ? this.#test : path.at(-3) === 'test-suite' ? this.#suites.at(-1) : null;
    if (owner != null) owner.message += text;
  }

  close(name: string): void {
    if (name === 'test-case' && this.#test !== null) this.#endTest(this.#test);
    else if (name === 'test-suite') this.#endSuite();
  }

  report(): TestsReport {
    const [root] = this.#suites;
    const element = this.#root;
    if (root === undefined || element === null) return this.#context.refuse('SHAPE', 'the document has no run');
    const partial = element.name === 'test-run' ? this.#partialOfVersion3(element) : this.#partialOfVersion2(element);
    if (root.isFailed && root.failures === 0) partial.push({ code: 'tool-errors', count: 1 });
    const durationMs = element.name === 'test-run' ? secondsAttribute(element, 'duration', this.#context) : this.#suiteTime;
    return { kind: 'tests', tool: { name: 'nunit', version: this.#version }, partial, tests: this.#tests, unlisted: [], durationMs };
  }

  #endTest({ element, status, message, stack, output }: Case): void {
    const seconds = secondsAttribute(element, 'duration', this.#context) ?? secondsAttribute(element, 'time', this.#context);
    this.#tests.push({
      name: testPath(element).join('/'),
      status,
      durationMs: seconds,
      attempts: 1,
      flaky: false,
      message: message.trim() === '' ? null : message.trim(),
      path: testPath(element),
      place: placeInDotnetStack(stack.text() ?? ''),
      output: status === 'failed' ? (output.text() ?? undefined) : undefined,
    });
    this.#listed[status] += 1;
    const suite = this.#suites.at(-1);
    if (suite !== undefined && status === 'failed') suite.failures += 1;
    this.#test = null;
  }

  #endSuite(): void {
    const suite = this.#suites.pop();
    const outer = this.#suites.at(-1);
    if (suite === undefined || outer === undefined) return;
    outer.failures += suite.failures;
    if (!suite.isFailed || suite.failures > 0) return;
    outer.failures += 1;
    this.#tests.push({
      name: suite.name,
      status: 'failed',
      durationMs: null,
      attempts: 1,
      flaky: false,
      message: suite.message.trim() === '' ? null : suite.message.trim(),
      path: [suite.name],
      standsFor: 'suite',
    });
  }

  #partialOfVersion3(root: XmlElement): Partial[] {
    const { passed, failed, skipped } = this.#listed;
    const listed = passed + failed + skipped;
    const declared = (name: string) => countAttribute(root, name, this.#context);
    const cases = this.#isFiltered ? null : declared('testcasecount');
    return [
      ...differing('tests', Math.max(declared('total') ?? 0, cases ?? 0), listed, (stated) => stated > listed),
      ...differing('passed tests', declared('passed'), passed),
      ...differing('failed tests', declared('failed'), failed),
    ];
  }

  /** `total` counts what ran, and `not-run` the rest; which words are within them differs by version. */
  #partialOfVersion2(root: XmlElement): Partial[] {
    const { passed, failed, skipped } = this.#listed;
    const declared = (name: string) => countAttribute(root, name, this.#context) ?? 0;
    const listed = passed + failed + skipped;
    const failures = declared('failures') + declared('errors') + declared('invalid');
    return [
      ...differing('tests', declared('total') + declared('not-run'), listed, (stated) => stated > listed),
      ...differing('failures', failures, failed, (stated) => stated > failed),
    ];
  }
}

function differing(
  what: string,
  declared: number | null,
  listed: number,
  differs: (declared: number) => boolean = (stated) => stated !== listed,
): Partial[] {
  return declared !== null && differs(declared) ? [{ code: 'declared-differs', what, declared, listed }] : [];
}

/** A suite that does not say that it went well did not. The root of version 2 says nothing of it. */
function isFailed({ name, attributes: { result, executed, success } }: XmlElement): boolean {
  if (success !== undefined && success.toLowerCase() !== 'true') return true;
  if (result !== undefined) return wordOf(result) === 'failed';
  return success === undefined && executed?.toLowerCase() !== 'false' && name !== 'test-results';
}

function statusOf({ attributes: { result, executed, success } }: XmlElement): TestCase['status'] {
  if (result !== undefined) {
    const status = wordOf(result);
    return status === 'passed' && success?.toLowerCase() === 'false' ? 'failed' : status;
  }
  if (executed?.toLowerCase() === 'false') return 'skipped';
  return success?.toLowerCase() === 'true' ? 'passed' : 'failed';
}

/** The words of both versions. */
function wordOf(result: string): TestCase['status'] {
  switch (result) {
    case 'Passed':
    case 'Success':
      return 'passed';
    case 'Skipped':
    case 'Ignored':
    case 'Explicit':
    case 'Inconclusive':
    case 'Warning':
      return 'skipped';
    default:
      return 'failed';
  }
}

/** Class and name. Version 2 has the full name alone: its class ends at the last dot before the arguments. */
function testPath({ attributes: { classname = '', name = '', fullname = '' } }: XmlElement): string[] {
  if (classname !== '') return [classname, name];
  const full = fullname === '' ? name : fullname;
  const dot = (/^[^("]*/.exec(full)?.[0] ?? '').lastIndexOf('.');
  return dot === -1 ? [full] : [full.slice(0, dot), full.slice(dot + 1)];
}
