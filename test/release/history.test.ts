import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadGateReleases } from '../../src/disk/gate-releases.ts';
import { formatProblem } from '../../src/problem.ts';
import { parseManifest } from '../../src/release/manifest.ts';
import { readSnapshot, snapshotText } from '../../src/release/snapshot.ts';
import { commit, makeRoot, readiness } from '../cli/run.ts';
import { copyOf, freezeIn, loadHistory, now, read, rewriteManifest, write } from './frozen-root.ts';

const at = (day: number) => ({ now: new Date(now.getTime() + day * 86_400_000) });
const versions = ['1.0.0-dev.2', '1.0.0-dev.10', '1.0.0-rc.1'];

let root: string;
beforeAll(async () => {
  root = makeRoot();
  for (const [index, version] of versions.entries()) await freezeIn(root, version, at(index));
});

/** What each release says of itself after something was done to a copy of the root. */
async function statesAfter(done: (copy: string) => void): Promise<string[]> {
  const copy = copyOf(root);
  done(copy);
  const { releases } = await loadHistory(copy);
  return releases.map((release) =>
    [
      release.version,
      release.integrity,
      ...(release.integrity === 'broken' ? release.damages.map(({ kind, file }) => `${kind} ${file}`.trim()) : []),
    ].join(' '),
  );
}

const intact = (...versionsOf: string[]) => versionsOf.map((version) => `${version} intact`);

/** Writes a release anew, with a manifest that fits it. */
async function rewrite(copy: string, version: string, change: (release: string) => void): Promise<void> {
  const folder = join(copy, 'results', version);
  change(folder);
  await rewriteManifest(folder);
}

test('releases are read in the order of their precedence, and the latest is the highest', async () => {
  const history = await loadHistory(root);
  expect(history.releases.map(({ version }) => version)).toEqual(versions);
  expect(history.latest).toBe('1.0.0-rc.1');
  expect(history.strays).toEqual([]);
});

test('each names the manifest of the one that was frozen before it', async () => {
  const { releases } = await loadHistory(root);
  const links = releases.map((release) => release.integrity !== 'broken' && release.snapshot.previous);
  expect(links).toEqual([
    null,
    { version: '1.0.0-dev.2', digest: releases[0]?.manifest },
    { version: '1.0.0-dev.10', digest: releases[1]?.manifest },
  ]);
});

test('a release that is made afterwards stands in its place, and follows the one that was frozen last', async () => {
  const copy = copyOf(root);
  write(copy, 'old/run.json', JSON.stringify({ product: 'Teapot', version: '0.9.0', commit }));
  const release = await freezeIn(copy, '0.9.0', { ...at(9), backfill: true, from: join(copy, 'old') });
  expect(release.snapshot).toMatchObject({ backfill: true, previous: { version: '1.0.0-rc.1' } });
  expect((await loadHistory(copy)).releases.map(({ version }) => version)).toEqual(['0.9.0', ...versions]);
});

describe('a damaged release', () => {
  test('never keeps the others from being read', async () => {
    const found = await statesAfter((copy) => write(copy, 'results/1.0.0-dev.10/unit/junit.xml', 'x'));
    expect(found).toEqual(['1.0.0-dev.2 intact', '1.0.0-dev.10 broken changed unit/junit.xml', '1.0.0-rc.1 intact']);
  });

  test('that is the latest stays the latest: no older one takes its place', async () => {
    const copy = copyOf(root);
    rmSync(join(copy, 'results/1.0.0-rc.1/MANIFEST.sha256'));
    expect((await loadHistory(copy)).latest).toBe('1.0.0-rc.1');
  });

  test('shows where it was written anew as a whole, since the next one names its manifest', async () => {
    const copy = copyOf(root);
    await rewrite(copy, '1.0.0-dev.10', (folder) => write(folder, 'unit/junit.xml', 'x'));
    const { releases } = await loadHistory(copy);
    expect(releases.map(({ integrity }) => integrity)).toEqual(['intact', 'broken', 'intact']);
    const [, broken] = releases;
    expect(broken?.integrity === 'broken' && broken.problems.map(({ file, message }) => `${file}: ${message}`)).toEqual([
      expect.stringMatching(
        /^results\/1\.0\.0-dev\.10\/MANIFEST\.sha256: its SHA-256 is [0-9a-f]{64}, and 1\.0\.0-rc\.1 was frozen after one with [0-9a-f]{64}$/,
      ),
    ]);
  });

  test('does not accuse another by what it says of it', async () => {
    const copy = copyOf(root);
    await rewrite(copy, '1.0.0-dev.10', (folder) => {
      const outcome = readSnapshot(read(folder, 'snapshot.json'), '');
      if (outcome.state === 'refused' || outcome.value.rules === 'other') throw new Error('the snapshot can be read');
      const previous = { version: '1.0.0-dev.2', digest: '0'.repeat(64) };
      write(folder, 'snapshot.json', snapshotText({ ...outcome.value.facts, previous }));
    });
    expect((await loadHistory(copy)).releases.map(({ integrity }) => integrity)).toEqual(['intact', 'broken', 'intact']);
  });

  test('that is gone is named by the one after it', async () => {
    const found = await statesAfter((copy) => rmSync(join(copy, 'results/1.0.0-dev.2'), { recursive: true }));
    expect(found).toEqual(['1.0.0-dev.2 broken missing', ...intact('1.0.0-dev.10', '1.0.0-rc.1')]);
  });

  test('that has another name is found under both', async () => {
    const found = await statesAfter((copy) => renameSync(join(copy, 'results/1.0.0-dev.2'), join(copy, 'results/1.0.0-dev.3')));
    expect(found).toEqual([
      '1.0.0-dev.2 broken missing',
      '1.0.0-dev.3 broken renamed snapshot.json',
      ...intact('1.0.0-dev.10', '1.0.0-rc.1'),
    ]);
  });

  test('that is a copy of another is found', async () => {
    const found = await statesAfter((copy) => cpSync(join(copy, 'results/1.0.0-rc.1'), join(copy, 'results/2.0.0'), { recursive: true }));
    expect(found).toEqual([...intact(...versions), '2.0.0 broken renamed snapshot.json']);
  });
});

test('a folder that is no release is named, and nothing of it is read', async () => {
  const copy = copyOf(root);
  renameSync(join(copy, 'results/1.0.0-rc.1'), join(copy, 'results/v1.0.0-rc.1'));
  const { releases, strays } = await loadHistory(copy);
  expect(releases.map(({ version }) => version)).toEqual(['1.0.0-dev.2', '1.0.0-dev.10']);
  expect(strays.map(({ file, severity }) => `${severity} ${file}`)).toEqual(['warning results/v1.0.0-rc.1']);
});

test.each([
  ['1.0.0-RC.1', '1.0.0-rc.1'],
  ['1.0.0-rc.1+b', '1.0.0-rc.1'],
])('%s cannot be told from %s, and both are named', async (twin, version) => {
  const copy = copyOf(root);
  cpSync(join(copy, 'results', version), join(copy, 'results', twin), { recursive: true });
  const named = [`results/${twin}`, `results/${version}`].sort().reverse();
  const line = new RegExp(
    `^${named[0]} NAME_COLLISION its version cannot be told from that of ${named[1]} everywhere`.replace(/[.+]/g, '\\$&'),
    'm',
  );
  expect((await loadHistory(copy)).strays.map(formatProblem).join('\n')).toMatch(line);
  rmSync(join(copy, 'results', version), { recursive: true });
  renameSync(join(copy, 'results', twin), join(copy, 'results', version));
  expect((await loadHistory(copy)).strays).toEqual([]);
});

test('two names that collide stop check and build', async () => {
  const copy = copyOf(root);
  cpSync(join(copy, 'results/1.0.0-rc.1'), join(copy, 'results/1.0.0-RC.1'), { recursive: true });
  for (const args of [['check'], ['build', '--out', join(copy, 'dist')]]) {
    const { err } = readiness(...args, '--root', copy, '--now', now.toISOString());
    expect(err).toMatch(/^results\/1\.0\.0-rc\.1 NAME_COLLISION /m);
    expect(existsSync(join(copy, 'dist'))).toBe(false);
  }
});

describe('a forked chain', () => {
  /** Two clones freeze a release each, and bring them together. */
  const forked = async () => {
    const [copy, clone] = [copyOf(root), copyOf(root)];
    await freezeIn(copy, '1.0.0-rc.2', at(5));
    await freezeIn(clone, '1.0.0-rc.3', at(6));
    cpSync(join(clone, 'results/1.0.0-rc.3'), join(copy, 'results/1.0.0-rc.3'), { recursive: true });
    return copy;
  };

  test('is found, and each of its releases stays what it is', async () => {
    const { releases, problems } = await loadHistory(await forked());
    expect(problems.map(({ code, file, message }) => `${code} ${file}: ${message}`)).toEqual([
      'INTEGRITY results: the chain is forked: 1.0.0-rc.2 and 1.0.0-rc.3 were each frozen after 1.0.0-rc.1',
    ]);
    expect(releases.map(({ integrity }) => integrity)).toEqual(Array(5).fill('intact'));
  });

  test('is said by verify and check, and nothing is frozen onto it', async () => {
    const copy = await forked();
    for (const args of [['verify'], ['verify', '1.0.0-rc.1'], ['check'], ['snapshot', '1.0.0']]) {
      const { code, err } = readiness(...args, '--root', copy, ...(args[0] === 'verify' ? [] : ['--now', now.toISOString()]));
      expect({ code, err }).toEqual({ code: 3, err: expect.stringMatching(/^results INTEGRITY the chain is forked: /m) });
    }
  });

  test('is also two releases that were each the first', async () => {
    const [copy, clone] = [makeRoot(), makeRoot()];
    await freezeIn(copy, '1.0.0-rc.2', at(5));
    await freezeIn(clone, '1.0.0-rc.3', at(6));
    cpSync(join(clone, 'results/1.0.0-rc.3'), join(copy, 'results/1.0.0-rc.3'), { recursive: true });
    expect((await loadHistory(copy)).problems.map(({ message }) => message)).toEqual([
      'the chain is forked: 1.0.0-rc.2 and 1.0.0-rc.3 were each frozen as the first release',
    ]);
  });
});

test('the next release names the records that earlier ones got, so that none of them can be taken out unseen', async () => {
  const copy = copyOf(root);
  write(copy, 'results/1.0.0-dev.2/sign-offs/a.json', '{}');
  const first = await freezeIn(copy, '1.0.0-rc.2', at(5));
  const second = await freezeIn(copy, '1.0.0-rc.3', at(6));
  expect(first.snapshot.records).toMatchObject([{ version: '1.0.0-dev.2', file: 'sign-offs/a.json' }]);
  expect(second.snapshot.records).toEqual([]);

  rmSync(join(copy, 'results/1.0.0-dev.2/sign-offs'), { recursive: true });
  const [release] = (await loadHistory(copy)).releases;
  expect(release?.integrity === 'broken' && release.problems.map(({ file, message }) => `${file}: ${message}`)).toEqual([
    'results/1.0.0-dev.2/sign-offs/a.json: it is gone or was changed: 1.0.0-rc.2 was frozen when it was there',
  ]);
  expect((await loadGateReleases(copy, null)).damages).toEqual(release?.integrity === 'broken' ? release.problems : []);
});

test('what stands among the sign-offs when a release is frozen is listed in its manifest', async () => {
  const copy = makeRoot({ 'results/next/sign-offs/a.json': '{}' });
  const release = await freezeIn(copy, '1.0.0');
  expect(release.files.find(({ file }) => file === 'sign-offs/a.json')?.state).toBe('intact');
  const manifest = parseManifest(read(copy, 'results/1.0.0/MANIFEST.sha256'), '');
  expect(manifest.state === 'read' && manifest.files.map(({ file }) => file)).toContain('sign-offs/a.json');
});
