import compare from 'semver/functions/compare.js';
import compareBuild from 'semver/functions/compare-build.js';
import parse from 'semver/functions/parse.js';
import prerelease from 'semver/functions/prerelease.js';
import valid from 'semver/functions/valid.js';
import { type Problem, problem } from '../problem.ts';

/** Is it a version by the letter of SemVer 2.0.0, and short enough to be a folder everywhere? */
export function isVersion(text: string): boolean {
  return /^\d/.test(text) && text.length <= 100 && valid(text) !== null && !/\s/.test(text);
}

/** Compares by SemVer precedence; versions that differ in build metadata alone by that, so that an order is the same everywhere. */
export function compareVersions(a: string, b: string): number {
  return compareBuild(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Does a version come after another by SemVer precedence, which build metadata has no part in? */
export function comesAfter(version: string, other: string): boolean {
  return compare(version, other) > 0;
}

/** Can two versions not be told apart: by precedence, or on a disk that knows no capitals? */
export function isSameRelease(version: string, other: string): boolean {
  return compare(other, version) === 0 || other.toLowerCase() === version.toLowerCase();
}

/** `1.0.0-rc.1` is a pre-release of `1.0.0`. */
export function isPreReleaseOf(version: string, released: string): boolean {
  const [pre, full] = [parse(version), parse(released)];
  return pre !== null && full !== null && pre.prerelease.length > 0 && full.prerelease.length === 0 && pre.compareMain(full) === 0;
}

/** The highest version that is no pre-release, or the highest of all where each is one; null where there is none. */
export function latestOf(versions: readonly string[]): string | null {
  const sorted = [...versions].sort(compareVersions);
  return sorted.findLast((version) => prerelease(version) === null) ?? sorted.at(-1) ?? null;
}

/**
 * Why a version cannot be frozen: it is no SemVer, it is there already, it is not what is in preparation, or it is lower than what is there.
 *
 * @param prepared The version that the evidence says it is for; null where it could not be read.
 * @param backfill An earlier release is made after later ones.
 */
export function refuseVersion(version: string, prepared: string | null, existing: readonly string[], backfill: boolean): Problem[] {
  const refuse = (message: string, hint: string) => problem('VERSION', { file: 'results' }, message, hint);
  const quoted = JSON.stringify(version.slice(0, 100));
  if (!isVersion(version)) return [refuse(`${quoted} is no SemVer version`, 'write it as 1.0.0 or 1.0.0-rc.1, without a v')];
  const twin = existing.find((other) => isSameRelease(other, version));
  const highest = [...existing].sort(compareVersions).at(-1);
  return [
    ...(twin === undefined
      ? []
      : [
          refuse(
            twin === version ? `${version} exists: a release is frozen once` : `${version} cannot be told from ${twin}, which exists`,
            'take the next version',
          ),
        ]),
    ...(prepared === null || version === prepared || isPreReleaseOf(version, prepared)
      ? []
      : [refuse(`the evidence is of ${prepared}, not of ${version}`, freezable(prepared))]),
    ...(backfill || twin !== undefined || highest === undefined || compareVersions(version, highest) > 0
      ? []
      : [refuse(`${version} is lower than ${highest}, which exists`, 'use --backfill to add an earlier release')]),
  ];
}

/** What evidence of a version can be frozen as. */
function freezable(prepared: string): string {
  const parsed = isVersion(prepared) ? parse(prepared) : null;
  if (parsed === null) return 'write a SemVer version into its run.json, such as 1.0.0';
  if (parsed.prerelease.length > 0) return `freeze ${prepared}`;
  return `freeze ${prepared} or a pre-release of it, such as ${parsed.major}.${parsed.minor}.${parsed.patch}-rc.1`;
}
