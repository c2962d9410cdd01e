import { createHash } from 'node:crypto';

/** A file as a shell hands it over. The core opens no files itself. */
export interface InputFile {
  /** From the root, with `/`: `results/next/unit/go-test.json`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** The file's bytes from its start, anew at each call. */
  chunks(): AsyncIterable<Uint8Array>;
}

/** A result file as a shell lists it. */
export interface ListedFile {
  /** Below the release's folder: `integration/shard-1/go-test.json`. */
  readonly path: string;
  /** SHA-256 of its bytes, hex. */
  readonly digest: string;
  readonly input: InputFile;
}

/** A file of a release and the SHA-256 of its bytes, hex. */
export interface FileDigest {
  readonly file: string;
  readonly digest: string;
}

/** The SHA-256 of a file's bytes, hex. */
export async function digestOf(file: InputFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of file.chunks()) hash.update(chunk);
  return hash.digest('hex');
}

/** The SHA-256 of bytes, or of a text in UTF-8; hex. */
export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Bytes as the text that they are in UTF-8, a byte order mark included; null where they are none. */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** How the lines of a text end. */
export type LineEnds = 'LF' | 'CRLF';

/** How the lines of a file end, where it has the expected bytes but for its line ends, as Git converts them; null where anything else differs. */
export async function convertedLineEnds(file: InputFile, expected: string): Promise<LineEnds | null> {
  if ((await digestWith(file, 'LF')) === expected) return 'CRLF';
  return (await digestWith(file, 'CRLF')) === expected ? 'LF' : null;
}

/** What keeps Git from converting the line ends of files that digests are over. */
export const keepLineEnds = 'write "results/** -text" and "content/** -text" into .gitattributes, and check the files out again';

/** The SHA-256 that a file had with other line ends, hex. */
async function digestWith(file: InputFile, ends: LineEnds): Promise<string> {
  const hash = createHash('sha256');
  // A carriage return at the end of a chunk waits for what follows it. Latin 1 has a sign for each byte.
  let carried = '';
  for await (const chunk of file.chunks()) {
    const text = carried + Buffer.from(chunk).toString('latin1');
    carried = text.endsWith('\r') ? '\r' : '';
    hash.update(text.slice(0, text.length - carried.length).replace(/\r?\n/g, ends === 'LF' ? '\n' : '\r\n'), 'latin1');
  }
  return hash.update(carried, 'latin1').digest('hex');
}
