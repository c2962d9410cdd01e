import { expect, test } from 'vitest';
import { type RowItem, rowItems } from '../../src/publish/release-row.ts';
import { releaseLinks } from '../../src/views/links.ts';
import { matrixPages, matrixWays } from '../../src/views/matrix.ts';
import { assessRoot } from '../assessment/root-of.ts';

const { assessment } = await assessRoot({ items: Array.from({ length: 60 }, (_, index) => `- [x] Thing ${index}`).join('\n') });
const items = rowItems(assessment);

function release(name: string, itemOf: (item: RowItem, index: number) => RowItem) {
  const links = releaseLinks(name);
  return {
    name,
    label: name,
    date: '2026-11-24T12:00:00Z',
    commit: null,
    href: links.home,
    items: items.map(itemOf),
    itemLink: ({ id }: { readonly id: string }) => links.item(id),
  };
}

test('the matrix opens on what changed, and links each status that is not that of the release before', () => {
  const failed = release('1.0.0', (item, index) => (index === 1 ? { ...item, status: 'failing' } : item));
  const [first, layer] = matrixPages(assessment, [release('0.9.0', (item) => item), failed, release('1.1.0', (item) => item)]);
  expect(first).toMatchObject({ path: '', changed: { more: 0 }, releases: [{ label: '0.9.0' }, { label: '1.0.0' }, { label: '1.1.0' }] });
  expect(first?.groups.flatMap(({ rows }) => rows)).toMatchObject([
    {
      text: 'Thing 1',
      cells: [
        { status: 'claimed', change: null },
        {
          status: 'failing',
          change: { words: '1.0.0: failing, claimed before', href: expect.stringMatching(/^\/releases\/1\.0\.0\/.*#/) },
        },
        { status: 'claimed', change: { words: '1.1.0: claimed, failing before' } },
      ],
    },
  ]);
  expect(layer?.groups.flatMap(({ rows }) => rows)).toHaveLength(40);
});

test('with a thousand releases in which everything changes a page has eight hundred cells at most, and all pages hold all of them', () => {
  const releases = Array.from({ length: 1000 }, (_, each) =>
    release(`1.${each}.0`, (item) => ({ ...item, status: each % 2 === 0 ? 'verified' : 'failing' })),
  );
  const pages = matrixPages(assessment, releases);
  const cells = pages.map(({ groups }) => groups.flatMap(({ rows }) => rows.flatMap((row) => row.cells)).length);
  expect(Math.max(...cells)).toBeLessThanOrEqual(800);
  expect(cells.filter((_, index) => pages[index]?.changed === null).reduce((sum, count) => sum + count, 0)).toBe(60 * 1000);
  expect(pages[0]).toMatchObject({
    changed: { more: 20 },
    newer: null,
    older: '/matrix/2/',
    which: '20 of 1,000 releases: 1.980.0 to 1.999.0',
  });
  // The first cell of a page is compared with the last of the page before it.
  expect(pages[0]?.groups[0]?.rows[0]?.cells[0]?.change).not.toBeNull();
  expect(new Set(pages.map(({ path }) => path)).size).toBe(pages.length);
  expect(matrixWays(assessment)).toHaveLength(3);
});
