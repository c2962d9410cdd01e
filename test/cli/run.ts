import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { inject } from 'vitest';

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What the CI that runs these tests says of itself is not said to what they run. */
const noCi = {
  CI: undefined,
  GITHUB_ACTIONS: undefined,
  GITHUB_STEP_SUMMARY: undefined,
  GITHUB_WORKSPACE: undefined,
  CI_PROJECT_DIR: undefined,
};

/** The program for a command. What builds a site shares its modules with the site, so that it runs from its own files. */
export function programFor([command = '']: readonly string[]): string {
  return ['build', 'serve', 'publish'].includes(command) ? resolve('src/cli/main.ts') : inject('program');
}

/** Runs the command line as a person does. */
export function readiness(...args: readonly string[]): Run {
  return readinessIn({}, ...args);
}

/** Runs the command line where some variables are set, as a CI does. */
export function readinessIn(variables: Readonly<Record<string, string>>, ...args: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync('node', [programFor(args), ...args], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', ...noCi, ...variables },
  });
  return { code: status, out: stdout, err: stderr };
}

export const commit = 'a'.repeat(40);

/** A small root in a folder of its own: one layer with one passing test, but for what the files say otherwise; null leaves a file out. */
export function makeRoot(files: Readonly<Record<string, string | null>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'root-'));
  const run = { job: 'unit', commit, finished: '2026-11-23T00:00:00Z', commands: [{ command: 'test', exitCode: 0, files: ['junit.xml'] }] };
  const all = {
    'content/portal.yaml': 'product: Teapot\n',
    'content/checklist/1-tests.md': '# Tests\n\n## All\n\n- [x] Tests pass [tests](/results/next/unit/junit.xml)\n',
    'results/next/run.json': JSON.stringify({ product: 'Teapot', version: '1.0.0', commit }),
    'results/next/unit/run.json': JSON.stringify(run),
    'results/next/unit/junit.xml': '<testsuite tests="1" time="2.5"><testcase classname="a" name="b"/></testsuite>',
    ...files,
  };
  writeFiles(root, all);
  return root;
}

/** Writes files below a folder; null leaves one out. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | null>>): void {
  for (const [path, text] of Object.entries(files)) {
    if (text === null) continue;
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
