import { z } from 'zod';
import {
  bomMetadata,
  component,
  listsVulnerabilities,
  nameOf,
  toolOf,
  unlikeBom,
  vulnerability,
  vulnerabilityFinding,
  vulnerabilityReport,
} from '../families/cyclonedx-bom.ts';
import { defineJsonReader } from '../reader.ts';

const schema = z.object({
  specVersion: z.string(),
  metadata: bomMetadata.optional(),
  components: z.array(component).optional(),
  vulnerabilities: z.array(vulnerability).min(1),
});

/**
 * A CycloneDX BOM as JSON (https://cyclonedx.org/capabilities/vdr/), 1.4 to 1.7, that lists vulnerabilities, with or without the analysis of
 * a VEX. One finding is one vulnerability, by the worst severity of its ratings; scores alone are not turned into severities.
 */
export const cyclonedxVex = defineJsonReader({
  format: 'cyclonedx-vex',
  kind: 'findings',
  guide: {
    title: 'CycloneDX VDR and VEX, JSON',
    source: 'https://cyclonedx.org/docs/latest/json/#vulnerabilities',
    make: 'trivy image --scanners vuln --format cyclonedx --output vex.cdx.json registry.example.com/product:1.0.0',
    selectors: [
      { selector: '#critical,high', selects: 'the vulnerabilities of these severities' },
      { selector: '#CVE-2021-44228', selects: 'one vulnerability, by its id or that of a reference' },
    ],
    unit: 'one vulnerability; those that its analysis calls resolved, a false positive or not affected are counted apart',
    unproven:
      'a BOM that lists no vulnerability: it is read as an inventory, since nothing in it says that anyone looked; nothing that names what the vulnerabilities are of',
  },
  unlike: (document) => unlikeBom(document) ?? (listsVulnerabilities(document) ? null : 'lists no vulnerability: it is `cyclonedx`'),
  schema,
  report({ metadata, components = [], vulnerabilities }, context) {
    const names = new Map(components.flatMap((each) => (each['bom-ref'] === undefined ? [] : [[each['bom-ref'], nameOf(each)] as const])));
    const findings = vulnerabilities.map((each, index) =>
      vulnerabilityFinding(each, names, context, { pointer: `/vulnerabilities/${index}` }),
    );
    return vulnerabilityReport(toolOf(metadata), findings, metadata?.component, components);
  },
});
