import { z } from 'zod';
import { Sha256 } from './frozen-assessment.ts';
import type { ChainedRelease, DamagedRelease, SealedRelease } from './history.ts';
import { mayCome, type ReleaseFile } from './integrity.ts';
import { snapshotName } from './manifest.ts';
import { SnapshotFacts } from './snapshot.ts';

/** A sound release as the chain asks of it, without its files: it can be kept, and copied from one thread to another. */
export const SoundLink = z.object({
  integrity: z.enum(['intact', 'withdrawn-in-part', 'without-evidence']),
  manifest: Sha256,
  /** Its snapshot, and all that later snapshots may name as its records. */
  files: z.array(
    z.object({
      file: z.string(),
      digest: Sha256,
      size: z.int().nonnegative().nullable(),
      state: z.enum(['intact', 'changed', 'missing', 'withdrawn', 'elsewhere', 'later']),
    }),
  ),
  snapshot: SnapshotFacts,
});
export type SoundLink = z.output<typeof SoundLink>;

/** The same of any release. */
export type ReleaseLink = SoundLink | Omit<DamagedRelease, 'version' | 'found'>;

/** What the chain asks of a release that was read. */
export function linkOf(release: SealedRelease | DamagedRelease): ReleaseLink {
  // One without any file would be taken for one that is gone.
  const files = release.files.filter(({ file }) => file === snapshotName || mayCome(file)).map(copyFile);
  if (release.integrity === 'broken') {
    const { integrity, damages, problems } = release;
    return { integrity, manifest: release.manifest, files, damages, problems };
  }
  return { integrity: release.integrity, manifest: release.manifest, files, snapshot: SnapshotFacts.parse(release.snapshot) };
}

/** The release again, with its place in the root and nothing of what stands there. */
export function releaseOfLink(
  { version, folder }: { readonly version: string; readonly folder: string },
  link: ReleaseLink,
): ChainedRelease | DamagedRelease {
  return { ...link, version, found: { version, folder, entries: [] } };
}

function copyFile({ file, digest, size, state }: ReleaseFile) {
  return { file, digest, size, state };
}
