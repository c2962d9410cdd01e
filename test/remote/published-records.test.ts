import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { loadPublication } from '../../src/disk/releases.ts';
import { readInventory } from '../../src/publish/inventory.ts';
import { addRecords } from '../../src/remote/published-records.ts';
import { openSite, readPublished } from '../../src/remote/published-site.ts';
import { checkStatements } from '../../src/remote/published-statements.ts';
import { pullArchive } from '../../src/remote/pull-archive.ts';
import type { SitePart } from '../../src/remote/site-part.ts';
import { makeRoot, readiness } from '../cli/run.ts';
import { copyOf, filesBelow, freezeIn, now, read, write } from '../release/frozen-root.ts';
import { layOutSite } from './laid-out-site.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'records-'));
let published: string;
let site: string;
beforeAll(async () => {
  published = makeRoot();
  await freezeIn(published, '1.0.0-rc.1');
  site = folder();
  await layOutSite(published, site);
});

function opened(at: string) {
  const found = openSite(at);
  if (found === null) throw new Error('there is no such folder');
  return found;
}

/** Adds the records of a root to a copy of a site. */
async function added(root: string, to = site, readReleases: SitePart['readReleases'] = async () => nothing) {
  const inventory = readInventory(read(to, 'inventory.json'));
  if (inventory === null) throw new Error('there is no inventory');
  const made = folder();
  const outcome = await addRecords(root, { site: opened(to), inventory, readReleases }, folder(), made);
  const after = copyOf(to);
  cpSync(made, after, { recursive: true });
  return { outcome, made, after };
}

const nothing = { state: 'read', value: null, problems: [] } as const;

test('sign-offs come to a site with all that others read of the release, and nothing else changes', async () => {
  const root = copyOf(published);
  write(root, 'results/1.0.0-rc.1/sign-offs/later.json', '{}');
  write(root, 'results/next/sign-offs/mine.json', '{"mine": true}');
  const { outcome, made, after } = await added(root);
  expect(outcome.state === 'read' && outcome.value).toEqual({
    records: ['results/1.0.0-rc.1/sign-offs/later.json', 'results/next/sign-offs/mine.json'],
    paths: expect.arrayContaining(filesBelow(made)),
  });
  expect(filesBelow(made).filter((file) => !/^(?:objects|badges)\//.test(file))).toEqual([
    'api/v1/releases/1.0.0-rc.1.json',
    'inventory.json',
    'releases/1.0.0-rc.1/records.json',
    'releases/1.0.0-rc.1/release.intoto.json',
    'releases/1.0.0-rc.1/row.json',
    'releases/next/records.json',
  ]);
  const release = await readPublished(opened(after), '1.0.0-rc.1');
  const signed = (await (await loadPublication(root)).read('1.0.0-rc.1'))?.signed;
  if (release === null || release.integrity === 'broken' || signed == null) throw new Error('the release is damaged');
  expect(await checkStatements(opened(after), release, signed)).toEqual([]);
  const pulled = folder();
  expect((await pullArchive(pulled, opened(after), { withNext: true, reads: 'whole' })).state).toBe('read');
  for (const file of filesBelow(join(root, 'results'))) {
    expect(readFileSync(join(pulled, 'results', file))).toEqual(readFileSync(join(root, 'results', file)));
  }
});

test('of the releases only those are brought that are signed, the one before each, and the newest', async () => {
  const root = makeRoot();
  const versions = ['0.1.0', '0.2.0', '0.3.0', '0.4.0', '0.5.0'];
  for (const [index, version] of versions.entries()) {
    write(root, 'results/next/run.json', JSON.stringify({ product: 'Teapot', version, commit: null }));
    await freezeIn(root, version, { now: new Date(now.getTime() + index * 1000) });
  }
  const whole = folder();
  await layOutSite(root, whole);
  write(root, 'results/0.3.0/sign-offs/later.json', '{}');
  const part = copyOf(whole);
  for (const version of versions) rmSync(join(part, `releases/${version}/snapshot.json`));
  const asked: string[] = [];
  const { outcome, made } = await added(root, part, async (wanted) => {
    asked.push(...wanted);
    for (const version of wanted) cpSync(join(whole, `releases/${version}`), join(part, `releases/${version}`), { recursive: true });
    return nothing;
  });
  expect(outcome.state === 'read' && outcome.value.records).toEqual(['results/0.3.0/sign-offs/later.json']);
  expect(asked.sort()).toEqual(['0.2.0', '0.3.0', '0.5.0']);
  const all = await added(root, whole);
  expect(filesBelow(made).map((file) => [file, read(made, file)])).toEqual(
    filesBelow(all.made).map((file) => [file, read(all.made, file)]),
  );
});

test('a root that has no record of its own adds nothing, and one of another version is of something else', async () => {
  const other = copyOf(published);
  write(other, 'results/next/run.json', JSON.stringify({ product: 'Teapot', version: '2.0.0' }));
  write(other, 'results/next/sign-offs/mine.json', '{}');
  for (const root of [copyOf(published), other, makeRoot()]) {
    const { outcome } = await added(root);
    expect(outcome.state === 'read' && outcome.value).toEqual({ paths: [], records: [] });
  }
});

test('what is withdrawn is never left on pages: the whole site is published then', async () => {
  const root = copyOf(published);
  expect(readiness('withdraw', '1.0.0-rc.1', 'unit/junit.xml', '--because', 'a token', '--root', root).code).toBe(0);
  const { outcome } = await added(root);
  expect(outcome.problems.map(({ code, file }) => `${code} ${file}`)).toEqual(['WITHDRAWAL results/1.0.0-rc.1']);
});
