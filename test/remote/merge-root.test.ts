import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { archiveNext } from '../../src/disk/next-archive.ts';
import { loadRoot } from '../../src/disk/root.ts';
import { mergeRoot } from '../../src/remote/merge-root.ts';
import { openSite } from '../../src/remote/published-site.ts';
import { commit, makeRoot, readiness } from '../cli/run.ts';
import { copyOf, filesBelow, freezeIn, loadHistory, manyFiles, now, read, write } from '../release/frozen-root.ts';
import { layOutSite } from './laid-out-site.ts';

const run = (version: string, committed: string) => JSON.stringify({ product: 'Teapot', version, commit, committed });
const [early, late] = ['2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z'];
const folder = () => mkdtempSync(join(tmpdir(), 'merged-'));

/** Lays a root out as a site, and gives its folder. */
async function siteOf(root: string): Promise<string> {
  const site = folder();
  await layOutSite(root, site);
  return site;
}

/** A root and the site of another, merged: the folder of the new root, or the problems. */
async function merge(root: string, site: string, replace = false) {
  const loaded = await loadRoot(root, now);
  if (loaded.state === 'refused') throw new Error(loaded.problems.map(({ message }) => message).join('; '));
  const merged = folder();
  const outcome = await mergeRoot({ root, next: await archiveNext(root, loaded.value), replace }, openSite(site), merged);
  return outcome.state === 'read' ? { folder: merged, ...outcome.value } : outcome.problems.map(({ code, file }) => `${code} ${file}`);
}

async function mergedOf(root: string, site: string, replace = false) {
  const merged = await merge(root, site, replace);
  if (Array.isArray(merged)) throw new Error(merged.join('; '));
  return merged;
}

let first: string;
beforeAll(async () => {
  first = makeRoot({ ...manyFiles, 'results/next/run.json': run('1.0.0', early) });
  await freezeIn(first, '1.0.0');
});

test('releases of both are there, each with the records of both', async () => {
  const [root, other] = [copyOf(first), copyOf(first)];
  write(root, 'results/1.0.0/sign-offs/mine.json', '{}');
  write(other, 'results/1.0.0/sign-offs/theirs.json', '{}');
  write(other, 'results/next/run.json', run('1.1.0', early));
  await freezeIn(other, '1.1.0', { now: new Date(now.getTime() + 1000) });
  const merged = await mergedOf(root, await siteOf(other));
  expect(merged.releases.map(({ version, own, published }) => [version, own !== null, published !== null])).toEqual(
    [
      ['1.1.0', false, true],
      ['1.0.0', true, true],
    ].sort(),
  );
  expect(filesBelow(join(merged.folder, 'results')).filter((file) => file.includes('sign-offs'))).toEqual([
    '1.0.0/sign-offs/mine.json',
    '1.0.0/sign-offs/theirs.json',
  ]);
  expect((await loadHistory(merged.folder)).releases.map(({ version, integrity }) => [version, integrity])).toEqual([
    ['1.0.0', 'intact'],
    ['1.1.0', 'intact'],
  ]);
});

test('what was withdrawn in either is in neither, nor in what is in preparation', async () => {
  for (const withdrawnIn of ['root', 'site']) {
    const [root, other] = [copyOf(first), copyOf(first)];
    const there = withdrawnIn === 'root' ? root : other;
    expect(readiness('withdraw', '1.0.0', 'probe/probe.json', '--because', 'a token', '--root', there).code).toBe(0);
    const merged = await mergedOf(root, await siteOf(other));
    expect(filesBelow(join(merged.folder, 'results')).filter((file) => file.endsWith('probe.json'))).toEqual([]);
    expect((await loadHistory(merged.folder)).releases.map(({ integrity }) => integrity)).toEqual(['withdrawn-in-part']);
  }
});

test('what was withdrawn from one release is not left in another that whoever withdrew it did not have', async () => {
  const [root, other] = [copyOf(first), copyOf(first)];
  expect(readiness('withdraw', '1.0.0', 'probe/probe.json', '--because', 'a token', '--root', root).code).toBe(0);
  write(other, 'results/next/run.json', run('1.1.0', early));
  await freezeIn(other, '1.1.0', { now: new Date(now.getTime() + 1000) });
  expect(await merge(root, await siteOf(other))).toEqual(['WITHDRAWAL results/1.1.0/probe/probe.json']);
});

test('the newer of two that are in preparation comes with the checklist that it is judged by, and the guide is the root’s own', async () => {
  const newer = makeRoot({ 'results/next/run.json': run('1.0.0', late), 'content/trust/revoked_keys': '# theirs\n' });
  const older = makeRoot({
    ...manyFiles,
    'results/next/run.json': run('1.0.0', early),
    'content/guide/a.mdx': '---\ntitle: A\ndescription: B\norder: 1\n---\n\nText\n',
  });
  const merged = await mergedOf(older, await siteOf(newer));
  expect(merged.choice).toMatchObject({ from: 'published', because: 'older' });
  expect(filesBelow(merged.folder)).toEqual([...filesBelow(newer), 'content/guide/a.mdx'].sort());
  for (const file of filesBelow(newer)) expect(read(merged.folder, file)).toBe(read(newer, file));
  const replaced = await mergedOf(older, await siteOf(newer), true);
  expect(filesBelow(replaced.folder)).toEqual(filesBelow(older));
});

test.each<[string, () => Promise<string>, string]>([
  [
    'with other content',
    async () => {
      const root = makeRoot();
      await freezeIn(root, '1.0.0');
      return root;
    },
    'INTEGRITY results/1.0.0/MANIFEST.sha256',
  ],
  [
    'that was frozen without the others',
    async () => {
      const root = makeRoot({ 'results/next/run.json': run('0.9.0', early) });
      await freezeIn(root, '0.9.0');
      return root;
    },
    'INTEGRITY results',
  ],
  [
    'that is damaged',
    async () => {
      const root = copyOf(first);
      rmSync(join(root, 'results/1.0.0/unit/lcov.info'));
      return root;
    },
    'INTEGRITY results/1.0.0/unit/lcov.info',
  ],
  [
    'whose version cannot be told from one that is there',
    async () => {
      const root = makeRoot({ 'results/next/run.json': run('1.0.0+b', early) });
      await freezeIn(root, '1.0.0+b');
      return root;
    },
    'NAME_COLLISION results/1.0.0+b',
  ],
])('a release %s is refused', async (_, make, problem) => {
  expect(await merge(await make(), await siteOf(first))).toContain(problem);
});

test('a site whose release is damaged, or that is none, is never taken for one without releases', async () => {
  const damaged = await siteOf(first);
  rmSync(join(damaged, 'releases/1.0.0/snapshot.json'));
  expect(await merge(makeRoot(), damaged)).toContain('INTEGRITY releases/1.0.0/snapshot.json');
  expect(await merge(makeRoot(), folder())).toEqual(['ENVIRONMENT api/v1/releases.json']);
});
