import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { type CiSystem, ciRecipes } from '../../src/cli/ci-recipes.ts';
import { bareRemote, git, pathsOn, textOn } from '../remote/git-remote.ts';
import { makeRoot, writeFiles } from './run.ts';

const Steps = z.array(z.looseObject({ run: z.string().optional(), env: z.record(z.string(), z.string()).optional() }));
const Jobs = z.record(z.string(), z.looseObject({ steps: Steps.optional(), script: z.array(z.string()).optional() }));

const passing = '<testsuite tests="1"><testcase classname="a" name="b"/></testsuite>';
const failing = '<testsuite tests="1"><testcase classname="a" name="b"><failure/></testcase></testsuite>';
const collects = ['--job unit junit.xml -- cp tested.xml junit.xml'];

/** Stands for `npx` and `gh`, which ask a network; of `gh` it keeps what it was told. */
const commands = {
  npx: `#!/bin/sh\nshift\nexec node ${resolve('src/cli/main.ts')} "$@"\n`,
  gh: '#!/bin/sh\nprintf "%s " "$@" >> "$TOLD"; echo >> "$TOLD"\ncase "$*" in *pulls*) echo 12;; esac\n',
};

let remote: string;
let home: string;
let product: string;

beforeEach(() => {
  remote = bareRemote();
  home = mkdtempSync(join(tmpdir(), 'runner-'));
  for (const [name, text] of Object.entries(commands)) {
    writeFiles(home, { [`bin/${name}`]: text });
    chmodSync(join(home, 'bin', name), 0o755);
  }
  product = makeRoot({
    'tested.xml': passing,
    '.gitignore': 'junit.xml\npublic/\n',
    'results/next/run.json': '{"product": "Teapot", "version": "1.0.0"}\n',
    'results/next/unit/run.json': null,
    'results/next/unit/junit.xml': null,
  });
  git(product, 'init', '--quiet', '--initial-branch=main');
  git(product, 'remote', 'add', 'origin', remote);
  commitAll(product);
});

function commitAll(folder: string): void {
  git(folder, 'add', '--all');
  git(folder, '-c', 'user.name=Person', '-c', 'user.email=person@example.org', 'commit', '--quiet', '-m', 'Go on');
}

/** A clone of the product, as a job begins with. */
function checkout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'job-'));
  git(folder, 'clone', '--quiet', product, 'product');
  git(join(folder, 'product'), 'remote', 'set-url', 'origin', remote);
  return join(folder, 'product');
}

/** Runs a script as a job does. */
function runScript(folder: string, script: string, variables: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: `${join(home, 'bin')}:${process.env['PATH']}`,
      HOME: home,
      CI: 'true',
      TOLD: join(home, 'told'),
      RUNNER_TEMP: home,
      GITHUB_OUTPUT: join(home, 'output'),
      ...variables,
    },
  });
  return { code: status, out: stdout, err: stderr };
}

function jobsOf(system: CiSystem, file = 0): z.infer<typeof Jobs> {
  const document: unknown = parse(ciRecipes(system, '', collects)[file]?.text ?? '');
  return Jobs.parse(z.looseObject({ jobs: z.unknown().optional() }).parse(document).jobs ?? document);
}

/** Runs each command of a job, up to one that fails; what the expressions in their variables come to is given. */
function runJob(folder: string, jobs: z.infer<typeof Jobs>, name: string, values: Readonly<Record<string, string>> = {}) {
  let last = { code: 0 as number | null, out: '', err: '' };
  for (const { run, env = {} } of jobs[name]?.steps ?? []) {
    if (run === undefined) continue;
    const variables = Object.keys(env).map((key) => [key, values[key] ?? '']);
    last = runScript(folder, run, Object.fromEntries(variables));
    if (last.code !== 0) break;
  }
  return last;
}

/** What a job hands on as an artifact comes to another. */
function handOn(from: string, to: string, paths: readonly string[]): void {
  for (const path of paths) cpSync(join(from, path), join(to, path), { recursive: true });
}

test('on GitHub jobs collect, publish, gate, publish daily, and make the preview of a change and take it away', () => {
  const [jobs, trusted] = [jobsOf('github'), jobsOf('github', 1)];
  const testing = checkout();
  expect(runJob(testing, jobs, 'unit')).toMatchObject({ code: 0 });
  const releasing = checkout();
  handOn(testing, releasing, ['results/next']);
  expect(runJob(releasing, jobs, 'release')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/Teapot 1\.0\.0 at [0-9a-f]{7} is ready/),
  });
  expect(JSON.parse(textOn(remote, 'pages', 'api/v1/readiness.json'))).toMatchObject({ state: 'ready' });
  const published = git(remote, 'rev-parse', 'pages^{tree}');
  expect(runJob(checkout(), jobs, 'daily')).toMatchObject({ code: 0, out: expect.stringContaining('no commit') });

  const changing = checkout();
  writeFiles(changing, { 'tested.xml': failing });
  commitAll(changing);
  expect(runJob(changing, jobs, 'unit').code).toBe(0);
  expect(runJob(changing, jobs, 'change').code).toBe(1);
  handOn(changing, join(home, 'change'), ['content/checklist', 'results/next']);
  const values = { REPOSITORY: 'o/r', OWNER: 'o', BRANCH: '$(touch hacked)"; touch hacked; "', COMMIT: 'c', NUMBER: '12' };
  const previewing = checkout();
  expect(runJob(previewing, trusted, 'publish', values)).toMatchObject({ code: 0, err: '' });
  expect(existsSync(join(previewing, 'hacked'))).toBe(false);
  expect(readFileSync(join(home, 'output'), 'utf8')).toBe('number=12\n');
  expect(readFileSync(join(home, 'comment.md'), 'utf8')).toContain('1 newly contradicted');
  expect(readFileSync(join(home, 'told'), 'utf8')).toContain('--method POST repos/o/r/issues/12/comments -F body=@');
  expect(pathsOn(remote, 'pages')).toContain('previews/12/index.html');
  expect(runJob(checkout(), trusted, 'remove', values)).toMatchObject({ code: 0 });
  expect(git(remote, 'rev-parse', 'pages^{tree}')).toBe(published);
});

test('on GitLab jobs collect, and make public/ with what is published', () => {
  const jobs = jobsOf('gitlab');
  const folder = checkout();
  const script = (name: string, address = 'http://127.0.0.1:9') =>
    runScript(folder, jobs[name]?.script?.join('\n') ?? '', { CI_PAGES_URL: address, CI_PIPELINE_SOURCE: 'push' });
  expect(script('readiness-unit').code).toBe(0);
  // A site that does not answer is none that is not there.
  expect(script('pages').code).toBe(4);
  expect(existsSync(join(folder, 'public'))).toBe(false);
  writeFileSync(join(home, 'bin/curl'), '#!/bin/sh\nprintf 404\n', { mode: 0o755 });
  expect(script('pages', 'https://o.gitlab.example/r')).toMatchObject({ code: 0 });
  expect(existsSync(join(folder, 'public/index.html'))).toBe(true);
  // The next one finds the site of before in its cache.
  expect(script('pages', 'https://o.gitlab.example/r')).toMatchObject({ code: 0 });
  expect(script('readiness')).toMatchObject({ code: 0 });
});

test('anywhere else a script collects, publishes and gates, each commit anew, and daily what is published', () => {
  const folder = checkout();
  const text = ciRecipes('sh', '', collects)[0]?.text ?? '';
  expect(runScript(folder, text)).toMatchObject({ code: 0 });
  git(folder, 'checkout', '--quiet', '--', 'results');
  writeFiles(folder, { 'tested.xml': failing });
  commitAll(folder);
  expect(runScript(folder, text)).toMatchObject({ code: 1, out: expect.stringContaining('is at ') });
  mkdirSync(join(home, 'daily'));
  writeFileSync(join(home, 'daily/readiness.sh'), text);
  expect(runScript(checkout(), `sh ${join(home, 'daily/readiness.sh')} daily`)).toMatchObject({
    code: 1,
    out: expect.stringContaining('no commit'),
  });
});

test('the action publishes, makes a preview and takes it away, and gates, with what its inputs say', () => {
  const { runs, inputs } = z
    .looseObject({
      inputs: z.record(z.string(), z.object({ default: z.string() })),
      runs: z.object({
        steps: z.array(
          z.looseObject({ name: z.string().optional(), run: z.string().optional(), env: z.record(z.string(), z.string()).optional() }),
        ),
      }),
    })
    .parse(parse(readFileSync('action.yml', 'utf8')));
  const folder = checkout();
  const step = (wanted: string, given: Readonly<Record<string, string>> = {}) => {
    const { run = '', env = {} } = runs.steps.find(({ name }) => name === wanted) ?? expect.fail(wanted);
    const value = (text: string) =>
      text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => given[name] ?? inputs[name]?.default ?? '');
    const variables = Object.entries(env).map(([name, text]) => [name, value(text)]);
    return runScript(folder, run, { ...Object.fromEntries(variables), GITHUB_ACTION_PATH: resolve('.') });
  };
  expect(runJob(folder, jobsOf('github'), 'unit').code).toBe(0);
  expect(step('Publish', { site: 'https://example.org/portal/', freeze: '1.0.0' })).toMatchObject({
    code: 0,
    out: expect.stringContaining('1.0.0 is frozen'),
  });
  expect(step('Bring back', { pull: 'next' })).toMatchObject({ code: 0 });
  expect(step('Bring back', { pull: 'all' })).toMatchObject({ code: 4 });
  expect(step('Preview', { preview: '12', data: folder, comment: join(home, 'a b.md') })).toMatchObject({ code: 0 });
  expect(readFileSync(join(home, 'a b.md'), 'utf8')).toContain('Preview of #12');
  expect(step('Preview', { preview: '12; touch hacked', data: folder }).code).toBe(4);
  expect(step('Remove the preview', { 'remove-preview': '12' })).toMatchObject({ code: 0, out: expect.stringContaining('is gone') });
  expect(step('The gate', { gate: 'against' })).toMatchObject({ code: 0 });
  expect(step('The gate', { gate: '--help' }).code).toBe(4);
  expect(existsSync(join(folder, 'hacked'))).toBe(false);
});
