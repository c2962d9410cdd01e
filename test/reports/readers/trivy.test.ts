import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const vulnerability = (id: string, severity: string, fields: object = {}) => ({
  VulnerabilityID: id,
  PkgName: 'a',
  InstalledVersion: '1',
  Severity: severity,
  ...fields,
});
const document = (...results: object[]) => ({
  SchemaVersion: 2,
  ArtifactName: '.',
  ArtifactType: 'filesystem',
  Results: results.map((each) => ({ Target: 't', ...each })),
});
const read = (value: unknown) => readReport(bytesOf(JSON.stringify(value)), null);

async function findings(value: unknown) {
  const outcome = await read(value);
  return outcome.state === 'read' && outcome.report.kind === 'findings' ? outcome.report.findings : outcome;
}

test('a vulnerability counts once, by its highest severity and the place of that', async () => {
  const all = [
    vulnerability('C1', 'LOW'),
    vulnerability('C1', 'HIGH', { PkgName: 'b' }),
    vulnerability('C1', 'UNKNOWN'),
    vulnerability('C2', 'ODD'),
  ];
  expect(await findings(document({ Vulnerabilities: all.slice(0, 2) }, { Vulnerabilities: all.slice(2) }))).toMatchObject([
    { rule: 'C1', severity: 'high', place: 'b@1' },
    { rule: 'C2', severity: 'unknown' },
  ]);
});

test('a vulnerability without an id counts by its package', async () => {
  const nameless = [{ PkgName: 'a' }, { PkgName: 'b' }];
  expect(await findings([{ Target: 't', Vulnerabilities: nameless }])).toMatchObject([
    { rule: 'unnamed', severity: 'unknown', place: 'a' },
    { rule: 'unnamed', place: 'b' },
  ]);
});

describe('a check of configuration', () => {
  test.each([
    [
      'that failed is a finding',
      { ID: 'DS-0002', AVDID: 'AVD-DS-0002', Severity: 'HIGH', Status: 'FAIL' },
      [{ rule: 'DS-0002', aliases: ['AVD-DS-0002'], severity: 'high', suppressed: false }],
      [],
    ],
    ['without a status failed, as in old versions', { ID: 'DS002', Severity: 'LOW' }, [{ severity: 'low' }], []],
    ['that passed is none, and known to have run', { ID: 'DS-0001', Severity: 'LOW', Status: 'PASS' }, [], ['DS-0001']],
    ['that is excepted is suppressed', { ID: 'DS-0002', Severity: 'LOW', Status: 'EXCEPTION' }, [{ suppressed: true }], []],
  ])('%s', async (_, check, expected, listed) => {
    expect(await read(document({ Misconfigurations: [check] }))).toMatchObject({ report: { findings: expected, rules: { listed } } });
  });

  test('is missing where the summary counts more failures', async () => {
    expect(
      await read(document({ MisconfSummary: { Successes: 1, Failures: 2 }, Misconfigurations: [{ ID: 'DS-0002', Status: 'FAIL' }] })),
    ).toMatchObject({
      report: { partial: [{ code: 'declared-differs', what: 'failed checks', declared: 2, listed: 1 }] },
    });
  });
});

test.each([
  ['ignored', true],
  ['not_affected', true],
  ['fixed', true],
  ['affected', false],
  ['under_investigation', false],
  ['unknown', false],
])('a finding of which somebody says that it is %s is suppressed: %s', async (Status, suppressed) => {
  const modified = [
    { Type: 'vulnerability', Status, Finding: vulnerability('C1', 'HIGH') },
    { Type: 'secret', Status, Finding: { RuleID: 'R', Severity: 'HIGH' } },
    { Type: 'license', Status, Finding: { Name: 'MIT', Severity: 'LOW' } },
    { Type: 'misconfiguration', Status, Finding: { ID: 'DS-0002', Severity: 'LOW' } },
  ];
  expect(await findings(document({ ExperimentalModifiedFindings: modified }))).toMatchObject(
    Array.from({ length: 4 }, () => ({ suppressed })),
  );
});

describe('names no target', () => {
  test.each([
    ['null', null],
    ['an artifact without results', { SchemaVersion: 2, ArtifactName: '.' }],
    ['an artifact with an empty list of results', document()],
    ['a cluster without resources', { ClusterName: 'c', Resources: [] }],
  ])('%s', async (_, value) => {
    expect(await read(value)).toMatchObject({ state: 'read', format: 'trivy', report: { targets: [] }, problems: [{ code: 'NO_TARGET' }] });
  });
});

test.each(['Resources', 'Findings', 'Vulnerabilities', 'Misconfigurations'])(
  'a cluster may list its resources under %s, and each error makes it a part',
  async (key) => {
    const resources = [
      { Kind: 'Pod', Name: 'a', Results: [{ Target: 'a', Vulnerabilities: [vulnerability('C1', 'LOW')] }] },
      { Kind: 'Pod', Name: 'b', Error: 'not found' },
    ];
    expect(await read({ ClusterName: 'c', [key]: resources })).toMatchObject({
      report: { findings: [{ rule: 'C1' }], partial: [{ code: 'tool-errors', count: 1 }], targets: ['a'] },
    });
  },
);

describe('refused', () => {
  test.each([
    ['another schema', { SchemaVersion: 3, ArtifactName: '.' }, 'SHAPE'],
    ['a result without a target', { SchemaVersion: 2, ArtifactName: '.', Results: [{}] }, 'SHAPE'],
    ['results that are no list', { SchemaVersion: 2, ArtifactName: '.', Results: {} }, 'SHAPE'],
    ['a modified finding of another type', document({ ExperimentalModifiedFindings: [{ Type: 'x', Status: 'y', Finding: {} }] }), 'SHAPE'],
    ['an empty list', [], 'FORMAT_UNKNOWN'],
    ['a list of something else', [{ Target: 't' }], 'FORMAT_UNKNOWN'],
    ['an empty object', {}, 'FORMAT_UNKNOWN'],
    ['a schema version alone', { SchemaVersion: 2 }, 'FORMAT_UNKNOWN'],
  ])('%s', async (_, value, code) => {
    const outcome = await read(value);
    expect(outcome.state).toBe('refused');
    expect(outcome.problems[0]?.code).toBe(code);
  });
});
