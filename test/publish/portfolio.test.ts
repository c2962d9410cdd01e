import { describe, expect, test } from 'vitest';
import { statuses } from '../../src/assessment/assessment.ts';
import { type Answer, judgeAnswer, knownUntil } from '../../src/publish/portfolio/judge-summary.ts';
import { PortfolioFile, siteSlugs } from '../../src/publish/portfolio/portfolio-file.ts';
import { portfolioFiles } from '../../src/publish/portfolio/portfolio-files.ts';
import { productsOf } from '../../src/publish/portfolio/portfolio-product.ts';
import { elementsOf } from './xml-elements.ts';

const now = new Date('2026-11-24T12:00:00Z');
const counts = { ...Object.fromEntries(statuses.map((status) => [status, 0])), verified: 12, total: 12 };

/** The summary of a product that is ready, but for what a test says otherwise. */
const summaryOf = (differs: object = {}) => ({
  schemaVersion: 1,
  product: 'Teapot',
  version: '1.0.0',
  commit: null,
  site: 'https://example.org/teapot/',
  assessedAt: '2026-11-24T06:00:00.000Z',
  staleAfter: '2026-12-24T06:00:00.000Z',
  state: 'ready',
  ready: true,
  reason: 'All 12 items are verified.',
  counts,
  contradictions: 0,
  signOffs: { required: 2, current: 2, rejected: 0 },
  latest: { version: '0.9.0', state: 'ready', frozenAt: '2026-10-01T00:00:00.000Z' },
  ...differs,
});
const answered = (value: unknown): Answer => ({
  state: 'answered',
  bytes: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
});
const judge = (answer: Answer, product?: string) => judgeAnswer(answer, { product, oldAfter: 30, now });
const stateOf = (value: unknown) => {
  const judged = judge(answered(value));
  return judged.state === 'known' ? judged.summary.state : judged.because.state;
};

describe('what a site answers is known only where it is whole, agrees with itself and holds as of now', () => {
  test('what is so is known, and a newer version may say more', () => {
    expect(stateOf(summaryOf())).toBe('ready');
    expect(stateOf(summaryOf({ more: 1, signOffs: { required: 2, current: 2, rejected: 0, more: 1 } }))).toBe('ready');
    expect(stateOf(summaryOf({ staleAfter: null, latest: null }))).toBe('ready');
  });

  test.each([
    ['a page of HTML', '<!doctype html><title>ok</title>', 'no-summary'],
    ['nothing', '', 'no-summary'],
    ['half of it', JSON.stringify(summaryOf()).slice(0, -9), 'no-summary'],
    ['another document', { schemaVersion: 1, version: '1.0.0' }, 'no-summary'],
    ['a later form of it', summaryOf({ schemaVersion: 2 }), 'no-summary'],
    ['a state that is unknown', summaryOf({ state: 'green' }), 'no-summary'],
    ['ready, though its state is another', summaryOf({ state: 'not-ready' }), 'contradictory'],
    ['ready, with something contradicted', summaryOf({ contradictions: 1 }), 'contradictory'],
    ['ready, without any item', summaryOf({ counts: { ...counts, verified: 0, total: 0 } }), 'contradictory'],
    ['counts that do not add up', summaryOf({ counts: { ...counts, total: 13 } }), 'contradictory'],
    ['ready, with a sign-off missing', summaryOf({ signOffs: { required: 2, current: 1, rejected: 0 } }), 'contradictory'],
    [
      'awaiting sign-off, though rejected',
      summaryOf({ state: 'awaiting-sign-off', ready: false, signOffs: { required: 2, current: 1, rejected: 1 } }),
      'contradictory',
    ],
    ['what held until now', summaryOf({ staleAfter: now.toISOString() }), 'stale'],
    ['what is older than counts', summaryOf({ assessedAt: '2026-10-24T11:00:00.000Z' }), 'old'],
    ['what is of the future', summaryOf({ assessedAt: '2026-11-24T12:06:00.000Z' }), 'future'],
  ])('%s is not known', (_, value, state) => {
    expect(stateOf(value)).toBe(state);
  });

  test('bytes that are no UTF-8, and another product than the one that is asked for, are not known', () => {
    const bytes = Buffer.from(JSON.stringify(summaryOf({ reason: '\u00e9' })), 'latin1');
    expect(judge({ state: 'answered', bytes })).toMatchObject({ state: 'not-known' });
    expect(judge(answered(summaryOf()), 'Kettle')).toEqual({ state: 'not-known', because: { state: 'other-product', product: 'Teapot' } });
    expect(judge(answered(summaryOf()), 'Teapot').state).toBe('known');
  });

  test('it is known until its evidence is stale or it is too old, whichever is first', () => {
    const until = (differs: object) => knownUntil([judge(answered(summaryOf(differs)))], 30);
    expect(until({})).toBe('2026-12-24T06:00:00.000Z');
    expect(until({ staleAfter: '2026-11-25T00:00:00.000Z' })).toBe('2026-11-25T00:00:00.000Z');
    expect(until({ staleAfter: null })).toBe('2026-12-24T06:00:00.000Z');
    expect(knownUntil([judge({ state: 'without-summary' })], 30)).toBeNull();
  });
});

test('badges are named by addresses, each by its own, and none as the badge of the whole', () => {
  const file = PortfolioFile.parse({
    title: 'All',
    sites: ['https://Example.org/a/', 'http://example.org/a', '../dist', 'portfolio', '../../'].map((site) => ({ site })),
  });
  expect(siteSlugs(file)).toEqual(['example.org-a', 'example.org-a-2', 'dist', 'portfolio-2', 'site']);
});

test.each([
  'javascript:alert(1)',
  'file:///etc',
  'https://a:b@example.org/',
  'https://example.org/?a',
  'https://example.org/a b/',
  'ftp://example.org/',
])('no site is named %s', (site) => {
  expect(PortfolioFile.safeParse({ title: 'All', sites: [{ site }] }).success).toBe(false);
});

/** What is written of products whose sites answer so. */
function made(answers: readonly Answer[], sites = answers.map((_, at) => `https://example.org/product-${at}/`)) {
  const file = PortfolioFile.parse({ title: 'Products', sites: sites.map((site) => ({ site })) });
  const judged = answers.map((answer) => judge(answer));
  const page = {
    title: file.title,
    now: now.toISOString(),
    staleAfter: knownUntil(judged, 30),
    products: productsOf(file, judged),
    signs: '',
  };
  const { files, document } = portfolioFiles(page, 'https://example.org/');
  return { document, text: (path: string) => files.find((each) => each.path === path)?.text ?? '' };
}

describe('the page over several sites', () => {
  test('shows 500 products in less than 300 kB, with badges and a feed of the newest', () => {
    const reason =
      'Of 189 items 10 are contradicted, 38 failing, 8 claimed, 26 unproven, 85 not started and 22 verified; of 12 sign-offs 12 are missing.';
    const { text, document } = made(
      Array.from({ length: 500 }, (_, at) =>
        answered(
          summaryOf({
            product: `Agent Identity Management ${at}`,
            reason,
            state: at % 3 === 0 ? 'ready' : 'not-ready',
            ready: at % 3 === 0,
          }),
        ),
      ),
    );
    expect(text('index.html').length).toBeLessThan(300_000);
    expect(text('index.html').match(/<tr class="/g)).toHaveLength(500);
    expect(document.products).toHaveLength(500);
    expect(text('feed.xml').match(/<entry>/g)).toHaveLength(50);
    expect(text('badges/portfolio.svg')).toContain('167 of 500 ready');
    expect(text('badges/example.org-product-499.svg')).not.toBe('');
  });

  test('shows the gravest first, and green only what is ready with something proven', () => {
    const waived = { ...counts, verified: 0, waived: 12 };
    const { document, text } = made([
      answered(summaryOf({ product: 'Green' })),
      answered(summaryOf({ product: 'Waived', counts: waived })),
      { state: 'unreachable', cause: 'connection refused' },
      answered(summaryOf({ product: 'Red', state: 'not-ready', ready: false })),
    ]);
    expect(document.products.map(({ name, state }) => `${name}: ${state}`)).toEqual([
      'Red: not-ready',
      'example.org/product-2: not-known',
      'Green: ready',
      'Waived: ready',
    ]);
    expect(text('index.html').match(/class="status verified"/g)).toHaveLength(1);
    const colour = (at: number): unknown => JSON.parse(text(`badges/example.org-product-${at}.json`)).color;
    expect([0, 1, 2, 3].map(colour)).toEqual(['brightgreen', 'lightgrey', 'lightgrey', 'red']);
    expect(text('index.html')).toContain('Its site does not answer: connection refused.');
  });

  test('takes nothing that a site says for markup, an address or a badge’s name', () => {
    const evil = '"><script>alert(1)</script><a href=javascript:x>\u202e';
    const { text } = made([
      answered(summaryOf({ product: evil, version: evil, reason: evil, latest: { version: evil, state: null, frozenAt: null } })),
      { state: 'moved', to: evil },
      { state: 'unreachable', cause: evil },
    ]);
    for (const path of ['index.html', 'feed.xml', 'badges/example.org-product-0.svg']) {
      expect(text(path), path).not.toMatch(/<script>|<a href=j|\u202e/);
      expect(text(path), path).toContain('&lt;script&gt;');
    }
    expect(elementsOf(text('feed.xml')).length).toBeGreaterThan(10);
  });

  test('links a folder’s site only where it states an address of the web', () => {
    const link = (site: string | null) =>
      made([answered(summaryOf({ site }))], ['../dist'])
        .text('index.html')
        .match(/<td><a href="([^"]*)"/)?.[1];
    expect(link('https://example.org/teapot/')).toBe('https://example.org/teapot/');
    expect(link('javascript:alert(1)')).toBeUndefined();
    expect(link('https://example.org/" onclick="x')).toBeUndefined();
    expect(link(null)).toBeUndefined();
  });
});
