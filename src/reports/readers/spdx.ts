import { z } from 'zod';
import { defineJsonReader } from '../reader.ts';
import type { DocumentReport, JsonValue, Tool } from '../report.ts';
import { checkShape, isList, isObject } from '../text/json-value.ts';

const v2 = z.object({
  spdxVersion: z.string(),
  SPDXID: z.string(),
  name: z.string(),
  creationInfo: z.object({ creators: z.array(z.string()) }),
  packages: z.array(z.unknown()).optional(),
  files: z.array(z.unknown()).optional(),
});

const v3 = z.object({
  '@graph': z.array(z.object({ type: z.string().optional(), '@type': z.string().optional(), name: z.string().optional() })),
});

/**
 * An SPDX document as JSON, 2.2 and 2.3 (https://spdx.github.io/spdx-spec/v2.3/), or 3.0 as JSON-LD (https://spdx.github.io/spdx-spec/v3.0.1/):
 * a document, which proves that it was made. One that lists no package and no file is blank.
 */
export const spdx = defineJsonReader({
  format: 'spdx',
  kind: 'document',
  guide: {
    title: 'SPDX SBOM, JSON',
    source: 'https://spdx.dev/use/specifications/',
    make: 'npm sbom --sbom-format spdx > sbom.spdx.json',
    selectors: [{ selector: '#/name', selects: 'a value at a JSON Pointer, with a criterion such as "= product@1.0.0"' }],
    unit: 'one inventory; it says nothing of vulnerabilities',
    unproven: 'an inventory without a package or file',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    if (isVersion3(document)) return null;
    const { spdxVersion, SPDXID } = document;
    if (typeof spdxVersion !== 'string' || !spdxVersion.startsWith('SPDX-2.'))
      return 'has neither an `spdxVersion` of SPDX-2 nor a `@context` of SPDX 3';
    return typeof SPDXID === 'string' ? null : 'has no key `SPDXID`';
  },
  schema: z.unknown(),
  report(document, { path }) {
    const is3 = typeof document === 'object' && document !== null && '@graph' in document;
    return is3 ? reportV3(checkShape(v3, document, path)) : reportV2(checkShape(v2, document, path));
  },
});

function isVersion3(document: { readonly [key: string]: JsonValue }): boolean {
  const context = document['@context'];
  const contexts = isList(context) ? context : [context];
  return (
    isList(document['@graph']) &&
    contexts.some((each) => typeof each === 'string' && /^https?:\/\/spdx\.(?:org|github\.io)\/.*\b3\.\d/.test(each))
  );
}

function reportV2({ name, creationInfo, packages = [], files = [] }: z.output<typeof v2>): DocumentReport {
  return documentOf(name, toolOf(creationInfo.creators), packages.length + files.length === 0);
}

function reportV3({ '@graph': elements }: z.output<typeof v3>): DocumentReport {
  const typed = elements.map((each) => ({ name: each.name, type: each.type ?? each['@type'] ?? '' }));
  const title = typed.find(({ type }) => type === 'SpdxDocument')?.name ?? null;
  return documentOf(title, null, !typed.some(({ type }) => /(?:Package|File|Snippet)$/.test(type)));
}

function documentOf(title: string | null, tool: Tool | null, blank: boolean): DocumentReport {
  return { kind: 'document', tool, partial: [], title, headings: [], blank };
}

/** SPDX writes a tool as `Tool: identifier-version`. */
function toolOf(creators: readonly string[]): Tool | null {
  const tool = creators
    .find((creator) => creator.startsWith('Tool:'))
    ?.slice('Tool:'.length)
    .trim();
  if (!tool) return null;
  const parts = /^(.+?)-(v?\d[\w.+-]*)$/.exec(tool);
  return { name: parts?.[1] ?? tool, version: parts?.[2] ?? null };
}
