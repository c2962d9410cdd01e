import fc from 'fast-check';
import { type Generated, names } from '../../reports/generated.ts';

const component = fc.record(
  { type: fc.constantFrom('application', 'library'), name: names, version: fc.constantFrom('1.0.0', '') },
  { requiredKeys: ['type', 'name'] },
);
const nested = fc.record({ name: names, version: fc.constant('2.0.0'), components: fc.array(component, { maxLength: 2 }) });
const tools = fc.oneof(
  fc.array(fc.record({ vendor: names, name: names, version: fc.constant('3.0.0') })),
  fc.record({ components: fc.array(component), services: fc.constant([]) }),
);

export const generated: Generated = fc
  .record(
    {
      components: fc.array(nested, { maxLength: 3 }),
      services: fc.array(fc.record({ name: names }), { maxLength: 2 }),
      metadata: fc.record(
        { timestamp: fc.constant('2026-11-20T08:00:00Z'), tools, component: fc.oneof(component, nested) },
        { requiredKeys: [] },
      ),
      dependencies: fc.constant([]),
      // So an inventory may end, too: a list of none is not yet a VEX.
      vulnerabilities: fc.constant([]),
    },
    { requiredKeys: [] },
  )
  .map((made) => {
    const subject = made.metadata?.component;
    const title = subject?.version ? `${subject.name}@${subject.version}` : (subject?.name ?? null);
    const listed = [...(made.components ?? []), ...(made.services ?? [])];
    return {
      content: JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, ...made }, null, 2),
      counts: { title, headings: [], blank: listed.length === 0 },
    };
  });
