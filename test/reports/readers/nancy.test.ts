import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const vulnerability = (score: unknown, fields: object = {}) => ({ Id: 'id', Title: 'Bad', CvssScore: score, Cve: 'CVE-2099-1', ...fields });
const component = (name: string, ...vulnerabilities: object[]) => ({ Coordinates: name, Vulnerabilities: vulnerabilities });
const report = (vulnerable: object[], fields: object = {}) => ({
  audited: [...vulnerable, component('clean')],
  vulnerable,
  invalid: null,
  exclusions: [],
  num_audited: vulnerable.length + 1,
  num_vulnerable: vulnerable.length,
  version: '1.0.0',
  ...fields,
});
const read = (document: unknown) => readReport(bytesOf(JSON.stringify(document)), null);

test.each([
  ['10', 'critical'],
  ['9.0', 'critical'],
  ['8.9', 'high'],
  ['7', 'high'],
  ['6.9', 'medium'],
  ['4.0', 'medium'],
  ['3.9', 'low'],
  ['0.1', 'low'],
  ['0', 'unknown'],
  [7.5, 'high'],
])('a score of %s is %s', async (score, severity) => {
  expect(await read(report([component('a', vulnerability(score))]))).toMatchObject({
    report: { findings: [{ severity, rule: 'CVE-2099-1', aliases: ['id'], place: 'a' }], partial: [] },
  });
});

test.each(['', 'high', '11', '-1', '7,5', '1e1', null])('a score of %j is refused', async (score) => {
  expect(await read(report([component('a', vulnerability(score))]))).toMatchObject({
    state: 'refused',
    problems: expect.arrayContaining([expect.objectContaining({ code: 'SHAPE' })]),
  });
});

describe('is a part', () => {
  const bad = component('a', vulnerability('9.8'));
  test.each([
    ['where versions are not valid', report([], { invalid: [component('x')] }), [{ code: 'tool-errors', count: 1 }]],
    [
      'where more were audited than listed',
      report([], { num_audited: 9 }),
      [{ code: 'declared-differs', what: 'audited components', declared: 9, listed: 1 }],
    ],
    [
      'where none is declared and one audited is vulnerable',
      report([], { audited: [bad] }),
      [{ code: 'declared-differs', declared: 0, listed: 1 }],
    ],
    [
      'where more are declared vulnerable than listed',
      report([bad], { num_vulnerable: 2 }),
      [
        { declared: 2, listed: 1 },
        { declared: 2, listed: 1 },
      ],
    ],
  ])('%s', async (_, document, partial) => {
    expect(await read(document)).toMatchObject({ state: 'read', report: { partial } });
  });
});

test('excluded vulnerabilities are suppressed, also where a component has no others', async () => {
  const excluded = component('b', vulnerability('9.8', { Excluded: true }));
  const document = report([component('a', vulnerability('5.0'), vulnerability('9.9', { Excluded: true }))]);
  expect(await read({ ...document, audited: [...document.audited, excluded], num_audited: 3 })).toMatchObject({
    report: {
      partial: [],
      findings: [
        { place: 'a', suppressed: false },
        { place: 'a', suppressed: true },
        { place: 'b', suppressed: true },
      ],
    },
  });
});

test.each([
  ['a negative count', report([], { num_vulnerable: -1 }), 'SHAPE'],
  ['a missing list', report([], { vulnerable: undefined }), 'SHAPE'],
  ['another tool', { audited: [], vulnerable: [] }, 'FORMAT_UNKNOWN'],
])('%s is refused', async (_, document, code) => {
  const outcome = await read(document);
  expect(outcome.state).toBe('refused');
  expect(outcome.problems[0]?.code).toBe(code);
});
