import type { PageKind } from '../checklist/checklist.ts';
import type { ReleaseRow } from '../publish/release-row.ts';
import { currentLinks, type Links, releaseLinks } from './links.ts';
import { type ListedRelease, listedRelease } from './release-pages.ts';

/** One page of the checklist through all releases that have it. */
export interface PageReleasesView {
  /** The page's id. */
  readonly id: string;
  /** From the first page of the site. */
  readonly href: string;
  /** The newest first; each leads to this page of it. */
  readonly releases: readonly ListedRelease[];
}

/**
 * Finds the releases that have each page, by the ids of their items. Pages of releases link here: they stay as they are when others are
 * published, and this list does not.
 *
 * @param rows By precedence, the lowest version first.
 */
export function pageReleases(rows: readonly ReleaseRow[]): PageReleasesView[] {
  const found = new Map<string, ListedRelease[]>();
  for (const row of rows.toReversed()) {
    for (const id of new Set((row.shown?.items ?? []).map((item) => item.id.split('/')[0] ?? ''))) {
      const release = { ...listedRelease(row), href: addressOf(id, releaseLinks(row.version)) };
      found.set(id, [...(found.get(id) ?? []), release]);
    }
  }
  return [...found].map(([id, releases]) => ({ id, href: pageReleasesAddress(id), releases }));
}

/** Where the list of the releases that have a page is. */
export function pageReleasesAddress(id: string): string {
  return `${addressOf(id, currentLinks)}releases/`;
}

function addressOf(id: string, links: Links): string {
  return links.page({ id, kind: kindOf(id) });
}

function kindOf(id: string): PageKind {
  return id === 'gates' || id === 'sign-off' || id === 'post-release' ? id : 'layer';
}
