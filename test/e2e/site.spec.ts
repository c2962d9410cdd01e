import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

// Each looks at pages of its own, and all together take longest.
test.describe.configure({ mode: 'parallel' });

/** One page of each kind. */
const pages = [
  '/',
  '/layers/performance-benchmarking/',
  '/gates/',
  '/sign-off/',
  '/sign-offs/',
  '/post-release/',
  '/items/gates/performance/p95-latency/',
  '/evidence/',
  '/releases/',
  '/releases/1.0.0-dev.20251021/',
  '/releases/1.0.0-dev.20251021/changes/',
  '/releases/1.0.0-dev.20251021/performance-benchmarking/',
  '/matrix/',
  '/matrix/gates/',
  '/trends/',
  '/compare/',
  '/guide/',
  '/guide/reading/',
  '/guide/formats/',
  '/guide/problem-codes/',
  '/guide/statuses/',
  '/layers/code-audit/releases/',
  '/guide/publishing/',
  '/badges/',
  '/search/',
];

/** The page of a result file of each kind, of one that cannot be read, of a job's own record, and of a published release. */
const evidencePages = [
  '/evidence/integration/shard-1/go-test.json/',
  '/evidence/load/',
  '/evidence/load/normal.json/',
  '/evidence/scan/gosec.json/',
  '/evidence/unit/coverage.out/',
  '/evidence/scan/npm-audit.json/',
  '/evidence/endpoints/endpoints.json/',
  '/evidence/lint/go-vet.txt/',
  '/evidence/unit/run.json/',
  '/releases/1.0.0-dev.20251023/evidence/load/peak.json/',
];

/** Opens a page and collects what the browser complains about. */
async function open(page: Page, path: string): Promise<string[]> {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const response = await page.goto(path);
  expect(response?.status()).toBe(200);
  return complaints;
}

/** Looks a page over in light, and again in dark for all that colours can break. */
async function expectNoViolations(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page });
    const asked =
      colorScheme === 'light'
        ? axe.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        : axe.withRules(['color-contrast', 'link-in-text-block']);
    const { violations } = await asked.analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
}

for (const path of pages) {
  test(`${path} is accessible, fits a phone and keeps to its content policy`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await open(page, path)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    await expectNoViolations(page);
  });
}

for (const path of evidencePages) {
  test(`${path} is accessible with everything open, on a phone and a wide screen, and scrolls sideways in tables alone, which say so`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 320, height: 740 });
    expect(await open(page, path)).toEqual([]);
    await page.evaluate(() => {
      for (const each of document.querySelectorAll('details')) each.open = true;
    });
    const sideways = await page.evaluate(() => {
      const isWider = (each: Element) => each.scrollWidth > each.clientWidth + 1;
      const scrolled = [...document.querySelectorAll<HTMLElement>('main *')]
        .filter((each) => isWider(each) && /auto|scroll/.test(getComputedStyle(each).overflowX))
        .map((each) => ({ each, caption: each.querySelector('caption') }));
      return {
        page: isWider(document.documentElement),
        silent: scrolled
          .filter(({ each, caption }) => !caption || each.tabIndex < 0 || !/sideways/.test(getComputedStyle(caption, '::after').content))
          .map(({ each }) => each.outerHTML.slice(0, 200)),
      };
    });
    expect(sideways).toEqual({ page: false, silent: [] });
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 740 });
      await expectNoViolations(page);
    }
  });
}

test('a page of a release that is not the latest says which one is', async ({ page }) => {
  await page.goto('/releases/1.0.0-dev.20251021/');
  await expect(page.getByRole('status').getByRole('link', { name: '1.0.0-dev.20251023' })).toBeVisible();
  await page.goto('/releases/1.0.0-dev.20251023/');
  await expect(page.locator('.newer')).toBeHidden();
});

test('a release is printed on four pages at most: its tables as tables, and of what can be opened only what is open', async ({ page }) => {
  const pagesOf = async () => (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  await page.goto('/releases/1.0.0-dev.20251021/');
  const asItOpens = await pagesOf();
  expect(asItOpens).toBeGreaterThan(1);
  expect(asItOpens).toBeLessThanOrEqual(4);
  await page.evaluate(() => {
    for (const each of document.querySelectorAll('details')) each.open = true;
  });
  expect(await pagesOf()).toBeGreaterThan(asItOpens);
  // As wide as what stands between the margins of A4.
  await page.setViewportSize({ width: 680, height: 1000 });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.getByRole('columnheader').first()).toBeVisible();
  await expect(page.getByRole('row').nth(1)).toHaveCSS('display', 'table-row');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the overview answers, and every item is reached by links alone', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('not ready');
    await page.getByRole('link', { name: 'Performance Benchmarking' }).first().click();
    await page.locator('.item-text', { hasText: 'p95 API latency < 100ms' }).click();
    await page.locator('details[open]').getByRole('link', { name: 'This item’s page' }).click();
    await expect(page.getByText('requires').or(page.getByText('Required')).first()).toBeVisible();
    // An address that names an item opens it, and leads to its history.
    await page.goto('/releases/1.0.0-dev.20251021/gates/#performance/p95-latency');
    await page.getByRole('link', { name: 'This item in each release' }).click();
    await expect(page).toHaveURL(/\/items\/gates\/performance\/p95-latency\/#history$/);
    // The checklist is one menu, with the state of each page.
    await page.getByText('Checklist', { exact: true }).click();
    await page.getByRole('link', { name: /Code Audit.*not ready/ }).click();
    await page.getByRole('link', { name: 'Next' }).click();
    await page.getByRole('link', { name: 'This page in published releases' }).click();
    await page.getByRole('link', { name: '1.0.0-dev.20251018' }).click();
    await expect(page).toHaveURL(/\/releases\/1\.0\.0-dev\.20251018\/unit-testing\/$/);
  });

  test('the filter of a layer hides what it does not name', async ({ page }) => {
    await page.goto('/layers/performance-benchmarking/');
    const itemOf = (text: string) => page.locator('.item-text', { hasText: text });
    const item = itemOf('CPU profiling done');
    await expect(item).toBeVisible();
    const filter = (name: string) => page.getByRole('navigation', { name: 'Which items to show' }).getByRole('link', { name });
    await filter('Evidence against it').click();
    await expect(item).toBeHidden();
    // As many items are left as the set says, and no heading without one.
    const left = page.locator('.item').filter({ visible: true });
    await expect(filter('Evidence against it')).toContainText(` ${await left.count()} `);
    await expect(page.locator('.part').filter({ visible: true }).filter({ hasNot: left })).toHaveCount(0);
    await page.reload();
    await expect(item).toBeHidden();
    await expect(itemOf('p95 API latency < 100ms')).toBeVisible();
    // What is chosen is seen where the system sets the colours, too.
    await page.emulateMedia({ forcedColors: 'active' });
    const ground = (name: string) => filter(name).evaluate((pill) => getComputedStyle(pill).backgroundColor);
    expect(await ground('Evidence against it')).not.toBe(await ground('All'));
  });
});

test('search finds an item by its words and by its status', async ({ page }) => {
  await page.goto('/search/?q=p95');
  await expect(page.locator('#search-results')).toContainText('p95 API latency');
  await page.goto('/search/?status=Contradicted');
  await expect(page.locator('#search-results li').first()).toContainText('Contradicted');
  await page.goto(`/search/?q=p95&status=Contradicted&layer=${encodeURIComponent('Final Quality Gates')}`);
  await expect(page.locator('#search-results')).toContainText('p95 latency < 100ms');
  await expect(page.locator('#search-results li').filter({ hasNotText: 'Contradicted · Final Quality Gates' })).toHaveCount(0);
});

test('a key opens the search over any page, which finds a release by its version and few items by a word', async ({ page }) => {
  const complaints = await open(page, '/gates/');
  await page.keyboard.press('/');
  const dialog = page.getByRole('dialog');
  const found = dialog.locator('.result');
  await dialog.getByRole('searchbox').fill('coverage');
  await expect(found.first()).toContainText('overage');
  await expect(dialog.getByText(/^\d+ results for coverage$/)).toHaveText(/^1?\d results/);
  await page.emulateMedia({ colorScheme: 'dark' });
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('Control+k');
  await dialog.getByRole('searchbox').fill('1.0.0-dev.20251021');
  await expect(found.first()).toContainText('Release');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/releases\/1\.0\.0-dev\.20251021\/$/);
  expect(complaints).toEqual([]);
});

test('the theme that a reader chooses holds on the next page', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Theme: auto' }).click();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  await page.goto('/gates/');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('a page says that it is stale once its evidence is', async ({ page }) => {
  await page.clock.setFixedTime(new Date('2099-01-01T00:00:00Z'));
  await page.goto('/');
  await expect(page.getByText('Stale.')).toBeVisible();
});

test('an unknown address leads on', async ({ page }) => {
  const response = await page.goto('/nowhere/');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
});
