import { generatedFindings } from '../../reports/generated.ts';

export const generated = generatedFindings(
  (findings) =>
    JSON.stringify(
      findings.map(({ rule, severity, file, line }) => ({
        code: rule,
        column: 1,
        file,
        level: severity === 'high' ? 'error' : severity === 'medium' ? 'warning' : line % 2 === 0 ? 'info' : 'style',
        line,
        message: 'found',
      })),
    ),
  { rules: ['DL3007', 'DL4000', 'SC2086'], files: ['Dockerfile', 'docker/Dockerfile'], rated: ['high', 'medium', 'info'], minLength: 1 },
);
