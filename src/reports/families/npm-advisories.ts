import { z } from 'zod';
import type { Finding, FindingsReport, Partial, Severity } from '../report.ts';
import { helpAddress, shownText, weaknessesOf } from './finding-details.ts';

/** The severities as npm's registry names them, the worst first. */
export const npmSeverities = ['critical', 'high', 'moderate', 'low', 'info'] as const;

const count = z.int().nonnegative();

/** `metadata.vulnerabilities`: how many there are of each severity, in a unit that differs from version to version. */
export const npmCounts = z.looseObject({ info: count, low: count, moderate: count, high: count, critical: count, total: count.optional() });

/** An advisory as the registry's first audit endpoint describes it, which npm 6, pnpm and yarn 1 pass on. */
export const npmAdvisory = z.looseObject({
  id: z.union([z.int(), z.string()]).optional(),
  title: z.string(),
  module_name: z.string(),
  severity: z.string(),
  github_advisory_id: z.string().nullish(),
  cves: z.array(z.string()).nullish(),
  /** A list in the newer answers of the registry. */
  cwe: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
  url: shownText,
  findings: z.array(z.looseObject({ version: z.string().nullish() })).nullish(),
});

/** @param key What the file calls the advisory, where it has no id of its own. */
export function findingOfNpmAdvisory(advisory: z.output<typeof npmAdvisory>, key: string): Finding {
  const { id, title, module_name, severity, github_advisory_id, cves, findings, cwe, url } = advisory;
  const number = String(id ?? key);
  const versions = [...new Set((findings ?? []).flatMap(({ version }) => version ?? []))];
  return {
    rule: github_advisory_id || number,
    aliases: [...(github_advisory_id ? [number] : []), ...(cves ?? [])],
    severity: npmSeverity(severity),
    title,
    place: [module_name, versions.join(', ')].filter(Boolean).join('@'),
    suppressed: false,
    help: helpAddress(url),
    weaknesses: weaknessesOf([cwe ?? []].flat()),
  };
}

/** A severity of npm: `moderate` is medium; a word that npm does not have is unknown. */
export function npmSeverity(word: string): Severity {
  switch (word) {
    case 'critical':
    case 'high':
    case 'low':
    case 'info':
      return word;
    case 'moderate':
      return 'medium';
    default:
      return 'unknown';
  }
}

/** The id that GitHub gave an advisory, from its address. */
export function githubAdvisoryId(url: string | null | undefined): string | undefined {
  return /\bGHSA(?:-\w{4}){3}$/.exec(url ?? '')?.[0];
}

/**
 * Where counts of paths contradict the advisories that are listed: each advisory has one path at least, so that there may be more paths
 * than advisories and never less.
 */
export function contradictions(declared: z.output<typeof npmCounts>, findings: readonly Finding[]): Partial[] {
  return npmSeverities.flatMap((severity) => {
    const paths = declared[severity];
    const listed = findings.filter((each) => each.severity === npmSeverity(severity)).length;
    const contradicts = paths < listed || (paths > 0 && listed === 0);
    return contradicts ? { code: 'declared-differs', what: `${severity} vulnerabilities`, declared: paths, listed } : [];
  });
}

/** @param dependencies How many the file says were audited. */
export function npmReport(findings: readonly Finding[], partial: readonly Partial[], dependencies: number | undefined): FindingsReport {
  return {
    kind: 'findings',
    tool: null,
    partial,
    findings,
    rates: ['critical', 'high', 'medium', 'low', 'info'],
    rules: { listed: [], all: null },
    targets: dependencies === 0 ? [] : null,
  };
}
