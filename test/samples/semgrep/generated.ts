import { generatedFindings, type MadeFinding } from '../../reports/generated.ts';

/** Rules have the levels of old, or the severities of the newer ones. */
const words = {
  critical: ['CRITICAL'],
  high: ['ERROR', 'HIGH'],
  medium: ['WARNING', 'MEDIUM'],
  low: ['LOW'],
  info: ['INFO'],
  unknown: ['EXPERIMENT'],
};

export const generated = generatedFindings(
  (findings) =>
    JSON.stringify({
      version: '1.185.0',
      results: findings.map(resultOf),
      errors: [{ code: 2, level: 'info', type: 'Note', message: 'said by the way' }],
      paths: { scanned: ['a.go', 'b.go', 'clean.go'] },
      engine_requested: 'OSS',
      skipped_rules: [],
    }),
  { rules: ['demo.shell', 'demo.md5', 'demo.eval'], suppresses: true },
);

function resultOf({ rule, severity, file, line, suppressed }: MadeFinding) {
  const own = words[severity];
  return {
    check_id: rule,
    path: file,
    start: { line, col: 1, offset: 0 },
    end: { line: line + 1, col: 1, offset: 9 },
    extra: { message: 'found', metadata: {}, severity: own[line % own.length], ...(suppressed ? { is_ignored: true } : {}) },
  };
}
