import type { ComparedRelease } from '../comparison/compared-release.ts';
import { type LoadedRoot, loadRoot } from '../disk/root.ts';
import { loadRevocations } from '../disk/trust-files.ts';
import { errors, type Problem, problem } from '../problem.ts';
import { comparedRelease } from '../publish/successive-releases.ts';

import type { History } from '../release/history.ts';
import { judgeFrozen } from '../release/signed-release.ts';

export type ComparedOutcome =
  | { readonly state: 'read'; readonly compared: ComparedRelease }
  | { readonly state: 'refused'; readonly problems: readonly Problem[] };

/** A release to compare, with its sign-offs: a version of the history, or `next`. */
export async function readCompared(root: string, name: string, history: History, now: Date): Promise<ComparedOutcome> {
  if (name !== 'next') return readComparedRelease(root, name, history);
  const outcome = await loadRoot(root, now);
  if (outcome.state === 'refused') return { state: 'refused', problems: errors(outcome.problems) };
  return { state: 'read', compared: comparedNext(outcome.value) };
}

/**
 * A published release to compare.
 *
 * @param unsigned Without its sign-offs.
 */
export async function readComparedRelease(root: string, name: string, { releases }: History, unsigned = false): Promise<ComparedOutcome> {
  const release = releases.find(({ version }) => version === name);
  if (release === undefined) {
    const there = releases.map(({ version }) => version).join(', ');
    const hint = there === '' ? 'freeze one with `npx readiness-portal snapshot`' : `name one of ${there}`;
    return {
      state: 'refused',
      problems: [problem('RELEASE_MISSING', { file: 'results' }, `there is no release ${JSON.stringify(name.slice(0, 100))}`, hint)],
    };
  }
  if (release.integrity === 'broken') return { state: 'refused', problems: release.problems };
  const revocations = loadRevocations(root);
  if (revocations.state === 'unknown') return { state: 'refused', problems: revocations.problems };
  const { signed } = await judgeFrozen(release, revocations);
  return { state: 'read', compared: comparedRelease(name, unsigned ? release.assessment : signed.assessment) };
}

/** The release in preparation, to compare. */
export function comparedNext(root: LoadedRoot, unsigned = false): ComparedRelease {
  return comparedRelease('next', unsigned ? root.unsigned : root.assessment);
}
