import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type CiRun, readCiRun } from '../ci/ci-run.ts';
import { type JobPlace, settlePlace, stateCommit, type WorkingTree } from '../ci/job-run.ts';
import { commitForm } from '../commit.ts';
import { nextFolder, runFile } from '../layout.ts';
import { errors, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { commandLine } from '../reports/shell-words.ts';
import { redactText } from '../secrets/redact.ts';
import { knownFolders, readNextRun, secretsInLine } from './collection.ts';
import type { CollectOptions } from './options.ts';
import { readWorkingTree } from './working-tree.ts';

/** What is known before a command runs. */
export interface CollectSetting {
  readonly place: JobPlace;
  readonly ci: CiRun | null;
  /** What is checked out; null where git does not say. */
  readonly tree: WorkingTree | null;
  /** The folder that paths are made relative to: the top of the repository, else the current one. */
  readonly top: string;
  /** The command as it is written down; null where there is none. */
  readonly line: string | null;
}

/**
 * Settles where a job runs, and refuses what would be refused after a long run too.
 *
 * @param own The portal's own folders, absolute.
 */
export async function settleSetting(
  options: CollectOptions,
  command: readonly string[] | null,
  own: readonly string[],
): Promise<Reading<CollectSetting>> {
  const { root, job, next: begins = false, redact = false } = options;
  const ci = readCiRun(process.env);
  const git = readWorkingTree(process.cwd(), own);
  const release = await readNextRun(root);
  const tree = git.state === 'read' ? (git.value?.tree ?? null) : null;
  const place = settlePlace(job, statedPlace(options), { ci, tree, head: headOf(ci) });
  const top = git.state === 'read' ? (git.value?.top ?? process.cwd()) : process.cwd();
  const written = command === null ? null : writtenLine(command, options.stdout);
  const line = written !== null && redact ? (await redactText(written, new Set(), knownFolders(top))).text : written;
  const commits =
    place.state === 'read' && release.state === 'read'
      ? stateCommit(release.value.run, place.value, begins, `${nextFolder}/${runFile}`).problems
      : [];
  const problems = [
    ...git.problems,
    ...place.problems,
    ...release.problems,
    ...commits,
    ...(line === null ? [] : await secretsInLine(root, line)),
  ];
  if (place.state === 'refused' || errors(problems).length > 0) return { state: 'refused', problems };
  return { state: 'read', value: { place: place.value, ci, tree, top, line }, problems };
}

/**
 * A place once its command has ended. What that changed in the working tree counts as changed too: what it made after that is of no commit.
 *
 * @param own The portal's own folders, absolute.
 */
export function placeAfterCommand({ place, tree }: CollectSetting, own: readonly string[]): Reading<JobPlace> {
  const git = readWorkingTree(process.cwd(), own);
  if (git.state === 'refused') return git;
  const after = git.value?.tree ?? null;
  if (after?.commit !== tree?.commit) {
    const message = 'the command checked out another commit than the one that it began with';
    const hint = 'let it check that out before collect begins';
    return { state: 'refused', problems: [problem('CONFLICT', { file: 'collect' }, message, hint)] };
  }
  const changed = [...new Set([...(place.changed ?? []), ...(after?.changed ?? [])])].sort();
  return { state: 'read', value: { ...place, changed }, problems: [] };
}

function writtenLine(command: readonly string[], stdout: string | undefined): string {
  return `${commandLine(command)}${stdout === undefined ? '' : ` > ${commandLine([stdout])}`}`;
}

function statedPlace({ commit, ref, committed, url, attempt, shard, environment, tool, module }: CollectOptions) {
  return { commit, ref, committed: committed?.toISOString(), url, attempt, shard, environment, tools: tool, modules: module };
}

/** What an event of GitHub says of a pull request. */
const PullRequestEvent = z.object({ pull_request: z.object({ head: z.object({ sha: z.string().regex(commitForm) }) }) });

function headOf(ci: CiRun | null): string | null {
  if (ci === null || ci.eventFile === null) return null;
  try {
    const event = PullRequestEvent.safeParse(JSON.parse(readFileSync(ci.eventFile, 'utf8')));
    return event.success ? event.data.pull_request.head.sha : null;
  } catch {
    return null; // The head is then not known, and nothing is said of it.
  }
}
