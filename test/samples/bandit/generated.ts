import { generatedFindings, type MadeFinding } from '../../reports/generated.ts';

const levels = ['HIGH', 'MEDIUM', 'LOW', 'UNDEFINED'];

export const generated = generatedFindings(
  (findings) =>
    JSON.stringify({
      errors: [],
      generated_at: '2026-11-24T12:01:04Z',
      metrics: {
        _totals: metricsOf(findings),
        ...Object.fromEntries(['a.go', 'b.go'].map((file) => [file, metricsOf(findings.filter((each) => each.file === file))])),
      },
      results: findings.map((each) => ({
        code: `${each.line} call()\n`,
        filename: each.file,
        issue_confidence: 'HIGH',
        issue_severity: levelOf(each),
        issue_text: 'found',
        line_number: each.line,
        line_range: [each.line],
        test_id: each.rule,
        test_name: `name_of_${each.rule}`,
      })),
    }),
  { rules: ['B105', 'B403', 'B602'], rated: ['high', 'medium', 'low', 'unknown'] },
);

function levelOf({ severity }: MadeFinding): string {
  return severity === 'unknown' ? 'UNDEFINED' : severity.toUpperCase();
}

/** A line with `nosec` is counted here alone. */
function metricsOf(findings: readonly MadeFinding[]) {
  const counts = levels.flatMap((level) => [
    [`CONFIDENCE.${level}`, level === 'HIGH' ? findings.length : 0],
    [`SEVERITY.${level}`, findings.filter((each) => levelOf(each) === level).length],
  ]);
  return { ...Object.fromEntries(counts), loc: 900, nosec: 1, skipped_tests: 0 };
}
