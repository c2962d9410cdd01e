import { chainEnds } from './chain.ts';
import { type Chain, type ChainedRelease, type DamagedRelease, damaged, linkUp, openRelease, type Release } from './history.ts';
import type { FoundRelease } from './integrity.ts';
import { snapshotName } from './manifest.ts';
import type { SnapshotFacts } from './snapshot.ts';
import { verifyRelease } from './verify-release.ts';

/** Releases that were held against each other, of which the newest were recomputed. */
export interface RecheckedChain<Sound extends ChainedRelease> extends Chain<Sound> {
  /** The newest, read whole and recomputed, by version. */
  readonly newest: ReadonlyMap<string, Release>;
}

/**
 * Holds releases against each other, and recomputes the newest: the manifests of those that none was frozen after are named by nothing else, and the
 * latest is what a site shows first. One that does not come to its own snapshot is damaged. What any but the newest assess is not read.
 *
 * @param alone In any order.
 * @param reopen What stands in the folder of one of them.
 */
export async function recheckChain<Sound extends ChainedRelease>(
  alone: readonly (Sound | DamagedRelease)[],
  reopen: (release: Sound) => Promise<FoundRelease>,
): Promise<RecheckedChain<Sound>> {
  const chain = linkUp(alone);
  const versions = newestOf(chain);
  const sound = chain.releases.filter((release) => release.integrity !== 'broken').filter(({ version }) => versions.has(version));
  const rechecked = await Promise.all(sound.map(async (release) => recheck(await openRelease(await reopen(release)))));
  const newest = new Map(rechecked.map((release) => [release.version, release]));
  const releases = chain.releases.map((release) => {
    const anew = newest.get(release.version);
    return anew?.integrity === 'broken' ? anew : release;
  });
  return { ...chain, releases, newest };
}

function newestOf({ releases, latest }: Chain<ChainedRelease>): ReadonlySet<string> {
  return newestVersions(
    releases.filter((release) => release.integrity !== 'broken'),
    latest,
  );
}

/** The versions of the newest releases: those that none was frozen after, and the latest. */
export function newestVersions(releases: readonly { readonly snapshot: SnapshotFacts }[], latest: string | null): ReadonlySet<string> {
  const ends = chainEnds(releases).map(({ snapshot }) => snapshot.version);
  return new Set(latest === null ? ends : [...ends, latest]);
}

/** The release, damaged where it does not come to its own snapshot. One of another rule set stays as it is. */
export async function recheck(release: Release): Promise<Release> {
  const verification = await verifyRelease(release);
  if (verification.state !== 'differs') return release;
  const damages = verification.problems.map((problem) => ({
    kind: 'other-assessment' as const,
    file: snapshotName,
    expected: null,
    found: null,
    problem,
  }));
  return damaged(release.found, damages, release);
}
