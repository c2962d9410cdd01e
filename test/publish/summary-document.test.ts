import { describe, expect, test } from 'vitest';
import type { ReleaseRow } from '../../src/publish/release-row.ts';
import { SummaryDocument, summaryDocument } from '../../src/publish/summary-document.ts';
import { assessRoot, run } from '../assessment/root-of.ts';

const passing = '<testsuite tests="1"><testcase classname="a" name="b"/></testsuite>';

describe('the summary of a site', () => {
  test('says in a few hundred bytes what the release in preparation has come to, and why', async () => {
    const { assessment } = await assessRoot({
      items: '- [x] Tests pass [tests](/results/next/unit/junit.xml)\n- [x] Reviewed',
      results: { 'unit/run.json': run('unit'), 'unit/junit.xml': passing.replace('/></testsuite>', '><failure/></testcase></testsuite>') },
    });
    const summary = summaryDocument(assessment, undefined, null);
    expect(SummaryDocument.parse(summary)).toEqual(summary);
    expect(summary).toMatchObject({
      version: assessment.version,
      state: 'not-ready',
      ready: false,
      reason: 'Of 2 items 1 is contradicted and 1 claimed.',
      contradictions: 1,
      latest: null,
    });
    expect(JSON.stringify(summary).length).toBeLessThan(1024);
  });

  test('says a state of the latest release only where this version vouches for it', async () => {
    const { assessment } = await assessRoot({ items: '- [ ] Reviewed' });
    const row: ReleaseRow = {
      schemaVersion: 1,
      version: '0.9.0',
      integrity: 'intact',
      manifest: null,
      digest: null,
      frozen: null,
      notRechecked: true,
      shown: { state: 'ready', counts: assessment.counts, contradictions: 0, headline: '', answer: '', items: [] },
      changes: null,
    };
    const stateOf = (differs: object) => summaryDocument(assessment, { ...row, ...differs }, null).latest?.state;
    expect(stateOf({ notRechecked: false })).toBe('ready');
    expect(stateOf({})).toBeNull();
    expect(stateOf({ integrity: 'broken', notRechecked: false, shown: null })).toBeNull();
  });
});
