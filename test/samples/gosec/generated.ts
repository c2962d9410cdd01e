import { generatedFindings } from '../../reports/generated.ts';

export const generated = generatedFindings(
  (findings) =>
    JSON.stringify(
      {
        'Golang errors': {},
        Issues: findings.map(({ rule, severity, file, line, suppressed }) => ({
          severity: severity.toUpperCase(),
          confidence: 'HIGH',
          cwe: { id: '338', url: 'https://cwe.mitre.org/data/definitions/338.html' },
          rule_id: rule,
          details: 'found',
          file: `/src/${file}`,
          code: `${line}: call()\n`,
          line: line % 2 === 0 ? `${line}` : `${line}-${line + 2}`,
          column: '2',
          nosec: false,
          suppressions: suppressed ? [{ kind: line % 2 === 0 ? 'inSource' : 'external', justification: '' }] : null,
        })),
        Stats: {
          files: 2,
          lines: 1800,
          nosec: findings.filter(({ suppressed }) => suppressed).length,
          found: findings.filter(({ suppressed }) => !suppressed).length,
        },
        GosecVersion: 'dev',
      },
      null,
      '\t',
    ),
  { rules: ['G104', 'G401', 'G404'], rated: ['high', 'medium', 'low'], suppresses: true },
);
