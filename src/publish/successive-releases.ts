import type { Assessment } from '../assessment/assessment.ts';
import { type Compared, type Comparison, compareReleases } from '../comparison/compare-releases.ts';
import { isEvidence } from '../layout.ts';

import type { PublishedRelease } from '../release/signed-release.ts';

/** A published release among the others. */
export interface SuccessiveRelease extends PublishedRelease {
  /** Since the release before it by precedence; null for the first, and where one of the two is damaged. */
  readonly comparison: Comparison | null;
}

/**
 * Compares each release with the one before it.
 *
 * @param releases By precedence, the lowest version first.
 */
export function compareSuccessive(releases: readonly PublishedRelease[]): SuccessiveRelease[] {
  return releases.map((each, index) => {
    const before = releases[index - 1];
    return { ...each, comparison: before === undefined ? null : comparisonOf(before, each) };
  });
}

function comparisonOf(before: PublishedRelease, after: PublishedRelease): Comparison | null {
  if (before.signed === null || after.signed === null) return null;
  return compareReleases(comparedOf(before, before.signed.assessment), comparedOf(after, after.signed.assessment));
}

function comparedOf({ release }: PublishedRelease, assessment: Assessment): Compared {
  const files = release.files.filter(({ file, state }) => state === 'intact' && isEvidence(file)).map(({ file }) => file);
  return { name: release.version, assessment, files };
}
