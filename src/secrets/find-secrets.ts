import type { Writable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { InputFile } from '../file.ts';
import { sha256 } from '../file.ts';
import { type Problem, problem } from '../problem.ts';
import { longest, searchText } from './search-text.ts';

/** A secret in a file, by its place and its digest; never the secret itself. */
export interface PlacedSecret {
  /** What kind it is: `aws-access-key-id`. */
  readonly rule: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** SHA-256 of the secret, hex: what `portal.yaml` allows it by. */
  readonly digest: string;
}

/** A secret that may be published all the same: a made-up one, or one that opens nothing. */
export interface AllowedSecret {
  /** SHA-256 of the secret, hex. */
  readonly sha256: string;
  readonly because: string;
}

/** How much of a text is looked through at once, in UTF-16 units: memory holds no more, however long the file is. */
const blockLength = 4 * 1024 * 1024;
/** How much before a block is looked at with it: the name that a value is given stands before the value. */
const contextLength = 1024;

/**
 * Every secret in a file, whatever the file is: raw, or behind escapes and base64, gzipped or not. Memory is bounded, and a file that no reader
 * can read is looked through too, since its bytes are published.
 */
export async function findSecrets(file: InputFile): Promise<PlacedSecret[]> {
  const found: PlacedSecret[] = [];
  const place = placeCounter();
  let text = '';
  /** Where `text` starts in the file, and up to where secrets were taken already, in UTF-16 units. */
  let start = 0;
  let taken = 0;
  const look = async (until: number) => {
    for (const secret of await searchText(text)) {
      const at = start + secret.start;
      if (at < taken || at >= until) continue;
      found.push({ rule: secret.rule, ...place.of(text, secret.start), digest: sha256(secret.value) });
    }
    taken = until;
  };
  for await (const part of textOf(file)) {
    text += part;
    if (text.length <= blockLength + longest + contextLength) continue;
    const until = start + text.length - longest;
    await look(until);
    const gone = text.slice(0, until - contextLength - start);
    place.pass(gone);
    text = text.slice(gone.length);
    start += gone.length;
  }
  await look(start + text.length);
  return found;
}

/**
 * What is said of the secrets in a file: one that is allowed is a warning that gives its reason.
 *
 * @param hint What to do with one that is not allowed, where it is not to be taken out of the file.
 */
export function secretProblems(
  file: string,
  secrets: readonly PlacedSecret[],
  allowed: readonly AllowedSecret[],
  hint = 'take it out and revoke it; one that opens nothing is allowed in content/portal.yaml',
): Problem[] {
  const reasons = new Map(allowed.map(({ sha256, because }) => [sha256.toLowerCase(), because]));
  return secrets.map(({ rule, line, column, digest }) => {
    const because = reasons.get(digest);
    const place = { file, line, column };
    return because === undefined
      ? problem('SECRET', place, `this looks like a secret (${rule}, sha256 ${digest})`, hint)
      : problem('SECRET_ALLOWED', place, `what looks like a secret (${rule}) is published: ${because}`);
  });
}

/** Counts lines and columns of a text that comes in parts. */
function placeCounter() {
  /** Line breaks before the part at hand, and how far its first line had come. */
  let lines = 0;
  let column = 0;
  const count = (text: string) => {
    let breaks = 0;
    for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) breaks += 1;
    return { breaks, rest: text.length - 1 - text.lastIndexOf('\n') };
  };
  return {
    /** What came is over, and what follows is counted from its end. */
    pass(text: string): void {
      const { breaks, rest } = count(text);
      lines += breaks;
      column = breaks === 0 ? column + rest : rest;
    },
    /** Where an index of the part at hand stands in the file. */
    of(text: string, index: number): { readonly line: number; readonly column: number } {
      const { breaks, rest } = count(text.slice(0, index));
      return { line: lines + breaks + 1, column: (breaks === 0 ? column : 0) + rest + 1 };
    },
  };
}

/** The text of a file, gunzipped where it is gzipped; what is no text of its encoding is shown by a sign of its own. */
async function* textOf(file: InputFile): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const bytes of plainBytes(file)) {
    decoder ??= new TextDecoder(encodingOf(bytes));
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder?.decode() ?? '';
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

async function* plainBytes(file: InputFile): AsyncGenerator<Uint8Array> {
  const chunks = fromTwoBytes(file);
  const { value: first, done } = await chunks.next();
  if (done === true) return;
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    yield first;
    yield* chunks;
    return;
  }
  const gunzip = createGunzip();
  const fed = feed(gunzip, first, chunks);
  try {
    for await (const chunk of gunzip) yield chunk;
  } catch {
    // A damaged end: what came before it was looked through.
  }
  await fed;
}

/** The chunks of a file, the first of them with two bytes at least, which tell gzip and encodings apart. */
async function* fromTwoBytes(file: InputFile): AsyncGenerator<Uint8Array, undefined> {
  let opening: Uint8Array | null = new Uint8Array();
  for await (const chunk of file.chunks()) {
    if (opening === null) yield chunk;
    else if (opening.length + chunk.length < 2) opening = Buffer.concat([opening, chunk]);
    else {
      yield Buffer.concat([opening, chunk]);
      opening = null;
    }
  }
  if (opening !== null && opening.length > 0) yield opening;
}

async function feed(into: Writable, first: Uint8Array, rest: AsyncIterable<Uint8Array>): Promise<void> {
  const write = (chunk: Uint8Array) => new Promise<void>((settle) => void into.write(chunk, () => settle()));
  await write(first);
  for await (const chunk of rest) {
    if (into.destroyed) return;
    await write(chunk);
  }
  into.end();
}
