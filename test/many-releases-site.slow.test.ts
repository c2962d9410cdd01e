import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow } from '../bench/measure.ts';
import { multiply } from '../bench/releases.ts';
import { sha256 } from '../src/file.ts';
import { manifestName } from '../src/release/manifest.ts';
import { readiness } from './cli/run.ts';
import { frozenRoot, job } from './release/frozen-root.ts';

/** What has all releases, or all files, by its contract: no page loads it. */
const whole = ['api/v1/releases.json', 'inventory.json'];

/** An item that rests on many numbers: its page has a chart of each. */
const keys = Array.from({ length: 20 }, (_, index) => `route${index}Ms`);
const manyNumbers = {
  'content/checklist/2-load.md': `# Load\n\n- [x] Each route ${keys.map((key) => `[${key}](/results/next/load/routes.json#/${key} "< 1 s")`).join(' ')}\n`,
  'results/next/load/run.json': job('load', ['routes.json']),
  'results/next/load/routes.json': JSON.stringify(Object.fromEntries(keys.map((key, index) => [key, 100 + index]))),
};

test('no page, feed or list of a site with a thousand releases is above 300 kB', { timeout: 900_000 }, async () => {
  const root = await frozenRoot(manyNumbers);
  const first = join(root, 'results/1.0.0');
  const versions = Array.from({ length: 999 }, (_, index) => `1.0.${index + 1}`);
  multiply(root, first, versions, { version: '1.0.0', digest: sha256(readFileSync(join(first, manifestName))) });
  const site = join(mkdtempSync(join(tmpdir(), 'many-')), 'site');
  expect(readiness('build', '--root', root, '--out', site)).toMatchObject({ code: 0 });
  const files = filesBelow(site).filter(({ path }) => /\.(?:html|xml|json)$/.test(path));
  expect(files.filter(({ path }) => path.startsWith('releases/') && path.endsWith('/index.html')).length).toBeGreaterThan(1000);
  expect(files.filter(({ path, size }) => size > 300_000 && !whole.includes(path))).toEqual([]);
});
