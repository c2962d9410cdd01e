import type { Assessment } from '../assessment/assessment.ts';
import { withSignOffs } from '../assessment/readiness.ts';
import type { ComparedRelease } from '../comparison/compared-release.ts';
import type { GateReleases } from '../disk/gate-releases.ts';
import { type LoadedRoot, loadRoot } from '../disk/root.ts';
import { loadRevocations } from '../disk/trust-files.ts';
import { errors, type Problem, problem } from '../problem.ts';
import { comparedRelease } from '../publish/successive-releases.ts';
import type { Reading } from '../reading.ts';
import { whyNotRechecked } from '../release/not-rechecked.ts';
import { assessFrozen } from '../release/recompute.ts';
import { judgeFrozen } from '../release/signed-release.ts';

/** A release to compare, with its sign-offs: a version of the releases, or `next`. */
export async function readCompared(root: string, name: string, releases: GateReleases, now: Date): Promise<Reading<ComparedRelease>> {
  if (name !== 'next') return readComparedRelease(root, name, releases);
  const outcome = await loadRoot(root, now);
  if (outcome.state === 'refused') return { state: 'refused', problems: errors(outcome.problems) };
  return { state: 'read', value: comparedNext(outcome.value), problems: [] };
}

/**
 * A published release to compare, recomputed first. Of one that another rule set made, what its evidence comes to by these rules is compared:
 * what a change of the rules alone makes better or worse is no change of the product.
 *
 * @param unsigned Without its sign-offs.
 */
export async function readComparedRelease(
  root: string,
  name: string,
  { versions, read: readRelease }: Pick<GateReleases, 'versions' | 'read'>,
  unsigned = false,
): Promise<Reading<ComparedRelease>> {
  const release = await readRelease(name);
  if (release === null) {
    const hint = versions.length === 0 ? 'freeze one with `npx readiness-portal snapshot`' : `name one of ${versions.join(', ')}`;
    return {
      state: 'refused',
      problems: [problem('RELEASE_MISSING', { file: 'results' }, `there is no release ${JSON.stringify(name.slice(0, 100))}`, hint)],
    };
  }
  if (release.integrity === 'broken') return { state: 'refused', problems: release.problems };
  const revocations = loadRevocations(root);
  if (revocations.state === 'unknown') return { state: 'refused', problems: revocations.problems };
  const { signed } = await judgeFrozen(release, revocations);
  const read = (assessment: Assessment, problems: readonly Problem[] = []) =>
    ({ state: 'read', value: comparedRelease(name, assessment), problems }) as const;
  const notRechecked = whyNotRechecked(release);
  if (release.rules === 'own') return read(unsigned ? release.assessment : signed.assessment, notRechecked);
  // Of other rules nothing is known but by the evidence.
  if (release.integrity === 'without-evidence') return { state: 'refused', problems: notRechecked };
  const anew = await assessFrozen(release);
  if (anew.state === 'refused') return { state: 'refused', problems: [...notRechecked, ...errors(anew.problems)] };
  return read(unsigned ? anew.value : withSignOffs(anew.value, signed.assessment.signOffs), notRechecked);
}

/** The release in preparation, to compare. */
export function comparedNext(root: LoadedRoot, unsigned = false): ComparedRelease {
  return comparedRelease('next', unsigned ? root.unsigned : root.assessment);
}
