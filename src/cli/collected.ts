import type { AssessedCitation } from '../assessment/assessment.ts';
import type { CitablePart } from '../assessment/citable-parts.ts';
import { writeCitation } from '../checklist/write-citation.ts';
import { nextFolder } from '../layout.ts';
import type { Problem } from '../problem.ts';
import { plural } from '../publish/words/grammar.ts';
import { measuredWords } from '../publish/words/measure-words.ts';
import { short } from '../publish/words/name-words.ts';
import { reasonWords } from '../publish/words/reason-words.ts';
import { summariseOutcome } from '../reports/summary.ts';
import type { CollectedFile, Collection } from './collection.ts';

/** What was kept, for a person: where it stands, what was understood, and the citations to paste with what each measures now. */
export function collectedLines({ release, releaseText, part, run, files, removed, written }: Collection): string[] {
  const where = `${nextFolder}/${part}/`;
  return [
    ...(releaseText === null ? [] : [`${release.product} ${release.version} in preparation is of ${short(run.commit)} from now on.`]),
    ...(removed.length === 0 ? [] : [`${plural(removed.length, 'file')} of another commit ${removed.length === 1 ? 'is' : 'are'} gone.`]),
    written.length === 0 ? `${where} had all of it already.` : `${plural(files.length, 'file')} of ${short(run.commit)} in ${where}`,
    ...files.flatMap((file) => ['', ...fileLines(file)]),
  ];
}

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
function saysWords({ measured, verdict }: CitablePart, whole: CollectedFile['whole']): string {
  const value = measured === null ? 'nothing' : measuredWords(measured);
  switch (verdict.state) {
    case 'pass':
      return value;
    case 'fail':
      return `${value}, and fails`;
    case 'unproven':
      if (verdict.reason.code === 'no-criterion') return `${value}; the item’s words or a title say what it must be`;
      return isSameReason(verdict, whole.verdict) ? value : `${value}: ${reasonWords(verdict.reason)}`;
  }
}

function isSameReason(a: AssessedCitation['verdict'], b: AssessedCitation['verdict']): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What was kept, as one document. */
export function collectedDocument({ part, run, files, removed, written }: Collection, problems: readonly Problem[]) {
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
      citations: citable.map(({ selector, measured, verdict }) => ({
        markdown: writeCitation(file.job, file.name, selector),
        selector,
        measured: measured === null ? null : { ...measured, display: measuredWords(measured) },
        verdict: verdict.state,
        reason: verdict.state === 'pass' ? null : { code: verdict.reason.code, message: reasonWords(verdict.reason) },
      })),
    })),
    problems,
  };
}
