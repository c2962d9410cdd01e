import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const vulnerability = (id: string) => ({ id, summary: `about ${id}`, aliases: [] });
const scanned = (fields: object) => ({ package: { name: 'a', version: '1', ecosystem: 'Go' }, ...fields });
const document = (...packages: object[]) => ({
  results: [{ source: { path: 'go.mod', type: 'lockfile' }, packages }],
  experimental_config: {},
});
const read = (value: unknown) => readReport(bytesOf(JSON.stringify(value)), null);

test.each([
  ['9.8', 'critical'],
  ['7.0', 'high'],
  ['4.0', 'medium'],
  ['0.1', 'low'],
  ['0.0', 'unknown'],
  ['', 'unknown'],
  ['UNKNOWN', 'unknown'],
  [undefined, 'unknown'],
])('a group of the highest score %j is %s', async (max_severity, severity) => {
  const groups = [{ ids: ['G1', 'O1'], aliases: ['C1', 'G1', 'O1'], max_severity }];
  expect(await read(document(scanned({ vulnerabilities: [vulnerability('G1'), vulnerability('O1')], groups })))).toMatchObject({
    report: { findings: [{ rule: 'G1', aliases: ['O1', 'C1'], severity, title: 'about G1', place: 'a@1' }] },
  });
});

test('a vulnerability that is in no group counts as one', async () => {
  expect(await read(document(scanned({ vulnerabilities: [vulnerability('G1')] })))).toMatchObject({
    report: { findings: [{ rule: 'G1', severity: 'unknown' }] },
  });
});

test('a violated licence is a finding', async () => {
  expect(await read(document(scanned({ licenses: ['GPL-3.0'], license_violations: ['GPL-3.0'] })))).toMatchObject({
    report: { findings: [{ rule: 'GPL-3.0', severity: 'unknown' }] },
  });
});

test.each([
  ['packages without vulnerabilities are what was scanned', document(scanned({})), ['go.mod']],
  ['no results name no target', { results: [], experimental_config: {} }, []],
])('%s', async (_, value, targets) => {
  expect(await read(value)).toMatchObject({ state: 'read', report: { findings: [], targets } });
});

test.each([
  ['empty results of any tool', { results: [] }, 'FORMAT_UNKNOWN'],
  ['results of Semgrep', { results: [{ check_id: 'x', path: 'a' }], errors: [] }, 'FORMAT_UNKNOWN'],
  ['a source without packages', { results: [{ source: { path: 'go.mod' } }] }, 'FORMAT_UNKNOWN'],
  ['a group without ids', document(scanned({ groups: [{}] })), 'SHAPE'],
])('%s are refused', async (_, value, code) => {
  const outcome = await read(value);
  expect(outcome.state).toBe('refused');
  expect(outcome.format).not.toBe(code === 'SHAPE' ? null : 'osv-scanner');
});
