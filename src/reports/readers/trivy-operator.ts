import { z } from 'zod';
import { helpAddress, shownText, shownTexts } from '../families/finding-details.ts';
import { distinctFindings, severityOfWord } from '../families/severity.ts';
import { defineJsonReader } from '../reader.ts';
import type { Finding, JsonValue, Partial } from '../report.ts';
import { checkShape, isList, isObject } from '../text/json-value.ts';

const count = z.int().nonnegative();

const vulnerabilityReport = z.object({
  metadata: z.object({ name: z.string().optional(), namespace: z.string().optional() }).optional(),
  report: z.object({
    artifact: z.object({ repository: z.string().optional(), tag: z.string().optional(), digest: z.string().optional() }),
    scanner: z.object({ name: z.string(), version: z.string() }),
    summary: z.object({ criticalCount: count, highCount: count, mediumCount: count, lowCount: count, unknownCount: count }),
    vulnerabilities: z.array(
      z.object({
        vulnerabilityID: z.string().min(1),
        resource: z.string(),
        installedVersion: z.string(),
        severity: z.string(),
        title: z.string().optional(),
        primaryLink: shownText,
        links: shownTexts,
      }),
    ),
  }),
});

const reportList = z.object({ items: z.array(vulnerabilityReport) });

type VulnerabilityReport = z.output<typeof vulnerabilityReport>;

const kinds = new Set(['VulnerabilityReport', 'ClusterVulnerabilityReport']);
const lists = new Set(['List', 'VulnerabilityReportList', 'ClusterVulnerabilityReportList']);

/**
 * The resource VulnerabilityReport of the Trivy operator (`pkg/apis/aquasecurity/v1alpha1/vulnerability_types.go` of
 * github.com/aquasecurity/trivy-operator), one or a list. One finding is one vulnerability, by its worst severity.
 */
export const trivyOperator = defineJsonReader({
  format: 'trivy-operator',
  kind: 'findings',
  guide: {
    title: 'Trivy operator VulnerabilityReport',
    source: 'https://aquasecurity.github.io/trivy-operator/latest/docs/crds/vulnerability-report/',
    make: 'kubectl get vulnerabilityreports --all-namespaces --output json > vulnerability-reports.json',
    selectors: [
      { selector: '#critical,high', selects: 'the vulnerabilities of these severities' },
      { selector: '#CVE-2023-23914', selects: 'one vulnerability' },
    ],
    unit: 'one vulnerability, however many images and packages have it',
    unproven: 'an empty list of reports; a summary that differs from the vulnerabilities listed',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const { kind, items } = document;
    if (typeof kind !== 'string' || !(kinds.has(kind) || lists.has(kind))) return 'has no `kind` VulnerabilityReport';
    if (kinds.has(kind)) return isReport(document) ? null : 'has no `apiVersion` of aquasecurity.github.io';
    if (!isList(items)) return 'has no list `items`';
    if (kind !== 'List') return isOwn(document) ? null : 'has no `apiVersion` of aquasecurity.github.io';
    if (items.length === 0) return 'is an empty list, which names no tool';
    return items.every(isReport) ? null : 'lists other resources than VulnerabilityReport';
  },
  schema: z.unknown(),
  report(document, { path }) {
    const isItems = typeof document === 'object' && document !== null && 'items' in document;
    const reports = isItems ? checkShape(reportList, document, path).items : [checkShape(vulnerabilityReport, document, path)];
    const [first] = reports;
    return {
      kind: 'findings',
      tool: first === undefined ? null : { name: first.report.scanner.name, version: first.report.scanner.version },
      partial: reports.flatMap(differs),
      findings: distinctFindings(reports.flatMap(findingsOf)),
      rates: ['critical', 'high', 'medium', 'low'],
      rules: { listed: [], all: null },
      targets: [...new Set(reports.map(targetOf))],
    };
  },
});

function isOwn(resource: { readonly [key: string]: JsonValue }): boolean {
  return String(resource['apiVersion']).startsWith('aquasecurity.github.io/');
}

function isReport(resource: JsonValue): boolean {
  return isObject(resource) && kinds.has(String(resource['kind'])) && isOwn(resource);
}

function findingsOf({ report }: VulnerabilityReport): Finding[] {
  return report.vulnerabilities.map(({ vulnerabilityID, resource, installedVersion, severity, title, primaryLink, links }) => ({
    rule: vulnerabilityID,
    aliases: [],
    severity: severityOfWord(severity),
    title: title || vulnerabilityID,
    place: `${resource}@${installedVersion}`,
    suppressed: false,
    help: helpAddress(primaryLink, ...(links ?? [])),
  }));
}

function differs({ report: { summary, vulnerabilities } }: VulnerabilityReport): Partial[] {
  const declared = summary.criticalCount + summary.highCount + summary.mediumCount + summary.lowCount + summary.unknownCount;
  const listed = vulnerabilities.length;
  return declared === listed ? [] : [{ code: 'declared-differs', what: 'vulnerabilities', declared, listed }];
}

function targetOf({ report: { artifact }, metadata }: VulnerabilityReport): string {
  const version = artifact.tag ?? artifact.digest;
  return [artifact.repository ?? [metadata?.namespace, metadata?.name].filter(Boolean).join('/'), version].filter(Boolean).join(':');
}
