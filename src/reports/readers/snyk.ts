import { z } from 'zod';
import { shownTexts, weaknessesOf } from '../families/finding-details.ts';
import { distinctFindings, severityOfWord } from '../families/severity.ts';
import { defineJsonReader } from '../reader.ts';
import type { Finding, JsonValue, Partial, Severity } from '../report.ts';
import { checkShape, isList, isObject } from '../text/json-value.ts';

const issue = z.object({
  id: z.string().min(1),
  title: z.string(),
  severity: z.string(),
  severityWithCritical: z.string().optional(),
  name: z.union([z.string(), z.array(z.string())]).nullish(),
  version: z.string().nullish(),
  identifiers: z.object({ CVE: z.array(z.string()).nullish(), GHSA: z.array(z.string()).nullish(), CWE: shownTexts }).nullish(),
});

const project = z.object({
  ok: z.boolean(),
  /** In the place of everything else. */
  error: z.string().optional(),
  vulnerabilities: z.array(issue).optional(),
  filtered: z.object({ ignore: z.array(issue).nullish(), patch: z.array(issue).nullish() }).nullish(),
  uniqueCount: z.int().nonnegative().nullish(),
  severityThreshold: z.string().nullish(),
  projectName: z.string().nullish(),
  displayTargetFile: z.string().nullish(),
  path: z.string().nullish(),
  /** 0 where nothing was there to be tested. */
  dependencyCount: z.int().nonnegative().nullish(),
});
const result = project.extend({ applications: z.array(project).nullish() });

type Project = z.output<typeof project>;

/**
 * `snyk test --json` and `snyk container test --json` (github.com/snyk/cli), of one project or of several. One finding is one issue: Snyk
 * lists one as often as paths lead to it. `snyk code` writes SARIF; a test of infrastructure has an empty `vulnerabilities` whatever it found.
 */
export const snyk = defineJsonReader({
  format: 'snyk',
  kind: 'findings',
  guide: {
    title: 'Snyk JSON',
    source: 'https://docs.snyk.io/developer-tools/snyk-cli/commands/test',
    make: 'snyk test --all-projects --json-file-output=snyk.json',
    selectors: [
      { selector: '#critical,high', selects: 'the issues of these severities' },
      { selector: '#SNYK-JS-LODASH-567746', selects: 'one issue, by Snyk’s id or its CVE' },
      { selector: '#snyk:lic:*', selects: 'the license issues' },
    ],
    unit: 'one issue, however many paths or projects it reaches; ignored and patched ones are counted apart',
    unproven:
      'a project that could not be tested, or has no dependency; `uniqueCount` that differs from the issues listed; a severity below `--severity-threshold`',
  },
  unlike(document) {
    if (!isList(document)) return unlikeResult(document);
    if (document.length === 0) return 'is an empty list, which names no tool';
    return document.map(unlikeResult).find((reason) => reason !== null) ?? null;
  },
  schema: z.unknown(),
  report(document, context) {
    const results = Array.isArray(document)
      ? checkShape(z.array(result), document, context.path)
      : [checkShape(result, document, context.path)];
    const all = results.flatMap(({ applications, ...each }) => [each, ...(applications ?? [])]);
    const projects = all.filter(({ vulnerabilities }) => vulnerabilities !== undefined);
    const failed = all.filter(({ vulnerabilities }) => vulnerabilities === undefined);
    if (projects.length === 0) context.refuse('TOOL_ERROR', `no project was tested: ${failed[0]?.error ?? 'Snyk does not say why'}`);
    const errors = failed.length + projects.filter(({ ok, vulnerabilities }) => !ok && vulnerabilities?.length === 0).length;
    const partial: Partial[] = errors === 0 ? [] : [{ code: 'tool-errors', count: errors }];
    return {
      kind: 'findings',
      tool: { name: 'snyk', version: null },
      partial: [...partial, ...projects.flatMap(differs)],
      findings: distinctFindings(projects.flatMap(findingsOf)),
      rates: scale.slice(0, Math.min(...projects.map(({ severityThreshold }) => ratedBy(severityThreshold)))),
      rules: { listed: [], all: null },
      targets: [
        ...new Set(
          projects
            .filter(({ dependencyCount }) => dependencyCount !== 0)
            .flatMap((each) => each.projectName || each.displayTargetFile || each.path || []),
        ),
      ],
    };
  },
});

const scale: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** How many severities, from the worst, a threshold lets pass. */
function ratedBy(threshold: string | null | undefined): number {
  const index = scale.indexOf(severityOfWord(threshold));
  return index === -1 ? scale.length : index + 1;
}

function unlikeResult(result: JsonValue): string | null {
  if (!isObject(result)) return 'is no JSON object';
  if (result['infrastructureAsCodeIssues'] !== undefined) return 'tests infrastructure as code: write it as SARIF';
  if (typeof result['ok'] !== 'boolean') return 'has no boolean `ok`';
  if (result['ok'] === false && typeof result['error'] === 'string' && result['vulnerabilities'] === undefined) return null;
  if (!isList(result['vulnerabilities'])) return 'has no list `vulnerabilities`';
  return 'packageManager' in result || 'dependencyCount' in result ? null : 'has neither `packageManager` nor `dependencyCount`';
}

function findingsOf({ vulnerabilities = [], filtered }: Project): Finding[] {
  return [
    ...vulnerabilities.map((each) => findingOf(each, false)),
    ...[...(filtered?.ignore ?? []), ...(filtered?.patch ?? [])].map((each) => findingOf(each, true)),
  ];
}

function findingOf(
  { id, title, severity, severityWithCritical, name, version, identifiers }: z.output<typeof issue>,
  suppressed: boolean,
): Finding {
  const component = Array.isArray(name) ? name[0] : name;
  return {
    rule: id,
    aliases: [...(identifiers?.CVE ?? []), ...(identifiers?.GHSA ?? [])],
    severity: severityOfWord(severityWithCritical ?? severity),
    title,
    place: component ? [component, version].filter(Boolean).join('@') : null,
    suppressed,
    weaknesses: weaknessesOf(identifiers?.CWE ?? []),
  };
}

function differs({ uniqueCount, vulnerabilities = [] }: Project): Partial[] {
  const listed = new Set(vulnerabilities.map(({ id }) => id)).size;
  if (uniqueCount === null || uniqueCount === undefined || uniqueCount === listed) return [];
  return [{ code: 'declared-differs', what: 'issues', declared: uniqueCount, listed }];
}
