import type { TestCase, Tool } from '../reports/report.ts';

/** How many tests a command names: a longer one is no help. */
const mostNamed = 50;

/**
 * The command that runs just some tests again, in the folder and with the options that the job had; null where the tool is not known, or has no way
 * to name them.
 *
 * @param format The format of the file that lists them.
 * @param tool What wrote the file, as it or `run.json` says.
 */
export function rerunCommand(format: string, tool: Tool | null, tests: readonly TestCase[]): string | null {
  const named = tests.filter(({ standsFor }) => standsFor === undefined);
  const [first] = tests;
  if (first === undefined || tests.length > mostNamed || tests.some(({ name }) => /\p{Cc}/u.test(name))) return null;
  switch (format) {
    case 'go-test':
      return goTest(tests);
    case 'playwright':
      return allPlaced(named.map(inPattern), 'npx playwright test', true);
    case 'vitest-json':
      return byTitle('npx vitest run', '-t', named.map(behindFile), tests, 'parted');
    case 'jest-json':
      return byTitle('npx jest', '-t', named.map(behindFile), tests);
    case 'mocha-json':
    case 'mocha-json-stream':
    case 'mochawesome':
      return byTitle('npx mocha', '--grep', named, tests);
    case 'cucumber-json':
    case 'cucumber-messages':
      return allPlaced(named, 'npx cucumber-js', true);
    case 'nunit':
    case 'trx':
    case 'xunit':
      return named.length === 0 ? null : `dotnet test --filter ${quoted(named.map(dotnetFilter).join('|'))}`;
    case 'tap':
      return isNode(tool) ? byTitle('node --test', '--test-name-pattern', named, named, 'last') : null;
    case 'junit':
      return junit(tool, named);
    default:
      return null;
  }
}

function goTest(tests: readonly TestCase[]): string {
  const packages = [...new Set(tests.map(({ path }) => path?.[0] ?? ''))];
  const whole = tests.some(({ standsFor }) => standsFor !== undefined);
  const names = [...new Set(tests.flatMap(({ path = [] }) => (path.length < 2 ? [] : path.slice(1).join('/'))))];
  const only = whole || names.length === 0 ? '' : ` -run ${quoted(goPattern(names))}`;
  return `go test${only} ${packages.map(quoted).join(' ')}`;
}

/** What `-run` takes: a pattern a level, split at each `/` of a name; patterns of several levels stand side by side since Go 1.20. */
function goPattern(names: readonly string[]): string {
  if (!names.some((name) => name.includes('/'))) return `^(${names.map(escapePattern).join('|')})$`;
  const levels = (name: string) => name.split('/').map((part) => `^${escapePattern(part)}$`);
  return names.map((name) => levels(name).join('/')).join('|');
}

/** A file each, at the line of the test where the tool takes one. */
function allPlaced(tests: readonly TestCase[], command: string, withLine: boolean): string | null {
  const places = tests.map(({ place }) => (place === undefined ? null : `${place.file}${withLine && place.line ? `:${place.line}` : ''}`));
  if (places.length === 0 || places.includes(null)) return null;
  return `${command} ${[...new Set(places.map((place) => quoted(place ?? '')))].join(' ')}`;
}

/** Test files, and a pattern over the titles of those that failed, as the tool joins and compares them. */
function byTitle(
  command: string,
  option: string,
  named: readonly TestCase[],
  all: readonly TestCase[],
  titles: 'whole' | 'parted' | 'within' | 'last' = 'whole',
): string {
  const files = [...new Set(all.flatMap(({ place }) => place?.file.split('/').at(-1) ?? []))].map(quoted).join(' ');
  const parts = named.map(({ name, path = name.split('/') }) => (titles === 'last' ? path.slice(-1) : path).map(escapePattern));
  const pattern = titlePattern([...new Set(parts.map((each) => each.join(titles === 'parted' ? ' (> )?' : ' ')))], titles);
  const only = named.length === 0 || named.length < all.length ? '' : ` ${option} ${quoted(pattern)}`;
  return `${command}${files === '' || command === 'node --test' || command === 'npx mocha' ? '' : ` ${files}`}${only}`;
}

/** Without its ends a title would be found in longer ones too. Playwright has the project and the file before it, and tags behind. */
function titlePattern(titles: readonly string[], compared: 'whole' | 'parted' | 'within' | 'last'): string {
  return compared === 'within' ? `(^| )(${titles.join('|')})( @|$)` : `^(${titles.join('|')})$`;
}

function junit(tool: Tool | null, tests: readonly TestCase[]): string | null {
  if (tests.length === 0) return null;
  const name = tool?.name.toLowerCase() ?? '';
  if (/pytest/.test(name)) return pytest(tests);
  if (/maven|surefire|gradle/.test(name)) return javaMethods(/gradle/.test(name) ? 'gradle' : 'maven', tests);
  if (/vitest/.test(name)) return vitestJunit(tests);
  if (/playwright/.test(name)) return byTitle('npx playwright test', '-g', tests.map(joinedBySpaces), tests, 'within');
  if (/jest/.test(name)) return byTitle('npx jest', '-t', tests.map(joinedBySpaces), tests);
  if (/mocha/.test(name)) return byTitle('npx mocha', '--grep', tests.map(joinedBySpaces), tests);
  if (isNode(tool)) {
    const plain = tests.map(withQuotes);
    return byTitle('node --test', '--test-name-pattern', plain, plain, 'last');
  }
  if (/^go(?:testsum|-junit-report)?$/.test(name)) return goTest(tests.map(ofGo));
  if (/phpunit/.test(name))
    return `phpunit --filter ${quoted(`/::(${tests.map(({ path, name: own }) => escapePattern(path?.at(-1) ?? own)).join('|')})$/`)}`;
  return null;
}

/**
 * pytest names a test by file, class and function; the newer of its two forms states no file: its module is the last part of the name that is
 * called as pytest's modules are.
 */
function pytest(tests: readonly TestCase[]): string | null {
  const ids = tests.map(({ place, path }) => {
    const parts = (path?.[0] ?? '').split('.');
    const module = place?.file.replace(/\.py$/, '').split('/').length ?? parts.findLastIndex((part) => /^test_|_test$/.test(part)) + 1;
    const file = place?.file ?? `${parts.slice(0, module).join('/')}.py`;
    return module === 0 ? null : [file, ...parts.slice(module), path?.at(-1) ?? ''].join('::');
  });
  return ids.includes(null) ? null : `pytest ${ids.map((id) => quoted(id ?? '')).join(' ')}`;
}

/**
 * Maven and Gradle take methods of classes, all cases of one that has parameters: told of a case alone, Maven runs nothing and passes. A name that
 * is no method's is one that people gave.
 */
function javaMethods(tool: 'maven' | 'gradle', tests: readonly TestCase[]): string | null {
  const methods = tests.map(({ path = [] }) => {
    const [type, test] = path.slice(-2);
    const [, method, cases] = /^([\p{L}_$][\p{L}\p{N}_$]*)(?:\([^()]*\)|\{[^{}]*\})?(\[.*\])?$/u.exec(test ?? '') ?? [];
    return method === undefined ? null : `${type}${tool === 'maven' ? '#' : '.'}${method}${cases === undefined ? '' : '*'}`;
  });
  if (methods.includes(null)) return null;
  const named = [...new Set(methods)].map((method) => method ?? '');
  return tool === 'maven'
    ? `mvn test -Dtest=${quoted(named.join(','))}`
    : `gradle test ${named.map((method) => `--tests ${quoted(method)}`).join(' ')}`;
}

/** JUnit's name of a test holds the titles above it, which Playwright joins by ` › `, and all options by spaces; jest-junit puts one before all. */
function joinedBySpaces(test: TestCase): TestCase {
  return { ...test, path: [(test.path?.at(-1) ?? test.name).replaceAll(' › ', ' ').trim()] };
}

/** A test whose name Node.js escaped twice in JUnit XML (`escapeAttribute` in its lib/internal/test_runner/reporter/junit.js). */
function withQuotes(test: TestCase): TestCase {
  return { ...test, path: [(test.path?.at(-1) ?? test.name).replaceAll('&quot;', '"')] };
}

/** A test whose file is an argument that the tool reads as a pattern. A dot finds itself, and stays readable. */
function inPattern(test: TestCase): TestCase {
  const { place } = test;
  return place === undefined ? test : { ...test, place: { ...place, file: escapePattern(place.file).replaceAll('\\.', '.') } };
}

/** The titles of a test behind the file that its path begins with. */
function behindFile(test: TestCase): TestCase {
  const { path, place } = test;
  const [file] = path ?? [];
  return file !== undefined && place !== undefined && `/${place.file}`.endsWith(`/${file}`) ? { ...test, path: path?.slice(1) } : test;
}

/** Vitest names the file as the class, and joins titles by ` > `, which `-t` of version 5 and newer does too, and of older ones by spaces. */
function vitestJunit(tests: readonly TestCase[]): string {
  const placed = tests.map((test): TestCase => {
    const file = (test.path?.length ?? 0) > 1 ? test.path?.[0] : undefined;
    return {
      ...test,
      path: (test.path?.at(-1) ?? test.name).split(' > '),
      place: test.place ?? (file === undefined ? undefined : { file }),
    };
  });
  return byTitle('npx vitest run', '-t', placed, placed, 'parted');
}

/** JUnit's name of a Go test holds its subtests. */
function ofGo(test: TestCase): TestCase {
  return { ...test, path: (test.path ?? []).flatMap((part, index) => (index === 0 ? part : part.split('/'))) };
}

function dotnetFilter({ name }: TestCase): string {
  const method = name.replace('/', '.').replace(/[ (].*$/, '');
  return `FullyQualifiedName~${method}`;
}

function isNode(tool: Tool | null): boolean {
  return tool !== null && /^node(?:\.js|:test)?$/i.test(tool.name);
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** An argument of a POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
