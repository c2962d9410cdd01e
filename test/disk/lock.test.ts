import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { withRootLock } from '../../src/disk/lock.ts';
import { verifyRelease } from '../../src/release/verify-release.ts';
import { makeRoot } from '../cli/run.ts';
import { loadHistory } from '../release/frozen-root.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Runs commands of the command line at the same time. */
async function atOnce(root: string, ...commands: readonly (readonly string[])[]): Promise<{ code: number | null; err: string }[]> {
  return Promise.all(
    commands.map(async (args) => {
      const child = spawn('node', ['src/cli/main.ts', ...args, '--root', root], { stdio: ['ignore', 'ignore', 'pipe'] });
      children.push(child);
      let err = '';
      child.stderr.on('data', (chunk) => {
        err += String(chunk);
      });
      const [code] = await once(child, 'close');
      return { code, err };
    }),
  );
}

/** A process that holds a root until it is killed. */
async function holding(root: string): Promise<ChildProcess> {
  const module = JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../src/disk/lock.ts')).href);
  const script = `const { withRootLock } = await import(${module});
    await withRootLock(${JSON.stringify(root)}, 'snapshot 9.9.9', { patience: 0, onWait() {} }, () => {
      process.stdout.write('held');
      setInterval(() => {}, 1000);
      return new Promise(() => {});
    });`;
  const child = spawn('node', ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

const claims = (root: string) => readdirSync(join(root, 'results')).filter((name) => name.startsWith('.'));
const tryToHold = (root: string, patience = 0) => withRootLock(root, 'withdraw', { patience, onWait: () => undefined }, async () => 'done');

describe('two commands that write into a root', { timeout: 120_000 }, () => {
  test('at once freeze one version once, and say so', async () => {
    const root = makeRoot();
    const outcomes = await atOnce(root, ...Array.from({ length: 4 }, () => ['snapshot', '1.0.0']));
    expect(outcomes.map(({ code }) => code).sort()).toEqual([0, 2, 2, 2]);
    for (const { code, err } of outcomes) if (code === 2) expect(err).toMatch(/VERSION 1\.0\.0 exists: a release is frozen once/);
    expect(readdirSync(join(root, 'results')).sort()).toEqual(['1.0.0', 'next']);
  });

  test('at once freeze two versions one after the other', async () => {
    const root = makeRoot();
    const versions = ['1.0.0-rc.1', '1.0.0-rc.2', '1.0.0-rc.3'];
    const outcomes = await atOnce(root, ...versions.map((version) => ['snapshot', version, '--backfill']));
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0]);
    const { releases, problems } = await loadHistory(root);
    expect(problems).toEqual([]);
    const previous = releases.map((release) => (release.integrity === 'broken' ? 'broken' : (release.snapshot.previous?.version ?? null)));
    expect(new Set(previous).size).toBe(3);
    for (const release of releases) expect(await verifyRelease(release)).toEqual({ state: 'verified' });
    expect(claims(root)).toEqual([]);
  });
});

describe('a root that is held', () => {
  test('is not held twice, and who holds it is said', async () => {
    const root = makeRoot();
    const { pid } = await holding(root);
    const told: string[] = [];
    const outcome = await withRootLock(root, 'withdraw', { patience: 300, onWait: (holder) => told.push(holder) }, async () => 'never');
    expect(told).toEqual([`snapshot 9.9.9 (process ${pid})`]);
    expect(outcome).toMatchObject({
      state: 'refused',
      problems: [{ code: 'ENVIRONMENT', file: 'results', message: `snapshot 9.9.9 (process ${pid}) writes into this root` }],
    });
    expect(claims(root)).toHaveLength(1);
  });

  test('is free as soon as its process is gone, however it went', async () => {
    const root = makeRoot();
    const child = await holding(root);
    const waiting = tryToHold(root, 30_000);
    child.kill('SIGKILL');
    expect(await waiting).toMatchObject({ state: 'read', value: 'done' });
    expect(claims(root)).toEqual([]);
  });

  test.skipIf(!existsSync('/proc/self/stat'))('is free where another process bears the number of the one that held it', async () => {
    const root = makeRoot();
    const machine = hostname().replace(/[^A-Za-z0-9.-]/g, '_');
    writeFileSync(join(root, 'results', `.lock-${machine}-${process.ppid}`), JSON.stringify({ command: 'snapshot 1.0.0', start: '1' }));
    expect(await tryToHold(root)).toMatchObject({ state: 'read' });
    expect(claims(root)).toEqual([]);
  });

  test('by another machine stays held, and its claim is named', async () => {
    const root = makeRoot();
    const claim = join(root, 'results/.lock-elsewhere-1');
    writeFileSync(claim, JSON.stringify({ command: 'snapshot 1.0.0', start: null }));
    expect(await tryToHold(root)).toMatchObject({
      state: 'refused',
      problems: [{ message: `snapshot 1.0.0 (process 1 on elsewhere: ${claim}) writes into this root` }],
    });
    for (const unfinished of ['', '{', '{"command": 3}']) {
      writeFileSync(claim, unfinished);
      expect(await tryToHold(root)).toMatchObject({ state: 'refused' });
    }
  });

  test('is given back by a command that fails', async () => {
    const root = makeRoot();
    const fails = withRootLock(root, 'withdraw', { patience: 0, onWait: () => undefined }, async () => {
      throw new Error('the disk is full');
    });
    await expect(fails).rejects.toThrow('the disk is full');
    expect(claims(root)).toEqual([]);
  });
});

describe('two builds into one folder', { timeout: 120_000 }, () => {
  test('are made one after the other, and leave nothing behind', async () => {
    const root = makeRoot();
    const out = join(root, 'site');
    const outcomes = await atOnce(root, ['build', '--out', out], ['build', '--out', out]);
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    expect(outcomes.map(({ err }) => err).join('')).toMatch(/Waiting for a build \(process \d+\), which writes this folder\./);
    expect(readdirSync(root).sort()).toEqual(['content', 'results', 'site']);
  });
});
