import { z } from 'zod';
import { vulnerability, vulnerabilityFinding } from '../families/dependency-check-findings.ts';
import { distinctFindings } from '../families/severity.ts';
import { defineJsonReader } from '../reader.ts';
import { isList, isObject } from '../text/json-value.ts';

const dependency = z.object({
  fileName: z.string(),
  vulnerabilities: z.array(vulnerability).optional(),
  suppressedVulnerabilities: z.array(vulnerability).optional(),
});

const schema = z.object({
  scanInfo: z.object({ engineVersion: z.string(), analysisExceptions: z.array(z.unknown()).optional() }),
  dependencies: z.array(dependency),
});

/**
 * OWASP Dependency-Check's JSON (`templates/jsonReport.vsl` of github.com/dependency-check/DependencyCheck). One finding is one vulnerability,
 * by its worst severity, however many dependencies have it.
 */
export const dependencyCheck = defineJsonReader({
  format: 'dependency-check',
  kind: 'findings',
  guide: {
    title: 'OWASP Dependency-Check JSON',
    source: 'https://dependency-check.github.io/DependencyCheck/general/thereport.html',
    make: 'dependency-check --scan . --format JSON --out dependency-check-report.json',
    selectors: [
      { selector: '#critical,high', selects: 'the vulnerabilities of these severities' },
      { selector: '#CVE-2021-44228', selects: 'one vulnerability' },
    ],
    unit: 'one vulnerability, however many dependencies have it; suppressed ones are counted apart',
    unproven: 'exceptions of its analysers, since what they would have looked at is missing; no dependency to look at',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    if (typeof document['reportSchema'] !== 'string') return 'has no key `reportSchema`';
    if (!isObject(document['scanInfo']) || !isObject(document['projectInfo'])) return 'has no `scanInfo` and `projectInfo`';
    return isList(document['dependencies']) ? null : 'has no list `dependencies`';
  },
  schema,
  report({ scanInfo, dependencies }) {
    const exceptions = scanInfo.analysisExceptions?.length ?? 0;
    return {
      kind: 'findings',
      tool: { name: 'dependency-check', version: scanInfo.engineVersion },
      partial: exceptions === 0 ? [] : [{ code: 'tool-errors', count: exceptions }],
      findings: distinctFindings(
        dependencies.flatMap(({ fileName, vulnerabilities = [], suppressedVulnerabilities = [] }) => [
          ...vulnerabilities.map((each) => vulnerabilityFinding(each, fileName, false)),
          ...suppressedVulnerabilities.map((each) => vulnerabilityFinding(each, fileName, true)),
        ]),
      ),
      rates: ['critical', 'high', 'medium', 'low', 'info'],
      rules: { listed: [], all: null },
      targets: dependencies.map(({ fileName }) => fileName),
    };
  },
});
