import { expect, test } from 'vitest';
import { trendViews } from '../../src/views/trends.ts';
import { assessRoot } from '../assessment/root-of.ts';

test.each([
  ['1.0.0', '1.0.0'],
  ['2025.10.23', '2025.10.23'],
  ['1.0.0+build.5', '1.0.0'],
  ['1.0.0-rc.9', 'rc.9'],
  ['1.10.0-beta.1', 'beta.1'],
  ['1.0.0-dev.20251009', '20251009'],
  ['next', 'next'],
])('%s stands under its point as %s', async (label, text) => {
  const results = { 'load/p.json': '{"p95": 120}' };
  const { assessment } = await assessRoot({ items: '- [x] A [r](/results/next/load/p.json#/p95 "< 200")', results });
  const release = (name: string) => ({ name, label: name, date: '2026-11-24T12:00:00Z', href: '', assessment, itemLink: () => '' });
  const [trend] = trendViews([release(label), release('other')]);
  expect(trend?.chart.columns.map((column) => column.text)).toEqual([text, 'other']);
});
