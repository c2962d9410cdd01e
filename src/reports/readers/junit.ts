import { placeInStack } from '../families/stack-place.ts';
import { defineXmlReader, type ReaderContext } from '../reader.ts';
import type { CodePlace, Partial, TestAttempt, TestCase, TestsReport } from '../report.ts';
import { copyOf, Excerpt, maxExcerptsLength } from '../text/excerpt.ts';
import { maxTests } from '../text/text-limits.ts';
import { countAttribute } from '../text/xml-attributes.ts';
import type { XmlElement, XmlHandler } from '../text/xml-reader.ts';

/**
 * JUnit XML in its many dialects. No standard defines it: Ant's writer began it, https://github.com/testmoapp/junitxml describes what is
 * common, and Surefire's schema (`surefire-test-report.xsd`) the elements for reruns. One test is one `testcase`; an error or a failure in it
 * comes before that it was skipped.
 *
 * What a suite declares is held against what it lists: fewer tests, failures or skipped ones than declared make the report a part. Tools that
 * add a case for what they do not count as a test (a file that does not load, a hook) list more; such a case has failed or was skipped.
 * pytest lists a test that it counts once for each attempt at it (pytest-rerunfailures), and counts passed subtests, which it does not list
 * (`_pytest/junitxml.py` counts each report). Surefire counts the tests of its last rerun (`StatelessXmlReporter` writes the statistics of
 * the last run). A linter that found nothing writes one passed test, which says nothing of what it looked at.
 */
export const junit = defineXmlReader({
  format: 'junit',
  kind: 'tests',
  guide: {
    title: 'JUnit XML',
    source: 'https://github.com/testmoapp/junitxml',
    make: 'pytest --junitxml=junit.xml',
    selectors: [
      { selector: '#tests.test_login.*', selects: 'the tests of a module or class; names are `classname/name`' },
      { selector: '#*user_can_sign_in*', selects: 'the tests whose class or name matches' },
      { selector: '@duration', selects: 'the time that the root states, or its suites together' },
      { selector: '@flaky', selects: 'the tests that failed and then passed, where the tool says so (Surefire, pytest-rerunfailures)' },
    ],
    unit: 'one test case',
    unproven:
      'counts that differ from the test cases; one passed test by which a linter says that it found nothing; a suite that declares tests and lists none, or that has no name and no test; a class or file that could not be loaded',
  },
  unlike({ name, attributes }) {
    if (name !== 'testsuites' && name !== 'testsuite') return `has the root \`${name.slice(0, 40)}\`, not \`testsuites\` or \`testsuite\``;
    return attributes.includes('check.sourceforge.net') ? 'has the test suites of Check, another format' : null;
  },
  start(context) {
    const run = new JunitRun(context);
    return { handler: run, end: () => run.report() };
  },
});

const differences = ['tests', 'failures and errors', 'skipped tests'] as const;
type Difference = (typeof differences)[number];

interface Suite {
  readonly element: XmlElement;
  readonly name: string;
  readonly declared: { readonly tests: number | null; readonly failed: number; readonly skipped: number };
  readonly isOfPytest: boolean;
  readonly isOfSurefire: boolean;
  /** How many tests were listed before it. */
  readonly start: number;
  /** Test cases that stand directly in it. */
  direct: number;
  /** Test cases in it and in the suites within it. */
  listed: number;
  failed: number;
  /** Elements `failure` and `error`: some tools count each of a test. */
  failures: number;
  skipped: number;
  /** Tests that were run again. */
  rerun: number;
  /** The times of the suites within it, null where one states none; of its cases, null where none states one. */
  suitesMs: number | null;
  casesMs: number | null;
  hasSuites: boolean;
  /** Each suite directly within it counts what it lists. */
  isSound: boolean;
  readonly differences: Map<Difference, { declared: number; listed: number }>;
}

interface Case {
  readonly element: XmlElement;
  failures: number;
  isSkipped: boolean;
  reruns: number;
  readonly message: Excerpt;
  readonly skipReason: Excerpt;
  readonly output: Excerpt;
  /** What each attempt before said. */
  readonly retries: Excerpt[];
}

class JunitRun implements XmlHandler {
  readonly #context: ReaderContext;
  readonly #tests: TestCase[] = [];
  readonly #unlisted: string[] = [];
  readonly #suites: Suite[] = [];
  #root: Suite | null = null;
  #messagesLength = 0;
  #case: Case | null = null;
  /** Ginkgo says so of a run with `--dry-run`, whose tests all passed. */
  #isDryRun = false;

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  open(element: XmlElement, path: readonly string[]): void {
    const { name, line } = element;
    if (name === 'testcase') {
      if (path.at(-2) !== 'testsuite' && path.at(-2) !== 'testsuites')
        this.#context.refuse('SHAPE', `a testcase stands in a \`${path.at(-2)?.slice(0, 40)}\``, { line });
      this.#case = caseOf(element);
    } else if (name === 'testsuite' || name === 'testsuites') this.#openSuite(element);
    else if (path.at(-2) === 'testcase') this.#openOutcome(element);
    else if (name === 'property' && element.attributes['name'] === 'DryRun') this.#isDryRun ||= element.attributes['value'] === 'true';
    else if (outcomeOf(name) === 'failed' && path.at(-2)?.startsWith('testsuite')) {
      // A suite that failed of itself.
      this.#case = { ...caseOf({ name, line, attributes: { name: this.#suites.at(-1)?.name ?? '' } }), failures: 1 };
      this.#case.message.add(element.attributes['message'] ?? '');
    }
  }

  text(text: string, path: readonly string[]): void {
    const open = this.#case;
    if (open === null) return;
    const name = path.at(-1) ?? '';
    const outcome = outcomeOf(name);
    if (outcome === 'failed') open.message.add(text);
    else if (outcome === 'skipped') open.skipReason.add(text);
    else if (outcome === 'rerun' || name === 'stackTrace') open.retries.at(-1)?.add(text);
    else if (name === 'system-out' || name === 'system-err') open.output.add(text);
  }

  close(name: string, path: readonly string[]): void {
    if (name === 'testsuite' || name === 'testsuites') this.#closeSuite();
    else if (name === 'testcase') this.#closeCase();
    else if (outcomeOf(name) === 'failed' && path.at(-2) !== 'testcase' && this.#case?.element.name === name) this.#closeFailureOfSuite();
  }

  report(): TestsReport {
    const root = this.#root ?? this.#context.refuse('SHAPE', 'the document has no test suite');
    const differing = differences.flatMap((what): Partial[] => {
      const difference = root.differences.get(what);
      return difference === undefined ? [] : [{ code: 'declared-differs', what, ...difference }];
    });
    const partial: Partial[] = [
      ...differing,
      ...(isWordOfLinter(this.#tests) ? [{ code: 'names-nothing' } as const] : []),
      ...(this.#isDryRun ? [{ code: 'dry-run' } as const] : []),
    ];
    return {
      kind: 'tests',
      tool: null,
      partial,
      tests: this.#tests,
      unlisted: [...new Set(this.#unlisted)],
      durationMs: durationOf(root, this.#context),
    };
  }

  #openSuite(element: XmlElement): void {
    const count = (...names: string[]) => names.reduce((sum, name) => sum + (countAttribute(element, name, this.#context) ?? 0), 0);
    const outer = this.#suites.at(-1);
    if (outer) outer.hasSuites = true;
    const suite: Suite = {
      element,
      name: copyOf(element.attributes['name'] ?? ''),
      declared: {
        tests: countsAssertions(element) ? null : countAttribute(element, 'tests', this.#context),
        failed: count('failures', 'errors'),
        skipped: count('skipped', 'skip', 'skips', 'disabled'),
      },
      isOfPytest: element.attributes['name'] === 'pytest' || outer?.element.attributes['name'] === 'pytest tests',
      isOfSurefire: Object.values(element.attributes).some((value) => value.includes('/maven-surefire-plugin/')),
      start: this.#tests.length,
      direct: 0,
      listed: 0,
      failed: 0,
      failures: 0,
      skipped: 0,
      rerun: 0,
      suitesMs: 0,
      casesMs: null,
      hasSuites: false,
      isSound: true,
      differences: new Map(),
    };
    this.#suites.push(suite);
    this.#root ??= suite;
  }

  #closeSuite(): void {
    const suite = this.#suites.pop();
    if (suite === undefined) return;
    if (suite.isOfPytest) this.#joinAttempts(suite);
    this.#compare(suite);
    this.#noteUnlisted(suite);
    const outer = this.#suites.at(-1);
    if (outer === undefined) return;
    outer.listed += suite.listed;
    outer.failed += suite.failed;
    outer.failures += suite.failures;
    outer.skipped += suite.skipped;
    const time = durationOf(suite, this.#context);
    outer.suitesMs = outer.suitesMs === null || time === null ? null : outer.suitesMs + time;
    outer.casesMs = added(outer.casesMs, suite.casesMs);
    if (suite.differences.size > 0 || suite.declared.tests === null) outer.isSound = false;
    for (const [what, { declared, listed }] of suite.differences) {
      const before = outer.differences.get(what);
      outer.differences.set(what, { declared: declared + (before?.declared ?? 0), listed: listed + (before?.listed ?? 0) });
    }
  }

  /**
   * Of the attempts at a test none but the last has an outcome. A test whose tear-down failed after the test itself is also listed twice and
   * counted once.
   */
  #joinAttempts(suite: Suite): void {
    const { declared, direct, hasSuites, start } = suite;
    if (hasSuites || declared.tests === null || direct <= declared.tests || this.#tests.length - start !== direct) return;
    const casesOf = Map.groupBy(this.#tests.slice(start), ({ name }) => name);
    if (casesOf.size !== declared.tests) return;
    const joined = [...casesOf.values()].flatMap((cases) => joinedCase(cases) ?? []);
    this.#tests.length = start;
    for (const test of joined) this.#tests.push(test);
    suite.direct = joined.length;
    suite.listed = joined.length;
    suite.failed = joined.filter(({ status }) => status === 'failed').length;
  }

  /** A difference of a suite stands for those of the suites within it. */
  #compare(suite: Suite): void {
    const { declared, differences, listed } = suite;
    if (declared.tests !== null && !accountsFor(suite, declared.tests)) differences.set('tests', { declared: declared.tests, listed });
    if (declared.failed > suite.failures) differences.set('failures and errors', { declared: declared.failed, listed: suite.failures });
    if (declared.skipped > suite.skipped) differences.set('skipped tests', { declared: declared.skipped, listed: suite.skipped });
  }

  /** Suites whose tests are not all there to be selected. */
  #noteUnlisted({ element, name, declared, direct, listed, failed, hasSuites }: Suite): void {
    const isLost = listed === 0 && ((declared.tests ?? 0) > 0 || declared.failed > 0);
    // What gotestsum makes of a build that failed.
    const isNameless = element.name === 'testsuite' && element.attributes['name'] === '' && listed === 0 && !hasSuites;
    const hasUncounted = !hasSuites && failed > 0 && declared.tests !== null && direct > declared.tests;
    if (isLost || isNameless || hasUncounted) this.#unlisted.push(name === '' ? 'a suite without a name' : name);
  }

  #openOutcome({ name, attributes }: XmlElement): void {
    const open = this.#case;
    if (open === null) return;
    const outcome = outcomeOf(name);
    // What CTest could not start has failed by its own summary.
    const isUnstarted = outcome === 'skipped' && attributes['message'] === 'Unable to find executable';
    if (outcome === 'failed' || isUnstarted) {
      open.failures += 1;
      const { message } = attributes;
      if (message) open.message.add(`${message}\n`);
    } else if (outcome === 'skipped') {
      open.isSkipped = true;
      if (attributes['message']) open.skipReason.add(`${attributes['message']}\n`);
    } else if (outcome === 'rerun') {
      open.reruns += 1;
      const said = new Excerpt();
      if (attributes['message']) said.add(`${attributes['message']}\n`);
      open.retries.push(said);
    }
  }

  #closeCase(): void {
    const test = this.#case;
    const suite = this.#suites.at(-1);
    if (test === null || suite === undefined) return;
    this.#case = null;
    const { attributes } = test.element;
    const stated = worstOf([attributes['status'], attributes['result']].map(statusStated));
    const status =
      test.failures > 0 || stated === 'failed'
        ? 'failed'
        : test.isSkipped || stated === 'skipped'
          ? 'skipped'
          : stated === 'unknown'
            ? 'failed'
            : 'passed';
    const durationMs = timeOf(test.element, this.#context);
    const message =
      status === 'failed' ? (test.message.text() ?? statedWord(attributes)) : status === 'skipped' ? test.skipReason.text() : null;
    const retries = test.retries.map((said): TestAttempt => ({ message: said.text(), durationMs: null }));
    const isWhole = status === 'failed' && hidesTests(attributes, suite.name, message);
    this.#add({
      name: nameOf(test.element, suite),
      status,
      durationMs,
      attempts: test.reruns + 1,
      flaky: status === 'passed' && test.reruns > 0,
      message,
      path: this.#pathOf(test.element),
      place: placeOf(test.element, this.#suites, message ?? ''),
      ...(retries.length > 0 ? { retries } : {}),
      ...(status === 'failed' || retries.length > 0 ? { output: test.output.text() ?? undefined } : {}),
      ...(isWhole ? { standsFor: 'suite' } : {}),
    });
    suite.direct += 1;
    suite.listed += 1;
    if (test.reruns > 0) suite.rerun += 1;
    suite.failures += test.failures > 0 ? test.failures : status === 'failed' ? 1 : 0;
    if (status === 'failed') suite.failed += 1;
    if (test.isSkipped || stated === 'skipped') suite.skipped += 1;
    suite.casesMs = added(suite.casesMs, durationMs);
    if (isWhole) this.#unlisted.push(copyOf(attributes['classname'] || attributes['name'] || suite.name));
  }

  #closeFailureOfSuite(): void {
    const suite = this.#suites.at(-1);
    const failure = this.#case;
    this.#case = null;
    if (suite === undefined || failure === null) return;
    this.#add({
      name: nameOf(failure.element, suite),
      status: 'failed',
      durationMs: null,
      attempts: 1,
      flaky: false,
      message: failure.message.text(),
      path: [suite.name === '' ? 'a suite without a name' : suite.name],
      standsFor: 'suite',
    });
    this.#unlisted.push(suite.name === '' ? 'a suite without a name' : suite.name);
    suite.failures += 1;
  }

  /** Class and name; of Node.js, which calls each class `test` or joins its suites by dots, the suites and the name. */
  #pathOf({ attributes: { classname = '', name = '' } }: XmlElement): string[] {
    const suites = this.#suites.flatMap(({ element, name: title }) => (element.name === 'testsuites' ? [] : title));
    const isUnnamed = (classname === 'test' || classname === 'suite') && this.#suites[0]?.element.name === 'testsuites';
    const above = isUnnamed || classname === suites.join('.') ? suites : [copyOf(classname)];
    const path = [...above, copyOf(name)].filter((part) => part !== '');
    return path.length > 0 ? path : [this.#suites.at(-1)?.name || 'a test without a name'];
  }

  #add(test: TestCase): void {
    const said = [test.message, test.output, ...(test.retries ?? []).map(({ message }) => message)];
    this.#messagesLength += said.reduce((sum, text) => sum + (text?.length ?? 0), 0);
    const isFull = this.#messagesLength > maxExcerptsLength;
    this.#tests.push(isFull ? { ...test, message: null, output: undefined, retries: undefined } : test);
    if (this.#tests.length > maxTests) this.#context.refuse('TOO_LARGE', `the file lists more than ${maxTests} tests`);
  }
}

/** The cases of one test: it failed where one of them did, and the last says how it ended. */
function joinedCase(cases: readonly TestCase[]): TestCase | null {
  const last = cases.at(-1);
  if (last === undefined) return null;
  const end = cases.find(({ status }) => status === 'failed') ?? last;
  const attempts = cases.filter((test) => test === end || test.status === 'passed').length;
  const retries = cases.slice(0, attempts - 1).map(({ message, durationMs }): TestAttempt => ({ message, durationMs }));
  return { ...end, attempts, flaky: end.status === 'passed' && attempts > 1, ...(retries.length > 0 ? { retries } : {}) };
}

/** Of a suite of Catch2 or doctest `tests` is the number of its assertions. */
function countsAssertions({ name, attributes }: XmlElement): boolean {
  return name === 'testsuite' && (attributes['doctest_version'] !== undefined || attributes['hostname'] === 'tbd');
}

/** Whether a suite lists what it declares, or more in a way that hides nothing. */
function accountsFor(suite: Suite, declared: number): boolean {
  const { element, listed, direct, failed, skipped, rerun, hasSuites, isSound } = suite;
  if (declared > listed)
    return suite.isOfPytest && suite.declared.failed === suite.failures && suite.declared.skipped === skipped && listed > 0;
  if (suite.isOfSurefire && rerun > 0 && declared <= rerun) return true;
  if (declared === listed || (declared === direct && direct > 0)) return true;
  // Newman's root counts scripts, its suites count what they list.
  if (element.name === 'testsuites' && hasSuites && isSound) return true;
  return listed - declared <= failed + skipped;
}

/** The one test by which linters say that they found nothing: ruff, ansible-lint, cppcheck, cpplint, PHPStan, Psalm, mypy and others. */
function isWordOfLinter(tests: readonly TestCase[]): boolean {
  const [test, ...others] = tests;
  if (test === undefined || others.length > 0 || test.status !== 'passed') return false;
  const parts = test.name
    .toLowerCase()
    .split('/')
    .map((part) => part.trim());
  const [word = ''] = parts;
  return (
    nothingFound.test(parts.at(-1) ?? '') ||
    parts.every((part) => linters.test(part)) ||
    (parts.length === 1 && /^(?:passed|success|ok)$/.test(word))
  );
}

const nothingFound =
  /^(?:(?:there (?:are|were) )?no (?:\w+ )?(?:errors?|issues?|problems?|violations?|warnings?|findings?|offenses?|defects?|vulnerabilities)(?: (?:were )?(?:found|detected|reported))?|all (?:files|checks) (?:passed|are valid|ok)|(?:cppcheck|flake8|pylint|cpplint|yamllint) (?:success|passed|ok))[.!]?$/;
const linters =
  /^(?:org\.)?(?:actionlint|ansible-?lint|bandit|biome|black|checkstyle|clippy|cppcheck|cpplint|detekt|eslint|flake8|golangci-lint|hadolint|htmlhint|isort|jshint|jslint|ktlint|markdownlint|mypy(?:[-. ].*)?|phan|phpcs|phpmd|phpstan|prettier|psalm|pycodestyle|pylint|rubocop|ruff|semgrep|shellcheck|spotbugs|sqlfluff|staticcheck|stylelint|swiftlint|tflint|tsc|vale|yamllint)$/;

/**
 * What an element of a case says of it; null for output, properties and what tools add. Names are XML's, which tells capitals apart, but a
 * `Failure` that some writer makes is meant as one, and so is whatever calls itself a failure or an error.
 */
function outcomeOf(element: string): 'failed' | 'skipped' | 'rerun' | null {
  const name = (element.split(':').at(-1) ?? '').toLowerCase();
  if (/^(?:rerun|flaky)(?:failure|error)$/.test(name)) return 'rerun';
  if (/^(?:skip(?:ped)?|ignored?|disabled|warning|pending|todo|inconclusive)$/.test(name)) return 'skipped';
  return /fail|^errors?$|abort|broken|crash|time-?d?out/.test(name) ? 'failed' : null;
}

/** A case that stands for a class or a file whose tests are not listed, as it could not be loaded or set up. */
function hidesTests({ name = '', classname = '' }: XmlElement['attributes'], suite: string, message: string | null): boolean {
  if ((name === '' ? classname !== '' : name === suite) || name === 'initializationError' || name === 'classMethod') return true;
  if (/^"(?:before|after) (?:all|each)" hook\b/.test(name) || name === 'Test suite failed to run') return true;
  return classname === '' && /^collection failure\b/.test(message ?? '');
}

function caseOf(element: XmlElement): Case {
  const said = { message: new Excerpt(), skipReason: new Excerpt(), output: new Excerpt() };
  return { element, failures: 0, isSkipped: false, reruns: 0, ...said, retries: [] };
}

/** The file that a case or a suite around it states, with a case's own line, or that of a trace: pytest counts lines from 0. */
function placeOf({ attributes }: XmlElement, suites: readonly Suite[], trace: string): CodePlace | undefined {
  const stated = [attributes, ...suites.toReversed().map(({ element }) => element.attributes)];
  const file = stated.map((each) => each['file'] || each['filepath']).find((each) => each !== undefined && each !== '');
  if (file === undefined) return undefined;
  const name = copyOf(file.replaceAll('\\', '/'));
  if (!/^\d{1,7}$/.test(attributes['line'] ?? '')) return placeInStack(name, trace);
  return { file: name, line: Number(attributes['line']) + (suites.at(-1)?.isOfPytest ? 1 : 0) };
}

function nameOf({ attributes: { classname = '', name = '' } }: XmlElement, suite: Suite): string {
  const parts = [classname, name].filter((part) => part !== '');
  return copyOf(parts.length > 0 ? parts.join('/') : suite.name || 'a test without a name');
}

const passedWords = new Set([
  '',
  'passed',
  'pass',
  'success',
  'successful',
  'succeeded',
  'ok',
  'run',
  'completed',
  'executed',
  'finished',
  'fixed',
  'xfail',
]);
const skippedWords = new Set([
  'skipped',
  'skip',
  'notrun',
  'not run',
  'not_run',
  'disabled',
  'ignored',
  'pending',
  'todo',
  'suppressed',
  'untested',
  'notexecuted',
  'inconclusive',
]);
const failedWords = new Set(['failed', 'fail', 'failure', 'error', 'errored', 'broken', 'timeout', 'timedout', 'xpass']);

type Stated = TestCase['status'] | 'unknown';

/** The outcome that an attribute states; most dialects have none, and few state failures by it alone. */
function statusStated(attribute: string | undefined): Stated {
  const word = (attribute ?? '').trim().toLowerCase();
  return passedWords.has(word) ? 'passed' : skippedWords.has(word) ? 'skipped' : failedWords.has(word) ? 'failed' : 'unknown';
}

function worstOf(stated: readonly Stated[]): Stated {
  return (['failed', 'skipped', 'unknown'] as const).find((status) => stated.includes(status)) ?? 'passed';
}

function statedWord({ status, result }: XmlElement['attributes']): string | null {
  const words = [status, result].filter((word) => word !== undefined);
  return words.length === 0 ? null : copyOf(words.join(', '));
}

function durationOf(suite: Suite, context: ReaderContext): number | null {
  const own = suite.element.attributes['time'] ? timeOf(suite.element, context) : undefined;
  // A time that is stated and measures nothing is not made up from others.
  if (own !== undefined) return own;
  return suite.hasSuites && suite.direct === 0 && suite.suitesMs !== null
    ? rounded(suite.suitesMs)
    : suite.casesMs === null
      ? null
      : rounded(suite.casesMs);
}

/** Longer than any run, in seconds: container-structure-test writes nanoseconds. */
const maxSeconds = 1_000_000;

/** Seconds in milliseconds. Some tools write thousands with commas, some locales a decimal comma; what may be either is the longer. */
function timeOf(element: XmlElement, { refuse }: ReaderContext): number | null {
  const text = (element.attributes['time'] ?? '').trim();
  if (text === '') return null;
  // Of a test that never ended, gotestsum writes a time that rounds to less than nothing; a clock set back while it ran gives others.
  if (/^-0*\.?0+$/.test(text)) return 0;
  if (/^-\d+(?:\.\d+)?(?:e[-+]?\d{1,2})?$/i.test(text)) return null;
  const plain = /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text.replace(',', '.');
  if (!/^(?:\d{1,20}(?:\.\d{0,30})?|\.\d{1,30})(?:e[-+]?\d{1,2})?$/i.test(plain)) {
    return refuse('NUMBER', `time=${JSON.stringify(text.slice(0, 40))} is no number of seconds`, { line: element.line });
  }
  const seconds = Number(plain);
  return seconds > maxSeconds ? null : rounded(seconds * 1000);
}

function added(sum: number | null, more: number | null): number | null {
  return more === null ? sum : (sum ?? 0) + more;
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
