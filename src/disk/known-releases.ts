import { randomUUID } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { sha256 } from '../file.ts';
import { SoundLink } from '../release/release-link.ts';
import { type FolderStamp, stampFolder } from './folder-stamp.ts';

/** Where a gate keeps what it found of releases, and what time it is. */
export interface KeepingPlace {
  /** The folder of the user's for what can be made again, absolute. */
  readonly folder: string;
  /** The time of the machine, in milliseconds since 1970: of the file system's kind, whatever instant a command judges at. */
  readonly time: number;
}

/** A release that was found sound, and the stamp of its folder before it was read. */
const KnownRelease = z.object({ stamp: z.string(), link: SoundLink });

const KnownReleases = z.object({
  root: z.string(),
  code: z.string(),
  releases: z.record(z.string(), KnownRelease),
});

/** What was found of the releases of a root, by version. */
export type KnownReleases = ReadonlyMap<string, z.output<typeof KnownRelease>>;

/** A file that was changed this short before it was looked at can be changed again without a trace in its times, in milliseconds. */
const racyMs = 3000;

/** What nobody needed for this long is removed, in milliseconds. */
const keptMs = 30 * 24 * 60 * 60 * 1000;

/** More than any number of releases takes, in bytes. */
const mostBytes = 64 * 1024 * 1024;

/** Where what is known of a root is kept, and what it is kept by. */
export interface KnownPlace {
  readonly file: string;
  readonly root: string;
  /** Names all code of the product: what older code found sound is not known to newer code. */
  readonly code: string;
  readonly time: number;
}

/** Where what is known of the releases of a root is kept; null where it cannot be, or would stand in the root itself. */
export function placeOfKnown(root: string, { folder, time }: KeepingPlace): KnownPlace | null {
  try {
    const real = realpathSync(root);
    const beside = relative(real, folder);
    if (beside.split(sep)[0] !== '..' && !isAbsolute(beside)) return null;
    const code = sha256([process.version, stampFolder(fileURLToPath(new URL('../', import.meta.url))).digest].join(' '));
    return { file: join(folder, 'releases', `${sha256(real)}.json`), root: real, code, time };
  } catch {
    return null;
  }
}

/** What is known of the releases of a root. What is missing, unreadable, another's or of other code is known by nobody. */
export function readKnown({ file, root, code }: KnownPlace): KnownReleases {
  const nothing = new Map();
  try {
    const stats = lstatSync(file);
    const isOthers = process.getuid !== undefined && (stats.uid !== process.getuid() || (stats.mode & 0o022) !== 0);
    if (!stats.isFile() || isOthers || stats.size > mostBytes) return nothing;
    const text = readFileSync(file, 'utf8');
    const end = text.indexOf('\n');
    if (text.slice(0, end) !== sha256(text.slice(end + 1))) return nothing;
    const known = KnownReleases.safeParse(JSON.parse(text.slice(end + 1)));
    return known.success && known.data.root === root && known.data.code === code ? new Map(Object.entries(known.data.releases)) : nothing;
  } catch {
    return nothing;
  }
}

/** Keeps what is known of the releases of a root, whole or not at all. That it cannot be kept is no fault: it is found again. */
export function keepKnown({ file, root, code, time }: KnownPlace, known: KnownReleases): void {
  const content = JSON.stringify({ root, code, releases: Object.fromEntries(known) });
  const folder = dirname(file);
  const beside = `${file}.${randomUUID()}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) {
      if (lstatSync(join(folder, name)).mtimeMs < time - keptMs) rmSync(join(folder, name), { force: true });
    }
    writeFileSync(beside, `${sha256(content)}\n${content}`, { mode: 0o600, flag: 'wx' });
    renameSync(beside, file);
  } catch {
    try {
      rmSync(beside, { force: true });
    } catch {
      // The folder is read-only.
    }
  }
}

/** Would a change of any file of a folder, after it was stamped, show in its stamp? */
export function isSettled({ changed }: FolderStamp, { time }: KnownPlace): boolean {
  return changed < time - racyMs;
}
