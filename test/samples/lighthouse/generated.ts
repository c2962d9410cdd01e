import fc from 'fast-check';
import { amounts, countMetrics, type Generated, inUnit } from '../../reports/generated.ts';

const units = { millisecond: 'ms', byte: 'bytes', unitless: 'count', element: 'count' } as const;

const audit = fc.record({
  unit: fc.constantFrom('millisecond' as const, 'byte' as const, 'unitless' as const, 'element' as const),
  value: amounts,
  mode: fc.constantFrom('numeric', 'metricSavings', 'informative', 'binary', 'notApplicable', 'manual'),
});

const audits = fc.dictionary(fc.constantFrom('largest-contentful-paint', 'total-byte-weight', 'dom-size', 'is-on-https', 'max-fid'), audit);
const categories = fc.dictionary(fc.constantFrom('performance', 'accessibility', 'best-practices', 'seo'), fc.option(fc.nat(100)), {
  minKeys: 1,
});

export const generated: Generated = fc.record({ audits, categories }).map((made) => {
  const measures = (mode: string) => mode !== 'binary' && mode !== 'manual';
  const content = JSON.stringify({
    lighthouseVersion: '12.8.2',
    requestedUrl: 'https://demo.test/',
    fetchTime: '2026-11-24T12:00:00.000Z',
    gatherMode: 'navigation',
    runWarnings: [],
    audits: Object.fromEntries(
      Object.entries(made.audits).map(([id, { unit, value, mode }]) => {
        const measured = measures(mode) ? { numericValue: value, numericUnit: unit } : {};
        return [id, { id, title: id, description: '', score: null, scoreDisplayMode: mode, ...measured }];
      }),
    ),
    categories: Object.fromEntries(
      Object.entries(made.categories).map(([id, percent]) => [id, { id, title: id, score: percent && percent / 100, auditRefs: [] }]),
    ),
  });
  const ofAudits = Object.entries(made.audits).flatMap(([id, { unit, value, mode }]) =>
    measures(mode) && mode !== 'notApplicable' ? [[id, inUnit(units[unit], { value })] as const] : [],
  );
  const ofCategories = Object.entries(made.categories).map(
    ([id, percent]) => [id, percent === null ? {} : inUnit('ratio', { value: percent / 100 })] as const,
  );
  return {
    content,
    counts: { ...countMetrics(Object.fromEntries([...ofAudits, ...ofCategories])), requests: null, checks: null, durationMs: null },
  };
});
