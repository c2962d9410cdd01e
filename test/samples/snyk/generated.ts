import fc from 'fast-check';
import { generatedVulnerabilities, type MadeVulnerability } from '../../reports/generated.ts';

const options = {
  ids: ['SNYK-JS-LODASH-567746', 'SNYK-JS-TAR-3000', 'snyk:lic:npm:pad:GPL-3.0'],
  rated: ['critical', 'high', 'medium', 'low'],
  suppresses: true,
} as const;

/** One project or several; an image has its applications beside what its system has. */
export const generated = fc.oneof(
  generatedVulnerabilities((made) => {
    const projects = projectsOf(made);
    return JSON.stringify(projects.length === 1 ? projects[0] : projects);
  }, options),
  generatedVulnerabilities((made) => {
    const [system, ...applications] = projectsOf(made);
    return JSON.stringify({ ...system, docker: { baseImage: 'debian:12' }, applications });
  }, options),
);

function projectsOf(made: readonly MadeVulnerability[]) {
  const projects = [...Map.groupBy(made, ({ component }) => component)].map(([name, own]) => projectOf(name, own));
  return projects.length === 0 ? [projectOf('clean', [])] : projects;
}

/** What was ignored or patched is filtered out of the issues, which it lists once a path. */
function projectOf(name: string, own: readonly MadeVulnerability[]) {
  const issues = own.filter(({ suppressed }) => !suppressed);
  const filtered = own.filter(({ suppressed }) => suppressed).map((each) => issueOf(each, 'a'));
  return {
    vulnerabilities: issues.flatMap((each, index) => ['a', 'b'].slice(index % 2).map((through) => issueOf(each, through))),
    ok: issues.length === 0,
    dependencyCount: 12,
    packageManager: 'npm',
    summary: `${issues.length} vulnerable dependency paths`,
    filtered: { ignore: filtered.slice(1), patch: filtered.slice(0, 1) },
    uniqueCount: issues.length,
    projectName: name,
    path: '/product',
  };
}

/** Before there was `critical`, it stood in a field of its own. */
function issueOf({ id, severity, component }: MadeVulnerability, through: string) {
  const rated = severity === 'critical' && through === 'b' ? { severity: 'high', severityWithCritical: 'critical' } : { severity };
  return {
    id,
    title: 'Bad',
    ...rated,
    name: component,
    version: '1.0.0',
    from: ['product@1.0.0', through],
    identifiers: { CVE: [], CWE: [] },
  };
}
