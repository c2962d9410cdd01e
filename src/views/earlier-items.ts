import type { Assessment } from '../assessment/assessment.ts';
import { itemsOf } from '../assessment/items.ts';
import { type HistoryRelease, type HistoryStep, indexItems, itemHistory } from './item-history.ts';
import { currentLinks } from './links.ts';

/** An item that releases have under an id which the checklist has no more: their pages link to its history here. */
export interface EarlierItemView {
  readonly id: string;
  /** The page of the item that it has become; null where it was removed. */
  readonly now: { readonly text: string; readonly href: string } | null;
  /** What became of it in each release that has it, the newest first. */
  readonly history: readonly HistoryStep[];
}

/** @param releases The release in preparation and all before it, oldest first. */
export function earlierItems({ pages }: Assessment, releases: readonly HistoryRelease[]): EarlierItemView[] {
  const items = itemsOf(pages);
  const ids = new Set(items.map(({ id }) => id));
  const indexes = releases.map((release) => indexItems(release.items));
  const earlier = new Set(releases.flatMap((release) => (release.items ?? []).map(({ id }) => id)).filter((id) => !ids.has(id)));
  return [...earlier].map((id) => {
    const now = items.find(({ was }) => was.includes(id));
    return {
      id,
      now: now === undefined ? null : { text: now.text, href: currentLinks.item(now.id) },
      history: itemHistory({ id, was: [] }, releases, indexes)
        .filter(({ status }) => status !== null)
        .toReversed(),
    };
  });
}
