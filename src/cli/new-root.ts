import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
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
export function newSettings(productFolder: string, root: string, roles: readonly FirstRole[]): NewSettings {
  const facts = readFacts(productFolder);
  const { product, version } = { product: facts.product ?? basename(productFolder), version: facts.version ?? '0.1.0' };
  const site = facts.repository === null ? null : pagesAddress(facts.repository);
  return {
    product,
    version,
    files: firstSettings({ ...facts, product, version }, { site, directory: directoryIn(productFolder, root, facts) }, roles),
  };
}

/** Where a root stands in the product's repository, from its top; null where the product's folder is of another, or of none. */
function directoryIn(productFolder: string, root: string, { repository }: ProductFacts): string | null {
  const origin = gitLine(productFolder, 'config', '--get', 'remote.origin.url');
  if (repository === null || origin === null || repositoryAddress(origin) !== repository) return null;
  const prefix = gitLine(productFolder, 'rev-parse', '--show-prefix') ?? '';
  return join(prefix, relative(productFolder, root)).split(sep).join('/').replace(/\/$/, '') || '.';
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

/**
 * Writes new files below a folder, all or none; what keeps it from that otherwise. A folder that is new comes with all of its files at once, so
 * that a run that was killed is completed by the next one.
 */
export function writeAll(folder: string, files: readonly FirstFile[]): Problem[] {
  const made: string[] = [];
  let current = folder;
  try {
    const top = mkdirSync(folder, { recursive: true });
    if (top !== undefined) made.push(top);
    for (const [unit, own] of Map.groupBy(files, ({ path }) => newPart(folder, path))) {
      const partial = join(folder, dirname(unit), `.${basename(unit)}.partial`);
      made.push(partial);
      rmSync(partial, { recursive: true, force: true });
      for (const { path, text } of own) {
        current = join(folder, path);
        const target = join(partial, path.slice(unit.length));
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, text);
      }
      renameSync(partial, join(folder, unit));
      made.push(join(folder, unit));
    }
    return [];
  } catch (cause) {
    for (const path of made.reverse()) rmSync(path, { recursive: true, force: true });
    const message = cause instanceof Error ? cause.message : 'it cannot be written';
    return [problem('ENVIRONMENT', { file: relative(folder, current) }, message, 'make it writable, and begin again')];
  }
}

/** The part of a new file's path that is not there yet, from its beginning: a folder, or the file itself. */
function newPart(folder: string, path: string): string {
  const parts = path.split(/[\\/]/);
  const present = parts.findIndex((_, index) => !existsSync(join(folder, ...parts.slice(0, index + 1))));
  return parts.slice(0, present + 1).join('/');
}

/** Takes files away again. */
export function removeAll(files: readonly string[]): void {
  for (const file of files) rmSync(file, { force: true });
}
