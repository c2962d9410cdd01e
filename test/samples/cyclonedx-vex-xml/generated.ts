import { generatedVulnerabilities, type MadeVulnerability } from '../../reports/generated.ts';

const settled = ['resolved', 'resolved_with_pedigree', 'false_positive', 'not_affected'];
const open = ['exploitable', 'in_triage', undefined];

export const generated = generatedVulnerabilities(
  (vulnerabilities) => {
    const components = [...new Set(vulnerabilities.map(({ component }) => component))].map(
      (name) => `<component bom-ref="pkg:npm/${name}" type="library"><name>${name}</name></component>`,
    );
    return `<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">
  <metadata><component bom-ref="root" type="application"><name>product</name></component></metadata>
  <components>${components.join('')}</components>
  <vulnerabilities>
    ${vulnerabilities.map(vulnerabilityOf).join('\n')}
  </vulnerabilities>
</bom>
`;
  },
  { minLength: 1, suppresses: true },
);

function vulnerabilityOf({ id, severity, component, suppressed }: MadeVulnerability, index: number): string {
  const state = suppressed ? settled[index % settled.length] : open[index % open.length];
  const milder = severity === 'critical' || severity === 'high' ? '<rating><severity>medium</severity></rating>' : '';
  return `<vulnerability bom-ref="v-${index}"><id>${id}</id><source><name>NVD</name></source>
<references><reference><id>OTHER-${index}</id></reference></references>
<ratings><rating><source><name>NVD</name></source><score>9.8</score></rating>${milder}
<rating><severity>${severity === 'info' ? 'none' : severity}</severity></rating></ratings><description>About it.</description>
${state === undefined ? '' : `<analysis><state>${state}</state><detail>looked at</detail></analysis>`}
<affects><target><ref>pkg:npm/${component}</ref></target></affects></vulnerability>`;
}
