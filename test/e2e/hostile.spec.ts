import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@playwright/test';
import { elementsOf } from '../publish/xml-elements.ts';
import { serveSite } from './serve-site.ts';

/** What has run in reports of others: markup, attributes, script ends, addresses, templates. */
const payloads = [
  '<img src=/x onerror=alert(1)>',
  '<script>alert(2)</script>',
  '</script><script>alert(3)</script>',
  '"><svg onload=alert(4)>',
  "' onmouseover='alert(5)' x='",
  '<!--<script>alert(6)//-->',
  '</title><script>alert(7)</script>',
  '</textarea><script>alert(8)</script>',
  '<a href="javascript:alert(9)">x</a>',
  '[y](javascript:alert(10))',
  '{1+1} {process.env.HOME} ${alert(11)} <% alert(12) %>',
  '&lt;script&gt;alert(13)&lt;/script&gt;',
  '<iframe srcdoc="<script>alert(14)</script>">',
  '\u2028alert(15)\u2029',
  '=HYPERLINK("http://evil","x")',
  '<math><mtext></p><style><img src=/x onerror=alert(16)>',
];
const xml = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

let server: Server;
let address: string;
let dist: string;

test.beforeAll(async () => {
  const root = mkdtempSync(join(tmpdir(), 'hostile-'));
  const commit = 'a'.repeat(40);
  const write = (path: string, text: string) => {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('content/portal.yaml', `product: ${JSON.stringify(`Evil ${payloads[0]}`)}\n`);
  write('content/guide/reading.mdx', '---\ntitle: Reading\ndescription: How\norder: 1\n---\n\nText.\n');
  write(
    'content/checklist/1-audit.md',
    `# Audit ${payloads[1]}\n\n## All ${payloads[3]}\n\nProse ${payloads.join(' ')}\n\n${payloads.map((payload, index) => `- [x] Item ${index} ${payload} [tests](/results/next/unit/junit.xml) <!-- criterion: none -->`).join('\n')}\n`,
  );
  write('results/next/run.json', JSON.stringify({ product: `Evil ${payloads[0]}`, version: '1.0.0', commit }));
  const cases = payloads.map(
    (payload) =>
      `<testcase classname="${xml(payload.replace(/[\u2028\u2029]/g, ''))}" name="${xml(payload)}"><failure message="${xml(payload)}">${xml(payload)}</failure></testcase>`,
  );
  const writeUnit = (exitCode: number, report: string) => {
    const run = {
      job: 'unit',
      commit,
      finished: '2026-11-23T00:00:00Z',
      commands: [{ command: payloads[1], exitCode, files: ['junit.xml'] }],
      environment: { name: payloads[3] },
      url: 'https://example.org/?<b>',
      notes: payloads,
    };
    write('results/next/unit/run.json', JSON.stringify(run));
    write('results/next/unit/junit.xml', `<testsuite name="s">${report}</testsuite>`);
  };
  write(
    'results/next/docs/run.json',
    JSON.stringify({ job: 'docs', commit, finished: '2026-11-23T00:00:00Z', commands: [], files: { 'log.txt': { format: 'text' } } }),
  );
  write('results/next/docs/log.txt', payloads.join('\n'));
  write('results/next/docs/report.md', `# ${payloads[0]}\n\n## ${payloads[1]}\n\n${payloads.join('\n\n')}\n`);
  // Two releases, between which every hostile item was fixed.
  writeUnit(1, cases.join(''));
  execFileSync('node', ['src/cli/main.ts', 'snapshot', '1.0.0-rc.1', '--root', root], { stdio: 'ignore' });
  writeUnit(0, cases.join('').replace(/<failure[\s\S]*?<\/failure>/g, ''));
  execFileSync('node', ['src/cli/main.ts', 'snapshot', '1.0.0-rc.2', '--root', root], { stdio: 'ignore' });
  writeUnit(1, cases.join(''));
  dist = join(root, 'dist');
  execFileSync('node', ['src/cli/main.ts', 'build', '--root', root, '--out', dist], { stdio: 'ignore' });
  // The policy of the page is taken away: escaping alone must hold.
  const served = await serveSite(dist, '/', (html) => html.replace(/<meta http-equiv="content-security-policy"[^>]*>/, ''));
  server = served.server;
  address = served.origin;
});

test.afterAll(() => {
  server.close();
});

test('nothing that a result file or a checklist holds runs, even without the content policy', async ({ page }) => {
  const dialogs: string[] = [];
  page.on('dialog', async (dialog) => {
    dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  const all = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('index.html'));
  // What `latest` means is reached at its own address.
  const pages = all.filter((file) => !file.startsWith(join('releases', 'latest')));
  expect(pages.length).toBeGreaterThan(20);
  for (const file of pages) {
    const response = await page.goto(
      `${address}/${dirname(file) === '.' ? '' : `${dirname(file).split('/').map(encodeURIComponent).join('/')}/`}`,
    );
    expect(response?.status(), file).toBe(200);
    const addresses = await page.locator('a[href]').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    expect(addresses.filter((each) => /^\s*(?:javascript|data|vbscript):/i.test(each))).toEqual([]);
  }
  await page.goto(`${address}/compare/?from=1.0.0-rc.1&to=1.0.0-rc.2`);
  await expect(page.getByText('Fixed 16')).toBeVisible();
  await expect(page.locator('#compare-result')).toContainText('<a href="javascript:alert(9)">x</a>');
  await page.goto(`${address}/badges/next/overall.svg`);
  await page.goto(`${address}/search/?q=alert`);
  await expect(page.locator('#search-results li').first()).toBeVisible();
  expect(dialogs).toEqual([]);
});

test('hostile text is shown as it is', async ({ page }) => {
  await page.goto(`${address}/evidence/unit/junit.xml/`);
  await expect(page.getByText('<img src=/x onerror=alert(1)>').first()).toBeVisible();
  await page.goto(`${address}/layers/audit/`);
  await expect(page.getByText('{1+1} {process.env.HOME} ${alert(11)} <% alert(12) %>').first()).toBeVisible();
});

test('feed, sitemap and badges are well-formed', () => {
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:xml|svg)$/.test(entry.name))
    .map(({ parentPath, name }) => relative(dist, join(parentPath, name)));
  expect(files).toEqual(expect.arrayContaining(['feed.xml', 'sitemap-0.xml', 'sitemap-index.xml', 'badges/next/audit.svg']));
  for (const file of files) expect(elementsOf(readFileSync(join(dist, file), 'utf8')).length, file).toBeGreaterThan(1);
  const titles = elementsOf(readFileSync(join(dist, 'feed.xml'), 'utf8')).filter(({ name }) => name === 'title');
  expect(titles[0]?.text).toBe('Evil <img src=/x onerror=alert(1)> readiness');
});
