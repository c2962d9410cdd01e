import fc from 'fast-check';
import { countFindings, distinctVulnerabilities, type MadeVulnerability, madeVulnerabilities, worstOf } from '../../reports/generated.ts';

const ids = ['GHSA-aaaa-bbbb-0001', 'GHSA-aaaa-bbbb-0002', 'GHSA-aaaa-bbbb-0003', 'GHSA-aaaa-bbbb-0004'];
const advisories = madeVulnerabilities({ ids, rated: ['critical', 'high', 'medium', 'low', 'info'] });
const words = { critical: 'critical', high: 'high', medium: 'moderate', low: 'low', info: 'info', unknown: 'none' };

/** One advisory of GitHub has another number for each package. */
export const generated = fc.oneof(
  advisories.map((made) => ({ content: JSON.stringify(version2(made)), counts: countFindings(distinctVulnerabilities(made)) })),
  advisories.map((made) => ({
    content: JSON.stringify(version1(made)),
    counts: countFindings([...distinctVulnerabilities(made), { rule: '534', severity: 'low', suppressed: false }]),
  })),
);

/** Counts packages, also those that only depend on a vulnerable one. */
function version2(made: readonly MadeVulnerability[]) {
  const packages = [...Map.groupBy(made, ({ component }) => component)].flatMap(([name, own]) => {
    const severity = words[worstOf(own)];
    const common = { severity, isDirect: false, range: '*', nodes: [`node_modules/${name}`], fixAvailable: false };
    return [
      { ...common, name, via: own.map((each) => advisoryOf(each, made.indexOf(each))), effects: [`needs-${name}`] },
      { ...common, name: `needs-${name}`, via: [name], effects: [] },
    ];
  });
  return {
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(packages.map((each) => [each.name, each])),
    metadata: {
      vulnerabilities: { ...countsOf(packages.map(({ severity }) => severity)), total: packages.length },
      dependencies: { prod: 9, dev: 0, total: 9 },
    },
  };
}

function advisoryOf({ id, severity, component }: MadeVulnerability, index: number) {
  const url = `https://github.com/advisories/${id}`;
  return { source: 1000 + index, name: component, dependency: component, title: 'Bad', url, severity: words[severity], range: '<1.2.3' };
}

/** Counts paths; the advisory 534 is one of npm's own. */
function version1(made: readonly MadeVulnerability[]) {
  const listed = made.map(({ id, severity, component }, index) => ({
    findings: [{ version: '1.2.0', paths: [`.>${component}`, `.>demo>${component}`].slice(index % 2) }],
    id: 1000 + index,
    title: 'Bad',
    module_name: component,
    severity: words[severity],
    github_advisory_id: id,
    cves: [],
  }));
  const own = { findings: [{ version: '2.0.0', paths: ['.>debug'] }], id: 534, title: 'Bad', module_name: 'debug', severity: 'low' };
  const all = [...listed, own];
  return {
    actions: [],
    advisories: Object.fromEntries(all.map((each) => [each.id, each])),
    muted: [],
    metadata: {
      vulnerabilities: countsOf(all.flatMap(({ findings, severity }) => findings.flatMap(({ paths }) => paths.map(() => severity)))),
      totalDependencies: 9,
    },
  };
}

function countsOf(severities: readonly string[]) {
  const count = (word: string) => severities.filter((each) => each === word).length;
  return { info: count('info'), low: count('low'), moderate: count('moderate'), high: count('high'), critical: count('critical') };
}
