import type { DocumentReport } from '../../reports/report.ts';
import { type Measurement, type Reported, unproven } from './measurement.ts';

/** Measures documents: each exists, is not empty, and holds the heading that the selector names by its words or its anchor. */
export function measureDocuments(selector: string, parts: readonly Reported<DocumentReport>[]): Measurement {
  const blank = parts.find(({ report }) => report.blank);
  if (blank !== undefined) return unproven({ code: 'blank-document', file: blank.file.path });
  const without = parts.find(
    ({ report }) => selector !== '' && !report.headings.some(({ text, slug }) => text === selector || slug === selector),
  );
  if (without !== undefined) {
    const headings = without.report.headings.map(({ text }) => text);
    return unproven({ code: 'nothing-selected', selector, available: headings.length }, headings);
  }
  return {
    state: 'measured',
    measured: { kind: 'existence' },
    number: null,
    own: { rule: 'not-blank', verdict: { state: 'pass' } },
    partial: [],
    examples: [],
  };
}
