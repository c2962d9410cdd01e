import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

/** What files are read into, one after another: a buffer a file would cost more than to read and to hash most of them. */
const buffer = Buffer.allocUnsafe(256 * 1024);

/** The SHA-256 of a file's bytes, hex. */
export function digestOfFile(file: string): string {
  const hash = createHash('sha256');
  const opened = openSync(file, 'r');
  try {
    for (let length = readSync(opened, buffer); length > 0; length = readSync(opened, buffer)) hash.update(buffer.subarray(0, length));
  } finally {
    closeSync(opened);
  }
  return hash.digest('hex');
}
