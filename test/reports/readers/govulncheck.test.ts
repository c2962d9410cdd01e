import { describe, expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const config = (fields: object = {}) => ({
  config: {
    protocol_version: 'v1.0.0',
    scanner_name: 'govulncheck',
    scanner_version: 'v1.9.0',
    db_last_modified: '2026-01-02T00:00:00Z',
    scan_mode: 'source',
    ...fields,
  },
});
const sbom = { SBOM: { modules: [{ path: 'example.com/demo' }, { path: 'stdlib' }], roots: ['example.com/demo/cmd'] } };
const progress = (message: string) => ({ progress: { message } });
const fetching = progress('Fetching vulnerabilities from the database...');
const checking = progress('Checking the code against the vulnerabilities...');
const scanning = progress('Scanning your code and 2 packages across 1 dependent module for known vulnerabilities...');
const osv = { osv: { id: 'GO-2099-0001', aliases: ['CVE-2099-1'], summary: 'Bad' } };
const finding = (fields: object = {}) => ({
  finding: { osv: 'GO-2099-0001', trace: [{ module: 'example.com/lib', version: 'v1.0.0', ...fields }] },
});

const stream = (...messages: object[]) => messages.map((each) => JSON.stringify(each, null, 2)).join('\n');
const read = (text: string) => readReport(bytesOf(text), null);

describe('a stream that got as far as its verdict is read', () => {
  test.each([
    ['source', stream(config(), sbom, fetching, osv, checking), 0],
    ['binary', stream(config({ scan_mode: 'binary' }), sbom, fetching, progress('Checking the binary against the vulnerabilities...')), 0],
    [
      'with findings',
      stream(config(), sbom, fetching, osv, checking, finding(), finding({ package: 'p' }), finding({ package: 'p', function: 'F' })),
      1,
    ],
    ['converted', stream(config({ scan_mode: 'convert' }), config(), sbom, fetching, checking), 0],
    ['in a list', `[${[config(), fetching, checking].map((each) => JSON.stringify(each)).join(',\n')}]`, 0],
    ['one message a line', [config(), fetching, osv, checking, finding()].map((each) => JSON.stringify(each)).join('\n'), 1],
    ['of a version that says only that it scans', stream(config({ scanner_version: 'v1.1.0' }), scanning), 0],
    ['two scans', stream(config(), sbom, checking, osv, finding(), config(), sbom, checking), 1],
  ])('%s', async (_, text, unknown) => {
    const outcome = await read(text);
    expect(outcome).toMatchObject({ state: 'read', format: 'govulncheck', report: { partial: [], rates: [] } });
    expect(outcome.state === 'read' && outcome.report.kind === 'findings' && outcome.report.findings.length).toBe(unknown);
  });
});

describe('a stream that stops before is refused', () => {
  test.each([
    ['after its configuration', stream(config()), 'TOOL_ERROR'],
    ['at the database', stream(config({ db_last_modified: undefined }), sbom, fetching), 'TOOL_ERROR'],
    ['with some vulnerabilities fetched', stream(config(), sbom, fetching, osv), 'TOOL_ERROR'],
    ['in the second of two scans', stream(config(), sbom, checking, config(), sbom, fetching), 'TOOL_ERROR'],
    ['in the first of two scans', stream(config(), sbom, fetching, config(), sbom, checking), 'TOOL_ERROR'],
    ['converting nothing', stream(config({ scan_mode: 'convert' })), 'TOOL_ERROR'],
    ['scanning, in a version that says more', stream(config(), scanning), 'TOOL_ERROR'],
    [
      'scanning, in a build without a version',
      stream(config({ scanner_version: 'v0.0.0-20240101000000-abcdefabcdef' }), scanning),
      'TOOL_ERROR',
    ],
    [
      'scanning, in an old version without its database',
      stream(config({ scanner_version: 'v1.0.1', db_last_modified: undefined }), scanning),
      'TOOL_ERROR',
    ],
    ['within a message', stream(config(), sbom, checking, finding()).slice(0, -9), 'TRUNCATED'],
    ['within the list', `[${JSON.stringify(config())}, ${JSON.stringify(checking)}`, 'TRUNCATED'],
  ])('%s', async (_, text, code) => {
    expect(await read(text)).toMatchObject({ state: 'refused', format: 'govulncheck', problems: [{ code }] });
  });
});

test.each([
  ['a query', stream(config({ scan_mode: 'query' }), progress('Looking up vulnerabilities in a at v1...'), osv), 'SHAPE'],
  ['a later protocol', stream(config({ protocol_version: 'v2.0.0' }), checking), 'SHAPE'],
  ['a finding of no vulnerability', stream(config(), checking, { finding: { trace: [{ module: 'm' }] } }), 'SHAPE'],
  ['text between the messages', `${stream(config())}\ngo: downloading\n${stream(checking)}`, 'JSON_SYNTAX'],
  ['commas between the messages', `${stream(config())},\n${stream(checking)}`, 'JSON_SYNTAX'],
  ['a message that says two things of one key', `${stream(config(), checking)}\n{"finding": 1, "finding": 2}`, 'DUPLICATE_KEY'],
])('%s is refused', async (_, text, code) => {
  expect(await read(text)).toMatchObject({ state: 'refused', format: 'govulncheck', problems: [{ code }] });
});

test('a vulnerability counts once, with the deepest that a trace reaches', async () => {
  const outcome = await read(
    stream(config(), sbom, fetching, osv, checking, finding(), finding({ package: 'p', function: 'F' }), finding({ package: 'p' })),
  );
  expect(outcome).toMatchObject({
    report: {
      findings: [
        { rule: 'GO-2099-0001', aliases: ['CVE-2099-1'], severity: 'unknown', title: 'Bad', place: 'example.com/lib@v1.0.0 (called)' },
      ],
      rules: { listed: ['GO-2099-0001'] },
      targets: ['example.com/demo/cmd'],
    },
  });
});

test('a binary whose modules could not be told is a part', async () => {
  const outcome = await read(
    stream(
      config({ scan_mode: 'binary' }),
      sbom,
      fetching,
      progress('Checking the binary against the vulnerabilities...'),
      progress('warning: binary built with Go version go1.17, only standard library vulnerabilities will be checked'),
    ),
  );
  expect(outcome).toMatchObject({ state: 'read', report: { partial: [{ code: 'tool-errors', count: 1 }] } });
});

test.each([
  ['no package', stream(config({ scanner_version: 'v1.0.4' }), progress('No packages matching the provided pattern.'))],
  ['an empty list of modules', stream(config(), { SBOM: {} }, fetching, checking)],
])('a scan of %s names no target', async (_, text) => {
  expect(await read(text)).toMatchObject({ state: 'read', report: { targets: [] }, problems: [{ code: 'NO_TARGET' }] });
});

test.each([
  ['k6’s machine-readable summary', '{"config": {"duration": 1}, "metadata": {}, "results": {}}'],
  ['any configuration', '{"config": {"a": 1}}'],
  ['a list of objects', '[{"a": 1}]'],
])('%s is of another format', async (_, text) => {
  expect(await read(text)).toMatchObject({ state: 'refused', format: null, problems: [{ code: 'FORMAT_UNKNOWN' }] });
});
