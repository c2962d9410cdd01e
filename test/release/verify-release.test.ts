import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadHistory } from '../../src/disk/releases.ts';
import { type Snapshot, snapshotText } from '../../src/release/snapshot.ts';
import { type Verification, verifyRelease } from '../../src/release/verify-release.ts';
import { makeRoot, readiness } from '../cli/run.ts';
import { anyReleaseOf, copyOf, frozenRoot, releaseOf, rewriteManifest, write } from './frozen-root.ts';

let root: string;
beforeAll(async () => {
  root = await frozenRoot();
});

const verified = async (folder: string): Promise<Verification> => verifyRelease(anyReleaseOf(await loadHistory(folder), '1.0.0'));

/** Puts another snapshot into a copy of the release, with a manifest that fits it. */
async function withSnapshot(change: (snapshot: Snapshot) => Snapshot): Promise<string> {
  const copy = copyOf(root);
  const folder = join(copy, 'results/1.0.0');
  const { snapshot } = releaseOf(await loadHistory(copy), '1.0.0');
  writeFileSync(join(folder, 'snapshot.json'), snapshotText(change(snapshot)));
  await rewriteManifest(folder);
  return copy;
}

const firstItem =
  (change: (item: Snapshot['assessment']['pages'][number]['sections'][number]['items'][number]) => void) => (snapshot: Snapshot) => {
    const changed = structuredClone(snapshot);
    const item = changed.assessment.pages[0]?.sections[0]?.items[0];
    if (item !== undefined) change(item);
    return changed;
  };

test('a release that nobody touched comes to the same snapshot, byte for byte', async () => {
  expect(await verified(root)).toEqual({ state: 'verified' });
});

test('it is judged at its own instant, and never grows stale', async () => {
  const { snapshot, assessment } = releaseOf(await loadHistory(root), '1.0.0');
  expect(assessment.staleAfter).toBe('2026-12-23T00:00:00.000Z');
  expect(snapshot.assessedAt).toBe('2026-11-24T12:00:00.000Z');
});

test('it is judged by the checklist that was frozen with it, whatever the root says today', async () => {
  const copy = copyOf(root);
  write(copy, 'content/checklist/1-tests.md', '# Another\n');
  write(copy, 'content/portal.yaml', 'product: Kettle\n');
  write(copy, 'results/next/run.json', '{}');
  expect(await verified(copy)).toEqual({ state: 'verified' });
});

test('nothing of a damaged release is recomputed', async () => {
  const copy = copyOf(root);
  write(copy, 'results/1.0.0/checklist/1-tests.md', '# Another\n');
  expect(await verified(copy)).toMatchObject({ state: 'broken', problems: [{ file: 'results/1.0.0/checklist/1-tests.md' }] });
});

describe('a snapshot that says something else than its evidence, with a manifest that fits', () => {
  test('is found, and the first difference is named', async () => {
    const copy = await withSnapshot(
      firstItem((item) => {
        item.status = 'waived';
      }),
    );
    const found = await verified(copy);
    expect(found.state).toBe('differs');
    expect(found.state === 'differs' && found.problems).toMatchObject([
      {
        code: 'INTEGRITY',
        file: 'results/1.0.0/snapshot.json',
        pointer: '/assessment/pages/0/sections/0/items/0/status',
        message: 'tests/all/tests-pass: the snapshot says "waived", its frozen evidence and checklist come to "verified"',
      },
    ]);
  });

  test.each<[string, (snapshot: Snapshot) => Snapshot]>([
    ['in what can be signed', (snapshot) => ({ ...snapshot, subjects: { ...snapshot.subjects, release: '0'.repeat(64) } })],
    ['in its commit', (snapshot) => ({ ...snapshot, commit: 'b'.repeat(40) })],
    ['in its files', (snapshot) => ({ ...snapshot, files: snapshot.files.slice(1) })],
    ['in when it was measured', (snapshot) => ({ ...snapshot, measured: null })],
    ['in its instant, by which evidence is stale', (snapshot) => ({ ...snapshot, assessedAt: '2027-11-24T12:00:00.000Z' })],
  ])('%s', async (_, change) => {
    expect((await verified(await withSnapshot(change))).state).toBe('differs');
  });

  test('in a checklist that a rewritten manifest leaves out, named where it is frozen', async () => {
    const copy = copyOf(root);
    const folder = join(copy, 'results/1.0.0');
    rmSync(join(folder, 'checklist/1-tests.md'));
    await rewriteManifest(folder);
    const found = await verified(copy);
    expect(found.state === 'differs' && found.problems.map(({ file }) => file)).toEqual([
      'results/1.0.0/checklist/gates.md',
      'results/1.0.0/checklist/waivers.yaml',
    ]);
  });

  test('in nothing but the form of its JSON', async () => {
    const copy = copyOf(root);
    const folder = join(copy, 'results/1.0.0');
    const { snapshot } = releaseOf(await loadHistory(copy), '1.0.0');
    writeFileSync(join(folder, 'snapshot.json'), JSON.stringify(snapshot));
    await rewriteManifest(folder);
    const problems = [{ message: 'it is not in canonical form (RFC 8785), which this tool writes' }];
    expect(await verified(copy)).toMatchObject({ state: 'differs', differences: [], problems });
  });
});

describe('a snapshot that another rule set made', () => {
  test('is not rechecked, and what these rules read differently is listed', async () => {
    const change = firstItem((item) => {
      item.status = 'waived';
    });
    expect(await verified(await withSnapshot((snapshot) => ({ ...change(snapshot), ruleSet: 2 })))).toEqual({
      state: 'not-rechecked',
      ruleSet: 2,
      differences: [
        { pointer: '/assessment/pages/0/sections/0/items/0/status', id: 'tests/all/tests-pass', left: 'waived', right: 'verified' },
      ],
    });
  });

  test('is no failure where these rules cannot assess its evidence at all', async () => {
    const copy = await withSnapshot((snapshot) => ({ ...snapshot, ruleSet: 2 }));
    write(copy, 'results/1.0.0/checklist/1-tests.md', '# Tests\n\n- [?] A mark of another day\n');
    await rewriteManifest(join(copy, 'results/1.0.0'));
    expect(await verified(copy)).toEqual({ state: 'not-rechecked', ruleSet: 2, differences: [] });
  });
});

test('where there is no results/ at all, nothing was verified, and the command says so', () => {
  const { code, out, err } = readiness('verify', '--root', mkdtempSync(join(tmpdir(), 'empty-')));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^results CONTENT_MISSING there is no such folder: nothing was verified - run it where /);
  expect(readiness('verify', '--root', makeRoot())).toMatchObject({ code: 0, out: 'There is no release.\n' });
});

test('every release of this repository comes to its snapshot, or the rule set was raised since it was made', async () => {
  const { releases } = await loadHistory('.');
  const found = await Promise.all(releases.map(async (release) => `${release.version} ${(await verifyRelease(release)).state}`));
  expect(found.filter((each) => !/ (?:verified|not-rechecked)$/.test(each))).toEqual([]);
});
