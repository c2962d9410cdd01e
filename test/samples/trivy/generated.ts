import fc from 'fast-check';
import {
  countFindings,
  distinctVulnerabilities,
  type MadeFinding,
  type MadeVulnerability,
  madeFindings,
  madeVulnerabilities,
} from '../../reports/generated.ts';

const rated = ['critical', 'high', 'medium', 'low', 'unknown'] as const;
const rules = ['DS-0002', 'aws-access-key-id', 'GPL-3.0-only'];

/** A vulnerability counts once an id, suppressed ones apart; checks, secrets and licences count each. */
export const generated = fc.oneof(
  fc.tuple(madeVulnerabilities({ rated, suppresses: true }), madeFindings({ rules, rated, suppresses: true })).map(([made, others]) => {
    const results = resultsOf(made, others);
    return {
      content: JSON.stringify({
        SchemaVersion: 2,
        Trivy: { Version: '0.69.1' },
        ArtifactName: '.',
        ArtifactType: 'filesystem',
        ...(results.length === 0 ? {} : { Results: results }),
      }),
      counts: countFindings([
        ...distinctVulnerabilities(made.filter(({ suppressed }) => !suppressed)),
        ...distinctVulnerabilities(made.filter(({ suppressed }) => suppressed)),
        ...others,
      ]),
    };
  }),
  fc.tuple(madeVulnerabilities({ rated }), madeFindings({ rules, rated })).map(([made, others]) => ({
    content: JSON.stringify({
      ClusterName: 'demo',
      Resources: resultsOf(made, others).map((each, index) => ({ Namespace: 'default', Kind: 'Pod', Name: `p${index}`, Results: [each] })),
    }),
    counts: countFindings([...distinctVulnerabilities(made), ...others]),
  })),
  madeVulnerabilities({ rated, minLength: 1 }).map((made) => ({
    content: JSON.stringify([...resultsOf(made, []), { Target: 'Gemfile.lock', Type: 'bundler', Vulnerabilities: null }]),
    counts: countFindings(distinctVulnerabilities(made)),
  })),
);

function resultsOf(made: readonly MadeVulnerability[], others: readonly MadeFinding[]) {
  return [
    ...[...Map.groupBy(made, ({ component }) => component)].map(([component, own]) => ({
      Target: `${component}/package-lock.json`,
      Class: 'lang-pkgs',
      Type: 'npm',
      Vulnerabilities: listed(own, vulnerabilityOf),
      ExperimentalModifiedFindings: modified(own, 'vulnerability', ['not_affected', 'fixed', 'ignored'], vulnerabilityOf),
    })),
    ...[...Map.groupBy(others, ({ file }) => file)].flatMap(([file, own]) => {
      const [checks, secrets, licences] = rules.map((rule) => own.filter((each) => each.rule === rule));
      return [checksOf(file, checks ?? []), secretsOf(file, secrets ?? []), licencesOf(file, licences ?? [])];
    }),
  ];
}

function checksOf(file: string, checks: readonly MadeFinding[]) {
  const failures = listed(checks, checkOf) ?? [];
  return {
    Target: file,
    Class: 'config',
    MisconfSummary: { Successes: 1, Failures: failures.length },
    Misconfigurations: [{ ID: 'DS-0001', Title: 'Passed', Severity: 'HIGH', Status: 'PASS' }, ...failures],
    ExperimentalModifiedFindings: modified(checks, 'misconfiguration', ['ignored'], checkOf),
  };
}

function secretsOf(file: string, secrets: readonly MadeFinding[]) {
  const ExperimentalModifiedFindings = modified(secrets, 'secret', ['ignored'], secretOf);
  return { Target: file, Class: 'secret', Secrets: listed(secrets, secretOf), ExperimentalModifiedFindings };
}

function licencesOf(file: string, licences: readonly MadeFinding[]) {
  const ExperimentalModifiedFindings = modified(licences, 'license', ['ignored'], licenceOf);
  return { Target: file, Class: 'license', Licenses: listed(licences, licenceOf), ExperimentalModifiedFindings };
}

/** An empty list is left out. */
function listed<Made extends { readonly suppressed: boolean }>(made: readonly Made[], write: (each: Made) => object) {
  const active = made.filter(({ suppressed }) => !suppressed);
  return active.length === 0 ? undefined : active.map(write);
}

function modified<Made extends { readonly suppressed: boolean }>(
  made: readonly Made[],
  type: string,
  statuses: readonly string[],
  write: (each: Made) => object,
) {
  const changed = made.filter(({ suppressed }) => suppressed);
  return changed.length === 0
    ? undefined
    : changed.map((each, index) => ({ Type: type, Status: statuses[index % statuses.length], Finding: write(each) }));
}

function vulnerabilityOf({ id, severity, component }: MadeVulnerability) {
  return { VulnerabilityID: id, PkgName: component, InstalledVersion: '1.0.0', Title: 'Bad', Severity: severity.toUpperCase() };
}

function checkOf({ rule, severity, line }: MadeFinding) {
  return { ID: rule, Title: 'Bad', Severity: severity.toUpperCase(), Status: 'FAIL', CauseMetadata: { StartLine: line, EndLine: line } };
}

function secretOf({ rule, severity, line }: MadeFinding) {
  return { RuleID: rule, Category: 'AWS', Severity: severity.toUpperCase(), Title: 'Bad', StartLine: line, EndLine: line };
}

function licenceOf({ rule, severity, line }: MadeFinding) {
  return { Severity: severity.toUpperCase(), Category: 'restricted', PkgName: `example.com/${line}`, FilePath: '', Name: rule };
}
