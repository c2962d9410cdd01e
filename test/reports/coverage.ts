import { readReport } from '../../src/reports/read.ts';
import { coverageTotal } from '../../src/reports/summary.ts';
import { bytesOf } from './files.ts';

const measures = ['lines', 'statements', 'branches', 'functions'] as const;

/** What a reader makes of a text, in short: `{ lines: '3/4' }` or `{ lines: '75 %' }` beside its problems, or the codes of its refusal. */
export async function readCoverage(text: string, format: string | null = null): Promise<Record<string, unknown>> {
  const outcome = await readReport(bytesOf(text, 'results/next/unit/coverage'), format);
  const codes = outcome.problems.map(({ code }) => code);
  if (outcome.state === 'refused' || outcome.report.kind !== 'coverage') return { refused: codes };
  const { report } = outcome;
  const totals = measures.flatMap((measure) => {
    const total = coverageTotal(report, measure);
    if (total === null) return [];
    return [[measure, total.total === null ? `${total.percent?.toFixed(1)} %` : `${total.covered}/${total.total}`]];
  });
  return { ...Object.fromEntries(totals), ...(codes.length > 0 ? { problems: codes } : {}) };
}
