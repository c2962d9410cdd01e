import type { PageKind } from '../checklist/checklist.ts';
import type { ReleaseRow } from '../publish/release-row.ts';
import { currentLinks, type Links, releaseLinks } from './links.ts';
import { type ListedRelease, type ListPage, listedRelease, listPages } from './release-pages.ts';

/** Releases that have a page of the checklist, the newest first, each leading to this page of it: one page of their list. */
export interface PageReleasesView extends ListPage<Pick<ListedRelease, 'label' | 'href' | 'state' | 'date'>> {
  /** The page's id. */
  readonly id: string;
}

/** How many releases a page of the list has: it stays below 300 kB. */
const listedPerPage = 500;

/**
 * Finds the releases that have each page, by the ids of their items. Pages of releases link here: they stay as they are when others are
 * published, and this list does not.
 *
 * @param rows By precedence, the lowest version first.
 */
export function pageReleases(rows: readonly ReleaseRow[]): PageReleasesView[] {
  const newestFirst = rows.toReversed().map((row) => ({ row, listed: listedRelease(row), ids: pagesOf(row) }));
  return [...new Set(newestFirst.flatMap(({ ids }) => [...ids]))].flatMap((id) => {
    const releases = newestFirst
      .filter(({ ids }) => ids.has(id))
      .map(({ row, listed: { label, state, date } }) => ({ label, state, date, href: addressOf(id, releaseLinks(row.version)) }));
    return listPages(releases, listedPerPage, pageReleasesAddress(id)).map((page) => ({ id, ...page }));
  });
}

/** Where the list of the releases that have a page is. */
export function pageReleasesAddress(id: string): string {
  return `${addressOf(id, currentLinks)}releases/`;
}

function pagesOf({ shown }: ReleaseRow): ReadonlySet<string> {
  return new Set((shown?.items ?? []).map(({ id }) => id.split('/')[0] ?? ''));
}

function addressOf(id: string, links: Links): string {
  return links.page({ id, kind: kindOf(id) });
}

function kindOf(id: string): PageKind {
  return id === 'gates' || id === 'sign-off' || id === 'post-release' ? id : 'layer';
}
