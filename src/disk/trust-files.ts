import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allowedSignersFile, revokedKeysFile } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import type { TrustTexts } from '../signing/trust.ts';

/** The trust files of a root, as texts. */
export function readTrustTexts(root: string, problems: Problem[]): TrustTexts {
  return { allowedSigners: readTrustFile(root, allowedSignersFile, problems), revokedKeys: readTrustFile(root, revokedKeysFile, problems) };
}

/** The text of a file that may be missing. What is no UTF-8 in it stays visible, and is refused where the text is read. */
function readTrustFile(root: string, file: string, problems: Problem[]): string | null {
  const stats = lstatSync(join(root, file), { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (stats.isFile()) return trustText(readFileSync(join(root, file)));
  problems.push(problem('NOT_REGULAR_FILE', { file }, 'this is no regular file'));
  return null;
}

/** Bytes of a trust file as text, with a byte order mark and damaged characters kept for what reads it to refuse. */
export function trustText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
