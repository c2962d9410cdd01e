import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const advisory = (id: number, severity: string) => ({
  type: 'auditAdvisory',
  data: { resolution: { id }, advisory: { id, title: 'Bad', module_name: 'a', severity, findings: [] } },
});
const summary = (counts: object = {}, totalDependencies = 9) => ({
  type: 'auditSummary',
  data: { vulnerabilities: { info: 0, low: 0, moderate: 0, high: 0, critical: 0, ...counts }, totalDependencies },
});
const berry = (ID: number | string, Severity: string) => ({
  value: 'a',
  children: { ID, Issue: 'Bad', Severity, 'Tree Versions': ['1.0.0'] },
});
const yarn = (type: string, data: string) => ({ type, name: 0, displayName: 'YN0001', indent: '', data });
const read = (...lines: object[]) => readReport(bytesOf(lines.map((each) => `${JSON.stringify(each)}\n`).join('')), null);

describe('yarn 1', () => {
  test('counts each advisory once, and the summary counts paths', async () => {
    expect(
      await read(
        { type: 'warning', data: 'no license' },
        advisory(1, 'high'),
        advisory(1, 'high'),
        advisory(2, 'low'),
        summary({ high: 2, low: 1 }),
      ),
    ).toMatchObject({
      state: 'read',
      format: 'yarn-audit',
      report: {
        partial: [],
        findings: [
          { rule: '1', severity: 'high' },
          { rule: '2', severity: 'low' },
        ],
      },
    });
  });

  test('counts an advisory of GitHub that has several numbers once, by its worst severity', async () => {
    const numbered = (id: number, severity: string) => ({
      type: 'auditAdvisory',
      data: { advisory: { id, title: 'Bad', module_name: 'a', severity, github_advisory_id: 'GHSA-aaaa-bbbb-0001' } },
    });
    expect(await read(numbered(1, 'high'), numbered(2, 'low'), summary({ high: 1, low: 1 }))).toMatchObject({
      report: { partial: [], findings: [{ rule: 'GHSA-aaaa-bbbb-0001', aliases: ['1', '2'], severity: 'high' }] },
    });
  });

  test('adds up the summaries of several audits', async () => {
    expect(await read(advisory(1, 'high'), summary({ high: 1 }), summary())).toMatchObject({ state: 'read', report: { partial: [] } });
  });

  test.each([
    ['counts what it does not list', [summary({ critical: 1 })], 1, 0],
    ['lists what it does not count', [advisory(1, 'critical'), summary()], 0, 1],
  ])('is a part where it %s', async (_, lines, declared, listed) => {
    expect(await read(...lines)).toMatchObject({ report: { partial: [{ code: 'declared-differs', declared, listed }] } });
  });

  test.each([
    ['no summary at the end', [advisory(1, 'high')], 'TRUNCATED'],
    ['an advisory behind the last summary', [summary(), advisory(1, 'high')], 'TRUNCATED'],
    ['an error', [{ type: 'error', data: 'Request failed' }], 'TOOL_ERROR'],
    ['an error in the middle', [advisory(1, 'high'), { type: 'error', data: 'x' }, summary()], 'TOOL_ERROR'],
    ['a summary of strings', [{ type: 'auditSummary', data: { vulnerabilities: { info: '0' } } }], 'SHAPE'],
  ])('is refused with %s', async (_, lines, code) => {
    expect(await read(...lines)).toMatchObject({ state: 'refused', format: 'yarn-audit' });
    expect((await read(...lines)).problems[0]?.code).toBe(code);
  });

  test('is refused with a line that is cut', async () => {
    const text = `${JSON.stringify(advisory(1, 'high'))}\n{"type":"auditSumm`;
    expect(await readReport(bytesOf(text), null)).toMatchObject({ state: 'refused', problems: [{ code: 'TRUNCATED', line: 2 }] });
  });
});

describe('yarn 4', () => {
  test('counts each advisory once', async () => {
    expect(await read(berry(1, 'moderate'), berry(1, 'moderate'), berry('a (deprecation)', 'moderate'))).toMatchObject({
      state: 'read',
      format: 'yarn-berry-audit',
      report: { findings: [{ rule: '1', severity: 'medium', place: 'a@1.0.0' }, { rule: 'a (deprecation)' }] },
    });
  });

  test('counts an advisory of GitHub that has several numbers once', async () => {
    const numbered = (value: string, ID: number) => ({
      value,
      children: { ID, Issue: 'Bad', URL: 'https://github.com/advisories/GHSA-aaaa-bbbb-0001', Severity: 'high' },
    });
    expect(await read(numbered('a', 1), numbered('b', 2))).toMatchObject({
      report: { findings: [{ rule: 'GHSA-aaaa-bbbb-0001', aliases: ['1', '2'], severity: 'high' }] },
    });
  });

  test('says where it found nothing', async () => {
    expect(await read(yarn('info', 'No audit suggestions'))).toMatchObject({
      state: 'read',
      format: 'yarn-berry-audit',
      report: { findings: [], partial: [] },
    });
  });

  test.each([
    ['an error', [yarn('error', 'The remote server failed')], 'TOOL_ERROR'],
    ['an error behind an advisory', [berry(1, 'low'), yarn('error', 'The remote server failed')], 'TOOL_ERROR'],
    ['a line of neither kind', [berry(1, 'low'), { value: 'a' }], 'SHAPE'],
  ])('is refused with %s', async (_, lines, code) => {
    expect(await read(...lines)).toMatchObject({ state: 'refused', format: 'yarn-berry-audit', problems: [{ code }] });
  });
});

test.each([
  ['k6’s points', { type: 'Metric', data: { name: 'x' } }],
  ['what yarn 1 says when it installs', { type: 'step', data: { message: 'Resolving packages' } }],
  ['what yarn 4 says when it installs', yarn('info', 'Resolution step')],
])('%s are of another format', async (_, line) => {
  const { format } = await read(line);
  expect(['yarn-audit', 'yarn-berry-audit']).not.toContain(format);
});
