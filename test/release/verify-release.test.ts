import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { itemsOf } from '../../src/assessment/items.ts';
import { loadGateReleases } from '../../src/disk/gate-releases.ts';
import { loadChain } from '../../src/disk/releases.ts';
import { currentRuleSet, ruleSetVersions, type Snapshot, snapshotText } from '../../src/release/snapshot.ts';
import { type Verification, verifyRelease } from '../../src/release/verify-release.ts';
import { comesAfter } from '../../src/release/version.ts';
import { makeRoot, readiness } from '../cli/run.ts';
import { anyReleaseOf, copyOf, frozenRoot, loadHistory, now, read, releaseOf, rewriteManifest, write } from './frozen-root.ts';

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

describe.each([currentRuleSet - 1, currentRuleSet + 1, 99])('a snapshot that says it is of rule set %d', (ruleSet) => {
  test('is not rechecked, whatever it says, and nothing in it passes', async () => {
    const copy = await withSnapshot((snapshot) => ({ ...snapshot, ruleSet }));
    expect(await verified(copy)).toEqual({ state: 'not-rechecked' });
    const release = anyReleaseOf(await loadHistory(copy), '1.0.0');
    if (release.integrity === 'broken') throw new Error('the release is whole');
    const items = itemsOf(release.assessment.pages);
    const citations = items.flatMap((item) => item.citations);
    expect(items.map(({ id, status }) => `${id}: ${status}`)).toEqual([
      'tests/all/tests-pass: claimed',
      'tests/all/coverage: unproven',
      'tests/all/status-is-fine: claimed',
      'tests/all/nothing-restarts: failing',
      'tests/all/a-parent: in-progress',
      'tests/all/first-child: claimed',
      'tests/all/another-child: waived',
      'gates/all-tests: contradicted',
    ]);
    expect(citations.filter(({ verdict }) => verdict.state === 'pass')).toEqual([]);
    expect(citations[0]?.verdict).toEqual({ state: 'unproven', reason: { code: 'not-rechecked', ruleSet, was: 'pass' } });
  });

  test('is read as far as it is shaped as these rules shape it', async () => {
    const copy = copyOf(root);
    const file = 'results/1.0.0/snapshot.json';
    const change = async (json: string) => {
      write(copy, file, json);
      await rewriteManifest(join(copy, 'results/1.0.0'));
      const release = anyReleaseOf(await loadHistory(copy), '1.0.0');
      return release.integrity === 'broken' ? release.problems.map(({ message }) => message) : itemsOf(release.assessment.pages).length;
    };
    const text = read(root, file).replace(`"ruleSet":${currentRuleSet}`, `"ruleSet":${ruleSet}`);
    expect(await change(text.replace('"schemaVersion":1', '"schemaVersion":2,"news":{}'))).toBe(8);
    expect(await change(text.replaceAll('"criterion":', '"asks":').replaceAll('"kind":"number"', '"kind":"amount"'))).toBe(8);
    expect(await change(text.replaceAll('"mark":"complete"', '"mark":"done"'))).toBe(0);
    expect(await verified(copy)).toEqual({ state: 'not-rechecked' });
    // What every version reads has to be there.
    expect(await change(text.replace('"frozenAt":', '"frozen":'))).toEqual([
      expect.stringMatching(/^this is no snapshot that this version can read: /),
    ]);
  });
});

test.each(['0', '-1', '1.5', '"2"', 'null'])('a rule set of %s is none', async (ruleSet) => {
  const copy = copyOf(root);
  write(copy, 'results/1.0.0/snapshot.json', read(root, 'results/1.0.0/snapshot.json').replace(/"ruleSet":\d+/, `"ruleSet":${ruleSet}`));
  await rewriteManifest(join(copy, 'results/1.0.0'));
  expect(await verified(copy)).toMatchObject({ state: 'broken' });
});

describe('the newest release', () => {
  test('is damaged for whoever shows it, where its evidence comes to something else', async () => {
    const copy = await withSnapshot((snapshot) => ({ ...snapshot, commit: 'b'.repeat(40) }));
    const release = anyReleaseOf(await loadChain(copy), '1.0.0');
    expect(release).toMatchObject({ integrity: 'broken', damages: [{ kind: 'other-assessment', file: 'snapshot.json' }] });
    expect(anyReleaseOf(await loadChain(root), '1.0.0').integrity).toBe('intact');
    expect((await loadGateReleases(copy, null)).damages).toEqual(release.integrity === 'broken' ? release.problems : []);
  });

  test('is looked at by check, which reads no other', async () => {
    const forged = await withSnapshot((snapshot) => ({ ...snapshot, commit: 'b'.repeat(40) }));
    const { code, err } = readiness('check', '--root', forged, '--now', now.toISOString());
    expect({ code, err }).toEqual({
      code: 3,
      err: expect.stringMatching(/^results\/1\.0\.0\/snapshot\.json#\/commit INTEGRITY the snapshot says "bbb/m),
    });
    const foreign = await withSnapshot((snapshot) => ({ ...snapshot, ruleSet: 99 }));
    expect(readiness('check', '--root', foreign, '--now', now.toISOString())).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^results\/1\.0\.0\/snapshot\.json NOT_RECHECKED /m),
    });
  });
});

describe('on the command line', () => {
  const verifyAll = async (change: (snapshot: Snapshot) => Snapshot, ...args: string[]) =>
    readiness('verify', '--root', await withSnapshot(change), ...args);

  test('what is not rechecked ends in 4, with the command that rechecks it, unless the manifest is enough', async () => {
    const other = (snapshot: Snapshot) => ({ ...snapshot, ruleSet: 99, tool: { name: 'readiness-portal', version: '7.1.0' } });
    const { code, out, err } = await verifyAll(other);
    expect(code).toBe(4);
    expect(out).toMatch(
      /^1\.0\.0: every file is as it was frozen; not rechecked by this version: readiness-portal 7\.1\.0 made it by rule set 99/,
    );
    expect(err).toMatch(/NOT_RECHECKED .* - recheck it with npx readiness-portal@7\.1\.0 verify 1\.0\.0$/m);
    expect(await verifyAll(other, '--manifest-only')).toMatchObject({ code: 0, err: '' });
    expect((await verifyAll((snapshot) => ({ ...other(snapshot), tool: { name: 'sh -c', version: 'x' } }))).err).toMatch(
      /another tool made it .* - recheck it with what made it$/m,
    );
  });

  test('broken integrity goes before it, and the manifest is never enough for what these rules made', async () => {
    const forged = (snapshot: Snapshot) => ({ ...snapshot, commit: 'b'.repeat(40) });
    expect((await verifyAll(forged, '--manifest-only')).code).toBe(3);
    const copy = await withSnapshot((snapshot) => ({ ...snapshot, ruleSet: 99 }));
    write(copy, 'results/1.0.1/MANIFEST.sha256', '');
    expect(readiness('verify', '--root', copy).code).toBe(3);
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

test('a new rule set comes with a new version of the package', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const [index, later] of ruleSetVersions.slice(1).entries()) expect(comesAfter(later, ruleSetVersions[index] ?? '')).toBe(true);
  expect(comesAfter(ruleSetVersions.at(-1) ?? '', version)).toBe(false);
});
