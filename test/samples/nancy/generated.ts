import { countFindings, type MadeVulnerability, madeVulnerabilities } from '../../reports/generated.ts';

/** From the lowest to the highest score of a band (CVSS v3.1 §5). */
const scores = {
  critical: ['9.0', '10.0'],
  high: ['7.0', '8.9'],
  medium: ['4.0', '6.9'],
  low: ['0.1', '3.9'],
  info: ['0.0'],
  unknown: ['0.0'],
};

/** Each vulnerability of each component counts; `vulnerable` has the components with one that is not excluded, with all of theirs. */
export const generated = madeVulnerabilities({ rated: ['critical', 'high', 'medium', 'low', 'unknown'], suppresses: true }).map((made) => {
  const components = ['lodash', 'minimist', 'growl', 'optimist'].map((name) => made.filter(({ component }) => component === name));
  const audited = components.map((own, index) => ({
    Coordinates: `pkg:golang/example.com/${index}@1.0.0`,
    Reference: '',
    Vulnerabilities: own.map(vulnerabilityOf),
    InvalidSemVer: false,
  }));
  const vulnerable = audited.filter(({ Vulnerabilities }) => Vulnerabilities.some(({ Excluded }) => !Excluded));
  const excluded = audited.flatMap(({ Vulnerabilities }) => Vulnerabilities.filter(({ Excluded }) => Excluded));
  return {
    content: JSON.stringify({
      audited,
      excluded: excluded.length === 0 ? null : excluded,
      exclusions: excluded.map(({ Cve }) => Cve),
      invalid: [],
      num_audited: audited.length,
      num_exclusions: excluded.length,
      num_vulnerable: vulnerable.length,
      version: '1.0.46',
      vulnerable,
    }),
    counts: countFindings(made.map(({ id, severity, suppressed }) => ({ rule: id, severity, suppressed }))),
  };
});

/** What has no CVE is known by its id in the OSS Index. */
function vulnerabilityOf({ id, severity, suppressed }: MadeVulnerability, index: number) {
  const band = scores[severity];
  return {
    ID: id.startsWith('CVE') ? `0000-${index}` : id,
    Title: `[${id}] demo`,
    Description: 'A demo.',
    CvssScore: band[index % band.length],
    CvssVector: '',
    Cve: id.startsWith('CVE') ? id : '',
    Excluded: suppressed,
  };
}
