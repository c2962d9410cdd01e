import type { z } from 'zod';
import type { InputFile, ListedFile } from '../file.ts';
import { isBesideJobs, placeOfResult, type ResultPlace, runFile } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import { type ReadOutcome, readJsonDocument, readReport } from './read.ts';
import { Refusal } from './refusal.ts';
import type { JsonValue, Tool } from './report.ts';
import { JobRun, ReleaseRun } from './run.ts';
import { parseJson, shapeProblems } from './text/json-value.ts';
import { openSource } from './text/source.ts';

/** The result files of one release, read, with where they come from. */
export interface Evidence {
  readonly release: ReleaseRun;
  /** Every result file, of earlier attempts too, sorted by path. */
  readonly files: readonly EvidenceFile[];
  /** Every part of a job, sorted by path. */
  readonly parts: readonly JobPart[];
}

/** One run of a job, or of one of its shards: a folder with a `run.json`. */
export interface JobPart {
  readonly job: string;
  readonly folder: string;
  readonly shard: number | null;
  /** How many shards the job has in all, where it says so. */
  readonly shards: number | null;
  readonly attempt: number;
  /** A later attempt of the same shard decides instead. */
  readonly superseded: boolean;
  /** Null where there is no usable `run.json`. */
  readonly run: JobRun | null;
  readonly problems: readonly Problem[];
  /** Names that `run.json` promises and that are not there. */
  readonly absent: readonly string[];
}

export interface EvidenceFile {
  /** Below the release's folder. */
  readonly path: string;
  /** Path from the root, for problems. */
  readonly file: string;
  readonly job: string;
  /** Below the part's folder; what a citation names behind the job. */
  readonly name: string;
  readonly part: JobPart;
  readonly size: number;
  readonly digest: string;
  /** What `run.json` says of the tool, else what the file says. */
  readonly tool: Tool | null;
  readonly outcome: ReadOutcome;
  /** The JSON document, where a pointer cites it. */
  readonly json: JsonDocument | null;
  readonly input: InputFile;
}

export type JsonDocument =
  | { readonly state: 'read'; readonly value: JsonValue }
  | { readonly state: 'refused'; readonly problems: readonly Problem[] };

/**
 * Reads the results of one release.
 *
 * @param folder The release's folder from the root: `results/next`.
 * @param pointed Does a citation point into the JSON of `<job>/<file>`?
 * @returns Null for the evidence where `run.json` of the release cannot be used; its problems then refuse the whole.
 */
export async function readEvidence(
  folder: string,
  files: readonly ListedFile[],
  pointed: (path: string) => boolean,
): Promise<{ readonly evidence: Evidence | null; readonly problems: readonly Problem[] }> {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const release = await readReleaseRun(
    folder,
    sorted.find(({ path }) => path === runFile),
  );
  if (release.state === 'refused') return { evidence: null, problems: release.problems };

  const problems: Problem[] = [];
  const standing = new Map<string, { listed: ListedFile; at: ResultPlace }[]>();
  for (const listed of sorted) {
    if (listed.path === runFile || isBesideJobs(listed.path)) continue;
    const at = placeOfResult(listed.path);
    if (at === null) problems.push(problem('JOB_FOLDER', { file: `${folder}/${listed.path}` }, 'the file stands in no job'));
    else standing.set(at.folder, [...(standing.get(at.folder) ?? []), { listed, at }]);
  }

  const drafts = await Promise.all([...standing.values()].map((entries) => readPart(folder, entries)));
  const parts = drafts.map((draft) => finishPart(draft, drafts));
  const evidenceFiles: EvidenceFile[] = [];
  for (const [index, entries] of [...standing.values()].entries()) {
    const part = parts[index];
    if (part === undefined) continue;
    for (const { listed, at } of entries) {
      // Files are read one after another, so that memory holds one at a time.
      evidenceFiles.push(await readFile(folder, listed, at, part, pointed(`${at.job}/${at.name}`)));
    }
  }
  return {
    evidence: { release: release.value, files: evidenceFiles, parts },
    problems: [...problems, ...parts.flatMap((part) => part.problems)],
  };
}

type JsonFile<Shape> =
  | { readonly state: 'read'; readonly value: Shape }
  | { readonly state: 'refused'; readonly problems: readonly Problem[] };

async function readReleaseRun(folder: string, listed: ListedFile | undefined): Promise<JsonFile<ReleaseRun>> {
  const file = `${folder}/${runFile}`;
  if (listed === undefined) {
    return {
      state: 'refused',
      problems: [problem('CONTENT_MISSING', { file }, 'the release has no run.json', 'write one with product, version and commit')],
    };
  }
  const read = await readJsonFile(listed.input, file, ReleaseRun);
  if (read.state === 'read') return read;
  return { state: 'refused', problems: read.problems.map((each) => ({ ...each, severity: 'error' as const })) };
}

async function readJsonFile<Shape>(input: InputFile, file: string, schema: z.ZodType<Shape>): Promise<JsonFile<Shape>> {
  try {
    const source = await openSource(input);
    const checked = schema.safeParse(parseJson(await source.text(), file));
    return checked.success ? { state: 'read', value: checked.data } : { state: 'refused', problems: shapeProblems(checked.error, file) };
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return { state: 'refused', problems: cause.problems };
  }
}

interface PartDraft {
  readonly at: ResultPlace;
  readonly run: JobRun | null;
  readonly problems: readonly Problem[];
  readonly names: readonly string[];
}

async function readPart(folder: string, entries: readonly { listed: ListedFile; at: ResultPlace }[]): Promise<PartDraft> {
  const at = entries[0]?.at ?? { job: '', shard: null, attempt: null, name: '', folder: '' };
  const names = entries.map((entry) => entry.at.name);
  const file = `${folder}/${at.folder}/run.json`;
  const own = entries.find((entry) => entry.at.name === runFile);
  if (own === undefined) return { at, run: null, problems: [problem('RUN_MISSING', { file }, 'the files here have no provenance')], names };
  const read = await readJsonFile(own.listed.input, file, JobRun);
  if (read.state === 'refused') {
    return { at, run: null, problems: read.problems.map((each) => problem('RUN_INVALID', each, `no provenance: ${each.message}`)), names };
  }
  const contradiction = contradictionOf(read.value, at);
  if (contradiction !== null) return { at, run: null, problems: [problem('RUN_INVALID', { file }, contradiction)], names };
  return { at, run: read.value, problems: [], names };
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

function finishPart({ at, run, problems, names }: PartDraft, all: readonly PartDraft[]): JobPart {
  const shardOf = (draft: PartDraft) => draft.at.shard ?? draft.run?.shard?.index ?? null;
  const attemptOf = (draft: PartDraft) => draft.at.attempt ?? draft.run?.attempt ?? 1;
  const draft = { at, run, problems, names };
  const siblings = all.filter((other) => other.at.job === at.job);
  const totals = siblings.flatMap((other) => other.run?.shard?.total ?? []);
  const promised = new Set([...Object.keys(run?.files ?? {}), ...(run?.commands ?? []).flatMap(({ files }) => files ?? [])]);
  return {
    job: at.job,
    folder: at.folder,
    shard: shardOf(draft),
    shards: totals.length === 0 ? null : Math.max(...totals),
    attempt: attemptOf(draft),
    superseded: siblings.some((other) => shardOf(other) === shardOf(draft) && attemptOf(other) > attemptOf(draft)),
    run,
    problems,
    absent: [...promised].filter((name) => !names.includes(name)).sort(),
  };
}

async function readFile(
  folder: string,
  { path, digest, input }: ListedFile,
  at: ResultPlace,
  part: JobPart,
  pointed: boolean,
): Promise<EvidenceFile> {
  const declared = part.run?.files;
  const own = declared && Object.hasOwn(declared, at.name) ? declared[at.name] : undefined;
  const isRun = at.name === runFile;
  let outcome = await readReport(input, isRun ? 'json' : (own?.format ?? null));
  const json = pointed || isRun ? await readJsonDocument(input) : null;
  if (
    outcome.state === 'refused' &&
    own?.format == null &&
    json?.state === 'read' &&
    outcome.problems.every(({ code }) => code === 'FORMAT_UNKNOWN')
  ) {
    // No reader knows it and a pointer cites it: any JSON document proves what the pointer selects.
    outcome = await readReport(input, 'json');
  }
  const stated = outcome.state === 'read' ? outcome.report.tool : null;
  const tool = own?.tool ? { name: own.tool.name, version: own.tool.version ?? stated?.version ?? null } : stated;
  return { path, file: `${folder}/${path}`, job: at.job, name: at.name, part, size: input.size, digest, tool, outcome, json, input };
}
