import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { multiply } from '../../bench/releases.ts';
import { userCacheFolder } from '../../src/cli/user-cache.ts';
import { stampFolder } from '../../src/disk/folder-stamp.ts';
import { loadGateReleases } from '../../src/disk/gate-releases.ts';
import { keepKnown, placeOfKnown, readKnown } from '../../src/disk/known-releases.ts';
import { sha256 } from '../../src/file.ts';
import { manifestName } from '../../src/release/manifest.ts';
import { frozenRoot } from '../release/frozen-root.ts';

// Just enough files that keeping what was found is worth it, in so few releases that they are read without workers.
const count = 16;
const files = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`results/next/unit/${index}.txt`, '']));
let root: string;
let folder: string;

beforeAll(async () => {
  root = await frozenRoot(files);
  const versions = Array.from({ length: count }, (_, index) => `1.0.${index + 1}`);
  const digest = sha256(readFileSync(release('1.0.0', manifestName)));
  multiply(root, join(root, 'results/1.0.0'), versions, { version: '1.0.0', digest });
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keeping-'));
});

/** Some time after everything was written: then nothing is racy. */
const later = () => ({ folder, time: Date.now() + 60_000 });
const damagesOf = async (keeping = later()) => (await loadGateReleases(root, keeping)).damages.map(({ file }) => file);
const place = (keeping = later()) => placeOfKnown(root, keeping) ?? expect.fail('it has a place');
const release = (version: string, file = '') => join(root, 'results', version, file);

/** Lets what is known say that a release is sound as it stands now. */
function vouchFor(version: string): void {
  const known = new Map(readKnown(place()));
  const before = known.get(version) ?? expect.fail('it is known');
  keepKnown(place(), known.set(version, { ...before, stamp: stampFolder(release(version)).digest }));
}

test('what was found sound is kept, and not read again while nothing of it changes', async () => {
  expect(await damagesOf()).toEqual([]);
  expect(readKnown(place()).size).toBe(count + 1);
  const snapshot = readFileSync(release('1.0.7', 'snapshot.json'));
  appendFileSync(release('1.0.7', 'snapshot.json'), ' ');
  expect(await damagesOf()).toEqual(['results/1.0.7/snapshot.json']);
  expect(readKnown(place()).has('1.0.7')).toBe(false);
  // Only a stamp that fits keeps it from being read.
  writeFileSync(release('1.0.7', 'snapshot.json'), snapshot);
  expect(await damagesOf()).toEqual([]);
  appendFileSync(release('1.0.7', 'snapshot.json'), ' ');
  vouchFor('1.0.7');
  expect(await damagesOf()).toEqual([]);
  expect(await damagesOf({ ...later(), folder: `${folder}-other` })).toEqual(['results/1.0.7/snapshot.json']);
  writeFileSync(release('1.0.7', 'snapshot.json'), snapshot);
});

describe('every change of a known release is found:', () => {
  const changes: [string, (version: string) => () => void, string][] = [
    [
      'a byte, with the size and the time of before',
      (version) => {
        const [file, text, { atime, mtime }] = [
          release(version, 'snapshot.json'),
          readFileSync(release(version, 'snapshot.json'), 'utf8'),
          statSync(release(version, 'snapshot.json')),
        ];
        writeFileSync(file, text.replace('Teapot', 'Teacup'));
        utimesSync(file, atime, mtime);
        return () => writeFileSync(file, text);
      },
      'snapshot.json',
    ],
    [
      'a file more',
      (version) => {
        writeFileSync(release(version, 'unit/more.txt'), '');
        return () => rmSync(release(version, 'unit/more.txt'));
      },
      'unit/more.txt',
    ],
    [
      'an empty folder',
      (version) => {
        mkdirSync(release(version, 'empty'));
        return () => rmSync(release(version, 'empty'), { recursive: true });
      },
      'empty',
    ],
    [
      'a link in the place of a file',
      (version) => {
        renameSync(release(version, 'snapshot.json'), join(folder, 'elsewhere'));
        symlinkSync(join(folder, 'elsewhere'), release(version, 'snapshot.json'));
        return () => renameSync(join(folder, 'elsewhere'), release(version, 'snapshot.json'));
      },
      'snapshot.json',
    ],
    [
      'a file less',
      (version) => {
        renameSync(release(version, 'snapshot.json'), join(folder, 'elsewhere'));
        return () => renameSync(join(folder, 'elsewhere'), release(version, 'snapshot.json'));
      },
      'snapshot.json',
    ],
    [
      'a release less, after which another was frozen',
      (version) => {
        renameSync(release(version), join(folder, 'elsewhere'));
        return () => renameSync(join(folder, 'elsewhere'), release(version));
      },
      '',
    ],
  ];
  test.each(changes)('%s', async (_, change, file) => {
    expect(await damagesOf()).toEqual([]);
    const undo = change('1.0.9');
    expect(await damagesOf()).toContain(file === '' ? 'results/1.0.9' : `results/1.0.9/${file}`);
    undo();
    expect(await damagesOf()).toEqual([]);
  });
});

test('what was changed just now could change again without a trace, and is read again', async () => {
  appendFileSync(release('1.0.3', 'MANIFEST.sha256'), '');
  utimesSync(release('1.0.3', 'MANIFEST.sha256'), new Date(), new Date());
  const { ctimeMs } = statSync(release('1.0.3', 'MANIFEST.sha256'));
  await damagesOf({ folder, time: ctimeMs + 1000 });
  expect(readKnown(place()).has('1.0.3')).toBe(false);
  // So is what a clock that runs ahead wrote.
  await damagesOf({ folder, time: ctimeMs - 1000 });
  expect(readKnown(place()).has('1.0.3')).toBe(false);
  await damagesOf({ folder, time: ctimeMs + 60_000 });
  expect(readKnown(place()).has('1.0.3')).toBe(true);
});

describe('what nobody can read, or another wrote, is known by nobody:', () => {
  const faults: [string, (file: string) => void][] = [
    ['nothing in it', (file) => writeFileSync(file, '')],
    ['another text', (file) => writeFileSync(file, '{}')],
    ['half of it', (file) => writeFileSync(file, readFileSync(file).subarray(0, 5000))],
    ['a byte changed', (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('"intact"', '"inlact"'))],
    ['writable for others', (file) => chmodSync(file, 0o666)],
    [
      'a folder in its place',
      (file) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
    [
      'a link in its place',
      (file) => {
        renameSync(file, `${file}.moved`);
        symlinkSync(`${file}.moved`, file);
      },
    ],
    ['of another root', () => keepKnown({ ...place(), root: '/elsewhere' }, readKnown(place()))],
    ['of other code', () => keepKnown({ ...place(), code: 'other' }, readKnown(place()))],
  ];
  test.each(faults)('%s', async (_, spoil) => {
    await damagesOf();
    expect(readKnown(place()).size).toBe(count + 1);
    spoil(place().file);
    expect(readKnown(place()).size).toBe(0);
    expect(await damagesOf()).toEqual([]);
  });
});

test('two at once each keep it whole, and nothing is left beside it', async () => {
  await Promise.all([damagesOf(), damagesOf(), damagesOf()]);
  expect(readKnown(place()).size).toBe(count + 1);
  expect(readdirSync(join(folder, 'releases'))).toHaveLength(1);
});

test('where nothing can be kept, nothing is said', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(await damagesOf({ ...later(), folder: file })).toEqual([]);
  expect(readFileSync(file, 'utf8')).toBe('');
});

test('nothing is kept in the root itself', async () => {
  expect(await damagesOf({ ...later(), folder: join(root, '.cache') })).toEqual([]);
  expect(existsSync(join(root, '.cache'))).toBe(false);
});

test('what nobody needed for a month goes', async () => {
  mkdirSync(join(folder, 'releases'));
  const old = join(folder, 'releases/old.json');
  writeFileSync(old, '');
  utimesSync(old, new Date('2020-01-01'), new Date('2020-01-01'));
  await damagesOf();
  expect(existsSync(old)).toBe(false);
});

test.each([
  ['linux', { XDG_CACHE_HOME: '/var/cache/me' }, '/var/cache/me/readiness-portal'],
  ['linux', { XDG_CACHE_HOME: 'relative' }, /\/\.cache\/readiness-portal$/],
  ['linux', {}, /\/\.cache\/readiness-portal$/],
  ['darwin', {}, /\/Library\/Caches\/readiness-portal$/],
  ['win32', { LOCALAPPDATA: '/Users/me/AppData/Local' }, '/Users/me/AppData/Local/readiness-portal'],
] as const)('the folder of the user on %s with %o', (platform, env, expected) => {
  expect(userCacheFolder(env, platform)).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
});
