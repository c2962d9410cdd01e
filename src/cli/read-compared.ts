import type { Compared } from '../comparison/compare-releases.ts';
import { type LoadedRoot, loadRoot } from '../disk/root.ts';
import { loadRevocations } from '../disk/trust-files.ts';
import { isEvidence } from '../layout.ts';
import { errors, type Problem, problem } from '../problem.ts';

import type { History } from '../release/history.ts';
import { judgeFrozen } from '../release/signed-release.ts';

export type ComparedOutcome =
  | { readonly state: 'read'; readonly compared: Compared }
  | { readonly state: 'refused'; readonly problems: readonly Problem[] };

/** A release to compare, with its sign-offs: a version of the history, or `next`. */
export async function readCompared(root: string, name: string, history: History, now: Date): Promise<ComparedOutcome> {
  if (name !== 'next') return comparedRelease(root, name, history);
  const outcome = await loadRoot(root, now);
  if (outcome.state === 'refused') return { state: 'refused', problems: errors(outcome.problems) };
  return { state: 'read', compared: comparedNext(outcome.root) };
}

/**
 * A published release to compare.
 *
 * @param unsigned Without its sign-offs.
 */
export async function comparedRelease(root: string, name: string, { releases }: History, unsigned = false): Promise<ComparedOutcome> {
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
  const files = release.files.filter(({ file, state }) => state === 'intact' && isEvidence(file)).map(({ file }) => file);
  return { state: 'read', compared: { name, assessment: unsigned ? release.assessment : signed.assessment, files } };
}

/** The release in preparation, to compare. */
export function comparedNext(root: LoadedRoot, unsigned = false): Compared {
  return { name: 'next', assessment: unsigned ? root.unsigned : root.assessment, files: root.evidence.files.map(({ path }) => path) };
}
