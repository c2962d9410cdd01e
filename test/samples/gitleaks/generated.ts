import { generatedFindings } from '../../reports/generated.ts';

export const generated = generatedFindings(
  (findings) =>
    JSON.stringify(
      findings.map(({ rule, file, line }) => ({
        RuleID: rule,
        Description: 'found',
        StartLine: line,
        EndLine: line,
        StartColumn: 1,
        EndColumn: 2,
        Match: 'REDACTED',
        Secret: 'REDACTED',
        File: file,
        Commit: '',
        Entropy: 4,
        Tags: [],
        Fingerprint: `${file}:${rule}:${line}`,
      })),
    ),
  { rated: ['unknown'], minLength: 1 },
);
