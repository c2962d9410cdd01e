import { compareText } from '../order.ts';
import {
  durationWords,
  morePackagesWords,
  noPackageWords,
  outcomeOfTest,
  standsForWords,
  type TestOutcome,
  testCountWords,
} from '../publish/words/test-words.ts';
import type { TestCase } from '../reports/report.ts';

/** A test with the anchor that it has on its page. */
export interface AnchoredTest {
  readonly test: TestCase;
  readonly anchor: string;
}

/** A package, a class or a file of tests, with the suites in it. */
export interface PackageView {
  /** Behind what all packages begin with. */
  readonly name: string;
  /** `did not build`, `failed as a whole`; empty where it has tests. */
  readonly standsFor: string;
  readonly counts: string;
  readonly time: string;
  /** What its tests came to, the worst first; for filters. */
  readonly outcomes: readonly TestOutcome[];
  readonly suites: readonly SuiteView[];
  /** The pages that list its tests, where they are not listed beside it. */
  readonly pages: readonly { readonly number: number; readonly href: string }[];
}

/** The tests of a suite. */
export interface SuiteView {
  /** Names of nested suites, joined by ` › `; empty for what stands in the package itself. */
  readonly name: string;
  readonly counts: string;
  readonly time: string;
  readonly outcomes: readonly TestOutcome[];
  readonly tests: readonly TestRow[];
}

/** A test in a list. */
export interface TestRow {
  readonly title: string;
  readonly outcome: TestOutcome;
  readonly time: string;
  readonly anchor: string;
  /** Where all that is said of it stands; null where that is here. */
  readonly link: string | null;
}

/** All tests of a file by package and suite. */
export interface TestList {
  /** What the names of all packages begin with; empty where that is nothing. */
  readonly common: string;
  /** Those that there is room for on the page of the file: where not for all, first those with a test that failed. */
  readonly packages: readonly PackageView[];
  /** How many more there are on the pages with the tests, in a sentence; empty where all are here. */
  readonly more: string;
  /** The pages with the tests; empty where the packages list them. */
  readonly pages: readonly TestPage[];
}

/** A page of tests: parts of packages. */
export interface TestPage {
  readonly number: number;
  readonly packages: readonly PackageView[];
}

/** What a list of tests may weigh on the page of its file, and each page of a longer one. In characters of HTML. */
const mostInline = 130_000;
const mostOnPage = 240_000;

/**
 * Lays out all tests of a file by package and suite: on its page where they fit, else on pages of their own.
 *
 * @param dotted The format names a class by its package and itself, joined by dots.
 * @param shown The anchors that stand elsewhere on the page of the file already.
 * @param base The address of that page.
 */
export function testList(tests: readonly AnchoredTest[], dotted: boolean, shown: ReadonlySet<string>, base: string): TestList {
  const packages = grouped(tests, ({ test }) => packageAndSuite(test, dotted)[0]);
  const common = commonStart([...packages.keys()]);
  const whole = [...packages].sort(([a], [b]) => compareText(a, b));
  const weight = whole.reduce((sum, [name, own]) => sum + packageWeightOf(name, own, dotted), 0);
  const row = (each: AnchoredTest) => rowOf(each, shown, base);
  if (weight <= mostInline) {
    const views = whole.map(([name, own]) => packageView(name.slice(common.length), own, dotted, row));
    return { common, packages: views, more: '', pages: [] };
  }
  const parts = partsOf(whole, dotted);
  const pages = parts.map(
    (part, index): TestPage => ({
      number: index + 1,
      packages: part.map(({ name, own }) => packageView(name.slice(common.length), own, dotted, row)),
    }),
  );
  const packageViews = whole.map(
    ([name, own]): PackageView => ({
      ...packageView(name.slice(common.length), own, dotted, null),
      pages: parts.flatMap((part, index) =>
        part.some((each) => each.name === name) ? [{ number: index + 1, href: testPageAddress(base, index + 1) }] : [],
      ),
    }),
  );
  const listed = fittingPackages(packageViews);
  return { common, packages: listed, more: morePackagesWords(packageViews.length - listed.length), pages };
}

/** As many packages as fit on the page of the file, those that need a look first, in their order. */
function fittingPackages(packages: readonly PackageView[]): PackageView[] {
  const needsLook = ({ outcomes }: PackageView) => outcomes.includes('failed') || outcomes.includes('flaky');
  const listed = new Set<PackageView>();
  let weight = 0;
  for (const each of [...packages.filter(needsLook), ...packages.filter((other) => !needsLook(other))]) {
    weight +=
      headWeight +
      escapedLength(each.name) +
      pageLinkWeight * each.pages.length +
      each.pages.reduce((sum, { href }) => sum + href.length, 0);
    if (weight > mostInline) break;
    listed.add(each);
  }
  return packages.filter((each) => listed.has(each));
}

/** The address of a page of tests. */
export function testPageAddress(base: string, number: number): string {
  return `${base}tests/${number}/`;
}

function packageView(
  name: string,
  tests: readonly AnchoredTest[],
  dotted: boolean,
  row: ((each: AnchoredTest) => TestRow) | null,
): PackageView {
  const suites =
    row === null ? [] : [...grouped(tests, ({ test }) => packageAndSuite(test, dotted)[1])].sort(([a], [b]) => compareText(a, b));
  const whole = tests.find(({ test }) => test.standsFor !== undefined && pathOf(test).length === 1)?.test.standsFor;
  return {
    name: name === '' ? noPackageWords : name,
    standsFor: whole === undefined ? '' : standsForWords[whole],
    ...totals(tests),
    suites: suites.map(([suite, own]) => ({ name: suite, ...totals(own), tests: row === null ? [] : own.map(row) })),
    pages: [],
  };
}

function totals(tests: readonly AnchoredTest[]): Pick<PackageView, 'counts' | 'time' | 'outcomes'> {
  const counts = { failed: 0, flaky: 0, skipped: 0, passed: 0 };
  let ms: number | null = null;
  for (const { test } of tests) {
    counts[test.status] += 1;
    if (outcomeOfTest(test) === 'flaky') counts.flaky += 1;
    if (test.durationMs !== null) ms = (ms ?? 0) + test.durationMs;
  }
  const outcomes = (['failed', 'flaky', 'skipped', 'passed'] as const).filter((outcome) =>
    outcome === 'passed' ? counts.passed > counts.flaky : counts[outcome] > 0,
  );
  return { counts: testCountWords(counts), time: durationWords(ms), outcomes };
}

function rowOf({ test, anchor }: AnchoredTest, shown: ReadonlySet<string>, base: string): TestRow {
  return {
    title: titleOf(test),
    outcome: outcomeOfTest(test),
    time: durationWords(test.durationMs),
    anchor,
    link: shown.has(anchor) ? `${base}#${anchor}` : null,
  };
}

/** The parts of a test's name. */
export function pathOf({ path, name }: TestCase): readonly string[] {
  return path ?? name.split('/');
}

/** A test's own title; of what stands for a package or a suite, what became of that. */
export function titleOf(test: TestCase): string {
  return pathOf(test).at(-1) ?? test.name;
}

/** The package of a test and the suites in it, as one name each. */
export function packageAndSuite(test: TestCase, dotted: boolean): readonly [string, string] {
  const path = pathOf(test);
  const [top = '', ...rest] = path;
  const suites = test.standsFor === undefined ? rest.slice(0, -1) : [];
  const own = /^(.+)\.([^.]+)$/.exec(top);
  if (dotted && own !== null && /^[\w$.+-]+$/.test(top)) return [own[1] ?? top, [own[2], ...suites].join(' › ')];
  return path.length === 1 && test.standsFor === undefined ? ['', ''] : [top, suites.join(' › ')];
}

/** Packages cut into pages of about one weight each, every test on one of them. */
function partsOf(
  packages: readonly (readonly [string, readonly AnchoredTest[]])[],
  dotted: boolean,
): { name: string; own: AnchoredTest[] }[][] {
  const parts: { name: string; own: AnchoredTest[] }[][] = [[]];
  let weight = 0;
  for (const [name, tests] of packages) {
    let part: { name: string; own: AnchoredTest[] } | null = null;
    const suites = new Set<string>();
    for (const each of tests) {
      const suite = packageAndSuite(each.test, dotted)[1];
      const suiteWeight = () => (suites.has(suite) ? 0 : suiteHeadWeight(suite));
      if (weight + rowWeight(each) + suiteWeight() > mostOnPage) {
        parts.push([]);
        part = null;
        suites.clear();
        weight = 0;
      }
      weight += rowWeight(each) + suiteWeight();
      suites.add(suite);
      if (part === null) {
        part = { name, own: [] };
        parts.at(-1)?.push(part);
        weight += headWeight + escapedLength(name);
      }
      part.own.push(each);
    }
  }
  return parts;
}

/** About what a row, the head of a package, that of a suite, and a link to a page take in HTML besides their texts. */
const ownRowWeight = 110;
const headWeight = 300;
const ownSuiteWeight = 200;
const pageLinkWeight = 30;

function packageWeightOf(name: string, tests: readonly AnchoredTest[], dotted: boolean): number {
  const suites = new Set(tests.map(({ test }) => packageAndSuite(test, dotted)[1]));
  const heads = [...suites].reduce((sum, suite) => sum + suiteHeadWeight(suite), headWeight + escapedLength(name));
  return tests.reduce((sum, each) => sum + rowWeight(each), heads);
}

function suiteHeadWeight(suite: string): number {
  return ownSuiteWeight + escapedLength(suite);
}

function rowWeight({ test, anchor }: AnchoredTest): number {
  return ownRowWeight + escapedLength(titleOf(test)) + anchor.length + (pathOf(test).length > 2 ? 40 : 0);
}

function escapedLength(text: string): number {
  return Buffer.byteLength(text) + 4 * (text.match(/[<>&"']/g)?.length ?? 0);
}

/** What all names begin with, up to a `/`. */
function commonStart(names: readonly string[]): string {
  const [first = '', ...others] = names;
  if (others.length === 0) return '';
  let start = first.slice(0, first.lastIndexOf('/') + 1);
  while (start !== '' && !others.every((name) => name.startsWith(start)))
    start = start.slice(0, start.lastIndexOf('/', start.length - 2) + 1);
  return start;
}

/** Things by a key, in the order of their first. */
export function grouped<Thing>(things: readonly Thing[], key: (thing: Thing) => string): Map<string, Thing[]> {
  const groups = new Map<string, Thing[]>();
  for (const thing of things) {
    const own = groups.get(key(thing));
    if (own === undefined) groups.set(key(thing), [thing]);
    else own.push(thing);
  }
  return groups;
}
