import type { Problem } from '../problem.ts';
import { chainEnds } from './chain.ts';
import { damaged, type History, openRelease, type Release, readChain } from './history.ts';
import type { FoundRelease } from './integrity.ts';
import { snapshotName } from './manifest.ts';
import { notRechecked } from './not-rechecked.ts';
import { verifyRelease } from './verify-release.ts';
import { latestOf } from './version.ts';

/**
 * A history in which the newest releases were recomputed: those that none was frozen after, whose manifests nothing else names, and the
 * latest, which a site shows first. One that does not come to its own snapshot is damaged.
 */
export async function recheckNewest(history: History): Promise<History> {
  const sound = history.releases.filter((release) => release.integrity !== 'broken');
  const newest = new Set([...chainEnds(sound).map(({ version }) => version), history.latest]);
  const releases: Release[] = [];
  for (const release of history.releases) releases.push(newest.has(release.version) ? await recheck(release) : release);
  return { ...history, releases };
}

/** What a gate asks of releases. */
export interface GateReading {
  /** What is not as it was frozen. */
  readonly damages: readonly Problem[];
  /** The newest release, where this version does not recheck it. */
  readonly notRechecked: readonly Problem[];
}

/** What is damaged among releases, found without reading what any but the newest assess. */
export async function checkReleases(found: readonly FoundRelease[]): Promise<GateReading> {
  const { links, problems } = await readChain(found);
  const latest = latestOf(found.map(({ version }) => version));
  const newest = new Set([
    ...chainEnds(links).map((link) => link.found),
    ...links.flatMap((link) => (link.snapshot.version === latest ? [link.found] : [])),
  ]);
  const releases = await Promise.all([...newest].map(async (each) => recheck(await openRelease(each))));
  return {
    damages: [...problems, ...releases.flatMap((release) => (release.integrity === 'broken' ? release.problems : []))],
    notRechecked: releases.flatMap((release) =>
      release.integrity !== 'broken' && release.rules === 'other' ? [notRechecked(release)] : [],
    ),
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
