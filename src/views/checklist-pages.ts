import type { AssessedPage, Assessment } from '../assessment/assessment.ts';
import { itemsOf } from '../assessment/items.ts';
import { readLink } from '../checklist/citation.ts';
import type { Workshop } from '../publish/cause-advice.ts';
import { renderMarkdown } from '../publish/render-markdown.ts';
import { pageWhyWords, remarkWords } from '../publish/words/answer-words.ts';
import { namesOfItems } from '../publish/words/name-words.ts';
import { foldedWords, pageName, pageProgressWords } from '../publish/words/release-words.ts';
import { type AnswerView, pageAnswer, type ReleaseContext } from './answer.ts';
import { type CauseView, causeViews } from './cause-rows.ts';
import { type FilterView, filterViews } from './item-filters.ts';
import { fileLink, type Links, targetLink } from './links.ts';
import { type Segment, segmentsOf } from './overview.ts';
import { type ItemView, itemView } from './proof.ts';
import { type Signed, type SignOffsView, signOffsView } from './sign-off-table.ts';

/** A page of the checklist, on the way from one to the next. */
export interface PageLink {
  readonly id: string;
  readonly number: number | null;
  readonly title: string;
  readonly href: string;
  /** What it has come to, and how much of it is verified; empty where nothing is asked of it. */
  readonly state: string;
}

/** The pages of a checklist in their order. */
export function pageLinksOf({ pages }: Assessment, links: Links): PageLink[] {
  return pages.map((page) => ({
    id: page.id,
    number: page.number,
    title: page.title,
    href: links.page(page),
    state: pageProgressWords(page),
  }));
}

/** A page of the checklist with its statuses. */
export interface ChecklistPageView {
  readonly id: string;
  readonly title: string;
  readonly name: string;
  /** Null for a page of which nothing is asked. */
  readonly answer: AnswerView | null;
  /** Whether it is ready, and all of why, in a line; empty where nothing is asked of it. */
  readonly state: string;
  /** What it does not decide; empty where it decides. */
  readonly remark: string;
  readonly causes: readonly CauseView[];
  readonly total: number;
  /** Its items stand in a line each, for there are more than a page can carry with their proofs; null where they have them. */
  readonly folded: string | null;
  readonly filters: readonly FilterView[];
  readonly segments: readonly Segment[];
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    /** As HTML; empty where there is none. */
    readonly prose: string;
    readonly count: number;
    readonly items: readonly ItemView[];
  }[];
  readonly signOffs: SignOffsView;
  readonly source: string;
}

/** How many items a page shows with their proofs: of as many more it stays below 300 kB. */
const provenItems = 120;
/** How many items the causes of a page list where its own stand in a line each. */
const foldedCauseItems = 30;

/** @param signed The sign-offs of the release that the page belongs to. */
export function checklistPageView(
  page: AssessedPage,
  assessment: Assessment,
  links: Links,
  signed: Signed,
  context: ReleaseContext,
  workshop: Workshop,
): ChecklistPageView {
  const pageLink = fileLink(assessment, links);
  const nameItem = namesOfItems(assessment.pages);
  const items = itemsOf([page]).length;
  const isFolded = items > provenItems;
  return {
    id: page.id,
    title: page.title,
    name: pageName(page),
    answer: pageAnswer(page, assessment, context, links),
    state: (page.kind === 'post-release' ? null : pageWhyWords(page, assessment)) ?? '',
    remark: page.kind === 'sign-off' && page.counts.total === 0 ? '' : remarkWords(page),
    causes: isFolded ? causeViews([page], assessment, links, workshop, foldedCauseItems) : causeViews([page], assessment, links, workshop),
    total: page.counts.total,
    folded: isFolded ? foldedWords(items) : null,
    filters: filterViews(page.counts),
    segments: segmentsOf(page.counts),
    sections: page.sections.map(({ id, title, prose, items }) => ({
      id,
      title,
      prose: prose === '' ? '' : renderMarkdown(prose, (url) => proseLink(url, page.file, links, pageLink)),
      count: items.length,
      items: items.map((item) => itemView(item, links, pageLink, nameItem)),
    })),
    signOffs: signOffsView(page, assessment, signed),
    source: page.file,
  };
}

/** Where a link in the prose of a page leads; null where it is to nothing that can be followed. */
function proseLink(url: string, file: string, links: Links, pageLink: (file: string) => string | null): string | null {
  if (url.startsWith('#')) return url;
  const meaning = readLink({ url, title: '', label: '' }, { file, line: 1, column: 1 });
  switch (meaning.kind) {
    case 'refused':
      return null;
    case 'citation':
      return meaning.citation.target === 'checklist' ? pageLink(meaning.citation.file) : links.evidence(meaning.citation.path);
    case 'other':
      return meaning.target === null ? null : targetLink(meaning.target, links);
  }
}
