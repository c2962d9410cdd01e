import type { EvidenceContext } from '../assessment/provenance.ts';
import { runFile } from '../layout.ts';
import { formatProblem } from '../problem.ts';
import { codeLinks } from '../publish/code-links.ts';
import { scaledQuantity } from '../publish/words/load-words.ts';
import { formatInstant } from '../publish/words/name-words.ts';
import { commandsWords, jobWords, noRunWords, supersededWords } from '../publish/words/run-words.ts';
import type { JobPart } from '../reports/job-parts.ts';
import type { JobRun } from '../reports/run.ts';
import { partWords } from './evidence-header.ts';
import type { Links } from './links.ts';

/** One run of a job, or of a shard of it: what ran, how it ended, where and when. */
export interface RunView {
  readonly kind: 'run';
  /** `shard 1 of 4, attempt 2`; empty for a job that ran once and whole. */
  readonly title: string;
  /** The page of its `run.json`; null where there is none. */
  readonly record: string | null;
  readonly notices: readonly string[];
  readonly counted: string;
  readonly commands: readonly {
    readonly command: string;
    readonly exitCode: number;
    readonly files: readonly { readonly name: string; readonly href: string | null }[];
  }[];
  readonly facts: readonly { readonly name: string; readonly value: string; readonly href: string | null }[];
  /** Files that no command names. */
  readonly others: readonly { readonly name: string; readonly href: string | null }[];
  readonly notes: readonly string[];
}

/** A job with all of its runs. */
export interface JobView {
  readonly name: string;
  readonly counted: string;
  readonly runs: readonly RunView[];
}

/** Makes the page of each job. */
export function jobViews(context: EvidenceContext, links: Pick<Links, 'evidence'>): JobView[] {
  const byJob = Map.groupBy(context.evidence.parts, ({ job }) => job);
  return [...byJob].map(([name, parts]) => ({
    name,
    counted: jobWords(
      parts.reduce((count, part) => count + namesOf(part, context).length, 0),
      parts.length,
    ),
    runs: parts.map((part) => runView(part, context, links)),
  }));
}

/** Makes the view of one run. */
export function runView(part: JobPart, context: EvidenceContext, links: Pick<Links, 'evidence'>): RunView {
  const { run, commands, folder } = part;
  const names = namesOf(part, context);
  const linked = (name: string) => ({ name, href: links.evidence(`${folder}/${name}`) });
  const written = new Set(commands.flatMap((command) => [...command.written]));
  return {
    kind: 'run',
    title: partWords(part),
    record: context.evidence.byPath.has(`${folder}/${runFile}`) ? links.evidence(`${folder}/${runFile}`) : null,
    notices: [...(part.superseded ? [supersededWords] : []), ...(run === null ? [noRunWords] : []), ...part.problems.map(formatProblem)],
    counted: run === null ? '' : commandsWords(commands.length, commands.filter(({ exitCode }) => exitCode !== 0).length),
    commands: commands.map(({ command, exitCode, written: files }) => ({ command, exitCode, files: [...files].toSorted().map(linked) })),
    facts: run === null ? [] : factsOf(run, context),
    others: names.filter((name) => !written.has(name)).map(linked),
    notes: run?.notes ?? [],
  };
}

function namesOf(part: JobPart, { evidence }: EvidenceContext): string[] {
  return (evidence.byPart.get(part) ?? []).map(({ name }) => name).filter((name) => name !== runFile);
}

function factsOf(run: JobRun, { portal }: EvidenceContext): RunView['facts'] {
  const duration = run.started == null ? null : Date.parse(run.finished) - Date.parse(run.started);
  const fact = (name: string, value: string | null | undefined, href: string | null = null) =>
    value == null || value === '' ? [] : [{ name, value, href }];
  return [
    ...fact('Started', run.started == null ? null : formatInstant(run.started)),
    ...fact('Finished', formatInstant(run.finished)),
    ...fact('Took', duration === null || duration < 0 ? null : scaledQuantity(duration, 'ms')),
    ...fact('CI run', run.url, run.url ?? null),
    ...fact('Commit', run.commit, codeLinks(portal).commit(run.commit)),
    ...fact('Branch or tag', run.ref),
    ...fact('Head of the pull request', run.head),
    ...fact('Changed since the commit', run.changed?.join(', ')),
    ...fact('Folder of the repository', run.directory),
    ...Object.entries(run.environment ?? {}).flatMap(([name, value]) =>
      fact(name === 'name' ? 'Environment' : name, typeof value === 'string' ? value : value === undefined ? null : JSON.stringify(value)),
    ),
  ];
}
