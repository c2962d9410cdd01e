import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { planReleases, releaseDigests, reusableReleases } from '../../src/build/reuse-releases.ts';
import { digestsBelow, type SiteFolder } from '../../src/build/site-folder.ts';
import { addressesOf, takeOver } from '../../src/build/take-over.ts';

const files = ['1.0.0', '1.0.1'].flatMap((version) => [
  `releases/${version}/index.html`,
  `releases/${version}/gates/index.html`,
  `badges/${version}/overall.svg`,
  `api/v1/releases/${version}.json`,
  `releases/${version}/row.json`,
]);
const inputs = new Map([
  ['1.0.0', 'a'.repeat(64)],
  ['1.0.1', 'b'.repeat(64)],
]);

/** The row of a release of which nothing is shown. */
function rowOf(version: string): string {
  const nothing = { manifest: null, digest: null, frozen: null, shown: null, changes: null };
  return JSON.stringify({ schemaVersion: 1, version, integrity: 'broken', notRechecked: false, ...nothing });
}

/** A site as it was built, with two releases. */
function builtSite(): SiteFolder & { readonly inventory: NonNullable<SiteFolder['inventory']> } {
  const path = mkdtempSync(join(tmpdir(), 'built-'));
  for (const file of [...files, 'index.html', 'releases/index.html']) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), file.endsWith('row.json') ? rowOf(file.split('/')[1] ?? '') : file);
  }
  const listed = { files: digestsBelow(path) };
  return { path, inventory: { schemaVersion: 1, ...listed, releases: releaseDigests(inputs, listed) } };
}

const reusable = (site: SiteFolder, from = inputs) => [...reusableReleases(site, from)].map(([version]) => version);
const over = (before: SiteFolder) => ({ before, parts: [] });

test('releases whose files were made from the same are taken over, byte for byte, with their addresses', async () => {
  const site = builtSite();
  expect(reusable(site)).toEqual(['1.0.0', '1.0.1']);
  const to = mkdtempSync(join(tmpdir(), 'taken-'));
  writeFileSync(join(site.path, 'releases/1.0.1/added.html'), 'no file of the site');
  const taken = new Map([['1.0.1', { from: site }]]);
  await takeOver(taken, to);
  expect(digestsBelow(to)).toEqual(Object.fromEntries(Object.entries(site.inventory.files).filter(([file]) => file.includes('1.0.1'))));
  expect(addressesOf(taken)).toEqual(['releases/1.0.1/gates/', 'releases/1.0.1/']);
});

test('one that changes while it is taken over ends the build, and one whose files stay where the site is published leaves none', async () => {
  const site = builtSite();
  const to = mkdtempSync(join(tmpdir(), 'taken-'));
  writeFileSync(join(site.path, 'releases/1.0.0/index.html'), 'changed');
  for (const file of files.filter((each) => each.includes('1.0.1'))) rmSync(join(site.path, file));
  await takeOver(new Map([['1.0.1', { from: site }]]), to);
  expect(digestsBelow(to)).toEqual({});
  await expect(takeOver(new Map([['1.0.0', { from: site }]]), to)).rejects.toThrow('changed while the files of 1.0.0 were taken from it');
});

test('a release that would be made from anything else is made anew', () => {
  expect(reusable(builtSite(), new Map([...inputs, ['1.0.0', 'c'.repeat(64)]]))).toEqual(['1.0.1']);
  expect(reusable({ ...builtSite(), inventory: null })).toEqual([]);
});

test.each(files.filter((file) => file.includes('1.0.0')))(
  'one whose %s was changed or is gone is made anew, whatever the inventory says',
  (file) => {
    const changed = builtSite();
    writeFileSync(join(changed.path, file), 'changed');
    const gone = builtSite();
    rmSync(join(gone.path, file));
    const { inventory } = changed;
    const adapted = { path: changed.path, inventory: { ...inventory, files: digestsBelow(changed.path) } };
    for (const site of [changed, gone, adapted]) expect(reusable(site)).toEqual(['1.0.1']);
  },
);

test('the latest release has pages of its result files, and one that had them keeps them as they are when another becomes the latest', () => {
  const planned = (version: string) => ({ version, integrity: 'intact' as const, manifest: version, files: [] });
  const common = { address: 'https://example.org/', settings: '', revoked: null };
  const [first, second] = [planned('1.0.0'), planned('1.0.1')];
  const empty = { ...builtSite(), inventory: null };
  const alone = planReleases(over(empty), [first], common);
  expect([...alone.withEvidence]).toEqual(['1.0.0']);

  const site = builtSite();
  mkdirSync(join(site.path, 'releases/1.0.0/evidence/unit'), { recursive: true });
  writeFileSync(join(site.path, 'releases/1.0.0/evidence/unit/index.html'), 'a page');
  const listed = { files: digestsBelow(site.path) };
  const published = {
    path: site.path,
    inventory: { schemaVersion: 1 as const, ...listed, releases: releaseDigests(alone.inputs, listed) },
  };
  const both = planReleases(over(published), [first, second], common);
  expect([[...both.withEvidence], [...both.reused.keys()]]).toEqual([['1.0.0', '1.0.1'], ['1.0.0']]);

  // Built where the pages of before are not at hand, only the latest has them; one that becomes the latest is made anew with them.
  expect([...planReleases(over(empty), [first, second], common).withEvidence]).toEqual(['1.0.1']);
  const without = planReleases(over(empty), [first, second], common);
  const bare = builtSite();
  const inventory = { ...bare.inventory, releases: releaseDigests(without.inputs, bare.inventory) };
  expect([...planReleases(over({ ...bare, inventory }), [first, second], common).reused.keys()]).toEqual(['1.0.0', '1.0.1']);
  expect([...planReleases(over({ ...bare, inventory }), [first], common).reused.keys()]).toEqual([]);
});

test('the parts of a site have each release once, side by side, and a build takes them over from there', () => {
  const planned = (version: string) => ({ version, integrity: 'intact' as const, manifest: version, files: [] });
  const common = { address: 'https://example.org/', settings: '', revoked: null };
  const releases = ['1.0.0', '1.0.1', '1.0.2', '1.0.3', '1.0.4'].map(planned);
  const empty = over({ ...builtSite(), inventory: null });
  const shardAt = (index: number, total: number) => planReleases(empty, releases, common, new Set(), { index, total });
  expect([1, 2, 3].map((index) => [...shardAt(index, 3).made])).toEqual([['1.0.0'], ['1.0.1', '1.0.2'], ['1.0.3', '1.0.4']]);
  expect([...shardAt(2, 3).read]).toEqual(['1.0.0', '1.0.1', '1.0.2']);
  expect(Array.from({ length: 9 }, (_, index) => [...shardAt(index + 1, 9).made]).flat()).toEqual(releases.map(({ version }) => version));

  const part = builtSite();
  const { inputs: made } = planReleases(empty, releases, common, new Set(), { index: 1, total: 2 });
  const inventory = { ...part.inventory, releases: releaseDigests(made, part.inventory) };
  const whole = planReleases({ ...empty, parts: [{ ...part, inventory }] }, releases, common);
  expect([[...whole.reused.keys()], [...whole.made]]).toEqual([
    ['1.0.0', '1.0.1'],
    ['1.0.2', '1.0.3', '1.0.4'],
  ]);
  expect([...planReleases({ ...empty, parts: [{ ...part, inventory }] }, releases, { ...common, settings: 'other' }).reused]).toEqual([]);
});
