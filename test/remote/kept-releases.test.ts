import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadReleases } from '../../src/disk/releases.ts';
import { isKeptPart, isSameAs, readKept } from '../../src/remote/kept-releases.ts';
import { openSite, type Site } from '../../src/remote/published-site.ts';
import { readiness } from '../cli/run.ts';
import { copyOf, frozenRoot, read, write } from '../release/frozen-root.ts';
import { layOutSite } from './laid-out-site.ts';

let root: string;
let site: string;

beforeAll(async () => {
  root = await frozenRoot();
  expect(readiness('withdraw', '1.0.0', 'notes/notes.md', '--because', 'a name', '--root', root).code).toBe(0);
  write(root, 'results/1.0.0/sign-offs/mine.json', '{}');
  site = mkdtempSync(join(tmpdir(), 'site-'));
  await layOutSite(root, site);
});

/** A site of which only some files can be had. */
function partOf(folder: string, isThere: (path: string) => boolean): Site {
  const whole = openSite(folder);
  return async (path) => (whole === null || !isThere(path) ? null : whole(path));
}

describe('a release that stays on its site', () => {
  test('is known by its manifest, records and row as the root that published it has it, with its withdrawals', async () => {
    const digest = JSON.parse(read(site, 'releases/1.0.0/records.json')).withdrawals[0].digest;
    const kept = await readKept(
      partOf(site, (path) => isKeptPart(path) || path === `objects/${digest}.txt`),
      '1.0.0',
    );
    const [own] = await loadReleases(root);
    if (kept === null || own === undefined || own.integrity === 'broken') throw new Error('it is not known');
    expect(isSameAs(own, kept)).toBe(true);
    expect(kept.integrity).toMatchObject({ state: 'withdrawn-in-part', manifest: own.manifest });
    expect(kept.snapshot).toMatchObject({ version: '1.0.0', frozenAt: own.snapshot.frozenAt, previous: null, records: [] });
  });

  test('is another than that of a root with a record more', async () => {
    const copy = copyOf(root);
    write(copy, 'results/1.0.0/sign-offs/other.json', '{}');
    const kept = await readKept(
      partOf(site, () => true),
      '1.0.0',
    );
    const [own] = await loadReleases(copy);
    expect(kept !== null && own !== undefined && isSameAs(own, kept)).toBe(false);
  });

  test.each<[string, (folder: string) => void]>([
    ['its row is gone', (folder) => rmSync(join(folder, 'releases/1.0.0/row.json'))],
    ['its row is no row', (folder) => write(folder, 'releases/1.0.0/row.json', '{}')],
    ['its row is of another', (folder) => edit(folder, 'row.json', '"version":"1.0.0"', '"version":"1.0.1"')],
    ['its row says that nothing is withdrawn', (folder) => edit(folder, 'row.json', 'withdrawn-in-part', 'intact')],
    [
      'its row is of another manifest',
      (folder) => edit(folder, 'row.json', /"manifest":"./.exec(read(folder, 'releases/1.0.0/row.json'))?.[0] ?? '', '"manifest":"x'),
    ],
    ['its manifest is gone', (folder) => rmSync(join(folder, 'releases/1.0.0/MANIFEST.sha256'))],
    [
      'its manifest is another',
      (folder) => edit(folder, 'MANIFEST.sha256', /^./.exec(read(folder, 'releases/1.0.0/MANIFEST.sha256'))?.[0] ?? '', 'x'),
    ],
    ['its records are gone', (folder) => rmSync(join(folder, 'releases/1.0.0/records.json'))],
  ])('is not known, and read whole, where %s', async (_, damage) => {
    const copy = copyOf(site);
    damage(copy);
    expect(
      await readKept(
        partOf(copy, () => true),
        '1.0.0',
      ),
    ).toBeNull();
  });
});

function edit(folder: string, name: string, from: string, to: string): void {
  const path = `releases/1.0.0/${name}`;
  write(folder, path, read(folder, path).replace(from, to));
}
