import { appendFileSync, existsSync, lstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { resultsFolder } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import type { GateAnswer, Locate } from '../publish/gate/gate-answer.ts';
import { markdownSummary } from '../publish/gate/gate-summary.ts';
import type { CheckOptions } from './options.ts';
import { printCommands } from './print.ts';

/** A file that a command is told to write, by the option that names it. */
export interface Output {
  readonly option: string;
  readonly path: string;
  readonly text: string;
}

/** The variables of a process. */
type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Writes what a gate found for the CI that runs it: the files that options ask for, all or none, and on GitHub annotations and the summary of the
 * job without being asked. What could not be written is a problem: a warning where nobody asked for it.
 */
export async function writeOutputs(
  { root, summary, junit, codeQuality, json, markdown }: CheckOptions,
  answer: GateAnswer,
  variables: Variables,
): Promise<Problem[]> {
  const stepSummary = variables['GITHUB_STEP_SUMMARY'] || null;
  if (summary === true && stepSummary === null) {
    return [problem('USAGE', { file: '--summary' }, 'GITHUB_STEP_SUMMARY is not set', 'name a file: --summary summary.md')];
  }
  const locate = locateFrom(root, variables);
  if (variables['GITHUB_ACTIONS'] === 'true') {
    const { workflowCommands } = await import('../publish/gate/annotations.ts');
    printCommands(workflowCommands(answer, locate), json === true || markdown === true);
  }
  const isNamed = typeof summary === 'string' && (stepSummary === null || targetOf(summary) !== targetOf(stepSummary));
  const outputs: Output[] = [];
  if (isNamed) outputs.push({ option: '--summary', path: summary, text: markdownSummary(answer) });
  if (junit !== undefined) {
    const { junitXml } = await import('../publish/gate/junit-xml.ts');
    outputs.push({ option: '--junit', path: junit, text: junitXml(answer, locate) });
  }
  if (codeQuality !== undefined) {
    const entries = (await import('../publish/gate/code-quality.ts')).codeQuality(answer, locate);
    outputs.push({ option: '--code-quality', path: codeQuality, text: `${JSON.stringify(entries, null, 2)}\n` });
  }
  const problems = writeOutputFiles(outputs, root);
  if (isNamed || stepSummary === null || problems.length > 0) return problems;
  return appendSummary(stepSummary, markdownSummary(answer), summary !== undefined);
}

/** What keeps files from being written where they were named, which can be told before there is anything to write. */
export function outputFaults(outputs: readonly Pick<Output, 'option' | 'path'>[], root: string): Problem[] {
  const targets = outputs.map(({ path }) => targetOf(path));
  return outputs.flatMap(({ option, path }, index) => {
    const message = unfitness(targets, index, root);
    return message === null ? [] : [problem('USAGE', { file: option }, `${JSON.stringify(path)} ${message}`, 'name another file')];
  });
}

/**
 * Writes all files or none: whoever reads one finds the old or the new.
 *
 * @param root Where no output may stand: content and results are read from there.
 */
export function writeOutputFiles(outputs: readonly Output[], root: string): Problem[] {
  const targets = outputs.map(({ path }) => targetOf(path));
  const unfit = outputFaults(outputs, root);
  if (unfit.length > 0) return unfit;
  const made: string[] = [];
  let current = outputs[0];
  try {
    const partials = outputs.map((output, index) => {
      current = output;
      const target = targets[index] ?? output.path;
      const partial = join(dirname(target), `.${basename(target)}.partial-${process.pid}`);
      made.push(partial);
      writeFileSync(partial, output.text, { flush: true });
      return { output, partial, target };
    });
    for (const { output, partial, target } of partials) {
      current = output;
      renameSync(partial, target);
    }
    return [];
  } catch (cause) {
    for (const path of made) rmSync(path, { force: true });
    const message = cause instanceof Error ? cause.message : 'it cannot be written';
    return [
      problem('ENVIRONMENT', { file: current?.option ?? 'check' }, message, 'name a file that can be written, in a folder that is there'),
    ];
  }
}

/** Adds a text to the summary of a GitHub job, which may have begun before. */
function appendSummary(path: string, text: string, isAsked: boolean): Problem[] {
  try {
    const isBegun = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
    appendFileSync(path, `${isBegun ? '\n' : ''}${text}`);
    return [];
  } catch (cause) {
    const unwritten = problem(
      'ENVIRONMENT',
      { file: 'GITHUB_STEP_SUMMARY' },
      unwrittenWords(path, cause),
      'let it name a file that can be written',
    );
    return [isAsked ? unwritten : { ...unwritten, severity: 'warning' }];
  }
}

function unwrittenWords(path: string, cause: unknown): string {
  const reason = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return `${JSON.stringify(path)} cannot be written${reason}`;
}

/** Where files of a root stand in the repository: from the top of the checkout, as its CI says, else from the current folder. */
function locateFrom(root: string, variables: Variables): Locate {
  const top = [variables['GITHUB_WORKSPACE'], variables['CI_PROJECT_DIR'], '.'].find(
    (each): each is string => each !== undefined && each !== '' && existsSync(each),
  );
  const below = relative(realpathSync(top ?? '.'), realpathSync(root));
  if (below === '' || below.startsWith('..') || isAbsolute(below)) return (file) => file;
  return (file) => `${below.split(sep).join('/')}/${file}`;
}

/** Where a path leads, through links, whether or not there is a file yet. */
function targetOf(path: string): string {
  const absolute = resolve(path);
  if (existsSync(absolute)) return realpathSync(absolute);
  const folder = dirname(absolute);
  return existsSync(folder) ? join(realpathSync(folder), basename(absolute)) : absolute;
}

/** What keeps a path from being written to, in words; null where nothing does. */
function unfitness(targets: readonly string[], index: number, root: string): string | null {
  const target = targets[index] ?? '';
  if (targets.indexOf(target) !== index) return 'is named twice';
  const inputs = ['content', resultsFolder].map((folder) => targetOf(join(root, folder)));
  if (inputs.some((folder) => target.startsWith(`${folder}${sep}`))) return 'is among the inputs of the root';
  if (!statSync(dirname(target), { throwIfNoEntry: false })?.isDirectory()) return 'is in no folder that is there';
  const there = lstatSync(target, { throwIfNoEntry: false });
  if (there?.isDirectory()) return 'is a folder';
  return there === undefined || there.isFile() ? null : 'is no regular file';
}
