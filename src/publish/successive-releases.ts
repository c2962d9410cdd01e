import type { Assessment } from '../assessment/assessment.ts';
import type { Counts } from '../assessment/counts.ts';
import { contradictions } from '../assessment/readiness.ts';
import { type Comparison, compareReleases } from '../comparison/compare-releases.ts';
import type { ComparedRelease } from '../comparison/compared-release.ts';
import { lastFew } from '../last-few.ts';
import type { PublishedRelease } from '../release/signed-release.ts';
import { readinessDocument } from './api.ts';

/** A published release among the others. */
export interface SuccessiveRelease extends PublishedRelease {
  /** Since the release before it by precedence; null for the first, and where one of the two is damaged, made by another rule set, or was not read. */
  readonly comparison: Comparison | null;
  /** What the release that it is compared with came to; null where there is none. */
  readonly before: EarlierCounts | null;
}

/** What a release before another came to. */
export interface EarlierCounts {
  readonly version: string;
  readonly counts: Counts;
}

/** How many releases are kept that were read: those that pages are made of at the same time. */
const keptCount = 6;

/**
 * Reads releases, each with what changed since the one before it: whoever goes through them in their order reads each once.
 *
 * @param versions Of all releases, by precedence, the lowest first.
 * @param read Null for a release that is not here.
 */
export function successiveReleases(
  versions: readonly string[],
  read: (version: string) => Promise<PublishedRelease | null>,
): (version: string) => Promise<SuccessiveRelease | null> {
  const before = new Map(versions.map((version, index) => [version, versions[index - 1]]));
  const readCompared = lastFew(keptCount, async (version) => {
    const published = await read(version);
    const assessment = published === null || isForeign(published) ? null : (published.signed?.assessment ?? null);
    return { published, counts: assessment?.counts ?? null, compared: assessment === null ? null : comparedRelease(version, assessment) };
  });
  return lastFew(keptCount, async (version) => {
    const earlier = before.get(version);
    const from = earlier === undefined ? null : await readCompared(earlier);
    const { published, compared } = await readCompared(version);
    if (published === null) return null;
    if (earlier === undefined || from === null || from.compared === null || from.counts === null || compared === null)
      return { ...published, comparison: null, before: null };
    return { ...published, comparison: compareReleases(from.compared, compared), before: { version: earlier, counts: from.counts } };
  });
}

/**
 * A release as comparisons take it: as the API says it.
 *
 * @param name A version, or `next`.
 */
export function comparedRelease(name: string, assessment: Assessment): ComparedRelease {
  return { name, facts: readinessDocument(assessment, contradictions(assessment)) };
}

/** What passed by other rules, and passes by none here, did not change. */
function isForeign({ release }: PublishedRelease): boolean {
  return release.integrity !== 'broken' && release.rules === 'other';
}
