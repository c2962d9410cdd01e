import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { copyOf, filesBelow, freezeIn, read, write } from '../release/frozen-root.ts';
import { bareRemote, git } from '../remote/git-remote.ts';
import { type Places, type PublishedPlace, placeNames, startPlaces } from '../remote/published-place.ts';
import { makingTime } from '../remote/real-store.ts';
import { commit, makeRoot, readiness } from './run.ts';

const run = (version: string, committed: string) => JSON.stringify({ product: 'Teapot', version, commit, committed });
const at = (day: number) => ['--now', `2026-11-${day}T12:00:00Z`];

describe.each(placeNames)('publish to a %s', (name) => {
  let places: Places | { readonly unavailable: string };
  let place: PublishedPlace;
  let root: string;
  const publish = (from: string, ...more: readonly string[]) => place.readiness('publish', '--root', from, ...place.to, ...more);
  /** Does what publishes nothing. */
  const publishNothing = async <Value>(act: () => Value): Promise<Value> => {
    const before = await place.publication();
    const value = act();
    expect(await place.publication()).toBe(before);
    return value;
  };

  beforeAll(async () => {
    places = await startPlaces(name);
    if ('unavailable' in places) return;
    place = places.open();
    await place.put({ CNAME: 'portal.example.org' });
    root = makeRoot({ 'results/next/run.json': run('1.0.0', '2026-11-20T00:00:00Z') });
    await freezeIn(root, '1.0.0');
    write(root, 'results/next/run.json', run('1.0.1', '2026-11-21T00:00:00Z'));
  }, makingTime);
  afterAll(() => ('stop' in places ? places.stop() : undefined));
  beforeEach(({ skip }) => ('unavailable' in places ? skip(places.unavailable) : undefined));

  test('puts a site beside what others have there, and the same again publishes nothing on any other day', async () => {
    expect(publish(root, ...at(24))).toMatchObject({ code: 0, out: expect.stringContaining('Published 1 more release: 1.0.0.') });
    expect([...(await place.files()).keys()]).toEqual(
      expect.arrayContaining(['.nojekyll', 'CNAME', 'index.html', 'releases/1.0.0/index.html']),
    );
    expect(await publishNothing(() => publish(root, ...at(25)))).toMatchObject({
      code: 0,
      out: expect.stringContaining(`has all of it already: ${place.nothingMade}.`),
    });
  });

  test('from a clone without any release freezes the next one after those that are there, and both verify from the site', async () => {
    const clone = mkdtempSync(join(tmpdir(), 'fresh-'));
    for (const part of ['content', 'results/next']) cpSync(join(root, part), join(clone, part), { recursive: true });
    expect(publish(clone, ...at(26), '--freeze', '1.0.1')).toMatchObject({
      code: 0,
      out: expect.stringContaining('1.0.1 is frozen and published.'),
    });
    const site = await place.site();
    expect(readiness('verify', '1.0.0', '1.0.1', '--from', site)).toMatchObject({ code: 0, err: '' });
    expect(readiness('verify', '--root', clone)).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(read(clone, 'results/1.0.1/snapshot.json')).previous.version).toBe('1.0.0');
    expect(filesBelow(join(clone, 'results/1.0.0'))).toEqual(filesBelow(join(root, 'results/1.0.0')));
    expect(existsSync(join(site, 'CNAME'))).toBe(true);
    expect(await publishNothing(() => publish(clone, ...at(26), '--freeze', '1.0.1'))).toMatchObject({
      code: 0,
      out: expect.stringContaining('1.0.1 was frozen from the same files before.'),
    });
  });

  test('sign-offs that were given elsewhere come to what is there, and leave its pages as they are', async () => {
    const laptop = mkdtempSync(join(tmpdir(), 'laptop-'));
    cpSync(join(root, 'content'), join(laptop, 'content'), { recursive: true });
    expect(place.readiness('pull', '--root', laptop, '--from', place.from, '--next')).toMatchObject({ code: 0, err: '' });
    for (const version of ['1.0.0', 'next']) write(laptop, `results/${version}/sign-offs/mine.json`, '{}');
    const records = () => publish(laptop, '--records', '--json');
    const before = await place.files();
    expect(JSON.parse(records().out).records).toEqual(['results/1.0.0/sign-offs/mine.json', 'results/next/sign-offs/mine.json']);
    const changed = [...(await place.files())].flatMap(([path, bytes]) => (before.get(path) === bytes ? [] : [path]));
    expect(changed).not.toEqual([]);
    expect(changed.filter((path) => path.endsWith('.html'))).toEqual([]);
    expect(JSON.parse((await publishNothing(records)).out)).toMatchObject({ records: [] });
    const other = mkdtempSync(join(tmpdir(), 'other-'));
    cpSync(join(root, 'content'), join(other, 'content'), { recursive: true });
    expect(place.readiness('pull', '--root', other, '--from', place.from, '--next', '--without-evidence')).toMatchObject({ code: 0 });
    expect(filesBelow(other)).toEqual(
      expect.arrayContaining(['results/1.0.0/sign-offs/mine.json', 'results/1.0.1/snapshot.json', 'results/next/sign-offs/mine.json']),
    );
    expect(filesBelow(other)).not.toContain('results/1.0.0/unit/junit.xml');
  });

  test('an older commit never wins, nor one without evidence, but where it is told to', async () => {
    // Its pages show the sign-offs that came.
    expect(publish(root, ...at(27)).code).toBe(0);
    const older = copyOf(root);
    write(older, 'results/next/run.json', run('1.0.2', '2026-11-19T00:00:00Z'));
    expect(await publishNothing(() => publish(older, ...at(27)))).toMatchObject({
      code: 0,
      out: expect.stringContaining('is newer than this root, and stays'),
    });
    const bare = copyOf(root);
    rmSync(join(bare, 'results/next/unit'), { recursive: true });
    expect(await publishNothing(() => publish(bare, ...at(27)))).toMatchObject({
      code: 0,
      out: expect.stringContaining('this root has none: it stays'),
    });
    expect(publish(older, ...at(27), '--replace', '--json').code).toBe(0);
    const { version } = JSON.parse(read(await place.site(), 'api/v1/readiness.json'));
    expect(version).toBe('1.0.2');
  });

  test('what is not what was published is refused with 3, and nothing is published', async () => {
    const other = makeRoot({ 'content/portal.yaml': 'product: Teapot\nsite: https://example.org/\n' });
    await freezeIn(other, '1.0.0');
    const forked = makeRoot({ 'results/next/run.json': run('2.0.0', '2026-11-22T00:00:00Z') });
    await freezeIn(forked, '2.0.0');
    const [otherContent, fork, again] = await publishNothing(() => [
      publish(other, ...at(24)),
      publish(forked, ...at(24)),
      publish(other, ...at(24), '--freeze', '1.0.1'),
    ]);
    expect([otherContent?.code, fork?.code, again?.code]).toEqual([3, 3, 3]);
    expect(otherContent?.err).toMatch(/^results\/1\.0\.0\/MANIFEST\.sha256 INTEGRITY 1\.0\.0 is published with other content/m);
    expect(fork?.err).toMatch(/^results INTEGRITY the chain is forked/m);
  });
});

test('a remote that does not answer, a branch that cannot be named and a root that is refused are told before anything is built', () => {
  const root = makeRoot();
  const to = (remote: string, branch = 'pages') => readiness('publish', '--root', root, '--branch', branch, '--to', remote);
  expect(to('/nowhere/at/all')).toMatchObject({
    code: 4,
    err: expect.stringMatching(/^\/nowhere\/at\/all#pages ENVIRONMENT the remote cannot be read/),
  });
  expect(to(bareRemote(), 'a..b')).toMatchObject({ code: 4, err: expect.stringMatching(/^--branch ENVIRONMENT /) });
  expect(readiness('publish', '--root', root, '--branch', 'pages')).toMatchObject({
    code: 4,
    err: expect.stringMatching(/^origin ENVIRONMENT /),
  });
  write(root, 'content/checklist/1-tests.md', '# Tests\n\n- [?] A\n');
  const remote = bareRemote();
  expect(to(remote)).toMatchObject({ code: 2, err: expect.stringContaining('MARK_UNKNOWN') });
  expect(git(remote, 'for-each-ref')).toBe('');
});
