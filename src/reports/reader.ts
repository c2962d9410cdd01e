import type { z } from 'zod';
import type { ProblemCode } from '../problem.ts';
import { refuse } from './refusal.ts';
import type { JsonValue, Report, ReportKind } from './report.ts';
import type { PathBase } from './repository-path.ts';
import { checkShape } from './text/json-value.ts';
import type { TextSource } from './text/source.ts';
import { readXml, rootElement, type XmlHandler } from './text/xml-reader.ts';

/** A reader turns the files of one format into reports of one kind. Made by `defineJsonReader`, `defineXmlReader` or `defineStreamReader`. */
export interface Reader {
  /** The name that `run.json` and `--format` use: `go-test`. */
  readonly format: string;
  readonly kind: ReportKind;
  /** Where paths without a root begin that its files name; not known where the format does not say it. */
  readonly paths?: PathBase;
  readonly guide: FormatGuide;
  /** How a file of no declared format is recognised: by the opening of its text, by the whole JSON document, or never. */
  readonly recognises: 'opening' | 'json' | 'declared';
  /** Null where the file is of this format; else the reason why not, for people: "has no key `Issues`". */
  unlike(file: Recognisable): string | null;
  /** Throws a `Refusal` where the file cannot be read. */
  read(source: TextSource, json: () => Promise<JsonValue>): Promise<Report>;
}

/** What recognition looks at. */
export interface Recognisable {
  readonly path: string;
  readonly opening: string;
  /** The whole document, for `recognises: 'json'`; undefined where the text is no single JSON document. */
  readonly json: JsonValue | undefined;
  /** The format was stated, not looked for. */
  readonly declared?: boolean;
}

/** What people need to know of a format; `/guide/formats/` is made from it. */
export interface FormatGuide {
  /** The format's name in a sentence: "go test JSON". */
  readonly title: string;
  /** Where the format is defined: a specification's address, or the tool's own writer. */
  readonly source: string;
  /** The command that makes the file. */
  readonly make: string;
  /** Selectors that a citation may use, each with what it selects. */
  readonly selectors: readonly { readonly selector: string; readonly selects: string }[];
  /** What one counted thing is: "one leaf test". */
  readonly unit: string;
  /** What makes such a file unproven besides what holds for all formats. */
  readonly unproven: string;
}

/** What a reader may ask of its context while it reads. */
export interface ReaderContext {
  readonly path: string;
  /** Ends the reading: the file is refused. */
  refuse(code: ProblemCode, message: string, place?: { line?: number; column?: number; pointer?: string }, hint?: string): never;
}

interface ReaderBase {
  readonly format: string;
  readonly kind: ReportKind;
  readonly paths?: PathBase;
  readonly guide: FormatGuide;
}

/** A reader of one JSON document. The schema holds only what is used; Zod checks it before `report` sees it. */
export function defineJsonReader<Shape>(
  definition: ReaderBase & {
    /** Null where the document is of this format, else why not. Looks at what tells the format from all others. */
    readonly unlike: (document: JsonValue) => string | null;
    /** What the tool writes for nothing found where that names no tool, such as `[]`: taken where it is declared, recognised by none. */
    readonly nameless?: (document: JsonValue) => boolean;
    readonly schema: z.ZodType<Shape>;
    readonly report: (document: Shape, context: ReaderContext) => Report;
  },
): Reader {
  const { format, kind, guide, paths = 'unknown' } = definition;
  return {
    format,
    kind,
    paths,
    guide,
    recognises: 'json',
    unlike({ json, declared = false }) {
      if (json === undefined) return 'is no single JSON document';
      return declared && definition.nameless?.(json) ? null : definition.unlike(json);
    },
    async read(source, json) {
      return definition.report(checkShape(definition.schema, await json(), source.path), contextOf(source));
    },
  };
}

/** A reader of one XML document, read as a stream. */
export function defineXmlReader(
  definition: ReaderBase & {
    /** Null where a document with this root, and this opening, is of the format, else why not. `declared`: the format was stated, not looked for. */
    readonly unlike: (root: { readonly name: string; readonly attributes: string }, opening: string, declared: boolean) => string | null;
    /** `external` for formats whose tools always name a DTD. */
    readonly doctype?: 'none' | 'external';
    /** A fresh handler for one document, and what it makes of it at the end. */
    readonly start: (context: ReaderContext) => { readonly handler: XmlHandler; readonly end: () => Report };
  },
): Reader {
  const { format, kind, guide, paths = 'unknown' } = definition;
  return {
    format,
    kind,
    paths,
    guide,
    recognises: 'opening',
    unlike({ opening, declared = false }) {
      const root = rootElement(opening);
      return root === undefined ? 'is no XML' : definition.unlike(root, opening, declared);
    },
    async read(source) {
      const { handler, end } = definition.start(contextOf(source));
      await readXml(source, handler, { doctype: definition.doctype ?? 'none' });
      return end();
    },
  };
}

/** A reader of text, line by line: NDJSON, profiles, plain text. */
export function defineStreamReader(
  definition: ReaderBase & {
    /** `declared` for a format that takes any text, so that no text is taken for it. */
    readonly recognises?: 'opening' | 'declared';
    /** Null where a text with this opening is of the format, else why not. */
    readonly unlike: (opening: string, path: string) => string | null;
    /** A fresh state for one file: what to do with each line, and what it makes of them at the end. */
    readonly start: (context: ReaderContext) => { readonly line: (line: string, number: number) => void; readonly end: () => Report };
  },
): Reader {
  const { format, kind, guide, paths = 'unknown' } = definition;
  return {
    format,
    kind,
    paths,
    guide,
    recognises: definition.recognises ?? 'opening',
    unlike: ({ opening, path }) => definition.unlike(opening, path),
    async read(source) {
      const { line, end } = definition.start(contextOf(source));
      await source.lines(line);
      return end();
    },
  };
}

/** For the few formats that fit none of the three forms. */
export function defineReader(reader: Reader): Reader {
  return reader;
}

/** What a reader needs of a file besides its content. */
export function contextOf({ path }: TextSource): ReaderContext {
  return {
    path,
    refuse: (code, message, place = {}, hint) => refuse(code, { file: path, ...place }, message, hint),
  };
}
