import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadPublication } from '../../src/disk/releases.ts';
import { codeLinks } from '../../src/publish/code-links.ts';
import { successiveReleases } from '../../src/publish/successive-releases.ts';
import { releaseEvidence } from '../../src/views/release-evidence.ts';
import { releaseView } from '../../src/views/release-pages.ts';
import { readiness } from '../cli/run.ts';
import { frozenRoot } from '../release/frozen-root.ts';

test('a release says how far it can be checked, and promises no file that is not there', async () => {
  const root = await frozenRoot();
  const view = async () => {
    const release = await successiveReleases([], (await loadPublication(root)).read)('1.0.0');
    if (release === null) throw new Error('there is no release');
    const evidence = await releaseEvidence(
      release,
      async () => null,
      async () => [],
    );
    return {
      ...releaseView(release, {
        site: 'https://example.org/',
        evidence,
        code: codeLinks({ repository: 'https://github.com/o/r' }),
      }),
      pages: evidence?.files ?? [],
      jobs: evidence?.jobs() ?? [],
      index: evidence?.index?.() ?? null,
    };
  };
  const pageOf = async (name: string) => (await view()).pages.find(({ path }) => path === name);
  expect(await view()).toMatchObject({ check: expect.stringMatching(/^Every byte that this release was made of is here\./) });
  expect(await view()).toMatchObject({
    facts: expect.arrayContaining([
      expect.objectContaining({ name: 'Commit', href: expect.stringMatching(/^https:\/\/github\.com\/o\/r\/commit\/[\da-f]{40}$/) }),
    ]),
    evidence: { words: expect.stringMatching(/^Each of its \d+ result files has a page\.$/), href: '/releases/1.0.0/evidence/' },
    files: expect.arrayContaining([expect.objectContaining({ path: 'unit/junit.xml', page: '/releases/1.0.0/evidence/unit/junit.xml/' })]),
  });
  const { jobs, index } = await view();
  expect(index?.jobs.map(({ href }) => href)).toEqual(jobs.map(({ view: { name } }) => `/releases/1.0.0/evidence/${name}/`));
  expect(jobs[0]?.view.runs[0]?.record).toMatch(/^\/releases\/1\.0\.0\/evidence\//);
  const page = await pageOf('unit/junit.xml');
  const header = page?.state === 'read' ? (await page.view()).header : null;
  expect(header?.citedBy.length).toBeGreaterThan(0);
  expect(header?.citedBy.filter(({ href }) => !href.startsWith('/releases/1.0.0/'))).toEqual([]);
  expect(header?.run.job.href).toBe('/releases/1.0.0/evidence/unit/');
  expect(header?.standing.words).toBe('Counts for 1.0.0.');

  expect(readiness('withdraw', '1.0.0', 'unit/junit.xml', '--because', 'a token', '--root', root).code).toBe(0);
  expect(await view()).toMatchObject({ check: expect.stringContaining('is here, but for what was withdrawn') });
  expect(await pageOf('unit/junit.xml')).toEqual({
    path: 'unit/junit.xml',
    state: 'withdrawn',
    words: expect.stringContaining('because: a token'),
  });

  rmSync(join(root, 'results/1.0.0/unit/lcov.info'));
  expect(await view()).toMatchObject({
    check: expect.stringMatching(/^Neither its snapshot nor its manifest is here/),
    commands: ['npx readiness-portal verify 1.0.0 --from https://example.org/'],
    downloads: [],
    evidence: { words: expect.stringContaining('have no pages'), href: null },
    pages: [],
  });
});
