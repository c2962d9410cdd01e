import type { AssessedPage, Assessment } from '../assessment/assessment.ts';
import { pageWhyWords } from '../publish/words/answer-words.ts';
import { pageName } from '../publish/words/release-words.ts';
import { fileLink, type Links } from './links.ts';
import { type Segment, segmentsOf } from './overview.ts';
import { type ItemView, itemView } from './proof.ts';
import { type Signed, type SignOffsView, signOffsView } from './sign-off-table.ts';

/** A page of the checklist, on the way from one to the next. */
export interface PageLink {
  readonly id: string;
  readonly number: number | null;
  readonly title: string;
  readonly href: string;
}

export function pageLinksOf({ pages }: Assessment, links: Links): PageLink[] {
  return pages.map((page) => ({ id: page.id, number: page.number, title: page.title, href: links.page(page) }));
}

/** A page of the checklist with its statuses. */
export interface ChecklistPageView {
  readonly id: string;
  readonly title: string;
  readonly name: string;
  readonly state: string;
  readonly total: number;
  readonly segments: readonly Segment[];
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly prose: string;
    readonly count: number;
    readonly items: readonly ItemView[];
  }[];
  readonly signOffs: SignOffsView;
  readonly source: string;
}

/** @param signed The sign-offs of the release that the page belongs to. */
export function checklistPageView(page: AssessedPage, assessment: Assessment, links: Links, signed: Signed): ChecklistPageView {
  const pageLink = fileLink(assessment, links);
  return {
    id: page.id,
    title: page.title,
    name: pageName(page),
    state: stateOf(page, assessment),
    total: page.counts.total,
    segments: segmentsOf(page.counts),
    sections: page.sections.map(({ id, title, prose, items }) => ({
      id,
      title,
      prose,
      count: items.length,
      items: items.map((item) => itemView(item, links, pageLink)),
    })),
    signOffs: signOffsView(page, assessment, signed),
    source: page.file,
  };
}

/** Whether the page is ready and every reason for it; what it does not decide is said. */
function stateOf(page: AssessedPage, assessment: Assessment): string {
  const remark =
    page.kind === 'post-release'
      ? 'It does not count toward readiness.'
      : page.blocking
        ? ''
        : 'It does not keep the release from being ready.';
  const why = page.kind === 'post-release' ? null : pageWhyWords(page, assessment);
  return [why ?? '', why === null && page.kind === 'sign-off' ? '' : remark].filter((sentence) => sentence !== '').join(' ');
}
