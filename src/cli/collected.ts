import type { AssessedCitation } from '../assessment/assessment.ts';
import type { CitablePart } from '../assessment/citable-parts.ts';
import { citePattern, writeCitation } from '../checklist/write-citation.ts';
import { nextFolder, runFile } from '../layout.ts';
import type { Problem } from '../problem.ts';
import { plural } from '../publish/words/grammar.ts';
import { measuredWords } from '../publish/words/measure-words.ts';
import { short } from '../publish/words/name-words.ts';
import { reasonWords } from '../publish/words/reason-words.ts';
import type { JobRun } from '../reports/run.ts';
import { summariseOutcome } from '../reports/summary.ts';
import type { CollectedFile, Collection } from './collection.ts';

/** What was kept, for a person: where it stands, what was understood, and the citations to paste with what each measures now. */
export function collectedLines({ release, releaseText, part, run, files, together, removed, written }: Collection): string[] {
  const where = `${nextFolder}/${part}/`;
  return [
    ...(releaseText === null ? [] : [`${release.product} ${release.version} in preparation is of ${short(run.commit)} from now on.`]),
    ...(removed.length === 0 ? [] : [`${plural(removed.length, 'file')} of another commit ${removed.length === 1 ? 'is' : 'are'} gone.`]),
    written.length === 0
      ? `${where} had all of it already.`
      : `${files.length === 0 ? 'How the command ended,' : plural(files.length, 'file')} of ${short(run.commit)} in ${where}`,
    ...(files.length === 0 ? exitLines(run) : []),
    ...together.flatMap(({ pattern, names, whole }) => [
      '',
      `${plural(names.size, 'file')} together`,
      `  - [ ] … ${citePattern(run.job, pattern, '')} measures ${saysWords(whole, null)}`,
    ]),
    ...files.slice(0, shown).flatMap((file) => {
      const isOneOfSeveral = together.some(({ names }) => names.has(file.file.name));
      // Of one of several the whole is enough: its parts are cited as those of all.
      return isOneOfSeveral ? fileLines({ ...file, citable: file.citable.slice(0, 1) }) : ['', ...fileLines(file)];
    }),
    ...(files.length > shown ? [`… and ${files.length - shown} more`] : []),
  ];
}

/** How a job ended that has nothing else to cite. */
function exitLines({ job, commands }: JobRun): string[] {
  const codes = commands.map(({ exitCode }) => exitCode).join(', ');
  return ['', `  - [ ] … ${writeCitation(job, runFile, '', 'exit 0')} measures exit code ${codes}`];
}

/** How many files are listed. */
const shown = 20;

function fileLines(collected: CollectedFile): string[] {
  const { file, from, whole, citable, isPlainJson } = collected;
  const { outcome, name, part } = file;
  if (outcome.state === 'refused') return [`${name}: refused`];
  const tool =
    outcome.report.tool === null
      ? ''
      : ` by ${[outcome.report.tool.name, outcome.report.tool.version].filter((each) => each !== null).join(' ')}`;
  const origin = from === name ? '' : `, from ${from}`;
  return [
    isPlainJson
      ? `${name}: JSON that no reader knows, cited by pointer alone${origin}`
      : `${name}: ${outcome.report.kind} (${outcome.format}${tool})${origin}`,
    ...(isPlainJson && citable.length === 0
      ? ['  holds no value to cite; where a tool wrote it for nothing found, name its format: --format']
      : []),
    ...(part.superseded ? ['  a later attempt of this job decides instead'] : []),
    ...(whole.verdict.state === 'unproven' && !part.superseded && !isPlainJson
      ? [`  proves nothing yet: ${reasonWords(whole.verdict.reason)}`]
      : []),
    ...(part.superseded
      ? []
      : citable.map((each) => `  - [ ] … ${writeCitation(file.job, name, each.selector)} measures ${saysWords(each, whole)}`)),
  ];
}

/** What a part measures now, and what its verdict adds to that. */
function saysWords({ measured, verdict }: Omit<CitablePart, 'selector'>, whole: CollectedFile['whole'] | null): string {
  const value = measured === null ? 'nothing' : measured.kind === 'existence' ? 'that it is there' : measuredWords(measured);
  switch (verdict.state) {
    case 'pass':
      return value;
    case 'fail':
      return `${value}, and fails`;
    case 'unproven':
      if (verdict.reason.code === 'no-criterion') return `${value}; the item’s words or a title say what it must be`;
      return whole !== null && isSameReason(verdict, whole.verdict) ? value : `${value}: ${reasonWords(verdict.reason)}`;
  }
}

function isSameReason(a: AssessedCitation['verdict'], b: AssessedCitation['verdict']): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What was kept, as one document. */
export function collectedDocument({ part, run, files, together, removed, written }: Collection, problems: readonly Problem[]) {
  return {
    folder: `${nextFolder}/${part}`,
    state: written.length === 0 ? 'unchanged' : 'kept',
    run,
    removed,
    files: files.map(({ file, from, citable, isPlainJson }) => ({
      name: file.name,
      from,
      digest: file.digest,
      size: file.size,
      ...summariseOutcome(file.outcome),
      pointerOnly: isPlainJson,
      citations: citable.map((each) => ({
        markdown: writeCitation(file.job, file.name, each.selector),
        selector: each.selector,
        ...outcomeDocument(each),
      })),
    })),
    together: together.map(({ pattern, names, whole }) => ({
      markdown: citePattern(run.job, pattern, ''),
      files: [...names],
      ...outcomeDocument(whole),
    })),
    problems,
  };
}

function outcomeDocument({ measured, verdict }: CollectedFile['whole']) {
  return {
    measured: measured === null ? null : { ...measured, display: measuredWords(measured) },
    verdict: verdict.state,
    reason: verdict.state === 'pass' ? null : { code: verdict.reason.code, message: reasonWords(verdict.reason) },
  };
}
