import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assess } from '../../src/assessment/assess.ts';
import { judgeFile } from '../../src/assessment/judge-file.ts';
import type { EvidenceContext } from '../../src/assessment/provenance.ts';
import { Portal } from '../../src/checklist/portal.ts';
import { readEvidence } from '../../src/reports/evidence.ts';
import { readers } from '../../src/reports/readers.ts';
import { citationsByFile } from '../../src/views/evidence-header.ts';
import { type EvidenceFileView, evidenceFileView, evidenceIndexView } from '../../src/views/evidence-pages.ts';
import { currentLinks } from '../../src/views/links.ts';
import { assessRoot, commit, now, run } from '../assessment/root-of.ts';
import { bytesOf, fileOf, samples, samplesOf } from '../reports/files.ts';

const portal = Portal.parse({ product: 'Demo', freshness: { default: '30 days' } });

/** Every sample of every format, each as the file of its own job; null for the provenance: no `run.json` beside it. */
async function everySample(provenance: Record<string, unknown> | null): Promise<EvidenceContext> {
  const files = readers.flatMap(({ format }) => samplesOf(format).map((name) => ({ format, name })));
  const text = (path: string, written: string) => ({ path, input: bytesOf(written, path), bytes: Buffer.from(written) });
  const listed = [
    text('run.json', JSON.stringify({ product: 'Demo', version: '1.0.0', commit })),
    ...files.flatMap(({ format, name }, index) => {
      const [job, file] = [`${format}-${index}`, join(samples, format, name)];
      const own = text(`${job}/run.json`, run(job, { files: { [name]: { format } }, ...provenance }));
      return [{ path: `${job}/${name}`, input: fileOf(file, name), bytes: readFileSync(file) }, ...(provenance === null ? [] : [own])];
    }),
  ].map(({ path, input, bytes }) => ({ path, input, digest: createHash('sha256').update(bytes).digest('hex') }));
  const read = await readEvidence('results/next', listed, () => false);
  if (read.state === 'refused') throw new Error(read.problems.map(({ message }) => message).join('; '));
  return { evidence: read.value, portal, now };
}

function viewsOf(context: EvidenceContext): { view: EvidenceFileView; verdict: string }[] {
  const assessment = assess({ ...context, checklist: { pages: [] }, waivers: [] }).value;
  const rows = new Map(
    evidenceIndexView(assessment, context, currentLinks, [])
      .jobs.flatMap(({ parts }) => parts)
      .flatMap(({ files }) => files)
      .map((row) => [row.href, row]),
  );
  const cited = citationsByFile(assessment);
  return context.evidence.files
    .filter(({ name }) => name !== 'run.json')
    .map((file) => {
      const view = evidenceFileView(file, cited, context, currentLinks, null, []);
      expect(rows.get(currentLinks.evidence(file.path) ?? '')).toMatchObject({ headline: view.header.headline, tone: view.header.tone });
      const verdict = judgeFile(file, context).verdict.state;
      const { standing, checks } = view.header;
      const isSpokenAgainst = checks.some(({ held }) => held.some(({ state }) => state === 'open'));
      expect({ path: view.path, ...standing }).toMatchObject(
        verdict === 'unproven' ? { state: expect.not.stringMatching('counts') } : { state: isSpokenAgainst ? 'part' : 'counts' },
      );
      return { view, verdict };
    });
}

describe('what stands above a result file is what it comes to by itself', () => {
  test('of a whole run of this commit, a good tone stands for a pass alone, and every sample of a load says its numbers', async () => {
    const views = viewsOf(await everySample({}));
    expect(views.length).toBeGreaterThan(300);
    expect(views.filter(({ view, verdict }) => view.header.tone === 'good' && verdict !== 'pass').map(({ view }) => view.path)).toEqual([]);
    expect(
      views.filter(({ view, verdict }) => (verdict === 'unproven') !== (view.header.tone === 'unproven')).map(({ view }) => view.path),
    ).toEqual([]);
    expect(views.filter(({ view }) => view.header.tone === 'good').length).toBeGreaterThan(5);
    expect(
      views
        .filter(
          ({ view }) => view.header.headline === '' || /undefined|null|NaN| {2}|^[;,]|\b1 [a-z]+s\b(?<!ms)/.test(view.header.headline),
        )
        .map(({ view }) => view.header.headline),
    ).toEqual([]);
    const loads = readers.filter(({ kind }) => kind === 'load').map(({ format }) => `${format}-`);
    const silent = views.filter(
      ({ view }) =>
        loads.some((folder) => view.path.startsWith(folder)) &&
        !view.header.headline.startsWith('cannot be used') &&
        !/\d|the file measures nothing/.test(view.header.headline),
    );
    expect(silent.map(({ view }) => `${view.path}: ${view.header.headline}`)).toEqual([]);
  });

  test.each<[string, Record<string, unknown> | null, RegExp]>([
    ['of another commit', { commit: 'b'.repeat(40) }, /unproven: measured on another commit: bbbbbbb/],
    ['without a run.json', null, /unproven: no provenance/],
    ['that is stale', { finished: '2026-01-01T00:00:00Z' }, /unproven: stale/],
    ['whose command failed', { commands: [{ command: 'x', exitCode: 1 }] }, /unproven: /],
  ])('nothing is good in any sample %s, and its page says why', async (_, provenance, why) => {
    for (const { view, verdict } of viewsOf(await everySample(provenance))) {
      expect(view.header.tone).not.toBe('good');
      if (verdict === 'unproven' && !view.header.headline.startsWith('cannot be used')) expect(view.header.headline).toMatch(why);
    }
  });
});

test('the head of a page says what each item that cites the file measured, what fails first, and is not good beside one that got no proof', async () => {
  const tests = '<testsuite name="s" tests="1"><testcase classname="s" name="a"/></testsuite>';
  const { assessment, input: context } = await assessRoot({
    items: '- [x] Unit tests pass [unit](/results/next/unit/a.xml)\n- [ ] Many tests [unit](/results/next/unit/a.xml ">= 5 passed")',
    pages: { '2-b.md': '# B\n\n## S\n\n<!-- environment: staging -->\n\n- [x] Smoke tests pass [unit](/results/next/unit/a.xml)\n' },
    results: { 'unit/a.xml': tests, 'unit/run.json': run('unit', { url: 'https://ci.example/1' }) },
    portal: { product: 'Demo', repository: 'https://github.com/o/r' },
  });
  const file = context.evidence.byPath.get('unit/a.xml');
  if (file === undefined) throw new Error('the root of a test has its files');
  const { header } = evidenceFileView(file, citationsByFile(assessment), context, currentLinks, null, []);
  expect(header).toMatchObject({
    tone: 'plain',
    standing: { state: 'counts', words: 'Counts for 1.0.0.' },
    run: { ci: 'https://ci.example/1' },
  });
  expect(header.citedBy.map(({ verdict, outcome: measured }) => [verdict, measured])).toEqual([
    ['fail', '1 test passed, requires ≥ 5 passed tests'],
    ['unproven', 'nothing measured'],
    ['pass', expect.stringContaining('1 test passed')],
  ]);
  expect(header.checks.map(({ name, code, held }) => [name, code?.href ?? null, held.map(({ words }) => words).join('; ')])).toEqual([
    ['Commit', `https://github.com/o/r/commit/${commit}`, 'the release’s'],
    ['Age', null, expect.stringContaining('no rule limits its age')],
    ['Environment', null, expect.stringContaining('asked for in staging')],
    ['Completeness', null, 'nothing is known to be missing'],
  ]);
});
