import { rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { recordsDocument } from '../../src/publish/records-document.ts';
import type { Release } from '../../src/release/history.ts';
import { findLost, type StatedRelease } from '../../src/release/lost-releases.ts';
import { readPublishedHistory } from '../../src/remote/published-history.ts';
import { openSite } from '../../src/remote/published-site.ts';
import { makeRoot, readiness } from '../cli/run.ts';
import { copyOf, freezeIn, loadHistory, now, read, write } from './frozen-root.ts';

let root: string;
let site: string;
let stated: readonly StatedRelease[];

/** What a site that was built of a root says of its releases. */
function publish(releases: readonly Release[], folder: string): void {
  write(folder, 'api/v1/releases.json', JSON.stringify({ schemaVersion: 1, releases: releases.map(({ version }) => ({ version })) }));
  for (const release of releases) {
    write(folder, `releases/${release.version}/MANIFEST.sha256`, read(root, `results/${release.version}/MANIFEST.sha256`));
    write(folder, `releases/${release.version}/records.json`, JSON.stringify(recordsDocument(release)));
  }
}

beforeAll(async () => {
  root = makeRoot();
  await freezeIn(root, '1.0.0-rc.1');
  await freezeIn(root, '1.0.0', { now: new Date(now.getTime() + 1000) });
  write(root, 'results/1.0.0/sign-offs/later.json', '{}');
  write(root, 'results/1.0.0/sign-offs/later.json.sig', 'x');
  site = makeRoot();
  publish((await loadHistory(root)).releases, site);
  const opened = openSite(site);
  const outcome = opened === null ? null : await readPublishedHistory(opened);
  if (outcome?.state !== 'read' || outcome.value === null) throw new Error('the site is read');
  stated = outcome.value;
});

async function lostAfter(change: (copy: string) => unknown, ...forgotten: string[]): Promise<string[]> {
  const copy = copyOf(root);
  await change(copy);
  const problems = findLost(stated, (await loadHistory(copy)).releases, new Set(forgotten));
  return problems.map(({ code, file, message }) => `${code} ${file}: ${message.replace(/[0-9a-f]{64}/g, '…')}`);
}

describe('what was published and is gone', () => {
  test('is nothing where everything is there, and more', async () => {
    expect(await lostAfter(() => undefined)).toEqual([]);
    expect(await lostAfter((copy) => write(copy, 'results/1.0.0/sign-offs/another.json', '{}'))).toEqual([]);
  });

  test('is the newest release, which no other names, unless it is to be forgotten', async () => {
    const remove = (copy: string) => rmSync(join(copy, 'results/1.0.0'), { recursive: true });
    expect(await lostAfter(remove)).toEqual(['INTEGRITY results/1.0.0: the release is published, and gone here']);
    expect(await lostAfter(remove, '1.0.0')).toEqual([]);
  });

  test('is a release that others name still', async () => {
    expect(await lostAfter((copy) => rmSync(join(copy, 'results/1.0.0-rc.1'), { recursive: true }))).toEqual([
      'INTEGRITY results/1.0.0-rc.1: the release is published, and gone here',
    ]);
  });

  test('is the newest release, frozen anew from other evidence', async () => {
    const replaced = await lostAfter(async (copy) => {
      rmSync(join(copy, 'results/1.0.0'), { recursive: true });
      write(copy, 'results/next/unit/junit.xml', '<testsuite tests="1"><testcase classname="a" name="c"/></testsuite>');
      await freezeIn(copy, '1.0.0', { now: new Date(now.getTime() + 1000) });
    });
    expect(replaced).toEqual(['INTEGRITY results/1.0.0/MANIFEST.sha256: published with the SHA-256 …, and here it is …']);
  });

  test.each(['later.json', 'later.json.sig'])('is the record %s, removed or changed', async (name) => {
    const file = `results/1.0.0/sign-offs/${name}`;
    const lost = [`INTEGRITY ${file}: the record is published with the SHA-256 …, and is gone or another here`];
    expect(await lostAfter((copy) => unlinkSync(join(copy, file)))).toEqual(lost);
    expect(await lostAfter((copy) => write(copy, file, '[]'))).toEqual(lost);
  });
});

describe('verify --published', () => {
  test('says it, and ends in 3', () => {
    const verify = (folder: string, from = site) => readiness('verify', '--root', folder, '--published', from);
    expect(verify(root).err).not.toMatch(/published/);
    const copy = copyOf(root);
    rmSync(join(copy, 'results/1.0.0'), { recursive: true });
    expect(readiness('verify', '--root', copy)).toMatchObject({ code: 0, err: '' });
    expect(verify(copy)).toMatchObject({
      code: 3,
      err: expect.stringMatching(
        /^results\/1\.0\.0 INTEGRITY the release is published, and gone here - restore it .* build --forget 1\.0\.0$/m,
      ),
    });
  });

  test.each<[string, string[], number, RegExp]>([
    ['a folder without a site', ['--published', 'src'], 4, /^src ENVIRONMENT no site is published there - name the address/m],
    ['a folder that is not there', ['--published', './nowhere'], 4, /ENVIRONMENT there is no such folder/],
    ['an address that does not answer', ['--published', 'http://127.0.0.1:1/'], 4, /ENVIRONMENT the site cannot be read/],
    ['a site to verify as well', ['1.0.0', '--published', '.', '--from', '.'], 4, /^--published USAGE /],
  ])('never takes %s for a site without releases', (_, args, code, line) => {
    expect(readiness('verify', '--root', root, ...args)).toMatchObject({ code, err: expect.stringMatching(line) });
  });

  test('refuses a list of releases that is none', () => {
    const copy = copyOf(site);
    write(copy, 'api/v1/releases.json', '{"releases": [{"version": "../x"}]}');
    expect(readiness('verify', '--root', root, '--published', copy)).toMatchObject({
      code: 3,
      err: expect.stringMatching(/api\/v1\/releases\.json INTEGRITY this is no list of releases/),
    });
  });
});
