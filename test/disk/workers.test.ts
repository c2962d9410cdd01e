import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { multiply } from '../../bench/releases.ts';
import { listReleases } from '../../src/disk/find-releases.ts';
import { loadGateReleases } from '../../src/disk/gate-releases.ts';
import { sealReleases } from '../../src/disk/seal-releases.ts';
import { readText } from '../../src/release/integrity.ts';
import { manifestName } from '../../src/release/manifest.ts';
import { frozenRoot } from '../release/frozen-root.ts';

// Enough releases to be read by workers; their evidence is one file of the disk each, as `multiply` links them.
let root: string;

beforeAll(async () => {
  root = await frozenRoot();
  const first = join(root, 'results/1.0.0');
  multiply(
    root,
    first,
    Array.from({ length: 30 }, (_, index) => `1.0.${index + 1}`),
  );
});

test('many releases are read in workers as a few are without', async () => {
  const folders = listReleases(root).value;
  expect(folders).toHaveLength(31);
  const many = await sealReleases(folders);
  const few = await sealReleases(folders.slice(0, 3));
  const bare = (release: (typeof few)[number]) => JSON.parse(JSON.stringify(release));
  expect(many.slice(0, 3).map(bare)).toEqual(few.map(bare));
  expect(many.map(({ version }) => version)).toEqual(folders.map(({ version }) => version));
  expect(new Set(many.map(({ integrity }) => integrity))).toEqual(new Set(['intact']));
  const manifest = many[7]?.found.entries.find(({ file }) => file === manifestName);
  const text = manifest?.kind === 'file' ? await readText(manifest) : null;
  expect(text).toMatch(/^[0-9a-f]{64} {2}/);
});

test('whatever a worker finds is found: a changed file, an empty folder, a record that is none', async () => {
  const broken = await frozenRoot();
  const versions = Array.from({ length: 30 }, (_, index) => `2.0.${index}`);
  multiply(broken, join(broken, 'results/1.0.0'), versions);
  appendFileSync(join(broken, 'results/2.0.7/snapshot.json'), ' ');
  mkdirSync(join(broken, 'results/2.0.29/odd'));
  const { damages } = await loadGateReleases(broken, null);
  expect(damages.map(({ file }) => file)).toEqual(expect.arrayContaining(['results/2.0.7/snapshot.json', 'results/2.0.29/odd']));
});

test('a worker that fails ends the command, and no release is left out', async () => {
  const folders = listReleases(root).value;
  const gone = folders.map((folder) => ({ ...folder, absolute: `${folder.absolute}\0` }));
  await expect(sealReleases(gone)).rejects.toThrow();
});
