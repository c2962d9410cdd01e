import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { digestsBelow } from '../../src/build/site-folder.ts';
import { freezeIn, read, write } from '../release/frozen-root.ts';
import { bareRemote, git } from '../remote/git-remote.ts';
import { commit, makeRoot, readiness } from './run.ts';

const versions = ['1.0.0', '1.0.1', '1.0.2', '1.0.3'];
const now = ['--now', '2026-11-24T12:00:00Z'];
const run = (version: string) => JSON.stringify({ product: 'Teapot', version, commit, committed: '2026-11-20T00:00:00Z' });

describe('a site that is built in parts', () => {
  let root: string;
  const home = mkdtempSync(join(tmpdir(), 'parts-'));
  const folder = (name: string) => join(home, name);
  const built = (name: string, ...more: readonly string[]) => {
    expect(readiness('build', '--root', root, '--out', folder(name), ...now, ...more)).toMatchObject({ code: 0 });
    return folder(name);
  };
  const parts = (name: string, total: number, ...more: readonly string[]) =>
    Array.from({ length: total }, (_, index) => built(`${name}-${index + 1}`, '--shard', `${index + 1}/${total}`, ...more));

  beforeAll(async () => {
    root = makeRoot();
    for (const version of versions) {
      write(root, 'results/next/run.json', run(version));
      await freezeIn(root, version);
    }
    write(root, 'results/next/run.json', run('1.1.0'));
  });

  test('is the site of one build, byte for byte, whatever the parts and whichever are missing', () => {
    const whole = digestsBelow(built('whole'));
    const two = parts('two', 2);
    expect(digestsBelow(built('of-two', '--part', ...two))).toEqual(whole);
    expect(digestsBelow(built('of-one', '--part', ...two.slice(1)))).toEqual(whole);
    const five = parts('five', 5);
    expect(Object.keys(digestsBelow(five[0] ?? '')).filter((file) => file.endsWith('.html'))).toEqual([]);
    expect(digestsBelow(built('of-five', '--part', ...five))).toEqual(whole);
  });

  test('takes nothing of a part that was made for another address, or was changed since', () => {
    const address = ['--site', 'https://example.org/teapot/'];
    const [elsewhere = ''] = parts('elsewhere', 1);
    const outcome = readiness('build', '--root', root, '--out', folder('here'), ...now, ...address, '--part', elsewhere);
    expect(outcome).toMatchObject({ code: 0, err: expect.stringContaining('no release of it would be made the same now') });
    expect(digestsBelow(folder('here'))).toEqual(digestsBelow(built('alone', ...address)));
    const [part = ''] = parts('changed', 1, ...address);
    appendFileSync(join(part, 'releases/1.0.1/index.html'), 'all is well');
    expect(read(built('of-changed', ...address, '--part', part), 'releases/1.0.1/index.html')).not.toContain('all is well');
  });

  test('refuses a folder that no part was built into, and what cannot be meant', () => {
    const order = (...more: readonly string[]) => readiness('build', '--root', root, '--out', folder('refused'), ...now, ...more);
    expect(order('--part', home)).toMatchObject({
      code: 4,
      err: expect.stringMatching(/ USAGE there is no inventory\.json .* - name a folder/),
    });
    for (const shard of ['0/2', '3/2', '1', '1/2/3']) expect(order('--shard', shard).code).toBe(4);
    expect(order('--shard', '1/2', '--part', home).code).toBe(4);
  });

  test('is published with what was published before, and nothing that stays is brought', () => {
    const remote = bareRemote();
    const publish = (...more: readonly string[]) =>
      readiness('publish', '--root', root, '--branch', 'pages', '--to', remote, ...now, ...more);
    expect(publish()).toMatchObject({ code: 0 });
    // Every release is made anew.
    appendFileSync(join(root, 'content/portal.yaml'), '\nrepository: https://example.org/teapot\n');
    const made = parts('published', 2);
    for (const version of versions.slice(0, -1)) rmSync(join(root, 'results', version), { recursive: true });
    expect(publish('--part', ...made)).toMatchObject({ code: 0, err: '' });
    const withParts = git(remote, 'rev-parse', 'pages^{tree}');
    git(remote, 'update-ref', 'refs/heads/pages', 'pages^');
    expect(publish()).toMatchObject({ code: 0 });
    expect(git(remote, 'rev-parse', 'pages^{tree}')).toBe(withParts);
  });
});
