import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inventoryFile, readInventory } from '../../src/publish/inventory.ts';
import { copyOf, freezeIn, now, write } from '../release/frozen-root.ts';
import { bareRemote, checkedOut, commitTo, git, pathsOn } from '../remote/git-remote.ts';
import { commit, makeRoot, readiness } from './run.ts';

const run = (version: string, committed: string) => JSON.stringify({ product: 'Teapot', version, commit, committed });
const [early, late] = ['2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z'];
const order = (root: string, remote: string, ...more: readonly string[]) => [
  'publish',
  '--root',
  root,
  '--branch',
  'pages',
  '--to',
  remote,
  ...more,
];

/** Runs a command in a group of its own, which ends as a whole when a machine is lost. */
function start(...args: readonly string[]) {
  const child = spawn('node', ['src/cli/main.ts', ...args], { detached: true, stdio: 'ignore' });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  return { ended, kill: () => child.pid !== undefined && child.exitCode === null && process.kill(-child.pid, 'SIGKILL') };
}

/** Holds that a branch has a site, the whole of it. */
function expectWhole(remote: string, others = ['CNAME']): void {
  expect(git(remote, 'fsck', '--strict', '--no-dangling')).toBe('');
  const site = checkedOut(remote);
  const inventory = readInventory(readFileSync(join(site, inventoryFile), 'utf8'));
  expect([...Object.keys(inventory?.files ?? {}), inventoryFile, ...others].sort()).toEqual(pathsOn(remote, 'pages').sort());
  for (const [file, digest] of Object.entries(inventory?.files ?? {})) {
    expect(
      createHash('sha256')
        .update(readFileSync(join(site, file)))
        .digest('hex'),
      file,
    ).toBe(digest);
  }
}

test('a publisher that is killed at any moment leaves the site of before or the new one, and the next run publishes', {
  timeout: 900_000,
}, async () => {
  const remote = bareRemote();
  commitTo(remote, 'pages', { CNAME: 'portal.example.org' });
  const root = makeRoot({ 'results/next/run.json': run('1.0.0', early) });
  expect(readiness(...order(root, remote)).code).toBe(0);
  const before = git(remote, 'rev-parse', 'pages');
  await freezeIn(root, '1.0.0');
  const began = performance.now();
  expect(await start(...order(copyOf(root), remote)).ended).toBe(0);
  const lasts = performance.now() - began;
  const moments = Number(process.env['FAULT_MOMENTS'] ?? 10);
  for (let at = 0; at < Math.min(moments, 40); at += 1) {
    git(remote, 'update-ref', 'refs/heads/pages', before);
    const publisher = start(...order(root, remote));
    await delay(Math.random() * lasts * 1.1);
    publisher.kill();
    await publisher.ended;
    expectWhole(remote);
    const releases = pathsOn(remote, 'pages').filter((path) => path === 'releases/1.0.0/MANIFEST.sha256');
    expect(releases).toHaveLength(git(remote, 'rev-parse', 'pages') === before ? 0 : 1);
  }
  expect(readiness(...order(root, remote))).toMatchObject({ code: 0 });
  expectWhole(remote);
  expect(pathsOn(remote, 'pages')).toContain('releases/1.0.0/MANIFEST.sha256');
});

test('publishers that freeze at once are all in, one after the other, and none replaces what is newer', { timeout: 900_000 }, async () => {
  const remote = bareRemote();
  commitTo(remote, 'pages', { CNAME: 'portal.example.org' });
  const versions = ['1.0.0', '1.0.1', '1.1.0', '2.0.0'];
  const publishers = versions.map((version) => {
    const root = makeRoot({ 'results/next/run.json': run(version, early) });
    return start(...order(root, remote, '--freeze', version, '--now', now.toISOString()));
  });
  expect(await Promise.all(publishers.map(({ ended }) => ended))).toEqual(versions.map(() => 0));
  expectWhole(remote);
  expect(readiness('verify', ...versions, '--from', checkedOut(remote))).toMatchObject({ code: 0, err: '' });
  const newer = makeRoot({ 'results/next/run.json': run('2.1.0', late) });
  expect(readiness(...order(newer, remote)).code).toBe(0);
  const tip = git(remote, 'rev-parse', 'pages');
  write(newer, 'results/next/run.json', run('2.1.0', early));
  expect(readiness(...order(newer, remote))).toMatchObject({ code: 0, out: expect.stringContaining('is newer than this root, and stays') });
  expect(git(remote, 'rev-parse', 'pages')).toBe(tip);
});

test('one release more, from a clone that has none, comes to the site that one build of all makes, though nothing more of the older ones can be had', {
  timeout: 900_000,
}, async () => {
  const remote = bareRemote('receive.unpackLimit=100000');
  const root = makeRoot({ 'results/next/run.json': run('1.0.0', early) });
  // What fails in every release is looked up in those that stay, too.
  const failing = '<testsuite name="lid" tests="1"><testcase name="fits"><failure message="no"/></testcase></testsuite>';
  write(root, 'results/next/unit/junit.xml', failing);
  for (const version of ['1.0.0', '1.0.1', '1.0.2']) {
    write(root, 'results/next/run.json', run(version, early));
    await freezeIn(root, version);
  }
  write(root, 'results/next/run.json', run('1.1.0', late));
  const at = ['--now', now.toISOString()];
  expect(readiness(...order(root, remote, ...at)).code).toBe(0);
  const snapshot = git(remote, 'rev-parse', 'pages:releases/1.0.0/snapshot.json');
  const clone = copyOf(root);
  rmSync(join(clone, 'results/1.0.0'), { recursive: true });
  rmSync(join(clone, 'results/1.0.1'), { recursive: true });
  rmSync(join(clone, 'results/1.0.2'), { recursive: true });
  // Its pages are of evidence too, which stay when another release becomes the latest.
  const whole = checkedOut(remote);
  rmSync(join(whole, '.git'), { recursive: true });
  const lost = join(remote, 'objects', snapshot.slice(0, 2), snapshot.slice(2));
  const bytes = readFileSync(lost);
  rmSync(lost);
  expect(readiness(...order(clone, remote, '--freeze', '1.1.0', ...at))).toMatchObject({
    code: 0,
    out: expect.stringContaining('It is not in results/ here, which lacks releases before it'),
  });
  writeFileSync(lost, bytes);
  const site = checkedOut(remote);
  const all = copyOf(root);
  expect(readiness('pull', '--root', all, '--from', site).code).toBe(0);
  expect(readiness('build', '--root', all, '--out', whole, ...at).code).toBe(0);
  const filesOf = (folder: string) => readInventory(readFileSync(join(folder, inventoryFile), 'utf8'));
  expect(filesOf(site)).toEqual(filesOf(whole));
  expectWhole(remote, []);
});
