import { expect, test } from 'vitest';
import { testHistory } from '../../src/comparison/test-history.ts';
import { rerunCommand } from '../../src/publish/rerun-command.ts';
import { testAnchor } from '../../src/publish/test-anchor.ts';
import type { EvidenceFile } from '../../src/reports/evidence.ts';
import type { TestCase, TestsReport } from '../../src/reports/report.ts';
import { testPageViews, testsView } from '../../src/views/tests-view.ts';

const base = '/evidence/unit/tests.xml/';

function testCase(name: string, more: Partial<TestCase> = {}): TestCase {
  return { name, status: 'passed', durationMs: 1, attempts: 1, flaky: false, message: null, ...more };
}

function viewOf(tests: readonly TestCase[], earlier: Parameters<typeof testsView>[5] = [], format = 'go-test') {
  const report: TestsReport = { kind: 'tests', tool: null, partial: [], tests, unlisted: [], durationMs: null };
  const file = { tool: null, part: { run: null }, outcome: { state: 'read', report, paths: 'unknown' } };
  return testsView(file as unknown as EvidenceFile, format, report, {}, base, earlier);
}

test('failures with equal messages stand together, the largest group first, with what was expected and received apart', () => {
  const view = viewOf([
    testCase('p/One', { status: 'failed', message: 'a_test.go:3: no database' }),
    testCase('p/Two', { status: 'failed', message: 'Error: x\n\nExpected: 3\nReceived: 2\n    at Object.<anonymous> (a.test.js:5:47)' }),
    testCase('p/Three', { status: 'failed', message: 'a_test.go:9: no database' }),
  ]);
  expect(view.failures.map(({ counted, tests }) => [counted, tests.map(({ title }) => title)])).toEqual([
    ['2 tests fail with this message', ['One', 'Three']],
    ['', ['Two']],
  ]);
  expect(view.failures[1]).toMatchObject({
    lines: [{ side: null, text: 'Error: x\n\nExpected: 3\nReceived: 2' }],
    difference: { expected: '3', received: '2' },
    trace: 'at Object.<anonymous> (a.test.js:5:47)',
  });
});

test('every test is listed once, by package and suite, and a `/` inside of a part is none', () => {
  const view = viewOf([
    testCase('shop/cart/A/b', { path: ['shop/cart', 'A', 'b'] }),
    testCase('shop/pay/C', { path: ['shop/pay', 'C'], status: 'skipped', message: 'no service' }),
    testCase('shop/gone', { path: ['shop/gone'], status: 'failed', standsFor: 'build', message: 'undefined: x' }),
  ]);
  expect(view.list.common).toBe('shop/');
  expect(
    view.list.packages.map((each) => [each.name, each.standsFor, each.counts, each.suites.map(({ name, tests }) => [name, tests.length])]),
  ).toEqual([
    ['cart', '', '1 passed', [['A', 1]]],
    ['gone', 'did not build', '1 failed', [['', 1]]],
    ['pay', '', '1 skipped', [['', 1]]],
  ]);
  expect(view.skipped).toMatchObject([{ reason: 'no service', tests: [{ title: 'C', link: `${base}#${testAnchor('shop/pay/C')}` }] }]);
});

test('an anchor is of the name alone, and a name that is listed twice has two', () => {
  const [first, second] = viewOf([testCase('a/b'), testCase('a/b')]).list.packages[0]?.suites[0]?.tests ?? [];
  expect(first?.anchor).toBe(testAnchor('a/b'));
  expect(second?.anchor).toBe(`${testAnchor('a/b')}-2`);
});

test('each test is said to be new, newly failing, failing since a release or fixed, by its name', () => {
  const before = (version: string, statuses: Readonly<Record<string, TestCase['status']>>) => ({
    version,
    statuses: new Map(Object.entries(statuses)),
  });
  const history = testHistory(
    [
      testCase('new'),
      testCase('broken', { status: 'failed' }),
      testCase('old', { status: 'failed' }),
      testCase('oldest', { status: 'failed' }),
      testCase('mended'),
      testCase('same'),
    ],
    [
      before('1.2.0', { broken: 'passed', old: 'failed', oldest: 'failed', mended: 'failed', same: 'passed', gone: 'passed' }),
      before('1.1.0', { old: 'failed', oldest: 'failed' }),
      before('1.0.0', { old: 'passed', oldest: 'failed' }),
    ],
  );
  expect(Object.fromEntries(history?.changes ?? [])).toEqual({
    new: { kind: 'new' },
    broken: { kind: 'newly-failing', before: 'passed', version: '1.2.0' },
    old: { kind: 'still-failing', since: '1.1.0', isOldest: false },
    oldest: { kind: 'still-failing', since: '1.0.0', isOldest: true },
    mended: { kind: 'fixed', version: '1.2.0' },
  });
  expect(history?.gone).toEqual(['gone']);
});

test('a hundred thousand tests are on pages of at most 300 kB, each on one, and their index knows which', () => {
  const tests = Array.from({ length: 100_000 }, (_, index) =>
    testCase(`shop/package${index % 40}/Suite${index % 400}/does <thing> number ${index}`, {
      path: [`shop/package${index % 40}`, `Suite${index % 400}`, `does <thing> number ${index}`],
      status: index % 500 === 0 ? 'failed' : 'passed',
      message: index % 500 === 0 ? `failure ${index}`.repeat(100) : null,
    }),
  );
  const view = viewOf(tests);
  const pages = testPageViews('unit/tests.xml', view);
  const rows = pages.flatMap(({ packages }) => packages.flatMap(({ suites }) => suites.flatMap((suite) => suite.tests)));
  expect(rows).toHaveLength(100_000);
  expect(view.filters.every(({ count }) => /^(?:\d{1,3},)*\d{1,3}$/.test(count))).toBe(true);
  expect(new Set(rows.map(({ anchor }) => anchor)).size).toBe(100_000);
  const shown = view.failures.flatMap((each) => each.tests).length;
  expect(view.moreFailures).toBe(`${200 - shown} more are in the list of all tests.`);
  expect(rows.filter(({ link }) => link !== null)).toHaveLength(shown);
  expect(JSON.stringify(view.failures).length).toBeLessThan(200_000);
  expect(view.index.suites.flatMap((suite) => suite.tests).every(([, , , , page]) => page < view.index.pages.length)).toBe(true);
});

test('of very many packages the page of the file lists those that fit, the failing ones first, and each suite weighs on the pages too', () => {
  const tests = Array.from({ length: 9000 }, (_, index) =>
    testCase(`shop/package${index % 3000}/Suite ${index}/works`, {
      path: [`shop/package${index % 3000}`, `Suite ${index}`, 'works'],
      status: index === 8999 ? 'failed' : 'passed',
    }),
  );
  const { list } = viewOf(tests);
  expect(list.packages.length).toBeLessThan(400);
  expect(list.packages.map(({ name }) => name)).toContain('package2999');
  expect(list.more).toBe(`${(3000 - list.packages.length).toLocaleString('en')} more packages are on these pages:`);
  expect(list.pages.length).toBeGreaterThan(12);
  expect(list.pages.flatMap(({ packages }) => packages.flatMap(({ suites }) => suites))).toHaveLength(9000);
  // One test each in a package of its own: their heads are heavier than their rows.
  expect(viewOf(tests.slice(0, 600)).list.pages.length).toBeGreaterThan(0);
  expect(viewOf(tests.slice(0, 100)).list).toMatchObject({ more: '', pages: [] });
});

test.each<[string, TestCase[], string | null]>([
  ['go-test', [testCase('shop/cart/TestAdd/one', { path: ['shop/cart', 'TestAdd', 'one'] })], "go test -run '^TestAdd$/^one$' shop/cart"],
  ['go-test', [testCase('shop/cart/TestAdd', { path: ['shop/cart', 'TestAdd'] })], "go test -run '^(TestAdd)$' shop/cart"],
  ['go-test', [testCase('shop/cart', { path: ['shop/cart'], standsFor: 'build' })], 'go test shop/cart'],
  ['playwright', [testCase('d/a.spec.ts/pays', { place: { file: 'tests/a.spec.ts', line: 7 } })], 'npx playwright test tests/a.spec.ts:7'],
  [
    'playwright',
    [testCase('[slug].spec.ts/opens', { place: { file: 'tests/[slug] (a).spec.ts', line: 7 } })],
    "npx playwright test 'tests/\\[slug\\] \\(a\\).spec.ts:7'",
  ],
  [
    'vitest-json',
    [testCase('cart/it’s (free)', { place: { file: '/x/cart.test.ts' } })],
    "npx vitest run cart.test.ts -t '^(cart (> )?it’s \\(free\\))$'",
  ],
  [
    'jest-json',
    [testCase('a.test.js/n/e/s', { path: ['a.test.js', 'n/e', 's'], place: { file: 'x/a.test.js' } })],
    "npx jest a.test.js -t '^(n/e s)$'",
  ],
  ['jest-json', [testCase("cart/don't", { place: { file: 'cart.test.ts' } })], "npx jest cart.test.ts -t '^(cart don'\\''t)$'"],
  ['xunit', [testCase('Shop.Tests/Pays(amount: 1)')], "dotnet test --filter 'FullyQualifiedName~Shop.Tests.Pays'"],
  ['junit', [testCase('a/b')], null],
  ['go-test', [testCase('a/b\nc', { path: ['a', 'b\nc'] })], null],
])('%s: the command that runs just what failed again, quoted for a shell', (format, tests, command) => {
  expect(rerunCommand(format, null, tests)).toBe(command);
});

test.each<[string, TestCase, string]>([
  ['node', testCase('cart.pays/it works', { path: ['cart', 'pays', 'it works'] }), "node --test --test-name-pattern '^(it works)$'"],
  [
    'node',
    testCase('cart/is &quot;odd&quot;', { path: ['cart', 'is &quot;odd&quot;'] }),
    'node --test --test-name-pattern \'^(is "odd")$\'',
  ],
  ['vitest', testCase('a.test.ts/cart > adds', { path: ['a.test.ts', 'cart > adds'] }), "npx vitest run a.test.ts -t '^(cart (> )?adds)$'"],
  [
    'Playwright',
    testCase('a.spec.ts/cart › adds', { path: ['a.spec.ts', 'cart › adds'] }),
    "npx playwright test -g '(^| )(cart adds)( @|$)'",
  ],
  ['jest-junit', testCase('cart adds/cart adds', { path: ['cart adds', 'cart adds'] }), "npx jest -t '^(cart adds)$'"],
  ['jest-junit', testCase(' adds/ adds', { path: [' adds', ' adds'] }), "npx jest -t '^(adds)$'"],
  ['gotestsum', testCase('shop/cart/TestAdd/one', { path: ['shop/cart', 'TestAdd/one'] }), "go test -run '^TestAdd$/^one$' shop/cart"],
  ['maven-surefire', testCase('shop.Cart/adds', { path: ['shop.Cart', 'adds'] }), "mvn test -Dtest='shop.Cart#adds'"],
  ['maven-surefire', testCase('a.B/pays', { path: ['a.B$C', 'pays(int)[2]'] }), "mvn test -Dtest='a.B$C#pays*'"],
  ['Gradle', testCase('a.B/pays', { path: ['a.B$C', 'pays(int, List)[1]'] }), "gradle test --tests 'a.B$C.pays*'"],
  ['Gradle', testCase('a.B/adds()', { path: ['a.B', 'adds()'] }), 'gradle test --tests a.B.adds'],
  ['PHPUnit', testCase('CartTest/testAdd', { path: ['CartTest', 'testAdd'] }), "phpunit --filter '/::(testAdd)$/'"],
])('of JUnit XML by %s the command names the tests as that tool does', (tool, failed, command) => {
  expect(rerunCommand('junit', { name: tool, version: null }, [failed])).toBe(command);
});

test.each(['is (odd)', '[1] 1', 'adds one', ''])('a test of Java that people call “%s” is no method that a command can name', (name) => {
  const failed = testCase('a.B/x', { path: ['a.B', name] });
  for (const tool of ['maven-surefire', 'Gradle']) expect(rerunCommand('junit', { name: tool, version: null }, [failed])).toBeNull();
});

test('pytest names a test by file, class and function', () => {
  const failed = testCase('tests.test_cart.TestCart/test_adds', {
    path: ['tests.test_cart.TestCart', 'test_adds'],
    place: { file: 'tests/test_cart.py', line: 3 },
  });
  expect(rerunCommand('junit', { name: 'pytest', version: null }, [failed])).toBe('pytest tests/test_cart.py::TestCart::test_adds');
  const newer = { ...failed, place: undefined, path: ['tests.test_cart.TestCart', 'test_adds[a b]'] };
  expect(rerunCommand('junit', { name: 'pytest', version: null }, [newer])).toBe("pytest 'tests/test_cart.py::TestCart::test_adds[a b]'");
  const unnamed = { ...newer, path: ['checks.Cart', 'adds'] };
  expect(rerunCommand('junit', { name: 'pytest', version: null }, [unnamed])).toBeNull();
});
