import type { AssessedCitation, Assessment, Verdict } from '../assessment/assessment.ts';
import { itemsOf } from '../assessment/items.ts';
import { judgeFile } from '../assessment/judge-file.ts';
import type { EvidenceContext } from '../assessment/provenance.ts';
import { runFile } from '../layout.ts';
import { formatProblem, type Problem } from '../problem.ts';
import { citedWords, type FileHeadline, fileHeadline, filesWords, type Tone, uncitedWords } from '../publish/words/evidence-words.ts';
import { plural } from '../publish/words/grammar.ts';
import { criterionWords, measuredWords } from '../publish/words/measure-words.ts';
import { citationName, formatInstant, short } from '../publish/words/name-words.ts';
import type { Evidence, EvidenceFile } from '../reports/evidence.ts';
import type { JobPart } from '../reports/job-parts.ts';
import { type ContentView, contentView } from './content-view.ts';
import { currentLinks, objectLink } from './links.ts';
import { type ListView, listsOf, type TableView, tablesOf } from './report-tables.ts';

/** The list of all result files, by job. */
export interface EvidenceIndexView {
  readonly jobs: readonly { readonly name: string; readonly parts: readonly PartView[] }[];
  /** How many result files there are, of how many jobs. */
  readonly counted: string;
  readonly files: number;
  /** How many of them no item cites, in a sentence; empty where each is cited. */
  readonly uncited: string;
  /** What looks like a secret, and is published all the same: where, and why. */
  readonly allowedSecrets: readonly string[];
}

/** One run of a job, or of a shard of it, with its files. */
export interface PartView {
  readonly title: string;
  readonly provenance: string;
  /** The page of its `run.json`; null where there is none. */
  readonly run: string | null;
  readonly problems: readonly string[];
  readonly superseded: boolean;
  readonly files: readonly FileRow[];
}

/** A result file in the list of all. */
export interface FileRow {
  readonly name: string;
  readonly href: string;
  readonly kind: string;
  /** What a person wants first: `199 passed, 12 failed`. */
  readonly headline: string;
  /** Whether the headline is bad news, good news, or neither. */
  readonly tone: Tone;
  readonly cited: string;
}

/** One result file as a page. */
export interface EvidenceFileView {
  readonly path: string;
  readonly name: string;
  readonly kind: string;
  readonly headline: string;
  readonly tone: Tone;
  readonly download: string;
  readonly digest: string;
  readonly facts: readonly { readonly name: string; readonly value: string; readonly href?: string }[];
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly superseded: boolean;
  /** What it holds, where its kind has a view of its own; else `tables` and `lists` show it. */
  readonly content: ContentView | null;
  readonly tables: readonly TableView[];
  readonly lists: readonly ListView[];
  /** The file's own text, where it is short and meant for people. */
  readonly text: string | null;
  readonly citedBy: readonly {
    readonly text: string;
    readonly href: string;
    readonly name: string;
    readonly outcome: string;
    readonly verdict: Verdict['state'];
  }[];
}

/** Makes the list of result files. */
export function evidenceIndexView(assessment: Assessment, context: EvidenceContext, allowedSecrets: readonly Problem[]): EvidenceIndexView {
  const { evidence } = context;
  const cited = citationsByFile(assessment);
  const jobs = [...new Set(evidence.parts.map(({ job }) => job))];
  const files = resultFiles(evidence).length;
  return {
    jobs: jobs.map((name) => ({
      name,
      parts: evidence.parts.filter(({ job }) => job === name).map((part) => partView(part, context, cited)),
    })),
    counted: filesWords(files, jobs.length),
    files,
    uncited: uncitedWords(assessment.uncited.length, files),
    allowedSecrets: allowedSecrets.map(formatProblem),
  };
}

/** The files that tools wrote: all but the provenance of jobs. */
function resultFiles({ files }: Evidence): EvidenceFile[] {
  return files.filter(({ name }) => name !== runFile);
}

/** When the newest evidence was measured; null where there is none. */
export function newestEvidence({ parts }: Evidence): string | null {
  const finished = parts.flatMap(({ run }) => run?.finished ?? []);
  return finished.length === 0 ? null : finished.reduce((a, b) => (Date.parse(a) > Date.parse(b) ? a : b));
}

/**
 * Makes the page of a result file.
 *
 * @param text The file itself, where it is to be read on the page; null where it is not.
 */
export function evidenceFileView(
  file: EvidenceFile,
  assessment: Assessment,
  context: EvidenceContext,
  text: string | null,
): EvidenceFileView {
  const { outcome, part } = file;
  const report = outcome.state === 'read' ? outcome.report : null;
  const headline = headlineOf(file, context);
  return {
    path: file.path,
    name: file.name,
    kind: kindWords(file),
    ...headline,
    download: objectLink(file.digest),
    digest: file.digest,
    facts: factsOf(file),
    problems: outcome.problems.map(formatProblem),
    notes: part.run?.notes ?? [],
    superseded: part.superseded,
    content: contentView(file, context, currentLinks),
    tables: report === null ? [] : tablesOf(report, headline.tone),
    lists: report === null ? [] : listsOf(report),
    text,
    citedBy: (citationsByFile(assessment).get(file.path) ?? []).map(({ item, citation }) => ({
      text: item.text,
      href: currentLinks.item(item.id),
      name: citationName(citation),
      outcome: outcomeOf(citation),
      verdict: citation.verdict.state,
    })),
  };
}

interface Cited {
  readonly item: { readonly id: string; readonly text: string };
  readonly citation: AssessedCitation;
}

function citationsByFile(assessment: Assessment): Map<string, Cited[]> {
  const byFile = new Map<string, Cited[]>();
  for (const item of itemsOf(assessment.pages)) {
    for (const citation of item.citations) {
      for (const { file } of citation.sources) byFile.set(file, [...(byFile.get(file) ?? []), { item, citation }]);
    }
  }
  return byFile;
}

function outcomeOf({ measured, criterion }: AssessedCitation): string {
  return [
    measured === null ? 'nothing measured' : measuredWords(measured, criterion),
    criterion === null ? '' : `requires ${criterionWords(criterion)}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function partView(part: JobPart, context: EvidenceContext, cited: ReadonlyMap<string, readonly Cited[]>): PartView {
  const titles = [
    part.shard === null ? '' : `shard ${part.shard}${part.run?.shard == null ? '' : ` of ${part.run.shard.total}`}`,
    part.attempt > 1 || part.superseded ? `attempt ${part.attempt}` : '',
  ];
  const files = context.evidence.byPart.get(part) ?? [];
  return {
    title: titles.filter((title) => title !== '').join(', '),
    provenance: provenanceOf(part),
    run: files.some(({ name }) => name === runFile) ? currentLinks.evidence(`${part.folder}/${runFile}`) : null,
    problems: part.problems.map(formatProblem),
    superseded: part.superseded,
    files: files
      .filter(({ name }) => name !== runFile)
      .map((file) => ({
        name: file.name,
        href: currentLinks.evidence(file.path) ?? '',
        kind: kindWords(file),
        ...headlineOf(file, context),
        cited: citedWords(new Set((cited.get(file.path) ?? []).map(({ item }) => item.id)).size),
      })),
  };
}

function provenanceOf({ run }: JobPart): string {
  if (run === null) return 'no provenance: what stands here proves nothing';
  const where = run.environment?.name === undefined ? '' : ` in ${run.environment.name}`;
  return `measured ${formatInstant(run.finished)}${where}, commit ${short(run.commit)}`;
}

function kindWords({ outcome }: EvidenceFile): string {
  return outcome.format === null ? 'unknown format' : outcome.format;
}

/** What stands above a file: by what it comes to by itself, unless a later attempt decides. */
function headlineOf(file: EvidenceFile, context: EvidenceContext): FileHeadline {
  return fileHeadline(file.outcome, file.part.superseded ? null : judgeFile(file, context).verdict);
}

function factsOf(file: EvidenceFile): EvidenceFileView['facts'] {
  const { run, commands } = file.part;
  const command = commands.find(({ written }) => written.has(file.name));
  const versions = Object.entries(run?.environment ?? {}).flatMap(([name, value]) =>
    name !== 'name' && typeof value === 'string' ? [`${name} ${value}`] : [],
  );
  const facts: (EvidenceFileView['facts'][number] | null)[] = [
    file.tool === null ? null : { name: 'Tool', value: `${file.tool.name}${file.tool.version === null ? '' : ` ${file.tool.version}`}` },
    command === undefined ? null : { name: 'Command', value: command.command },
    command === undefined ? null : { name: 'Exit code', value: String(command.exitCode) },
    run === null
      ? { name: 'Provenance', value: 'none: this file proves nothing' }
      : { name: 'Measured', value: formatInstant(run.finished) },
    run === null ? null : { name: 'Commit', value: run.commit },
    run?.head == null ? null : { name: 'Head of the pull request', value: run.head },
    run?.changed?.length ? { name: 'Changed since the commit', value: run.changed.join(', ') } : null,
    run?.environment == null ? null : { name: 'Environment', value: [run.environment.name, ...versions].join(', ') },
    run?.url == null ? null : { name: 'CI run', value: run.url, href: run.url },
    { name: 'Size', value: plural(file.size, 'byte') },
    { name: 'SHA-256', value: file.digest },
  ];
  return facts.filter((fact) => fact !== null);
}
