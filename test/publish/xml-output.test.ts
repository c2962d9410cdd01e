import { describe, expect, test } from 'vitest';
import type { Assessment } from '../../src/assessment/assessment.ts';
import { badgeSvg, badgesOf, brokenBadges } from '../../src/publish/badges.ts';
import { escapeXml } from '../../src/publish/escape-xml.ts';
import { archiveCount, atomFeed, feedArchive } from '../../src/publish/feed.ts';
import type { ReleaseRow } from '../../src/publish/release-row.ts';
import { visibleText } from '../../src/visible-text.ts';
import { assessRoot } from '../assessment/root-of.ts';
import { hostileTexts } from './hostile-text.ts';
import { elementsOf } from './xml-elements.ts';

/** An assessment in which every text that people and tools write is the same hostile one. */
async function hostile(text: string): Promise<Assessment> {
  const { assessment } = await assessRoot({ items: '- [x] A' });
  return {
    ...assessment,
    product: text,
    version: text,
    commit: text,
    pages: assessment.pages.map((page) => ({ ...page, title: text })),
  };
}

const plainNames = new Set(elementsOf(badgeSvg({ subject: 'a', label: 'a', message: 'b', color: 'red' })).map(({ name }) => name));

describe('feed and badges are well-formed, and show any text as it is written', () => {
  test.each(hostileTexts)('%j', async (text) => {
    const assessment = await hostile(text);
    const feed = elementsOf(atomFeed(assessment, [], '2026-11-23T09:00:00.000Z', 'https://example.org/a&b/'));
    const titles = feed.filter(({ name }) => name === 'title');
    // Without a type, RFC 4287 says, a title is text.
    expect(titles).toEqual([
      { name: 'title', attributes: {}, text: visibleText(`${text} readiness`) },
      { name: 'title', attributes: {}, text: visibleText(`${text} ${text} at ${text} is not ready.`) },
    ]);
    expect(feed.filter(({ name, attributes }) => name === 'summary' && attributes['type'] !== undefined)).toEqual([]);
    for (const badge of [...badgesOf(assessment), ...brokenBadges(text)]) {
      const names = new Set(elementsOf(badgeSvg(badge)).map(({ name }) => name));
      expect([...names].filter((name) => !plainNames.has(name))).toEqual([]);
    }
  });

  test('every code unit there is, and none that XML has no place for', () => {
    const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).join(' ');
    const [element] = elementsOf(`<a>${escapeXml(all)}</a>`);
    expect(element?.text.replaceAll('\r', '\n')).toBe(visibleText(all));
  });

  test('a badge is cut between signs, not within one', async () => {
    const label = badgesOf(await hostile('🚀'.repeat(100)))[0]?.label ?? '';
    expect([label.isWellFormed(), [...label].length]).toEqual([true, 60]);
  });
});

test('the feed tells of the release in preparation first, and is as new as what that is made of, whenever it is built', async () => {
  const { assessment } = await assessRoot({ items: '- [x] A' });
  const feed = elementsOf(atomFeed(assessment, [], '2026-11-23T09:00:00.000Z', 'https://example.org/demo/'));
  const text = (wanted: string) => feed.filter(({ name }) => name === wanted).map((element) => element.text);
  expect(text('id')).toEqual(['https://example.org/demo/', 'https://example.org/demo/#1.0.0']);
  expect(text('updated')).toEqual(['2026-11-23T09:00:00.000Z', '2026-11-23T09:00:00.000Z']);
  expect(feed.filter(({ name }) => name === 'link').map(({ attributes }) => attributes['href'])).toEqual([
    'https://example.org/demo/',
    'https://example.org/demo/feed.xml',
    'https://example.org/demo/',
  ]);
});

describe('the archives of the feed', () => {
  const site = 'https://example.org/demo/';
  const releases = Array.from(
    { length: 161 },
    (_, index): ReleaseRow => ({
      schemaVersion: 1,
      version: `1.${index}.0`,
      integrity: 'broken',
      manifest: null,
      digest: null,
      frozen: null,
      notRechecked: false,
      shown: null,
      changes: null,
    }),
  );
  const linksOf = (feed: string) =>
    Object.fromEntries(
      elementsOf(feed).flatMap(({ name, attributes }) =>
        name === 'link' && attributes['rel'] !== 'alternate' ? [[attributes['rel'], attributes['href']?.replace(site, '')]] : [],
      ),
    );
  const idsOf = (feed: string) =>
    elementsOf(feed)
      .flatMap(({ name, text }) => (name === 'id' ? [text.replace(site, '')] : []))
      .slice(1);
  const archive = (number: number, of = releases) => feedArchive('Teapot', of, number, site);

  test('have every release with the feed itself, and lead from the one to the other', async () => {
    const { assessment } = await assessRoot({ items: '- [x] A' });
    const feed = atomFeed(assessment, releases, '2026-11-23T09:00:00.000Z', site);
    const archives = [3, 2, 1].map((number) => archive(number));
    expect([feed, ...archives].map(linksOf)).toEqual([
      { self: 'feed.xml', 'prev-archive': 'feed/3.xml' },
      { self: 'feed/3.xml', 'prev-archive': 'feed/2.xml', 'next-archive': 'feed.xml', current: 'feed.xml' },
      { self: 'feed/2.xml', 'prev-archive': 'feed/1.xml', 'next-archive': 'feed/3.xml', current: 'feed.xml' },
      { self: 'feed/1.xml', 'next-archive': 'feed/2.xml', current: 'feed.xml' },
    ]);
    expect(new Set([feed, ...archives].flatMap(idsOf)).size).toBe(1 + releases.length);
    expect(elementsOf(archive(1)).filter(({ name }) => name === 'fh:archive')).toHaveLength(1);
  });

  test('are there for what the feed has no room for, each full, and keep their entries when releases come', () => {
    expect([0, 50, 51, 100, 101, 1000].map(archiveCount)).toEqual([0, 0, 1, 1, 2, 19]);
    for (const number of [1, 2, 3]) expect(idsOf(archive(number))).toHaveLength(50);
    expect(idsOf(archive(1, releases.slice(0, 101)))).toEqual(idsOf(archive(1)));
  });
});
