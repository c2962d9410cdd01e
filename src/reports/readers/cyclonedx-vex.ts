import { z } from 'zod';
import { bomMetadata, listsVulnerabilities, nameOf, toolOf, unlikeBom } from '../cyclonedx.ts';
import { distinctFindings, severityOfWord, worstSeverity } from '../findings.ts';
import { defineJsonReader } from '../reader.ts';
import type { Finding } from '../report.ts';

const states = ['resolved', 'resolved_with_pedigree', 'exploitable', 'in_triage', 'false_positive', 'not_affected'] as const;

const vulnerability = z.object({
  'bom-ref': z.string().min(1).optional(),
  id: z.string().min(1).optional(),
  references: z.array(z.object({ id: z.string().optional() })).optional(),
  ratings: z.array(z.object({ severity: z.string().optional() })).optional(),
  description: z.string().nullish(),
  analysis: z.object({ state: z.enum(states).optional() }).optional(),
  affects: z.array(z.object({ ref: z.string() })).optional(),
});

const component = z.object({ 'bom-ref': z.string().optional(), name: z.string(), version: z.string().nullish() });

const schema = z.object({
  specVersion: z.string(),
  metadata: bomMetadata.optional(),
  components: z.array(component).optional(),
  vulnerabilities: z.array(vulnerability).min(1),
});

/** In these states of a VEX, the product is not affected, or no longer. */
const settled: ReadonlySet<string | undefined> = new Set(['resolved', 'resolved_with_pedigree', 'false_positive', 'not_affected']);

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
    const root = metadata?.component;
    const affected = vulnerabilities.flatMap(({ affects = [] }) => affects.map(({ ref }) => names.get(ref) ?? ref));
    return {
      kind: 'findings',
      tool: toolOf(metadata),
      partial: [],
      findings: distinctFindings(
        vulnerabilities.map((each, index) => {
          const id = each.id ?? each['bom-ref'];
          if (id === undefined) return context.refuse('SHAPE', 'a vulnerability has no id', { pointer: `/vulnerabilities/${index}` });
          return findingOf(each, id, names);
        }),
      ),
      rates: ['critical', 'high', 'medium', 'low', 'info'],
      rules: { listed: [], all: null },
      targets: root !== undefined ? [nameOf(root)] : [...new Set(components.length > 0 ? components.map(nameOf) : affected)],
    };
  },
});

function findingOf(
  vulnerability: z.output<typeof schema>['vulnerabilities'][number],
  id: string,
  names: ReadonlyMap<string, string>,
): Finding {
  const { references = [], ratings = [], description, analysis, affects } = vulnerability;
  const [affected] = affects ?? [];
  return {
    rule: id,
    aliases: references.flatMap((each) => each.id ?? []),
    severity: worstSeverity(ratings.map(({ severity }) => severityOfWord(severity))),
    title: description?.split('\n', 1)[0] || id,
    place: affected === undefined ? null : (names.get(affected.ref) ?? affected.ref),
    suppressed: settled.has(analysis?.state),
  };
}
