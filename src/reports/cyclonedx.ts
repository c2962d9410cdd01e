import { z } from 'zod';
import { isList, isObject } from './json.ts';
import type { JsonValue, Tool } from './report.ts';

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

/** An empty list says nothing: Trivy writes one although it looked for no vulnerability. */
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

export function nameOf({ name, version }: { readonly name: string; readonly version?: string | null | undefined }): string {
  return version ? `${name}@${version}` : name;
}
