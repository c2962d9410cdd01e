import { z } from 'zod';
import { codePlace, helpAddress, shownText, shownTexts, weaknessesOf } from '../families/finding-details.ts';
import { defineJsonReader } from '../reader.ts';
import type { Finding, Partial, Severity } from '../report.ts';
import { isList, isObject } from '../text/json-value.ts';

const locations = z
  .array(z.looseObject({ path: shownText }))
  .optional()
  .catch(undefined);

/** Since 0.105. */
const cwes = z
  .array(z.looseObject({ cwe: shownText }))
  .optional()
  .catch(undefined);

const match = z.looseObject({
  vulnerability: z.looseObject({
    id: z.string(),
    severity: z.string().nullish(),
    description: z.string().nullish(),
    dataSource: shownText,
    urls: shownTexts,
    cwes,
  }),
  relatedVulnerabilities: z.array(z.looseObject({ id: z.string() })).nullish(),
  artifact: z.looseObject({ name: z.string(), version: z.string().nullish(), locations }),
});

const database = z.looseObject({ valid: z.boolean().nullish(), error: z.unknown().optional() });

const schema = z.looseObject({
  matches: z.array(match),
  ignoredMatches: z.array(match).nullish(),
  source: z.looseObject({ target: z.unknown() }).nullish(),
  alertsByPackage: z.array(z.looseObject({ alerts: z.array(z.looseObject({ type: z.string() })).nullish() })).nullish(),
  descriptor: z.looseObject({
    name: z.string(),
    version: z.string().nullish(),
    db: z.looseObject({ ...database.shape, status: database.nullish() }).nullish(),
  }),
});

type Document = z.output<typeof schema>;

/**
 * Grype's JSON (`grype/presenter/models/document.go` of github.com/anchore/grype). One finding is one vulnerability id by its highest
 * severity, in however many packages it is; an ignored match is suppressed.
 */
export const grype = defineJsonReader({
  format: 'grype',
  kind: 'findings',
  guide: {
    title: 'Grype JSON',
    source: 'https://github.com/anchore/grype/blob/main/grype/presenter/models/document.go',
    make: 'grype dir:. --output json --file grype.json',
    selectors: [
      { selector: '#critical,high', selects: 'the vulnerabilities of these severities; Negligible is `info`' },
      { selector: '#CVE-2021-33574', selects: 'one vulnerability, by its id or one that Grype relates to it' },
    ],
    unit: 'one vulnerability id by its highest severity; ignored ones are counted apart',
    unproven:
      'a `source` that names nothing; packages that Grype has alerts about (a distribution at its end of life, or one that it does not know); a database that it calls invalid',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    if (!isList(document['matches'])) return 'has no list `matches`';
    const { descriptor } = document;
    if (!isObject(descriptor)) return 'has no object `descriptor`';
    // Xeol writes the same about the ends of products' lives.
    return descriptor['name'] === 'grype' ? null : 'is by another tool';
  },
  schema,
  report({ matches, ignoredMatches, source, descriptor, alertsByPackage }) {
    return {
      kind: 'findings',
      tool: { name: descriptor.name, version: descriptor.version || null },
      partial: [...alertsOf(alertsByPackage), ...faultsOf(descriptor.db)],
      findings: [...distinct(matches, false), ...distinct(ignoredMatches ?? [], true)],
      rates: ['critical', 'high', 'medium', 'low', 'info'],
      rules: { listed: [], all: null },
      targets: targetOf(source?.target),
    };
  },
});

function distinct(matches: readonly z.output<typeof match>[], suppressed: boolean): Finding[] {
  const byId = new Map<string, Finding>();
  for (const { vulnerability, relatedVulnerabilities, artifact } of matches) {
    const { id, description, dataSource, urls, cwes } = vulnerability;
    const severity = severityOf(vulnerability.severity);
    const known = byId.get(id);
    if (known && order.indexOf(known.severity) <= order.indexOf(severity)) continue;
    byId.set(id, {
      rule: id,
      aliases: [...new Set((relatedVulnerabilities ?? []).map((each) => each.id))].filter((each) => each !== id),
      severity,
      title: description || id,
      place: artifact.version ? `${artifact.name}@${artifact.version}` : artifact.name,
      suppressed,
      help: helpAddress(dataSource, ...(urls ?? [])),
      weaknesses: weaknessesOf((cwes ?? []).map(({ cwe }) => cwe)),
      source: codePlace(artifact.locations?.[0]?.path),
    });
  }
  return [...byId.values()];
}

/** `distro-eol` says that a package gets no more data; each other type that it was not matched as it should be. */
function alertsOf(packages: Document['alertsByPackage']): Partial[] {
  const alerted = (packages ?? []).map(({ alerts }) => (alerts ?? []).map(({ type }) => type));
  const unscanned = alerted.filter((types) => types.some((type) => type !== 'distro-eol')).length;
  return [
    ...(alerted.some((types) => types.includes('distro-eol')) ? [{ code: 'outdated-data', what: 'distribution' } as const] : []),
    ...(unscanned === 0 ? [] : [{ code: 'not-scanned', count: unscanned } as const]),
  ];
}

/** Versions up to 0.87 state the database itself, later ones its status. */
function faultsOf(db: Document['descriptor']['db']): Partial[] {
  const isFaulty = [db, db?.status].some((state) => state?.valid === false || Boolean(state?.error));
  return isFaulty ? [{ code: 'outdated-data', what: 'database' }] : [];
}

/** A path, an image's name, or `unknown`. */
function targetOf(target: unknown): string[] {
  if (typeof target === 'string') return target === '' || target === 'unknown' ? [] : [target];
  const image = z.looseObject({ userInput: z.string().min(1) }).safeParse(target);
  if (image.success) return [image.data.userInput];
  return typeof target === 'object' && target !== null && Object.keys(target).length > 0 ? [JSON.stringify(target).slice(0, 200)] : [];
}

const order: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info', 'unknown'];

function severityOf(word: string | null | undefined): Severity {
  switch (word) {
    case 'Critical':
      return 'critical';
    case 'High':
      return 'high';
    case 'Medium':
      return 'medium';
    case 'Low':
      return 'low';
    case 'Negligible':
      return 'info';
    default:
      return 'unknown';
  }
}
