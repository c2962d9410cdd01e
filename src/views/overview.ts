import {
  type AssessedCitation,
  type AssessedItem,
  type AssessedPage,
  type Assessment,
  type Status,
  statuses,
} from '../assessment/assessment.ts';
import type { Counts } from '../assessment/counts.ts';
import { decisiveCitation } from '../assessment/decisive.ts';
import { contradictions, openItems } from '../assessment/readiness.ts';
import { gatesWords, signersWords, whyWords } from '../publish/words/answer-words.ts';
import { capital } from '../publish/words/grammar.ts';
import { criterionWords, measuredWords } from '../publish/words/measure-words.ts';
import { citationName } from '../publish/words/name-words.ts';
import { needWords } from '../publish/words/need-words.ts';
import { countWords, headline, pageName } from '../publish/words/release-words.ts';
import { pageStateWords } from '../publish/words/status-words.ts';
import type { Links } from './links.ts';

/** A release at a glance. */
export interface OverviewView {
  readonly title: string;
  readonly eyebrow: string;
  readonly lead: readonly string[];
  readonly segments: readonly Segment[];
  readonly contradictions: readonly ContradictionView[];
  readonly pages: readonly PageView[];
  readonly nearest: readonly OpenView[];
  readonly open: readonly { readonly title: string; readonly href: string; readonly items: readonly OpenView[]; readonly more: number }[];
  /** What has become of the sign-offs, and the page where they stand; null where none is asked for, or the checklist has no such page. */
  readonly signOffs: { readonly words: string; readonly href: string | null } | null;
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
  readonly measured: string;
  readonly required: string | null;
  readonly evidence: string;
  readonly evidenceHref: string | null;
}

/** A page of the checklist with its counts. */
export interface PageView {
  readonly number: number | null;
  readonly title: string;
  readonly href: string;
  /** Ready or ready to sign, in a word; null for what is not. */
  readonly state: string | null;
  readonly blocking: boolean;
  readonly segments: readonly Segment[];
  readonly summary: string;
}

/** An open item with the one thing that would prove it. */
export interface OpenView {
  readonly text: string;
  readonly href: string;
  readonly status: Status;
  readonly where: string;
  readonly need: string;
}

/** How many open items a page shows at once, and how many of each layer. */
const nearestCount = 10;
const openPerPage = 40;

/**
 * @param eyebrow What stands above the answer: what the release is, and of when its commit and its evidence are.
 */
export function overviewView(assessment: Assessment, eyebrow: string, links: Links): OverviewView {
  const pages = assessment.pages.filter(({ kind, counts }) => kind !== 'sign-off' || counts.total > 0);
  const counted = pages.filter(({ kind }) => kind !== 'post-release');
  const open = counted.map((page) => ({ page, items: openItems([page]) })).filter(({ items }) => items.length > 0);
  const views = open.map(({ page, items }) => ({
    page,
    items: items.map((item) => ({ rank: rankOf(item), view: openView(item, page, links) })),
  }));
  return {
    title: headline({ ...assessment, commit: null }),
    eyebrow,
    lead: [whyWords(assessment), gatesWords(assessment)].filter((sentence) => sentence !== null),
    segments: segmentsOf(assessment.counts),
    contradictions: contradictions(assessment).map((item) => contradictionView(item, counted, links)),
    pages: pages.map((page) => pageView(page, links)),
    nearest: views
      .flatMap(({ items }) => items)
      .sort((a, b) => a.rank - b.rank)
      .slice(0, nearestCount)
      .map(({ view }) => view),
    open: views.map(({ page, items }) => ({
      title: pageName(page),
      href: links.page(page),
      items: items.slice(0, openPerPage).map(({ view }) => view),
      more: Math.max(0, items.length - openPerPage),
    })),
    signOffs: signOffsLine(assessment, links),
  };
}

function signOffsLine(assessment: Assessment, links: Links): OverviewView['signOffs'] {
  const words = signersWords(assessment);
  const page = assessment.pages.find(({ kind }) => kind === 'sign-off');
  return words === null ? null : { words, href: page === undefined ? null : links.page(page) };
}

/** The statuses that occur, in the order of their gravity, with what stands open last but for the proven. */
export function segmentsOf(counts: Counts): Segment[] {
  return statuses.map((status) => ({ status, count: counts[status] })).filter(({ count }) => count > 0);
}

/** A page of the checklist in the list on the first page. */
export function pageView(page: AssessedPage, links: Links): PageView {
  const { number, title, state, blocking, counts } = page;
  return {
    number,
    title,
    href: links.page(page),
    state: state === 'not-ready' ? null : capital(pageStateWords[state]),
    blocking,
    segments: segmentsOf(counts),
    summary: countWords(counts),
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
    measured: decisive === null ? 'a part of it fails' : measuredOf(decisive),
    required: decisive?.criterion == null ? null : criterionWords(decisive.criterion),
    evidence: decisive === null ? '' : citationName(decisive),
    evidenceHref: source === undefined ? null : links.evidence(source.file),
  };
}

function measuredOf({ measured, criterion, verdict }: AssessedCitation): string {
  if (measured?.kind === 'items' && verdict.state === 'fail' && verdict.reason.code === 'roll-up-failed')
    return `${verdict.reason.items.length} of ${measured.total} fail`;
  return measured === null ? 'nothing' : measuredWords(measured, criterion);
}

/** How far an open item is from being proven: evidence that only needs repair comes before failures, and these before what cites nothing. */
function rankOf(item: AssessedItem): number {
  const decisive = decisiveCitation(item);
  if (decisive === null) return item.mark === 'complete' ? 3 : 4;
  if (decisive.target === 'checklist') return 2.5;
  if (decisive.verdict.state === 'unproven') return decisive.verdict.reason.code === 'missing' ? 2 : 0;
  return 1;
}

function openView(item: AssessedItem, page: AssessedPage, links: Links): OpenView {
  return { text: item.text, href: links.item(item.id), status: item.status, where: pageName(page), need: needWords(item) ?? '' };
}
