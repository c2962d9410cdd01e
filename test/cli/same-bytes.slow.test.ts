import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { digestsBelow } from '../../src/build/site-folder.ts';
import { makeRoot, readiness } from './run.ts';

const now = ['--now', '2026-11-24T12:00:00Z'];
const guide = '---\ntitle: Reading\ndescription: How to read it\norder: 1\n---\n\nText about İstanbul and ıssız words.\n';

/** Builds the site of a copy of a root in a folder of a name, with what a shell runs before. */
function build(root: string, name: string, before: string, env: Readonly<Record<string, string>>): string {
  const home = join(mkdtempSync(join(tmpdir(), 'same-')), name);
  mkdirSync(home);
  cpSync(root, join(home, 'root'), { recursive: true });
  const command = `${before} node "${resolve('src/cli/main.ts')}" build --root root --out site ${now.join(' ')}`;
  const { status, stderr } = spawnSync('sh', ['-c', command], { cwd: home, encoding: 'utf8', env: { ...process.env, ...env } });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return join(home, 'site');
}

test('the same root at the same instant is the same site, byte for byte, wherever and however it is built', { timeout: 120_000 }, () => {
  const root = makeRoot({ 'content/guide/reading.mdx': guide, 'content/checklist/2-x.md': '# Ünïcode\n\n- [ ] I und ı\n- [ ] Straße\n' });
  expect(readiness('snapshot', '1.0.0-rc.1', '--root', root, ...now).code).toBe(0);
  const one = build(root, 'here', '', { TZ: 'UTC', LC_ALL: 'C' });
  const oneProcessor = spawnSync('taskset', ['--version']).error === undefined ? 'taskset -c 0' : '';
  const other = build(root, 'an other place', `umask 077; exec ${oneProcessor}`, {
    TZ: 'Pacific/Chatham',
    LC_ALL: 'tr_TR.UTF-8',
    LANG: 'tr_TR.UTF-8',
  });
  const digests = digestsBelow(one);
  expect(digestsBelow(other)).toEqual(digests);
  expect(Object.keys(digests).filter((file) => file.includes('pagefind')).length).toBeGreaterThan(5);
});
