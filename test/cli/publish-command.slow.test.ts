import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { filesBelow, freezeIn, read, write } from '../release/frozen-root.ts';
import { bareRemote, checkedOut, commitTo, git, pathsOn } from '../remote/git-remote.ts';
import { commit, makeRoot, readiness } from './run.ts';

const run = (version: string, committed: string) => JSON.stringify({ product: 'Teapot', version, commit, committed });
const at = (day: number) => ['--now', `2026-11-${day}T12:00:00Z`];

describe('publish', () => {
  let remote: string;
  let root: string;
  const publish = (from: string, ...more: readonly string[]) =>
    readiness('publish', '--root', from, '--branch', 'pages', '--to', remote, ...more);
  const commits = () => git(remote, 'rev-list', '--count', 'pages');

  beforeAll(async () => {
    remote = bareRemote();
    commitTo(remote, 'pages', { CNAME: 'portal.example.org' });
    root = makeRoot({ 'results/next/run.json': run('1.0.0', '2026-11-20T00:00:00Z') });
    await freezeIn(root, '1.0.0');
    write(root, 'results/next/run.json', run('1.0.1', '2026-11-21T00:00:00Z'));
  });

  test('puts a site beside what others have on the branch, and the same again makes no commit on any other day', () => {
    expect(publish(root, ...at(24))).toMatchObject({ code: 0, out: expect.stringContaining('Published 1 more release: 1.0.0.') });
    expect(commits()).toBe('2');
    expect(pathsOn(remote, 'pages')).toEqual(expect.arrayContaining(['.nojekyll', 'CNAME', 'index.html', 'releases/1.0.0/index.html']));
    expect(publish(root, ...at(25))).toMatchObject({ code: 0, out: expect.stringContaining('has all of it already: no commit.') });
    expect(commits()).toBe('2');
  });

  test('from a clone without any release freezes the next one after those that are there, and both verify from the branch', () => {
    const clone = mkdtempSync(join(tmpdir(), 'fresh-'));
    for (const part of ['content', 'results/next']) cpSync(join(root, part), join(clone, part), { recursive: true });
    expect(publish(clone, ...at(26), '--freeze', '1.0.1')).toMatchObject({
      code: 0,
      out: expect.stringContaining('1.0.1 is frozen and published.'),
    });
    const site = checkedOut(remote);
    expect(readiness('verify', '1.0.0', '1.0.1', '--from', site)).toMatchObject({ code: 0, err: '' });
    expect(readiness('verify', '--root', clone)).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(read(clone, 'results/1.0.1/snapshot.json')).previous.version).toBe('1.0.0');
    expect(filesBelow(join(clone, 'results/1.0.0'))).toEqual(filesBelow(join(root, 'results/1.0.0')));
    expect(existsSync(join(site, 'CNAME'))).toBe(true);
  });

  test('sign-offs that were given elsewhere come to what is there, and leave its pages as they are', () => {
    const laptop = mkdtempSync(join(tmpdir(), 'laptop-'));
    git(laptop, 'init', '--quiet');
    git(laptop, 'remote', 'add', 'origin', remote);
    cpSync(join(root, 'content'), join(laptop, 'content'), { recursive: true });
    expect(readiness('pull', '--root', laptop, '--from', '#pages', '--next').code).toBe(0);
    for (const version of ['1.0.0', 'next']) write(laptop, `results/${version}/sign-offs/mine.json`, '{}');
    const records = () => readiness('publish', '--root', laptop, '--branch', 'pages', '--records', '--json');
    expect(JSON.parse(records().out).records).toEqual(['results/1.0.0/sign-offs/mine.json', 'results/next/sign-offs/mine.json']);
    expect(
      git(remote, 'diff', '--name-only', 'pages^', 'pages')
        .split('\n')
        .filter((file) => file.endsWith('.html')),
    ).toEqual([]);
    expect(JSON.parse(records().out)).toMatchObject({ commit: null, records: [] });
  });

  test('what is not what was published is refused with 3, and nothing is pushed', async () => {
    const before = commits();
    const other = makeRoot({ 'content/portal.yaml': 'product: Teapot\nsite: https://example.org/\n' });
    await freezeIn(other, '1.0.0');
    const forked = makeRoot({ 'results/next/run.json': run('2.0.0', '2026-11-22T00:00:00Z') });
    await freezeIn(forked, '2.0.0');
    const [otherContent, fork, again] = [
      publish(other, ...at(24)),
      publish(forked, ...at(24)),
      publish(other, ...at(24), '--freeze', '1.0.1'),
    ];
    expect([otherContent.code, fork.code, again.code]).toEqual([3, 3, 3]);
    expect(otherContent.err).toMatch(/^results\/1\.0\.0\/MANIFEST\.sha256 INTEGRITY 1\.0\.0 is published with other content/m);
    expect(fork.err).toMatch(/^results INTEGRITY the chain is forked/m);
    expect(commits()).toBe(before);
  });
});

test('a remote that does not answer, a branch that cannot be named and a root that is refused are told before anything is built', () => {
  const root = makeRoot();
  const to = (remote: string, branch = 'pages') => readiness('publish', '--root', root, '--branch', branch, '--to', remote);
  expect(to('/nowhere/at/all')).toMatchObject({
    code: 4,
    err: expect.stringMatching(/^\/nowhere\/at\/all#pages ENVIRONMENT the remote cannot be read/),
  });
  expect(to(bareRemote(), 'a..b')).toMatchObject({ code: 4, err: expect.stringMatching(/^--branch ENVIRONMENT /) });
  expect(readiness('publish', '--root', root, '--branch', 'pages')).toMatchObject({
    code: 4,
    err: expect.stringMatching(/^origin ENVIRONMENT /),
  });
  write(root, 'content/checklist/1-tests.md', '# Tests\n\n- [?] A\n');
  const remote = bareRemote();
  expect(to(remote)).toMatchObject({ code: 2, err: expect.stringContaining('MARK_UNKNOWN') });
  expect(git(remote, 'for-each-ref')).toBe('');
});
