import { expect, test } from 'vitest';
import { readReport } from '../../../src/reports/read.ts';
import { bytesOf } from '../files.ts';

const document = (more: object) => ({
  spdxVersion: 'SPDX-2.3',
  SPDXID: 'SPDXRef-DOCUMENT',
  name: 'product',
  creationInfo: { creators: [] },
  ...more,
});
const read = (value: unknown) => readReport(bytesOf(JSON.stringify(value)), null);

test.each([
  ['Tool: npm/cli-11.19.1', { name: 'npm/cli', version: '11.19.1' }],
  ['Tool: syft-v1.2.0', { name: 'syft', version: 'v1.2.0' }],
  ['Tool: trivy-dev', { name: 'trivy-dev', version: null }],
  ['Organization: Example', null],
])('the creator %j is the tool %j', async (creator, tool) => {
  expect(await read(document({ creationInfo: { creators: [creator] } }))).toMatchObject({ format: 'spdx', report: { tool } });
});

test.each([
  ['a package', { packages: [{ name: 'lodash' }] }, false],
  ['a file', { files: [{ fileName: 'a.js' }] }, false],
  ['nothing', {}, true],
])('an inventory of %s: blank is %s', async (_, more, blank) => {
  expect(await read(document(more))).toMatchObject({ report: { blank } });
});

test.each([
  ['https://spdx.org/rdf/3.0.1/spdx-context.jsonld', 'spdx'],
  [['https://spdx.org/rdf/3.0.0/spdx-context.jsonld', 'https://example.com/more.jsonld'], 'spdx'],
  ['https://example.com/rdf/3.0.1/context.jsonld', null],
])('JSON-LD with the context %j is of the format %s', async (context, format) => {
  expect((await read({ '@context': context, '@graph': [] })).format).toBe(format);
});
