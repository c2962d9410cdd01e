import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isRunning } from './running-process.ts';

/** A folder beside another, on the same disk: what is made in it takes the other's place at once. */
export interface Staging {
  readonly folder: string;
  /** What takes the place. */
  readonly made: string;
}

/** What had the place before, below a staging folder, for the moment in which neither stands there. */
const replaced = 'replaced';

/**
 * Opens a folder beside another that is to be replaced, and is there or not. What interrupted commands left goes.
 *
 * @param path Of the folder that is replaced, absolute.
 */
export function openStaging(path: string): Staging {
  restoreReplaced(path);
  const parent = dirname(path);
  mkdirSync(parent, { recursive: true });
  for (const { folder, process: owner } of stagings(path)) if (!isRunning(owner)) rmSync(folder, { recursive: true, force: true });
  const folder = join(parent, `${stagingPrefix(path)}${process.pid}`);
  mkdirSync(folder);
  // Whatever becomes of this process, git does not see what it leaves behind.
  writeFileSync(join(folder, '.gitignore'), '*\n');
  return { folder, made: join(folder, 'made') };
}

/** Puts what was made in the place of the folder: the whole of it, or nothing. */
export function takePlace({ folder, made }: Staging, path: string): void {
  // In the moment between the two, whoever comes next finds the folder of before in the staging folder, and puts it back.
  if (existsSync(path)) renameSync(path, join(folder, replaced));
  renameSync(made, path);
}

/** Removes a staging folder, once what was to be replaced stands in its place again where nothing else does. */
export function closeStaging({ folder }: Staging, path: string): void {
  restoreReplaced(path);
  rmSync(folder, { recursive: true, force: true });
}

/** Puts the folder back that a command had taken from its place when it ended, before the new one stood there. */
export function restoreReplaced(path: string): void {
  if (existsSync(path)) return;
  const holder = stagings(path).find(({ folder }) => existsSync(join(folder, replaced)));
  if (holder !== undefined) renameSync(join(holder.folder, replaced), path);
}

/** Gives a file a second place, whatever kind of file it is. Bytes are shared where the disk can do that: the old place is to go. */
export function placeFile(from: string, to: string): void {
  const link = lstatSync(from).isSymbolicLink() ? () => symlinkSync(readlinkSync(from), to) : () => linkSync(from, to);
  // The folder is there but for the first file of each.
  if (succeeds(link)) return;
  mkdirSync(dirname(to), { recursive: true });
  if (!succeeds(link)) copyFileSync(from, to);
}

function succeeds(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

/** Moves what stands below a folder into another one on the same disk. Where both have a folder, they become one. */
export function moveInto(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory() && existsSync(target)) moveInto(source, target);
    else renameSync(source, target);
  }
}

/** Whatever stands below a folder and is no folder, by its path. */
export function entriesBelow(folder: string): string[] {
  const found: string[] = [];
  const visit = (below: string) => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else found.push(path);
    }
  };
  visit('');
  return found;
}

/** The staging folders beside a folder, each with the process that opened it. */
function stagings(path: string): { readonly folder: string; readonly process: number }[] {
  const parent = dirname(path);
  const prefix = stagingPrefix(path);
  return (existsSync(parent) ? readdirSync(parent) : []).flatMap((name) => {
    const owner = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    return /^\d+$/.test(owner) ? [{ folder: join(parent, name), process: Number(owner) }] : [];
  });
}

function stagingPrefix(path: string): string {
  return `.${basename(path)}.partial-`;
}
