import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { summariseOutcome } from '../../../src/reports/summary.ts';
import { bytesOf } from '../files.ts';

const nothingFound = [
  ['gitleaks', '[]\n'],
  ['hadolint', '[]'],
  ['tfsec', '{\n\t"results": null\n}\n'],
] as const;

describe('what a tool writes for nothing found, without its name', () => {
  test.each(['[]', '{}', '{"results": null}', '{"results": []}', '{"alerts": []}', '{"apiVersion": "v1", "kind": "List", "items": []}'])(
    '%s is recognised by no reader',
    async (text) => {
      const outcome = await readReport(bytesOf(text), null);
      expect(outcome).toMatchObject({ state: 'refused', format: null, problems: [{ code: 'FORMAT_UNKNOWN' }] });
    },
  );

  test.each(nothingFound)('is a clean report of %s where that is declared', async (format, text) => {
    const summary = summariseOutcome(await readReport(bytesOf(text), format));
    expect(summary).toMatchObject({ format, problems: [], findings: { total: 0 } });
  });

  test.each(nothingFound)('is refused for %s where more stands in it', async (format, text) => {
    const longer = text.startsWith('[') ? '[{}]' : '{"results": null, "errors": []}';
    const outcome = await readReport(bytesOf(longer), format);
    expect(outcome.problems.map(({ code }) => code)).toEqual(['FORMAT_MISMATCH']);
  });

  test.each(['checkov', 'eslint', 'pip-audit', 'semgrep', 'snyk', 'zap-json', 'trivy-operator'])(
    'is no report of %s, which names what it looked at',
    async (format) => {
      const outcome = await readReport(bytesOf('[]'), format);
      expect(outcome.state).toBe('refused');
    },
  );
});
