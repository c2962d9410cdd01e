import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPublication } from '../../src/disk/releases.ts';
import { readSnapshot, type Snapshot, snapshotText } from '../../src/release/snapshot.ts';
import { readiness } from '../cli/run.ts';
import { copyOf, rewriteManifest } from '../release/frozen-root.ts';
import { at, installed, makeKeys, sign, signedRoot } from './signed-root.ts';

const secret = makeKeys();
afterAll(() => rmSync(secret, { recursive: true }));

describe.skipIf(!installed)('a signed release that somebody forges, with a manifest that fits', { timeout: 120_000 }, () => {
  let root = '';
  beforeAll(() => {
    root = signedRoot(secret);
    const approve = (minute: number, role: string, who: string) =>
      sign(root, minute, '--role', role, '--decision', 'approved', '--key', join(secret, who));
    expect([approve(1, 'tech-lead', 'jo').code, approve(2, 'qa-engineer', 'kim').code]).toEqual([0, 0]);
    expect(readiness('snapshot', '1.0.0', '--root', root, ...at(3)).code).toBe(0);
  });

  async function forge(change: (snapshot: Snapshot) => Snapshot): Promise<string> {
    const copy = copyOf(root);
    const folder = join(copy, 'results/1.0.0');
    const read = readSnapshot(readFileSync(join(folder, 'snapshot.json'), 'utf8'), '');
    if (read.state === 'refused' || read.value.rules === 'other') throw new Error('the snapshot can be read');
    writeFileSync(join(folder, 'snapshot.json'), snapshotText(change(structuredClone(read.value.facts))));
    await rewriteManifest(folder);
    return copy;
  }

  /** Every citation passes, whatever the evidence says. */
  const allPass = (snapshot: Snapshot): Snapshot => {
    for (const item of snapshot.assessment.pages.flatMap(({ sections }) => sections.flatMap(({ items }) => items))) {
      item.status = 'verified';
      for (const citation of item.citations) citation.verdict = { state: 'pass' };
    }
    return snapshot;
  };

  const shown = async (folder: string) => {
    const { chain, read } = await loadPublication(folder);
    const published = await read(chain[0]?.version ?? '');
    const { signed = null, release } = published ?? {};
    return {
      integrity: release?.integrity,
      state: signed?.assessment.state,
      standings: signed?.signOffs.map(({ standing }) => standing.state),
      passing: signed?.assessment.counts.verified,
    };
  };

  test('its signatures count as long as nobody does', async () => {
    expect(await shown(root)).toMatchObject({ integrity: 'intact', standings: ['current', 'current'] });
    expect(readiness('verify', '--root', root)).toMatchObject({ code: 0, err: '' });
  });

  test('by these rules: nothing of it is shown, and nobody signs it', async () => {
    const forged = await forge(allPass);
    expect(await shown(forged)).toMatchObject({ integrity: 'broken', state: undefined });
    expect(readiness('verify', '--root', forged).code).toBe(3);
    expect(readiness('check', '--root', forged, ...at(4)).code).toBe(3);
    const signing = ['--role', 'tech-lead', '--decision', 'approved', '--key', join(secret, 'jo')];
    expect(readiness('sign-off', '--root', forged, '--release', '1.0.0', ...signing, ...at(5)).code).toBe(3);
  });

  test.each([1, 99])('as one of rule set %d: it is stale to who signed it, and nothing in it passes', async (ruleSet) => {
    const forged = await forge((snapshot) => ({ ...allPass(snapshot), ruleSet }));
    expect(await shown(forged)).toEqual({ integrity: 'intact', state: 'not-ready', standings: ['stale', 'stale'], passing: 0 });
    expect(readiness('verify', '--root', forged).code).toBe(4);
    const untouched = await forge((snapshot) => ({ ...snapshot, ruleSet }));
    expect(await shown(untouched)).toEqual({ integrity: 'intact', state: 'not-ready', standings: ['current', 'current'], passing: 0 });
    const signing = ['--role', 'tech-lead', '--decision', 'approved', '--key', join(secret, 'jo')];
    expect(readiness('sign-off', '--root', untouched, '--release', '1.0.0', ...signing, ...at(5))).toMatchObject({
      code: 4,
      err: expect.stringMatching(/NOT_RECHECKED /),
    });
  });

  test('with the digest that was signed kept in the snapshot: what it says of itself does not count', async () => {
    const forged = await forge((snapshot) => ({ ...allPass(snapshot), ruleSet: 99, subjects: { ...snapshot.subjects } }));
    expect((await shown(forged)).standings).toEqual(['stale', 'stale']);
  });

  test('by the sign-offs of another release: they were given for that one', async () => {
    const copy = copyOf(root);
    rmSync(join(copy, 'results/next/sign-offs'), { recursive: true });
    expect(readiness('snapshot', '1.0.0-rc.1', '--backfill', '--root', copy, ...at(6)).code).toBe(0);
    const to = join(copy, 'results/1.0.0-rc.1/sign-offs');
    mkdirSync(to);
    for (const name of readdirSync(join(copy, 'results/1.0.0/sign-offs')))
      cpSync(join(copy, 'results/1.0.0/sign-offs', name), join(to, name));
    const { code, out } = readiness('verify', '1.0.0-rc.1', '--root', copy);
    expect(out.match(/given for Teapot 1\.0\.0/g)).toHaveLength(2);
    expect(out).not.toMatch(/; it counts/);
    expect(code).toBe(0);
  });
});
