import { countFindings, type MadeVulnerability, madeVulnerabilities } from '../../reports/generated.ts';

/** From the lowest to the highest score of a band (CVSS v3.1 §5). */
const scores = { critical: ['9.0', '10.0'], high: ['7.0', '8.9'], medium: ['4.0', '6.9'], low: ['0.1', '3.9'], info: [''], unknown: [''] };

/** Each group of each package counts, under the first of its ids, and each violated licence. */
export const generated = madeVulnerabilities({ rated: ['critical', 'high', 'medium', 'low', 'unknown'] }).map((made) => {
  const packages = [...Map.groupBy(made, ({ component }) => component)].map(([name, own]) => packageOf(name, own));
  const licences = packages.flatMap(({ license_violations }) => license_violations ?? []);
  return {
    content: JSON.stringify({
      results: packages.map((each) => ({ source: { path: `${each.package.name}/package-lock.json`, type: 'lockfile' }, packages: [each] })),
      experimental_config: { licenses: { summary: false, allowlist: ['MIT'] } },
    }),
    counts: countFindings([
      ...made.map(({ id, severity }) => ({ rule: id, severity, suppressed: false })),
      ...licences.map((rule) => ({ rule, severity: 'unknown' as const, suppressed: false })),
    ]),
  };
});

function packageOf(name: string, own: readonly MadeVulnerability[]) {
  return {
    package: { name, version: '1.0.0', ecosystem: 'npm' },
    vulnerabilities: own
      .flatMap(({ id }) => [id, `OTHER-${id}`])
      .map((id) => ({ id, aliases: [], summary: 'Demo', schema_version: '1.6.0' })),
    groups: own.map(({ id, severity }, index) => {
      const band = scores[severity];
      return { ids: [id, `OTHER-${id}`], aliases: [id, `OTHER-${id}`, 'CVE-2026-9999'], max_severity: band[index % band.length] };
    }),
    ...(own.length > 1 ? { licenses: ['GPL-3.0', 'MIT'], license_violations: ['GPL-3.0'] } : {}),
  };
}
