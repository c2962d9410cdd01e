import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Problem, problem } from '../problem.ts';
import { type Inventory, inventoryFile, readInventory } from '../publish/inventory.ts';
import type { Reading } from '../reading.ts';

/** A folder that a site may be written to. */
export interface SiteFolder {
  /** Absolute, with no link in it. */
  readonly path: string;
  /** Of the site that is there; null where the folder is empty or not there. */
  readonly inventory: Inventory | null;
}

/** Where a site is made before it takes its place. */
export interface Staging {
  readonly folder: string;
  /** What becomes the site. */
  readonly site: string;
}

/** The site that is replaced, below a staging folder, for the moment in which neither stands in its place. */
const replaced = 'replaced';

/**
 * Looks whether a site may be written to a folder: one that is not there, is empty, or has the inventory of a site, and in which neither the
 * root nor a repository would be lost.
 *
 * @param out As a person named it.
 */
export function openSiteFolder(out: string, root: string): Reading<SiteFolder> {
  const path = realPath(resolve(out));
  const inputs = realPath(root);
  if (isInside(inputs, path)) return refuse('the site would replace the root');
  if (['content', 'results'].some((name) => isInside(path, join(inputs, name)))) {
    return refuse('the site would stand among what it is made from');
  }
  restoreReplaced(path);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return { state: 'read', value: { path, inventory: null }, problems: [] };
  if (!stats.isDirectory()) return refuse('there is a file of this name');
  const entries = entriesBelow(path);
  const repository = entries.find((entry) => `/${entry}/`.includes('/.git/'));
  if (repository !== undefined) {
    return refuse('there is a Git repository in this folder, and a site would replace what is checked out', 'name another folder');
  }
  const inventory = existsSync(join(path, inventoryFile)) ? readInventory(readFileSync(join(path, inventoryFile), 'utf8')) : null;
  if (inventory === null && entries.length > 0) {
    return refuse(
      `the folder is not empty, and has no ${inventoryFile} that says which of its files are a site's`,
      'name a new folder, or remove this one: a site of an older version has no inventory, and the next one will',
    );
  }
  return { state: 'read', value: { path, inventory }, problems: [] };
}

/** Opens a folder beside that of a site, on the same disk. Folders that interrupted commands left there go. */
export function openStaging({ path }: SiteFolder): Staging {
  const parent = dirname(path);
  mkdirSync(parent, { recursive: true });
  for (const { folder, process: owner } of stagings(path)) if (!isRunning(owner)) rmSync(folder, { recursive: true, force: true });
  const folder = join(parent, `${stagingPrefix(path)}${process.pid}`);
  mkdirSync(folder);
  // Whatever becomes of this process, git does not see what it leaves behind.
  writeFileSync(join(folder, '.gitignore'), '*\n');
  return { folder, site: join(folder, 'site') };
}

/** Removes a staging folder, once the site of before stands in its place again where it was taken from there. */
export function closeStaging({ folder }: Staging, { path }: SiteFolder): void {
  restoreReplaced(path);
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Puts the site of a staging folder into its place: the whole of it, or nothing. Files that are none of the site that is replaced stay.
 *
 * @returns What keeps it from taking its place: files that are not the site's own where it has one.
 */
export function replaceSite({ path, inventory }: SiteFolder, made: Inventory, { folder, site }: Staging): readonly Problem[] {
  const foreign = (existsSync(path) ? entriesBelow(path) : []).filter(
    (file) => file !== inventoryFile && (inventory === null || !Object.hasOwn(inventory.files, file)),
  );
  const own = new Set([...Object.keys(made.files), inventoryFile]);
  const folders = new Set([...own].flatMap(foldersOf));
  const inTheWay = foreign.filter((file) => [file, ...foldersOf(file)].some((each) => own.has(each)) || folders.has(file));
  if (inTheWay.length > 0) {
    const what = 'the site has a file in this place, and the one that is there is not its own';
    return inTheWay.map((file) => problem('USAGE', { file: relative('.', join(path, file)) }, what, 'move it away, or name another --out'));
  }
  for (const file of foreign) placeFile(join(path, file), join(site, file));
  // In the moment between the two, whoever comes next finds the site of before in the staging folder, and puts it back.
  if (existsSync(path)) renameSync(path, join(folder, replaced));
  renameSync(site, path);
  return [];
}

/** The inventory's part that the disk says: the digest of every file below a folder, by its path. */
export function digestsBelow(folder: string): Record<string, string> {
  return Object.fromEntries(entriesBelow(folder).map((file) => [file, digestOfFile(join(folder, file))]));
}

/** The SHA-256 of a file's bytes, hex. */
export function digestOfFile(file: string): string {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(256 * 1024);
  const opened = openSync(file, 'r');
  try {
    for (let length = readSync(opened, buffer); length > 0; length = readSync(opened, buffer)) hash.update(buffer.subarray(0, length));
  } finally {
    closeSync(opened);
  }
  return hash.digest('hex');
}

/** Gives a file a second place, whatever kind of file it is. Bytes are shared where the disk can do that: the old place is about to go. */
export function placeFile(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  if (lstatSync(from).isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  else
    try {
      linkSync(from, to);
    } catch {
      copyFileSync(from, to);
    }
}

/** Whatever stands below a folder and is no folder, by its path. */
function entriesBelow(folder: string): string[] {
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

/** Puts the site back that a command had taken from its place when it ended, before the new one stood there. */
function restoreReplaced(path: string): void {
  if (existsSync(path)) return;
  const holder = stagings(path).find(({ folder }) => existsSync(join(folder, replaced)));
  if (holder !== undefined) renameSync(join(holder.folder, replaced), path);
}

/** The staging folders beside that of a site, each with the process that opened it. */
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

/** Does a process run that is not this one? A folder of this one's number was left by another that had it before. */
function isRunning(number: number): boolean {
  if (number === process.pid) return false;
  try {
    process.kill(number, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}

/** A path without links, of which the last parts need not be there yet. */
function realPath(path: string): string {
  return existsSync(path) || dirname(path) === path ? realpathSync(path) : join(realPath(dirname(path)), basename(path));
}

/** The folders that a path leads through. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function isInside(inner: string, outer: string): boolean {
  const path = relative(outer, inner);
  return path.split(sep)[0] !== '..' && !isAbsolute(path);
}

function refuse(
  message: string,
  hint = 'name a new folder, or one that holds a site',
): { readonly state: 'refused'; readonly problems: readonly Problem[] } {
  return { state: 'refused', problems: [problem('USAGE', { file: '--out' }, message, hint)] };
}
