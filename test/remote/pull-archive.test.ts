import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadPublication } from '../../src/disk/releases.ts';
import { isEvidence } from '../../src/layout.ts';
import { errors } from '../../src/problem.ts';
import { mergeHistory } from '../../src/remote/merge-history.ts';
import { openSite, type PublishedPart, type Site } from '../../src/remote/published-site.ts';
import { pullArchive } from '../../src/remote/pull-archive.ts';
import { commit, makeRoot, readiness } from '../cli/run.ts';
import { copyOf, filesBelow, freezeIn, loadHistory, manyFiles, now, read, write } from '../release/frozen-root.ts';
import { layOutSite } from './laid-out-site.ts';

const run = (more: object) => JSON.stringify({ product: 'Teapot', version: '1.0.1', commit, committed: '2026-11-20T00:00:00Z', ...more });
const emptyRoot = () => mkdtempSync(join(tmpdir(), 'empty-'));
const bytes = (root: string) =>
  Object.fromEntries(filesBelow(root).map((file) => [file, readFileSync(join(root, file)).toString('base64')]));

let published: string;
let folder: string;
let site: Site;
beforeAll(async () => {
  published = makeRoot({ ...manyFiles, 'results/next/run.json': run({ version: '1.0.0' }) });
  await freezeIn(published, '1.0.0-rc.1');
  await freezeIn(published, '1.0.0', { now: new Date(now.getTime() + 1000) });
  write(published, 'results/next/run.json', run({}));
  write(published, 'results/next/sign-offs/one.json', '{}');
  write(published, 'results/1.0.0-rc.1/sign-offs/later.json', '{}');
  folder = emptyRoot();
  await layOutSite(published, folder);
  site = opened(folder);
});

function opened(at: string): Site {
  const found = openSite(at);
  if (found === null) throw new Error('there is no such folder');
  return found;
}

async function pull(root: string, from: Site = site, withNext = true, reads: PublishedPart = 'whole') {
  const outcome = await pullArchive(root, from, { withNext, reads });
  return outcome.state === 'read' ? outcome.value : outcome.problems.map(({ code, file }) => `${code} ${file}`);
}

describe('a root that pulls', () => {
  test('has every release, record and result byte for byte', async () => {
    const root = emptyRoot();
    expect(await pull(root)).toMatchObject({ releases: ['1.0.0-rc.1', '1.0.0'], next: { state: 'pulled', version: '1.0.1' } });
    expect(bytes(join(root, 'results'))).toEqual(bytes(join(published, 'results')));
    expect(await pull(root)).toMatchObject({ releases: [], records: [], withdrawn: [] });
  });

  test('keeps what it prepares where that is not asked for', async () => {
    const root = makeRoot();
    const before = bytes(join(root, 'results/next'));
    expect(await pull(root, site, false)).toMatchObject({ releases: ['1.0.0-rc.1', '1.0.0'], next: null });
    expect(bytes(join(root, 'results/next'))).toEqual(before);
  });

  test('gets records and withdrawals of releases that it has, and its bytes of what was withdrawn go', async () => {
    const root = emptyRoot();
    await pull(root);
    const later = copyOf(published);
    write(later, 'results/1.0.0/sign-offs/two.json', '{}');
    expect(readiness('withdraw', '1.0.0', 'probe/probe.json', '--because', 'a token', '--root', later).code).toBe(0);
    const after = emptyRoot();
    await layOutSite(later, after);
    expect(await pull(root, opened(after), false)).toEqual({
      releases: [],
      records: expect.arrayContaining(['results/1.0.0/sign-offs/two.json']),
      withdrawn: ['results/1.0.0-rc.1/probe/probe.json', 'results/1.0.0/probe/probe.json', 'results/next/probe/probe.json'],
      next: null,
    });
    expect(bytes(join(root, 'results'))).toEqual(bytes(join(later, 'results')));
    expect(await pull(root, site, false)).toMatchObject({ releases: [], records: [], withdrawn: [] });
  });

  test('keeps its own records', async () => {
    const root = emptyRoot();
    await pull(root);
    for (const version of ['1.0.0', 'next']) write(root, `results/${version}/sign-offs/mine.json`, '{}');
    await pull(root);
    for (const version of ['1.0.0', 'next']) expect(read(root, `results/${version}/sign-offs/mine.json`)).toBe('{}');
  });

  test('replaces results of an earlier commit, and refuses to replace others that are not published', async () => {
    const earlier = makeRoot({ 'results/next/run.json': run({ committed: '2026-11-19T00:00:00Z' }) });
    expect(await pull(earlier)).toMatchObject({ next: { state: 'pulled' } });
    const later = makeRoot({ 'results/next/run.json': run({ committed: '2026-11-21T00:00:00Z' }), 'results/next/unit/junit.xml': '<a/>' });
    const before = bytes(later);
    expect(await pull(later)).toContain('CONFLICT results/next/unit/junit.xml');
    expect(bytes(later)).toEqual(before);
  });

  test('keeps a later version that it prepares', async () => {
    const root = makeRoot({
      'results/next/run.json': run({ version: '1.1.0' }),
      'results/next/unit/run.json': null,
      'results/next/unit/junit.xml': null,
    });
    expect(await pull(root)).toMatchObject({ releases: ['1.0.0-rc.1', '1.0.0'], next: { state: 'later', own: '1.1.0' } });
    expect(read(root, 'results/next/run.json')).toContain('1.1.0');
  });

  test('that has a release with other content, or one that was frozen without the others, is refused and stays as it was', async () => {
    const other = makeRoot();
    await freezeIn(other, '1.0.0');
    const forked = makeRoot();
    write(forked, 'results/next/run.json', run({ version: '0.9.0' }));
    await freezeIn(forked, '0.9.0');
    for (const [root, problem] of [
      [other, 'INTEGRITY results/1.0.0/MANIFEST.sha256'],
      [forked, 'INTEGRITY results'],
    ] as const) {
      const before = bytes(root);
      expect(await pull(root)).toContain(problem);
      expect(bytes(root)).toEqual(before);
    }
  });
});

describe('a root that pulls without evidence', () => {
  const names = (root: string) => filesBelow(join(root, 'results')).filter((file) => !file.startsWith('next/'));
  const withoutEvidence = async () => {
    const root = emptyRoot();
    const pulled = await pull(root, site, false, 'without-evidence');
    return { root, pulled };
  };

  test('has of each release all but its result files, and a row that says so', async () => {
    const { root, pulled } = await withoutEvidence();
    expect(pulled).toMatchObject({ releases: ['1.0.0-rc.1', '1.0.0'], records: [], withdrawn: [] });
    const brought = names(published).filter((file) => !isEvidence(file.slice(file.indexOf('/') + 1)));
    expect(names(root)).toEqual([...brought, '1.0.0-rc.1/row.json', '1.0.0/row.json'].sort());
    expect((await loadHistory(root)).releases.map(({ integrity }) => integrity)).toEqual(['without-evidence', 'without-evidence']);
    expect(await pull(root, site, false, 'without-evidence')).toMatchObject({ releases: [], records: [], withdrawn: [] });
  });

  test('compares with them, and neither verifies nor builds, whatever the manifest says', async () => {
    const { root } = await withoutEvidence();
    expect(readiness('compare', '1.0.0-rc.1', '1.0.0', '--root', root)).toMatchObject({
      code: 0,
      err: expect.stringMatching(
        /^results\/1\.0\.0-rc\.1 NOT_RECHECKED not rechecked: 7 of its result files are not here; [^\n]+ - bring them/,
      ),
    });
    for (const option of [[], ['--manifest-only']]) {
      const verified = readiness('verify', '1.0.0', '--root', root, ...option);
      expect(verified).toMatchObject({ code: 4, out: expect.stringContaining('1.0.0: 7 of its result files are not here;') });
      expect(verified.out).not.toContain('as it was frozen');
    }
    const { chain, read, problems } = await loadPublication(root);
    expect(await Promise.all(chain.map(({ version }) => read(version)))).toEqual([null, null]);
    expect(errors(problems).map(({ code, file }) => `${code} ${file}`)).toEqual([
      'NOT_RECHECKED results/1.0.0-rc.1',
      'NOT_RECHECKED results/1.0.0',
    ]);
  });

  test('is whole after a pull with evidence, byte for byte', async () => {
    const { root } = await withoutEvidence();
    expect(await pull(root, site, false)).toEqual({ releases: ['1.0.0-rc.1', '1.0.0'], records: [], withdrawn: [], next: null });
    expect(names(root).map((file) => read(root, `results/${file}`))).toEqual(
      names(published).map((file) => read(published, `results/${file}`)),
    );
  });

  test('is refused by a site that keeps no rows', async () => {
    const old = copyOf(folder);
    for (const version of ['1.0.0', '1.0.0-rc.1']) rmSync(join(old, `releases/${version}/row.json`));
    expect(await pull(emptyRoot(), opened(old), false, 'without-evidence')).toEqual([
      'ENVIRONMENT releases/1.0.0-rc.1/row.json',
      'ENVIRONMENT releases/1.0.0/row.json',
    ]);
  });

  test('is refused by a site that calls a release damaged, as one that pulls all of it is', async () => {
    const damaged = copyOf(folder);
    rmSync(join(damaged, 'releases/1.0.0-rc.1'), { recursive: true });
    const problems = [{ file: 'run.json', expected: null, found: null, message: 'the digest differs' }];
    const said = { schemaVersion: 1, version: '1.0.0-rc.1', integrity: 'broken', problems };
    write(damaged, 'api/v1/releases/1.0.0-rc.1.json', JSON.stringify(said));
    const [whole, part] = [
      await pull(emptyRoot(), opened(damaged), false),
      await pull(emptyRoot(), opened(damaged), false, 'without-evidence'),
    ];
    expect(part).toEqual(whole);
    expect(part).toContainEqual('INTEGRITY releases/1.0.0-rc.1/run.json');
  });

  test('keeps the evidence that it has', async () => {
    const root = emptyRoot();
    await pull(root, site, false);
    const before = bytes(root);
    expect(await pull(root, site, false, 'without-evidence')).toMatchObject({ releases: [], withdrawn: [] });
    expect(bytes(root)).toEqual(before);
  });

  test('sees each other file that is gone or changed', async () => {
    const { root } = await withoutEvidence();
    rmSync(join(root, 'results/1.0.0/run.json'));
    write(root, 'results/1.0.0-rc.1/unit/junit.xml', '<a/>');
    expect((await loadHistory(root)).releases.map(({ integrity }) => integrity)).toEqual(['broken', 'broken']);
  });

  test('is published with what the site has of them, and is refused where the site has none', async () => {
    const { root } = await withoutEvidence();
    const own = { withUnpublished: true, reads: 'whole', write: async () => [] } as const;
    const merged = await mergeHistory(root, site, own);
    expect(merged.state === 'read' && merged.value.map(({ files }) => files.some(({ file }) => file === 'unit/junit.xml'))).toEqual([
      true,
      true,
    ]);
    const alone = await mergeHistory(root, null, own);
    expect(alone.state === 'refused' && alone.problems.map(({ code }) => code)).toEqual(['NOT_RECHECKED', 'NOT_RECHECKED']);
  });
});

describe('nothing comes into a root from a site', () => {
  const digestIn = (file: string) => new RegExp(`([0-9a-f]{64}) {2}${file}`).exec(read(folder, 'releases/next/MANIFEST.sha256'))?.[1] ?? '';
  const line = (name: string) => `${digestIn('unit/junit.xml')}  ${name}\n`;
  const nextManifest = (site: string, change: (text: string) => string) =>
    write(site, 'releases/next/MANIFEST.sha256', change(read(site, 'releases/next/MANIFEST.sha256')));

  test.each<[string, (site: string) => void, RegExp]>([
    [
      'whose frozen file has other bytes',
      (at) => write(at, `objects/${digestIn('unit/junit.xml')}.txt`, '<a/>'),
      /^INTEGRITY releases\/1\.0\.0/,
    ],
    ['that lacks a result', (at) => rmSync(join(at, `objects/${digestIn('run.json')}.txt`)), /^INTEGRITY releases\/next\/run\.json/],
    ['that lacks a release that it lists', (at) => rmSync(join(at, 'releases/1.0.0'), { recursive: true }), /^INTEGRITY releases\/1\.0\.0/],
    ['that lacks the records', (at) => rmSync(join(at, 'releases/next/records.json')), /^INTEGRITY releases\/next\/records\.json/],
    [
      'whose result stands above the root',
      (at) => nextManifest(at, (text) => line('../../../../out') + text),
      /^INTEGRITY releases\/next\/MANIFEST/,
    ],
    ['whose result would run', (at) => nextManifest(at, (text) => text + line('unit/z.mdx')), /^FILE_TYPE results\/next\/unit\/z\.mdx/],
    ['whose result has an odd name', (at) => nextManifest(at, (text) => text + line('unit/z ')), /^NAME results\/next\/unit\/z /],
    ['whose results collide', (at) => nextManifest(at, (text) => text + line('unit/runs') + line('unit/runs/a')), /^NAME_COLLISION /],
    [
      'whose record is none',
      (at) =>
        write(
          at,
          'releases/next/records.json',
          JSON.stringify({
            schemaVersion: 1,
            version: '1.0.1',
            signOffs: [{ file: 'sign-offs/../../x', digest: digestIn('run.json') }],
            withdrawals: [],
          }),
        ),
      /^INTEGRITY releases\/next\/records\.json/,
    ],
    [
      'whose list of releases is none',
      (at) => write(at, 'api/v1/releases.json', '{"releases": [{"version": "../../x"}]}'),
      /^INTEGRITY api/,
    ],
    ['that is none', (at) => rmSync(join(at, 'api'), { recursive: true }), /^ENVIRONMENT api/],
  ])('%s', async (_, change, problem) => {
    const damaged = copyOf(folder);
    change(damaged);
    const root = makeRoot();
    const before = bytes(root);
    expect(await pull(root, opened(damaged))).toContainEqual(expect.stringMatching(problem));
    expect(bytes(root)).toEqual(before);
  });
});
