import fc from 'fast-check';
import { generatedVulnerabilities, type MadeVulnerability } from '../../reports/generated.ts';

const unrated = { rated: ['unknown'] } as const;

/** The messages one after another, in a list, and the object of versions before 1.0. */
export const generated = fc.oneof(
  generatedVulnerabilities(
    (made) =>
      messagesOf(made)
        .map((each) => `${JSON.stringify(each, null, 2)}\n`)
        .join(''),
    unrated,
  ),
  generatedVulnerabilities((made) => JSON.stringify(messagesOf(made)), unrated),
  generatedVulnerabilities(
    (made) =>
      JSON.stringify({
        Calls: { Functions: {}, Entries: [] },
        Imports: { Packages: {}, Entries: [] },
        Requires: { Modules: {}, Entries: [] },
        Vulns: made.length === 0 ? null : made.map(vulnerabilityBefore1),
        Modules: [{ Path: 'example.com/demo', Version: '' }],
      }),
    unrated,
  ),
);

/** Of a required module, it names each vulnerability, also those of other versions: of them there is no finding. */
function messagesOf(made: readonly MadeVulnerability[]) {
  const known = [...new Set([...made.map(({ id }) => id), 'GO-2026-0009'])];
  return [
    { config: { protocol_version: 'v1.0.0', scanner_name: 'govulncheck', scanner_version: 'v1.9.0', scan_mode: 'source' } },
    { SBOM: { go_version: 'go1.26.8', modules: [{ path: 'example.com/demo' }], roots: ['example.com/demo'] } },
    { progress: { message: 'Fetching vulnerabilities from the database...' } },
    ...known.map((id, index) => ({ osv: { schema_version: '1.3.1', id, aliases: [`CVE-2026-9${index}`], summary: 'About it' } })),
    { progress: { message: 'Checking the code against the vulnerabilities...' } },
    ...made.flatMap(({ id, component }, index) => tracesOf(component, index).map((trace) => ({ finding: { osv: id, trace } }))),
  ];
}

/** To a required module always, to its package and its function where they are used. */
function tracesOf(component: string, index: number) {
  const required = { module: `example.com/${component}`, version: 'v1.1.0' };
  const imported = { ...required, package: `example.com/${component}` };
  const called = { ...imported, function: 'Write', position: { filename: 'lib.go', offset: 18, line: 3, column: 6 } };
  const main = { module: 'example.com/demo', package: 'example.com/demo', function: 'main' };
  return [[required], [imported], [called, main]].slice(0, 1 + (index % 3));
}

function vulnerabilityBefore1({ id, component }: MadeVulnerability, index: number) {
  const sinks = { CallSink: index % 2, ImportSink: 1, RequireSink: 1 };
  return { OSV: { id, aliases: [], details: 'About it.' }, Symbol: 'Write', PkgPath: component, ModPath: component, ...sinks };
}
