import { vulnerability, vulnerabilityFinding } from '../families/dependency-check-findings.ts';
import { distinctFindings } from '../families/severity.ts';
import { defineXmlReader } from '../reader.ts';
import type { Finding } from '../report.ts';
import { checkShape } from '../text/json-value.ts';
import { XmlTexts } from '../text/xml-texts.ts';

/**
 * OWASP Dependency-Check's XML (`templates/xmlReport.vsl` of github.com/dependency-check/DependencyCheck, schemas 2.0 to 4.1). One finding is
 * one vulnerability, by its worst severity, however many dependencies have it.
 */
export const dependencyCheckXml = defineXmlReader({
  format: 'dependency-check-xml',
  kind: 'findings',
  guide: {
    title: 'OWASP Dependency-Check XML',
    source: 'https://dependency-check.github.io/DependencyCheck/general/thereport.html',
    make: 'dependency-check --scan . --format XML --out dependency-check-report.xml',
    selectors: [
      { selector: '#critical,high', selects: 'the vulnerabilities of these severities' },
      { selector: '#CVE-2021-44228', selects: 'one vulnerability' },
    ],
    unit: 'one vulnerability, however many dependencies have it; suppressed ones are counted apart',
    unproven: 'exceptions of its analysers, since what they would have looked at is missing; no dependency to look at',
  },
  unlike({ name, attributes }) {
    if (name !== 'analysis') return 'has another root than `analysis`';
    return /\bxmlns=(["'])https:\/\/jeremylong\.github\.io\/DependencyCheck\/dependency-check\.[^"']+\1/.test(attributes)
      ? null
      : 'has no namespace of Dependency-Check';
  },
  start(context) {
    const findings: Finding[] = [];
    const targets: string[] = [];
    const scan = new XmlTexts(['scanInfo/engineVersion']);
    const dependency = new XmlTexts(['fileName']);
    const fields = new XmlTexts([
      'name',
      'severity',
      'description',
      'cvssV4/baseSeverity',
      'cvssV3/baseSeverity',
      'cvssV2/severity',
      'cwes/cwe',
    ]);
    let exceptions = 0;
    let line = 0;
    return {
      handler: {
        open(element, path) {
          if (path.length === 1) scan.begin(path);
          if (isDependency(path)) dependency.begin(path);
          if (isVulnerability(path)) {
            fields.begin(path);
            line = element.line;
          }
          if (path.at(-2) === 'analysisExceptions') exceptions += 1;
          for (const texts of [scan, dependency, fields]) texts.open(path);
        },
        text(text, path) {
          for (const texts of [scan, dependency, fields]) texts.text(text, path);
        },
        close(name, path) {
          if (isDependency(path)) targets.push(fileOf(dependency) ?? context.refuse('SHAPE', 'a dependency has no `fileName`', { line }));
          if (!isVulnerability(path)) return;
          const each = {
            name: fields.first('name'),
            severity: fields.first('severity'),
            description: fields.first('description'),
            cvssv4: { baseSeverity: fields.first('cvssV4/baseSeverity') },
            cvssv3: { baseSeverity: fields.first('cvssV3/baseSeverity') },
            cvssv2: { severity: fields.first('cvssV2/severity') },
            cwes: fields.all('cwes/cwe'),
          };
          const place = fileOf(dependency) ?? '';
          findings.push(
            vulnerabilityFinding(checkShape(vulnerability, each, context.path, line), place, name === 'suppressedVulnerability'),
          );
        },
      },
      end: () => ({
        kind: 'findings',
        tool: { name: 'dependency-check', version: scan.first('scanInfo/engineVersion') ?? null },
        partial: exceptions === 0 ? [] : [{ code: 'tool-errors', count: exceptions }],
        findings: distinctFindings(findings),
        rates: ['critical', 'high', 'medium', 'low', 'info'],
        rules: { listed: [], all: null },
        targets,
      }),
    };
  },
});

function fileOf(dependency: XmlTexts): string | undefined {
  return dependency.first('fileName') || undefined;
}

function isDependency(path: readonly string[]): boolean {
  return path.length === 3 && path[1] === 'dependencies' && path[2] === 'dependency';
}

function isVulnerability(path: readonly string[]): boolean {
  return path.length === 5 && path[3] === 'vulnerabilities' && (path[4] === 'vulnerability' || path[4] === 'suppressedVulnerability');
}
