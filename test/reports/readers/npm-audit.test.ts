import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const none = { info: 0, low: 0, moderate: 0, high: 0, critical: 0 };
const via = (source: number, severity: string) => ({
  source,
  name: 'a',
  title: 'Bad',
  url: `https://github.com/advisories/GHSA-aaaa-bbbb-000${source}`,
  severity,
  range: '<1',
});
const v2 = (vulnerabilities: object, counts: object) => ({
  auditReportVersion: 2,
  vulnerabilities,
  metadata: { vulnerabilities: { ...none, ...counts }, dependencies: { total: 9 } },
});
const v1 = (advisories: object, counts: object) => ({
  advisories,
  metadata: { vulnerabilities: { ...none, ...counts }, totalDependencies: 9 },
});
const v1Advisory = (severity: string) => ({
  id: 7,
  title: 'Bad',
  module_name: 'a',
  severity,
  findings: [{ version: '1.0.0' }, { version: '1.0.0' }],
});

async function read(document: unknown) {
  return readReport(bytesOf(JSON.stringify(document)), null);
}

describe('what is no audit is refused', () => {
  test.each([
    ['npm 6', { error: { code: 'ENOAUDIT', summary: 'Your registry may not support audit requests', detail: '' } }],
    [
      'npm 7 to 10',
      { message: '503 Service Unavailable', method: 'POST', uri: 'https://registry.example.com/x', headers: {}, statusCode: 503, body: '' },
    ],
    ['npm 10 without an answer', { message: 'request to https://registry.example.com/x failed, reason: connect ECONNREFUSED' }],
    [
      'npm 11',
      {
        message: '405 Method Not Allowed',
        method: 'POST',
        uri: 'https://registry.example.com/x',
        statusCode: 405,
        body: '',
        error: { summary: '', detail: '' },
      },
    ],
    ['pnpm', { error: { code: 'ERR_PNPM_AUDIT_BAD_RESPONSE', message: 'The audit endpoint responded with 500' } }],
    ['an error beside a report', { ...v2({}, {}), error: { summary: 'It broke', detail: '' } }],
  ])('the error document of %s', async (_, document) => {
    const outcome = await read(document);
    expect(outcome).toMatchObject({ state: 'refused', format: 'npm-audit', problems: [{ code: 'TOOL_ERROR' }] });
  });

  test.each([
    ['an empty object', {}, 'FORMAT_UNKNOWN'],
    ['a list', [], 'FORMAT_UNKNOWN'],
    ['an error of some other program', { error: { code: 'X' } }, 'FORMAT_UNKNOWN'],
    ['a message of some other program', { message: 'hello' }, 'FORMAT_UNKNOWN'],
    ['the advisories of composer', { advisories: {}, abandoned: [] }, 'FORMAT_UNKNOWN'],
    ['version 3', { ...v2({}, {}), auditReportVersion: 3 }, 'SHAPE'],
    ['a version alone', { auditReportVersion: 2 }, 'SHAPE'],
    ['a negative count', v2({}, { high: -1 }), 'SHAPE'],
    ['a count in a string', v2({}, { high: '0' }), 'SHAPE'],
  ])('%s', async (_, document, code) => {
    const outcome = await read(document);
    expect(outcome).toMatchObject({ state: 'refused' });
    expect(outcome.problems[0]?.code).toBe(code);
  });
});

describe('the metadata and the list are held against each other', () => {
  test.each([
    ['version 2 counts what it does not list', v2({}, { critical: 1 }), 1, 0],
    ['version 2 counts another severity', v2({ a: { severity: 'moderate', via: [via(1, 'moderate')] } }, { high: 1 }), 1, 0],
    ['version 2 rates a package higher than its advisories', v2({ a: { severity: 'high', via: [via(1, 'low')] } }, { high: 1 }), 1, 0],
    ['version 2 has another total', v2({}, { total: 4 }), 4, 0],
    ['version 1 counts what it does not list', v1({}, { critical: 2 }), 2, 0],
    ['version 1 lists what it does not count', v1({ 7: v1Advisory('critical') }, {}), 0, 1],
  ])('%s', async (_, document, declared, listed) => {
    const outcome = await read(document);
    expect(outcome).toMatchObject({
      state: 'read',
      report: { partial: expect.arrayContaining([expect.objectContaining({ code: 'declared-differs', declared, listed })]) },
    });
  });

  test('version 1 counts paths, which may be more than advisories', async () => {
    const outcome = await read(v1({ 7: v1Advisory('high') }, { high: 12 }));
    expect(outcome).toMatchObject({ report: { partial: [], findings: [{ rule: '7', severity: 'high', place: 'a@1.0.0' }] } });
  });
});

test('an advisory that reaches several packages counts once, by its worst severity', async () => {
  const outcome = await read(
    v2(
      {
        a: { severity: 'high', via: [via(1, 'low'), via(2, 'high')] },
        b: { severity: 'high', via: [via(1, 'high')] },
        c: { severity: 'high', via: ['b', 'a'] },
      },
      { high: 3 },
    ),
  );
  expect(outcome).toMatchObject({
    report: { partial: [], findings: [{ rule: 'GHSA-aaaa-bbbb-0001', aliases: ['1'], severity: 'high' }, { severity: 'high' }] },
  });
});

test.each([
  [
    'version 1',
    v1(
      {
        7: { ...v1Advisory('high'), github_advisory_id: 'GHSA-aaaa-bbbb-0001' },
        8: { ...v1Advisory('high'), id: 8, module_name: 'b', github_advisory_id: 'GHSA-aaaa-bbbb-0001' },
      },
      { high: 2 },
    ),
  ],
  [
    'version 2',
    v2(
      {
        a: { severity: 'high', via: [{ ...via(1, 'high'), source: 7 }] },
        b: { severity: 'high', via: [{ ...via(1, 'high'), source: 8 }] },
      },
      { high: 2 },
    ),
  ],
])('an advisory of GitHub that has several numbers counts once, and is found by each of them, in %s', async (_, document) => {
  const outcome = await read(document);
  expect(outcome).toMatchObject({ report: { partial: [], findings: [{ rule: 'GHSA-aaaa-bbbb-0001', aliases: ['7', '8'] }] } });
});

test('packages that lead to no advisory, even in a circle, count as themselves', async () => {
  const outcome = await read(
    v2(
      { a: { severity: 'high', via: ['b'] }, b: { severity: 'high', via: ['a'] }, constructor: { severity: 'odd', via: ['toString'] } },
      { high: 2 },
    ),
  );
  expect(outcome).toMatchObject({
    report: {
      findings: [
        { rule: 'a', severity: 'high' },
        { rule: 'b', severity: 'high' },
        { rule: 'constructor', severity: 'unknown' },
      ],
    },
  });
});

test('an audit of no dependency names no target', async () => {
  const document = v2({}, {});
  const outcome = await read({ ...document, metadata: { ...document.metadata, dependencies: { total: 0 } } });
  expect(outcome).toMatchObject({ report: { targets: [] }, problems: [{ code: 'NO_TARGET' }] });
});
