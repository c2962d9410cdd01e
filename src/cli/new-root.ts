import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { gitLine } from '../disk/run-git.ts';
import { type Problem, problem } from '../problem.ts';
import { type FirstFile, type FirstRole, firstSettings } from './first-files.ts';
import { manifests, type ProductFacts, pagesAddress, repositoryAddress } from './product-facts.ts';

/** What a root begins with besides its checklist, by paths from the root, and whose it is. */
export interface NewSettings {
  readonly product: string;
  readonly version: string;
  readonly files: readonly FirstFile[];
}

/** The settings of a new root for the product in a folder. `roles` are those that its sign-off page asks. */
export function newSettings(productFolder: string, roles: readonly FirstRole[]): NewSettings {
  const facts = readFacts(productFolder);
  const { product, version } = { product: facts.product ?? basename(productFolder), version: facts.version ?? '0.1.0' };
  const site = facts.repository === null ? null : pagesAddress(facts.repository);
  return { product, version, files: firstSettings({ ...facts, product, version }, site, roles) };
}

/** What the product says of itself, where it first does; git says where its source is. */
function readFacts(folder: string): ProductFacts {
  const said = manifests.flatMap(({ file, read }) => {
    const path = join(folder, file);
    const isFile = lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
    return (isFile ? read(readFileSync(path, 'utf8')) : null) ?? [];
  });
  const origin = gitLine(folder, 'config', '--get', 'remote.origin.url');
  const first = <Key extends keyof ProductFacts>(key: Key) => said.find((facts) => facts[key] !== null)?.[key] ?? null;
  return {
    product: first('product'),
    version: first('version'),
    repository: first('repository') ?? (origin === null ? null : repositoryAddress(origin)),
  };
}

/** Those of some files that a folder does not have. */
export function missingFiles(folder: string, files: readonly FirstFile[]): FirstFile[] {
  return files.filter(({ path }) => !existsSync(join(folder, path)));
}

/** Writes new files below a folder, all or none; what keeps it from that otherwise. */
export function writeAll(folder: string, files: readonly FirstFile[]): Problem[] {
  const written: string[] = [];
  try {
    for (const { path, text } of files) {
      const target = join(folder, path);
      mkdirSync(dirname(target), { recursive: true });
      written.push(target);
      writeFileSync(target, text, { flag: 'wx' });
    }
    return [];
  } catch (cause) {
    removeAll(written);
    const message = cause instanceof Error ? cause.message : 'it cannot be written';
    return [problem('ENVIRONMENT', { file: relative(folder, written.at(-1) ?? folder) }, message, 'make it writable, and begin again')];
  }
}

/** Takes files away again. */
export function removeAll(files: readonly string[]): void {
  for (const file of files) rmSync(file, { force: true });
}
