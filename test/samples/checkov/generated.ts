import { generatedFindings, type MadeFinding } from '../../reports/generated.ts';

/** Without anything to check, it writes a summary alone; of one framework, no list. With `--quiet`, it lists failed checks alone. */
export const generated = generatedFindings(
  (findings) => {
    const frameworks = [...Map.groupBy(findings, ({ file }) => file)].map(([name, own]) => frameworkOf(name, own));
    const [first, ...others] = frameworks;
    return JSON.stringify(others.length > 0 ? frameworks : (first ?? summaryOf(0, 0, 0)));
  },
  { rules: ['CKV_AWS_24', 'CKV_AWS_189', 'CKV2_AWS_73'], files: ['terraform', 'kubernetes', 'dockerfile'], suppresses: true },
);

function frameworkOf(name: string, findings: readonly MadeFinding[]) {
  const skipped = findings.filter(({ suppressed }) => suppressed);
  const failed = findings.filter(({ suppressed }) => !suppressed);
  const quiet = skipped.length === 0;
  const passed = { rule: 'CKV_AWS_1', severity: 'critical', file: name, line: 1, suppressed: false } as const;
  return {
    check_type: name,
    results: {
      ...(quiet ? {} : { passed_checks: [checkOf(passed, 'PASSED')], skipped_checks: skipped.map((each) => checkOf(each, 'SKIPPED')) }),
      failed_checks: failed.map((each) => checkOf(each, 'FAILED')),
      ...(quiet ? {} : { parsing_errors: [] }),
    },
    summary: summaryOf(1, failed.length, skipped.length),
  };
}

function checkOf({ rule, severity, file, line }: MadeFinding, result: string) {
  return {
    check_id: rule,
    bc_check_id: null,
    check_name: 'Ensure that it is safe',
    check_result: { result },
    file_path: `/${file}.yaml`,
    file_line_range: [line, line + 3],
    resource: `resource.${line}`,
    severity: severity === 'unknown' ? null : severity.toUpperCase(),
  };
}

function summaryOf(passed: number, failed: number, skipped: number) {
  return { passed, failed, skipped, parsing_errors: 0, resource_count: passed, checkov_version: '3.3.30' };
}
