import { expect, test } from 'vitest';
import type { Assessment } from '../../src/assessment/assessment.ts';
import { rowItems } from '../../src/publish/release-row.ts';
import { shortReleases } from '../../src/publish/words/release-words.ts';
import type { HistoryRelease } from '../../src/views/item-history.ts';
import { itemPages } from '../../src/views/item-pages.ts';
import { currentLinks } from '../../src/views/links.ts';
import { gravestTrends, trendPages, trendWays } from '../../src/views/trends.ts';
import { assessRoot, run } from '../assessment/root-of.ts';

const date = '2026-11-24T12:00:00Z';

test.each([
  [
    ['1.0.0', '1.1.0, in preparation'],
    ['1.0.0', '1.1.0'],
  ],
  [
    ['2025.10.23', '1.0.0+build.5', '1.0.0-rc.9', '1.10.0-beta.1'],
    ['2025.10.23', '1.0.0', '1.0.0-rc.9', '1.10.0-beta.1'],
  ],
  [
    ['1.0.0-dev.20251009', '1.0.0-dev.20251014', '1.0.0'],
    ['9 Oct', '14 Oct', '1.0.0'],
  ],
  [
    ['1.0.0-dev.20241230', '1.0.0-dev.20250102'],
    ['30 Dec 2024', '2 Jan 2025'],
  ],
  [
    ['1.0.0-dev-2024-11-03-1c830fe9a', '1.0.0-20240105093000-1c830fe9a'],
    ['3 Nov', '5 Jan'],
  ],
  // Two of one day are told apart by their versions, and no number is taken for a day that is none.
  [
    ['1.0.0-dev.20251009.1', '1.0.0-dev.20251009.2'],
    ['1.0.0-dev.20251009.1', '1.0.0-dev.20251009.2'],
  ],
  [
    ['1.0.0-dev.20259999', '1.0.0-1c830fe20251009aa'],
    ['1.0.0-dev.20259999', '1.0.0-1c830fe20251009aa'],
  ],
  [['0.0.0-1c830fe9a0d41c830fe9a0d41c830fe9a0d4'], ['24 Nov 2026']],
  [
    ['1.0.0-feature-with-a-long-name.7', '1.0.0-feature-with-a-long-name.8'],
    ['1.0.0-feature…ong-name.7', '1.0.0-feature…ong-name.8'],
  ],
])('the releases %j stand below a chart as %j', (labels, texts) => {
  expect(shortReleases(labels.map((label) => ({ label, date })))).toEqual(texts);
});

/** A release of the history, with what it was made from. */
type Assessed = HistoryRelease & { readonly assessment: Assessment };

async function release(name: string, items: string, results: Record<string, string>): Promise<Assessed> {
  const { assessment } = await assessRoot({ items, results });
  return { name, label: name, date, href: '', commit: null, assessment, items: rowItems(assessment), itemLink: () => '' };
}

/** A release whose one item measures a value under a key; null for a release in which nothing is measured. */
function releaseOf(name: string, measured: Record<string, number> | null, commit?: string): Promise<Assessed> {
  const results =
    measured === null
      ? {}
      : { 'load/p.json': JSON.stringify(measured), ...(commit === undefined ? {} : { 'load/run.json': run('load', { commit }) }) };
  return release(name, '- [x] A < 1 s [r](/results/next/load/p.json#/tookMs)', results);
}

/** The page of the first item, of some releases of which the last is the one in preparation. */
function firstPage(...releases: readonly Assessed[]) {
  const current = releases.at(-1)?.assessment;
  const [page] = current === undefined ? [] : itemPages(current, currentLinks, releases);
  if (page === undefined) throw new Error('there is no item');
  return page;
}

test('the page of an item draws its number over the releases, and says why some have no point', async () => {
  const { measures, history } = firstPage(
    await releaseOf('1.0.0', { tookMs: 200 }),
    await releaseOf('1.1.0', null),
    { ...(await releaseOf('1.2.0', null)), items: null },
    await releaseOf('1.3.0', { tookMs: 1200 }),
    await releaseOf('1.4.0', { tookMs: 100 }, 'b'.repeat(40)),
    await releaseOf('next', null),
  );
  const [measure] = measures;
  expect(measure?.chart?.marks.map(({ means, label }) => [means, label])).toEqual([
    ['pass', '1.0.0: 200 ms'],
    ['fail', '1.3.0: 1,200 ms'],
  ]);
  expect(measure?.chart?.path.match(/M/g)).toHaveLength(2);
  expect(measure?.chart?.ticks.filter(({ isRequired }) => isRequired)).toMatchObject([{ text: '1,000' }]);
  expect(measure?.notes.join(' ')).toMatch(
    /^No point for 1\.1\.0 and next \(the file does not exist\), 1\.2\.0 \(integrity broken\) and 1\.4\.0 \(/,
  );
  expect(
    history.steps.map(({ release, words, measures: [step] }) => [release, step?.value ?? words, step?.verdict, step?.difference]),
  ).toEqual([
    ['next', 'the file does not exist', 'unproven', ''],
    ['1.4.0', expect.any(String), 'unproven', ''],
    ['1.3.0', '1,200 ms', 'fail', ''],
    ['1.2.0', 'integrity broken', undefined, undefined],
    ['1.1.0', 'the file does not exist', 'unproven', ''],
    ['1.0.0', '200 ms', 'pass', ''],
  ]);
});

test('a number is compared with that of the release before, and what was required then with what is required now', async () => {
  const strict = '- [x] A < 1 s [r](/results/next/load/p.json#/tookMs)';
  const page = firstPage(
    await release('1.0.0', strict.replace('1 s', '2 s'), { 'load/p.json': '{"tookMs": 1500}' }),
    await release('1.1.0', strict, { 'load/p.json': '{"tookMs": 900}' }),
    await release('next', strict, { 'load/p.json': '{"tookMs": 900}' }),
  );
  expect(page.history.steps.map(({ measures: [step] }) => [step?.required, step?.difference])).toEqual([
    ['< 1 s', 'the same'],
    ['< 1 s', '−600 ms'],
    ['< 2 s', ''],
  ]);
  expect(page.measures[0]?.notes).toEqual(['What is shaded is required now (< 1 s); 1.0.0 required something else, as the table says.']);
});

test('numbers in other units stand on one axis where they are of one quantity; what is no number, or another, is said instead', async () => {
  // The same citation, whatever the key was called.
  const withValue = async (name: string, key: string, value: unknown): Promise<Assessed> => {
    const made = await release(name, `- [x] A [r](/results/next/load/p.json#/${key} "= 1")`, {
      'load/p.json': JSON.stringify({ [key]: value }),
    });
    const same = structuredClone(made.assessment);
    for (const item of same.pages.flatMap(({ sections }) => sections.flatMap(({ items }) => items))) {
      for (const citation of item.citations) Object.assign(citation, { selector: '/took' });
    }
    return { ...made, assessment: same, items: rowItems(same) };
  };
  const { measures } = firstPage(
    await withValue('1.0.0', 'tookSeconds', 0.5),
    await withValue('1.1.0', 'tookPercent', 70),
    await withValue('1.2.0', 'took', 'half a second'),
    await withValue('next', 'tookMs', 500),
  );
  expect(measures[0]?.chart?.unit).toBe('ms');
  expect(measures[0]?.chart?.marks.map(({ path }) => path.split(' ')[1])).toEqual([
    expect.any(String),
    measures[0]?.chart?.marks[0]?.path.split(' ')[1],
  ]);
  expect(measures[0]?.notes[0]).toMatch(/^No point for 1\.1\.0 \(measured in %, which cannot stand beside ms\) and 1\.2\.0 \(/);
  const { measures: texts } = firstPage(
    await release('next', '- [x] A [r](/results/next/a/p.json#/v "= ok")', { 'a/p.json': '{"v": "ok"}' }),
  );
  expect(texts).toMatchObject([{ chart: null, notes: ['What it measures is no number, so there is no chart.'] }]);
});

test('a chart of tests shows those that are asked for', async () => {
  const tests = '<testsuite><testcase classname="a" name="b"/></testsuite>';
  const items = '- [x] At least 1 test passes [r](/results/next/unit/junit.xml)';
  const { measures } = firstPage(await release('next', items, { 'unit/junit.xml': tests }));
  expect(measures[0]?.chart).toMatchObject({
    unit: 'passed tests',
    ticks: expect.arrayContaining([expect.objectContaining({ text: '1', isRequired: true })]),
  });
});

test('with a thousand releases a chart is drawn in a few strokes, the table has the newest fifty, and labels do not meet', async () => {
  const made = await releaseOf('1.0.0', { tookMs: 200 });
  const releases = Array.from({ length: 1000 }, (_, index) => ({ ...made, name: `1.${index}.0`, label: `1.${index}.0` }));
  const { measures, history } = firstPage(...releases);
  const chart = measures[0]?.chart;
  expect(chart?.marks).toHaveLength(1);
  expect(JSON.stringify(chart).length).toBeLessThan(15_000);
  expect(history).toMatchObject({
    note: 'These are the newest 50 of 1,000 releases; the chart has all of them.',
    all: expect.stringMatching(/^\/matrix\//),
  });
  expect(history.steps).toHaveLength(50);
  expect(history.steps.every(({ measures: [step] }) => step?.difference === 'the same')).toBe(true);
  const starts = (chart?.columns ?? []).filter(({ fits }) => fits !== 'wide').map(({ x }) => (x / 100) * 220);
  expect(starts.length).toBeGreaterThan(1);
  expect(starts.slice(1).every((x, index) => x - (starts[index] ?? 0) > 50)).toBe(true);
});

test('an item of many numbers lists fewer of the releases, so that its page stays as light', async () => {
  const keys = Array.from({ length: 20 }, (_, index) => `route${index}Ms`);
  const made = await release('1.0.0', `- [x] A ${keys.map((key) => `[${key}](/results/next/load/p.json#/${key} "< 1 s")`).join(' ')}`, {
    'load/p.json': JSON.stringify(Object.fromEntries(keys.map((key, index) => [key, index]))),
  });
  const { measures, history } = firstPage(...Array.from({ length: 1000 }, (_, index) => ({ ...made, label: `1.${index}.0` })));
  expect(measures).toHaveLength(20);
  expect(history.steps.flatMap((step) => step.measures)).toHaveLength(240);
  expect(history.note).toBe('These are the newest 12 of 1,000 releases; the charts have all of them.');
  const without = await release('1.0.0', '- [x] A', {});
  const page = firstPage(...Array.from({ length: 51 }, (_, index) => ({ ...without, label: `1.${index}.0` })));
  expect(page.history.note).toBe('These are the newest 50 of 51 releases.');
});

test('of ten thousand releases a chart weighs no more than of a thousand, and loses none that fails, none that stands out and no gap', async () => {
  const [usual, failing, lowest, missing] = [
    await releaseOf('1.0.0', { tookMs: 200 }),
    await releaseOf('1.0.0', { tookMs: 1200 }),
    await releaseOf('1.0.0', { tookMs: 1 }),
    await releaseOf('1.0.0', null),
  ];
  const rare = new Map([
    [1234, failing],
    [5001, lowest],
    [7777, missing],
  ]);
  const releases = Array.from({ length: 10_000 }, (_, index) => ({
    ...(rare.get(index) ?? usual),
    name: `1.${index}.0`,
    label: `1.${index}.0`,
  }));
  const { measures } = firstPage(...releases);
  const chart = measures[0]?.chart;
  expect(JSON.stringify(chart).length).toBeLessThan(15_000);
  const spotsOf = (means: string) => [...(chart?.marks.find((mark) => mark.means === means)?.path ?? '').matchAll(/M(\S+) (\S+)h0/g)];
  const heights = spotsOf('pass').map(([, , y]) => Number(y));
  expect(spotsOf('fail').map(([, x]) => Number(x))).toEqual([123.5]);
  expect(heights.filter((y) => y === Math.max(...heights))).toHaveLength(1);
  expect(chart?.path.match(/M/g)).toHaveLength(2);
});

test('trends are parted by layer and into pages, and have the newest releases alone', async () => {
  const items = Array.from({ length: 70 }, (_, index) => `- [x] A${index} < 1 s [r](/results/next/load/p.json#/a${index}Ms)`).join('\n');
  const values = JSON.stringify(Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`a${index}Ms`, index])));
  const made = await release('1.0.0', items, { 'load/p.json': values });
  const releases = Array.from({ length: 100 }, (_, index) => ({ ...made, name: `1.${index}.0`, label: `1.${index}.0` }));
  const pages = trendPages(made.assessment, releases);
  expect(pages.map(({ path, words, previous, next }) => ({ path, words, previous, next }))).toEqual([
    {
      path: '',
      words: expect.stringMatching(/^Numbers 1 to 60 of 70\. Over the newest 12 of 100 releases/),
      previous: null,
      next: '/trends/2/',
    },
    { path: '2', words: expect.stringMatching(/^Numbers 61 to 70 of 70\./), previous: '/trends/', next: null },
  ]);
  expect(pages[0]?.groups[0]?.trends[0]).toMatchObject({
    title: 'A0 < 1 s',
    href: expect.stringMatching(/^\/items\/.*#history$/),
    required: '< 1 s',
  });
  expect(pages[0]?.groups[0]?.trends[0]?.chart.marks).toHaveLength(12);
  expect(trendWays(pages)).toHaveLength(1);
  expect(gravestTrends(made.assessment, releases)).toHaveLength(4);
});
