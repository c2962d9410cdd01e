import { expect, test } from 'vitest';
import type { Assessment } from '../../src/assessment/assessment.ts';
import { rowItems } from '../../src/publish/release-row.ts';
import type { HistoryRelease } from '../../src/views/item-history.ts';
import { trendViews } from '../../src/views/trends.ts';
import { assessRoot, run } from '../assessment/root-of.ts';

test.each([
  ['1.0.0', '1.0.0'],
  ['2025.10.23', '2025.10.23'],
  ['1.0.0+build.5', '1.0.0'],
  ['1.0.0-rc.9', 'rc.9'],
  ['1.10.0-beta.1', 'beta.1'],
  ['1.0.0-dev.20251009', '9 Oct'],
  ['1.0.0-dev.20259999', '20259999'],
  ['1.1.0, in preparation', '1.1.0'],
])('%s stands under its point as %s', async (label, text) => {
  const results = { 'load/p.json': '{"p95": 120}' };
  const { assessment } = await assessRoot({ items: '- [x] A [r](/results/next/load/p.json#/p95 "< 200")', results });
  const release = (name: string) => ({
    name,
    label: name,
    date: '2026-11-24T12:00:00Z',
    href: '',
    items: rowItems(assessment),
    itemLink: () => '',
  });
  const [trend] = trendViews(assessment, [release(label), release('other')]);
  expect(trend?.chart.columns.map((column) => column.text)).toEqual([text, 'other']);
});

/** A release of the history, with what it was made from. */
type Assessed = HistoryRelease & { readonly assessment: Assessment };

/** The first trend of some releases, of which the last is the one in preparation. */
function firstTrend(...releases: readonly Assessed[]) {
  const current = releases.at(-1)?.assessment;
  return current === undefined ? undefined : trendViews(current, releases)[0];
}

/** A release whose one item measures a value under a key; null for a release in which nothing is measured. */
async function releaseOf(name: string, measured: Record<string, number> | null, commit?: string): Promise<Assessed> {
  const { assessment } = await assessRoot({
    items: '- [x] A < 1 s [r](/results/next/load/p.json#/tookMs)',
    results:
      measured === null
        ? {}
        : { 'load/p.json': JSON.stringify(measured), ...(commit === undefined ? {} : { 'load/run.json': run('load', { commit }) }) },
  });
  return { name, label: name, date: '2026-11-24T12:00:00Z', href: '', assessment, items: rowItems(assessment), itemLink: () => '' };
}

test('where a release measured nothing there is a gap, and the table says why', async () => {
  const trend = firstTrend(
    await releaseOf('1.0.0', { tookMs: 200 }),
    await releaseOf('1.1.0', null),
    { ...(await releaseOf('1.2.0', null)), items: null },
    await releaseOf('1.3.0', { tookMs: 1200 }),
    await releaseOf('1.4.0', { tookMs: 100 }, 'b'.repeat(40)),
    await releaseOf('next', null),
  );
  expect(trend?.chart.points.map(({ holds, label }) => [holds, label])).toEqual([
    [true, '1.0.0: 200 ms'],
    [false, '1.3.0: 1,200 ms'],
  ]);
  expect(trend?.chart.path.match(/M/g)).toHaveLength(2);
  expect(trend?.rows.map(({ value }) => value)).toEqual([
    '200 ms, holds',
    'not measured',
    'integrity broken',
    '1,200 ms, fails',
    'not measured',
    'not measured',
  ]);
  expect(trend?.latest).toBe('1,200 ms in 1.3.0; next: not measured');
});

test('numbers in other units stand on one axis where they are of one quantity, and nowhere where they are not', async () => {
  const withUnit = async (name: string, key: string, value: number): Promise<Assessed> => {
    const { assessment } = await assessRoot({
      items: `- [x] A < 1 s [r](/results/next/load/p.json#/a)`.replace('#/a', `#/${key}`),
      results: { 'load/p.json': JSON.stringify({ [key]: value }) },
    });
    // The same citation, whatever the key was called.
    const same = structuredClone(assessment);
    for (const item of same.pages.flatMap(({ sections }) => sections.flatMap(({ items }) => items))) {
      for (const citation of item.citations) Object.assign(citation, { selector: '/took' });
    }
    return { name, label: name, date: '2026-11-24T12:00:00Z', href: '', assessment: same, items: rowItems(same), itemLink: () => '' };
  };
  const trend = firstTrend(
    await withUnit('1.0.0', 'tookSeconds', 0.5),
    await withUnit('1.1.0', 'tookPercent', 70),
    await withUnit('next', 'tookMs', 500),
  );
  expect(trend?.unit).toBe('ms');
  expect(trend?.chart.points.map(({ y }) => y)).toEqual([expect.any(Number), trend?.chart.points[0]?.y]);
});
