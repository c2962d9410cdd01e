import { type Problem, problem } from '../problem.ts';
import type { SealedRelease } from './history.ts';
import type { ReleaseFile } from './integrity.ts';
import { snapshotName } from './manifest.ts';
import { currentRuleSet, type SnapshotFacts } from './snapshot.ts';
import { isVersion } from './version.ts';

/** The name of this package, by which its command is run. */
export const packageName = 'readiness-portal';

/**
 * The command that rechecks a release: that of the version of the package that froze it.
 *
 * @param site The address of the site that it is published on; without it, it stands in a root.
 * @returns Null where something else made it.
 */
export function recheckCommand({ version, tool }: Pick<SnapshotFacts, 'version' | 'tool'>, site?: string): string | null {
  if (tool.name !== packageName || !isVersion(tool.version)) return null;
  return `npx ${packageName}@${tool.version} verify ${version}${site === undefined ? '' : ` --from ${site}`}`;
}

/** Who made a release and by which rules, and what vouches for it here, in a sentence without its full stop. */
export function notRecheckedWords({ ruleSet, tool }: Pick<SnapshotFacts, 'ruleSet' | 'tool'>): string {
  const maker = tool.name === packageName && isVersion(tool.version) ? `${packageName} ${tool.version}` : 'another tool';
  return `not rechecked by this version: ${maker} made it by rule set ${ruleSet}, and this is rule set ${currentRuleSet}; its manifest, the chain and its signatures alone vouch for it`;
}

/** Why a release is not rechecked: its evidence is not here, or this version does not know its rules. None where it is. */
export function whyNotRechecked(release: SealedRelease, site?: string): Problem[] {
  if (release.integrity === 'without-evidence') {
    const { found, files, version } = release;
    const message = `not rechecked: ${evidenceElsewhereWords(files)}`;
    const hint = `bring them from where it is published: npx ${packageName} pull; or verify it there: npx ${packageName} verify ${version} --from ADDRESS`;
    return [problem('NOT_RECHECKED', { file: found.folder }, message, hint)];
  }
  return release.snapshot.ruleSet === currentRuleSet ? [] : [notRechecked(release, site)];
}

/** That a release is here without its result files, in a sentence without its full stop. */
export function evidenceElsewhereWords(files: readonly ReleaseFile[]): string {
  const { length } = files.filter(({ state }) => state === 'elsewhere');
  return `${length === 1 ? 'one of its result files is' : `${length} of its result files are`} not here; its manifest, the chain and its signatures alone vouch for it`;
}

/** A release that this version does not recheck, with what does. */
export function notRechecked({ found, snapshot }: Pick<SealedRelease, 'found' | 'snapshot'>, site?: string): Problem {
  const command = recheckCommand(snapshot, site);
  const hint = command === null ? 'recheck it with what made it' : `recheck it with ${command}`;
  return problem('NOT_RECHECKED', { file: `${found.folder}/${snapshotName}` }, notRecheckedWords(snapshot), hint);
}
