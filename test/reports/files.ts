import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InputFile } from '../../src/file.ts';

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

/** The samples of all formats, a folder each. */
export const samples = 'test/samples';

/** The result files of a format's folder; none where it has no folder yet. */
export function samplesOf(format: string): string[] {
  const folder = join(samples, format);
  const others = ['README.md', 'generated.ts'];
  return existsSync(folder) ? readdirSync(folder).filter((name) => !name.endsWith('.expected.json') && !others.includes(name)) : [];
}
