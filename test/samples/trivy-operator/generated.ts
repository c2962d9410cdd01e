import { generatedVulnerabilities, type MadeVulnerability } from '../../reports/generated.ts';

/** Of one workload the report alone, of several a list. */
export const generated = generatedVulnerabilities(
  (vulnerabilities) => {
    const reports = [...Map.groupBy(vulnerabilities, ({ component }) => component)].map(([name, own]) => reportOf(name, own));
    const [first = reportOf('clean', []), ...others] = reports;
    return JSON.stringify(
      others.length === 0 ? first : { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items: reports },
    );
  },
  { rated: ['critical', 'high', 'medium', 'low', 'unknown'] },
);

function reportOf(name: string, own: readonly MadeVulnerability[]) {
  const count = (severity: string) => own.filter((each) => each.severity === severity).length;
  return {
    apiVersion: 'aquasecurity.github.io/v1alpha1',
    kind: 'VulnerabilityReport',
    metadata: { name: `replicaset-${name}`, namespace: 'default' },
    report: {
      artifact: { repository: `example/${name}`, tag: '1.0.0' },
      scanner: { name: 'Trivy', vendor: 'Aqua Security', version: '0.65.0' },
      summary: {
        criticalCount: count('critical'),
        highCount: count('high'),
        mediumCount: count('medium'),
        lowCount: count('low'),
        unknownCount: count('unknown'),
      },
      vulnerabilities: own.map(({ id, severity }) => ({
        vulnerabilityID: id,
        resource: 'openssl',
        installedVersion: '1.2.3-r0',
        fixedVersion: '',
        severity: severity.toUpperCase(),
        title: 'openssl: something',
        links: [],
        target: '',
      })),
    },
  };
}
