import { generatedVulnerabilities, type MadeVulnerability } from '../../reports/generated.ts';

const settled = ['resolved', 'resolved_with_pedigree', 'false_positive', 'not_affected'];
const open = ['exploitable', 'in_triage', undefined];

export const generated = generatedVulnerabilities(
  (vulnerabilities) =>
    JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      metadata: { component: { 'bom-ref': 'root', type: 'application', name: 'product', version: '1.0.0' } },
      components: [...new Set(vulnerabilities.map(({ component }) => component))].map((name) => ({
        'bom-ref': `pkg:npm/${name}`,
        type: 'library',
        name,
      })),
      vulnerabilities: vulnerabilities.map((each, index) => ({
        'bom-ref': `v-${index}`,
        id: each.id,
        ratings: ratingsOf(each),
        description: 'About it.',
        ...analysisOf(each.suppressed ? settled[index % settled.length] : open[index % open.length]),
        affects: [{ ref: `pkg:npm/${each.component}` }],
      })),
    }),
  { minLength: 1, suppresses: true },
);

/** Of several raters, one with a score alone. */
function ratingsOf({ severity }: MadeVulnerability) {
  const milder = severity === 'critical' || severity === 'high' ? [{ severity: 'medium' }] : [];
  return [{ score: 9.8, method: 'CVSSv31' }, ...milder, { severity: severity === 'info' ? 'none' : severity }, { severity: 'unknown' }];
}

function analysisOf(state: string | undefined) {
  return state === undefined ? {} : { analysis: { state, detail: 'looked at' } };
}
