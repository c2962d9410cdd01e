import {
  type AssessedCitation,
  type AssessedItem,
  type AssessedPage,
  type Assessment,
  type PageState,
  type Status,
  statuses,
} from '../assessment/assessment.ts';
import type { Counts } from '../assessment/counts.ts';
import { decisiveCitation } from '../assessment/decisive.ts';
import { itemsOf } from '../assessment/items.ts';
import { contradictions } from '../assessment/readiness.ts';
import { isReady } from '../assessment/status.ts';
import { plural } from '../publish/words/grammar.ts';
import { criterionWords, measuredWords } from '../publish/words/measure-words.ts';
import { citationName, formatDay, short } from '../publish/words/name-words.ts';
import { needWords } from '../publish/words/need-words.ts';
import { pageName, statusList } from '../publish/words/release-words.ts';
import { stateWords } from '../publish/words/status-words.ts';
import { formatNumber } from '../unit.ts';
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
  readonly signOffs: { readonly current: number; readonly total: number; readonly href: string };
}

/** One status on a bar. */
export interface Segment {
  readonly status: Status;
  readonly count: number;
}

export interface ContradictionView {
  readonly text: string;
  readonly href: string;
  readonly where: string;
  readonly measured: string;
  readonly required: string | null;
  readonly evidence: string;
  readonly evidenceHref: string | null;
}

export interface PageView {
  readonly number: number | null;
  readonly title: string;
  readonly href: string;
  readonly state: PageState;
  readonly blocking: boolean;
  readonly segments: readonly Segment[];
  readonly summary: string;
}

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
  const open = counted.map((page) => ({ page, items: openItems(page) })).filter(({ items }) => items.length > 0);
  const views = open.map(({ page, items }) => ({
    page,
    items: items.map((item) => ({ rank: rankOf(item), view: openView(item, page, links) })),
  }));
  return {
    title: `${assessment.product} ${assessment.version} is ${stateWords[assessment.state]}.`,
    eyebrow,
    lead: leadOf(assessment, counted),
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
    signOffs: {
      current: assessment.signOffs.filter(({ state }) => state === 'current').length,
      total: assessment.signOffs.length,
      href: links.page({ id: 'sign-off', kind: 'sign-off' }),
    },
  };
}

/** The statuses that occur, in the order of their gravity, with what stands open last but for the proven. */
export function segmentsOf(counts: Counts): Segment[] {
  return statuses.map((status) => ({ status, count: counts[status] })).filter(({ count }) => count > 0);
}

export function pageView(page: AssessedPage, links: Links): PageView {
  const { number, title, state, blocking, counts } = page;
  return {
    number,
    title,
    href: links.page(page),
    state,
    blocking,
    segments: segmentsOf(counts),
    summary: counts.total === 0 ? 'no items' : `${statusList(counts)} of ${counts.total}`,
  };
}

/** What the release in preparation is made of, in a line. */
export function currentEyebrow({ commit, committed }: Assessment, newestEvidence: string | null): string {
  return [
    'Release in preparation',
    commit === null ? 'commit not stated' : `commit ${short(commit)}${committed === null ? '' : ` of ${formatDay(committed)}`}`,
    newestEvidence === null ? 'no evidence' : `evidence of ${formatDay(newestEvidence)}`,
  ].join(' · ');
}

/** The answer in two sentences, from the counts. */
function leadOf(assessment: Assessment, counted: readonly AssessedPage[]): string[] {
  const { counts, signOffs, state } = assessment;
  const gates = counted.filter(({ kind }) => kind === 'gates').map((page) => page.counts);
  const gateTotal = gates.reduce((sum, { total }) => sum + total, 0);
  const contradicted = gates.reduce((sum, each) => sum + each.contradicted, 0);
  const missing = signOffs.filter((signOff) => signOff.state !== 'current').length;
  const proven = counts.verified;
  const failing = counts.contradicted + counts.failing;
  const open = counts.total - proven - failing - counts.waived - counts.attested - counts['not-applicable'];
  const first =
    contradicted > 0
      ? `${formatNumber(contradicted)} of its ${plural(gateTotal, 'quality gate')} ${contradicted === 1 ? 'is' : 'are'} ticked, and contradicted by evidence.`
      : counts.contradicted > 0
        ? `${plural(counts.contradicted, 'ticked item')} ${counts.contradicted === 1 ? 'is' : 'are'} contradicted by evidence.`
        : state === 'ready'
          ? 'Every blocking item is proven or accounted for, and every required role has signed.'
          : state === 'awaiting-sign-off'
            ? `Everything is proven or accounted for; ${plural(missing, 'sign-off')} ${missing === 1 ? 'is' : 'are'} missing.`
            : 'Nothing is contradicted, and not everything is proven.';
  const rest = [
    `${formatNumber(proven)} ${proven === 1 ? 'is' : 'are'} proven`,
    failing > 0 ? `${formatNumber(failing)} ${failing === 1 ? 'fails' : 'fail'}` : '',
    open > 0 ? `${formatNumber(open)} ${open === 1 ? 'has' : 'have'} no proof` : '',
  ].filter((part) => part !== '');
  return [
    first,
    `Of ${plural(counts.total, 'item')}, ${rest.slice(0, -1).join(', ')}${rest.length > 1 ? ' and ' : ''}${rest.at(-1) ?? ''}.`,
  ];
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

function openItems(page: AssessedPage): AssessedItem[] {
  return itemsOf([page]).filter((item) => item.items.length === 0 && !isReady(item.status));
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
