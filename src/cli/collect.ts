import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { type CiRun, readCiRun } from '../ci/ci-run.ts';
import { commandLine, type JobPlace, settlePlace, stateCommit, wholeSecond, withoutResults } from '../ci/job-run.ts';
import { inputFile, resultNameFault } from '../disk/root.ts';
import { nextFolder, runFile } from '../layout.ts';
import { errors, type Problem, problem } from '../problem.ts';
import { fewWords } from '../publish/words/grammar.ts';
import type { Reading } from '../reading.ts';
import { readReport } from '../reports/read.ts';
import { redactText } from '../secrets/redact.ts';
import { collectedDocument, collectedLines } from './collected.ts';
import { type Delivery, knownFolders, prepareCollection, readNextRun, secretsInLine, writeCollection } from './collection.ts';
import { type FilesBefore, type FileToCollect, findNamedFiles, findWrittenFiles, lookBefore } from './files-to-collect.ts';
import { holdRoot } from './hold.ts';
import type { CollectOptions } from './options.ts';
import { type ExitCode, exitCodes, exitOf, print, printJson, tellProblems } from './print.ts';
import { openStaging } from './release-folder.ts';
import { runCommand } from './run-command.ts';
import { readWorkingTree } from './working-tree.ts';

/**
 * `readiness-portal collect`: puts the result files of a CI job into `results/next/`, with where they come from, and says what each of them
 * proves. Everything is checked before anything is written.
 *
 * @param words Files and patterns.
 * @param command The words of a command that is to write them; null where it ran already.
 * @returns The command's own exit code where that is not 0.
 */
export async function collect(words: readonly string[], options: CollectOptions, command: readonly string[] | null): Promise<number> {
  const { root, json = false, now } = options;
  const begun = performance.now();
  const clock = () => new Date(now.getTime() + performance.now() - begun);
  const own = ['content', 'results'].map((name) => resolve(root, name));
  const usage = usageFaults(words, options, command);
  if (usage.length > 0) return refuse(usage, json);

  const setting = await settle(options, command, own);
  if (setting.state === 'refused') return refuse(setting.problems, json);
  tellProblems(setting.problems);
  const { place, top, ci, line } = setting.value;

  const scratch = mkdtempSync(join(tmpdir(), 'readiness-collect-'));
  try {
    const before = command === null ? null : lookBefore(words, own);
    const started = clock();
    const outcome =
      command === null
        ? null
        : await runCommand(command, options.stdout === undefined ? null : join(scratch, 'stdout'), json ? process.stderr : process.stdout);
    if (outcome?.state === 'failed') {
      const hint = 'name a program that is installed here; a shell is only used where it is named: sh -c "…"';
      return refuse([problem('ENVIRONMENT', { file: command?.[0] ?? '' }, `it cannot be started: ${outcome.message}`, hint)], json);
    }
    const ended = clock();
    const exitCode = outcome?.exitCode ?? options.exitCode ?? null;
    const finish = (code: ExitCode) => (outcome !== null && outcome.exitCode !== 0 ? outcome.exitCode : code);

    const stdout =
      options.stdout === undefined ? [] : [{ name: options.stdout, shown: options.stdout, absolute: join(scratch, 'stdout'), named: true }];
    const found = await findFiles(words, before, own, stdout);
    if (found.state === 'refused') return finish(refuse(found.problems, json));
    const times = timesOf(
      options,
      command === null ? oldest(found.value, ended) : ended,
      command === null ? ci : { started: started.toISOString() },
    );
    const delivery: Delivery = {
      place: withoutResults(place, new Set(found.value.map(({ absolute }) => relative(top, absolute).split(sep).join('/')))),
      ...times,
      command: exitCode === null ? null : { line: line ?? 'the step before', exitCode },
      files: found.value,
      format: options.format ?? null,
      asDocument: options.asDocument ?? false,
      redact: options.redact === true ? knownFolders(top) : null,
      begins: options.next ?? false,
    };
    return finish(await holdRoot(root, `collect --job ${place.job}`, json, () => keep(root, delivery, ended, json)));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function keep(root: string, delivery: Delivery, now: Date, json: boolean): Promise<ExitCode> {
  // Outside of `results/next/`: what a killed command leaves there is no result.
  const next = await readNextRun(root);
  if (next.state === 'refused') return refuse(next.problems, json);
  const staging = openStaging(root, 'next');
  try {
    const prepared = await prepareCollection(root, staging, delivery, now);
    if (prepared.state === 'refused') return refuse(prepared.problems, json);
    writeCollection(root, staging, prepared.value);
    tellProblems(prepared.problems);
    if (json) printJson(collectedDocument(prepared.value, prepared.problems));
    else print(...collectedLines(prepared.value));
    return exitCodes.ok;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function refuse(problems: readonly Problem[], json: boolean): ExitCode {
  tellProblems(problems);
  if (json) printJson({ problems });
  return exitOf(errors(problems));
}

function usageFaults(words: readonly string[], options: CollectOptions, command: readonly string[] | null): Problem[] {
  const { stdout, exitCode, format } = options;
  const usage = (file: string, message: string, hint: string) => problem('USAGE', { file }, message, hint);
  return [
    ...(command === null && words.length === 0 ? [usage('collect', 'nothing is named', 'name files, or a command after --')] : []),
    ...(command?.length === 0 ? [usage('--', 'no command stands behind it', 'write it: -- npm test')] : []),
    ...(command === null && stdout !== undefined ? [usage('--stdout', 'there is no command', 'write it after --')] : []),
    ...(command !== null && exitCode !== undefined ? [usage('--exit-code', 'the command after -- has its own', 'leave it out')] : []),
    ...(format !== undefined && words.length === 0 && stdout === undefined
      ? [usage('--format', 'no file is named that has it', 'name the file before --')]
      : []),
    ...(stdout === undefined ? [] : [resultNameFault(stdout, '--stdout')].filter((fault) => fault !== null)),
  ];
}

/** What is known before a command runs. */
interface Setting {
  readonly place: JobPlace;
  readonly ci: CiRun | null;
  /** The folder that paths are made relative to. */
  readonly top: string;
  /** The command as it is written down; null where there is none. */
  readonly line: string | null;
}

/** Settles where the job runs, and refuses what would be refused after a long run too. */
async function settle(options: CollectOptions, command: readonly string[] | null, own: readonly string[]): Promise<Reading<Setting>> {
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
  return { state: 'read', value: { place: place.value, ci, top, line }, problems };
}

function writtenLine(command: readonly string[], stdout: string | undefined): string {
  return `${commandLine(command)}${stdout === undefined ? '' : ` > ${commandLine([stdout])}`}`;
}

function statedPlace({ commit, ref, committed, url, attempt, shard, environment, tool }: CollectOptions) {
  return { commit, ref, committed: committed?.toISOString(), url, attempt, shard, environment, tools: tool };
}

/** What an event of GitHub says of a pull request. */
const PullRequestEvent = z.object({ pull_request: z.object({ head: z.object({ sha: z.string().regex(/^[\da-f]{40}$/) }) }) });

function headOf(ci: CiRun | null): string | null {
  if (ci === null || ci.eventFile === null) return null;
  try {
    const event = PullRequestEvent.safeParse(JSON.parse(readFileSync(ci.eventFile, 'utf8')));
    return event.success ? event.data.pull_request.head.sha : null;
  } catch {
    return null; // The head is then not known, and nothing is said of it.
  }
}

/** The files that are kept: what is named, what the command printed, or else what it wrote and a reader knows. */
async function findFiles(
  words: readonly string[],
  before: FilesBefore | null,
  own: readonly string[],
  stdout: readonly FileToCollect[],
): Promise<Reading<readonly FileToCollect[]>> {
  const found = before === null ? findNamedFiles(words, own) : findWrittenFiles(words, before, own);
  if (errors(found.problems).length > 0) return { state: 'refused', problems: found.problems };
  if (words.length > 0) return { state: 'read', value: [...stdout, ...found.value], problems: [] };
  const known: FileToCollect[] = [];
  for (const file of found.value) if (resultNameFault(file.name, file.shown) === null && (await isKnown(file))) known.push(file);
  if (known.length + stdout.length > 0) return { state: 'read', value: [...stdout, ...known], problems: [] };
  const others = found.value.map(({ shown }) => shown);
  const message = `the command wrote no file that a reader knows${others.length === 0 ? '' : ` (it wrote ${fewWords(others)})`}`;
  const hint = 'let it write one of /guide/formats/, name a file before --, or keep what it prints with --stdout NAME';
  return { state: 'refused', problems: [problem('CONTENT_MISSING', { file: '.' }, message, hint)] };
}

/** Does a reader know a file by what it holds, well or broken? A text for people is no result unless somebody names it. */
async function isKnown({ shown, absolute }: FileToCollect): Promise<boolean> {
  const { format } = await readReport(inputFile(shown, absolute, statSync(absolute).size), null);
  return format !== null && format !== 'markdown';
}

/** When the job ran: a start that is not before the end is not known. */
function timesOf(
  { started, finished }: CollectOptions,
  ended: Date,
  begun: Pick<CiRun, 'started'> | null,
): Pick<Delivery, 'started' | 'finished'> {
  const end = finished ?? ended;
  const start = started ?? (begun?.started == null ? null : new Date(begun.started));
  return { started: start === null || (started === undefined && start > end) ? null : wholeSecond(start), finished: wholeSecond(end) };
}

/** When the first of some files was written: from then on they may be stale. Never later than now. */
function oldest(files: readonly FileToCollect[], now: Date): Date {
  return new Date(Math.min(now.getTime(), ...files.map(({ absolute }) => statSync(absolute).mtimeMs)));
}
