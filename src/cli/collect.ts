import { rmSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { type JobPlace, wholeSecond, withoutResults } from '../ci/job-run.ts';
import { heldFile, resultNameFault } from '../disk/root.ts';
import { openScratch } from '../disk/scratch-folder.ts';
import { errors, type Problem, problem } from '../problem.ts';
import { fewWords, plural } from '../publish/words/grammar.ts';
import type { Reading } from '../reading.ts';
import { readReport } from '../reports/read.ts';
import { type CollectSetting, placeAfterCommand, settleSetting } from './collect-setting.ts';
import { collectedDocument, collectedLines } from './collected.ts';
import { type Delivery, knownFolders, prepareCollection, readNextRun, writeCollection } from './collection.ts';
import { type FilesBefore, type FileToCollect, findNamedFiles, findWrittenFiles, lookBefore } from './files-to-collect.ts';
import { holdRoot } from './hold.ts';
import type { CollectOptions } from './options.ts';
import { type ExitCode, exitCodes, print, printJson, refuse, tellProblems } from './print.ts';
import { withProgress } from './progress.ts';
import { openStaging } from './release-folder.ts';
import { runCommand } from './run-command.ts';

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

  const setting = await settleSetting(options, command, own);
  if (setting.state === 'refused') return refuse(setting.problems, json);
  tellProblems(setting.problems);

  const scratch = openScratch('collect');
  try {
    const before = command === null || options.exitOnly === true ? null : lookBefore(words, own);
    const started = clock();
    const outcome =
      command === null
        ? null
        : await runCommand(command, stdoutOf(options, scratch.path)?.absolute ?? null, json ? process.stderr : process.stdout);
    if (outcome?.state === 'failed') {
      const hint = 'name a program that is installed here; a shell is only used where it is named: sh -c "…"';
      return refuse([problem('ENVIRONMENT', { file: command?.[0] ?? '' }, `it cannot be started: ${outcome.message}`, hint)], json);
    }
    const run = outcome === null ? null : { exitCode: outcome.exitCode, started };
    const code = await deliver(setting.value, {
      words,
      options,
      own,
      before,
      run,
      stdout: stdoutOf(options, scratch.path),
      ended: clock(),
    });
    return run !== null && run.exitCode !== 0 ? run.exitCode : code;
  } finally {
    scratch.remove();
  }
}

/** What is left to be done once a command has ended, or where none is run. */
interface Ended {
  readonly words: readonly string[];
  readonly options: CollectOptions;
  readonly own: readonly string[];
  /** What was there before; null without a command, like `run`. */
  readonly before: FilesBefore | null;
  readonly run: { readonly exitCode: number; readonly started: Date } | null;
  /** What the command printed, where that is kept. */
  readonly stdout: FileToCollect | null;
  readonly ended: Date;
}

async function deliver(setting: CollectSetting, { words, options, own, before, run, stdout, ended }: Ended): Promise<ExitCode> {
  const { root, json = false } = options;
  const { top, ci, line } = setting;
  const found: Reading<readonly FileToCollect[]> =
    options.exitOnly === true ? { state: 'read', value: [], problems: [] } : await findFiles(words, before, own, stdout);
  const place: Reading<JobPlace> = run === null ? { state: 'read', value: setting.place, problems: [] } : placeAfterCommand(setting, own);
  if (found.state === 'refused' || place.state === 'refused') return refuse([...place.problems, ...found.problems], json);
  const exitCode = run?.exitCode ?? options.exitCode ?? null;
  const delivery: Delivery = {
    place: withoutResults(place.value, new Set(found.value.map(({ absolute }) => relative(top, absolute).split(sep).join('/')))),
    ...(run === null
      ? timesOf(options, ci?.started == null ? null : new Date(ci.started), oldest(found.value, ended))
      : timesOf(options, run.started, ended)),
    command: exitCode === null ? null : { line: line ?? 'the step before', exitCode },
    files: found.value,
    format: options.format ?? null,
    asDocument: options.asDocument ?? false,
    redact: options.redact === true ? knownFolders(top) : null,
    begins: options.next ?? false,
  };
  return holdRoot(root, `collect --job ${options.job}`, json, () => keep(root, delivery, ended, json));
}

function stdoutOf({ stdout }: CollectOptions, scratch: string): FileToCollect | null {
  return stdout === undefined ? null : { name: stdout, shown: stdout, absolute: join(scratch, 'stdout'), named: true };
}

async function keep(root: string, delivery: Delivery, now: Date, json: boolean): Promise<ExitCode> {
  // Outside of `results/next/`: what a killed command leaves there is no result.
  const next = await readNextRun(root);
  if (next.state === 'refused') return refuse(next.problems, json);
  const staging = openStaging(root, 'next');
  try {
    const prepared = await withProgress(json, (step) => {
      step('Reading the result files', plural(delivery.files.length, 'file'));
      return prepareCollection(root, staging, delivery, now);
    });
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

function usageFaults(words: readonly string[], options: CollectOptions, command: readonly string[] | null): Problem[] {
  const { stdout, exitCode, format, exitOnly = false } = options;
  const usage = (file: string, message: string, hint: string) => problem('USAGE', { file }, message, hint);
  return [
    ...(command === null && words.length === 0 && !exitOnly
      ? [usage('collect', 'nothing is named', 'name files, or a command after --')]
      : []),
    ...(command?.length === 0 ? [usage('--', 'no command stands behind it', 'write it: -- npm test')] : []),
    ...(exitOnly && (words.length > 0 || stdout !== undefined)
      ? [usage('--exit-only', 'a file is named beside it', 'name none: how the command ends is all that is kept')]
      : []),
    ...(exitOnly && command === null ? [usage('--exit-only', 'there is no command', 'write it after --')] : []),
    ...(command === null && stdout !== undefined ? [usage('--stdout', 'there is no command', 'write it after --')] : []),
    ...(command !== null && exitCode !== undefined ? [usage('--exit-code', 'the command after -- has its own', 'leave it out')] : []),
    ...(format !== undefined && words.length === 0 && stdout === undefined
      ? [usage('--format', 'no file is named that has it', 'name the file before --')]
      : []),
    ...(stdout === undefined ? [] : [resultNameFault(stdout, '--stdout')].filter((fault) => fault !== null)),
  ];
}

/** The files that are kept: what is named, what the command printed, or else what it wrote and a reader knows. */
async function findFiles(
  words: readonly string[],
  before: FilesBefore | null,
  own: readonly string[],
  printed: FileToCollect | null,
): Promise<Reading<readonly FileToCollect[]>> {
  const stdout = printed === null ? [] : [printed];
  const found = before === null ? findNamedFiles(words, own) : findWrittenFiles(words, before, own);
  if (errors(found.problems).length > 0) return { state: 'refused', problems: found.problems };
  if (words.length > 0) return { state: 'read', value: [...stdout, ...found.value], problems: [] };
  const known: FileToCollect[] = [];
  for (const file of found.value) if (resultNameFault(file.name, file.shown) === null && (await isKnown(file))) known.push(file);
  if (known.length + stdout.length > 0) return { state: 'read', value: [...stdout, ...known], problems: [] };
  const others = found.value.map(({ shown }) => shown);
  const message = `the command wrote no file that a reader knows${others.length === 0 ? '' : ` (it wrote ${fewWords(others)})`}`;
  const hint =
    'let it write one of /guide/formats/, name a file before --, keep what it prints with --stdout NAME, or keep only how it ends with --exit-only';
  return { state: 'refused', problems: [problem('CONTENT_MISSING', { file: '.' }, message, hint)] };
}

/** Does a reader know a file by what it holds, well or broken? A text for people is no result unless somebody names it. */
async function isKnown({ shown, absolute }: FileToCollect): Promise<boolean> {
  const { format } = await readReport(heldFile(shown, absolute, statSync(absolute).size), null);
  return format !== null && format !== 'markdown';
}

/** When the job ran. A start that nobody stated and that is not before the end is none. */
function timesOf({ started, finished }: CollectOptions, begun: Date | null, ended: Date): Pick<Delivery, 'started' | 'finished'> {
  const end = finished ?? ended;
  const start = started ?? (begun !== null && begun <= end ? begun : null);
  return { started: start === null ? null : wholeSecond(start), finished: wholeSecond(end) };
}

/** When the first of some files was written: from then on they may be stale. Never later than now. */
function oldest(files: readonly FileToCollect[], now: Date): Date {
  return new Date(Math.min(now.getTime(), ...files.map(({ absolute }) => statSync(absolute).mtimeMs)));
}
