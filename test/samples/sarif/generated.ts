import { generatedFindings } from '../../reports/generated.ts';

const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'none', unknown: 'none' };

export const generated = generatedFindings(
  (findings) =>
    JSON.stringify({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'made', rules: ['R1', 'R2', 'R3'].map((id) => ({ id })) } },
          results: findings.map(({ rule, severity, file, line }) => ({
            ruleId: rule,
            level: levels[severity],
            message: { text: 'found' },
            locations: [{ physicalLocation: { artifactLocation: { uri: file }, region: { startLine: line } } }],
          })),
        },
      ],
    }),
  { rated: ['high', 'medium', 'low'] },
);
