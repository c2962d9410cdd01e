import { commandsIn } from './shell-words.ts';

/**
 * What a command's own options take away from its result: it runs again only what failed or changed, runs nothing, runs the tests of some
 * names or one of several shards, or stops at the first failure.
 */
export interface CommandLimit {
  readonly kind: 'rerun' | 'dry-run' | 'filter' | 'shard' | 'stop';
  /** As the tool spells it: `--last-failed`. */
  readonly option: string;
  /** What stands behind the option; empty for a flag. */
  readonly value: string;
  /** How the value selects names; null where it does not select by name. */
  readonly match: NameMatch | null;
}

/**
 * How a filter's value selects tests: `regex` finds itself anywhere in a name, `part` is some text of it in any case, `whole` is a name or
 * one of its parts, and in `go` it is found in the names of top-level tests.
 */
export type NameMatch = 'regex' | 'part' | 'whole' | 'go';

/** The options of a test runner. `-k` also stands for `-k=x`; an option that ends in `=` or `:` has its value attached. */
interface TestRunner {
  /** The words that call it; any of these. */
  readonly called: readonly string[];
  readonly rerun?: readonly string[];
  readonly dryRun?: readonly string[];
  readonly shard?: readonly string[];
  readonly stop?: readonly string[];
  /** Filters by name, and how each matches. */
  readonly names?: Readonly<Record<string, NameMatch>>;
  /** Filters by something else: marks, tags, files. */
  readonly others?: readonly string[];
  /** One-letter options may stand together, and have their value attached: `-qk x`, `-kx`. */
  readonly bundles?: string;
  /** Names that stand without an option. */
  readonly positional?: (words: readonly string[]) => readonly string[];
  readonly positionalMatch?: NameMatch;
  /** It runs what a project's scripts say, which need not be tests. */
  readonly isScript?: true;
}

const javaScript: Pick<TestRunner, 'rerun' | 'dryRun' | 'shard'> = {
  rerun: ['--onlyChanged', '-o', '--changedSince', '--onlyFailures', '-f', '--findRelatedTests', '--lastCommit', '--changed'],
  dryRun: ['--listTests', '--list'],
  shard: ['--shard'],
};

/** Each with its options, from the tool's own `--help`. */
const runners: readonly TestRunner[] = [
  {
    called: ['go test', 'gotestsum'],
    dryRun: ['-list', '--list', '-test.list', '-c', '-n', '-ginkgo.dry-run', '--ginkgo.dry-run'],
    names: { '-run': 'go', '--run': 'go', '-test.run': 'go' },
    // What stands behind the options of frameworks are names of their own.
    others: [
      ...['-skip', '--skip', '-test.skip', '-testify.m', '--testify.m', '-check.f', '--check.f'],
      ...['focus', 'skip', 'label-filter', 'focus-file', 'skip-file'].flatMap((option) => [`-ginkgo.${option}`, `--ginkgo.${option}`]),
    ],
    stop: ['-failfast', '--failfast', '-test.failfast', '--max-fails'],
  },
  {
    called: ['pytest', 'py.test'],
    rerun: ['--lf', '--last-failed', '--sw', '--stepwise', '--testmon', '--picked'],
    dryRun: ['--collect-only', '--co', '--setup-plan', '--setup-only', '--fixtures', '--markers'],
    names: { '-k': 'part' },
    others: ['-m', '--deselect', '--ignore', '--ignore-glob', '--splits', '--group', '--shard-id', '--test-group'],
    stop: ['-x', '--exitfirst', '--maxfail'],
    bundles: 'qvslxkm',
    positional: (words) => words.flatMap((word) => (word.startsWith('-') ? [] : (/::(.+)$/.exec(word)?.[1]?.split('::').at(-1) ?? []))),
    positionalMatch: 'whole',
  },
  { called: ['unittest'], names: { '-k': 'part' }, stop: ['-f', '--failfast'] },
  {
    called: ['playwright test'],
    rerun: ['--last-failed', '--only-changed'],
    dryRun: ['--list'],
    shard: ['--shard'],
    names: { '-g': 'regex', '--grep': 'regex' },
    others: ['-gv', '--grep-invert', '--test-list', '--test-list-invert', '--tag'],
    stop: ['-x', '--max-failures'],
    positional: (words) => words.filter((word) => /^[^-].*:\d+$/.test(word)),
  },
  {
    called: ['mocha', '_mocha'],
    dryRun: ['--dry-run', '--list-files', '--list'],
    names: { '-g': 'regex', '--grep': 'regex', '-f': 'part', '--fgrep': 'part' },
    others: ['-i', '--invert'],
    stop: ['-b', '--bail'],
  },
  {
    called: ['jest'],
    ...javaScript,
    names: { '-t': 'regex', '--testNamePattern': 'regex' },
    others: [
      '--testPathPattern',
      '--testPathPatterns',
      '--testPathIgnorePatterns',
      '--runTestsByPath',
      '--filter',
      '--selectProjects',
      '--ignoreProjects',
    ],
    stop: ['-b', '--bail'],
  },
  {
    called: ['vitest', 'vitest run'],
    ...javaScript,
    dryRun: ['list', '--list', '--mergeReports'],
    names: { '-t': 'regex', '--testNamePattern': 'regex' },
    rerun: [...(javaScript.rerun ?? []), 'related'],
    others: ['--tags-filter', '--exclude', '--project'],
    stop: ['--bail'],
  },
  { isScript: true, called: ['turbo'], rerun: ['--affected'] },
  { isScript: true, called: ['nx'], rerun: ['affected', 'affected:test'] },
  { isScript: true, called: ['lerna'], rerun: ['--since'] },
  { called: ['stestr', 'stestr run'], rerun: ['--failing'] },
  {
    isScript: true,
    called: ['npm test', 'npm run', 'npm t', 'yarn', 'pnpm', 'bun run', 'bun test'],
    rerun: ['--onlyChanged', '--onlyFailures', '--changedSince'],
    dryRun: ['--listTests'],
    shard: ['--shard'],
    names: { '-t': 'regex', '-g': 'regex' },
  },
  {
    called: ['node --test'],
    names: { '--test-name-pattern': 'regex' },
    others: ['--test-skip-pattern', '--test-only'],
    shard: ['--test-shard'],
  },
  { called: ['ava'], names: { '-m': 'whole', '--match': 'whole' }, stop: ['--fail-fast'] },
  { called: ['cypress run', 'cypress'], others: ['--spec', '-s'] },
  { called: ['wdio'], others: ['--spec', '--suite', '--exclude'], names: { '--mochaOpts.grep': 'regex' } },
  {
    called: ['testcafe'],
    names: { '-t': 'whole', '--test': 'whole', '-T': 'regex', '--test-grep': 'regex' },
    others: ['-f', '-F', '--fixture'],
  },
  { called: ['newman run'], others: ['--folder'], stop: ['--bail'] },
  {
    called: ['mvn', 'mvnw', 'mvnd'],
    dryRun: ['-DskipTests', '-Dmaven.test.skip'],
    names: { '-Dtest=': 'whole', '-Dit.test=': 'whole' },
    others: [
      '-Dgroups=',
      '-DexcludedGroups=',
      '-Dsurefire.includesFile=',
      '-Dsurefire.excludes=',
      '-Dsurefire.excludesFile=',
      '-Dcucumber.filter.tags=',
    ],
    stop: ['-Dsurefire.skipAfterFailureCount', '-Dfailsafe.skipAfterFailureCount'],
  },
  { called: ['gradle', 'gradlew'], names: { '--tests': 'whole' }, dryRun: ['-m', '--dry-run', '--test-dry-run'], stop: ['--fail-fast'] },
  {
    called: ['sbt'],
    names: { testOnly: 'whole', 'Test/testOnly': 'whole' },
    rerun: ['testQuick', 'Test/testQuick'],
    // A task with its names is one word: `sbt "Test / testOnly a.Foo"`.
    positional: (words) => words.flatMap((word) => /(?:^|[/: ])testOnly +(\S.*)$/.exec(word)?.[1] ?? []),
    positionalMatch: 'whole',
  },
  {
    called: ['mill', 'millw'],
    positional: (words) => words.filter((_, index) => /\.testOnly$/.test(words[index - 1] ?? '')),
    positionalMatch: 'whole',
  },
  {
    called: ['dotnet test', 'dotnet vstest', 'vstest.console'],
    dryRun: ['--list-tests', '-t', '/ListTests', '/lt'],
    names: {},
    others: [
      '--filter',
      '--treenode-filter',
      '--filter-query',
      '--filter-method',
      '--filter-class',
      '--filter-namespace',
      '--filter-trait',
      '/TestCaseFilter:',
      '/Tests:',
      '--testcasefilter:',
      'NUnit.Where=',
    ],
    stop: ['xUnit.StopOnFail=true', '--stop-on-fail'],
  },
  { called: ['nunit3-console', 'nunit-console'], names: { '--test=': 'whole' }, others: ['--where', '--testlist='], dryRun: ['--explore'] },
  {
    called: ['cargo test', 'cargo t', 'cargo nextest', 'cargo tarpaulin', 'cargo llvm-cov'],
    rerun: ['--rerun', '-R'],
    dryRun: ['--no-run', '--list', 'list'],
    shard: ['--partition'],
    others: ['--skip', '--ignored', '-E', '--filter-expr', '--filterset', '--exact', '--run-ignored'],
    positional: cargoNames,
    positionalMatch: 'part',
  },
  {
    called: ['rspec'],
    rerun: ['--only-failures', '--next-failure', '-n'],
    dryRun: ['--dry-run'],
    names: { '-e': 'regex', '--example': 'regex', '-E': 'regex', '--example-matches': 'regex' },
    others: ['-t', '--tag', '--exclude-pattern', '-P', '--pattern'],
    stop: ['--fail-fast'],
    positional: (words) => words.filter((word) => /_spec\.rb[:[][\d:,\]]+$/.test(word)),
  },
  {
    called: ['rails test', 'rake test', 'minitest'],
    names: { '-n': 'regex', '--name': 'regex', 'TESTOPTS=': 'regex' },
    others: ['-e', '--exclude', 'TEST='],
  },
  {
    called: ['phpunit', 'paratest', 'pest', 'artisan test'],
    dryRun: ['--list-tests', '--list-groups', '--list-suites', '--list-tests-xml'],
    rerun: ['--retry', '--dirty'],
    names: { '--filter': 'regex' },
    others: ['--exclude-filter', '--exclude-testsuite', '--group', '--exclude-group', '--covers', '--uses', '--todos'],
    stop: ['--stop-on-failure', '--stop-on-error', '--stop-on-defect', '--bail'],
    shard: ['--shard'],
  },
  {
    called: ['robot', 'pabot'],
    rerun: ['--rerunfailed', '-R', '--rerunfailedsuites', '-S'],
    dryRun: ['--dryrun'],
    names: { '-t': 'whole', '--test': 'whole', '--task': 'whole' },
    others: ['-s', '--suite', '-i', '--include', '-e', '--exclude', '--skip', '--shard'],
    stop: ['-X', '--exitonfailure', '--exitonerror'],
  },
  {
    called: ['behave'],
    dryRun: ['-d', '--dry-run'],
    names: { '-n': 'regex', '--name': 'regex' },
    others: ['-t', '--tags', '-i', '--include', '-e', '--exclude'],
    stop: ['--stop'],
    rerun: ['@rerun.txt', '@rerun_failing.features'],
  },
  {
    called: ['cucumber', 'cucumber-js'],
    dryRun: ['-d', '--dry-run'],
    names: { '-n': 'regex', '--name': 'regex' },
    others: ['-t', '--tags'],
    stop: ['--fail-fast'],
    rerun: ['@rerun.txt'],
    shard: ['--shard'],
  },
  {
    called: ['ctest'],
    rerun: ['--rerun-failed'],
    dryRun: ['-N', '--show-only'],
    names: { '-R': 'regex', '--tests-regex': 'regex' },
    others: ['-E', '--exclude-regex', '-L', '--label-regex', '-LE', '--label-exclude', '-I', '--tests-information'],
    stop: ['--stop-on-failure'],
  },
  {
    called: ['bats'],
    names: { '-f': 'regex', '--filter': 'regex' },
    others: ['--filter-tags', '--negative-filter'],
    rerun: ['--filter-status'],
    dryRun: ['-c', '--count'],
  },
  {
    called: ['bazel test', 'bazelisk test'],
    names: { '--test_filter': 'regex' },
    others: ['--test_tag_filters', '--test_size_filters', '--test_lang_filters'],
    dryRun: ['--nobuild', '--build_tests_only=nothing'],
  },
  { called: ['swift test'], names: { '--filter': 'regex', '-s': 'whole' }, others: ['--skip'], dryRun: ['--list-tests', '-l'] },
  { called: ['xcodebuild'], names: { '-only-testing:': 'whole' }, others: ['-skip-testing:', '-only-test-configuration'] },
  {
    called: ['flutter test', 'dart test'],
    names: { '-n': 'regex', '--name': 'regex', '-N': 'part', '--plain-name': 'part' },
    others: ['-t', '--tags', '-x', '--exclude-tags'],
    shard: ['--shard-index'],
    stop: ['--fail-fast'],
  },
  { called: ['deno test'], names: { '--filter': 'regex' }, stop: ['--fail-fast'], dryRun: ['--no-run'] },
  {
    called: ['mix test'],
    rerun: ['--failed', '--stale'],
    others: ['--only', '--exclude'],
    stop: ['--max-failures'],
    shard: ['--partitions'],
  },
  {
    called: ['ginkgo'],
    dryRun: ['--dry-run', '-dry-run'],
    names: { '--focus': 'regex', '-focus': 'regex' },
    others: ['--skip', '-skip', '--label-filter', '--focus-file', '--skip-file'],
    stop: ['--fail-fast'],
  },
  {
    called: ['busted'],
    names: { '--filter': 'regex' },
    others: ['-t', '--tags', '--filter-out', '--exclude-tags'],
    dryRun: ['-l', '--list'],
  },
  { called: ['prove'], rerun: ['--state=failed', '--state=failed,save', '--state=save,failed'], dryRun: ['--dry', '-D'] },
  { called: ['tap', 'tape'], others: ['--only'], stop: ['--bail'] },
];

/** Options that mean one thing, whatever they stand behind: a script or a make target hides the tool's name. */
const anywhere: TestRunner = {
  called: [],
  rerun: [
    '--last-failed',
    '--lf',
    '--only-changed',
    '--onlyChanged',
    '--changedSince',
    '--only-failures',
    '--onlyFailures',
    '--rerun-failed',
    '--rerunfailed',
  ],
  dryRun: ['--dryrun', '--dry-run', '--collect-only', '--list-tests', '--listTests', '--list', '--gtest_list_tests'],
  names: {
    '--grep': 'regex',
    '--testNamePattern': 'regex',
    '--test-name-pattern': 'regex',
    '--gtest_filter': 'whole',
    'GTEST_FILTER=': 'whole',
    '--run_test': 'whole',
    '--test-case': 'whole',
    '-Dtest=': 'whole',
    '-test.run': 'go',
  },
  shard: ['GTEST_SHARD_INDEX='],
};

/**
 * What the options of commands take away from what they wrote together, in the order of their words; empty for a whole run. A dry run beside
 * a real one takes nothing away.
 */
export function commandLimits(lines: readonly string[]): CommandLimit[] {
  const runs = lines.flatMap(commandsIn).map((words) => {
    const names = words.map(nameOf);
    const called = runners.flatMap((runner) => {
      const start = startOf(runner, words, names);
      return start === null ? [] : { runner, words: words.slice(start) };
    });
    return {
      isTest: called.length > 0,
      limits: [...called, { runner: anywhere, words }].flatMap((call) => limitsOf(call.runner, call.words)),
    };
  });
  const isDry = (limits: readonly CommandLimit[]) => limits.some(({ kind }) => kind === 'dry-run');
  const allDry = runs.filter(({ isTest, limits }) => isTest || isDry(limits)).every(({ limits }) => isDry(limits));
  const found = runs.flatMap(({ limits }) => limits).filter(({ kind }) => allDry || kind !== 'dry-run');
  const isSame = (a: CommandLimit, b: CommandLimit) => a.kind === b.kind && a.option === b.option && a.value === b.value;
  return found.filter((limit, index) => found.findIndex((other) => isSame(limit, other)) === index);
}

/** Does a line call a test runner by its name? */
export function callsTestRunner(line: string): boolean {
  return commandsIn(line).some((words) => {
    const names = words.map(nameOf);
    return runners.some((runner) => runner.isScript !== true && startOf(runner, words, names) !== null);
  });
}

/**
 * Where the options of a runner begin; null where the command does not call it.
 *
 * @param names Of the words, each as a program.
 */
function startOf({ called }: TestRunner, words: readonly string[], names: readonly string[]): number | null {
  for (const call of called) {
    const [program = '', ...rest] = call.split(' ');
    const start = names.findIndex((name, index) => name === program && rest.every((part, offset) => words[index + 1 + offset] === part));
    if (start !== -1) return start + 1 + rest.length;
  }
  return null;
}

/** A program without its folder and the endings that systems give it. */
function nameOf(word: string): string {
  return (word.split(/[\\/]/).at(-1) ?? '').replace(/\.(?:exe|cmd|bat|js|mjs|py|phar)$/i, '');
}

function limitsOf(runner: TestRunner, words: readonly string[]): CommandLimit[] {
  const flags = (kind: CommandLimit['kind'], options: readonly string[] = []) =>
    options.flatMap((option) =>
      valuesOf(option, words, runner)
        .filter((value) => kind === 'filter' || !/^(?:false|0)$/.test(value))
        .map((value): CommandLimit => ({ kind, option, value, match: null })),
    );
  const named = Object.entries(runner.names ?? {}).flatMap(([option, match]) =>
    valuesOf(option, words, runner)
      .filter((value) => !selectsAll(value))
      .map((value): CommandLimit => ({ kind: 'filter', option, value, match })),
  );
  const positional = (runner.positional?.(words) ?? []).map(
    (value): CommandLimit => ({ kind: 'filter', option: 'a name', value, match: runner.positionalMatch ?? null }),
  );
  return [
    ...flags('rerun', runner.rerun),
    ...flags('dry-run', runner.dryRun),
    ...named,
    ...positional,
    ...flags('filter', runner.others),
    ...flags('shard', runner.shard),
    ...flags('stop', runner.stop),
  ];
}

/** What stands behind each use of an option: attached, or in the next word. */
function valuesOf(option: string, words: readonly string[], { bundles = '' }: TestRunner): string[] {
  const attached = /[=:]$/.test(option);
  const letter = /^-([A-Za-z])$/.exec(option)?.[1] ?? '';
  const bundle = letter !== '' && bundles.includes(letter) ? new RegExp(`^-[${bundles.replace(/[km]/g, '')}]*${letter}(.*)$`) : null;
  return words.flatMap((word, index) => {
    if (attached) return word.startsWith(option) ? word.slice(option.length) : [];
    if (word.startsWith(`${option}=`)) return word.slice(option.length + 1);
    if (word === option) return words[index + 1] ?? '';
    const rest = bundle?.exec(word)?.[1];
    if (rest === undefined) return [];
    return rest === '' ? (words[index + 1] ?? '') : rest;
  });
}

/** A filter that leaves nothing out. */
function selectsAll(value: string): boolean {
  return ['', '.', '.*', '*', '**', '^.*$'].includes(value);
}

/** Names behind `cargo test`: words that are no option and no option's value, before and behind `--`. */
function cargoNames(words: readonly string[]): string[] {
  const takesValue =
    /^(?:-p|--package|--exclude|--features|-F|--test|--bin|--example|--bench|--manifest-path|--target|--target-dir|-j|--jobs|--profile|-P|--color|--message-format|--config|-Z|--test-threads|--format|--logfile|--report-time|--retries|--cargo-profile|--archive-file|--workspace-remap|--output-path|--lcov-output-path|-E|--filter-expr|--filterset|--skip|--partition|--run-ignored|--output-dir|-o|--out|--engine|--timeout)$/;
  return words.filter(
    (word, index) =>
      !word.startsWith('-') && !word.startsWith('+') && word !== 'run' && word !== 'list' && !takesValue.test(words[index - 1] ?? ''),
  );
}

/**
 * Does everything that a selector over tests can select lie within what a filter lets run?
 *
 * @example liesWithin('TestWebhook*', { kind: 'filter', option: '-run', value: 'Webhook', match: 'go' }) // true
 */
export function liesWithin(selector: string, { match, value }: CommandLimit): boolean {
  if (match === null || selector === '' || selector.startsWith('@')) return false;
  const texts = alternativesOf(match, value);
  return texts?.some((text) => selectsOnly(selector, text, match)) ?? false;
}

/** A plain text that a filter finds, at the start or the end of a name where it says so. */
interface Alternative {
  readonly text: string;
  readonly starts: boolean;
  readonly ends: boolean;
}

/** The plain texts of which a filter finds one; null where it is more than that. */
function alternativesOf(match: NameMatch, value: string): Alternative[] | null {
  if (match === 'part') {
    if (/(?:^| )(?:and|not) |[()]/.test(value)) return null;
    return value.split(/ or /).map((text) => ({ text: text.trim(), starts: false, ends: false }));
  }
  if (match === 'whole') {
    return all(value.split(/[,:]/), (part) => {
      const [, before = '', text = '', after = ''] = /^(\**)([^*?!#+]+)(\**)$/.exec(part) ?? [];
      return text === '' ? null : { text, starts: before === '', ends: after === '' };
    });
  }
  const [, start = '', group = value, end = ''] = /^(\^?)\((?:\?:)?([^()]*)\)(\$?)$/.exec(value) ?? [];
  return all(group.split('|'), (part) => {
    const [, before = '', text = '', after = ''] = /^(\^?)([\w @:/-]+)(\$?)$/.exec(part) ?? [];
    const isPlain = text !== '' && !(match === 'go' && text.includes('/'));
    return isPlain ? { text, starts: `${start}${before}` !== '', ends: `${after}${end}` !== '' } : null;
  });
}

/** Null where one of the parts has no value. */
function all<Value>(parts: readonly string[], make: (part: string) => Value | null): Value[] | null {
  const values = parts.map(make);
  return values.every((value) => value !== null) ? values : null;
}

function selectsOnly(selector: string, { text, starts, ends }: Alternative, match: NameMatch): boolean {
  if (starts || ends) return standsIn(selector, text, starts, ends);
  const chunks = selector.split(/\*+/);
  // A package or a subtest may have the text in its name while its test has not.
  const inTest = (chunk: string) => /(?:^|\/)((?:Test|Example|Fuzz|Benchmark)[^/]*)/.exec(chunk)?.[1]?.includes(text) ?? false;
  switch (match) {
    case 'go':
      return chunks.some(inTest);
    case 'part':
      return chunks.some((chunk) => chunk.toLowerCase().includes(text.toLowerCase()));
    case 'regex':
    case 'whole':
      return chunks.some((chunk) => chunk.includes(text));
  }
}

/** Does a text stand in a selector, at the start or the end of a name or of one of its parts? */
function standsIn(selector: string, text: string, starts: boolean, ends: boolean): boolean {
  const isEdge = (letter: string) => letter === '' || letter === '/' || letter === '.';
  for (let index = selector.indexOf(text); index !== -1; index = selector.indexOf(text, index + 1)) {
    if ((!starts || isEdge(selector.charAt(index - 1))) && (!ends || isEdge(selector.charAt(index + text.length)))) return true;
  }
  return false;
}
