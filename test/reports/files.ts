import { readFileSync } from 'node:fs';
import type { InputFile } from '../../src/reports/source.ts';

/** A result file of the disk, handed over in chunks of the given size as a shell does. */
export function fileOf(path: string, name = path, chunkBytes = 64 * 1024): InputFile {
  return bytesOf(readFileSync(path), name, chunkBytes);
}

/** A result file made of text or bytes. */
export function bytesOf(content: string | Uint8Array, path = 'results/next/job/file', chunkBytes = 64 * 1024): InputFile {
  const bytes = Buffer.from(content);
  return {
    path,
    size: bytes.length,
    async *chunks() {
      for (let start = 0; start < bytes.length; start += chunkBytes) yield bytes.subarray(start, start + chunkBytes);
    },
  };
}
