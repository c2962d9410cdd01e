import { z } from 'zod';
import { findingOfNpmAdvisory, npmAdvisory, npmCounts, npmReport, npmSeverities } from '../families/npm-advisories.ts';
import { distinctFindings } from '../families/severity.ts';
import { defineStreamReader } from '../reader.ts';
import type { Finding, Partial } from '../report.ts';
import { checkShape, parseJson } from '../text/json-value.ts';

const line = z.looseObject({ type: z.string(), data: z.unknown() });
const advisoryData = z.looseObject({ advisory: npmAdvisory });
const summaryData = z.looseObject({ vulnerabilities: npmCounts, totalDependencies: z.int().nonnegative().optional() });

/**
 * What `yarn audit --json` of yarn 1 prints: a JSON object a line, one for each path to an advisory and, at the end, one that counts paths
 * (`src/reporters/json-reporter.js` and `src/cli/commands/audit.js` of github.com/yarnpkg/yarn). One finding is one advisory.
 */
export const yarnAudit = defineStreamReader({
  format: 'yarn-audit',
  kind: 'findings',
  guide: {
    title: 'yarn 1 audit JSON',
    source: 'https://classic.yarnpkg.com/en/docs/cli/audit',
    make: 'yarn audit --json > yarn-audit.json',
    selectors: [
      { selector: '#critical,high', selects: 'the advisories of these severities; `moderate` is `medium`' },
      { selector: '#GHSA-gxpj-cx7g-858c', selects: 'one advisory, by its GitHub id, its number or its CVE' },
    ],
    unit: 'one advisory, however many paths lead to it',
    unproven:
      'an error that yarn prints; no `auditSummary` at the end; a summary of severities that are not listed, as with `--level` or `--summary`',
  },
  unlike(opening) {
    if (!/^\s*\{\s*"type"\s*:\s*"\w+"\s*,\s*"data"\s*:/.test(opening)) return 'does not begin with a line of `type` and `data`';
    const audits = /^[ \t]*\{\s*"type"\s*:\s*"audit(?:Advisory|Summary|Action)"/m.test(opening);
    return audits || /^[ \t]*\{\s*"type"\s*:\s*"error"\s*,\s*"data"\s*:\s*"/m.test(opening) ? null : 'has no line of an audit';
  },
  start(context) {
    const findings = new Map<string, Finding>();
    /** Paths that the summaries count, and lines that list one. */
    const declared = { info: 0, low: 0, moderate: 0, high: 0, critical: 0 };
    const listed = new Map<string, number>();
    let dependencies: number | undefined;
    let whole = false;

    const takeSummary = ({ vulnerabilities, totalDependencies }: z.output<typeof summaryData>) => {
      for (const severity of npmSeverities) declared[severity] += vulnerabilities[severity];
      if (totalDependencies !== undefined) dependencies = (dependencies ?? 0) + totalDependencies;
      whole = true;
    };

    return {
      line(text, number) {
        if (text.trim() === '') return;
        const { type, data } = checkShape(line, parseJson(text, context.path, number), context.path, number);
        if (type === 'error')
          context.refuse('TOOL_ERROR', `no audit took place: ${typeof data === 'string' ? data : JSON.stringify(data)}`, { line: number });
        if (type === 'auditSummary') takeSummary(checkShape(summaryData, data, context.path, number));
        if (type === 'auditAdvisory') {
          const { advisory } = checkShape(advisoryData, data, context.path, number);
          const finding = findingOfNpmAdvisory(advisory, advisory.title);
          const known = findings.get(finding.rule);
          for (const each of distinctFindings(known === undefined ? [finding] : [known, finding])) findings.set(each.rule, each);
          listed.set(advisory.severity, (listed.get(advisory.severity) ?? 0) + 1);
          whole = false;
        }
      },
      end() {
        if (!whole) context.refuse('TRUNCATED', 'no `auditSummary` ends the audit');
        const partial = npmSeverities.flatMap((severity): Partial[] => {
          const lines = listed.get(severity) ?? 0;
          return declared[severity] === lines
            ? []
            : [{ code: 'declared-differs', what: `paths to ${severity} advisories`, declared: declared[severity], listed: lines }];
        });
        return npmReport([...findings.values()], partial, dependencies);
      },
    };
  },
});
