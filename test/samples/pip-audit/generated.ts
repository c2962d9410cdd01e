import fc from 'fast-check';
import { generatedVulnerabilities, type MadeVulnerability } from '../../reports/generated.ts';

const unrated = { ids: ['PYSEC-2021-66', 'PYSEC-2020-96', 'GHSA-h5c8-rqwp-cp95'], rated: ['unknown'] } as const;

/** Since 2.0 with the fixes, before the dependencies alone. */
export const generated = fc.oneof(
  generatedVulnerabilities((made) => JSON.stringify({ dependencies: dependenciesOf(made), fixes: [] }), unrated),
  generatedVulnerabilities((made) => JSON.stringify(dependenciesOf(made)), unrated),
);

function dependenciesOf(made: readonly MadeVulnerability[]) {
  return [
    { name: 'idna', version: '3.10', vulns: [] },
    ...[...Map.groupBy(made, ({ component }) => component)].map(([name, own]) => ({
      name,
      version: '1.0',
      vulns: own.map(({ id }) => ({ id, fix_versions: ['1.1'], aliases: [`CVE-of-${id}`], description: 'About it.\nMore of it.' })),
    })),
  ];
}
