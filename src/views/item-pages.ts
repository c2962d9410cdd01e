import type { AssessedItem, Assessment } from '../assessment/assessment.ts';
import { flattenAssessed } from '../assessment/items.ts';
import { todoWords } from '../publish/words/need-words.ts';
import { pageName } from '../publish/words/release-words.ts';
import { markWords, statusMeanings } from '../publish/words/status-words.ts';
import { type HistoryRelease, type HistoryStep, indexItems, itemHistory } from './item-history.ts';
import { fileLink, type Links } from './links.ts';
import { type ItemView, itemView } from './proof.ts';

/** One item's own page. */
export interface ItemPageView {
  readonly item: ItemView;
  readonly meaning: string;
  /** What to do about it, in a sentence; null where there is nothing to do. */
  readonly todo: string | null;
  readonly mark: string;
  /** What became of it in each release, oldest first; empty while there is one only. */
  readonly history: readonly HistoryStep[];
  readonly page: { readonly id: string; readonly name: string; readonly href: string };
  readonly section: { readonly title: string; readonly href: string } | null;
}

/** @param releases The release in preparation and all before it, oldest first. */
export function itemPages(assessment: Assessment, links: Links, releases: readonly HistoryRelease[]): ItemPageView[] {
  const indexes = releases.map((release) => indexItems(release.items));
  const pageLink = fileLink(assessment, links);
  return assessment.pages.flatMap((page) =>
    page.sections.flatMap((section) =>
      section.items.flatMap(flattenAssessed).map((item: AssessedItem) => ({
        item: itemView(item, links, pageLink),
        meaning: statusMeanings[item.status],
        todo: todoWords(item),
        mark: markWords[item.mark],
        history: releases.length < 2 ? [] : itemHistory(item, releases, indexes),
        page: { id: page.id, name: pageName(page), href: links.page(page) },
        section: section.id === '' ? null : { title: section.title, href: `${links.page(page)}#${section.id}` },
      })),
    ),
  );
}
