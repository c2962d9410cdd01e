import type { Writable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { InputFile } from '../../file.ts';
import { refuse } from '../refusal.ts';
import { maxDocumentLength, maxExpansion, maxFileBytes, maxLineLength, openingLength } from './text-limits.ts';

/** Bytes that tell gzip and the byte order marks apart. */
const signatureLength = 2;

/** The text of a result file: gunzipped, decoded, checked for what no tool writes. Its methods throw a `Refusal`. */
export interface TextSource {
  readonly path: string;
  /** The first characters of the text. */
  readonly opening: string;
  /** The opening is the whole text. */
  readonly whole: boolean;
  /** Bytes on disk. */
  readonly size: number;
  text(): Promise<string>;
  chunks(): AsyncIterable<string>;
  /** Calls `each` for every line, without its line end; lines count from 1. A last line without a line end counts, an empty rest does not. */
  lines(each: (line: string, number: number) => void): Promise<void>;
}

/** Opens a file as text: reads its opening and refuses what cannot be a result at all. */
export async function openSource(file: InputFile): Promise<TextSource> {
  const { path, size } = file;
  if (size === 0) refuse('EMPTY', { file: path }, 'the file has no bytes');
  if (size > maxFileBytes) refuse('TOO_LARGE', { file: path }, `the file has ${size} bytes, the limit is ${maxFileBytes}`);

  let opening = '';
  let whole = true;
  for await (const chunk of decode(file)) {
    opening += chunk;
    if (opening.length > openingLength) {
      opening = opening.slice(0, openingLength);
      whole = false;
      break;
    }
  }
  refuseForeign(path, opening, whole);

  return {
    path,
    opening,
    whole,
    size,
    chunks: () => decode(file),
    async text() {
      if (whole) return opening;
      const parts: string[] = [];
      let length = 0;
      for await (const chunk of decode(file)) {
        length += chunk.length;
        if (length > maxDocumentLength) {
          refuse(
            'TOO_LARGE',
            { file: path },
            `a document that is read as a whole has at most ${maxDocumentLength} characters, and it has more`,
          );
        }
        parts.push(chunk);
      }
      return parts.join('');
    },
    lines: (each) => eachLine(path, decode(file), each),
  };
}

async function eachLine(path: string, chunks: AsyncIterable<string>, each: (line: string, number: number) => void): Promise<void> {
  let rest = '';
  let number = 0;
  let conflict = false;
  const take = (line: string) => {
    number += 1;
    if (line.length > maxLineLength)
      refuse('LINE_TOO_LONG', { file: path, line: number }, `a line has more than ${maxLineLength} characters`);
    if (line.startsWith('<<<<<<< ')) conflict = true;
    if (conflict && line.startsWith('>>>>>>> '))
      refuse('CONFLICT_MARKS', { file: path, line: number }, 'the file holds marks of a merge conflict');
    each(line.endsWith('\r') ? line.slice(0, -1) : line, number);
  };
  for await (const chunk of chunks) {
    let start = 0;
    let end = chunk.indexOf('\n');
    while (end !== -1) {
      take(start === 0 ? rest + chunk.slice(0, end) : chunk.slice(start, end));
      if (start === 0) rest = '';
      start = end + 1;
      end = chunk.indexOf('\n', start);
    }
    rest += chunk.slice(start);
    if (rest.length > maxLineLength)
      refuse('LINE_TOO_LONG', { file: path, line: number + 1 }, `a line has more than ${maxLineLength} characters`);
  }
  if (rest !== '') take(rest);
}

function refuseForeign(path: string, opening: string, whole: boolean): void {
  const place = { file: path, line: 1, column: 1 };
  if (whole && opening.trim() === '') refuse('EMPTY', { file: path }, 'the file holds nothing but white space');
  if (/^\s*(?:<!--[\s\S]*?-->\s*)?<(?:!doctype html|html)\b/i.test(opening)) refuse('HTML_PAGE', place, 'the file is an HTML page');
  if (opening.startsWith('version https://git-lfs.github.com/spec/'))
    refuse('LFS_POINTER', place, 'the file holds a pointer, not the result');
  const conflict = conflictLine(opening);
  if (conflict !== null) refuse('CONFLICT_MARKS', { file: path, line: conflict, column: 1 }, 'the file holds marks of a merge conflict');
}

/** The line on which a merge conflict starts that has all its three marks; null where there is none. */
function conflictLine(text: string): number | null {
  const ours = text.startsWith('<<<<<<< ') ? 0 : text.indexOf('\n<<<<<<< ') + 1;
  const between = ours === 0 && !text.startsWith('<<<<<<< ') ? -1 : text.indexOf('\n=======', ours);
  if (between === -1 || text.indexOf('\n>>>>>>> ', between) === -1) return null;
  return text.slice(0, ours).split('\n').length;
}

async function* decode(file: InputFile): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let encoding = 'utf-8';
  let offset = 0;
  /** The last bytes before this chunk: a character may begin there. */
  let tail: Uint8Array = new Uint8Array(0);
  for await (const chunk of withSignature(gunzip(file))) {
    if (decoder === undefined) {
      encoding = encodingOf(chunk);
      decoder = new TextDecoder(encoding, { fatal: true });
    }
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      refuse('ENCODING', { file: file.path }, `byte ${invalidOffset(chunk, tail, offset, encoding)} is not ${encoding.toUpperCase()}`);
    }
    if (text.includes('\0')) refuse('BINARY', { file: file.path }, 'the file holds NUL characters: it is no text');
    offset += chunk.length;
    tail = chunk.slice(-3);
    if (text !== '') yield text;
  }
  try {
    decoder?.decode();
  } catch {
    refuse('ENCODING', { file: file.path }, `the file ends inside a character, at byte ${offset}`);
  }
}

function encodingOf(first: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le';
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** Where the first invalid byte stands, counted from 0 over the whole file. */
function invalidOffset(chunk: Uint8Array, tail: Uint8Array, offset: number, encoding: string): number {
  if (encoding !== 'utf-8') return offset;
  const bytes = Buffer.concat([tail, chunk]);
  const start = offset - tail.length;
  let index = 0;
  // The tail may begin inside a character whose start was accepted before.
  while (index < tail.length && (bytes[index] ?? 0) >> 6 === 0b10) index += 1;
  while (index < bytes.length) {
    const length = sequenceLength(bytes, index);
    if (length === 0) return start + index;
    index += length;
  }
  return start + index;
}

/** The length of the UTF-8 sequence at `index`; 0 where it is invalid. */
function sequenceLength(bytes: Uint8Array, index: number): number {
  const first = bytes[index] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  if (length === 0) return 0;
  const sequence = bytes.slice(index, index + length);
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sequence);
  } catch {
    return 0;
  }
  return length;
}

/** The same bytes, the first chunk long enough to tell a file by its first bytes: a pipe may hand them over one by one. */
async function* withSignature(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first: Uint8Array | null = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (first === null) {
      yield chunk;
      continue;
    }
    first = first.length === 0 ? chunk : Buffer.concat([first, chunk]);
    if (first.length < signatureLength) continue;
    yield first;
    first = null;
  }
  if (first !== null && first.length > 0) yield first;
}

async function* gunzip(file: InputFile): AsyncGenerator<Uint8Array> {
  const source = withSignature(file.chunks());
  try {
    const first = await source.next();
    if (first.done) return;
    const whole = async function* () {
      yield first.value;
      yield* source;
    };
    if (first.value[0] === 0x1f && first.value[1] === 0x8b) yield* inflate(file, whole());
    else yield* whole();
  } finally {
    await source.return(undefined);
  }
}

async function* inflate(file: InputFile, compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = createGunzip();
  const fed = (async () => {
    for await (const chunk of compressed) {
      if (stream.destroyed) return;
      if (!stream.write(chunk)) await drained(stream);
    }
    stream.end();
  })();
  let length = 0;
  try {
    for await (const chunk of withSignature(stream)) {
      if (length === 0 && chunk[0] === 0x1f && chunk[1] === 0x8b) refuse('EXPANDS', { file: file.path }, 'the file is compressed twice');
      length += chunk.length;
      if (length > Math.max(file.size, 1024) * maxExpansion || length > maxFileBytes) {
        refuse('EXPANDS', { file: file.path }, `${file.size} compressed bytes hold more than ${length - chunk.length} bytes`);
      }
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) refuse('TRUNCATED', { file: file.path }, 'the gzip stream is damaged or ends too early');
    throw cause;
  } finally {
    stream.destroy();
    await fed.catch(() => undefined); // The reader has ended, for a reason that is already on its way.
  }
}

/** Resolves when a stream takes more, or will take no more. */
function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}
