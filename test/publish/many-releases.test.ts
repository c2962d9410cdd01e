import { describe, expect, test } from 'vitest';
import { archiveCount, atomFeed, feedArchive } from '../../src/publish/feed.ts';
import { itemSharing, type ReleaseRow, shownOf } from '../../src/publish/release-row.ts';
import { ReleasesDocument, ReleasesPageDocument, releasesDocument, releasesPages } from '../../src/publish/releases-api.ts';
import { pageReleases } from '../../src/views/page-releases.ts';
import { releaseListPages } from '../../src/views/release-pages.ts';
import { searchRecords } from '../../src/views/search-records.ts';
import { assessRoot } from '../assessment/root-of.ts';

const { assessment, input } = await assessRoot({ items: Array.from({ length: 200 }, (_, index) => `- [x] Thing ${index}`).join('\n') });
const site = 'https://example.org/a-product/of-a-team/';
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, index): ReleaseRow => {
    const version = `1.0.0-dev.${index + 1}`;
    return {
      schemaVersion: 1,
      version,
      integrity: 'intact',
      manifest: 'a'.repeat(64),
      digest: 'b'.repeat(64),
      frozen: {
        ruleSet: 2,
        tool: { name: 'readiness-portal', version: '0.2.0' },
        product: assessment.product,
        version,
        commit: 'c'.repeat(40),
        committed: '2026-11-23T00:00:00Z',
        frozenAt: '2026-11-24T12:00:00.000Z',
        assessedAt: '2026-11-24T12:00:00.000Z',
        backfill: false,
        measured: { first: '2026-11-23T00:00:00Z', last: '2026-11-23T00:00:00Z' },
        previous: null,
        records: [],
      },
      notRechecked: false,
      shown: shownOf(assessment),
      changes: {
        line: '12 newly verified, 3 newly failing, 2 regressed, 1 waived, 4 removed',
        sentence: 'Since the release before, 12 items are newly verified, 3 newly failing, 2 regressed, 1 waived and 4 removed.',
      },
    };
  });
const rows = rowsOf(1000);

describe('of a thousand releases', () => {
  test('each page of the list of the API is light, leads to the next, and all together have each release once', () => {
    const pages = releasesPages(rows, '1.0.0-dev.1000').map((page) => ReleasesPageDocument.parse(page));
    const all = ReleasesDocument.parse(releasesDocument(rows, '1.0.0-dev.1000'));
    expect(pages.flatMap(({ releases }) => releases)).toEqual(all.releases);
    expect(pages.filter((page) => JSON.stringify(page).length > 50_000)).toEqual([]);
    const followed: number[] = [];
    for (let at: string | null = '1.json'; at !== null; at = pages[(followed.at(-1) ?? 1) - 1]?.older ?? null)
      followed.push(Number.parseInt(at, 10));
    expect(followed).toEqual(pages.map(({ page }) => page));
    expect(pages.map(({ newer }) => newer)).toEqual([null, ...pages.slice(0, -1).map(({ page }) => `${page}.json`)]);
  });

  test('what is alike is one value, and what differs stays different', () => {
    const [first] = rows;
    if (first?.shown == null) throw new TypeError('the first release is shown');
    const items = first.shown.items.map((item, index) => (index === 0 ? { ...item, status: 'waived' as const } : item));
    const different = { ...first, version: '1.0.0', shown: { ...first.shown, items } };
    const given = [...rows, different];
    const shared = given.map(itemSharing());
    expect(shared).toEqual(given);
    expect(new Set(shared.flatMap(({ shown }) => shown?.items ?? [])).size).toBe(first.shown.items.length + 1);
  });

  test('the feed and its archives are light', () => {
    const archives = Array.from({ length: archiveCount(rows.length) }, (_, index) => feedArchive('Teapot', rows, index + 1, site));
    const sizes = [atomFeed(assessment, rows, '2026-11-23T09:00:00.000Z', site), ...archives].map(({ length }) => length);
    expect(sizes).toHaveLength(20);
    expect(Math.max(...sizes)).toBeLessThan(300_000);
  });

  test('the list of what search finds grows by little for each', () => {
    const size = (of: readonly ReleaseRow[]) =>
      JSON.stringify(searchRecords(assessment, input, of).map(({ url, meta }) => ({ url, meta }))).length;
    expect(size(rows) - size([])).toBeLessThan(150_000);
  });

  test('no page of the list shows more than one of a hundred does', () => {
    const largest = (count: number) => Math.max(...releaseListPages(rows.slice(-count)).map((page) => JSON.stringify(page).length));
    expect(largest(1000)).toBeLessThan(largest(100) * 1.1);
  });

  test('the list of the releases that have a page of the checklist comes in pages, each of which leads to the next', () => {
    const lists = pageReleases(rows);
    const [layer] = new Set(lists.map(({ id }) => id));
    expect(lists.map(({ id, path, href, newer, older, releases }) => [id, path, href, newer, older, releases.length])).toEqual([
      [layer, '', `/layers/${layer}/releases/`, null, `/layers/${layer}/releases/2/`, 500],
      [layer, '2', `/layers/${layer}/releases/2/`, `/layers/${layer}/releases/`, null, 500],
    ]);
    expect(lists.flatMap(({ releases }) => releases.map(({ label }) => label))).toEqual(rows.map(({ version }) => version).toReversed());
    expect(lists[0]?.releases[0]?.href).toBe(`/releases/1.0.0-dev.1000/${layer}/`);
  });
});

test('without a release the list of the API has one page, which is empty', () => {
  expect(releasesPages([], null)).toMatchObject([{ page: 1, pages: 1, newer: null, older: null, releases: [] }]);
});
