import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { itemsOf } from '../../src/assessment/items.ts';
import { verifyRelease } from '../../src/release/verify-release.ts';
import { readiness } from '../cli/run.ts';
import { anyReleaseOf, copyOf, freezeIn, frozenRoot, loadHistory, read, releaseOf, write } from './frozen-root.ts';

let root: string;
beforeAll(async () => {
  root = await frozenRoot();
});

const withdraw = (folder: string, file: string, because = 'a token leaked') =>
  readiness('withdraw', '1.0.0', file, '--because', because, '--root', folder, '--now', '2026-11-25T09:00:00Z');

describe('a withdrawn file', () => {
  let copy: string;
  let digest: string;
  beforeAll(async () => {
    copy = copyOf(root);
    digest = releaseOf(await loadHistory(copy), '1.0.0').files.find(({ file }) => file === 'unit/junit.xml')?.digest ?? '';
    expect(withdraw(copy, 'unit/junit.xml')).toMatchObject({ code: 0, err: '' });
  });

  test('is gone, and its name, digest, reason and date stay', () => {
    expect(existsSync(join(copy, 'results/1.0.0/unit/junit.xml'))).toBe(false);
    expect(JSON.parse(read(copy, `results/1.0.0/withdrawn/${digest}.json`))).toEqual({
      schemaVersion: 1,
      file: 'unit/junit.xml',
      digest,
      reason: 'a token leaked',
      date: '2026-11-25',
    });
  });

  test('is gone from the release in preparation too, where it has the same bytes', () => {
    expect(existsSync(join(copy, 'results/next/unit/junit.xml'))).toBe(false);
  });

  test('leaves what cited it unproven, and all that rests on that, never green', async () => {
    const { assessment, integrity, withdrawals } = releaseOf(await loadHistory(copy), '1.0.0');
    expect(integrity).toBe('withdrawn-in-part');
    expect(withdrawals).toHaveLength(1);
    const item = itemsOf(assessment.pages).find(({ id }) => id === 'tests/all/tests-pass');
    expect(item?.status).toBe('claimed');
    expect(item?.citations[0]?.verdict).toEqual({ state: 'unproven', reason: { code: 'withdrawn', file: 'unit/junit.xml', was: 'pass' } });
    expect(assessment.counts.verified).toBe(releaseOf(await loadHistory(root), '1.0.0').assessment.counts.verified - 1);
  });

  test('is no tampering: verify passes, and says so', async () => {
    expect(await verifyRelease(anyReleaseOf(await loadHistory(copy), '1.0.0'))).toEqual({ state: 'verified' });
    const { code, out } = readiness('verify', '--root', copy);
    expect(code).toBe(0);
    expect(out).toMatch(/^1\.0\.0: as it was frozen, but for 1 withdrawn file \(/);
  });

  test('excuses no other file', async () => {
    const other = copyOf(copy);
    rmSync(join(other, 'results/1.0.0/unit/lcov.info'));
    const release = anyReleaseOf(await loadHistory(other), '1.0.0');
    expect(release.integrity === 'broken' && release.damages.map(({ file }) => file)).toEqual(['unit/lcov.info']);
  });

  test('excuses no other outcome of the jobs that still have all their files', async () => {
    const other = copyOf(copy);
    const sha256 = (file: string) => createHash('sha256').update(read(other, file)).digest('hex');
    const [snapshot, manifest] = ['results/1.0.0/snapshot.json', 'results/1.0.0/MANIFEST.sha256'];
    const before = sha256(snapshot);
    write(other, snapshot, read(other, snapshot).replace('"value":3', '"value":0'));
    write(other, manifest, read(other, manifest).replace(before, sha256(snapshot)));
    const found = await verifyRelease(anyReleaseOf(await loadHistory(other), '1.0.0'));
    expect(found.state === 'differs' && found.differences.map(({ id, left, right }) => [id, left, right])).toEqual([
      ['tests/all/nothing-restarts', 0, 3],
    ]);
  });

  test('that comes back is found', async () => {
    const other = copyOf(copy);
    write(other, 'results/1.0.0/unit/junit.xml', read(root, 'results/1.0.0/unit/junit.xml'));
    const release = anyReleaseOf(await loadHistory(other), '1.0.0');
    expect(release.integrity === 'broken' && release.damages.map(({ kind, file }) => `${kind} ${file}`)).toEqual([
      'still-there unit/junit.xml',
    ]);
    expect(withdraw(other, 'unit/junit.xml').code).toBe(0);
    expect((await loadHistory(other)).releases[0]?.integrity).toBe('withdrawn-in-part');
  });
});

test.each(['probe/probe.json', 'probe/run.json', 'unit/run.json', 'notes/notes.md', 'run.json', 'unit/lcov.info'])(
  'with %s withdrawn, all else of the release is still recomputed',
  async (file) => {
    const copy = copyOf(root);
    write(copy, 'results/next/run.json', read(copy, 'results/next/run.json').replace('{', '{ '));
    expect(withdraw(copy, file).code).toBe(0);
    const release = releaseOf(await loadHistory(copy), '1.0.0');
    expect(await verifyRelease(release)).toEqual({ state: 'verified' });
    const resting = itemsOf(release.assessment.pages).flatMap(({ citations, status }) =>
      citations.some(({ verdict }) => verdict.state === 'unproven' && verdict.reason.code === 'withdrawn') ? [status] : [],
    );
    expect(resting).not.toContain('verified');
  },
);

test('the bytes leave every release that has them, under whatever name, by their digest', async () => {
  const copy = copyOf(root);
  write(copy, 'results/next/run.json', JSON.stringify({ product: 'Teapot', version: '1.1.0', commit: 'a'.repeat(40) }));
  write(copy, 'results/next/other/copy.xml', read(root, 'results/1.0.0/unit/junit.xml'));
  await freezeIn(copy, '1.1.0', { now: new Date('2026-11-24T13:00:00Z') });
  const digest = releaseOf(await loadHistory(copy), '1.0.0').files.find(({ file }) => file === 'unit/junit.xml')?.digest ?? '';
  const { code, out } = withdraw(copy, `sha256:${digest}`);
  expect(code).toBe(0);
  expect(out).toContain('  1.1.0: other/copy.xml, unit/junit.xml\n');
  const { releases } = await loadHistory(copy);
  expect(releases.map(({ integrity }) => integrity)).toEqual(['withdrawn-in-part', 'withdrawn-in-part']);
  const left = readdirSync(copy, { recursive: true, encoding: 'utf8' }).filter((path) => /junit\.xml$|copy\.xml$/.test(path));
  expect(left).toEqual([]);
});

test.each([
  ['the snapshot', 'snapshot.json', /^results\/1\.0\.0\/snapshot\.json WITHDRAWAL this cannot be withdrawn - /],
  ['the checklist', 'checklist/1-tests.md', /^results\/1\.0\.0\/checklist\/1-tests\.md WITHDRAWAL /],
  ['the manifest', 'MANIFEST.sha256', /^results\/1\.0\.0 WITHDRAWAL "MANIFEST\.sha256" is no file of 1\.0\.0 - /],
  ['what is not there', 'unit/none.xml', /^results\/1\.0\.0 WITHDRAWAL "unit\/none\.xml" is no file of 1\.0\.0 - /],
  ['what leaves the release', '../../content/portal.yaml', /^results\/1\.0\.0 WITHDRAWAL /],
  ['the run.json that the release in preparation still needs', 'run.json', /^results\/next\/run\.json WITHDRAWAL it has the same bytes/],
])('%s cannot be withdrawn', (_, file, line) => {
  const copy = copyOf(root);
  const { code, out, err } = withdraw(copy, file);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(line);
  expect(existsSync(join(copy, 'results/1.0.0/withdrawn'))).toBe(false);
});

test.each(['sign-offs/a.json', 'trust/allowed_signers'])('%s cannot be withdrawn: a rejection, and who may sign, stay', async (file) => {
  const signed = await frozenRoot({ 'content/trust/allowed_signers': '# nobody\n', 'results/next/sign-offs/a.json': '{}' });
  const { code, out, err } = withdraw(signed, file);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toBe(`results/1.0.0/${file} WITHDRAWAL this cannot be withdrawn - withdraw result files alone\n`);
  expect(existsSync(join(signed, 'results/1.0.0', file))).toBe(true);
});

test.each([
  ['', 'say why'],
  ['a\nb', 'write one line of text'],
])('the reason %j is refused', (because, message) => {
  const { code, err } = withdraw(copyOf(root), 'unit/junit.xml', because);
  expect(code).toBe(2);
  expect(err).toContain(`--because WITHDRAWAL reason: ${message}`);
});

test('a release that is not there is refused', () => {
  const { code, err } = readiness('withdraw', '2.0.0', 'a', '--because', 'x', '--root', root);
  expect(code).toBe(2);
  expect(err).toContain('results RELEASE_MISSING there is no release "2.0.0"');
});
