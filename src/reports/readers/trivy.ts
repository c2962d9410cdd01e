import { z } from 'zod';
import { codePlace, helpAddress, shownText, shownTexts, weaknessesOf } from '../families/finding-details.ts';
import { defineJsonReader, type ReaderContext } from '../reader.ts';
import type { Finding, FindingsReport, JsonValue, Partial, Severity } from '../report.ts';
import { checkShape, isList, isObject } from '../text/json-value.ts';

const severity = z.string().nullish();

const vulnerability = z.looseObject({
  VulnerabilityID: z.string().nullish(),
  VendorIDs: z.array(z.string()).nullish(),
  PkgName: z.string().nullish(),
  InstalledVersion: z.string().nullish(),
  Title: z.string().nullish(),
  Severity: severity,
  PrimaryURL: shownText,
  CweIDs: shownTexts,
});

const misconfiguration = z.looseObject({
  ID: z.string().nullish(),
  AVDID: z.string().nullish(),
  Title: z.string().nullish(),
  Message: z.string().nullish(),
  Severity: severity,
  Status: z.string().nullish(),
  PrimaryURL: shownText,
  CauseMetadata: z.looseObject({ StartLine: z.int().nullish() }).nullish(),
});

const secret = z.looseObject({ RuleID: z.string(), Title: z.string().nullish(), Severity: severity, StartLine: z.int().nullish() });

const license = z.looseObject({
  Name: z.string(),
  Category: z.string().nullish(),
  PkgName: z.string().nullish(),
  FilePath: z.string().nullish(),
  Severity: severity,
});

const modified = z.discriminatedUnion('Type', [
  z.looseObject({ Type: z.literal('vulnerability'), Status: z.string(), Finding: vulnerability }),
  z.looseObject({ Type: z.literal('misconfiguration'), Status: z.string(), Finding: misconfiguration }),
  z.looseObject({ Type: z.literal('secret'), Status: z.string(), Finding: secret }),
  z.looseObject({ Type: z.literal('license'), Status: z.string(), Finding: license }),
]);

const result = z.looseObject({
  Target: z.string(),
  Class: z.string().nullish(),
  Type: z.string().nullish(),
  Vulnerabilities: z.array(vulnerability).nullish(),
  MisconfSummary: z.looseObject({ Failures: z.int().nonnegative().nullish() }).nullish(),
  Misconfigurations: z.array(misconfiguration).nullish(),
  Secrets: z.array(secret).nullish(),
  Licenses: z.array(license).nullish(),
  ExperimentalModifiedFindings: z.array(modified).nullish(),
});

const results = z.array(result).nullish();

const artifact = z.looseObject({
  SchemaVersion: z.literal(2),
  Trivy: z.looseObject({ Version: z.string().optional() }).nullish(),
  Metadata: z.looseObject({ OS: z.looseObject({ Family: z.string().nullish(), EOSL: z.boolean().nullish() }).nullish() }).nullish(),
  Results: results,
});

const resources = z.array(z.looseObject({ Results: results, Error: z.string().optional() })).nullish();

const cluster = z.looseObject({
  ClusterName: z.string(),
  Resources: resources,
  Findings: resources,
  Vulnerabilities: resources,
  Misconfigurations: resources,
});

type Result = z.output<typeof result>;

/**
 * Trivy's JSON: of an artifact (`pkg/types/report.go` of github.com/aquasecurity/trivy, schema 2), of a cluster (`pkg/k8s/report`), or the
 * list of results that versions below 0.20 wrote, `null` where there was none. One finding is one vulnerability id by its highest severity,
 * one failed check at one target, one secret, or one licence of one package.
 */
export const trivy = defineJsonReader({
  format: 'trivy',
  kind: 'findings',
  guide: {
    title: 'Trivy JSON',
    source: 'https://trivy.dev/latest/docs/configuration/reporting/#json',
    make: 'trivy fs --format json --output trivy.json .',
    selectors: [
      { selector: '#critical,high', selects: 'the findings of these severities; those of UNKNOWN severity count toward each' },
      { selector: '#CVE-2019-1549', selects: 'one vulnerability, by its id' },
      { selector: '#DS-0002', selects: 'one check of configuration, by its id; a secret’s rule or a licence’s name in the same way' },
    ],
    unit: 'one vulnerability id by its highest severity, one failed check at one target, one secret, one licence of one package',
    unproven:
      'no `Results`: Trivy writes none where it found nothing, and none where there was nothing to scan (`--list-all-pkgs` lists what it scanned); a resource of a cluster with an `Error`; an operating system whose packages were not scanned, or that is at its end of life (`EOSL`)',
  },
  unlike(document) {
    if (document === null) return null;
    if (isList(document)) return unlikeLegacy(document);
    if (!isObject(document)) return 'is no JSON object, list or null';
    if (document['ClusterName'] !== undefined)
      return clusterLists.some((key) => isList(document[key])) ? null : 'has no list of a cluster’s resources';
    if (typeof document['SchemaVersion'] !== 'number') return 'has no number `SchemaVersion`';
    return document['ArtifactName'] === undefined && document['ArtifactType'] === undefined
      ? 'has neither `ArtifactName` nor `ArtifactType`'
      : null;
  },
  // Which of the shapes it has is for `report` to tell.
  schema: z.custom<JsonValue>(),
  report(document, context) {
    if (document === null) return reportOf([], [], null);
    if (isList(document)) return reportOf(checkShape(z.array(result), document, context.path), [], null);
    if (isObject(document) && document['ClusterName'] !== undefined) return reportOfCluster(document, context);
    const read = checkShape(artifact, document, context.path);
    return reportOf(read.Results ?? [], systemOf(read), read.Trivy?.Version ?? null);
  },
});

const clusterLists = ['Resources', 'Findings', 'Vulnerabilities', 'Misconfigurations'] as const;

function unlikeLegacy(document: readonly JsonValue[]): string | null {
  const known = document.length > 0 && document.every((each) => isObject(each) && typeof each['Target'] === 'string');
  return known &&
    document.some((each) => isObject(each) && (each['Vulnerabilities'] !== undefined || each['Misconfigurations'] !== undefined))
    ? null
    : 'is no list of results with `Target` and `Vulnerabilities`';
}

function reportOfCluster(document: JsonValue, context: ReaderContext): FindingsReport {
  const read = checkShape(cluster, document, context.path);
  const all = clusterLists.flatMap((key) => read[key] ?? []);
  const errors = all.filter(({ Error: fault }) => fault !== undefined && fault !== '').length;
  return reportOf(
    all.flatMap(({ Results }) => Results ?? []),
    errors === 0 ? [] : [{ code: 'tool-errors', count: errors }],
    null,
  );
}

function reportOf(scanned: readonly Result[], errors: readonly Partial[], version: string | null): FindingsReport {
  return {
    kind: 'findings',
    tool: { name: 'trivy', version },
    partial: [...errors, ...scanned.flatMap(contradiction)],
    findings: [...vulnerabilitiesOf(scanned), ...scanned.flatMap(othersOf)],
    rates: ['critical', 'high', 'medium', 'low'],
    // With `--include-non-failures` it lists the checks that passed, too.
    rules: {
      listed: [
        ...new Set(
          scanned.flatMap(({ Misconfigurations }) =>
            (Misconfigurations ?? []).flatMap(({ ID, Status }) => (ID && Status === 'PASS' ? ID : [])),
          ),
        ),
      ],
      all: null,
    },
    targets: scanned.map(({ Target }) => Target),
  };
}

/** What Trivy says of the operating system that it found: it scans the packages of those it knows, and warns of one at its end of life. */
function systemOf({ Metadata, Results }: z.output<typeof artifact>): Partial[] {
  const system = Metadata?.OS;
  if (!system) return [];
  const isScanned = (Results ?? []).some((each) => (each.Class ? each.Class === 'os-pkgs' : each.Type === system.Family));
  return [
    ...(system.Family && system.Family !== 'none' && !isScanned ? [{ code: 'not-scanned', count: 1 } as const] : []),
    ...(system.EOSL === true ? [{ code: 'outdated-data', what: 'distribution' } as const] : []),
  ];
}

function contradiction({ MisconfSummary, Misconfigurations }: Result): Partial[] {
  const declared = MisconfSummary?.Failures ?? 0;
  const listed = (Misconfigurations ?? []).filter(isFailure).length;
  return declared > listed ? [{ code: 'declared-differs', what: 'failed checks', declared, listed }] : [];
}

/** One entry for each id, active and suppressed apart, with the place of the most severe. */
function vulnerabilitiesOf(scanned: readonly Result[]): Finding[] {
  const byId = new Map<string, Finding>();
  const add = (each: z.output<typeof vulnerability>, suppressed: boolean) => {
    const finding = findingOfVulnerability(each, suppressed);
    const key = `${suppressed} ${each.VulnerabilityID || `of ${finding.place}`}`;
    const known = byId.get(key);
    if (!known || order.indexOf(finding.severity) < order.indexOf(known.severity)) byId.set(key, finding);
  };
  for (const { Vulnerabilities, ExperimentalModifiedFindings } of scanned) {
    for (const each of Vulnerabilities ?? []) add(each, false);
    for (const each of ExperimentalModifiedFindings ?? []) if (each.Type === 'vulnerability') add(each.Finding, isSuppressed(each.Status));
  }
  return [...byId.values()];
}

function findingOfVulnerability(
  { VulnerabilityID, VendorIDs, PkgName, InstalledVersion, Title, Severity, PrimaryURL, CweIDs }: z.output<typeof vulnerability>,
  suppressed: boolean,
): Finding {
  return {
    rule: VulnerabilityID || 'unnamed',
    aliases: VendorIDs ?? [],
    severity: severityOf(Severity),
    title: Title || VulnerabilityID || 'a vulnerability without an id',
    place: PkgName ? [PkgName, InstalledVersion].filter(Boolean).join('@') : null,
    suppressed,
    help: helpAddress(PrimaryURL),
    weaknesses: weaknessesOf(CweIDs ?? []),
  };
}

/** Failed checks, secrets and licences, each an entry of its own. */
function othersOf({ Target, Misconfigurations, Secrets, Licenses, ExperimentalModifiedFindings }: Result): Finding[] {
  return [
    ...(Misconfigurations ?? []).filter(isFailure).map((each) => findingOfMisconfiguration(each, Target, each.Status === 'EXCEPTION')),
    ...(Secrets ?? []).map((each) => findingOfSecret(each, Target, false)),
    ...(Licenses ?? []).map((each) => findingOfLicense(each, Target, false)),
    ...(ExperimentalModifiedFindings ?? []).flatMap((each) => modifiedFinding(each, Target)),
  ];
}

/** A finding that the user's settings changed; vulnerabilities are counted apart, by their ids. */
function modifiedFinding(each: z.output<typeof modified>, target: string): Finding[] {
  const suppressed = isSuppressed(each.Status);
  switch (each.Type) {
    case 'misconfiguration':
      return [findingOfMisconfiguration(each.Finding, target, suppressed)];
    case 'secret':
      return [findingOfSecret(each.Finding, target, suppressed)];
    case 'license':
      return [findingOfLicense(each.Finding, target, suppressed)];
    case 'vulnerability':
      return [];
  }
}

function findingOfMisconfiguration(
  { ID, AVDID, Title, Message, Severity, CauseMetadata, PrimaryURL }: z.output<typeof misconfiguration>,
  target: string,
  suppressed: boolean,
): Finding {
  const [rule = 'unnamed', ...aliases] = [ID, AVDID].flatMap((each) => each || []);
  return {
    rule,
    aliases,
    severity: severityOf(Severity),
    title: Title || Message || rule,
    place: placeOf(target, CauseMetadata?.StartLine),
    suppressed,
    ruleTitle: Title ?? undefined,
    help: helpAddress(PrimaryURL),
    source: codePlace(target, CauseMetadata?.StartLine),
  };
}

function findingOfSecret({ RuleID, Title, Severity, StartLine }: z.output<typeof secret>, target: string, suppressed: boolean): Finding {
  return {
    rule: RuleID,
    aliases: [],
    severity: severityOf(Severity),
    title: Title || RuleID,
    place: placeOf(target, StartLine),
    suppressed,
    source: codePlace(target, StartLine),
  };
}

function findingOfLicense(
  { Name, Category, PkgName, FilePath, Severity }: z.output<typeof license>,
  target: string,
  suppressed: boolean,
): Finding {
  return {
    rule: Name,
    aliases: [],
    severity: severityOf(Severity),
    title: Category ? `${Name} (${Category})` : Name,
    place: PkgName || FilePath || target,
    suppressed,
  };
}

/** Older versions list failures alone, without a status. */
function isFailure({ Status }: z.output<typeof misconfiguration>): boolean {
  return Status !== 'PASS';
}

/** A finding that somebody changed is one still where it is affected, or not known not to be. */
function isSuppressed(status: string): boolean {
  return status === 'ignored' || status === 'not_affected' || status === 'fixed';
}

function placeOf(target: string, line: number | null | undefined): string {
  return line ? `${target}:${line}` : target;
}

const order: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info', 'unknown'];

function severityOf(word: string | null | undefined): Severity {
  switch (word) {
    case 'CRITICAL':
      return 'critical';
    case 'HIGH':
      return 'high';
    case 'MEDIUM':
      return 'medium';
    case 'LOW':
      return 'low';
    default:
      return 'unknown';
  }
}
