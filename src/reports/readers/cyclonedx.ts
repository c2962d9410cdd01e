import { z } from 'zod';
import { bomMetadata, listsVulnerabilities, nameOf, toolOf, unlikeBom } from '../families/cyclonedx-bom.ts';
import { defineJsonReader } from '../reader.ts';

const schema = z.object({
  specVersion: z.string(),
  metadata: bomMetadata.optional(),
  components: z.array(z.unknown()).optional(),
  services: z.array(z.unknown()).optional(),
});

/**
 * A CycloneDX inventory as JSON (https://cyclonedx.org/specification/overview/), 1.2 to 1.7: a document, which proves that it was made, and
 * nothing of vulnerabilities. One that lists no component and no service is blank. With vulnerabilities it is `cyclonedx-vex`.
 */
export const cyclonedx = defineJsonReader({
  format: 'cyclonedx',
  kind: 'document',
  guide: {
    title: 'CycloneDX SBOM, JSON',
    source: 'https://cyclonedx.org/docs/latest/json/',
    make: 'npx @cyclonedx/cyclonedx-npm --output-file sbom.cdx.json',
    selectors: [{ selector: '#/metadata/component/version', selects: 'a value at a JSON Pointer, with a criterion such as "= 1.0.0"' }],
    unit: 'one inventory; it says nothing of vulnerabilities, not even with an empty list of them',
    unproven: 'an inventory without a component or service',
  },
  unlike: (document) => unlikeBom(document) ?? (listsVulnerabilities(document) ? 'lists vulnerabilities: it is `cyclonedx-vex`' : null),
  schema,
  report: ({ metadata, components = [], services = [] }) => ({
    kind: 'document',
    tool: toolOf(metadata),
    partial: [],
    title: metadata?.component === undefined ? null : nameOf(metadata.component),
    headings: [],
    blank: components.length + services.length === 0,
  }),
});
