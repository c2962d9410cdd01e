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
