import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { statuses } from '../../src/assessment/assessment.ts';
import { ReadinessDocument } from '../../src/publish/api.ts';
import { stateWords, statusWords } from '../../src/publish/words/status-words.ts';
import { faultsOfSite } from './site-faults.ts';

const dist = 'dist';
const read = (path: string) => readFileSync(join(dist, path), 'utf8');
const files = () =>
  readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1));
const pages = () => files().filter((file) => file.endsWith('.html'));

type Item = ReadinessDocument['layers'][number]['sections'][number]['items'][number];
const flatten = (items: readonly Item[]): Item[] => items.flatMap((item) => [item, ...flatten(item.items)]);

/** What a command prints, whether the release is ready or not. */
function summaryOf(command: string[]): string {
  try {
    return execFileSync('node', command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (cause) {
    return z.object({ status: z.literal(1), stdout: z.string() }).parse(cause).stdout;
  }
}

test('page, badge, API and command line say the same of every item', () => {
  const api = ReadinessDocument.parse(JSON.parse(read('api/v1/readiness.json')));
  const command = ['src/cli/main.ts', 'check', '--json', '--now', api.assessedAt];
  const printed = summaryOf(command);
  expect(ReadinessDocument.parse(JSON.parse(printed))).toEqual(api);

  const items = api.layers.flatMap(({ sections }) => sections.flatMap((section) => flatten(section.items)));
  expect(items.length).toBeGreaterThan(100);
  for (const item of items) {
    const html = read(`items/${item.id}/index.html`);
    expect(html, item.id).toContain(`</svg>${statusWords[item.status]}</span>`);
    for (const citation of item.citations) if (citation.measured) expect(textOf(html), item.id).toContain(citation.measured.display);
  }
  const badge = (subject: string) => JSON.parse(read(`badges/next/${subject}.json`));
  expect(badge('overall').message).toBe(api.state.replace('-', ' '));
  expect(badge('contradictions').message).toBe(String(api.contradictions.length));
  expect(api.ready).toBe(api.state === 'ready');
  for (const layer of api.layers) {
    expect(layer.ready, layer.id).toBe(layer.state === 'ready');
    if (layer.kind !== 'sign-off' && layer.state !== 'not-ready') expect(badge(layer.id).message).toBe(layer.state.replaceAll('-', ' '));
  }
  // The first sentence: of the terminal, of the badge and of the feed. The first page says it in several.
  const answer = summaryOf(['src/cli/main.ts', 'check', '--now', api.assessedAt]).split('\n')[0] ?? '';
  const first = textOf(read('index.html').replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ');
  expect(first).toContain(`${api.product} ${api.version} is ${stateWords[api.state]}.`);
  for (const status of statuses.filter((each) => api.counts[each] > 0)) {
    expect(first, status).toContain(`${statusWords[status]} ${api.counts[status]}`);
  }
  expect(textOf(read('badges/next/overall.svg'))).toContain(answer);
  expect(textOf(read('feed.xml'))).toContain(answer);
  for (const layer of api.layers.filter(({ kind }) => kind === 'layer')) {
    expect(badge(layer.id).color === 'brightgreen', layer.id).toBe(layer.ready && layer.counts.verified + layer.counts.attested > 0);
    expect(read(`badges/next/${layer.id}.svg`)).toContain('<svg');
  }
});

test('no link is dead, no id or title stands twice, nothing is empty and no sentence says nothing', () => {
  expect(faultsOfSite(dist, '/')).toEqual([]);
});

test('every page states its content policy before anything it loads, and has no inline script or style', () => {
  for (const page of pages()) {
    const head = /<head>([\s\S]*?)<\/head>/.exec(read(page))?.[1] ?? '';
    expect(head.replace(/^\s*<meta charset="utf-8">\s*/i, ''), page).toMatch(/^<meta http-equiv="content-security-policy"/);
    expect(read(page), page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle="|\son\w+="/i);
  }
});

test('every page names the product and a version in its title, and describes itself', () => {
  const product = z.object({ product: z.string() }).parse(JSON.parse(read('api/v1/readiness.json'))).product;
  const heads = pages().map((page) => ({
    page,
    title: textOf(/<title>([^<]*)<\/title>/.exec(read(page))?.[1] ?? ''),
    described: /<meta name="description" content="[^"]+">/.test(read(page)),
  }));
  expect(
    heads.filter(({ page, title, described }) => !described || !(title.includes(product) && (/\d/.test(title) || page.includes('latest')))),
  ).toEqual([]);
});

test('the bytes of every result file lie under their digest, as they are in results/', () => {
  for (const name of readdirSync(join(dist, 'objects'))) {
    expect(
      `${createHash('sha256')
        .update(readFileSync(join(dist, 'objects', name)))
        .digest('hex')}.txt`,
    ).toBe(name);
  }
  const evidence = readFileSync('results/next/load/normal.json');
  const digest = createHash('sha256').update(evidence).digest('hex');
  expect(readFileSync(join(dist, 'objects', `${digest}.txt`)).equals(evidence)).toBe(true);
});

test('no page names a path of the machine that built it', () => {
  const folder = resolve('.');
  expect(files().filter((file) => /\.(?:html|js|css|json|xml|svg)$/.test(file) && read(file).includes(folder))).toEqual([]);
});

function textOf(html: string): string {
  return html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
