import { z } from 'zod';
import type { ReaderContext } from '../reader.ts';
import type { Finding, FindingsReport, JsonValue, Tool } from '../report.ts';
import { isList, isObject } from '../text/json-value.ts';
import { helpAddress, shownNumber, shownText, weaknessesOf } from './finding-details.ts';
import { distinctFindings, severityOfWord, worstSeverity } from './severity.ts';

const named = z.object({ name: z.string(), version: z.string().nullish() });

/** What both readers of CycloneDX use of a BOM's metadata. */
export const bomMetadata = z.object({
  component: named.optional(),
  /** A list before 1.5, and still allowed. */
  tools: z
    .union([
      z.array(z.object({ name: z.string().optional(), version: z.string().nullish() })),
      z.object({ components: z.array(named).optional() }),
    ])
    .optional(),
});

export type BomMetadata = z.output<typeof bomMetadata>;

/** Null where the document is a CycloneDX BOM, else why not. */
export function unlikeBom(document: JsonValue): string | null {
  if (!isObject(document)) return 'is no JSON object';
  return document['bomFormat'] === 'CycloneDX' ? null : 'has no `bomFormat` CycloneDX';
}

/** An empty list says nothing: a tool that makes inventories and looked for no vulnerability may write one too. */
export function listsVulnerabilities(document: JsonValue): boolean {
  if (!isObject(document)) return false;
  const { vulnerabilities } = document;
  return vulnerabilities !== undefined && !(isList(vulnerabilities) && vulnerabilities.length === 0);
}

/** The first of the tools that a BOM says made it. */
export function toolOf(metadata: BomMetadata | undefined): Tool | null {
  const tools = metadata?.tools;
  const [first] = (Array.isArray(tools) ? tools : tools?.components) ?? [];
  return first?.name === undefined ? null : { name: first.name, version: first.version ?? null };
}

/** A component as findings name it: `name@version`. */
export function nameOf({ name, version }: { readonly name: string; readonly version?: string | null | undefined }): string {
  return version ? `${name}@${version}` : name;
}

const states = ['resolved', 'resolved_with_pedigree', 'exploitable', 'in_triage', 'false_positive', 'not_affected'] as const;

const ratingSeverities = ['critical', 'high', 'medium', 'low', 'info', 'none', 'unknown'] as const;

/** A vulnerability as CycloneDX's JSON has it; its XML says the same. */
export const vulnerability = z.object({
  'bom-ref': z.string().min(1).optional(),
  id: z.string().min(1).optional(),
  references: z.array(z.object({ id: z.string().optional() })).optional(),
  ratings: z.array(z.object({ severity: z.enum(ratingSeverities).optional() })).optional(),
  description: z.string().nullish(),
  cwes: z.array(shownNumber).optional().catch(undefined),
  source: z.object({ url: shownText }).optional().catch(undefined),
  advisories: z
    .array(z.object({ url: shownText }))
    .optional()
    .catch(undefined),
  analysis: z.object({ state: z.enum(states).optional() }).optional(),
  affects: z.array(z.object({ ref: z.string() })).optional(),
});

export type BomVulnerability = z.output<typeof vulnerability>;

/** A component, as far as findings need it. */
export const component = z.object({ 'bom-ref': z.string().optional(), name: z.string(), version: z.string().nullish() });
export type BomComponent = z.output<typeof component>;

/** In these states of a VEX, the product is not affected, or no longer. */
const settled: ReadonlySet<string | undefined> = new Set(['resolved', 'resolved_with_pedigree', 'false_positive', 'not_affected']);

/** @param names What the components that a vulnerability affects are called, by their references. */
export function vulnerabilityFinding(
  each: BomVulnerability,
  names: ReadonlyMap<string, string>,
  context: ReaderContext,
  place: { readonly line?: number; readonly pointer?: string },
): Finding {
  const { references = [], ratings = [], description, analysis, affects, cwes, source, advisories } = each;
  const id = each.id ?? each['bom-ref'] ?? context.refuse('SHAPE', 'a vulnerability has no id', place);
  const [affected] = affects ?? [];
  return {
    rule: id,
    aliases: references.flatMap((reference) => reference.id ?? []),
    severity: worstSeverity(ratings.map(({ severity }) => severityOfWord(severity))),
    title: description?.split('\n', 1)[0] || id,
    place: affected === undefined ? null : (names.get(affected.ref) ?? affected.ref),
    suppressed: settled.has(analysis?.state),
    help: helpAddress(source?.url, ...(advisories ?? []).map(({ url }) => url)),
    weaknesses: weaknessesOf(cwes ?? []),
  };
}

/** What a BOM says of vulnerabilities: those of its subject, or where it names none, of its components, or of what they affect. */
export function vulnerabilityReport(
  tool: Tool | null,
  findings: readonly Finding[],
  subject: BomComponent | undefined,
  components: readonly BomComponent[],
): FindingsReport {
  const named = components.length > 0 ? components.map(nameOf) : findings.flatMap(({ place }) => place ?? []);
  return {
    kind: 'findings',
    tool,
    partial: [],
    findings: distinctFindings(findings),
    rates: ['critical', 'high', 'medium', 'low', 'info'],
    rules: { listed: [], all: null },
    targets: subject === undefined ? [...new Set(named)] : [nameOf(subject)],
  };
}
