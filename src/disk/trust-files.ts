import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allowedSignersFile, revokedKeysFile, trustFolder } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import { type Revocations, readRevocations } from '../signing/allowed-signers.ts';
import type { TrustText, TrustTexts } from '../signing/trust.ts';

/** The trust files of a root, as texts. */
export function readTrustTexts(root: string): TrustTexts {
  return { allowedSigners: readTrustFile(root, allowedSignersFile), revokedKeys: readTrustFile(root, revokedKeysFile) };
}

/** The keys that a root revokes today: they count for every release, whenever it was frozen. */
export function loadRevocations(root: string): Revocations {
  return readRevocations(readTrustFile(root, revokedKeysFile), revokedKeysFile);
}

/**
 * The text of a file that may be missing. Only where its folder is there to be read, and holds nothing whose name was meant to be this one,
 * is it known to be missing. What is no UTF-8 in it stays visible, and is refused where the text is read.
 */
function readTrustFile(root: string, file: string): TrustText {
  try {
    for (const folder of ['content', trustFolder]) {
      const stats = lstatSync(join(root, folder), { throwIfNoEntry: false });
      if (stats === undefined) return absent;
      if (!stats.isDirectory()) return refused(problem('NOT_REGULAR_FILE', { file: folder }, 'this is no folder'));
    }
    const name = file.slice(trustFolder.length + 1);
    const stats = lstatSync(join(root, file), { throwIfNoEntry: false });
    if (stats?.isFile()) return { state: 'read', value: trustText(readFileSync(join(root, file))), problems: [] };
    if (stats !== undefined) return refused(problem('NOT_REGULAR_FILE', { file }, 'this is no regular file'));
    const near = readdirSync(join(root, trustFolder)).find((other) => letters(other).startsWith(letters(name)));
    if (near === undefined) return absent;
    return refused(problem('NAME', { file: `${trustFolder}/${near}` }, `nothing is read from a file of this name`, `name it ${name}`));
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    return refused(problem('ENVIRONMENT', { file }, `the file cannot be read: ${words}`));
  }
}

const absent: TrustText = { state: 'read', value: null, problems: [] };

function refused(found: Problem): TrustText {
  return { state: 'refused', problems: [found] };
}

/** A name by its letters alone: `revoked-keys.txt` was meant to be `revoked_keys`. */
function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

/** Bytes of a trust file as text, with a byte order mark and damaged characters kept for what reads it to refuse. */
export function trustText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
