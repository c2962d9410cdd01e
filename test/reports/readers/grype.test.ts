import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const match = (id: string, severity: string, name = 'a', related: string[] = []) => ({
  vulnerability: { id, severity },
  relatedVulnerabilities: related.map((each) => ({ id: each })),
  artifact: { name, version: '1' },
});
const document = (matches: object[], fields: object = {}) => ({
  matches,
  source: { type: 'directory', target: '.' },
  descriptor: { name: 'grype', version: '1.0.0' },
  ...fields,
});
const read = (value: unknown) => readReport(bytesOf(JSON.stringify(value)), null);

test('a vulnerability counts once, by its highest severity, and Negligible is info', async () => {
  const matches = [
    match('C1', 'Low'),
    match('C1', 'Critical', 'b'),
    match('C2', 'Negligible', 'a', ['C2', 'G2']),
    match('C3', 'Unknown'),
    match('C4', 'odd'),
  ];
  expect(await read(document(matches))).toMatchObject({
    report: {
      findings: [
        { rule: 'C1', severity: 'critical', place: 'b@1' },
        { rule: 'C2', severity: 'info', aliases: ['G2'] },
        { rule: 'C3', severity: 'unknown' },
        { rule: 'C4', severity: 'unknown' },
      ],
      targets: ['.'],
    },
  });
});

test('an ignored match is suppressed and does not hide one that is not', async () => {
  expect(await read(document([match('C1', 'High')], { ignoredMatches: [match('C1', 'High'), match('C2', 'Low')] }))).toMatchObject({
    report: {
      findings: [
        { rule: 'C1', suppressed: false },
        { rule: 'C1', suppressed: true },
        { rule: 'C2', suppressed: true },
      ],
    },
  });
});

test.each([
  ['an image', { type: 'image', target: { userInput: 'busybox:latest' } }, ['busybox:latest']],
  ['an SBOM that does not say of what it is', { type: 'unknown', target: 'unknown' }, []],
  ['no target', { type: 'directory', target: '' }, []],
  ['no source', null, []],
])('%s is the target', async (_, source, targets) => {
  expect(await read(document([], { source }))).toMatchObject({ report: { targets } });
});

test.each([
  ['matches that are null', document([], { matches: null }), 'FORMAT_UNKNOWN'],
  ['a match without an id', document([{ vulnerability: {}, artifact: { name: 'a' } }]), 'SHAPE'],
  ['matches alone', { matches: [] }, 'FORMAT_UNKNOWN'],
])('%s is refused', async (_, value, code) => {
  const outcome = await read(value);
  expect(outcome.state).toBe('refused');
  expect(outcome.problems[0]?.code).toBe(code);
});
