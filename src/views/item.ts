import type { AssessedItem, Assessment } from '../assessment/assessment.ts';
import { flattenAssessed } from '../assessment/items.ts';
import { pageName } from '../publish/summary.ts';
import { markWords, statusMeanings } from '../publish/words.ts';
import { fileLink, type Links } from './links.ts';
import { type ItemView, itemView } from './proof.ts';

/** One item's own page. */
export interface ItemPageView {
  readonly item: ItemView;
  readonly meaning: string;
  readonly mark: string;
  readonly page: { readonly id: string; readonly name: string; readonly href: string };
  readonly section: { readonly title: string; readonly href: string } | null;
}

export function itemPages(assessment: Assessment, links: Links): ItemPageView[] {
  const pageLink = fileLink(assessment, links);
  return assessment.pages.flatMap((page) =>
    page.sections.flatMap((section) =>
      section.items.flatMap(flattenAssessed).map((item: AssessedItem) => ({
        item: itemView(item, links, pageLink),
        meaning: statusMeanings[item.status],
        mark: markWords[item.mark],
        page: { id: page.id, name: pageName(page), href: links.page(page) },
        section: section.id === '' ? null : { title: section.title, href: `${links.page(page)}#${section.id}` },
      })),
    ),
  );
}
