import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../order.ts';
import { fileStamp } from './folder-stamp.ts';

/** Files by their paths below a folder, each with a stamp that changes when it is written. */
export type FileStamps = ReadonlyMap<string, string>;

/** Folders in which tools keep what is no result of theirs. */
const passedOver = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '__pycache__',
  '.venv',
  'venv',
  '.tox',
  '.nox',
  '.mypy_cache',
  '.ruff_cache',
  '.pytest_cache',
  '.gradle',
  '.cargo',
  '.cache',
]);

/** More than any checkout has that people work in: beyond it nothing is searched. In files. */
const mostFiles = 300_000;

/**
 * Stamps every regular file below a folder, but for repositories' own folders, installed packages, virtual environments, caches and what the
 * portal keeps. Null where there are too many to look through.
 *
 * @param own Folders that are left out, absolute.
 */
export function stampFiles(folder: string, own: readonly string[]): FileStamps | null {
  const stamps = new Map<string, string>();
  const visit = (below: string): boolean => {
    const absolute = join(folder, below);
    const entries = own.includes(absolute) ? [] : entriesOf(absolute);
    if (entries.some(({ name }) => name === 'pyvenv.cfg')) return true;
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!passedOver.has(entry.name) && !visit(path)) return false;
      } else if (entry.isFile()) {
        const stamp = stampOf(join(folder, path));
        if (stamp !== null) stamps.set(path, stamp);
        if (stamps.size > mostFiles) return false;
      }
    }
    return true;
  };
  return visit('') ? stamps : null;
}

/** What changes when a file is written; null where there is no regular file. */
export function stampOf(path: string): string | null {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stats?.isFile() ? fileStamp(stats) : null;
}

/** The files that were written between two looks, sorted. */
export function writtenBetween(before: FileStamps, after: FileStamps): string[] {
  return [...after]
    .filter(([path, stamp]) => before.get(path) !== stamp)
    .map(([path]) => path)
    .sort(compareText);
}

/** A folder that is gone by now, or that nobody may read, has nothing that a job could hand on. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
