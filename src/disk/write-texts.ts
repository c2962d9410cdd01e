import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes texts under their paths below a folder, with the folders that lead there. */
export function writeTexts(files: readonly { readonly path: string; readonly text: string }[], folder: string): void {
  for (const below of new Set(files.map(({ path }) => dirname(path)))) mkdirSync(join(folder, below), { recursive: true });
  for (const { path, text } of files) writeFileSync(join(folder, path), text);
}
