import type { Assessment } from '../assessment/assessment.ts';
import { contradictions } from '../assessment/readiness.ts';
import { type Comparison, compareReleases } from '../comparison/compare-releases.ts';
import type { ComparedRelease } from '../comparison/compared-release.ts';
import type { PublishedRelease } from '../release/signed-release.ts';
import { readinessDocument } from './api.ts';

/** A published release among the others. */
export interface SuccessiveRelease extends PublishedRelease {
  /** Since the release before it by precedence; null for the first, and where one of the two is damaged or made by another rule set. */
  readonly comparison: Comparison | null;
}

/**
 * Compares each release with the one before it.
 *
 * @param releases By precedence, the lowest version first.
 */
export function compareSuccessive(releases: readonly PublishedRelease[]): SuccessiveRelease[] {
  let before: ComparedRelease | null = null;
  return releases.map((each, index) => {
    // What the release before is compared by was made a moment ago; that of a thousand releases is not kept.
    const after = each.signed === null || isForeign(each) ? null : comparedRelease(each.release.version, each.signed.assessment);
    const comparison = index === 0 || before === null || after === null ? null : compareReleases(before, after);
    before = after;
    return { ...each, comparison };
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
