import type { DamagedRelease, SealedRelease } from '../release/history.ts';
import { sealRelease } from '../release/history.ts';
import { type CopiedEntry, copyEntries, findRelease, foundAgain, type ReleaseFolder } from './find-releases.ts';
import { doInWorkers, workerModule } from './workers.ts';

/** A release that another thread read. */
export interface CopiedRelease {
  readonly folder: ReleaseFolder;
  readonly release: Omit<SealedRelease, 'found'> | Omit<DamagedRelease, 'found'>;
  readonly entries: readonly CopiedEntry[];
}

/** Reads releases, each by itself: hashes all their files, and reads of them what their manifests and snapshots say. */
export async function sealReleases(folders: readonly ReleaseFolder[]): Promise<(SealedRelease | DamagedRelease)[]> {
  const copies = await doInWorkers({ module: workerModule(import.meta.url, './seal-worker'), tasks: folders, answer: sealFolder });
  return copies.map(releaseOfCopy);
}

/** The release, in this thread. */
export function releaseOfCopy({ folder, release, entries }: CopiedRelease): SealedRelease | DamagedRelease {
  return { ...release, found: foundAgain(folder, entries) };
}

/** Reads one release by itself. */
export async function sealFolder(folder: ReleaseFolder): Promise<CopiedRelease> {
  const { found, ...release } = await sealRelease(await findRelease(folder));
  return { folder, release, entries: copyEntries(found) };
}
