import { type Problem, problem } from '../../problem.ts';
import { Refusal, refuse } from '../refusal.ts';
import type { JsonValue } from '../report.ts';
import { parseJson } from './json-value.ts';
import type { TextSource } from './source.ts';
import { maxDepth, maxLineLength } from './text-limits.ts';

/** Where a value stands: the keys and indices from the root. */
export type JsonPath = readonly (string | number)[];

/** What a document may hold besides the elements that are cut out. In UTF-16 units. */
const maxRestLength = 64 * 1024 * 1024;

/**
 * Reads one JSON document (RFC 8259) as a stream: the elements of the lists that `isCut` names are handed over one by one, and the rest of
 * the document is returned, with a `0` in the place of each element. Each part is parsed by `parseJson`, so that the whole is read as
 * strictly as by it. Elements come before the document is known to be whole: a later `Refusal` takes them back.
 *
 * @param isCut Whether the elements of the list at this path are cut out.
 * @param each Takes an element, its own path, and the line that it begins on.
 */
export async function readElements(
  source: TextSource,
  isCut: (path: JsonPath) => boolean,
  each: (element: JsonValue, path: JsonPath, line: number) => void,
): Promise<JsonValue> {
  const cutter = new ElementCutter(source.path, isCut, each);
  for await (const chunk of source.chunks()) cutter.take(chunk);
  return cutter.end();
}

/**
 * Reads JSON objects (or lists) that follow each other without anything between them but white space, as Go's `json.Encoder` writes them.
 * Each is parsed by `parseJson`. A text that ends inside of one is refused.
 */
export async function readDocuments(source: TextSource, each: (document: JsonValue, line: number) => void): Promise<void> {
  const cutter = new ElementCutter(
    source.path,
    () => false,
    (element, _, line) => each(element, line),
    'sequence',
  );
  for await (const chunk of source.chunks()) cutter.take(chunk);
  cutter.endOfSequence();
}

/**
 * The keys of the object that a JSON text opens with, as far as the opening shows them, each with the text of its value's beginning; `whole`
 * where the object ends in the opening. For recognition: the text may end anywhere, and need not be valid.
 */
export function openingKeys(opening: string): { readonly keys: ReadonlyMap<string, string>; readonly whole: boolean } {
  const keys = new Map<string, string>();
  let depth = 0;
  let keyNext = false;
  for (let index = 0; index < opening.length; index += 1) {
    const code = opening.charCodeAt(index);
    if (code === quote) {
      const end = endOfString(opening, index);
      const value = keyNext && depth === 1 ? /^\s*:\s*/.exec(opening.slice(end + 1, end + 200))?.[0] : undefined;
      if (value !== undefined) {
        const from = end + 1 + value.length;
        keys.set(unescapeKey(opening.slice(index + 1, end)), opening.slice(from, from + 1000));
      }
      keyNext = false;
      index = end;
    } else if (isOpen(code)) {
      depth += 1;
      keyNext = code === 123;
    } else if (isClose(code)) {
      depth -= 1;
      if (depth === 0) return { keys, whole: true };
    } else if (code === comma) keyNext = true;
  }
  return { keys, whole: false };
}

const quote = 34;
const backslash = 92;
const newline = 10;
const comma = 44;

/** An open bracket outside of cut elements. */
interface Frame {
  readonly isObject: boolean;
  readonly isCut: boolean;
  /** The key or the index of the member that the text is in. */
  at: string | number;
  keyNext: boolean;
}

class ElementCutter {
  readonly #file: string;
  readonly #isCut: (path: JsonPath) => boolean;
  readonly #each: (element: JsonValue, path: JsonPath, line: number) => void;
  readonly #isSequence: boolean;

  readonly #frames: Frame[] = [];
  /** The parts of the rest, or of the element, that earlier chunks held. */
  readonly #rest: string[] = [];
  #restLength = 0;
  #element: string[] = [];
  #elementLength = 0;
  /** Where the current part begins in the chunk. */
  #start = 0;

  #inElement = false;
  /** Brackets open inside the element. */
  #depth = 0;
  #inString = false;
  /** The chunk ended after a backslash that escapes the next character. */
  #escaped = false;
  /** The parts of a key so far, where the string is one. */
  #key: string[] | null = null;

  #line = 1;
  #column = 1;
  #elementLine = 1;
  #elementColumn = 1;

  /** In a `sequence`, what stands at the root is cut as if in a list without brackets and commas. */
  constructor(
    file: string,
    isCut: (path: JsonPath) => boolean,
    each: (element: JsonValue, path: JsonPath, line: number) => void,
    root: 'document' | 'sequence' = 'document',
  ) {
    this.#file = file;
    this.#isCut = isCut;
    this.#each = each;
    this.#isSequence = root === 'sequence';
    if (this.#isSequence) this.#frames.push({ isObject: false, isCut: true, at: 0, keyNext: false });
  }

  take(chunk: string): void {
    this.#start = 0;
    let lineStart = 1 - this.#column;
    let index = 0;
    while (index < chunk.length) {
      if (this.#inString) {
        index = this.#passString(chunk, index);
        continue;
      }
      const code = chunk.charCodeAt(index);
      if (code === newline) {
        this.#line += 1;
        lineStart = index + 1;
      } else if (code > 32) {
        this.#column = index - lineStart + 1;
        this.#token(chunk, index, code);
      }
      index += 1;
    }
    this.#column = index - lineStart + 1;
    this.#keep(chunk.slice(this.#start));
  }

  endOfSequence(): void {
    if (this.#inElement) refuse('TRUNCATED', { file: this.#file, line: this.#line }, 'the JSON ends in the middle');
  }

  end(): JsonValue {
    this.endOfSequence();
    try {
      return parseJson(this.#rest.join(''), this.#file);
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      // Columns of the rest are not those of the file: elements were cut out before them.
      throw new Refusal(cause.problems.map(({ column: _, ...rest }) => rest));
    }
  }

  /** The index after the string's end, or after the chunk. */
  #passString(chunk: string, from: number): number {
    const first = this.#escaped ? from + 1 : from;
    this.#escaped = false;
    let end = chunk.indexOf('"', first);
    while (end !== -1 && backslashesBefore(chunk, first, end) % 2 === 1) end = chunk.indexOf('"', end + 1);
    if (end === -1) {
      this.#key?.push(chunk.slice(from));
      this.#escaped = backslashesBefore(chunk, first, chunk.length) % 2 === 1;
      return chunk.length;
    }
    this.#inString = false;
    if (this.#key !== null) {
      this.#key.push(chunk.slice(from, end));
      const frame = this.#frames.at(-1);
      if (frame) frame.at = unescapeKey(this.#key.join(''));
      this.#key = null;
    }
    return end + 1;
  }

  #token(chunk: string, index: number, code: number): void {
    if (this.#inElement) this.#tokenOfElement(chunk, index, code);
    else this.#tokenOfRest(chunk, index, code);
  }

  #tokenOfElement(chunk: string, index: number, code: number): void {
    if (code === quote) this.#inString = true;
    else if (isOpen(code)) {
      this.#depth += 1;
      this.#checkDepth();
    } else if (this.#depth > 0) {
      if (isClose(code)) this.#depth -= 1;
      if (this.#depth === 0 && this.#isSequence) this.#endElement(chunk, index + 1);
    } else if (!this.#isSequence && (code === comma || isClose(code))) {
      this.#endElement(chunk, index);
      this.#tokenOfRest(chunk, index, code);
    }
  }

  #tokenOfRest(chunk: string, index: number, code: number): void {
    const frame = this.#frames.at(-1);
    if (this.#isSequence) {
      this.#startElement(chunk, index);
      this.#tokenOfElement(chunk, index, code);
    } else if (code === comma) {
      if (frame) this.#next(frame);
    } else if (isClose(code)) {
      this.#frames.pop();
    } else if (frame?.isCut) {
      this.#startElement(chunk, index);
      this.#tokenOfElement(chunk, index, code);
    } else if (code === quote) {
      this.#inString = true;
      if (frame?.keyNext) {
        this.#key = [];
        frame.keyNext = false;
      }
    } else if (isOpen(code)) {
      const isObject = code === 123;
      const isCut = !isObject && this.#isCut(this.#frames.map(({ at }) => at));
      this.#frames.push({ isObject, isCut, at: isObject ? '' : 0, keyNext: isObject });
      this.#checkDepth();
    }
  }

  #next(frame: Frame): void {
    if (frame.isObject) frame.keyNext = true;
    else if (typeof frame.at === 'number') frame.at += 1;
  }

  #startElement(chunk: string, index: number): void {
    const before = chunk.slice(this.#start, index);
    // White space between elements may be long, and a slice would keep its whole chunk in memory.
    this.#keep(this.#frames.at(-1)?.at === 0 ? before : before.replace(/[ \t\r]+/g, ''));
    this.#start = index;
    this.#inElement = true;
    this.#depth = 0;
    this.#elementLine = this.#line;
    this.#elementColumn = this.#column;
  }

  #endElement(chunk: string, index: number): void {
    this.#keep(chunk.slice(this.#start, index));
    this.#start = index;
    this.#inElement = false;
    const text = this.#element.join('');
    this.#element = [];
    this.#elementLength = 0;
    // The line ends stay, so that the lines of the rest are those of the file.
    this.#keep(`0${'\n'.repeat(this.#line - this.#elementLine)}`);
    this.#each(
      this.#parseElement(text),
      this.#frames.map(({ at }) => at),
      this.#elementLine,
    );
  }

  #parseElement(text: string): JsonValue {
    try {
      return parseJson(text, this.#file, this.#elementLine);
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      throw new Refusal(cause.problems.map((each) => this.#placeInFile(each)));
    }
  }

  #placeInFile(found: Problem): Problem {
    const { line, column, code } = found;
    const shift = line === this.#elementLine ? this.#elementColumn - 1 : 0;
    const place = { file: this.#file, line, column: column === undefined ? undefined : column + shift };
    if (code === 'TWO_DOCUMENTS') return problem('JSON_SYNTAX', place, 'a comma is missing before this');
    return { ...found, ...(place.column === undefined ? {} : { column: place.column }) };
  }

  #keep(text: string): void {
    if (text === '') return;
    const place = { file: this.#file, line: this.#line };
    if (this.#inElement) {
      this.#element.push(text);
      this.#elementLength += text.length;
      if (this.#elementLength > maxLineLength) refuse('TOO_LARGE', place, `an element has more than ${maxLineLength} characters`);
    } else if (!this.#isSequence) {
      this.#rest.push(text);
      this.#restLength += text.length;
      if (this.#restLength > maxRestLength)
        refuse('TOO_LARGE', place, `the document has more than ${maxRestLength} characters besides its elements`);
    }
  }

  #checkDepth(): void {
    if (this.#frames.length + this.#depth <= maxDepth) return;
    refuse('DEPTH', { file: this.#file, line: this.#line, column: this.#column }, `the document nests deeper than ${maxDepth} levels`);
  }
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && backslashesBefore(text, start + 1, end) % 2 === 1) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function isOpen(code: number): boolean {
  return code === 123 || code === 91;
}

function isClose(code: number): boolean {
  return code === 125 || code === 93;
}

/** How many backslashes stand right before `end`, back to `start` at most. */
function backslashesBefore(text: string, start: number, end: number): number {
  let index = end;
  while (index > start && text.charCodeAt(index - 1) === backslash) index -= 1;
  return end - index;
}

function unescapeKey(raw: string): string {
  if (!raw.includes('\\')) return raw;
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    return raw; // `parseJson` of the rest says what is wrong with it.
  }
}
