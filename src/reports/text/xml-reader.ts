import { SaxesParser } from 'saxes';
import { refuse } from '../refusal.ts';
import type { TextSource } from './source.ts';
import { maxDepth } from './text-limits.ts';

/** An element's start: its name and its attributes, entities of XML resolved. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** 1-based. */
  readonly line: number;
}

/** What a reader does with the parts of an XML document, in their order. */
export interface XmlHandler {
  /** `path` holds the names of the open elements, this one last. */
  open?(element: XmlElement, path: readonly string[]): void;
  /** Text and CDATA directly in the innermost open element; may come in several parts. */
  text?(text: string, path: readonly string[]): void;
  /** `path` still holds the name of the element that ends, last. */
  close?(name: string, path: readonly string[]): void;
}

/**
 * Reads an XML document as a stream. Refuses a DOCTYPE and entities of its own, for the harm they do; `doctype: 'external'` lets one pass
 * that only names its DTD, which is never fetched, for formats whose tools always write one.
 */
export async function readXml(
  source: TextSource,
  handler: XmlHandler,
  { doctype = 'none' }: { doctype?: 'none' | 'external' } = {},
): Promise<void> {
  const file = source.path;
  const parser = new SaxesParser();
  const path: string[] = [];
  const here = () => ({ file, line: parser.line, column: parser.column });
  parser.on('error', (error) => {
    const message = error.message.replace(/^\d+:\d+:\s*/, '').replace(/\.$/, '');
    if (/undefined entity|malformed character entity/.test(message)) refuse('XML_ENTITY', here(), message);
    if (/unclosed tag|unexpected end/.test(message)) refuse('TRUNCATED', here(), `the XML ends in the middle: ${message}`);
    if (/may contain only one root/.test(message)) refuse('TWO_DOCUMENTS', here(), 'a second XML document starts here');
    refuse('XML_SYNTAX', here(), message);
  });
  parser.on('doctype', (text) => {
    // .NET writes an empty `[]` behind the name of the DTD.
    const harmless = doctype === 'external' && !/\[(?!\s*\]\s*$)/.test(text);
    if (!harmless) refuse('XML_DOCTYPE', here(), 'the document declares a type or entities of its own');
  });
  parser.on('opentag', ({ name, attributes }) => {
    path.push(name);
    if (path.length > maxDepth) refuse('DEPTH', here(), `the document nests deeper than ${maxDepth} levels`);
    handler.open?.({ name, attributes, line: parser.line }, path);
  });
  parser.on('text', (text) => {
    if (path.length > 0) handler.text?.(text, path);
  });
  parser.on('cdata', (text) => {
    handler.text?.(text, path);
  });
  parser.on('closetag', ({ name }) => {
    handler.close?.(name, path);
    path.pop();
  });
  for await (const chunk of source.chunks()) parser.write(chunk);
  parser.close();
}

/** The name and the attributes' text of the root element that a document's opening shows, or undefined. */
export function rootElement(opening: string): { readonly name: string; readonly attributes: string } | undefined {
  const prologue = /^\s*(?:<\?xml[^?]*\?>)?(?:\s|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^[>]*(?:\[[^\]]*\]\s*)?>)*/.exec(opening);
  const root = /^<([A-Za-z_][\w.:-]*)((?:\s[^>]*)?)>?/.exec(opening.slice(prologue?.[0].length ?? 0));
  return root?.[1] === undefined ? undefined : { name: root[1], attributes: root[2] ?? '' };
}
