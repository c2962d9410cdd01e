import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import playwright from '../playwright.config.ts';
import { serveSite } from '../test/e2e/serve-site.ts';

// Takes the pictures of the README from a built site: `npm run build && node scripts/take-pictures.ts`.
// Chromium writes WebP, which Playwright's own pictures cannot be: a page of text is a third of its PNG.

interface Picture {
  readonly name: string;
  readonly page: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
  /** What stands at the top of the picture, as a selector; the top of the page where none is named. */
  readonly from?: string;
}

const release = '/releases/1.0.0-dev.20251023/';
const pictures: readonly Picture[] = [
  { name: 'overview', page: '/', width: 1280, height: 800, scheme: 'light' },
  { name: 'overview-phone', page: '/', width: 390, height: 844, scheme: 'dark' },
  { name: 'gates', page: '/gates/', width: 1280, height: 800, scheme: 'light' },
  { name: 'item', page: '/items/gates/performance/p95-latency/', width: 1280, height: 800, scheme: 'light', from: '#history' },
  { name: 'matrix', page: '/matrix/', width: 1280, height: 800, scheme: 'dark' },
  {
    name: 'tests',
    page: '/evidence/integration/shard-1/go-test.json/',
    width: 1280,
    height: 800,
    scheme: 'light',
    from: 'h2:text("Failures")',
  },
  { name: 'coverage', page: '/evidence/sdk-python/cobertura.xml/', width: 1280, height: 800, scheme: 'light', from: 'h2:text("Covered")' },
  { name: 'changes', page: `${release}changes/`, width: 1280, height: 800, scheme: 'light' },
];

const quality = 80;
const site = process.argv[2] ?? 'dist';
const out = 'docs';

mkdirSync(out, { recursive: true });
const { server, origin } = await serveSite(site);
const browser = await chromium.launch(playwright.use?.launchOptions ?? {});
try {
  for (const { name, page: address, width, height, scheme, from } of pictures) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme, deviceScaleFactor: width < 600 ? 2 : 1 });
    const response = await page.goto(`${origin}${address}`);
    if (response === null || !response.ok()) throw new Error(`${address} is not in ${site}`);
    await page.evaluate(() => document.fonts.ready);
    if (from !== undefined)
      await page
        .locator(from)
        .first()
        .evaluate((element) => element.scrollIntoView());
    const session = await page.context().newCDPSession(page);
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality });
    writeFileSync(join(out, `${name}.webp`), Buffer.from(data, 'base64'));
    await page.close();
  }
} finally {
  await browser.close();
  server.close();
}
