import fc from 'fast-check';
import { countFindings } from '../../reports/generated.ts';

const names = ['Binary-Artifacts', 'Branch-Protection', 'Dangerous-Workflow', 'Fuzzing', 'Licence', 'Token-Permissions', 'Vulnerabilities'];

const check = fc.record({ name: fc.constantFrom(...names), score: fc.integer({ min: 0, max: 10 }) });

/** A check below the highest score of 10 counts. */
export const generated = fc.uniqueArray(check, { minLength: 1, selector: ({ name }) => name }).map((checks) => ({
  content: JSON.stringify({
    date: '2026-11-20T08:00:00Z',
    repo: { name: 'github.com/example/product', commit: '3f2c1a9d5b7e8f60a1b2c3d4e5f60718293a4b5c' },
    scorecard: { version: 'v5.3.0', commit: 'c22063e786c11f9dd714d777a687ff7c4599b600' },
    score: Number((checks.reduce((sum, { score }) => sum + score, 0) / checks.length).toFixed(1)),
    checks: checks.map(({ name, score }) => ({
      name,
      score,
      reason: 'so it is',
      details: score === 10 ? null : ['Warn: found'],
      documentation: { short: `Short description of ${name}.`, url: `https://example.com/checks.md#${name}` },
    })),
    metadata: null,
  }),
  counts: countFindings(
    checks.filter(({ score }) => score !== 10).map(({ name }) => ({ rule: name, severity: 'unknown', suppressed: false })),
  ),
}));
