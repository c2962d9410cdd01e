import type { ResultPlace } from '../layout.ts';
import { compareText } from '../order.ts';
import { type Problem, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import type { JobRun } from './run.ts';
import { nameResolver } from './run-names.ts';

/** One run of a job, or of one of its shards: a folder with a `run.json`. */
export interface JobPart {
  readonly job: string;
  /** Below the release's folder: `integration/shard-1/attempt-2`. */
  readonly folder: string;
  /** From 1; null for a job that did not run in shards. */
  readonly shard: number | null;
  /** From 1. */
  readonly attempt: number;
  /** A later attempt of the same shard decides instead. */
  readonly superseded: boolean;
  /** Null where there is no usable `run.json`. */
  readonly run: JobRun | null;
  readonly problems: readonly Problem[];
  /** What it ran, in order; empty where there is no usable `run.json`. */
  readonly commands: readonly RunCommand[];
  /** What `run.json` says of files that are there, by their names. */
  readonly declared: ReadonlyMap<string, DeclaredFile>;
  /** Names that `run.json` promises and that stand for no file, from the part's folder, sorted. */
  readonly absent: readonly string[];
}

/** A command of a job, with the files of its part that it wrote. */
export interface RunCommand {
  readonly command: string;
  readonly exitCode: number;
  /** Names from the part's folder; empty where it names no file that is there. */
  readonly written: ReadonlySet<string>;
}

/** The format of a file and the tool that wrote it, where `run.json` states them. */
export type DeclaredFile = NonNullable<JobRun['files']>[string];

/** What stands in the folder of a part: its `run.json`, read or refused, and the names of all its files. */
export interface PartFolder {
  readonly at: ResultPlace;
  readonly run: Reading<JobRun>;
  readonly names: readonly string[];
}

/** The parts of all jobs, in the order of their folders. For each shard the highest attempt decides. */
export function partsOf(folders: readonly PartFolder[], root: string): JobPart[] {
  const drafts = folders.map((folder) => draftOf(folder, root));
  const byShard = Map.groupBy(drafts, ({ job, shard }) => JSON.stringify([job, shard]));
  return drafts.map((draft): JobPart => {
    const siblings = byShard.get(JSON.stringify([draft.job, draft.shard])) ?? [];
    const twins = siblings.filter((other) => other.attempt === draft.attempt && other.folder !== draft.folder);
    const superseded = siblings.some(({ attempt }) => attempt > draft.attempt);
    if (draft.run === null || twins.length === 0) return { ...draft, superseded };
    const message = `${[draft.folder, ...twins.map(({ folder }) => folder)].sort(compareText).join(' and ')} are the same attempt of one shard`;
    const file = `${root}/${draft.folder}/run.json`;
    return {
      ...draft,
      superseded,
      run: null,
      commands: [],
      declared: new Map(),
      absent: [],
      problems: [problem('RUN_INVALID', { file }, message, 'keep one of them, or say which attempt each is')],
    };
  });
}

type Draft = Omit<JobPart, 'superseded'>;

function draftOf({ at, run: reading, names }: PartFolder, root: string): Draft {
  const contradiction = reading.state === 'read' ? contradictionOf(reading.value, at) : null;
  const run = reading.state === 'read' && contradiction === null ? reading.value : null;
  const file = `${root}/${at.folder}/run.json`;
  const resolve = nameResolver(at, names);
  const commands = (run?.commands ?? []).map(({ command, exitCode, files }) => ({
    command,
    exitCode,
    written: new Set((files ?? []).flatMap((name) => resolve(name).found)),
  }));
  const declared = new Map<string, DeclaredFile>();
  // A pattern may cover what a line of its own says more exactly.
  for (const [name, value] of Object.entries(run?.files ?? {}).sort(([a], [b]) => Number(b.includes('*')) - Number(a.includes('*')))) {
    for (const found of resolve(name).found) declared.set(found, value);
  }
  const promised = [...Object.keys(run?.files ?? {}), ...(run?.commands ?? []).flatMap(({ files }) => files ?? [])].map(resolve);
  return {
    job: at.job,
    folder: at.folder,
    shard: at.shard ?? run?.shard?.index ?? null,
    attempt: at.attempt ?? run?.attempt ?? 1,
    run,
    problems: contradiction === null ? reading.problems : [problem('RUN_INVALID', { file }, contradiction)],
    commands,
    declared,
    absent: [...new Set(promised.flatMap(({ found, name }) => (found.length === 0 ? name : [])))].sort(compareText),
  };
}

/** A `run.json` that speaks of another place than the one it stands in says nothing of the files beside it. */
function contradictionOf(run: JobRun, at: ResultPlace): string | null {
  if (run.job !== at.job) return `it says job ${JSON.stringify(run.job)}, and stands in the folder of ${JSON.stringify(at.job)}`;
  if (at.shard !== null && run.shard && run.shard.index !== at.shard)
    return `it says shard ${run.shard.index}, and stands in the folder of shard ${at.shard}`;
  if (at.attempt !== null && run.attempt && run.attempt !== at.attempt) {
    return `it says attempt ${run.attempt}, and stands in the folder of attempt ${at.attempt}`;
  }
  return null;
}
