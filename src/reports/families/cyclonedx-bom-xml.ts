import type { Tool } from '../report.ts';
import { XmlTexts } from '../text/xml-texts.ts';
import { nameOf } from './cyclonedx-bom.ts';

/** Null where the root is that of a CycloneDX BOM, else why not. */
export function unlikeBomXml({ name, attributes }: { readonly name: string; readonly attributes: string }): string | null {
  if (name !== 'bom') return 'has another root than `bom`';
  return /\bxmlns=(["'])http:\/\/cyclonedx\.org\/schema\/bom\/[\d.]+\1/.test(attributes) ? null : 'has no namespace of CycloneDX';
}

/** Does the opening of a document have an element of vulnerabilities? */
export function showsVulnerability(opening: string): boolean {
  return /<vulnerability[\s>]/.test(opening);
}

const subject = 'metadata/component';
const tools = ['metadata/tools/tool', 'metadata/tools/components/component'];

/** What is said of the BOM as a whole: to begin at its root. */
export function bomTexts(): XmlTexts {
  return new XmlTexts([subject, ...tools].flatMap((each) => [`${each}/name`, `${each}/version`]));
}

/** The name of a component with its version, from the texts of its elements; null where it has none. */
export function nameOfTexts(texts: XmlTexts): string | null {
  const name = texts.first(`${subject}/name`);
  return name === undefined ? null : nameOf({ name, version: texts.first(`${subject}/version`) });
}

/** The first of the tools that a BOM says made it. Where not each has a version, it is not known whose they are. */
export function toolOfTexts(texts: XmlTexts): Tool | null {
  for (const tool of tools) {
    const names = texts.all(`${tool}/name`);
    const versions = texts.all(`${tool}/version`);
    const [name] = names;
    if (name !== undefined) return { name, version: names.length === versions.length ? (versions[0] ?? null) : null };
  }
  return null;
}
