import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadHistory } from '../../src/disk/releases.ts';
import { recordsDocument } from '../../src/publish/records-document.ts';
import { type Release, withdrawnFiles } from '../../src/release/history.ts';
import { verifyRelease } from '../../src/release/verify-release.ts';
import { openSite, readPublished } from '../../src/remote/published-site.ts';
import { makeRoot, readiness } from '../cli/run.ts';
import { copyOf, freezeIn, now, write } from '../release/frozen-root.ts';

/** Lays a release out as a published site has it. */
async function publish(root: string, site: string): Promise<void> {
  for (const release of (await loadHistory(root)).releases) {
    const folder = join(root, 'results', release.version);
    for (const { file, digest, state } of release.files) {
      if (state !== 'withdrawn') write(site, `objects/${digest}.txt`, readFileSync(join(folder, file), 'utf8'));
    }
    for (const name of ['snapshot.json', 'MANIFEST.sha256'])
      write(site, `releases/${release.version}/${name}`, readFileSync(join(folder, name), 'utf8'));
    write(site, `releases/${release.version}/records.json`, JSON.stringify(recordsDocument(release)));
  }
  write(site, 'trust/revoked_keys', '');
}

let root: string;
let site: string;
let server: Server;
let address: string;
beforeAll(async () => {
  root = makeRoot();
  await freezeIn(root, '1.0.0-rc.1');
  write(root, 'results/1.0.0-rc.1/sign-offs/later.json', '{}');
  await freezeIn(root, '1.0.0', { now: new Date(now.getTime() + 1000) });
  readiness('withdraw', '1.0.0-rc.1', 'unit/junit.xml', '--because', 'a token', '--root', root);
  site = makeRoot();
  await publish(root, site);
  server = createServer((request, response) => {
    try {
      response.end(readFileSync(join(site, new URL(request.url ?? '/', 'http://x').pathname.replace('/base/', '/'))));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  address = `http://127.0.0.1:${typeof at === 'object' ? at?.port : 0}/base`;
});
afterAll(() => void server.close());

async function published(from: string, version: string): Promise<Release> {
  const opened = openSite(from);
  const release = opened === null ? null : await readPublished(opened, version);
  if (release === null) throw new Error('there is no such release');
  return release;
}

test.each(['a folder', 'an address'])('a release is verified from %s of a site alone', async (from) => {
  for (const version of ['1.0.0-rc.1', '1.0.0']) {
    const release = await published(from === 'a folder' ? site : address, version);
    expect(await verifyRelease(release)).toEqual({ state: 'verified' });
    expect(withdrawnFiles(release).map(({ file }) => file)).toEqual(['unit/junit.xml']);
  }
});

test('records that came later are read with it', async () => {
  const { files } = await published(site, '1.0.0-rc.1');
  expect(files.filter(({ state }) => state === 'later').map(({ file }) => file.replace(/[0-9a-f]{64}/, '…'))).toEqual([
    'sign-offs/later.json',
    'withdrawn/….json',
  ]);
});

describe('a site that serves something else', () => {
  const damagesOf = async (done: (copy: string) => void, version = '1.0.0') => {
    const copy = copyOf(site);
    done(copy);
    const release = await published(copy, version);
    return release.integrity === 'broken' ? release.damages.map(({ kind, file }) => `${kind} ${file}`) : [];
  };
  const object = async (file: string) => {
    const { files } = await published(site, '1.0.0');
    return `objects/${files.find((each) => each.file === file)?.digest}.txt`;
  };

  test('is found out, file by file', async () => {
    const run = await object('unit/run.json');
    expect(await damagesOf((copy) => writeFileSync(join(copy, run), '{}'))).toEqual(['changed unit/run.json']);
    expect(await damagesOf((copy) => rmSync(join(copy, run)))).toEqual(['missing unit/run.json']);
    expect(await damagesOf((copy) => write(copy, 'releases/1.0.0/snapshot.json', '{}'))).toEqual(['changed snapshot.json']);
    expect(await damagesOf((copy) => rmSync(join(copy, 'releases/1.0.0/MANIFEST.sha256')))).toEqual(['missing MANIFEST.sha256']);
    expect(await damagesOf((copy) => rmSync(join(copy, 'releases/1.0.0/records.json')))).toContain('missing records.json');
    expect(await damagesOf((copy) => write(copy, 'releases/1.0.0/records.json', '{'))).toContain('unreadable records.json');
  });

  test('is found out by the chain', async () => {
    expect(await damagesOf((copy) => write(copy, 'releases/1.0.0-rc.1/MANIFEST.sha256', ''))).toEqual(['changed MANIFEST.sha256']);
    expect(await damagesOf((copy) => rmSync(join(copy, 'releases/1.0.0-rc.1'), { recursive: true }))).toEqual(['missing MANIFEST.sha256']);
  });

  test('is found out where a record is not what the list of records says', async () => {
    const { files } = await published(site, '1.0.0-rc.1');
    const later = files.find(({ file }) => file === 'sign-offs/later.json')?.digest;
    expect(await damagesOf((copy) => writeFileSync(join(copy, `objects/${later}.txt`), '[]'), '1.0.0-rc.1')).toEqual([
      'changed sign-offs/later.json',
    ]);
  });
});

describe('on the command line', () => {
  test('it needs no root and no network but the site', () => {
    const { code, out, err } = readiness('verify', '1.0.0', '--from', site);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^1\.0\.0: as it was frozen, but for 1 withdrawn file/);
  });

  test.each([
    [
      [{ file: 'unit/junit.xml', expected: 'a', found: 'b', message: 'it differs' }],
      /unit\/junit\.xml INTEGRITY the site says .* it differs/,
    ],
    [[], /releases\/1\.0\.0 INTEGRITY the site says that it is not what was frozen/],
  ])('a release that the site itself calls broken is broken', (problems, line) => {
    const copy = copyOf(site);
    rmSync(join(copy, 'releases/1.0.0'), { recursive: true });
    write(copy, 'api/v1/releases/1.0.0.json', JSON.stringify({ schemaVersion: 1, version: '1.0.0', integrity: 'broken', problems }));
    const { code, err } = readiness('verify', '1.0.0', '--from', copy);
    expect({ code, err }).toEqual({ code: 3, err: expect.stringMatching(line) });
  });

  test.each<[string, string[], number, RegExp]>([
    ['a version that the site does not have', ['2.0.0', '--from', '.'], 2, /RELEASE_MISSING there is no release "2\.0\.0"/],
    ['a version that is none', ['../x', '--from', '.'], 2, /RELEASE_MISSING there is no release "\.\.\/x"/],
    ['a folder that is not there', ['1.0.0', '--from', './nowhere'], 4, /ENVIRONMENT there is no such folder/],
    ['a site that does not answer', ['1.0.0', '--from', 'http://127.0.0.1:1/'], 4, /ENVIRONMENT the site cannot be read/],
    ['an address that is none', ['1.0.0', '--from', 'http:///'], 4, /^http:\/\/\/ ENVIRONMENT there is no such folder/],
    ['no version', ['--from', '.'], 4, /USAGE .*name the versions/],
  ])('%s is named', (_, args, expected, line) => {
    const { code, err } = readiness('verify', ...args);
    expect(code).toBe(expected);
    expect(err).toMatch(line);
  });
});
