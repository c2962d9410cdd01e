import fc from 'fast-check';
import { type Generated, names } from '../../reports/generated.ts';

const made = fc.record({
  title: names,
  packages: fc.array(names, { maxLength: 3 }),
  files: fc.array(names, { maxLength: 3 }),
  version: fc.constantFrom('2.2', '2.3', '3.0.1'),
});

export const generated: Generated = made.map(({ title, packages, files, version }) => {
  const creationInfo = { created: '2026-11-20T08:00:00Z', creators: ['Organization: demo', 'Tool: npm/cli-11.19.1'] };
  const second = {
    spdxVersion: `SPDX-${version}`,
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: title,
    documentNamespace: 'http://spdx.org/spdxdocs/demo',
    creationInfo,
    packages: packages.map((name, index) => ({ name, SPDXID: `SPDXRef-Package-${index}`, downloadLocation: 'NOASSERTION' })),
    // Many tools list no files.
    ...(files.length === 0 ? {} : { files: files.map((fileName, index) => ({ fileName, SPDXID: `SPDXRef-File-${index}` })) }),
  };
  const element = (type: string, name: string) => ({ type, spdxId: `https://example.com/${type}`, creationInfo: '_:info', name });
  const third = {
    '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
    '@graph': [
      { type: 'CreationInfo', '@id': '_:info', specVersion: version, created: '2026-11-20T08:00:00Z' },
      ...packages.map((name) => element('software_Package', name)),
      element('SpdxDocument', title),
      element('Relationship', 'describes'),
      ...files.map((name) => element('software_File', name)),
    ],
  };
  return {
    content: JSON.stringify(version.startsWith('2.') ? second : third),
    counts: { title, headings: [], blank: packages.length + files.length === 0 },
  };
});
