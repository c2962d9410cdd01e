import { z } from 'zod';
import { helpAddress, shownTexts, weaknessesOf } from '../families/finding-details.ts';
import {
  contradictions,
  findingOfNpmAdvisory,
  githubAdvisoryId,
  npmAdvisory,
  npmCounts,
  npmReport,
  npmSeverities,
  npmSeverity,
} from '../families/npm-advisories.ts';
import { distinctFindings } from '../families/severity.ts';
import { defineJsonReader, type ReaderContext } from '../reader.ts';
import type { Finding, FindingsReport, JsonValue, Partial } from '../report.ts';
import { checkShape, isObject } from '../text/json-value.ts';

const v1 = z.looseObject({
  advisories: z.record(z.string(), npmAdvisory),
  metadata: z.looseObject({ vulnerabilities: npmCounts, totalDependencies: z.int().nonnegative().optional() }),
});

const advisory = z.looseObject({
  source: z.union([z.int(), z.string()]),
  name: z.string(),
  title: z.string(),
  url: z.string().nullish(),
  severity: z.string(),
  range: z.string().nullish(),
  cwe: shownTexts,
});

const v2 = z.looseObject({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(z.string(), z.looseObject({ severity: z.string(), via: z.array(z.union([z.string(), advisory])) })),
  metadata: z.looseObject({ vulnerabilities: npmCounts, dependencies: z.looseObject({ total: z.int().nonnegative() }).optional() }),
});

/**
 * What `npm audit --json` prints: version 1 (npm 6, and pnpm to this day), version 2 (npm 7 and later), or an error instead of either.
 * One finding is one advisory of GitHub, which has a number of its own for each package and range. The metadata counts otherwise, version 1
 * paths and version 2 packages, so it is compared by which severities there are.
 */
export const npmAudit = defineJsonReader({
  format: 'npm-audit',
  kind: 'findings',
  guide: {
    title: 'npm audit JSON, and pnpm audit JSON',
    source: 'https://docs.npmjs.com/cli/commands/npm-audit',
    make: 'npm audit --json > npm-audit.json',
    selectors: [
      { selector: '#critical,high', selects: 'the advisories of these severities; npm’s `moderate` is `medium`' },
      { selector: '#GHSA-gxpj-cx7g-858c', selects: 'one advisory, by its GitHub id; a number or a CVE where the file has it' },
    ],
    unit: 'one advisory, however many packages or paths it reaches; a vulnerable package where the file lists no advisory for it',
    unproven:
      'an error document of npm or pnpm; metadata that counts severities that are not listed; no dependency to audit. With `--offline` npm asks nobody and reports 0: nothing in the file tells',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    if (errorOf(document) !== null || document['auditReportVersion'] !== undefined) return null;
    if (!isObject(document['advisories'])) return 'has neither `auditReportVersion` nor an object `advisories`';
    const metadata = document['metadata'];
    return isObject(metadata) && isObject(metadata['vulnerabilities']) ? null : 'has no `metadata` with `vulnerabilities`';
  },
  // Which of the shapes it has is for `report` to tell.
  schema: z.custom<{ readonly [key: string]: JsonValue }>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
  report(document, context) {
    const error = errorOf(document);
    if (error !== null) return context.refuse('TOOL_ERROR', `no audit took place: ${error}`);
    return document['auditReportVersion'] === undefined ? reportV1(document, context) : reportV2(document, context);
  },
});

/**
 * What went wrong, where the document says so: `{error: {code, summary, detail}}` (npm 6, or npm without a lock file), the answer of the
 * registry alone (npm 7 to 10) or with `error` (npm 11), `{error: {code, message}}` (pnpm).
 */
function errorOf(document: { readonly [key: string]: JsonValue }): string | null {
  const { error, message, method, uri, statusCode } = document;
  const stated = typeof message === 'string' ? message : null;
  if (isObject(error)) {
    const { code, summary, detail } = error;
    if (typeof summary === 'string' && typeof detail === 'string') return summary || stated || String(code ?? 'npm does not say why');
    if (typeof code === 'string' && code.startsWith('ERR_PNPM_')) return typeof error['message'] === 'string' ? error['message'] : code;
  }
  if (stated === null) return null;
  const answered = typeof uri === 'string' && (typeof method === 'string' || typeof statusCode === 'number');
  return answered || /^request to \S+ failed, reason: /.test(stated) ? stated : null;
}

function reportV1(document: JsonValue, context: ReaderContext): FindingsReport {
  const { advisories, metadata } = checkShape(v1, document, context.path);
  const findings = Object.entries(advisories).map(([key, each]) => findingOfNpmAdvisory(each, key));
  return npmReport(distinctFindings(findings), contradictions(metadata.vulnerabilities, findings), metadata.totalDependencies);
}

function reportV2(document: JsonValue, context: ReaderContext): FindingsReport {
  const { vulnerabilities, metadata } = checkShape(v2, document, context.path);
  const packages = Object.entries(vulnerabilities);
  const leading = leadingToAdvisory(packages);
  const advisories = packages.flatMap(([, { via }]) => via.flatMap((each) => (typeof each === 'string' ? [] : findingOf(each))));
  // An entry that leads to no advisory counts as itself.
  const unexplained = packages.filter(([name]) => !leading.has(name)).map(([name, { severity }]) => findingOfPackage(name, severity));
  const rated = [...advisories, ...unexplained];
  const partial = npmSeverities.flatMap((severity) => {
    const declared = metadata.vulnerabilities[severity];
    const listed = packages.filter(([, each]) => each.severity === severity).length;
    if (declared !== listed) return differs(`${severity} packages`, declared, listed);
    // A package is as severe as its worst advisory.
    const isExplained = rated.some((each) => each.severity === npmSeverity(severity));
    return listed > 0 && !isExplained ? differs(`${severity} packages`, listed, 0) : [];
  });
  const { total } = metadata.vulnerabilities;
  if (total !== undefined && total !== packages.length) partial.push(differs('packages', total, packages.length));
  return npmReport([...distinctFindings(advisories), ...unexplained], partial, metadata.dependencies?.total);
}

function findingOf({ source, name, title, url, severity, range, cwe }: z.output<typeof advisory>): Finding {
  const ghsa = githubAdvisoryId(url);
  return {
    rule: ghsa ?? String(source),
    aliases: ghsa === undefined ? [] : [String(source)],
    severity: npmSeverity(severity),
    title,
    place: [name, range].filter(Boolean).join(' '),
    suppressed: false,
    help: helpAddress(url),
    weaknesses: weaknessesOf(cwe ?? []),
  };
}

function findingOfPackage(name: string, severity: string): Finding {
  return { rule: name, aliases: [], severity: npmSeverity(severity), title: `${name} is vulnerable`, place: name, suppressed: false };
}

/** The packages that are vulnerable through an advisory: their own, or that of a package that they depend on. */
function leadingToAdvisory(packages: readonly (readonly [string, { readonly via: readonly unknown[] }])[]): ReadonlySet<string> {
  const dependents = new Map<unknown, string[]>();
  for (const [name, { via }] of packages) {
    for (const each of via) {
      const known = dependents.get(each);
      if (known) known.push(name);
      else dependents.set(each, [name]);
    }
  }
  const leading = new Set<string>();
  const open = packages.filter(([, { via }]) => via.some((each) => typeof each !== 'string')).map(([name]) => name);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (leading.has(next)) continue;
    leading.add(next);
    open.push(...(dependents.get(next) ?? []));
  }
  return leading;
}

function differs(what: string, declared: number, listed: number): Partial {
  return { code: 'declared-differs', what, declared, listed };
}
