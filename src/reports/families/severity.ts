import type { Finding, Severity } from '../report.ts';

/** From the worst; `unknown` gives way to each that is rated. */
const order: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info', 'unknown'];

/** The worst severity that anyone gave; `unknown` where nobody gave one. */
export function worstSeverity(severities: readonly Severity[]): Severity {
  return order.find((severity) => severities.includes(severity)) ?? 'unknown';
}

/** The severity that a word of the usual scale means, in any case; `unknown` for every other word. */
export function severityOfWord(word: string | null | undefined): Severity {
  const lower = (word ?? '').toLowerCase();
  switch (lower) {
    case 'critical':
    case 'high':
    case 'medium':
    case 'low':
    case 'info':
      return lower;
    case 'moderate':
      return 'medium';
    case 'informational':
    case 'none':
      return 'info';
    default:
      return 'unknown';
  }
}

/** The severity of a linter's level, as SARIF's levels are read: an error is high, a warning medium; `note` is a linter's low. */
export function severityOfLevel(level: string): Severity {
  switch (level.toLowerCase()) {
    case 'error':
      return 'high';
    case 'warning':
      return 'medium';
    case 'note':
      return 'low';
    default:
      return severityOfWord(level);
  }
}

/**
 * One finding an id, in the order in which the ids come: by its worst severity, suppressed where each of its findings is. Suppressed ones
 * do not count toward the severity of an id that is not suppressed everywhere.
 */
export function distinctFindings(findings: readonly Finding[]): Finding[] {
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) {
    const known = byRule.get(finding.rule);
    if (known) known.push(finding);
    else byRule.set(finding.rule, [finding]);
  }
  return [...byRule].flatMap(([rule, all]) => {
    const active = all.filter(({ suppressed }) => !suppressed);
    const counted = active.length > 0 ? active : all;
    const [first] = counted;
    if (first === undefined) return [];
    return {
      ...first,
      aliases: [...new Set(all.flatMap(({ aliases }) => aliases))].filter((alias) => alias !== rule),
      severity: worstSeverity(counted.map(({ severity }) => severity)),
    };
  });
}
