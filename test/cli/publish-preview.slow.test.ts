import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { filesBelow, read } from '../release/frozen-root.ts';
import { folderWith } from '../remote/git-remote.ts';
import { type Places, type PublishedPlace, placeNames, startPlaces } from '../remote/published-place.ts';
import { makingTime } from '../remote/real-store.ts';
import { makeRoot } from './run.ts';

const failed = '<testsuite tests="1"><testcase classname="a" name="b"><failure/></testcase></testsuite>';

/** What a change hands over that also tries to decide by what it is judged, and what runs. */
function dataOf(files: Readonly<Record<string, string | null>> = {}): string {
  return makeRoot({
    'content/portal.yaml': 'product: Kettle\nlayers: { tests: { blocking: false } }\nsite: https://evil.example/\n',
    'content/guide/evil.mdx': '---\ntitle: Evil\norder: 1\n---\n\n{globalThis.process.exit(0)}\n',
    'content/waivers.yaml': 'waivers:\n  - item: tests/all/tests-pass\n    because: nobody looks\n    until: 2027-01-01\n',
    'content/trust/allowed_signers': 'evil\n',
    'results/next/unit/junit.xml': failed,
    ...files,
  });
}

describe.each(placeNames)('publish --preview to a %s', (name) => {
  let places: Places | { readonly unavailable: string };
  let place: PublishedPlace;
  let root: string;
  const publish = (...args: readonly string[]) => place.readiness('publish', '--root', root, ...place.to, ...args);
  const others = async () => [...(await place.files())].filter(([path]) => !path.startsWith('previews/12/')).sort();

  beforeAll(async () => {
    places = await startPlaces(name);
    if ('unavailable' in places) return;
    place = places.open();
    root = makeRoot({ 'content/portal.yaml': 'product: Teapot\nsite: https://example.org/portal/\n' });
    expect(publish().code).toBe(0);
    await place.put({ CNAME: 'portal.example.org', 'previews/1/index.html': 'Another', 'previews/123/a': 'b' });
  }, makingTime);
  afterAll(() => ('stop' in places ? places.stop() : undefined));
  beforeEach(({ skip }) => ('unavailable' in places ? skip(places.unavailable) : undefined));

  test('puts what a change hands over below the site, judged by the root alone, and the same again publishes nothing on any other day', async () => {
    const before = await others();
    const comment = join(mkdtempSync(join(tmpdir(), 'comment-')), 'comment.md');
    const preview = (day: number) =>
      publish('--preview', '12', '--data', dataOf(), '--comment', comment, '--now', `2026-11-${day}T12:00:00Z`);
    const { code, out, err } = preview(24);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^The preview of #12 is published, for https:\/\/example\.org\/portal\/previews\/12\/\. /);
    expect(await others()).toEqual(before);

    const site = join(await place.site(), 'previews/12');
    const paths = filesBelow(site);
    const pages = paths.filter((path) => path.endsWith('.html'));
    expect(pages).toEqual(expect.arrayContaining(['index.html', 'layers/tests/index.html', 'evidence/unit/junit.xml/index.html']));
    for (const page of pages) {
      const text = read(site, page);
      expect(text).toContain('Preview of #12, not a release.');
      expect(text).toContain('<meta name="robots" content="noindex">');
      expect(text).not.toMatch(
        /rel="canonical"|(?:href|src)="[^"]*(?:feed\.xml|\/(?:badges|search|releases|api\/v1\/(?!readiness))|evil)/i,
      );
    }
    expect(paths.filter((path) => /^(?:badges|pagefind|search|feed|sitemap|releases\/(?!next))|evil/.test(path))).toEqual([]);
    expect(JSON.parse(read(site, 'api/v1/readiness.json'))).toMatchObject({ state: 'not-ready', waivers: [] });
    expect(readFileSync(comment, 'utf8')).toMatch(
      /^<!-- .* -->\n## Preview of #12, not a release\n\n- Teapot [^\n]* not ready: [^\n]*\n- <https:\/\/example\.org\/portal\/previews\/12\/>\n\nAgainst what is published, [^\n]*1 newly contradicted[^\n]*\n\n### Newly contradicted \(1\)\n\n\| \| \|\n\| --- \| --- \|\n\| Tests pass \| verified, now contradicted: /,
    );

    const count = await place.publication();
    expect(preview(25)).toMatchObject({ code: 0, out: expect.stringContaining(`has this preview of #12 already: ${place.nothingMade}.`) });
    expect(await place.publication()).toBe(count);

    expect(publish('--remove-preview', '12')).toMatchObject({ code: 0, out: expect.stringMatching(/^The preview of #12 is gone\./) });
    expect([...(await place.files())].sort()).toEqual(before);
    expect(publish('--remove-preview', '12')).toMatchObject({ code: 0, out: expect.stringContaining(place.nothingMade) });
  });

  test('what a change must not hand over, a number that is none and a place without a site are refused, and nothing is published', async () => {
    const before = await place.publication();
    const linked = dataOf();
    symlinkSync('/etc/hostname', join(linked, 'results/next/unit/host.txt'));
    const preview = (data: string, number = '12') => publish('--preview', number, '--data', data);
    expect(preview(linked)).toMatchObject({ code: 2, err: expect.stringContaining('results/next/unit/host.txt NOT_REGULAR_FILE') });
    expect(preview(dataOf({ 'results/next/unit/a.html.ejs': 'x' }))).toMatchObject({ code: 2, err: expect.stringContaining('FILE_TYPE') });
    expect(preview(folderWith({ 'README.md': '# A\n' })).code).toBe(2);
    for (const number of ['0', '../releases', '1e3', '-1', '']) expect(preview(linked, number).code).toBe(4);
    expect(publish('--preview', '12')).toMatchObject({ code: 4, err: expect.stringMatching(/^--data USAGE /) });
    expect(publish('--comment', 'a.md')).toMatchObject({ code: 4, err: expect.stringMatching(/^--comment USAGE /) });
    expect(publish('--preview', '12', '--data', dataOf(), '--comment', join(root, 'results/a.md'))).toMatchObject({
      code: 4,
      err: expect.stringMatching(/^--comment USAGE /),
    });
    expect(publish('--preview', '12', '--data', linked, '--freeze', '1.0.0').code).toBe(4);
    expect(await place.publication()).toBe(before);
    const empty = 'open' in places ? places.open() : place;
    for (const order of [
      ['--preview', '12', '--data', linked],
      ['--remove-preview', '12'],
    ]) {
      expect(empty.readiness('publish', '--root', root, ...empty.to, ...order)).toMatchObject({
        code: 4,
        err: expect.stringContaining('no site is published there'),
      });
    }
    expect(await empty.publication()).toBe('');
  });
});
