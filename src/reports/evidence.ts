import type { z } from 'zod';
import type { InputFile, ListedFile } from '../file.ts';
import { isBesideJobs, nextFolder, placeOfResult, type ResultPlace, runFile, signOffFolder } from '../layout.ts';
import { compareText } from '../order.ts';
import { type Problem, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { type JobPart, type PartFolder, partsOf } from './job-parts.ts';
import { type ReadOutcome, readJsonDocument, readReport } from './read.ts';
import type { JsonValue, Tool } from './report.ts';
import { JobRun, ReleaseRun } from './run.ts';
import { readShape } from './text/json-value.ts';

/** The result files of one release, read, with where they come from. */
export interface Evidence {
  /** The release's folder from the root: `results/next`. */
  readonly folder: string;
  readonly release: ReleaseRun;
  /** Every result file, of earlier attempts too, sorted by path. */
  readonly files: readonly EvidenceFile[];
  /** The same files by their paths. */
  readonly byPath: ReadonlyMap<string, EvidenceFile>;
  /** Every part of a job, sorted by folder. */
  readonly parts: readonly JobPart[];
  /** The files of each part, its `run.json` among them. */
  readonly byPart: ReadonlyMap<JobPart, readonly EvidenceFile[]>;
}

/** A result file of a release, read. */
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
  readonly json: Reading<JsonValue> | null;
  readonly input: InputFile;
}

/**
 * Reads the results of one release. Refused where its `run.json` cannot be used.
 *
 * @param folder The release's folder from the root: `results/next`.
 * @param pointed Does a citation point into the JSON of `<job>/<file>`?
 */
export async function readEvidence(
  folder: string,
  files: readonly ListedFile[],
  pointed: (path: string) => boolean,
): Promise<Reading<Evidence>> {
  const sorted = [...files].sort((a, b) => compareText(a.path, b.path));
  const release = await readReleaseRun(
    folder,
    sorted.find(({ path }) => path === runFile),
  );
  if (release.state === 'refused') return release;

  const placed = sorted
    .filter(({ path }) => path !== runFile && !(folder === nextFolder ? path.startsWith(`${signOffFolder}/`) : isBesideJobs(path)))
    .map((listed) => ({ listed, at: placeOfResult(listed.path) }));
  const strays = placed.filter(({ at }) => at === null).map(({ listed }) => strayProblem(`${folder}/${listed.path}`, listed.path));
  const byFolder = Map.groupBy(
    placed.flatMap(({ listed, at }) => (at === null ? [] : { listed, at })),
    ({ at }) => at.folder,
  );
  const folders: PartFolder[] = [];
  for (const entries of byFolder.values()) folders.push(await readFolder(folder, entries));
  const parts = partsOf(folders, folder);
  const byPart = new Map<JobPart, readonly EvidenceFile[]>();
  for (const part of parts) {
    const read: EvidenceFile[] = [];
    // Files are read one after another, so that memory holds one at a time.
    for (const { listed, at } of byFolder.get(part.folder) ?? []) {
      read.push(await readFile(folder, listed, at, part, pointed(`${at.job}/${at.name}`)));
    }
    byPart.set(part, read);
  }
  const all = [...byPart.values()].flat();
  const byPath = new Map(all.map((file) => [file.path, file]));
  return {
    state: 'read',
    value: { folder, release: release.value, files: all, byPath, parts, byPart },
    problems: [...release.problems, ...strays, ...parts.flatMap((part) => part.problems)],
  };
}

function strayProblem(file: string, path: string): Problem {
  const [top = ''] = path.split('/');
  const message = path.includes('/') ? `${JSON.stringify(top)} is no name of a job` : 'the file stands in no job';
  return problem('JOB_FOLDER', { file }, message);
}

async function readReleaseRun(folder: string, listed: ListedFile | undefined): Promise<Reading<ReleaseRun>> {
  const file = `${folder}/${runFile}`;
  if (listed === undefined) {
    const absent = problem(
      'CONTENT_MISSING',
      { file },
      'the release has no run.json',
      'write it with what is to be released: { "product": "<name>", "version": "1.0.0" }',
    );
    return { state: 'refused', problems: [absent] };
  }
  const read = await readJsonFile(listed.input, file, ReleaseRun);
  if (read.state === 'read') return read;
  const hint =
    'write it as npx readiness-portal init does: { "product": "Demo", "version": "1.0.0", "commit": "<40 digits>" }, without a commit until something is collected';
  return {
    state: 'refused',
    problems: read.problems.map((each) => ({ ...each, severity: 'error' as const, hint: each.code === 'SHAPE' ? hint : each.hint })),
  };
}

/** A JSON file that has to be of a shape. */
export async function readJsonFile<Shape>(input: InputFile, file: string, schema: z.ZodType<Shape>): Promise<Reading<Shape>> {
  const document = await readJsonDocument(input);
  if (document.state === 'refused') return document;
  return readShape(schema, document.value, file);
}

interface PlacedFile {
  readonly listed: ListedFile;
  readonly at: ResultPlace;
}

async function readFolder(root: string, entries: readonly PlacedFile[]): Promise<PartFolder> {
  const at = entries[0]?.at ?? { job: '', shard: null, attempt: null, name: '', folder: '' };
  const names = entries.map((entry) => entry.at.name);
  const file = `${root}/${at.folder}/${runFile}`;
  const own = entries.find((entry) => entry.at.name === runFile);
  if (own === undefined) {
    return { at, run: { state: 'refused', problems: [problem('RUN_MISSING', { file }, 'the files here have no provenance')] }, names };
  }
  const run = await readJsonFile(own.listed.input, file, JobRun);
  if (run.state === 'read') return { at, run, names };
  const problems = run.problems.map((each) => problem('RUN_INVALID', each, `no provenance: ${each.message}`));
  return { at, run: { state: 'refused', problems }, names };
}

async function readFile(
  folder: string,
  { path, digest, input }: ListedFile,
  at: ResultPlace,
  part: JobPart,
  pointed: boolean,
): Promise<EvidenceFile> {
  const own = part.declared.get(at.name);
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
