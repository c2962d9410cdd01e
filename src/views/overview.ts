import { type AssessedItem, type AssessedPage, type Assessment, type Status, statuses } from '../assessment/assessment.ts';
import type { Counts } from '../assessment/counts.ts';
import { decisiveCitation } from '../assessment/decisive.ts';
import { contradictions, isCounted, openItems, statedPages } from '../assessment/readiness.ts';
import type { Workshop } from '../publish/cause-advice.ts';
import { answerSign } from '../publish/words/answer-words.ts';
import { causesWords } from '../publish/words/cause-words.ts';
import { capital, unbroken } from '../publish/words/grammar.ts';
import { countedWords, requiredWords } from '../publish/words/measure-words.ts';
import { citationName } from '../publish/words/name-words.ts';
import { countWords, headline, pageName } from '../publish/words/release-words.ts';
import { pageStateWords } from '../publish/words/status-words.ts';
import { type AnswerView, type ReleaseContext, releaseAnswer } from './answer.ts';
import { type CauseView, causeViews } from './cause-rows.ts';
import type { Links } from './links.ts';

/** A release at a glance. */
export interface OverviewView {
  readonly title: string;
  readonly eyebrow: string;
  /** Null where this version does not say what the release comes to. */
  readonly answer: AnswerView | null;
  readonly segments: readonly Segment[];
  readonly contradictions: readonly ContradictionView[];
  readonly pages: readonly PageView[];
  readonly causes: readonly CauseView[];
  /** What is open, above its causes. */
  readonly causesIntro: string;
}

/** One status on a bar. */
export interface Segment {
  readonly status: Status;
  readonly count: number;
}

/** What is claimed, and what was measured instead. */
export interface ContradictionView {
  readonly text: string;
  readonly href: string;
  readonly where: string;
  /** What was measured, with what it is of: `32 TODO/FIXME`. */
  readonly measured: string;
  /** What must be: `must be 0`. */
  readonly required: string | null;
  readonly evidence: string;
  readonly evidenceHref: string | null;
}

/** A page of the checklist with its counts. */
export interface PageView {
  readonly number: number | null;
  readonly title: string;
  readonly href: string;
  /** Whose sign and colour its state has. */
  readonly sign: Status;
  /** Ready, ready to sign or not ready; null for a page of which nothing is asked. */
  readonly state: string | null;
  readonly segments: readonly Segment[];
  readonly summary: string;
}

/**
 * A release at a glance.
 *
 * @param eyebrow What stands above the answer: what the release is.
 */
export function overviewView(
  assessment: Assessment,
  eyebrow: string,
  context: ReleaseContext,
  links: Links,
  workshop: Workshop,
): OverviewView {
  const pages = statedPages(assessment);
  const counted = pages.filter(isCounted);
  const causes = causeViews(counted, assessment, links, workshop);
  return {
    title: headline({ ...assessment, commit: null }),
    eyebrow,
    answer: releaseAnswer(assessment, context, links),
    segments: segmentsOf(assessment.counts),
    contradictions: contradictions(assessment).map((item) => contradictionView(item, counted, links)),
    pages: pages.map((page) => pageView(page, links)),
    causes,
    causesIntro: causesWords(openItems(counted).length, causes.length),
  };
}

/** The statuses that occur, in the order of their gravity, the gravest first. */
export function segmentsOf(counts: Counts): Segment[] {
  return statuses.map((status) => ({ status, count: counts[status] })).filter(({ count }) => count > 0);
}

/** A page of the checklist in the list on the first page. */
export function pageView(page: AssessedPage, links: Links): PageView {
  const { number, title, state, counts } = page;
  return {
    number,
    title,
    href: links.page(page),
    sign: answerSign(state, counts),
    state: page.kind === 'post-release' ? null : capital(pageStateWords[state]),
    segments: segmentsOf(counts),
    summary: unbroken(countWords(counts)),
  };
}

function contradictionView(item: AssessedItem, pages: readonly AssessedPage[], links: Links): ContradictionView {
  const decisive = decisiveCitation(item);
  const page = pages.find(({ id }) => item.id.startsWith(`${id}/`));
  const [source] = decisive?.sources ?? [];
  return {
    text: item.text,
    href: links.item(item.id),
    where: page === undefined ? '' : pageName(page),
    measured: decisive === null ? 'a part of it fails' : countedWords(decisive, item.text) || 'nothing',
    required: decisive?.criterion == null ? null : requiredWords(decisive.criterion),
    evidence: decisive === null ? '' : citationName(decisive),
    evidenceHref: source === undefined ? null : links.evidence(source.file),
  };
}
