import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadRoot } from '../../src/disk/root.ts';
import { programFor, writeFiles } from './run.ts';

const passing = '<testsuite name="s" tests="1"><testcase classname="a" name="b" time="1"/></testsuite>';
const failing = '<testsuite name="s" tests="1"><testcase classname="a" name="b"><failure/></testcase></testsuite>';
const suite = (...names: string[]) =>
  `<testsuite name="s">${names.map((name) => `<testcase classname="a" name="${name}"/>`).join('')}</testsuite>`;
const github = `ghp_${'16C7e42F292c6912E7710c838347Ae178B4a'}`;

/** A product with one commit, which is a root too. */
function makeProduct(files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'product-')));
  writeFiles(folder, {
    'content/portal.yaml': 'product: Teapot\n',
    'content/checklist/1-tests.md': '# Tests\n\n- [x] Tests pass [unit](/results/next/unit/junit.xml)\n',
    'results/next/run.json': '{ "product": "Teapot", "version": "1.0.0", "owner": "kept" }\n',
    'src/pour.txt': 'pour\n',
    ...files,
  });
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  commitAll(folder);
  return folder;
}

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'user.name=Jo', '-c', 'user.email=jo@example.org', ...args], { cwd: folder, encoding: 'utf8' }).trim();
}

function commitAll(folder: string): string {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'change');
  return git(folder, 'rev-parse', 'HEAD');
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in a folder, outside of any CI system but that of the variables. */
function collectIn(folder: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}): Ended {
  const env = { PATH: process.env['PATH'] ?? '', HOME: join(folder, '..'), NO_COLOR: '1', ...variables };
  const { status, stdout, stderr } = spawnSync(process.execPath, [programFor(['collect']), 'collect', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
  return { code: status, out: stdout, err: stderr };
}

/** Words of a command that prints, writes files and ends with a code. */
function writer(files: Readonly<Record<string, string>>, code = 0): string[] {
  const script = `for (const [name, text] of Object.entries(${JSON.stringify(files)})) require('fs').writeFileSync(name, text); console.log('it ran'); process.exit(${code})`;
  return ['--', process.execPath, '-e', script];
}

function readRun(folder: string, part = '') {
  return JSON.parse(readFileSync(join(folder, 'results/next', part, 'run.json'), 'utf8'));
}

/** Every file below results, with its text. */
function results(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(join(folder, 'results'), { recursive: true, encoding: 'utf8' })
      .filter((file) => statSync(join(folder, 'results', file)).isFile())
      .sort()
      .map((file) => [file, readFileSync(join(folder, 'results', file), 'utf8')]),
  );
}

/** What the citations of the checklist come to: `pass`, or the code of the reason. */
async function verdictsOf(folder: string): Promise<string[]> {
  const outcome = await loadRoot(folder, new Date());
  if (outcome.state === 'refused') return outcome.problems.map(({ code }) => code);
  return outcome.value.assessment.pages
    .flatMap(({ sections }) => sections.flatMap(({ items }) => items))
    .flatMap(({ citations }) => citations.map(({ verdict }) => (verdict.state === 'pass' ? 'pass' : verdict.reason.code)));
}

describe('a command', () => {
  test('is run, and what it wrote is kept with its provenance, read, and cited as it is to be pasted', async () => {
    const folder = makeProduct({ 'old.xml': passing });
    writeFiles(folder, { 'notes.json': '{}' });
    const { code, out, err } = collectIn(folder, [
      '--job',
      'unit',
      ...writer({ 'junit.xml': passing, 'notes.json': '{"a":1}', 'README.md': '# R\n' }),
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^it ran\n/);
    expect(out).toContain('- [ ] … [unit](/results/next/unit/junit.xml) measures 1 test passed\n');
    const commit = git(folder, 'rev-parse', 'HEAD');
    expect(readRun(folder)).toMatchObject({ product: 'Teapot', version: '1.0.0', owner: 'kept', commit, ref: 'main' });
    const run = readRun(folder, 'unit');
    expect(run).toMatchObject({
      job: 'unit',
      commit,
      commands: [{ exitCode: 0, files: ['junit.xml'] }],
      files: { 'junit.xml': { format: 'junit' } },
    });
    expect(Date.parse(run.started)).toBeLessThanOrEqual(Date.parse(run.finished));
    expect(readdirSync(join(folder, 'results/next/unit')).sort()).toEqual(['junit.xml', 'run.json']);
    expect(await verdictsOf(folder)).toEqual(['pass']);
  });

  test('that fails ends this one with its code, and what it wrote says so', async () => {
    const folder = makeProduct();
    expect(collectIn(folder, ['--job', 'unit', 'junit.xml', ...writer({ 'junit.xml': failing }, 7)])).toMatchObject({ code: 7, err: '' });
    expect(readRun(folder, 'unit').commands).toMatchObject([{ exitCode: 7, files: ['junit.xml'] }]);
    expect(await verdictsOf(folder)).toEqual(['tests-failed']);
  });

  test('that fails before it writes leaves nothing, and what an earlier run left is not taken for its own', () => {
    const folder = makeProduct({ 'junit.xml': passing });
    const before = results(folder);
    const { code, err } = collectIn(folder, ['--job', 'unit', 'junit.xml', ...writer({}, 3)]);
    expect(code).toBe(3);
    expect(err).toMatch(/^junit\.xml CONFLICT it is of an earlier run: .+ - .+\n$/);
    expect(collectIn(folder, ['--job', 'unit', ...writer({})])).toMatchObject({ code: 2, err: expect.stringContaining('CONTENT_MISSING') });
    expect(results(folder)).toEqual(before);
  });

  test('that is killed counts as killed; one that cannot be started is a fault of the environment', () => {
    const folder = makeProduct();
    expect(collectIn(folder, ['--job', 'unit', '--', process.execPath, '-e', 'process.kill(process.pid, "SIGKILL")']).code).toBe(137);
    const { code, err } = collectIn(folder, ['--job', 'unit', '--', './no such program']);
    expect({ code, lines: err.trim().split('\n').length }).toEqual({ code: 4, lines: 1 });
    expect(err).toContain(' ENVIRONMENT ');
  });

  test('keeps its output as a file, byte for byte, and prints one document all the same', async () => {
    const folder = makeProduct({
      'content/checklist/1-tests.md': '# Tests\n\n- [x] Starts < 2 s [up](/results/next/up/up.json#/startSeconds)\n',
    });
    const { code, out, err } = collectIn(folder, ['--job', 'up', '--json', '--stdout', 'up.json', '--', 'echo', '{ "startSeconds": 1.5 }']);
    expect({ code, err }).toEqual({ code: 0, err: '{ "startSeconds": 1.5 }\n' });
    const document = JSON.parse(out);
    expect(document.files).toMatchObject([{ name: 'up.json', format: 'json', pointerOnly: true }]);
    expect(document.files[0].citations).toMatchObject([
      { markdown: '[up](/results/next/up/up.json#/startSeconds)', measured: { value: 1.5, display: '1.5 s' } },
    ]);
    expect(readFileSync(join(folder, 'results/next/up/up.json'), 'utf8')).toBe('{ "startSeconds": 1.5 }\n');
    expect(await verdictsOf(folder)).toEqual(['pass']);
  });
});

describe('files', () => {
  test('are kept under the names that a pattern gives them, and their age is that of the oldest', () => {
    const folder = makeProduct({ 'build/a/junit.xml': suite('x'), 'build/b/junit.xml': suite('y'), 'build/b/cov.txt': 'no' });
    const { code, out, err } = collectIn(folder, ['--job', 'unit', '--exit-code', '0', 'build/**/junit.xml']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('- [ ] … [unit](/results/next/unit/**/*.xml) measures 2 tests passed\n');
    const run = readRun(folder, 'unit');
    expect(run.commands).toEqual([{ command: 'the step before', exitCode: 0, files: ['a/junit.xml', 'b/junit.xml'] }]);
    expect(Date.parse(run.finished)).toBeLessThanOrEqual(
      Math.min(...['a', 'b'].map((name) => statSync(join(folder, `build/${name}/junit.xml`)).mtimeMs)),
    );
  });

  test('whose names cannot be read back are refused, all of them at once, and nothing is written', () => {
    const folder = makeProduct({
      'r/run.json': '{"a":1}',
      'r/shard-1/j.xml': passing,
      'r/attempt-2/j.xml': passing,
      'r/test.js': '{"a":1}',
      'r/line\nbreak.xml': passing,
      'r/J.xml': suite('x'),
      'r/j.xml': suite('y'),
      'r/fine.xml': passing,
    });
    const before = results(folder);
    const { code, out, err } = collectIn(folder, ['--job', 'unit', 'r/**']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(
      err
        .trim()
        .split('\n')
        .map((line) => /^(.*?) ([A-Z_]+) /.exec(line)?.slice(1)),
    ).toEqual([
      ['r/attempt-2/j.xml', 'NAME'],
      ['r/j.xml', 'NAME_COLLISION'],
      ['r/line break.xml', 'NAME'],
      ['r/run.json', 'NAME'],
      ['r/shard-1/j.xml', 'NAME'],
      ['r/test.js', 'FILE_TYPE'],
    ]);
    expect(results(folder)).toEqual(before);
  });

  test('with any other name are cited by the line that is printed', async () => {
    const folder = makeProduct();
    const names = ['résultats (1) #2 100% & [co].xml', '<b>*~`$(id)`.xml', 'it\'s "x"_y_.xml', '](x) ..xml'];
    writeFiles(folder, Object.fromEntries(names.map((name, index) => [`in/${name}`, suite(`t${index}`)])));
    const { code, out, err } = collectIn(folder, ['--job', 'unit', 'in/*']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.split('\n').flatMap((line) => /^ {2}(- \[ \] .*) measures 1 test passed$/.exec(line)?.[1] ?? []);
    expect(lines).toHaveLength(names.length);
    writeFiles(folder, {
      'content/checklist/1-tests.md': `# Tests\n\n${lines.map((line, index) => line.replace('…', `Tests ${'abcd'.charAt(index)}`)).join('\n')}\n`,
    });
    expect(await verdictsOf(folder)).toEqual(names.map(() => 'pass'));
  });

  test.each([
    [0, 'pass'],
    [3, 'commands-failed'],
  ])('are left out where how the command ends is all that is wanted: %i', async (exitCode, verdict) => {
    const folder = makeProduct({
      'content/checklist/1-tests.md': '# Tests\n\n- [x] Lint clean [lint](/results/next/lint/run.json "exit 0")\n',
    });
    const { code, out, err } = collectIn(folder, ['--job', 'lint', '--exit-only', ...writer({ 'junit.xml': passing }, exitCode)]);
    expect(code).toBe(exitCode);
    expect(out).toContain(`  - [ ] … [lint](/results/next/lint/run.json "exit 0") measures exit code ${exitCode}`);
    expect(err).toBe('');
    expect(await verdictsOf(folder)).toEqual([verdict]);
  });

  test('that no reader knows are refused with what to do; a text is kept as one where somebody wants that', async () => {
    const folder = makeProduct({
      'content/checklist/1-tests.md':
        '# Tests\n\n- [x] Vetted [vet](/results/next/vet/vet.log)\n- [x] Tests pass [unit](/results/next/vet/vet.log#a)\n',
      'vet.log': 'no fault found\n',
      'broken.xml': '<testsuite name="s"><testcase name="a"/>',
    });
    const before = results(folder);
    const { code, err } = collectIn(folder, ['--job', 'vet', 'vet.log', 'broken.xml', 'absent.xml']);
    expect(code).toBe(2);
    expect(err).toMatch(/absent\.xml CONTENT_MISSING /);
    const both = collectIn(folder, ['--job', 'vet', 'vet.log', 'broken.xml']);
    expect(both.code).toBe(2);
    expect(both.err).toMatch(/vet\.log(?::1:1)? (?:FORMAT_UNKNOWN|JSON_SYNTAX) .*--as-document/);
    expect(both.err).toMatch(/broken\.xml(?::\d+:\d+)? (?:TRUNCATED|XML_SYNTAX) /);
    expect(results(folder)).toEqual(before);
    expect(collectIn(folder, ['--job', 'vet', '--as-document', 'vet.log'])).toMatchObject({ code: 0, err: '' });
    expect(await verdictsOf(folder)).toEqual(['pass', 'nothing-selected']);
  });

  test.each([
    [['--job', 'unit', '--']],
    [['--job', 'unit', '--exit-code', '0', '--', 'true']],
    [['--job', 'unit', '--exit-only']],
    [['--job', 'unit', '--exit-only', 'a.xml', '--', 'true']],
    [['--job', 'unit', '--shard', '3/2', 'a.xml']],
    [['--job', 'unit', '--commit', 'b2e7a76', 'a.xml']],
  ])('%j is a wrong use of the command', (args) => {
    expect(collectIn(tmpdir(), args)).toMatchObject({ code: 4, out: '', err: expect.stringMatching(/ USAGE [^\n]+\n$/) });
  });
});

describe('a part of a job', () => {
  test('takes the very same bytes without a change, more files, and no other bytes under a name', async () => {
    const folder = makeProduct({ 'junit.xml': passing, 'more.xml': suite('z') });
    collectIn(folder, ['--job', 'unit', 'junit.xml']);
    const before = results(folder);
    expect(collectIn(folder, ['--job', 'unit', 'junit.xml'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('had all of it already'),
    });
    expect(results(folder)).toEqual(before);
    writeFiles(folder, { 'junit.xml': failing });
    const { code, err } = collectIn(folder, ['--job', 'unit', 'junit.xml', 'more.xml']);
    expect(code).toBe(2);
    expect(err).toMatch(/^results\/next\/unit\/junit\.xml CONFLICT .+--attempt.+--shard\n$/m);
    expect(results(folder)).toEqual(before);
    expect(collectIn(folder, ['--job', 'unit', 'more.xml']).code).toBe(0);
    expect(Object.keys(readRun(folder, 'unit').files)).toEqual(['junit.xml', 'more.xml']);
    expect(collectIn(folder, ['--job', 'unit', '--shard', '1/2', 'junit.xml'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('as a whole'),
    });
    expect(collectIn(folder, ['--job', 'unit', '--attempt', '2', 'junit.xml']).code).toBe(0);
    expect(await verdictsOf(folder)).toEqual(['tests-failed']);
  });

  test('comes to the same bytes whichever comes first, on one machine or several', () => {
    const folder = makeProduct();
    const times = (minute: number) => [
      '--started',
      `2026-11-20T10:0${minute}:00Z`,
      '--finished',
      `2026-11-20T10:0${minute}:30Z`,
      '--committed',
      '2026-11-20T09:00:00Z',
    ];
    const calls = [
      ['1/2', '1', 'a'],
      ['2/2', '1', 'b'],
      ['2/2', '2', 'c'],
    ].map(([shard = '', attempt = '', name = ''], index) => {
      writeFiles(folder, { [`${name}/junit.xml`]: suite(name) });
      return ['--job', 'unit', '--shard', shard, '--attempt', attempt, ...times(index), `${name}/junit.xml`];
    });
    const trees = [calls, calls.toReversed()].map((order) => {
      const root = realpathSync(mkdtempSync(join(tmpdir(), 'root-')));
      cpSync(join(folder, 'results'), join(root, 'results'), { recursive: true });
      for (const args of order) expect(collectIn(folder, ['--root', root, ...args])).toMatchObject({ code: 0, err: '' });
      return results(root);
    });
    expect(trees[1]).toEqual(trees[0]);
    expect(Object.keys(trees[0] ?? {}).filter((file) => file.endsWith('.xml'))).toEqual([
      'next/unit/shard-1/junit.xml',
      'next/unit/shard-2/attempt-2/junit.xml',
      'next/unit/shard-2/junit.xml',
    ]);
  });

  test('of another commit is refused, until --next empties what is of that one', () => {
    const folder = makeProduct({ 'junit.xml': passing, 'lint.xml': suite('l') });
    collectIn(folder, ['--job', 'unit', 'junit.xml']);
    writeFiles(folder, { 'results/next/sign-offs/a.json': '{}', 'src/pour.txt': 'more\n' });
    git(folder, 'add', 'src');
    git(folder, 'commit', '--quiet', '--message', 'more');
    const before = results(folder);
    const { code, err } = collectIn(folder, ['--job', 'lint', 'lint.xml']);
    expect(code).toBe(2);
    expect(err).toMatch(/^results\/next\/run\.json CONFLICT .+--next.+\n$/);
    expect(results(folder)).toEqual(before);
    expect(collectIn(folder, ['--job', 'lint', '--next', 'lint.xml'])).toMatchObject({ code: 0, err: '' });
    expect(Object.keys(results(folder))).toEqual(['next/lint/lint.xml', 'next/lint/run.json', 'next/run.json', 'next/sign-offs/a.json']);
    expect(readRun(folder)).toMatchObject({ version: '1.0.0', commit: git(folder, 'rev-parse', 'HEAD') });
  });

  test('is given its origin where it stands, but not together with files whose origin nothing says, nor before the release has a name', () => {
    const folder = makeProduct({ 'junit.xml': passing, 'results/next/unit/other.xml': passing });
    expect(collectIn(folder, ['--job', 'unit', 'results/next/unit/other.xml', '--root', folder]).code).toBe(0);
    rmSync(join(folder, 'results/next/unit/run.json'));
    expect(collectIn(folder, ['--job', 'unit', 'junit.xml'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^results\/next\/unit CONFLICT /),
    });
    rmSync(join(folder, 'results/next'), { recursive: true });
    const { code, err } = collectIn(folder, ['--job', 'unit', 'junit.xml']);
    expect(code).toBe(2);
    expect(err).toMatch(/^results\/next\/run\.json CONTENT_MISSING .+ - write it with .+"version".+\n$/);
    expect(existsSync(join(folder, 'results/next'))).toBe(false);
  });
});

describe('where it ran', () => {
  test('is what GitHub Actions says, with the head of the pull request beside its merge', () => {
    const folder = makeProduct({ 'junit.xml': passing });
    const commit = git(folder, 'rev-parse', 'HEAD');
    const head = '1c830fe4be85a8b4b6c0e56a3ab35b41e0d7d2a1';
    const event = join(mkdtempSync(join(tmpdir(), 'event-')), 'event.json');
    writeFileSync(event, JSON.stringify({ pull_request: { head: { sha: head } } }));
    const variables = {
      GITHUB_ACTIONS: 'true',
      GITHUB_SHA: commit,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: event,
      GITHUB_HEAD_REF: 'feature/x',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'owner/name',
      GITHUB_RUN_ID: '12',
      GITHUB_RUN_ATTEMPT: '2',
    };
    expect(collectIn(folder, ['--job', 'unit', 'junit.xml'], variables)).toMatchObject({ code: 0, err: '' });
    expect(readRun(folder, 'unit/attempt-2')).toMatchObject({
      commit,
      head,
      ref: 'feature/x',
      attempt: 2,
      url: 'https://github.com/owner/name/actions/runs/12/attempts/2',
    });
  });

  test('is what GitLab CI says, its shard and its environment too; where git says another commit, that goes before it', () => {
    const folder = makeProduct({ 'junit.xml': passing });
    const other = 'b2e7a760cdee8614c47c3983f16e6b516897d74a';
    const variables = {
      GITLAB_CI: 'true',
      CI_COMMIT_SHA: other,
      CI_COMMIT_REF_NAME: 'main',
      CI_JOB_URL: 'https://gitlab.com/a/b/-/jobs/9',
      CI_NODE_INDEX: '2',
      CI_NODE_TOTAL: '4',
      CI_ENVIRONMENT_NAME: 'staging',
    };
    const { code, out, err } = collectIn(folder, ['--job', 'unit', '--tool', 'go=1.25.4', 'junit.xml'], variables);
    expect(code).toBe(0);
    expect(err).toMatch(new RegExp(`^collect COMMIT_DIFFERS .*GitLab CI says ${other}[^\\n]*\\n$`));
    expect(out).toContain('proves nothing yet: shards 1, 3 and 4 of 4 of job unit are missing');
    const run = readRun(folder, 'unit/shard-2');
    expect(run).toMatchObject({
      commit: git(folder, 'rev-parse', 'HEAD'),
      shard: { index: 2, total: 4 },
      environment: { name: 'staging', go: '1.25.4' },
    });
    expect(run.head).toBeUndefined();
  });

  test('is said by options where neither git nor CI knows', () => {
    const folder = makeProduct({ 'junit.xml': passing });
    rmSync(join(folder, '.git'), { recursive: true });
    expect(collectIn(folder, ['--job', 'unit', 'junit.xml'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^collect COMMIT_UNKNOWN /),
    });
    const commit = 'AB'.repeat(20);
    expect(collectIn(folder, ['--job', 'unit', 'junit.xml', '--commit', commit])).toMatchObject({ code: 0, err: '' });
    expect(readRun(folder, 'unit').commit).toBe(commit.toLowerCase());
  });

  test('proves nothing where tracked files were changed, before or by the command, but for the portal’s own and the results', async () => {
    const folder = makeProduct({ 'junit.xml': failing, 'lock.txt': '1' });
    writeFiles(folder, { 'content/portal.yaml': 'product: Teapot\n\n', 'src/pour.txt': 'spill\n' });
    const { code, err } = collectIn(folder, ['--job', 'unit', ...writer({ 'junit.xml': passing, 'lock.txt': '2' })]);
    expect(code).toBe(0);
    expect(err).toMatch(/^collect TREE_CHANGED .*lock\.txt and 1 more[^\n]*\n$/);
    expect(readRun(folder, 'unit').changed).toEqual(['lock.txt', 'src/pour.txt']);
    expect(await verdictsOf(folder)).toEqual(['tree-changed']);
  });
});

describe('a secret', () => {
  const leaking = (folder: string) =>
    `<testsuite name="s">\n<testcase classname="a" name="b"><system-out>token: ${github} in ${folder}/src/pour.txt and ${join(folder, '..')}/.npmrc</system-out></testcase></testsuite>`;

  test('is refused with its place and never shown; with --redact a copy is kept without it, and says so', async () => {
    const folder = makeProduct();
    writeFiles(folder, { 'junit.xml': leaking(folder) });
    const before = results(folder);
    const { code, out, err } = collectIn(folder, ['--job', 'unit', 'junit.xml']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^junit\.xml:2:\d+ SECRET .+--redact.+\n$/);
    expect(err).not.toContain(github.slice(4));
    expect(results(folder)).toEqual(before);
    expect(collectIn(folder, ['--job', 'unit', '--redact', 'junit.xml'])).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(join(folder, 'results/next/unit/junit.xml'), 'utf8')).toContain('token: REDACTED in src/pour.txt and ~/.npmrc<');
    expect(readRun(folder, 'unit').notes).toEqual(['junit.xml was redacted: 1 taken out as secrets, 2 paths made relative']);
    expect(await verdictsOf(folder)).toEqual(['pass']);
  });

  test('is not quoted by what else is wrong with its file', () => {
    const folder = makeProduct({ 'a.json': `"${github}" 1`, 'b.xml': `<testsuite name="s"><testcase name="${github}"` });
    const { code, err } = collectIn(folder, ['--job', 'unit', 'a.json', 'b.xml']);
    expect(code).toBe(2);
    expect(err.split('\n').flatMap((line) => / ([A-Z_]+) /.exec(line)?.[1] ?? [])).toEqual(['SECRET', 'SECRET']);
    expect(err).not.toContain(github.slice(4, 12));
  });

  test('in a command is refused before it runs', () => {
    const folder = makeProduct();
    const { code, out, err } = collectIn(folder, ['--job', 'unit', '--', 'echo', `--token=${github}`]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^command:1:\d+ SECRET [^\n]+\n$/);
    expect(err).not.toContain(github.slice(4));
  });
});
