import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const report = (vulnerability: object) => ({
  reportSchema: '1.1',
  scanInfo: { engineVersion: '12.1.0', dataSource: [] },
  projectInfo: { name: 'product' },
  dependencies: [{ fileName: 'a.jar', vulnerabilities: [{ name: 'CVE-2026-0001', ...vulnerability }] }],
});

test.each([
  ['the severity of the report', { severity: 'LOW', cvssv3: { baseSeverity: 'HIGH' } }, 'low'],
  ['that of CVSS 4 where there is none', { cvssv4: { baseSeverity: 'CRITICAL' }, cvssv3: { baseSeverity: 'HIGH' } }, 'critical'],
  ['that of CVSS 3', { severity: '', cvssv3: { baseSeverity: 'HIGH' }, cvssv2: { severity: 'LOW' } }, 'high'],
  ['that of CVSS 2', { cvssv2: { severity: 'MEDIUM' } }, 'medium'],
  ['that of npm', { severity: 'moderate', unscored: 'true' }, 'medium'],
  ['no severity at all', {}, 'unknown'],
])('a vulnerability has %s', async (_, vulnerability, severity) => {
  expect(await readReport(bytesOf(JSON.stringify(report(vulnerability))), null)).toMatchObject({ report: { findings: [{ severity }] } });
});

test('a report of no dependency names no target', async () => {
  const outcome = await readReport(bytesOf(JSON.stringify({ ...report({}), dependencies: [] })), null);
  expect(outcome).toMatchObject({ state: 'read', problems: [{ code: 'NO_TARGET' }] });
});
