import { generatedVulnerabilities, type MadeVulnerability } from '../../reports/generated.ts';

export const generated = generatedVulnerabilities(
  (vulnerabilities) => {
    const dependencies = [...Map.groupBy(vulnerabilities, ({ component }) => component)].map(
      ([component, own]) => `<dependency isVirtual="false"><fileName>${component}.jar</fileName>
<relatedDependencies><relatedDependency><fileName>other-${component}.jar</fileName></relatedDependency></relatedDependencies>
<evidenceCollected><evidence type="vendor" confidence="HIGH"><name>package</name><value>${component}</value></evidence></evidenceCollected>
<vulnerabilities>${own.map(vulnerabilityOf).join('\n')}</vulnerabilities></dependency>`,
    );
    return `<?xml version="1.0" encoding="UTF-8"?>\
<analysis xmlns="https://jeremylong.github.io/DependencyCheck/dependency-check.4.1.xsd">\
<scanInfo><engineVersion>12.1.0</engineVersion><dataSource><name>NVD API Last Checked</name></dataSource></scanInfo>\
<projectInfo><name>product</name></projectInfo><dependencies>${dependencies.join('')}</dependencies></analysis>`;
  },
  { suppresses: true },
);

/** A suppressed vulnerability has scores alone; what has none is rated by a word of its source. */
function vulnerabilityOf({ id, severity, suppressed }: MadeVulnerability): string {
  const element = suppressed ? 'suppressedVulnerability' : 'vulnerability';
  const word = severity === 'info' ? 'NONE' : severity.toUpperCase();
  const scores = severity === 'unknown' ? '' : scoresOf(word);
  return `<${element} source="NVD"><name>${id}</name>${suppressed ? '' : `<severity>${word}</severity>`}${scores}
<description>About it.</description><references><reference><source>NVD</source><name>other name of ${id}</name></reference></references>
</${element}>`;
}

function scoresOf(word: string): string {
  return `<cvssV2><score>2.1</score><severity>LOW</severity></cvssV2>
<cvssV3><baseScore>5.0</baseScore><baseSeverity>${word}</baseSeverity></cvssV3>`;
}
