import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Release, withdrawnFiles } from '../../src/release/history.ts';
import { verifyRelease } from '../../src/release/verify-release.ts';
import { openSite, readPublished } from '../../src/remote/published-site.ts';
import { makeRoot, readiness } from '../cli/run.ts';
import { copyOf, freezeIn, now, read, write } from '../release/frozen-root.ts';
import { layOutSite, listSiteFiles } from './laid-out-site.ts';

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
  await layOutSite(root, site);
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
    expect(await damagesOf((copy) => rmSync(join(copy, 'releases/1.0.0-rc.1'), { recursive: true }))).toContain('missing MANIFEST.sha256');
  });

  test('is found out by what the next release says of its records', async () => {
    const gone = await damagesOf((copy) => {
      const records = JSON.parse(read(copy, 'releases/1.0.0-rc.1/records.json'));
      write(copy, 'releases/1.0.0-rc.1/records.json', JSON.stringify({ ...records, signOffs: [] }));
    });
    expect(gone).toEqual(['missing sign-offs/later.json']);
  });

  test('is found out where a record is not what the list of records says', async () => {
    const { files } = await published(site, '1.0.0-rc.1');
    const later = files.find(({ file }) => file === 'sign-offs/later.json')?.digest;
    expect(await damagesOf((copy) => writeFileSync(join(copy, `objects/${later}.txt`), '[]'), '1.0.0-rc.1')).toEqual([
      'changed sign-offs/later.json',
    ]);
  });
});

describe('what a site says of a release', () => {
  const verify = (change: (copy: string) => void, listedAnew: boolean) => {
    const copy = copyOf(site);
    change(copy);
    if (listedAnew) listSiteFiles(copy);
    return readiness('verify', '1.0.0-rc.1', '--from', copy);
  };
  const replace = (file: string, from: string | RegExp, to: string) => (copy: string) => {
    const text = read(copy, file);
    expect(text).toMatch(from);
    write(copy, file, text.replace(from, to));
  };

  test.each<[string, (copy: string) => void]>([
    ['the API', replace('api/v1/releases/1.0.0-rc.1.json', '"state":"not-ready"', '"state":"ready"')],
    ['a badge', replace('badges/1.0.0-rc.1/overall.json', '"color":"red"', '"color":"brightgreen"')],
    [
      'the statement for other tools',
      replace('releases/1.0.0-rc.1/release.intoto.json', /"properties": \[/, '"properties": ["READINESS_RELEASE_READY",'),
    ],
    [
      'the list of records',
      replace('releases/1.0.0-rc.1/records.json', '"signOffs":[', `"signOffs":[{"file":"sign-offs/x.json","digest":"${'0'.repeat(64)}"},`),
    ],
    ['a statement that is gone', (copy) => rmSync(join(copy, 'releases/1.0.0-rc.1/release.intoto.json'))],
  ])('must be what it comes to, in %s, whatever the list of its files says', (_, change) => {
    const { code, err } = verify(change, true);
    expect({ code, err }).toEqual({
      code: 3,
      err: expect.stringMatching(
        / INTEGRITY (?:it says something else of the release|it is gone|records\.json lists it .* and it is not there)/,
      ),
    });
  });

  test.each<[string, (copy: string) => void, RegExp]>([
    [
      'a changed page',
      (copy) => write(copy, 'badges/1.0.0-rc.1/overall.svg', '<svg/>'),
      /^badges\/1\.0\.0-rc\.1\/overall\.svg INTEGRITY it is not what was built/m,
    ],
    ['a page that is gone', (copy) => rmSync(join(copy, 'badges/1.0.0-rc.1/overall.svg')), /overall\.svg INTEGRITY it is gone/],
    ['no list of its files', (copy) => rmSync(join(copy, 'inventory.json')), /^inventory\.json INTEGRITY it is gone, or no list of files/m],
  ])('is read file by file: %s is found', (_, change, line) => {
    expect(verify(change, false)).toMatchObject({ code: 3, err: expect.stringMatching(line) });
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
    ['no version, where nothing is published', ['--from', '.'], 4, /^--from USAGE .*, or the versions$/m],
  ])('%s is named', (_, args, expected, line) => {
    const { code, err } = readiness('verify', ...args);
    expect(code).toBe(expected);
    expect(err).toMatch(line);
  });
});
