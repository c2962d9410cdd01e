import type { Assessment } from '../assessment/assessment.ts';
import { contradictions } from '../assessment/readiness.ts';
import { type Comparison, compareReleases } from '../comparison/compare-releases.ts';
import type { ComparedRelease } from '../comparison/compared-release.ts';
import type { PublishedRelease } from '../release/signed-release.ts';
import { readinessDocument } from './api.ts';

/** A published release among the others. */
export interface SuccessiveRelease extends PublishedRelease {
  /** Since the release before it by precedence; null for the first, and where one of the two is damaged, made by another rule set, or was not read. */
  readonly comparison: Comparison | null;
}

/**
 * Compares each release with the one before it.
 *
 * @param versions Of all releases, by precedence, the lowest first.
 * @param releases Those that were read whole, in the same order.
 */
export function compareSuccessive(versions: readonly string[], releases: readonly PublishedRelease[]): SuccessiveRelease[] {
  const before = new Map(versions.map((version, index) => [version, versions[index - 1]]));
  let last: ComparedRelease | null = null;
  return releases.map((each) => {
    const { version } = each.release;
    // What the release before is compared by was made a moment ago; that of a thousand releases is not kept.
    const from = last !== null && last.name === before.get(version) ? last : null;
    last = each.signed === null || isForeign(each) ? null : comparedRelease(version, each.signed.assessment);
    return { ...each, comparison: from === null || last === null ? null : compareReleases(from, last) };
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
