import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const port = Number(process.env['PORT'] ?? 4711);

/**
 * The browser that drives the tests: the one that CHROMIUM_PATH names, else one that Playwright installed, else the one that comes from npm.
 * Unpacked once here, not in each worker.
 */
async function browserPath(): Promise<string> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined) return named;
  const { chromium } = await import('@playwright/test');
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('no browser found: run npx playwright install chromium');
  // Read when the package is imported: only then does it bring its libraries along.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
  workers: 2,
  // Generous: a busy machine is slow, and what hangs fails all the same.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    browserName: 'chromium',
    launchOptions: { executablePath: await browserPath(), args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] },
  },
  webServer: {
    command: `astro preview --ignore-lock --host 127.0.0.1 --port ${port}`,
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
    timeout: 30_000,
    stdout: 'ignore',
  },
});
