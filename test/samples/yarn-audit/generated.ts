import { generatedVulnerabilities, type MadeVulnerability } from '../../reports/generated.ts';

const words = { critical: 'critical', high: 'high', medium: 'moderate', low: 'low', info: 'info', unknown: 'none' };

/** A line for each path, at the end one that counts them. One advisory of GitHub has another number for each package. */
export const generated = generatedVulnerabilities(
  (vulnerabilities) => {
    const paths = vulnerabilities.flatMap((each, index) => ['', 'x>'].slice(index % 2).map((through) => pathOf(each, index, through)));
    const count = (word: string) => paths.filter(({ data }) => data.advisory.severity === word).length;
    const counts = {
      info: count('info'),
      low: count('low'),
      moderate: count('moderate'),
      high: count('high'),
      critical: count('critical'),
    };
    const summary = { type: 'auditSummary', data: { vulnerabilities: counts, dependencies: 47, totalDependencies: 47 } };
    const lines = [{ type: 'warning', data: 'package.json: No license field' }, ...paths, summary];
    return lines.map((each) => `${JSON.stringify(each)}\n`).join('');
  },
  { ids: ['GHSA-aaaa-bbbb-0001', 'GHSA-aaaa-bbbb-0002', 'GHSA-aaaa-bbbb-0003'], rated: ['critical', 'high', 'medium', 'low', 'info'] },
);

function pathOf({ id, severity, component }: MadeVulnerability, index: number, through: string) {
  const path = `${through}${component}`;
  const advisory = {
    findings: [{ version: '0.0.10', paths: [path] }],
    id: 1000 + index,
    title: 'Bad',
    module_name: component,
    cves: [],
    severity: words[severity],
    github_advisory_id: id,
  };
  return { type: 'auditAdvisory', data: { resolution: { id: 1000 + index, path, dev: false }, advisory } };
}
