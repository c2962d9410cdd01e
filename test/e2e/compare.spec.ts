import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { z } from 'zod';
import { readCompared } from '../../src/cli/read-compared.ts';
import { compareReleases } from '../../src/comparison/compare-releases.ts';
import { loadGateReleases } from '../../src/disk/gate-releases.ts';
import { ReadinessDocument } from '../../src/publish/api.ts';
import { changesDocument } from '../../src/publish/changes-document.ts';
import { changesText } from '../../src/publish/changes-text.ts';
import { ReleaseDocument, ReleasesDocument } from '../../src/publish/releases-api.ts';

const read = (path: string) => readFileSync(join('dist', path), 'utf8');
const { releases } = ReleasesDocument.parse(JSON.parse(read('api/v1/releases.json')));
/** By precedence, the lowest first, and the release in preparation last. */
const names = [...releases.map(({ version }) => version).reverse(), 'next'];

/** What `readiness-portal compare` takes, as the site was built. */
async function compared() {
  const now = new Date(ReadinessDocument.parse(JSON.parse(read('api/v1/readiness.json'))).assessedAt);
  const there = await loadGateReleases('.', null);
  const outcomes = await Promise.all(names.map((name) => readCompared('.', name, there, now)));
  return new Map(
    outcomes.map((outcome, index) => {
      if (outcome.state === 'refused') throw new Error(outcome.problems.map(({ message }) => message).join('; '));
      return [names[index], outcome.value] as const;
    }),
  );
}

/** What a page says of changes, in the lines of the command line; with the icon, the link and the status of each row. */
async function shown(page: Page) {
  const line = z.tuple([z.string(), z.array(z.string())]);
  const found = await page.evaluate(() => {
    const text = (node: Element | null | undefined) => node?.textContent.replace(/\s+/g, ' ').trim() ?? '';
    const sections = [...document.querySelectorAll('main section:has(table.changes)')];
    return {
      headlines: [...document.querySelectorAll('main dl.facts dd')].map(text),
      groups: sections.map((section) => [
        text(section.querySelector('h2')),
        [...section.querySelectorAll<HTMLTableRowElement>('tbody tr')].map((row) => {
          const [what] = row.cells;
          return `${text(what?.querySelector('a, code') ?? what)}: ${text(row.querySelector('td:last-child'))}`;
        }),
      ]),
      links: [...document.querySelectorAll<HTMLAnchorElement>('main .changes a')].map((link) => link.getAttribute('href') ?? ''),
      items: sections.flatMap((section) =>
        [...section.querySelectorAll('tbody tr:has(.where)')].map((row) => ({
          link: row.querySelector('td a') !== null,
          icon: document.querySelector(row.querySelector('.status use')?.getAttribute('href') ?? '#none') !== null,
          status: text(row.querySelector('.status')),
        })),
      ),
    };
  });
  const groups = found.groups.map((group) => line.parse(group));
  return {
    ...found,
    lines: [
      ...found.headlines.map((headline) => `  ${headline}`),
      ...groups.flatMap(([title, rows]) => [title.replace(/ (\d+)$/, ' ($1):'), ...rows.map((row) => `  ${row}`)]),
    ],
  };
}

/** The page calls what is in preparation by its version, and the command line by the name that it takes. */
const byVersion = (line: string) => line.replace(/(?<=^From |^From \S.* to )next(?=[ :])/g, '1.0.0, in preparation');

const plain = (lines: readonly string[]) => lines.map((line) => line.replace(/(?<=\S)\s+/g, ' '));

test('any two releases compare in the browser as on the command line, with links and icons', async ({ page }) => {
  const sides = await compared();
  const complaints: string[] = [];
  page.on('console', (said) => complaints.push(said.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto('/compare/');
  const targets = new Set<string>();
  for (const from of names) {
    for (const to of names) {
      const [before, after] = [sides.get(from), sides.get(to)];
      if (before === undefined || after === undefined) throw new Error('a release is missing');
      const [first = '', ...rest] = changesText(compareReleases(before, after));
      await page.getByLabel('From').selectOption(from);
      await page.getByLabel('To').selectOption(to);
      await expect(page.locator('#compare-status')).toHaveText(byVersion(first));
      const { lines, links, items } = await shown(page);
      expect(lines, `${from} to ${to}`).toEqual(plain(rest));
      expect(items.filter(({ link, icon, status }) => !link || !icon || status === '')).toEqual([]);
      for (const link of links) targets.add(link);
      if (from === to) expect(first).toBe(`From ${from} to ${to}: nothing changed.`);
    }
  }
  await expect(page.locator('main')).not.toContainText(
    /not-started|in-progress|not-applicable|nothing-selected|criterion-missed|no-provenance/,
  );
  expect(targets.size).toBeGreaterThan(100);
  const broken = [...targets].filter((target) => {
    const [path = '', anchor] = target.split('#');
    const file = join('dist', decodeURIComponent(path), 'index.html');
    return !existsSync(file) || (anchor !== undefined && !readFileSync(file, 'utf8').includes(`id="${decodeURIComponent(anchor)}"`));
  });
  expect(broken).toEqual([]);
});

test('page, API, list and feed say the same of each release and the one before it', async ({ page }) => {
  const sides = await compared();
  const feed = read('feed.xml');
  for (const [index, to] of names.slice(0, -1).entries()) {
    const [before, after] = [sides.get(names[index - 1] ?? ''), sides.get(to)];
    if (before === undefined || after === undefined) continue;
    const comparison = compareReleases(before, after);
    const [, ...rest] = changesText(comparison);
    const document = changesDocument(comparison);
    expect(ReleaseDocument.parse(JSON.parse(read(`api/v1/releases/${to}.json`))).changes).toEqual(document);
    expect(releases.find(({ version }) => version === to)?.changes).toBe(document.line);
    expect(feed).toContain(`Since the release before: ${document.line}.</summary>`);
    await page.goto(`/releases/${to}/changes/`);
    await expect(page.locator('.lead')).toHaveText(`${document.line}.`);
    expect((await shown(page)).lines).toEqual(plain(rest));
    await page.goto(`/releases/${to}/`);
    await expect(page.getByRole('link', { name: document.line })).toHaveAttribute('href', `/releases/${to}/changes/`);
  }
});

test('whoever asks for a release that cannot be compared is told why, and not answered about another', async ({ page }) => {
  const [from = '', to = ''] = names;
  const status = page.locator('#compare-status');
  const answers: [body: string, status: number, words: string][] = [
    [
      JSON.stringify({ schemaVersion: 1, version: from, integrity: 'broken', problems: [] }),
      200,
      `${from} is not what was frozen: nothing in it is compared.`,
    ],
    [
      JSON.stringify({ notRechecked: { ruleSet: 999, command: null } }),
      200,
      `${from} was frozen by another rule set and is not rechecked by this version: nothing in it is compared here, and npx readiness-portal compare compares it in its repository.`,
    ],
    ['{"schemaVersion": 2}', 200, `${from} was published by another version of this tool, and this page cannot read it.`],
    ['<html>', 200, `${from} could not be read from this site: try again.`],
    ['', 503, `${from} could not be read from this site: try again.`],
  ];
  for (const [body, code, words] of answers) {
    await page.route(`**/api/v1/releases/${from}.json`, (route) => route.fulfill({ contentType: 'application/json', status: code, body }));
    await page.goto(`/compare/?from=${from}&to=${to}`);
    await expect(status).toHaveText(words);
    await expect(page.locator('#compare-result')).toBeEmpty();
    await page.unroute(`**/api/v1/releases/${from}.json`);
  }
  await page.goto(`/compare/?from=0.0.1&to=${to}`);
  await expect(status).toHaveText('There is no release “0.0.1” to compare here: choose two.');
  await page.getByLabel('From').selectOption(from);
  await expect(status).toHaveText(new RegExp(`^From ${from.replaceAll('.', '\\.')} to `));
  await expect(page).toHaveURL(`/compare/?from=${from}&to=${to}`);
});
