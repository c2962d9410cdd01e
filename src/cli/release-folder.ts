import { copyFileSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { listContent, listFiles, listResults } from '../disk/root.ts';
import { nextFolder, trustFolder } from '../layout.ts';
import { problem } from '../problem.ts';
import type { Found } from '../reading.ts';
import { frozenName, isKeptName } from '../release/frozen-sources.ts';

/** A file to freeze: where it is, and its name below the release. */
export interface FileToFreeze {
  readonly from: string;
  readonly file: string;
}

/**
 * The files that a release is frozen from: results, checklist, the rules beside it, and the trust files where there are any.
 *
 * @param evidence The folder of the results: `results/next` of the root, or another of the same layout.
 */
export async function filesToFreeze(root: string, evidence: string): Promise<Found<readonly FileToFreeze[]>> {
  const own = evidence === resolve(root, nextFolder);
  const [base, folder] = own ? [root, nextFolder] : [dirname(evidence), basename(evidence)];
  const results = await listResults(base, folder);
  const content = await listContent(root);
  const trust = listFiles(root, trustFolder);
  const rules = [...content.value.map(({ path }) => path), ...trust.value.map(({ path }) => `${trustFolder}/${path}`)];
  const reserved = results.value.filter(({ path }) => isKeptName(path));
  return {
    value: [
      ...results.value.map(({ path }) => ({ from: join(evidence, path), file: path })),
      ...rules.map((path) => ({ from: join(root, path), file: frozenName(path) })),
    ],
    problems: [
      ...results.problems,
      ...reserved.map(({ path }) =>
        problem('NAME', { file: `${folder}/${path}` }, 'a frozen release keeps this name for itself', 'rename or remove it'),
      ),
      ...content.problems,
      ...trust.problems,
    ],
  };
}

/** A folder beside the releases that becomes one when it is whole. What an interrupted command left there goes. */
export function openStaging(root: string, version: string): string {
  const results = join(root, 'results');
  const prefix = `.${version}.partial-`;
  for (const name of readdirSync(results).filter((each) => each.startsWith(prefix))) {
    rmSync(join(results, name), { recursive: true, force: true });
  }
  const staging = join(results, `${prefix}${process.pid}`);
  mkdirSync(staging);
  return staging;
}

/** Copies files into a folder, byte for byte. */
export function copyInto(folder: string, files: readonly FileToFreeze[]): void {
  for (const { from, file } of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(from, join(folder, file));
  }
}

/** Writes a file so that whoever reads the file finds the old one or the new one. */
export function writeAtOnce(file: string, content: string | Uint8Array, partial = `${file}.partial-${process.pid}`): void {
  writeFileSync(partial, content, { flush: true });
  renameSync(partial, file);
}

/** Removes files below a folder, and every folder there that is empty then. */
export function removeFiles(folder: string, files: readonly string[]): void {
  for (const file of files) rmSync(join(folder, file), { force: true });
  removeEmptyFolders(folder);
}

function removeEmptyFolders(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) continue;
    removeEmptyFolders(path);
    if (readdirSync(path).length === 0) rmdirSync(path);
  }
}
