import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { inventoryFile } from '../../src/publish/inventory.ts';
import type { Archive } from '../../src/remote/archive.ts';
import { type BranchPlace, openBranch } from '../../src/remote/git-branch.ts';
import { bareRemote, commitTo, git, linkOn, pathsOn, textOn } from './git-remote.ts';
import { folderOf, publish, wanted } from './small-site.ts';

const opened: Archive[] = [];
afterEach(() => {
  for (const branch of opened.splice(0)) branch.close();
});

function open(remote: string, more: Partial<BranchPlace> = {}): Archive {
  const branch = wanted(openBranch({ checkout: tmpdir(), remote, branch: 'pages', ...more }));
  opened.push(branch);
  return branch;
}

describe('a site on a branch', () => {
  test('is one commit after what is there, and files of others stay', async () => {
    const remote = bareRemote();
    commitTo(remote, 'pages', { CNAME: 'portal.example.org', 'docs/a.html': 'theirs' });
    const branch = open(remote);
    const first = wanted(await publish(branch, () => ({ 'index.html': '1', 'gone.html': '1' })));
    const second = wanted(await publish(branch, () => ({ 'index.html': '2' })));
    expect(git(remote, 'rev-parse', 'pages', 'pages^').split('\n')).toEqual([second, first]);
    expect(pathsOn(remote, 'pages')).toEqual(['CNAME', 'docs/a.html', 'index.html', inventoryFile]);
    expect(textOn(remote, 'pages', 'index.html')).toBe('2');
    expect(git(remote, 'fsck', '--strict')).toBe('');
  });

  test('makes no commit where the branch has it already', async () => {
    const remote = bareRemote();
    wanted(await publish(open(remote), () => ({ 'index.html': '1' })));
    expect(wanted(await publish(open(remote), () => ({ 'index.html': '1' })))).toBeNull();
    expect(git(remote, 'rev-list', '--count', 'pages')).toBe('1');
  });

  test('loses nothing of ten that publish at once', async () => {
    const remote = bareRemote();
    const names = Array.from({ length: 10 }, (_, at) => `releases/${at}.0.0/index.html`);
    const outcomes = await Promise.all(
      names.map((name) =>
        publish(open(remote), (there) =>
          Object.fromEntries([...there.filter((path) => path.startsWith('releases/')), name].map((path) => [path, path])),
        ),
      ),
    );
    expect(outcomes.map(({ state }) => state)).toEqual(names.map(() => 'read'));
    expect(pathsOn(remote, 'pages').filter((path) => path.startsWith('releases/'))).toEqual(names);
  });

  test('is the one of before or the new one where its publisher is killed at any moment, and the next one finds nothing in its way', async () => {
    const remote = bareRemote();
    const program = ['test/remote/publish-small-site.ts', tmpdir(), remote];
    const started = performance.now();
    execFileSync('node', [...program, '0']);
    const whole = performance.now() - started;
    for (let moment = 1; moment <= 10; moment += 1) {
      const child = spawn('node', [...program, String(moment)], { detached: true, stdio: 'ignore' });
      const ended = once(child, 'close');
      await Promise.race([ended, delay((whole * moment) / 10)]);
      if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await ended;
      const [text = ''] = new Set(['index.html', 'a/b.html', 'a/c.html'].map((path) => textOn(remote, 'pages', path)));
      expect(['index.html', 'a/b.html', 'a/c.html'].map((path) => textOn(remote, 'pages', path))).toEqual([text, text, text]);
      expect(['0', String(moment - 1), `${moment - 1} again`, String(moment)]).toContain(text);
      expect(git(remote, 'fsck', '--strict', '--no-dangling')).toBe('');
      wanted(
        await publish(open(remote), () => ({
          'index.html': `${moment} again`,
          'a/b.html': `${moment} again`,
          'a/c.html': `${moment} again`,
        })),
      );
    }
  });

  test('is made anew for what is there where another was first', async () => {
    const remote = bareRemote();
    const seen: (readonly string[])[] = [];
    wanted(
      await publish(open(remote), (there) => {
        if (seen.length === 0) commitTo(remote, 'pages', { CNAME: 'portal.example.org' });
        seen.push(there);
        return { 'index.html': '1' };
      }),
    );
    expect(seen).toEqual([[], ['CNAME']]);
    expect(pathsOn(remote, 'pages')).toEqual(['CNAME', 'index.html', inventoryFile]);
  });
});

describe('a remote', () => {
  test.each(['/nowhere/at/all', 'http://127.0.0.1:1/portal.git'])('that does not answer, %s, is no empty branch', async (remote) => {
    const outcome = await publish(open(remote), () => {
      throw new Error('nothing is made for it');
    });
    expect(outcome.state === 'refused' && outcome.problems[0]).toMatchObject({
      code: 'ENVIRONMENT',
      message: expect.stringMatching(/^the remote cannot be read: /),
    });
  });

  test('that refuses the commit is told with what it says', async () => {
    const remote = bareRemote();
    commitTo(remote, 'pages', { CNAME: 'a' });
    writeFileSync(join(remote, 'hooks/pre-receive'), '#!/bin/sh\necho "this branch is protected" >&2\nexit 1\n', { mode: 0o755 });
    const outcome = await publish(open(remote), () => ({ 'index.html': '1' }));
    expect(outcome.state === 'refused' && outcome.problems[0]?.message).toMatch(/does not take the commit: .*this branch is protected/);
  });

  test('that knows no filter works as well', async () => {
    const remote = bareRemote();
    git(remote, 'config', 'uploadpack.allowFilter', 'false');
    commitTo(remote, 'pages', { 'docs/a.html': 'theirs' });
    wanted(await publish(open(remote), () => ({ 'index.html': '1' })));
    expect(pathsOn(remote, 'pages')).toEqual(['docs/a.html', 'index.html', inventoryFile]);
  });

  test('is one of the checkout by its name, with the credentials and the identity that are set there', async () => {
    const remote = bareRemote();
    const checkout = mkdtempSync(join(tmpdir(), 'checkout-'));
    git(checkout, 'init', '--quiet');
    git(checkout, 'remote', 'add', 'site', 'example:portal.git');
    git(checkout, 'config', `url.${remote}.insteadOf`, 'example:portal.git');
    git(checkout, 'config', 'user.name', 'Publisher');
    git(checkout, 'config', 'user.email', 'publisher@example.org');
    wanted(await publish(open('site', { checkout }), () => ({ 'index.html': '1' })));
    expect(git(remote, 'log', '-1', '--format=%an <%ae>', 'pages')).toBe('Publisher <publisher@example.org>');
    expect(readdirSync(join(checkout, '.git')).includes('FETCH_HEAD')).toBe(false);
    expect(git(checkout, 'config', '--local', '--list')).not.toMatch(/promisor|partial/i);
  });

  test('gets a commit of its own identity where git has none', async () => {
    const remote = bareRemote();
    const before = process.env['GIT_CONFIG_GLOBAL'];
    process.env['GIT_CONFIG_GLOBAL'] = '/dev/null';
    try {
      wanted(await publish(open(remote), () => ({ 'index.html': '1' })));
    } finally {
      if (before === undefined) delete process.env['GIT_CONFIG_GLOBAL'];
      else process.env['GIT_CONFIG_GLOBAL'] = before;
    }
    expect(git(remote, 'log', '-1', '--format=%an <%ae> %cn', 'pages')).toBe(
      'readiness-portal <readiness-portal@localhost> readiness-portal',
    );
  });

  test('whose files would be converted gives and keeps their bytes', async () => {
    const remote = bareRemote();
    commitTo(remote, 'pages', { '.gitattributes': '* text eol=crlf ident\n', 'a.txt': 'a\n$Id$\n' });
    const branch = open(remote);
    wanted(await publish(branch, () => ({ 'b.txt': 'b\r\n$Id$\n' })));
    const tip = wanted(await branch.readTip());
    if (tip === null) throw new Error('there is no branch');
    const folder = await folderOf(branch, tip, ['a.txt', 'b.txt']);
    expect(['a.txt', 'b.txt'].map((file) => readFileSync(join(folder, file), 'utf8'))).toEqual(['a\n$Id$\n', 'b\r\n$Id$\n']);
  });

  test('that has links gives none of them, and keeps them', async () => {
    const remote = bareRemote();
    linkOn(remote, 'link', 'a.txt');
    const branch = open(remote);
    wanted(await publish(branch, () => ({ 'index.html': '1' })));
    const tip = wanted(await branch.readTip());
    expect(tip === null ? null : readdirSync(await folderOf(branch, tip, ['index.html', 'link']))).toEqual(['index.html']);
    expect(git(remote, 'ls-tree', 'pages', 'link')).toMatch(/^120000 blob /);
  });
});

test('a branch is named as git lets it be, and a remote as the repository has it', () => {
  const refused = (more: Partial<BranchPlace>) => {
    const outcome = openBranch({ checkout: tmpdir(), remote: '/tmp', branch: 'pages', ...more });
    return outcome.state === 'refused' && outcome.problems[0]?.code;
  };
  expect([
    refused({ branch: 'a..b' }),
    refused({ branch: '--force' }),
    refused({ remote: 'nowhere' }),
    refused({ remote: '--upload-pack=x' }),
  ]).toEqual(Array(4).fill('ENVIRONMENT'));
});
