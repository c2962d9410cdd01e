import { generatedVulnerabilities, type MadeVulnerability } from '../../reports/generated.ts';

export const generated = generatedVulnerabilities(
  (vulnerabilities) =>
    JSON.stringify({
      reportSchema: '1.1',
      scanInfo: { engineVersion: '12.1.0', dataSource: [] },
      projectInfo: { name: 'product', reportDate: '2026-11-20T08:00:00.000Z', credits: {} },
      dependencies: [...Map.groupBy(vulnerabilities, ({ component }) => component)].map(([component, own]) => {
        const suppressed = own.filter((each) => each.suppressed);
        return {
          isVirtual: false,
          fileName: `${component}.jar`,
          filePath: `/product/lib/${component}.jar`,
          evidenceCollected: { vendorEvidence: [], productEvidence: [], versionEvidence: [] },
          vulnerabilities: own.filter((each) => !each.suppressed).map((each) => ({ ...vulnerabilityOf(each), ...severityOf(each) })),
          ...(suppressed.length > 0 ? { suppressedVulnerabilities: suppressed.map(vulnerabilityOf) } : {}),
        };
      }),
    }),
  { suppresses: true },
);

function vulnerabilityOf({ id, severity, component }: MadeVulnerability) {
  return { source: 'NVD', name: id, ...scoresOf(severity, component), description: 'About it.', notes: '', references: [] };
}

/** As the template writes it: of the newest rating that there is. A suppressed vulnerability has scores alone. */
function severityOf({ severity }: MadeVulnerability) {
  if (severity === 'unknown') return { unscored: 'true', severity: 'Unknown' };
  return { severity: severity === 'info' ? 'NONE' : severity.toUpperCase() };
}

function scoresOf(severity: string, component: string) {
  if (severity === 'unknown') return {};
  const word = severity === 'info' ? 'NONE' : severity.toUpperCase();
  const older = { cvssv2: { score: 2.1, severity: 'LOW' } };
  if (component === 'growl' && severity !== 'critical' && severity !== 'info') return { cvssv2: { score: 5, severity: word } };
  if (component === 'lodash') return { ...older, cvssv3: { baseScore: 5, baseSeverity: word } };
  return { ...older, cvssv3: { baseScore: 2, baseSeverity: 'LOW' }, cvssv4: { baseScore: 5, baseSeverity: word } };
}
