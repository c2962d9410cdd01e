import fc from 'fast-check';
import { countFindings, type MadeFinding, madeFindings } from '../../reports/generated.ts';

const options = { rules: ['no-eval', 'eqeqeq', 'eslint'], rated: ['high', 'medium'], suppresses: true } as const;

/** A file without messages is listed too. `eslint` stands for no rule, as of a directive that nothing uses. */
export const generated = fc.tuple(madeFindings(options), fc.boolean()).map(([findings, withMetadata]) => {
  const results = ['a.go', 'b.go', 'clean.go'].map((file) =>
    resultOf(
      file,
      findings.filter((each) => each.file === file),
    ),
  );
  return {
    content: JSON.stringify(withMetadata ? { results, metadata: { cwd: '/product', rulesMeta: {} } } : results),
    counts: countFindings(findings),
  };
});

function resultOf(file: string, findings: readonly MadeFinding[]) {
  const messages = findings.filter(({ suppressed }) => !suppressed);
  return {
    filePath: `/product/src/${file}`,
    messages: messages.map(messageOf),
    suppressedMessages: findings
      .filter(({ suppressed }) => suppressed)
      .map((each) => ({ ...messageOf(each), suppressions: [{ kind: 'directive', justification: '' }] })),
    errorCount: messages.filter(({ severity }) => severity === 'high').length,
    fatalErrorCount: 0,
    warningCount: messages.filter(({ severity }) => severity === 'medium').length,
    fixableErrorCount: 0,
    fixableWarningCount: 0,
    usedDeprecatedRules: [],
  };
}

function messageOf({ rule, severity, line }: MadeFinding) {
  return { ruleId: rule === 'eslint' ? null : rule, severity: severity === 'high' ? 2 : 1, message: 'found', line, column: 1 };
}
