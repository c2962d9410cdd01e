import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { serveSite } from './serve-site.ts';
import { faultsOfSite } from './site-faults.ts';

const commit = 'a'.repeat(40);
const finished = '2026-11-23T00:00:00Z';
const run = (job: string, file: string, more: object = {}) =>
  JSON.stringify({ job, commit, finished, commands: [{ command: `make ${job}`, exitCode: 0, files: [file] }], ...more });
const junit = '<testsuite name="a" tests="2"><testcase classname="a" name="one"/><testcase classname="a" name="two"/></testsuite>';
const unbroken = 'a_word_without_any_break_'.repeat(12);

/** A root with next to nothing: no gates, no sign-off, no release, one item. */
const ready = {
  'content/portal.yaml': 'product: Kettle\n',
  'content/checklist/1-quality.md': '# Quality\n\n- [x] All unit tests pass [unit](/results/next/unit/junit.xml)\n',
  'results/next/run.json': JSON.stringify({ product: 'Kettle', version: '2.0.0', commit }),
  'results/next/unit/run.json': run('unit', 'junit.xml'),
  'results/next/unit/junit.xml': junit,
};

/** One where little counts, much is long, signed by a role without a page for it, and with headings that a page could have taken for its own. */
const unusable = {
  'content/portal.yaml': 'product: Kettle & <Co>\nfreshness:\n  default: 30 days\nroles:\n  qa:\n    title: QA\n',
  'content/waivers.yaml': 'waivers:\n  - item: quality/main/leaks-are-plugged\n    because: Known\n    until: 2027-01-31\n',
  'content/checklist/1-quality.md': `# Layer 1: Quality

**Sign-off**: ____ Date: ____

## Main

- [x] All unit tests pass [unit](/results/next/unit/junit.xml)
- [→] The manual is written
- [❌] The boiler is inspected
- [n/a] Mobile app because: there is none
- [ ] Leaks are plugged
- [ ] ${unbroken}
- [ ] Parent
  - [x] Child one [unit](/results/next/unit/junit.xml#a)
  - [ ] Child two

## Verified

- [x] Of another commit [x](/results/next/other/junit.xml)
- [x] Without provenance [x](/results/next/none/junit.xml)
- [x] Too old [x](/results/next/old/junit.xml)
- [x] Too hot [x](/results/next/heat/heat.json#/state "= ${unbroken}")

## Signatures

- [x] All unit tests pass [skipped](/results/next/skipped/junit.xml)
`,
  'results/next/run.json': JSON.stringify({ product: 'Kettle & <Co>', version: '2.0.0', commit }),
  'results/next/unit/run.json': run('unit', 'junit.xml'),
  'results/next/unit/junit.xml': junit,
  'results/next/other/run.json': run('other', 'junit.xml', { commit: 'b'.repeat(40) }),
  'results/next/other/junit.xml': junit,
  'results/next/none/junit.xml': junit,
  'results/next/old/run.json': run('old', 'junit.xml', { finished: '2026-01-01T00:00:00Z' }),
  'results/next/old/junit.xml': junit,
  'results/next/heat/run.json': run('heat', 'heat.json'),
  'results/next/heat/heat.json': JSON.stringify({ state: `\u001b[2J${unbroken}`, none: null }),
  'results/next/skipped/run.json': run('skipped', 'junit.xml'),
  'results/next/skipped/junit.xml': '<testsuite name="s" tests="1"><testcase classname="s" name="t"><skipped/></testcase></testsuite>',
  'results/next/cover/run.json': run('cover', 'coverage.out'),
  'results/next/cover/coverage.out': 'mode: set\n',
  'results/next/scan/run.json': run('scan', 'gitleaks.json'),
  'results/next/scan/gitleaks.json': '[]',
  'results/next/web/run.json': run('web', 'lighthouse.json'),
  'results/next/web/lighthouse.json': readFileSync('test/samples/lighthouse/demo.json', 'utf8'),
  'results/next/card/run.json': run('card', 'scorecard.json'),
  'results/next/card/scorecard.json': readFileSync('test/samples/scorecard/demo.json', 'utf8'),
  'results/next/audit/run.json': run('audit', 'report.md'),
  'results/next/audit/report.md': `# Audit\n\n## Found\n\n| a | b |\n| --- | --- |\n| ${unbroken} | ${unbroken} |\n\n    ${unbroken}\n`,
};

/** Each with the pages to look at: those that it makes other than this repository does. */
const roots = [
  {
    name: 'a root with next to nothing',
    files: ready,
    address: 'https://example.org/',
    base: '/',
    paths: ['', 'releases/', 'matrix/', 'trends/', 'compare/'],
  },
  {
    name: 'a root where little counts',
    files: unusable,
    address: 'https://example.org/some/portal/',
    base: '/some/portal/',
    paths: [
      '',
      'layers/quality/',
      'items/quality/verified/too-hot/',
      'evidence/heat/heat.json/',
      'evidence/cover/coverage.out/',
      'evidence/web/lighthouse.json/',
      'evidence/card/scorecard.json/',
      'evidence/audit/report.md/',
    ],
  },
];

for (const { name, files, address, base, paths } of roots) {
  test.describe(name, () => {
    let dist: string;
    let served: { readonly server: Server; readonly origin: string };

    test.beforeAll(async () => {
      const root = mkdtempSync(join(tmpdir(), 'small-root-'));
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(join(root, dirname(path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
      dist = join(root, 'dist');
      execFileSync(
        'node',
        ['src/cli/main.ts', 'build', '--root', root, '--out', dist, '--site', address, '--now', '2026-11-24T12:00:00Z'],
        { stdio: 'ignore' },
      );
      served = await serveSite(dist, base);
    });

    test.afterAll(() => {
      served.server.close();
    });

    test('no link is dead, no id or title stands twice, nothing is empty and no sentence says nothing', () => {
      expect(faultsOfSite(dist, base)).toEqual([]);
    });

    test('its pages are accessible with all of them open, and nothing overflows at 320 pixels', async ({ page }) => {
      await page.setViewportSize({ width: 320, height: 640 });
      for (const path of paths) {
        await page.goto(`${served.origin}${base}${path}`);
        const overflow = await page.evaluate(() => {
          for (const each of document.querySelectorAll('details')) each.open = true;
          return document.documentElement.scrollWidth - document.documentElement.clientWidth;
        });
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect({ path, overflow, violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`) }).toEqual({
          path,
          overflow: 0,
          violations: [],
        });
      }
    });
  });
}
