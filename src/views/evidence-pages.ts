import type { Assessment } from '../assessment/assessment.ts';
import { judgeFile } from '../assessment/judge-file.ts';
import type { EvidenceContext } from '../assessment/provenance.ts';
import type { EarlierTests } from '../comparison/test-history.ts';
import { runFile } from '../layout.ts';
import { formatProblem, type Problem } from '../problem.ts';
import { citedWords, filesWords, type Tone, uncitedWords } from '../publish/words/evidence-words.ts';
import { formatInstant, short } from '../publish/words/name-words.ts';
import type { Evidence, EvidenceFile } from '../reports/evidence.ts';
import type { JobPart } from '../reports/job-parts.ts';
import type { JudgedRecord } from '../signing/judge-sign-offs.ts';
import { type ContentView, contentView } from './content-view.ts';
import { type Cited, citationsByFile, type EvidenceHeaderView, evidenceHeader, headlineOf, partWords } from './evidence-header.ts';
import type { Links } from './links.ts';
import { type ListView, listsOf } from './report-lists.ts';

/** The list of all result files, by job. */
export interface EvidenceIndexView {
  readonly jobs: readonly { readonly name: string; readonly href: string | null; readonly parts: readonly PartView[] }[];
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
  readonly header: EvidenceHeaderView;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  /** What it holds, where its kind has a view of its own; else `lists` show it. */
  readonly content: ContentView | null;
  readonly lists: readonly ListView[];
  /** The file's own text, where it is short and meant for people. */
  readonly text: string | null;
}

/** Makes the list of result files. */
export function evidenceIndexView(
  assessment: Assessment,
  context: EvidenceContext,
  links: Pick<Links, 'evidence' | 'job'>,
  allowedSecrets: readonly Problem[],
): EvidenceIndexView {
  const { evidence } = context;
  const cited = citationsByFile(assessment);
  const jobs = [...new Set(evidence.parts.map(({ job }) => job))];
  const files = resultFiles(evidence).length;
  return {
    jobs: jobs.map((name) => ({
      name,
      href: links.job(name),
      parts: evidence.parts.filter(({ job }) => job === name).map((part) => partView(part, context, cited, links)),
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

/** When the newest of what a release is made of came to be: its commit, its evidence, or a signature. Of none of which this is known, when it was assessed. */
export function newestInput(
  { committed, assessedAt }: Pick<Assessment, 'committed' | 'assessedAt'>,
  evidence: Evidence,
  signOffs: readonly JudgedRecord[],
): string {
  const signed = signOffs.flatMap(({ record }) => (record.state === 'read' ? [record.statement.predicate.time] : []));
  const instants = [committed, newestEvidence(evidence), ...signed].flatMap((each) => (each === null ? [] : [Date.parse(each)]));
  return instants.length === 0 ? assessedAt : new Date(Math.max(...instants)).toISOString();
}

/** When the newest evidence was measured; null where there is none. */
export function newestEvidence({ parts }: Evidence): string | null {
  const finished = parts.flatMap(({ run }) => run?.finished ?? []);
  return finished.length === 0 ? null : finished.reduce((a, b) => (Date.parse(a) > Date.parse(b) ? a : b));
}

/**
 * Makes the page of a result file.
 *
 * @param cited Which items cite each file, as `citationsByFile` gives it.
 * @param text The file itself, where it is to be read on the page; null where it is not.
 * @param earlier Its tests in the releases before, the newest first.
 */
export function evidenceFileView(
  file: EvidenceFile,
  cited: ReadonlyMap<string, readonly Cited[]>,
  context: EvidenceContext,
  links: Links,
  text: string | null,
  earlier: readonly EarlierTests[],
): EvidenceFileView {
  const { outcome, part } = file;
  const report = outcome.state === 'read' ? outcome.report : null;
  const own = cited.get(file.path) ?? [];
  const header = evidenceHeader(file, own, context, links);
  const content = contentView(
    file,
    context,
    own.map(({ citation }) => citation),
    header.tone,
    links,
    text,
    earlier,
  );
  return {
    path: file.path,
    name: file.name,
    kind: kindWords(file),
    header,
    facts: factsOf(file),
    problems: outcome.problems.map(formatProblem),
    notes: part.run?.notes ?? [],
    content,
    lists: report === null || content?.kind === 'document' ? [] : listsOf(report),
    text: content === null ? text : null,
  };
}

function partView(
  part: JobPart,
  context: EvidenceContext,
  cited: ReadonlyMap<string, readonly Cited[]>,
  links: Pick<Links, 'evidence'>,
): PartView {
  const files = context.evidence.byPart.get(part) ?? [];
  return {
    title: partWords(part),
    provenance: provenanceOf(part),
    run: files.some(({ name }) => name === runFile) ? links.evidence(`${part.folder}/${runFile}`) : null,
    problems: part.problems.map(formatProblem),
    superseded: part.superseded,
    files: files
      .filter(({ name }) => name !== runFile)
      .map((file) => ({
        name: file.name,
        href: links.evidence(file.path) ?? '',
        kind: kindWords(file),
        ...headlineOf(file, cited.get(file.path) ?? [], judgeFile(file, context).verdict),
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

function factsOf(file: EvidenceFile): EvidenceFileView['facts'] {
  const { run, commands } = file.part;
  const command = commands.find(({ written }) => written.has(file.name));
  const facts: (EvidenceFileView['facts'][number] | null)[] = [
    file.tool === null ? null : { name: 'Tool', value: `${file.tool.name}${file.tool.version === null ? '' : ` ${file.tool.version}`}` },
    { name: 'Format', value: kindWords(file) },
    command === undefined ? null : { name: 'Command', value: command.command },
    command === undefined ? null : { name: 'Exit code', value: String(command.exitCode) },
    run?.head == null ? null : { name: 'Head of the pull request', value: run.head },
    run?.changed?.length ? { name: 'Changed since the commit', value: run.changed.join(', ') } : null,
  ];
  return facts.filter((fact) => fact !== null);
}
