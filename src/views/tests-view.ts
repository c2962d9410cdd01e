import type { Portal } from '../checklist/portal.ts';
import { clipText } from '../clip-text.ts';
import { type EarlierTests, type TestHistory, testHistory } from '../comparison/test-history.ts';
import { placeLinks } from '../publish/code-links.ts';
import { rerunCommand } from '../publish/rerun-command.ts';
import { testAnchors } from '../publish/test-anchor.ts';
import {
  alikeAttemptsWords,
  attemptsWords,
  attemptTitle,
  durationWords,
  moreTestsWords,
  noSkipReasonWords,
  outcomeOfTest,
  sameMessageWords,
  standsForWords,
  type TestOutcome,
  testChangeWords,
  testHistoryWords,
  testPageWords,
  unlistedTestsWords,
} from '../publish/words/test-words.ts';
import type { EvidenceFile } from '../reports/evidence.ts';
import type { TestCase, TestDifference, TestsReport } from '../reports/report.ts';
import { differenceOf } from '../reports/test-difference.ts';
import { formatNumber } from '../unit.ts';
import { type FailureLines, failureText, partedMessage } from './failure-text.ts';
import {
  type AnchoredTest,
  grouped,
  type PackageView,
  packageAndSuite,
  type TestList,
  testList,
  testPageAddress,
  titleOf,
} from './test-list.ts';

/** The tests of a result file: what failed first, then what needs a look, then all of them. */
export interface TestsView {
  readonly kind: 'tests';
  /** The address of the file's page. */
  readonly base: string;
  /** Each outcome that occurs with how often it does, and all of them: each is the address of what it leaves. */
  readonly filters: readonly { readonly id: string; readonly outcome: TestOutcome | 'all'; readonly count: string }[];
  /** What changed since the release before; empty where none has the file. */
  readonly history: string;
  readonly unlisted: { readonly words: string; readonly names: readonly string[] };
  /** Failures, those of one message together. */
  readonly failures: readonly FailureView[];
  readonly moreFailures: string;
  /** The command that runs just the failures again; null where none is known. */
  readonly rerun: string | null;
  readonly flaky: readonly FlakyView[];
  readonly moreFlaky: string;
  readonly fixed: readonly NamedTest[];
  readonly skipped: readonly { readonly reason: string; readonly tests: readonly NamedTest[] }[];
  readonly moreSkipped: string;
  /** The tests that took longest, the longest first. */
  readonly slowest: readonly (NamedTest & { readonly time: string })[];
  readonly list: TestList;
  /** All tests by name, for the filter by name: fetched when it is first used. */
  readonly index: TestIndex;
  readonly indexAddress: string;
}

/** A failure, or several of one message. */
export interface FailureView {
  /** How many there are; empty for one. */
  readonly counted: string;
  /** Empty where it says nothing. */
  readonly lines: readonly FailureLines[];
  readonly difference: TestDifference | null;
  readonly trace: string | null;
  readonly tests: readonly FailedTest[];
}

/** A test that failed. */
export interface FailedTest extends NamedTest {
  /** What it stands for where it is no test: `did not build`. */
  readonly standsFor: string;
  readonly change: string;
  readonly time: string;
  readonly output: string | null;
  readonly retries: readonly RetryView[];
  /** How many attempts before said the same; empty where none did. */
  readonly alike: string;
}

/** A test that failed and then passed. */
export interface FlakyView extends NamedTest {
  readonly attempts: string;
  readonly change: string;
  readonly retries: readonly RetryView[];
}

/** An attempt that failed before another. */
export interface RetryView {
  /** Its number, and what it says in a line. */
  readonly title: string;
  readonly text: string;
}

/** A test where it is spoken of besides the list of all. */
export interface NamedTest {
  readonly title: string;
  /** Its package and suites. */
  readonly suite: string;
  readonly anchor: string;
  /** Where all that is said of it stands; null where that is here. */
  readonly link: string | null;
  readonly place: string | null;
  readonly href: string | null;
}

/** All tests of a file by package and suite: `[title, outcome, milliseconds, anchor, page]`, with outcome and page as places in the lists of these. */
export interface TestIndex {
  readonly outcomes: readonly TestOutcome[];
  /** Addresses from the base of the site. */
  readonly pages: readonly string[];
  readonly suites: readonly {
    readonly name: string;
    readonly tests: readonly (readonly [string, number, number | null, string, number])[];
  }[];
}

/** Where the list of all tests is below a file's page. */
const testIndexName = 'tests.json';

/** What parts of a page hold at most. In UTF-16 units of text, and in tests. */
const mostFailureText = 90_000;
const mostFailures = 400;
const mostNamed = 100;
const mostSlowest = 10;

const outcomes: readonly TestOutcome[] = ['failed', 'flaky', 'skipped', 'passed'];

/** Formats that name a class by its package and itself, joined by dots. */
const dottedFormats = new Set(['junit', 'nunit', 'trx', 'xunit']);

/**
 * Makes the view of the tests of a result file.
 *
 * @param base The address of the file's page.
 * @param earlier The same tests in the releases before, the newest first.
 */
export function testsView(
  file: EvidenceFile,
  format: string,
  report: TestsReport,
  portal: Pick<Portal, 'repository' | 'forge'>,
  base: string,
  earlier: readonly EarlierTests[],
): TestsView {
  const dotted = dottedFormats.has(format);
  const anchors = testAnchors(report.tests);
  const tests = report.tests.map((test, index): AnchoredTest => ({ test, anchor: anchors[index] ?? '' }));
  const history = testHistory(report.tests, earlier);
  const of = (outcome: TestOutcome) => tests.filter(({ test }) => outcomeOfTest(test) === outcome);
  const [failed, flaky, skipped] = [of('failed'), of('flaky'), of('skipped')];
  const named = namer(file, portal, dotted);
  const failures = failureViews(failed, history, named);
  const shownFlaky = flaky.slice(0, mostNamed);
  const shown = new Set([...failures.flatMap((each) => each.tests.map(({ anchor }) => anchor)), ...shownFlaky.map(({ anchor }) => anchor)]);
  const list = testList(tests, dotted, shown, base);
  const page = pagesOfAnchors(list, shown);
  const addresses = [base, ...list.pages.map(({ number }) => testPageAddress(base, number))];
  const link = (each: AnchoredTest): NamedTest => ({ ...named(each), link: `${addresses[page(each.anchor)]}#${each.anchor}` });
  const fixed = tests.filter(({ test }) => history?.changes.get(test.name)?.kind === 'fixed');
  return {
    kind: 'tests',
    base,
    filters: filtersOf(
      tests.length,
      outcomes.map((outcome) => [outcome, of(outcome).length]),
    ),
    history: history === null ? '' : testHistoryWords(history),
    unlisted: { words: unlistedTestsWords(report.unlisted), names: report.unlisted.slice(0, mostNamed) },
    failures,
    moreFailures: moreTestsWords(failed.length - failures.reduce((sum, each) => sum + each.tests.length, 0)),
    rerun: rerunCommand(
      format,
      file.tool,
      failed.map(({ test }) => test),
    ),
    flaky: shownFlaky.map((each) => ({
      ...named(each),
      attempts: attemptsWords(each.test.attempts),
      change: changeOf(each, history),
      retries: retriesOf(each.test),
    })),
    moreFlaky: moreTestsWords(flaky.length - shownFlaky.length),
    fixed: fixed.slice(0, mostNamed).map(link),
    skipped: [...grouped(skipped.slice(0, mostNamed), ({ test }) => clip(test.message ?? noSkipReasonWords))]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([reason, own]) => ({ reason, tests: own.map(link) })),
    moreSkipped: moreTestsWords(Math.max(0, skipped.length - mostNamed)),
    slowest: [...tests]
      .filter(({ test }) => (test.durationMs ?? 0) > 0)
      .sort((a, b) => (b.test.durationMs ?? 0) - (a.test.durationMs ?? 0))
      .slice(0, mostSlowest)
      .map((each) => ({ ...link(each), time: durationWords(each.test.durationMs) })),
    list,
    indexAddress: `${base}${testIndexName}`,
    index: indexOf(tests, dotted, page, addresses),
  };
}

/** A page of a long list of tests. */
export interface TestPageView {
  readonly path: string;
  readonly fileAddress: string;
  readonly number: number;
  readonly title: string;
  readonly packages: readonly PackageView[];
  readonly previous: string | null;
  readonly next: string | null;
}

/** The pages that list the tests of a file where they don't fit on its own; `path` is the file's. */
export function testPageViews(path: string, { base, list: { pages } }: TestsView): TestPageView[] {
  const address = (number: number) => (number < 1 || number > pages.length ? null : testPageAddress(base, number));
  return pages.map(({ number, packages }) => ({
    path,
    fileAddress: base,
    number,
    title: testPageWords(number, pages.length),
    packages,
    previous: address(number - 1),
    next: address(number + 1),
  }));
}

function filtersOf(all: number, counts: readonly (readonly [TestOutcome, number])[]): TestsView['filters'] {
  const occurring = counts
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => ({ id: `only-${outcome}`, outcome, count: formatNumber(count) }));
  return occurring.length < 2 ? [] : [{ id: 'only-all', outcome: 'all', count: formatNumber(all) }, ...occurring];
}

/** Failures by their messages, those that most tests share first, as many as a page takes. */
function failureViews(
  failed: readonly AnchoredTest[],
  history: TestHistory | null,
  named: (each: AnchoredTest) => NamedTest,
): FailureView[] {
  const groups = [...grouped(failed, ({ test }) => messageKey(test))].sort(([, a], [, b]) => b.length - a.length);
  const views: FailureView[] = [];
  let [text, count] = [0, 0];
  for (const [, all] of groups) {
    const [first] = all;
    if (first === undefined || text > mostFailureText || count >= mostFailures) break;
    const { lines, hasDiff, trace } = failureText(first.test.message ?? '');
    const difference = differenceOf(first.test);
    const own = all.slice(0, mostFailures - count);
    const tests = own.map(
      (each, index): FailedTest => ({
        ...named(each),
        standsFor: each.test.standsFor === undefined ? '' : standsForWords[each.test.standsFor],
        change: changeOf(each, history),
        time: durationWords(each.test.durationMs),
        // Of many tests with one message the first says what they print.
        output: index < 3 ? (each.test.output ?? null) : null,
        ...(index < 3 ? retriesBefore(each.test) : { retries: [], alike: '' }),
      }),
    );
    views.push({
      counted: all.length > 1 ? sameMessageWords(all.length) : '',
      lines: first.test.message === null ? [] : lines,
      // Where the message shows what differs by the line, a pair that its tool cut short says less.
      difference: hasDiff && isCutShort(difference) ? null : difference,
      trace,
      tests,
    });
    count += own.length;
    text += lines.reduce((sum, each) => sum + 40 + each.text.length, 0) + (trace?.length ?? 0);
    text += tests.reduce(
      (sum, each) =>
        sum +
        200 +
        each.title.length +
        (each.output?.length ?? 0) +
        each.retries.reduce((all, { title, text: own }) => all + 80 + title.length + own.length, 0),
      0,
    );
  }
  return views;
}

/** What makes two failures the same: what is said before any trace, wherever it stands. A failure without a message is like no other. */
function messageKey({ name, message, standsFor }: TestCase): string {
  const said = message === null ? null : partedMessage(message).message;
  return said === null || standsFor === 'build' ? `\0${name}` : said.replace(/^[ \t]*[\w.-]+\.go:\d+: /gm, '');
}

function changeOf({ test }: AnchoredTest, history: TestHistory | null): string {
  const change = history?.changes.get(test.name);
  return change === undefined ? '' : testChangeWords(change);
}

function retriesOf({ retries = [] }: TestCase): RetryView[] {
  return retries.flatMap(({ message }, index) =>
    message === null ? [] : [{ title: attemptTitle(index + 1, clip(message)), text: message }],
  );
}

/** The attempts of a failure before its last: those that say something else, and how many do not. */
function retriesBefore(test: TestCase): Pick<FailedTest, 'retries' | 'alike'> {
  const own = messageKey(test);
  const others = retriesOf(test).filter(({ text }) => messageKey({ ...test, message: text }) !== own);
  return {
    retries: others,
    alike: alikeAttemptsWords((test.retries ?? []).filter(({ message }) => message !== null).length - others.length),
  };
}

function isCutShort(difference: TestDifference | null): boolean {
  return difference !== null && /…|\.\.\./.test(difference.expected + difference.received);
}

/** Names tests, with where they are written and, where that is certain, the forge's page of it. */
function namer(file: EvidenceFile, portal: Pick<Portal, 'repository' | 'forge'>, dotted: boolean): (each: AnchoredTest) => NamedTest {
  const linkOf = placeLinks(file, portal);
  return ({ test, anchor }) => {
    const { place } = test;
    const line = place?.line;
    const [unit, suites] = packageAndSuite(test, dotted);
    return {
      title: titleOf(test),
      suite: test.standsFor === undefined ? [unit, suites].filter((part) => part !== '').join(' › ') : '',
      anchor,
      link: null,
      place: place === undefined ? null : `${place.file}${line === undefined ? '' : `:${line}`}`,
      href: place === undefined ? null : linkOf(place.file, line === undefined ? null : { first: line, last: line }),
    };
  };
}

/** The page that each anchor stands on; 0 is the page of the file. */
function pagesOfAnchors({ pages }: TestList, shown: ReadonlySet<string>): (anchor: string) => number {
  const page = new Map<string, number>();
  for (const { number, packages } of pages)
    for (const { suites } of packages) for (const { tests } of suites) for (const { anchor } of tests) page.set(anchor, number);
  return (anchor) => (shown.has(anchor) ? 0 : (page.get(anchor) ?? 0));
}

function indexOf(tests: readonly AnchoredTest[], dotted: boolean, page: (anchor: string) => number, pages: readonly string[]): TestIndex {
  const suites = grouped(tests, ({ test }) =>
    packageAndSuite(test, dotted)
      .filter((part) => part !== '')
      .join(' › '),
  );
  return {
    outcomes,
    pages,
    suites: [...suites].map(([name, own]) => ({
      name,
      tests: own.map(
        ({ test, anchor }) => [titleOf(test), outcomes.indexOf(outcomeOfTest(test)), test.durationMs, anchor, page(anchor)] as const,
      ),
    })),
  };
}

/** A skip reason in a line. In UTF-16 units. */
function clip(text: string): string {
  return clipText(text.trim().replace(/\s+/g, ' '), 240);
}
