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
      return allPlaced(named, 'npx playwright test', true);
    case 'vitest-json':
      return byTitle('npx vitest run', '-t', named, tests);
    case 'jest-json':
      return byTitle('npx jest', '-t', named, tests);
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
      return isNode(tool) ? byTitle('node --test', '--test-name-pattern', named, named, 'title') : null;
    case 'junit':
      return junit(tool, named);
    default:
      return null;
  }
}

function goTest(tests: readonly TestCase[]): string {
  const packages = [...new Set(tests.map(({ path }) => path?.[0] ?? ''))];
  const whole = tests.some(({ standsFor }) => standsFor !== undefined);
  const names = [...new Set(tests.flatMap(({ path }) => path?.[1] ?? []))];
  const only = whole || names.length === 0 ? '' : ` -run ${quoted(`^(${names.map(escapePattern).join('|')})$`)}`;
  return `go test${only} ${packages.map(quoted).join(' ')}`;
}

/** A file each, at the line of the test where the tool takes one. */
function allPlaced(tests: readonly TestCase[], command: string, withLine: boolean): string | null {
  const places = tests.map(({ place }) => (place === undefined ? null : `${place.file}${withLine && place.line ? `:${place.line}` : ''}`));
  if (places.length === 0 || places.includes(null)) return null;
  return `${command} ${[...new Set(places.map((place) => quoted(place ?? '')))].join(' ')}`;
}

/** Test files, and a pattern over the titles in them, which these tools join by spaces. */
function byTitle(
  command: string,
  option: string,
  named: readonly TestCase[],
  all: readonly TestCase[],
  joined: 'titles' | 'title' = 'titles',
): string {
  const files = [...new Set(all.flatMap(({ place }) => place?.file.split('/').at(-1) ?? []))].map(quoted).join(' ');
  const titles = named.map(({ name, path }) => (joined === 'title' ? (path?.at(-1) ?? name) : name.split('/').join(' ')));
  const pattern = named.length === 0 || named.length < all.length ? '' : ` ${option} ${quoted(titles.map(escapePattern).join('|'))}`;
  return `${command}${files === '' || command === 'node --test' || command === 'npx mocha' ? '' : ` ${files}`}${pattern}`;
}

function junit(tool: Tool | null, tests: readonly TestCase[]): string | null {
  if (tests.length === 0) return null;
  const name = tool?.name.toLowerCase() ?? '';
  if (/pytest/.test(name)) return pytest(tests);
  if (/maven|surefire/.test(name)) return `mvn test -Dtest=${quoted(tests.map(({ path }) => (path ?? []).slice(-2).join('#')).join(','))}`;
  if (/gradle/.test(name)) return `gradle test ${tests.map(({ path }) => `--tests ${quoted((path ?? []).join('.'))}`).join(' ')}`;
  if (/vitest/.test(name)) return byTitle('npx vitest run', '-t', tests.map(joinedBySpaces), tests);
  if (/playwright/.test(name)) return byTitle('npx playwright test', '-g', tests.map(joinedBySpaces), tests);
  if (/jest/.test(name)) return byTitle('npx jest', '-t', tests.map(joinedBySpaces), tests);
  if (/mocha/.test(name)) return byTitle('npx mocha', '--grep', tests.map(joinedBySpaces), tests);
  if (isNode(tool)) return byTitle('node --test', '--test-name-pattern', tests, tests, 'title');
  if (/^go(?:testsum|-junit-report)?$/.test(name)) return goTest(tests.map(ofGo));
  if (/phpunit/.test(name))
    return `phpunit --filter ${quoted(`/::(${tests.map(({ path, name: own }) => escapePattern(path?.at(-1) ?? own)).join('|')})$/`)}`;
  return null;
}

/** pytest names a test by file, class and function, all of which its file states in the older of its two forms alone. */
function pytest(tests: readonly TestCase[]): string {
  const ids = tests.map(({ place, path }) => {
    const module = place?.file.replace(/\.py$/, '').replaceAll('/', '.') ?? '';
    const classes = (path?.[0] ?? '')
      .slice(module.length)
      .split('.')
      .filter((part) => part !== '');
    return place === undefined ? null : [place.file, ...classes, path?.at(-1) ?? ''].join('::');
  });
  return ids.includes(null) ? 'pytest --last-failed' : `pytest ${ids.map((id) => quoted(id ?? '')).join(' ')}`;
}

/** JUnit's name of a test holds the titles above it, which Vitest joins by ` > `, Playwright by ` › `, and all options by spaces. */
function joinedBySpaces(test: TestCase): TestCase {
  return { ...test, name: (test.path?.at(-1) ?? test.name).replace(/ [>›] /g, ' ') };
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
