import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Item } from '../checklist/checklist.ts';
import { pageOf } from '../checklist/page-name.ts';
import { readPage } from '../checklist/read-page.ts';
import type { Measure } from '../checklist/requirements/measure.ts';
import { type Bound, formatBound } from '../checklist/requirements/requirement.ts';
import { inputFile } from '../disk/root.ts';
import { runFile } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import { plural } from '../publish/words/grammar.ts';
import { measureName } from '../publish/words/measure-names.ts';
import { markWords } from '../publish/words/status-words.ts';
import { readReport } from '../reports/read.ts';
import { JobRun } from '../reports/run.ts';
import { summariseOutcome } from '../reports/summary.ts';
import type { InspectOptions } from './options.ts';
import { type ExitCode, exitCodes, print, printJson, printStyled, tellProblems } from './print.ts';
import { reportLines } from './report-table.ts';

/** `readiness-portal inspect`: what a reader makes of one result file, or the parser of a checklist file. */
export async function inspect(file: string, { format, json = false }: InspectOptions): Promise<ExitCode> {
  const path = relative('.', resolve(file)).split(sep).join('/');
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile()) {
    const missing =
      stats === undefined
        ? problem('CONTENT_MISSING', { file: path }, 'there is no such file', 'name a result file or a checklist file')
        : problem('NOT_REGULAR_FILE', { file: path }, 'this is no regular file');
    tellProblems([missing]);
    if (json) printJson({ format: null, kind: null, tool: null, problems: [missing] });
    return exitCodes.refused;
  }
  if (format === undefined && isChecklist(file)) return inspectChecklist(readFileSync(file, 'utf8'), path, json);
  const run = runBeside(file);
  const declared =
    format ?? (run?.files && Object.hasOwn(run.files, basename(file)) ? run.files[basename(file)]?.format : undefined) ?? null;
  const outcome = await readReport(inputFile(path, resolve(file), stats.size), declared);
  if (json) printJson(summariseOutcome(outcome));
  else printStyled(...reportLines(outcome, run));
  tellProblems(outcome.problems);
  return outcome.state === 'refused' ? exitCodes.refused : exitCodes.ok;
}

/** A Markdown file in a folder named `checklist`, with the name of a page. */
function isChecklist(file: string): boolean {
  const absolute = resolve(file);
  return basename(dirname(absolute)) === 'checklist' && pageOf(absolute) !== null;
}

/** The provenance beside a file, where there is one that can be used. */
function runBeside(file: string): JobRun | null {
  const path = join(dirname(file), runFile);
  if (!existsSync(path)) return null;
  try {
    const parsed = JobRun.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // A broken run.json says nothing; `check` and `build` name its fault.
  }
}

function inspectChecklist(text: string, file: string, json: boolean): ExitCode {
  const { value: page, problems } = readPage(text, file);
  if (json) {
    const sections = page?.sections.map(({ id, title, items }) => ({ id, title, items: items.map(itemDocument) })) ?? [];
    printJson({ kind: 'checklist', title: page?.title ?? null, sections, problems });
  } else if (page !== null) {
    print(`${page.title} (${page.id})`);
    for (const section of page.sections)
      print(...(section.title === '' ? [] : [`  ${section.title}`]), ...section.items.flatMap((item) => itemLines(item, 4)));
  }
  tellProblems(problems);
  return problems.some(hasError) ? exitCodes.refused : exitCodes.ok;
}

function itemDocument(item: Item): Record<string, unknown> {
  const required = item.words.requirements.flatMap(({ measure, bounds }) => bounds.map((bound) => criterionDocument(measure, bound)));
  const citations = item.citations.map((citation) =>
    citation.target === 'result'
      ? {
          label: citation.label,
          file: citation.path,
          selector: citation.selector,
          title: citation.title,
          line: citation.place.line,
          column: citation.place.column,
        }
      : {
          label: citation.label,
          file: citation.file,
          selector: citation.fragment,
          title: null,
          line: citation.place.line,
          column: citation.place.column,
        },
  );
  return {
    id: item.id,
    text: item.text,
    mark: item.mark,
    citations,
    criterion: required[0] ?? null,
    criteria: required,
    asks: item.words.quantifiers.map(({ kind, words }) => ({ kind, words })),
    notUnderstood: notUnderstoodOf(item),
    declaresNoCriterion: item.declaresNoCriterion,
    items: item.items.map(itemDocument),
  };
}

function criterionDocument(measure: Measure | null, { comparator, value, unit }: Bound) {
  return { measure, comparator, value, unit: unit === 'count' ? null : unit, from: 'text' };
}

/** What of an item's words, and of its citations' labels, asks for something that was not understood. */
function notUnderstoodOf({ words, citations }: Item): string[] {
  const labels = citations.flatMap((citation) => (citation.target === 'result' ? citation.labelWords.notUnderstood : []));
  return [...words.notUnderstood, ...labels].map((part) => part.words);
}

function itemLines(item: Item, indent: number): string[] {
  const { requirements, quantifiers } = item.words;
  const facts = [
    markWords[item.mark],
    ...requirements.map(({ measure, bounds }) => {
      const required = bounds.map(formatBound).join(' and ');
      return `requires ${required}${measure === null ? '' : ` (${measureName(measure)})`}`;
    }),
    ...quantifiers.map(({ words }) => `asks «${words}»`),
    ...notUnderstoodOf(item).map((words) => `not understood: «${words}»`),
    ...(item.citations.length > 0 ? [plural(item.citations.length, 'citation')] : []),
  ];
  return [`${' '.repeat(indent)}${item.text} [${facts.join('; ')}]`, ...item.items.flatMap((child) => itemLines(child, indent + 2))];
}

function hasError({ severity }: Problem): boolean {
  return severity === 'error';
}
