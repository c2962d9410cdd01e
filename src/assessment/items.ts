import type { AssessedItem, AssessedPage } from './assessment.ts';

/** An item and all below it. */
export function flattenAssessed(item: AssessedItem): AssessedItem[] {
  return [item, ...item.items.flatMap(flattenAssessed)];
}

/** Every item of some pages, parents before their children. */
export function itemsOf(pages: readonly Pick<AssessedPage, 'sections'>[]): AssessedItem[] {
  return pages.flatMap(({ sections }) => sections.flatMap(({ items }) => items.flatMap(flattenAssessed)));
}

/** The items that counts are of: those without children. */
export function leavesOf(pages: readonly Pick<AssessedPage, 'sections'>[]): AssessedItem[] {
  return itemsOf(pages).filter(({ items }) => items.length === 0);
}
