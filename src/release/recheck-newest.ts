import type { Problem } from '../problem.ts';
import { chainEnds } from './chain.ts';
import {
  type Chain,
  type ChainedRelease,
  type DamagedRelease,
  damaged,
  type History,
  historyProblems,
  linkUp,
  openRelease,
  type Release,
} from './history.ts';
import type { FoundRelease } from './integrity.ts';
import { snapshotName } from './manifest.ts';
import { whyNotRechecked } from './not-rechecked.ts';
import type { SnapshotFacts } from './snapshot.ts';
import { verifyRelease } from './verify-release.ts';

/**
 * A history in which the newest releases were recomputed: the manifests of those that none was frozen after are named by nothing else, and the
 * latest is what a site shows first. One that does not come to its own snapshot is damaged.
 */
export async function recheckNewest(history: History): Promise<History> {
  const newest = newestOf(history);
  const releases: Release[] = [];
  for (const release of history.releases) releases.push(newest.has(release.version) ? await recheck(release) : release);
  return { ...history, releases };
}

/**
 * Reads the newest releases of a chain whole, and recomputes them.
 *
 * @param reopen What stands in the folder of one of them.
 */
export async function recheckNewestOf<Sound extends ChainedRelease>(
  chain: Chain<Sound>,
  reopen: (release: Sound) => Promise<FoundRelease>,
): Promise<Release[]> {
  const newest = newestOf(chain);
  const sound = chain.releases.filter((release) => release.integrity !== 'broken').filter(({ version }) => newest.has(version));
  return Promise.all(sound.map(async (release) => recheck(await openRelease(await reopen(release)))));
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

/** What a gate asks of releases. */
export interface GateReading {
  /** What is not as it was frozen. */
  readonly damages: readonly Problem[];
  /** Why the newest release is not rechecked, where it is not. */
  readonly notRechecked: readonly Problem[];
}

/**
 * What is damaged among releases, found without reading what any but the newest assess.
 *
 * @param reopen What stands in the folder of one of them.
 */
export async function checkReleases<Sound extends ChainedRelease>(
  alone: readonly (Sound | DamagedRelease)[],
  reopen: (release: Sound) => Promise<FoundRelease>,
): Promise<GateReading> {
  const chain = linkUp(alone);
  const releases = await recheckNewestOf(chain, reopen);
  return {
    damages: [...historyProblems(chain), ...historyProblems({ ...chain, releases, problems: [] })],
    notRechecked: releases.flatMap((release) => (release.integrity === 'broken' ? [] : whyNotRechecked(release))),
  };
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
