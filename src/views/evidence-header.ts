import type { AssessedCitation, Assessment, Verdict } from '../assessment/assessment.ts';
import { standingOf } from '../assessment/file-standing.ts';
import { itemsOf } from '../assessment/items.ts';
import { judgeFile } from '../assessment/judge-file.ts';
import { type EvidenceContext, staleAt } from '../assessment/provenance.ts';
import { freshnessDays } from '../checklist/portal.ts';
import { nextFolder } from '../layout.ts';
import { codeLinks } from '../publish/code-links.ts';
import { type FileHeadline, fileHeadline } from '../publish/words/evidence-words.ts';
import { plural } from '../publish/words/grammar.ts';
import { criterionWords, measuredWords } from '../publish/words/measure-words.ts';
import { citationName } from '../publish/words/name-words.ts';
import { reasonWords } from '../publish/words/reason-words.ts';
import {
  ageCheck,
  askedEnvironments,
  commitCheck,
  completenessChecks,
  environmentCheck,
  type StandingCheck,
  standingWords,
} from '../publish/words/standing-words.ts';
import type { EvidenceFile } from '../reports/evidence.ts';
import type { JobPart } from '../reports/job-parts.ts';
import { type Links, objectLink } from './links.ts';

/** What stands above the content of a result file, whatever its kind: what it is worth, for what, and where it comes from. */
export interface EvidenceHeaderView extends FileHeadline {
  readonly path: string;
  /** Whether it counts, or why not. */
  readonly standing: { readonly words: string; readonly state: 'counts' | 'part' | 'nothing' };
  /** Commit, age, environment and completeness. */
  readonly checks: readonly {
    readonly name: string;
    /** What stands before the words: a commit; null where nothing does. */
    readonly code: { readonly text: string; readonly href: string | null } | null;
    readonly held: readonly StandingCheck[];
  }[];
  readonly run: {
    readonly job: { readonly name: string; readonly href: string | null };
    /** `shard 1 of 4, attempt 2`; empty for a job that ran once and whole. */
    readonly part: string;
    /** The page of its `run.json`; null where there is none. */
    readonly record: string | null;
    /** The run in CI; null where it is not known. */
    readonly ci: string | null;
  };
  readonly digest: string;
  readonly download: { readonly href: string; readonly name: string; readonly size: string };
  /** The items that cite it, those that it fails first. */
  readonly citedBy: readonly CitedBy[];
}

/** An item that cites a file, with what became of that. */
export interface CitedBy {
  readonly text: string;
  readonly href: string;
  /** What it cites: `unit/go-test.json#TestA*`. */
  readonly name: string;
  readonly outcome: string;
  readonly verdict: Verdict['state'];
  /** Why it does not pass; null where the outcome says it. */
  readonly reason: string | null;
}

/** An item and one of its citations. */
export interface Cited {
  readonly item: { readonly id: string; readonly text: string };
  readonly citation: AssessedCitation;
}

/** Makes the head of the page of a result file. */
export function evidenceHeader(
  file: EvidenceFile,
  cited: readonly Cited[],
  context: EvidenceContext,
  links: Pick<Links, 'item' | 'evidence' | 'job'>,
): EvidenceHeaderView {
  const { evidence, portal } = context;
  const { part } = file;
  const { run } = part;
  const standing = standingOf(file, context);
  const { verdict } = judgeFile(file, context);
  const unproven = cited.flatMap(({ citation: { verdict } }) => (verdict.state === 'unproven' ? [verdict.reason] : []));
  const commit = run === null ? null : { text: run.commit, href: codeLinks(portal).commit(run.commit) };
  const limit = staleAt(file, portal);
  const until = limit !== null && evidence.folder !== nextFolder ? 'frozen' : limit;
  const only = (held: StandingCheck) => ({ code: null, held: [held] });
  return {
    path: file.path,
    ...headlineOf(file, cited, verdict),
    standing: {
      words: standingWords(standing, evidence.release.version, verdict),
      state: standing.state === 'part' ? 'part' : standing.state === 'counts' && verdict.state !== 'unproven' ? 'counts' : 'nothing',
    },
    checks: [
      { name: 'Commit', code: commit, held: [commitCheck(run, evidence.release.commit ?? null)] },
      { name: 'Age', ...only(ageCheck(run, standing, until, freshnessDays(portal, file.job))) },
      { name: 'Environment', ...only(environmentCheck(run, askedEnvironments(unproven))) },
      { name: 'Completeness', code: null, held: completenessChecks(standing, part.shard === null ? null : (run?.shard?.total ?? null)) },
    ],
    run: {
      job: { name: file.job, href: links.job(file.job) },
      part: partWords(part),
      record: evidence.byPath.has(`${part.folder}/run.json`) ? links.evidence(`${part.folder}/run.json`) : null,
      ci: run?.url ?? null,
    },
    digest: file.digest,
    download: { href: objectLink(file.digest), name: file.name.split('/').at(-1) ?? file.name, size: plural(file.size, 'byte') },
    citedBy: cited
      .map(({ item, citation }) => ({
        text: item.text,
        href: links.item(item.id),
        name: citationName(citation),
        outcome: outcomeOf(citation),
        verdict: citation.verdict.state,
        reason: reasonOf(citation),
      }))
      .sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict)),
  };
}

const order = ['fail', 'unproven', 'pass'];

/**
 * What stands above a file, unless a later attempt decides. Nothing of it is good where an item got no proof from it.
 *
 * @param own What it comes to by itself.
 */
export function headlineOf({ outcome, part }: EvidenceFile, cited: readonly Cited[], own: Verdict): FileHeadline {
  const headline = fileHeadline(outcome, part.superseded ? null : own);
  const isDoubted = cited.some(({ citation }) => citation.verdict.state === 'unproven');
  return headline.tone === 'good' && isDoubted ? { ...headline, tone: 'plain' } : headline;
}

/** Which items cite each file, by its path. */
export function citationsByFile(assessment: Assessment): ReadonlyMap<string, readonly Cited[]> {
  const byFile = new Map<string, Cited[]>();
  for (const item of itemsOf(assessment.pages)) {
    for (const citation of item.citations) {
      for (const { file } of citation.sources) {
        const listed = byFile.get(file);
        if (listed === undefined) byFile.set(file, [{ item, citation }]);
        else listed.push({ item, citation });
      }
    }
  }
  return byFile;
}

/** Which part of its job something is: `shard 1 of 4, attempt 2`; empty for a job that ran once and whole. */
export function partWords({ shard, run, attempt, superseded }: JobPart): string {
  return [
    shard === null ? '' : `shard ${shard}${run?.shard == null ? '' : ` of ${run.shard.total}`}`,
    attempt > 1 || superseded ? `attempt ${attempt}` : '',
  ]
    .filter((words) => words !== '')
    .join(', ');
}

function outcomeOf({ measured, criterion }: AssessedCitation): string {
  return [
    measured === null ? 'nothing measured' : measuredWords(measured, criterion),
    criterion === null ? '' : `requires ${criterionWords(criterion)}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function reasonOf({ verdict }: AssessedCitation): string | null {
  return verdict.state === 'pass' || verdict.reason.code === 'criterion-missed' ? null : reasonWords(verdict.reason);
}
