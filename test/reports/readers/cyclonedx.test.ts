import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const component = { 'bom-ref': 'lodash', type: 'library', name: 'lodash', version: '4.17.15' };
const vulnerability = { id: 'CVE-2020-8203', ratings: [{ severity: 'high' }], affects: [{ ref: 'lodash' }] };
const bom = (more: object) => ({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, ...more });
const read = (document: unknown, declared: string | null = null) => readReport(bytesOf(JSON.stringify(document)), declared);

test.each([
  ['no list of vulnerabilities', { components: [component] }, 'cyclonedx'],
  ['an empty list of them', { components: [component], vulnerabilities: [] }, 'cyclonedx'],
  ['vulnerabilities', { components: [component], vulnerabilities: [vulnerability] }, 'cyclonedx-vex'],
])('a BOM with %s is of one format', async (_, more, format) => {
  expect(await read(bom(more))).toMatchObject({ state: 'read', format });
  const other = format === 'cyclonedx' ? 'cyclonedx-vex' : 'cyclonedx';
  expect(await read(bom(more), other)).toMatchObject({ state: 'refused', problems: [{ code: 'FORMAT_MISMATCH' }] });
});

test('vulnerabilities that are no list are refused', async () => {
  expect(await read(bom({ vulnerabilities: null }))).toMatchObject({ format: 'cyclonedx-vex', problems: [{ code: 'SHAPE' }] });
});

test.each([
  ['a component', { components: [component] }, false],
  ['a service', { services: [{ name: 'login' }] }, false],
  ['its subject alone', { metadata: { component }, components: [] }, true],
])('an inventory of %s: blank is %s', async (_, more, blank) => {
  expect(await read(bom(more))).toMatchObject({ report: { kind: 'document', blank } });
});

describe('vulnerabilities', () => {
  test.each([
    [{ metadata: { component: { name: 'product', version: '1.0.0' } }, components: [component] }, ['product@1.0.0']],
    [{ components: [component] }, ['lodash@4.17.15']],
    [{}, ['lodash']],
  ])('of %j are of %j', async (more, targets) => {
    expect(await read(bom({ ...more, vulnerabilities: [vulnerability] }))).toMatchObject({ report: { targets } });
  });

  test.each([
    ['the worst of several', [{ severity: 'low' }, { severity: 'critical' }], 'critical'],
    ['one beside a score alone', [{ score: 9.8, method: 'CVSSv31' }, { severity: 'medium' }], 'medium'],
    ['a score alone', [{ score: 9.8, method: 'CVSSv31' }], 'unknown'],
    ['none', [], 'unknown'],
  ])('rated by %s', async (_, ratings, severity) => {
    expect(await read(bom({ vulnerabilities: [{ ...vulnerability, ratings }] }))).toMatchObject({ report: { findings: [{ severity }] } });
  });

  test('that are settled for one component and open for another count', async () => {
    const settled = { ...vulnerability, analysis: { state: 'not_affected' } };
    expect(await read(bom({ vulnerabilities: [settled, vulnerability] }))).toMatchObject({ report: { findings: [{ suppressed: false }] } });
  });

  test('in a state that CycloneDX does not know are refused', async () => {
    const outcome = await read(bom({ vulnerabilities: [{ ...vulnerability, analysis: { state: 'harmless' } }] }));
    expect(outcome).toMatchObject({ problems: [{ code: 'SHAPE', pointer: '/vulnerabilities/0/analysis/state' }] });
  });
});

describe('as XML', () => {
  const xml = (content: string) => `<?xml version="1.0"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">${content}</bom>`;
  const inventory = `<components>${'<component type="library"><name>lodash</name><version>4.17.15</version></component>'.repeat(4000)}</components>`;
  const listed = '<vulnerabilities><vulnerability bom-ref="v"><id>CVE-2020-8203</id></vulnerability></vulnerabilities>';

  test.each([
    ['an inventory', xml(inventory), null, { state: 'read', format: 'cyclonedx-xml', report: { blank: false } }],
    ['vulnerabilities', xml(listed), null, { state: 'read', format: 'cyclonedx-vex-xml' }],
    ['vulnerabilities behind a long inventory', xml(inventory + listed), null, { state: 'read', format: 'cyclonedx-xml' }],
    [
      'vulnerabilities behind a long inventory, declared',
      xml(inventory + listed),
      'cyclonedx-vex-xml',
      { state: 'read', report: { findings: [{ rule: 'CVE-2020-8203' }] } },
    ],
    [
      'a long inventory declared to have vulnerabilities',
      xml(inventory),
      'cyclonedx-vex-xml',
      { state: 'refused', problems: [{ code: 'SHAPE' }] },
    ],
  ])('%s', async (_, text, declared, expected) => {
    expect(await readReport(bytesOf(text), declared)).toMatchObject(expected);
  });
});
