import { existsSync, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { digestOfFile } from '../disk/digest-of-file.ts';
import { entriesBelow, placeFile, restoreReplaced, type Staging, takePlace } from '../disk/replace-folder.ts';
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

/** The folder that a person named, absolute and with no link in it, where the root would not be lost there. It is not looked into. */
export function placeOfSite(out: string, root: string): Reading<string> {
  const path = realPath(resolve(out));
  const inputs = realPath(root);
  if (isInside(inputs, path)) return refuse('the site would replace the root');
  if (['content', 'results'].some((name) => isInside(path, join(inputs, name)))) {
    return refuse('the site would stand among what it is made from');
  }
  return { state: 'read', value: path, problems: [] };
}

/**
 * Looks whether a site may be written to a folder: one that is not there, is empty, or has the inventory of a site, and in which neither the
 * root nor a repository would be lost.
 *
 * @param out As a person named it.
 */
export function openSiteFolder(out: string, root: string): Reading<SiteFolder> {
  const place = placeOfSite(out, root);
  if (place.state === 'refused') return place;
  const path = place.value;
  restoreReplaced(path);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return { state: 'read', value: { path, inventory: null }, problems: [] };
  if (!stats.isDirectory()) return refuse('there is a file of this name');
  const entries = entriesBelow(path);
  if (entries.some((entry) => `/${entry}/`.includes('/.git/'))) {
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

/** Opens a folder that a part of a site was built into. */
export function openPartFolder(folder: string): Reading<SiteFolder> {
  const file = join(folder, inventoryFile);
  const inventory = existsSync(file) ? readInventory(readFileSync(file, 'utf8')) : null;
  if (inventory !== null) return { state: 'read', value: { path: realPath(resolve(folder)), inventory }, problems: [] };
  const message = `there is no ${inventoryFile} of this version, so that no part of a site was built here`;
  return { state: 'refused', problems: [problem('USAGE', { file: folder }, message, 'name a folder that build --shard wrote')] };
}

/**
 * Puts the site of a staging folder into its place: the whole of it, or nothing. Files that are none of the site that is replaced stay.
 *
 * @returns What keeps it from taking its place: files that are not the site's own where it has one.
 */
export function replaceSite({ path, inventory }: SiteFolder, made: Inventory, staging: Staging): readonly Problem[] {
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
  for (const file of foreign) placeFile(join(path, file), join(staging.made, file));
  takePlace(staging, path);
  return [];
}

/** The inventory's part that the disk says: the digest of every file below a folder, by its path. */
export function digestsBelow(folder: string): Record<string, string> {
  return Object.fromEntries(entriesBelow(folder).map((file) => [file, digestOfFile(join(folder, file))]));
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
