import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runFile } from '../layout.ts';

/**
 * Puts the files of a part of a job where they belong, each at once. Its `run.json` comes first: until the last file stands there, it names what is
 * missing, and nothing passes by halves.
 *
 * @param staged Where the files stand now, on the same disk: under the names that they get.
 * @param folder Of the part, absolute; it need not be there.
 */
export function placePart(staged: string, folder: string, names: readonly string[]): void {
  if (!existsSync(folder)) {
    mkdirSync(dirname(folder), { recursive: true });
    renameSync(staged, folder);
    return;
  }
  for (const name of [...names].sort((a, b) => Number(b === runFile) - Number(a === runFile))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    renameSync(join(staged, name), join(folder, name));
  }
}
