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
import { type EvidenceFileView, evidenceFileView, evidenceIndexView } from '../../src/views/evidence-pages.ts';
import { currentLinks } from '../../src/views/links.ts';
import { commit, now, run } from '../assessment/root-of.ts';
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
    evidenceIndexView(assessment, context, [])
      .jobs.flatMap(({ parts }) => parts)
      .flatMap(({ files }) => files)
      .map((row) => [row.href, row]),
  );
  return context.evidence.files
    .filter(({ name }) => name !== 'run.json')
    .map((file) => {
      const view = evidenceFileView(file, assessment, context, null);
      expect(rows.get(currentLinks.evidence(file.path) ?? '')).toMatchObject({ headline: view.headline, tone: view.tone });
      return { view, verdict: judgeFile(file, context).verdict.state };
    });
}

const goodTones = ({ tone, tables }: EvidenceFileView) =>
  [tone, ...tables.flatMap(({ rows }) => rows.flat().map((cell) => cell.tone))].filter((each) => each === 'good');

describe('what stands above a result file is what it comes to by itself', () => {
  test('of a whole run of this commit, a good tone stands for a pass alone, and every sample of a load says its numbers', async () => {
    const views = viewsOf(await everySample({}));
    expect(views.length).toBeGreaterThan(300);
    expect(views.filter(({ view, verdict }) => view.tone === 'good' && verdict !== 'pass').map(({ view }) => view.path)).toEqual([]);
    expect(views.filter(({ view, verdict }) => verdict === 'unproven' && goodTones(view).length > 0).map(({ view }) => view.path)).toEqual(
      [],
    );
    expect(
      views.filter(({ view, verdict }) => (verdict === 'unproven') !== (view.tone === 'unproven')).map(({ view }) => view.path),
    ).toEqual([]);
    expect(views.filter(({ view }) => view.tone === 'good').length).toBeGreaterThan(5);
    expect(
      views
        .filter(({ view }) => view.headline === '' || /undefined|null|NaN| {2}|^[;,]|\b1 [a-z]+s\b(?<!ms)/.test(view.headline))
        .map(({ view }) => view.headline),
    ).toEqual([]);
    const loads = readers.filter(({ kind }) => kind === 'load').map(({ format }) => `${format}-`);
    const silent = views.filter(
      ({ view }) =>
        loads.some((folder) => view.path.startsWith(folder)) &&
        !view.headline.startsWith('cannot be read') &&
        !/\d|the file measures nothing/.test(view.headline),
    );
    expect(silent.map(({ view }) => `${view.path}: ${view.headline}`)).toEqual([]);
  });

  test.each<[string, Record<string, unknown> | null, RegExp]>([
    ['of another commit', { commit: 'b'.repeat(40) }, /unproven: measured on another commit: bbbbbbb/],
    ['without a run.json', null, /unproven: no provenance/],
    ['that is stale', { finished: '2026-01-01T00:00:00Z' }, /unproven: stale/],
    ['whose command failed', { commands: [{ command: 'x', exitCode: 1 }] }, /unproven: /],
  ])('nothing is good in any sample %s, and its page says why', async (_, provenance, why) => {
    for (const { view, verdict } of viewsOf(await everySample(provenance))) {
      expect({ path: view.path, tone: view.tone, good: verdict === 'fail' ? [] : goodTones(view) }).toMatchObject({
        path: view.path,
        good: [],
      });
      expect(view.tone).not.toBe('good');
      if (verdict === 'unproven' && !view.headline.startsWith('cannot be read')) expect(view.headline).toMatch(why);
    }
  });
});
