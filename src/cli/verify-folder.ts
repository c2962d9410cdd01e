import { copyEntries, findRelease, type ReleaseFolder } from '../disk/find-releases.ts';
import { type CopiedRelease, sealFolder } from '../disk/seal-releases.ts';
import { openRelease, type Release, type SealedRelease } from '../release/history.ts';
import { SnapshotFacts } from '../release/snapshot.ts';
import { reportOf, type Verifying, type VerifyReport } from './verify-report.ts';

/** A release of a root, and how it is verified; null where only its place in the chain is asked. */
export interface VerifyTask {
  readonly folder: ReleaseFolder;
  readonly verifying: Verifying | null;
}

/** A release by itself, with what is said of it where it was to be verified. */
export interface VerifiedFolder {
  readonly copy: CopiedRelease;
  readonly report: VerifyReport | null;
}

/** Reads one release of a root by itself, and verifies it. */
export async function verifyFolder({ folder, verifying }: VerifyTask): Promise<VerifiedFolder> {
  if (verifying === null) return { copy: await sealFolder(folder), report: null };
  const release = await openRelease(await findRelease(folder));
  const report = await reportOf(release, verifying);
  return { copy: { folder, release: alone(release), entries: copyEntries(release.found) }, report };
}

/** What the chain asks of a release, without what it assesses. */
function alone(release: Release): CopiedRelease['release'] {
  if (release.integrity === 'broken') {
    const { version, integrity, files, manifest, damages, problems } = release;
    return { version, integrity, files, manifest, damages, problems };
  }
  const { version, integrity, files, manifest, digest, withdrawals, snapshot }: SealedRelease = release;
  return { version, integrity, files, manifest, digest, withdrawals, snapshot: SnapshotFacts.parse(snapshot) };
}
