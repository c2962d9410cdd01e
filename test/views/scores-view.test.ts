import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AssessedCitation } from '../../src/assessment/assessment.ts';
import type { Tone } from '../../src/publish/words/evidence-words.ts';
import { fileHeadline } from '../../src/publish/words/evidence-words.ts';
import { readReport } from '../../src/reports/read.ts';
import { type CategoryView, type ScoresView, scoresView } from '../../src/views/scores-view.ts';
import { bytesOf, fileOf, samples } from '../reports/files.ts';

const named: ScoresView['named'] = {
  kind: 'load',
  facts: [],
  thresholds: [],
  checks: { listed: [], more: '' },
  strips: [],
  tables: [],
  more: '',
  series: [],
};

async function viewOf(format: 'lighthouse' | 'scorecard', text: string | null, tone: Tone = 'plain', citations: AssessedCitation[] = []) {
  const file = text === null ? fileOf(join(samples, format, 'demo.json')) : bytesOf(text);
  const outcome = await readReport(file, format);
  if (outcome.state === 'refused') throw new Error(outcome.problems[0]?.message);
  return {
    ...scoresView(outcome.report.scores ?? [], tone, citations, named),
    headline: fileHeadline(outcome, { state: 'pass' }).headline.replaceAll('\u{a0}', ' '),
  };
}

function auditsOf({ open, folded }: CategoryView) {
  const shown = (audits: CategoryView['open']) =>
    audits.map(({ name, title, state, words }) => `${name || title}: ${state} ${words.replaceAll('\u{a0}', ' ')}`);
  return { open: shown(open), ...Object.fromEntries(folded.map(({ title, audits }) => [title, shown(audits)])) };
}

const [performance, accessibility, seo] = ['Performance', 'Accessibility', 'SEO'];

test('a file of scores says what each category has, and of one without a score that it was not measured', async () => {
  const { categories, headline } = await viewOf('lighthouse', null);
  expect(categories.map(({ title, score, rating, meter }) => [title, score.replaceAll('\u{a0}', ' '), rating, meter.value])).toEqual([
    [performance, '72 of 100', 'needs improvement', 72],
    [accessibility, '95 of 100', 'good', 95],
    [seo, 'not measured', '', null],
  ]);
  expect(headline).toBe('Performance 72 of 100, Accessibility 95 of 100 and SEO not measured');
});

test('what failed stands first, with what it takes from the score, its reason, where it is explained and what was found', async () => {
  const { categories } = await viewOf('lighthouse', null);
  expect(categories.map(auditsOf)).toEqual([
    {
      open: ['largest-contentful-paint: fail poor'],
      'For information, without a score (1)': ['dom-size: null not measured'],
      'Passed (3)': ['first-contentful-paint: pass good', 'cumulative-layout-shift: pass good', 'total-byte-weight: pass good'],
      'Does not apply (1)': ['uses-http2: null not measured'],
    },
    { open: ['image-alt: fail poor'], 'For a person to look at (1)': ['focus-traps: null not measured'] },
    { open: [] },
  ]);
  expect(categories.flatMap(({ open }) => open)).toMatchObject([
    {
      measured: '3.2 s',
      lost: 'takes 25 points of the score',
      reason: 'When the largest text or image is painted.',
      help: 'https://developer.chrome.com/docs/lighthouse/performance/lighthouse-largest-contentful-paint/',
    },
    {
      title: 'Image elements do not have `[alt]` attributes',
      reason: 'Informative elements should have short text.',
      help: 'https://dequeuniversity.com/rules/axe/4.10/image-alt',
      found: ['body > img  <img src="a.png">'],
    },
  ]);
});

test('the numbers that a score is first of all made of stand at a glance, with what the tool calls good and poor', async () => {
  const audits = {
    lcp: {
      scoreDisplayMode: 'numeric',
      score: 0.4,
      title: 'LCP',
      displayValue: '4.4 s',
      numericUnit: 'millisecond',
      numericValue: 4400,
      scoringOptions: { p10: 2500, median: 4000 },
    },
    cls: {
      scoreDisplayMode: 'numeric',
      score: 1,
      title: 'CLS',
      displayValue: '0',
      numericUnit: 'unitless',
      numericValue: 0,
      scoringOptions: { p10: 0.1, median: 0.25 },
    },
    tbt: { scoreDisplayMode: 'numeric', score: 0.9, title: 'TBT', displayValue: '90 ms', numericUnit: 'millisecond', numericValue: 90 },
    bytes: { scoreDisplayMode: 'numeric', score: 1, title: 'bytes' },
  };
  const auditRefs = ['lcp', 'cls', 'tbt']
    .map((id) => ({ id, weight: 1, group: 'metrics' }))
    .concat({ id: 'bytes', weight: 1, group: 'insights' });
  const text = JSON.stringify({ lighthouseVersion: '13.0.0', categories: { performance: { score: 0.7, auditRefs } }, audits });
  const shown = async (tone: Tone) =>
    (await viewOf('lighthouse', text, tone)).categories.flatMap(({ metrics }) =>
      metrics.map(({ title, measured, state, words, bands }) => [title, measured, state, words, bands.replaceAll('\u{a0}', ' ')]),
    );
  const expected = [
    ['LCP', '4.4 s', 'fail', 'poor', 'good up to 2.5 s, poor beyond 4 s'],
    ['CLS', '0', 'pass', 'good', 'good up to 0.1, poor beyond 0.25'],
    ['TBT', '90 ms', 'pass', 'good', ''],
  ];
  expect(await shown('plain')).toEqual(expected);
  expect((await shown('unproven')).map(([, , state]) => state)).toEqual(['fail', 'unproven', 'unproven']);
});

test('nothing is good in a file that does not count', async () => {
  const { categories } = await viewOf('lighthouse', null, 'unproven');
  expect(categories.flatMap(({ folded }) => folded.flatMap(({ audits }) => audits)).filter(({ state }) => state === 'pass')).toEqual([]);
});

test('an audit that could not run is not measured, and a score just below good is not rounded up to it', async () => {
  const audits = {
    ran: { scoreDisplayMode: 'numeric', score: 0.8999 },
    stopped: { scoreDisplayMode: 'error', score: 1, errorMessage: 'NO_LCP' },
    odd: { scoreDisplayMode: 'binary', score: 'high' },
    unscored: { scoreDisplayMode: 'numeric', score: null },
  };
  const auditRefs = Object.keys(audits).map((id) => ({ id, weight: 1 }));
  const text = JSON.stringify({ lighthouseVersion: '12.8.2', audits, categories: { seo: { score: 0.9, title: seo, auditRefs } } });
  const { categories } = await viewOf('lighthouse', text);
  expect(categories.map(auditsOf)).toEqual([
    {
      open: [
        'ran: fail needs improvement',
        'stopped: unproven not measured',
        'odd: unproven not measured',
        'unscored: unproven not measured',
      ],
    },
  ]);
});

test('Scorecard has each check in its own scale, the lowest first, and those without a conclusion behind them', async () => {
  const checks = [
    ['Fuzzing', 0],
    ['Packaging', -1],
    ['License', 9],
    ['Binary-Artifacts', 10],
  ].map(([name, score]) => ({ name, score, reason: `why ${name}`, details: score === 0 ? ['Warn: none'] : null }));
  const text = JSON.stringify({ repo: { name: 'r' }, scorecard: { version: 'v5' }, score: 6.1, checks });
  const { categories, headline } = await viewOf('scorecard', text);
  expect(categories.map(({ score, rating }) => [score.replaceAll('\u{a0}', ' '), rating])).toEqual([['6.1 of 10', 'not the full score']]);
  expect(categories.map(auditsOf)).toEqual([
    {
      open: ['Fuzzing: fail 0 of 10', 'License: fail 9 of 10', 'Packaging: unproven not measured'],
      'Passed (1)': ['Binary-Artifacts: pass 10 of 10'],
    },
  ]);
  expect(categories[0]?.open[0]).toMatchObject({ reason: 'why Fuzzing', found: ['Warn: none'] });
  expect(headline).toBe('r 6.1 of 10; 2 not rated findings');
});

test('no aggregate stands for checks of which none came to a conclusion', async () => {
  const text = JSON.stringify({
    repo: { name: 'r' },
    scorecard: { version: 'v5' },
    score: 10,
    checks: [{ name: 'Packaging', score: -1, reason: '' }],
  });
  expect((await viewOf('scorecard', text)).categories).toMatchObject([{ score: 'not measured', meter: { value: null }, rating: '' }]);
});
