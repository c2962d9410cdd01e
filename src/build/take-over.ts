import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digestOfFile } from '../disk/digest-of-file.ts';
import { placeFile } from '../disk/replace-folder.ts';
import { doInWorkers, workerModule } from '../disk/workers.ts';
import { filesOfReleases, type InventoryEntry } from '../publish/inventory.ts';
import type { PlannedRelease, TakenRelease } from './reuse-releases.ts';
import type { SiteFolder } from './site-folder.ts';

/** Releases whose files are taken over as they are, by version, each with the folder that has them. */
type Taken = ReadonlyMap<string, Pick<TakenRelease, 'from'>>;

/** The files of a release that one folder is to have from another. */
export interface PlacedRelease {
  readonly version: string;
  readonly from: string;
  readonly to: string;
  readonly files: readonly InventoryEntry[];
}

/**
 * Puts the files of some releases into a folder, from where they stand, while this thread does something else. Throws where one is not what the
 * inventory beside it says.
 */
export async function takeOver(reused: Taken, to: string): Promise<void> {
  const tasks = bySource(reused).flatMap(({ from, releases }) =>
    releases.map(({ version, files }): PlacedRelease => ({ version, from: from.path, to, files })),
  );
  await doInWorkers({ module: workerModule(import.meta.url, './take-over-worker'), tasks, answer: placeRelease });
}

/** Puts the files of one release into a folder. One that is not there stays where the site is published. */
export async function placeRelease({ version, from, to, files }: PlacedRelease): Promise<null> {
  for (const [file, digest] of files) {
    if (!existsSync(join(from, file))) continue;
    placeFile(join(from, file), join(to, file));
    if (digestOfFile(join(to, file)) !== digest)
      throw new Error(`the folder ${from} changed while the files of ${version} were taken from it`);
  }
  return null;
}

/**
 * What the inventory of a site lists of what is not made anew: the files of releases that are taken over, and of those that stay where the site is
 * published the files under their digests too.
 */
export function listedFiles(reused: Taken, staying: readonly PlannedRelease[], { inventory }: SiteFolder): Record<string, string> {
  const own = bySource(reused).flatMap(({ releases }) => releases.flatMap(({ files }) => files));
  const objects = staying.flatMap(({ files }) => files.map(({ digest }) => [`objects/${digest}.txt`, digest] as const));
  return Object.fromEntries([...own, ...objects.filter(([file]) => inventory !== null && Object.hasOwn(inventory.files, file))]);
}

/** The addresses of the pages of releases that are taken over, below the first page of the site. */
export function addressesOf(reused: Taken): string[] {
  const files = bySource(reused).flatMap(({ releases }) => releases.flatMap((release) => release.files.map(([file]) => file)));
  const pages = files.filter((file) => file.endsWith('/index.html'));
  return pages.map((file) => dirname(file).split('/').map(encodeURIComponent).concat('').join('/'));
}

/** The releases that are taken from each folder, with their files. */
function bySource(reused: Taken) {
  return [...Map.groupBy(reused, ([, { from }]) => from)].map(([from, releases]) => {
    const files = from.inventory === null ? new Map<string, InventoryEntry[]>() : filesOfReleases(from.inventory);
    return { from, releases: releases.map(([version]) => ({ version, files: files.get(version) ?? [] })) };
  });
}
