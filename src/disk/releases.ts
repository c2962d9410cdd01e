import type { Problem } from '../problem.ts';
import {
  type Chain,
  type DamagedRelease,
  historyProblems,
  isWhole,
  type LinkWith,
  openRelease,
  type SealedRelease,
  sealed,
} from '../release/history.ts';
import { whyNotRechecked } from '../release/not-rechecked.ts';
import { type RecheckedChain, recheckChain } from '../release/recheck-newest.ts';
import { judgeFrozen, type PublishedRelease } from '../release/signed-release.ts';
import type { SnapshotFacts } from '../release/snapshot.ts';
import { listReleases } from './find-releases.ts';
import { sealReleases } from './seal-releases.ts';
import { loadRevocations } from './trust-files.ts';

/** Reads the releases of a root, each by itself. */
export async function loadReleases(root: string): Promise<readonly (SealedRelease | DamagedRelease)[]> {
  return sealReleases(listReleases(root).value);
}

/** The releases of a root as their manifests and the chain show them, and what stands among them that is none. */
export interface LoadedChain extends RecheckedChain<SealedRelease> {
  readonly strays: readonly Problem[];
}

/**
 * Reads of every release of a root what its manifest and the chain say, and recomputes the newest.
 *
 * @param known Releases that the root lacks, of which this is known already.
 */
export async function loadChain(root: string, known: readonly LinkWith<SnapshotFacts>[] = []): Promise<LoadedChain> {
  const { value: folders, problems: strays } = listReleases(root);
  const alone = [...known.map(sealed), ...(await sealReleases(folders))];
  return { ...(await recheckChain(alone, async ({ found }) => found)), strays };
}

/** The releases of a root as the site shows them. */
export interface Publication {
  /** Every release, by precedence, the lowest version first. */
  readonly chain: Chain['releases'];
  /** Reads one whole, and judges its signatures; null for one that is not here. */
  readonly read: (version: string) => Promise<PublishedRelease | null>;
  /** The version that `latest` means; null where there is no release. */
  readonly latest: string | null;
  /** What is damaged or not rechecked, and what stands among the releases that is none. A release whose evidence is not here is an error. */
  readonly problems: readonly Problem[];
}

/**
 * Reads releases of a root as the site shows them.
 *
 * @param isHere Which can be read whole, besides the newest.
 */
export function readPublication(root: string, chain: LoadedChain, isHere: (version: string) => boolean = () => true): Publication {
  const revocations = loadRevocations(root);
  const sealedReleases = new Map(chain.releases.map((release) => [release.version, release]));
  const read: Publication['read'] = async (version) => {
    const newest = chain.newest.get(version);
    const there = sealedReleases.get(version);
    if (there === undefined || (newest === undefined && !isHere(version))) return null;
    const release = newest ?? (there.integrity === 'broken' ? there : await openRelease(there.found));
    if (!isWhole(release)) return null;
    return { release, signed: release.integrity === 'broken' ? null : (await judgeFrozen(release, revocations)).signed };
  };
  const unknown = revocations.state === 'unknown' ? revocations.problems : [];
  const notRechecked = chain.releases.flatMap((release) => {
    const why = release.integrity === 'broken' ? [] : whyNotRechecked(release);
    // A site that is made without them would lose them where it is published.
    return release.integrity === 'without-evidence' ? why.map((each): Problem => ({ ...each, severity: 'error' })) : why;
  });
  const problems = [...unknown, ...historyProblems(chain), ...chain.strays, ...notRechecked];
  return { chain: chain.releases, read, latest: chain.latest, problems };
}

/** Reads every release of a root as the site shows them. */
export async function loadPublication(root: string): Promise<Publication> {
  return readPublication(root, await loadChain(root));
}
