import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { verifyRelease } from '../../src/release/verify-release.ts';
import { filesBelow, loadHistory, manyFiles, read, releaseOf, write } from '../release/frozen-root.ts';
import { commit, makeRoot, readiness } from './run.ts';

const now = ['--now', '2026-11-24T12:00:00Z'];
const snapshot = (root: string, ...args: string[]) => readiness('snapshot', ...args, '--root', root, ...now);
const checklist = (items: string) => ({ 'content/checklist/1-tests.md': `# Tests\n\n## All\n\n${items}\n` });

test('freezes what is in preparation, byte for byte, with what it was judged by', async () => {
  const root = makeRoot({ ...manyFiles, 'content/trust/allowed_signers': '# nobody\r\n', 'results/next/sign-offs/a.json': '{}' });
  const before = filesBelow(join(root, 'results/next'));
  const { code, out, err } = snapshot(root, '1.0.0');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^Teapot 1\.0\.0 at aaaaaaa is frozen as it is: not ready\.\n\d items: /);
  expect(filesBelow(join(root, 'results/next'))).toEqual(before);

  const release = join(root, 'results/1.0.0');
  for (const file of before) expect(readFileSync(join(release, file))).toEqual(readFileSync(join(root, 'results/next', file)));
  expect(read(release, 'checklist/1-tests.md')).toBe(read(root, 'content/checklist/1-tests.md'));
  expect(read(release, 'checklist/portal.yaml')).toBe(read(root, 'content/portal.yaml'));
  expect(read(release, 'checklist/waivers.yaml')).toBe(read(root, 'content/waivers.yaml'));
  expect(read(release, 'trust/allowed_signers')).toBe('# nobody\r\n');
  expect(spawnSync('sha256sum', ['-c', '--strict', '--quiet', 'MANIFEST.sha256'], { cwd: release }).status).toBe(0);
  expect(readdirSync(join(root, 'results')).sort()).toEqual(['1.0.0', 'next']);
  expect(await verifyRelease(releaseOf(await loadHistory(root), '1.0.0'))).toEqual({ state: 'verified' });
});

test('prints one JSON document on request', () => {
  const { code, out } = snapshot(makeRoot(), '1.0.0-rc.1', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    version: '1.0.0-rc.1',
    folder: 'results/1.0.0-rc.1',
    state: 'ready',
    previous: null,
    backfill: false,
  });
});

test('the same root at the same instant freezes to the same bytes', () => {
  const [a, b] = [makeRoot(manyFiles), makeRoot(manyFiles)];
  for (const root of [a, b]) expect(snapshot(root, '1.0.0').code).toBe(0);
  expect(read(a, 'results/1.0.0/MANIFEST.sha256')).toBe(read(b, 'results/1.0.0/MANIFEST.sha256'));
});

test('the folder says the version, the evidence is judged by the commit of its own run.json', async () => {
  const root = makeRoot();
  expect(snapshot(root, '1.0.0-rc.1').code).toBe(0);
  const { snapshot: frozen } = releaseOf(await loadHistory(root), '1.0.0-rc.1');
  expect(frozen).toMatchObject({ version: '1.0.0-rc.1', commit });
  expect(frozen.assessment.counts.verified).toBe(1);
  expect(JSON.parse(read(root, 'results/1.0.0-rc.1/run.json')).version).toBe('1.0.0');
});

describe('refuses, and leaves nothing behind', () => {
  const refused = (root: string, args: string[], line: RegExp, expected = 2) => {
    const before = filesBelow(root);
    const { code, out, err } = snapshot(root, ...args);
    expect({ code, out }).toEqual({ code: expected, out: '' });
    expect(err).toMatch(line);
    expect(err).not.toMatch(/^\s+at /m);
    expect(filesBelow(root)).toEqual(before);
    expect(readdirSync(join(root, 'results')).filter((name) => name.startsWith('.'))).toEqual([]);
  };

  test.each<[string, string[], RegExp, number?]>([
    ['a version with a v', ['v1.0.0'], /^results VERSION "v1\.0\.0" is no SemVer version - write it as 1\.0\.0/],
    ['a path for a version', ['../../etc'], /^results VERSION "\.\.\/\.\.\/etc" is no SemVer version/],
    ['a name that a terminal would act on', ['1.0.0\u001b[2J'], /^results VERSION "1\.0\.0\\u001b\[2J" is no SemVer version/],
    ['a version that is not in preparation', ['1.1.0'], /^results VERSION the evidence is of 1\.0\.0, not of 1\.1\.0/],
    ['evidence of elsewhere that is no backfill', ['1.0.0', '--from', '.'], /^snapshot USAGE .* add --backfill/, 4],
    ['a next version that is none', ['1.0.0', '--then', 'v2'], /^snapshot USAGE "v2" is no SemVer version/, 4],
    ['a next version that is not higher', ['1.0.0', '--then', '1.0.0-rc.1'], /^snapshot USAGE 1\.0\.0-rc\.1 is not higher than 1\.0\.0/, 4],
    [
      'a next version that only its build tells apart',
      ['1.0.0', '--then', '1.0.0+b'],
      /^snapshot USAGE 1\.0\.0\+b is not higher than 1\.0\.0/,
      4,
    ],
    ['a backfill from a folder that is not there', ['1.0.0', '--backfill', '--from', 'nowhere'], /^nowhere\/run\.json CONTENT_MISSING /],
  ])('%s', (_, args, line, code) => {
    refused(makeRoot(), args, line, code);
  });

  test.each<[string, Record<string, string | null>, RegExp]>([
    ['a broken checklist, with its place', checklist('- [?] A'), /^content\/checklist\/1-tests\.md:5:1 MARK_UNKNOWN /],
    ['a broken run.json of the release', { 'results/next/run.json': '{' }, /^results\/next\/run\.json.* TRUNCATED /],
    ['a name that releases keep', { 'results/next/checklist/a.json': '{}' }, /^results\/next\/checklist\/a\.json NAME /],
    ['a snapshot in preparation', { 'results/next/snapshot.json': '{}' }, /^results\/next\/snapshot\.json NAME /],
    ['a file that would run', { 'results/next/unit/a.mdx': '# a' }, /^results\/next\/unit\/a\.mdx FILE_TYPE /],
  ])('%s', (_, files, line) => {
    refused(makeRoot(files), ['1.0.0'], line);
  });

  test('a link among the results', () => {
    const root = makeRoot();
    symlinkSync('/etc/hostname', join(root, 'results/next/unit/link.txt'));
    refused(root, ['1.0.0'], /^results\/next\/unit\/link\.txt NOT_REGULAR_FILE /);
  });

  test('several faults at once', () => {
    refused(makeRoot(checklist('- [?] A')), ['1.1.0'], /MARK_UNKNOWN/);
    const { err } = snapshot(makeRoot({ ...checklist('- [?] A\n- [!] B'), 'content/portal.yaml': 'x: 1\n' }), '1.0.0');
    expect(err.match(/MARK_UNKNOWN/g)).toHaveLength(2);
    expect(err).toContain('content/portal.yaml');
  });

  test('a version that exists, one that is lower, and a history that is damaged', () => {
    const root = makeRoot();
    expect(snapshot(root, '1.0.0').code).toBe(0);
    refused(root, ['1.0.0'], /^results VERSION 1\.0\.0 exists: a release is frozen once/);
    refused(root, ['1.0.0-rc.1'], /^results VERSION 1\.0\.0-rc\.1 is lower than 1\.0\.0, which exists - use --backfill/);
    writeFileSync(join(root, 'results/1.0.0/run.json'), '{}');
    refused(root, ['1.0.0-rc.1', '--backfill'], /^results\/1\.0\.0\/run\.json INTEGRITY /m, 3);
  });

  test('what is not ready, where it is asked to', () => {
    refused(
      makeRoot(checklist('- [ ] A')),
      ['1.0.0', '--require-ready'],
      /^results\/next NOT_READY Teapot 1\.0\.0 is not ready: 1 not started - leave out/,
    );
    expect(snapshot(makeRoot(checklist('- [ ] A')), '1.0.0').code).toBe(0);
    expect(snapshot(makeRoot(), '1.0.0', '--require-ready').code).toBe(0);
    refused(
      makeRoot(checklist('- [x] Tests [t](/results/next/unit/junit.xml)\n\n**Sign-off**: ____ Date: ____')),
      ['1.0.0', '--require-ready'],
      /NOT_READY Teapot 1\.0\.0 is awaiting sign-off/,
    );
  });
});

test('an earlier release is made from its own evidence, with the checklist of today', async () => {
  const root = makeRoot();
  expect(snapshot(root, '1.0.0').code).toBe(0);
  const old = makeRoot({ 'results/next/run.json': JSON.stringify({ product: 'Teapot', version: '1.0.0-dev.1', commit: 'b'.repeat(40) }) });
  const { code, err } = snapshot(root, '1.0.0-dev.1', '--backfill', '--from', join(old, 'results/next'));
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { snapshot: frozen } = releaseOf(await loadHistory(root), '1.0.0-dev.1');
  expect(frozen).toMatchObject({ backfill: true, commit: 'b'.repeat(40), previous: { version: '1.0.0' } });
  expect(frozen.assessment.pages[0]?.sections[0]?.items[0]?.citations[0]?.verdict).toMatchObject({ reason: { code: 'other-commit' } });
});

describe('--then', () => {
  test('empties results/next/ for the next version, without a commit', () => {
    const root = makeRoot({
      'results/next/sign-offs/a.json': '{}',
      'results/next/run.json': JSON.stringify({
        product: 'Teapot',
        version: '1.0.0',
        commit,
        ref: 'main',
        committed: '2026-11-23T00:00:00Z',
      }),
    });
    const { code, out } = snapshot(root, '1.0.0', '--then', '1.1.0');
    expect(code).toBe(0);
    expect(out).toContain('results/next/ is 1.1.0 now, without a commit and without evidence.');
    expect(readdirSync(join(root, 'results/next'))).toEqual(['run.json']);
    expect(JSON.parse(read(root, 'results/next/run.json'))).toEqual({ product: 'Teapot', version: '1.1.0', ref: 'main' });
    expect(readiness('check', '--root', root, ...now).code).toBe(1);
  });

  test('is not done again for what came since', () => {
    const root = makeRoot();
    expect(snapshot(root, '1.0.0').code).toBe(0);
    write(root, 'results/next/unit/new.json', '{}');
    expect(snapshot(root, '1.0.0', '--then', '1.1.0')).toMatchObject({ code: 2 });
    expect(existsSync(join(root, 'results/next/unit/new.json'))).toBe(true);
  });
});
