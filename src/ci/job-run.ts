import { isSameCommit } from '../commit.ts';
import { isReservedName, runFile } from '../layout.ts';
import { compareText } from '../order.ts';
import { type Problem, problem } from '../problem.ts';
import type { Found, Reading } from '../reading.ts';
import type { JobRun, ReleaseRun } from '../reports/run.ts';
import type { CiRun } from './ci-run.ts';

/** What git says of the folder that a command runs in. */
export interface WorkingTree {
  /** The commit that is checked out, whole. */
  readonly commit: string;
  /** Its branch or tag, where one is checked out. */
  readonly ref: string | null;
  /** When it was made, ISO 8601 with its zone. */
  readonly committed: string | null;
  /** Tracked files that differ from it, from the top of the repository. */
  readonly changed: readonly string[];
  /** The folder, from the top of the repository; `.` for the top. */
  readonly directory: string;
  /** What is known to stand for folders of the repository in paths: the Go module of the folder. */
  readonly modules: Readonly<Record<string, string>>;
}

/** What a person states with options. Instants are ISO 8601. */
export interface StatedPlace {
  readonly commit?: string | undefined;
  readonly ref?: string | undefined;
  readonly committed?: string | undefined;
  readonly url?: string | undefined;
  readonly attempt?: number | undefined;
  readonly shard?: { readonly index: number; readonly total: number } | undefined;
  readonly environment?: string | undefined;
  /** Versions of tools, by name. */
  readonly tools?: Readonly<Record<string, string>> | undefined;
  /** Folders of the repository, by what paths begin with that stand for them. */
  readonly modules?: Readonly<Record<string, string>> | undefined;
}

/** Where a job ran, and on what: all of its `run.json` but when it ran, what it ran and what that wrote. */
export type JobPlace = Omit<JobRun, 'commands' | 'files' | 'notes' | 'started' | 'finished'>;

/**
 * Settles where a job ran. What a person states goes before what git says is checked out, and that before the CI system's word; where they
 * differ, that is said.
 *
 * @param head Of a pull request: the commit that its author pushed, as the event says that began the run.
 */
export function settlePlace(
  job: string,
  stated: StatedPlace,
  { ci, tree, head }: { readonly ci: CiRun | null; readonly tree: WorkingTree | null; readonly head: string | null },
): Reading<JobPlace> {
  const commit = (stated.commit ?? tree?.commit ?? ci?.commit ?? null)?.toLowerCase() ?? null;
  const faults = jobFaults(job);
  if (commit === null) {
    const unknown = problem('COMMIT_UNKNOWN', place, 'neither git nor a CI system says which commit this is');
    return { state: 'refused', problems: [...faults, unknown] };
  }
  if (faults.length > 0) return { state: 'refused', problems: faults };
  // The CI system's head is that of its own commit: of another one it says nothing.
  const pushed = commit === ci?.commit ? (head ?? ci.head) : null;
  const committed = stated.committed ?? (tree?.commit === commit ? tree.committed : null) ?? (ci?.commit === commit ? ci.committed : null);
  const tools = Object.entries(stated.tools ?? {}).sort(([a], [b]) => compareText(a, b));
  const modules = Object.entries({ ...(tree?.commit === commit ? tree.modules : {}), ...stated.modules }).sort(([a], [b]) =>
    compareText(a, b),
  );
  const environment = stated.environment ?? ci?.environment ?? (tools.length === 0 ? null : ci === null ? 'local' : 'ci');
  return {
    state: 'read',
    value: {
      job,
      commit,
      ...present('head', pushed === commit ? null : pushed),
      ...present('ref', stated.ref ?? ci?.ref ?? tree?.ref),
      ...present('committed', committed == null ? null : wholeSecond(committed)),
      ...present('attempt', stated.attempt ?? ci?.attempt),
      ...present('shard', stated.shard ?? ci?.shard),
      ...present('url', stated.url ?? ci?.url),
      ...present('changed', tree === null || tree.changed.length === 0 ? null : [...tree.changed].sort(compareText)),
      // Of another commit than the one that is checked out, nobody knows where its folders were.
      ...present('directory', tree?.commit === commit ? tree.directory : null),
      ...present('modules', modules.length === 0 ? null : Object.fromEntries(modules)),
      ...present('environment', environment === null ? null : { ...Object.fromEntries(tools), name: environment }),
    },
    problems: differences(commit, ci, tree),
  };
}

const place = { file: 'collect' };

/** Why a name is none of a job. */
function jobFaults(job: string): Problem[] {
  const shown = JSON.stringify(job.slice(0, 80));
  if (!/^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$/.test(job)) return [problem('NAME', { file: '--job' }, `${shown} is no name of a job`)];
  if (!isReservedName(job) && job.toLowerCase() !== runFile) return [];
  return [problem('NAME', { file: '--job' }, `the portal keeps the name ${shown} for itself`, 'name the job otherwise')];
}

function differences(commit: string, ci: CiRun | null, tree: WorkingTree | null): Problem[] {
  const others = [
    ...(ci === null || ci.commit === null || ci.commit === commit ? [] : [`${ci.system} says ${ci.commit}`]),
    ...(tree === null || tree.commit === commit ? [] : [`${tree.commit} is checked out`]),
  ];
  return others.map((other) => problem('COMMIT_DIFFERS', place, `the files are taken as made of ${commit}, and ${other}`));
}

/** What is said of a part that was made in a changed working tree. */
export function changedProblems({ changed }: Pick<JobRun, 'changed'>): Problem[] {
  const [first, ...more] = changed ?? [];
  if (first === undefined) return [];
  const files = more.length === 0 ? first : `${first} and ${more.length} more`;
  return [problem('TREE_CHANGED', place, `tracked files differ from the commit (${files}): what was made here proves nothing of it`)];
}

/**
 * A place without the changes that are the results themselves: a job may write over files that are tracked.
 *
 * @param written From the top of the repository.
 */
export function withoutResults({ changed, ...place }: JobPlace, written: ReadonlySet<string>): JobPlace {
  const left = (changed ?? []).filter((path) => !written.has(path));
  return { ...place, ...present('changed', left.length === 0 ? null : left) };
}

/** A key that is there only where its value is known. */
function present<Key extends string, Value>(key: Key, value: Value | null | undefined): { readonly [Name in Key]?: Value } {
  const known: { [Name in Key]?: Value } = {};
  if (value !== null && value !== undefined) known[key] = value;
  return known;
}

/** An instant in whole seconds of UTC, so that all who state the same one write the same text. */
export function wholeSecond(instant: string | Date): string {
  return new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The folder of a part of a job, below that of the release: `<job>/[shard-N/][attempt-N]`, the first attempt without one. */
export function partFolder({ job, shard, attempt }: Pick<JobRun, 'job' | 'shard' | 'attempt'>): string {
  return [job, ...(shard == null ? [] : [`shard-${shard.index}`]), ...((attempt ?? 1) > 1 ? [`attempt-${attempt}`] : [])].join('/');
}

/**
 * The `run.json` of a part of a job with what one more call of `collect` brings. What is there already adds nothing. The part ended when the first
 * of its calls did, so that no later one makes its files seem fresh.
 *
 * @param before What stands there; null for a part that is new.
 * @param file Where it stands, for problems.
 */
export function addToJobRun(before: JobRun | null, added: JobRun, file: string): Reading<JobRun> {
  if (before === null) return { state: 'read', value: added, problems: [] };
  const differs = differenceOf(before, added);
  if (differs !== null) {
    const hint = 'use --next to empty what is of another commit, or name another job, --attempt or --shard';
    return {
      state: 'refused',
      problems: [problem('CONFLICT', { file }, `it is of ${differs[0]}, and these files are of ${differs[1]}`, hint)],
    };
  }
  if (brings(before, added) === false) return { state: 'read', value: before, problems: [] };
  const [older, newer] = inOrder(before, added);
  const started = [before.started, added.started].flatMap((each) => each ?? []).sort(byInstant)[0];
  const changed = [...new Set([...(before.changed ?? []), ...(added.changed ?? [])])].sort(compareText);
  const notes = [...new Set([...(before.notes ?? []), ...(added.notes ?? [])])].sort(compareText);
  const files = Object.entries({ ...before.files, ...added.files }).sort(([a], [b]) => compareText(a, b));
  const modules = Object.entries({ ...before.modules, ...added.modules }).sort(([a], [b]) => compareText(a, b));
  const { directory: _directory, ...rest } = { ...older, ...newer };
  const value: JobRun = {
    ...rest,
    // Where two calls ran in two folders, paths of neither are certain.
    ...present('directory', before.directory === added.directory ? before.directory : null),
    ...present('modules', modules.length === 0 ? null : Object.fromEntries(modules)),
    started: started !== undefined && byInstant(started, older.finished) <= 0 ? started : null,
    finished: older.finished,
    ...present('changed', changed.length === 0 ? null : changed),
    ...present('environment', mergeEnvironments(older, newer)),
    commands: [...older.commands, ...newer.commands.filter((command) => !older.commands.some((each) => isSame(each, command)))],
    ...present('files', files.length === 0 ? null : Object.fromEntries(files)),
    ...present('notes', notes.length === 0 ? null : notes),
  };
  return { state: 'read', value: ordered(value), problems: [] };
}

/** What a part and what is added to it are of, where that is not the same. */
function differenceOf(before: JobRun, added: JobRun): readonly [string, string] | null {
  const commits = [before.commit, added.commit].map((commit) => commit.toLowerCase());
  const pairs: readonly (readonly [string, string])[] = [
    [`commit ${commits[0]}`, `commit ${commits[1]}`],
    [`attempt ${before.attempt ?? 1}`, `attempt ${added.attempt ?? 1}`],
    [shardWords(before), shardWords(added)],
    // What was measured in two places cannot be told apart within one part.
    [environmentWords(before), environmentWords(added)],
    ...Object.entries(added.modules ?? {}).map(
      ([prefix, path]) => [`${prefix} in ${before.modules?.[prefix] ?? path}`, `${prefix} in ${path}`] as const,
    ),
  ];
  return pairs.find(([own, other]) => own !== other) ?? null;
}

function shardWords({ shard }: JobRun): string {
  return shard == null ? 'no shard' : `shard ${shard.index} of ${shard.total}`;
}

function environmentWords({ environment }: JobRun): string {
  return environment == null ? 'no named environment' : `environment ${JSON.stringify(environment.name)}`;
}

/** Does a call bring a command, a file, a note or a change that is not there yet? */
function brings(before: JobRun, added: JobRun): boolean {
  return (
    added.commands.some((command) => !before.commands.some((each) => isSame(each, command))) ||
    Object.entries(added.files ?? {}).some(([name, value]) => !isSame(before.files?.[name], value)) ||
    (added.notes ?? []).some((note) => !before.notes?.includes(note)) ||
    (added.changed ?? []).some((path) => !before.changed?.includes(path))
  );
}

function inOrder(a: JobRun, b: JobRun): readonly [JobRun, JobRun] {
  const order = byInstant(a.finished, b.finished) || compareText(JSON.stringify(a), JSON.stringify(b));
  return order <= 0 ? [a, b] : [b, a];
}

function mergeEnvironments(older: JobRun, newer: JobRun): JobRun['environment'] {
  return older.environment == null || newer.environment == null
    ? (newer.environment ?? older.environment)
    : { ...older.environment, ...newer.environment };
}

function byInstant(a: string, b: string): number {
  return Date.parse(a) - Date.parse(b) || compareText(a, b);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A `run.json` with its keys in the order that it is written in, whatever order it was made in. */
function ordered(run: JobRun): JobRun {
  const {
    job,
    commit,
    head,
    ref,
    committed,
    started,
    finished,
    attempt,
    shard,
    url,
    changed,
    directory,
    modules,
    environment,
    commands,
    files,
    notes,
    ...others
  } = run;
  return {
    job,
    commit,
    ...present('head', head),
    ...present('ref', ref),
    ...present('committed', committed),
    ...present('started', started),
    finished,
    ...present('attempt', attempt),
    ...present('shard', shard),
    ...present('url', url),
    ...present('changed', changed),
    ...present('directory', directory),
    ...present('modules', modules),
    ...present('environment', environment),
    commands,
    ...present('files', files),
    ...present('notes', notes),
    ...others,
  };
}

/** A whole `run.json` of a part, made of where the job ran, when, and what it ran. */
export function jobRun(
  { environment, changed, ...place }: JobPlace,
  { started, finished, commands, files, notes }: Pick<JobRun, 'started' | 'finished' | 'commands' | 'files' | 'notes'>,
): JobRun {
  return ordered({ ...place, started, finished, changed, environment, commands, files, notes: notes?.length ? notes : null });
}

/**
 * The `run.json` of the release in preparation with the commit of a job: the first job states it, every other has to have the same.
 *
 * @param begins Take the job's commit for the release's, whatever that was.
 * @param file Where that `run.json` stands, for problems.
 */
export function stateCommit(
  release: ReleaseRun,
  { commit, ref, committed }: JobPlace,
  begins: boolean,
  file: string,
): Found<{ readonly commit?: string; readonly ref?: string; readonly committed?: string } | null> {
  if (isSameCommit(release.commit, commit)) return { value: null, problems: [] };
  if (release.commit == null || begins) {
    return { value: { commit, ...present('ref', ref), ...present('committed', committed) }, problems: [] };
  }
  const message = `the release in preparation is of ${release.commit}, and these files are of ${commit}`;
  const hint = 'check out its commit, or use --next to begin with this one: it empties what is of another';
  return { value: null, problems: [problem('CONFLICT', { file }, message, hint)] };
}

/** A `run.json` as it is written: the same content, the same bytes. */
export function runText(run: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(run, null, 2)}\n`;
}
