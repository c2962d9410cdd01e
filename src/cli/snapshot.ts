import type { Assessment } from '../assessment/assessment.ts';
import { loadChain } from '../disk/releases.ts';
import { plural } from '../publish/words/grammar.ts';
import { short } from '../publish/words/name-words.ts';
import { statusList } from '../publish/words/release-words.ts';
import { stateWords } from '../publish/words/status-words.ts';
import type { OwnRelease, Release } from '../release/history.ts';
import type { Snapshot } from '../release/snapshot.ts';
import { comesAfter, isVersion } from '../release/version.ts';
import { beginNext, isInterrupted } from './begin-next.ts';
import { freeze } from './freeze-release.ts';
import { holdRoot } from './hold.ts';
import type { SnapshotOptions } from './options.ts';
import { type ExitCode, exitCodes, exitOf, print, printJson, tell, tellProblems } from './print.ts';

/** `readiness-portal snapshot`: freezes the release in preparation, or an earlier one from its evidence. */
export async function snapshot(version: string, options: SnapshotOptions, tool: Snapshot['tool']): Promise<ExitCode> {
  const { root, json = false } = options;
  const misuse = misuseOf(version, options);
  if (misuse !== null) {
    tell(`snapshot USAGE ${misuse}`);
    return exitCodes.usage;
  }
  return holdRoot(root, `snapshot ${version}`, json, () => freezeAlone(version, options, tool));
}

async function freezeAlone(version: string, options: SnapshotOptions, tool: Snapshot['tool']): Promise<ExitCode> {
  const { root, now, from, backfill = false, requireReady = false, then: next, json = false } = options;
  const history = await loadChain(root);
  tellProblems(history.strays);
  const before = history.releases.find((release) => release.version === version && release.integrity !== 'broken');
  if (before !== undefined && next !== undefined && (await isInterrupted(root, next, before))) return resume(before, next, options);

  const outcome = await freeze({ root, version, now, tool, backfill, requireReady, from }, history);
  if (outcome.state === 'refused') {
    tellProblems(outcome.problems);
    if (json) printJson({ problems: outcome.problems });
    return exitOf(outcome.problems);
  }
  const { release, assessment } = outcome;
  const kept = next === undefined ? null : await beginNext(root, next, release.files);
  if (json) printJson({ ...releaseDocument(release, assessment), ...(kept === null ? {} : { next, kept }) });
  else print(...releaseLines(release, assessment), ...nextLines(next, kept));
  return exitCodes.ok;
}

/** Finishes what an interrupted command began. */
async function resume(
  { version, files }: Pick<Release, 'version' | 'files'>,
  next: string,
  { root, json = false }: SnapshotOptions,
): Promise<ExitCode> {
  const kept = await beginNext(root, next, files);
  if (json) printJson({ version, folder: `results/${version}`, next, kept });
  else print(`results/${version}/ was frozen before.`, ...nextLines(next, kept));
  return exitCodes.ok;
}

function misuseOf(version: string, { from, backfill, then: next }: SnapshotOptions): string | null {
  if (from !== undefined && backfill !== true) return 'evidence of another folder is an earlier release, made afterwards - add --backfill';
  if (from !== undefined && next !== undefined) return '--then empties results/next/, which --from does not freeze - leave one of them out';
  if (next !== undefined && !isVersion(next)) return `${JSON.stringify(next)} is no SemVer version - write --then 1.1.0`;
  if (next !== undefined && isVersion(version) && !comesAfter(next, version)) {
    return `${next} is not higher than ${version} - name the version that comes after it`;
  }
  return null;
}

function releaseDocument(
  { version, manifest, digest, snapshot: { previous, backfill, files } }: OwnRelease,
  { state, counts }: Assessment,
) {
  return { version, folder: `results/${version}`, state, counts, manifest, snapshot: digest, previous, backfill, files: files.length };
}

function releaseLines({ version, manifest, snapshot: { previous, files } }: OwnRelease, assessment: Assessment): string[] {
  const { product, commit, state, counts } = assessment;
  return [
    `${product} ${version}${commit === null ? '' : ` at ${short(commit)}`} is frozen as it is: ${stateWords[state]}.`,
    `${plural(counts.total, 'item')}: ${statusList(counts) || 'none'}.`,
    `results/${version}/ holds ${plural(files.length, 'file')}, snapshot.json and MANIFEST.sha256 (sha256 ${manifest}).`,
    previous === null ? 'No release was frozen before it.' : `The release frozen before it is ${previous.version}.`,
    'Commit the folder; nothing in it may change from now on.',
  ];
}

function nextLines(next: string | undefined, kept: readonly string[] | null): string[] {
  if (next === undefined || kept === null) return [];
  return [
    `results/next/ is ${next} now, without a commit and without evidence.`,
    ...(kept.length === 0 ? [] : [`${plural(kept.length, 'file')} came after the release was frozen, and stayed: ${kept.join(', ')}.`]),
  ];
}
