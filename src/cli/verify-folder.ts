import { findRelease, type ReleaseFolder } from '../disk/find-releases.ts';
import { linkFolder } from '../disk/gate-releases.ts';
import { openRelease } from '../release/history.ts';
import { linkOf, type ReleaseLink } from '../release/release-link.ts';
import { reportOf, type Verifying, type VerifyReport } from './verify-report.ts';

/** A release of a root, and how it is verified; null where only its place in the chain is asked. */
export interface VerifyTask {
  readonly folder: ReleaseFolder;
  readonly verifying: Verifying | null;
}

/** A release by itself as the chain asks of it, with what is said of it where it was to be verified. */
export interface VerifiedFolder {
  readonly link: ReleaseLink;
  readonly report: VerifyReport | null;
}

/** Reads one release of a root by itself, and verifies it. */
export async function verifyFolder({ folder, verifying }: VerifyTask): Promise<VerifiedFolder> {
  if (verifying === null) return { link: await linkFolder(folder), report: null };
  const release = await openRelease(await findRelease(folder));
  return { link: linkOf(release), report: await reportOf(release, verifying) };
}
