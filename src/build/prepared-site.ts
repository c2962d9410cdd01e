import type { Publication } from '../disk/releases.ts';
import type { LoadedRoot } from '../disk/root.ts';
import { compareSuccessive, type SuccessiveRelease } from '../publish/successive-releases.ts';

/** What pages are made from. */
export interface PreparedSite {
  readonly root: LoadedRoot;
  readonly publication: Publication;
  /** The releases of the publication, each with what changed since the one before. */
  readonly releases: readonly SuccessiveRelease[];
  /** Versions whose files stand in the site that is replaced as they would be made now, and are taken from there. */
  readonly reused: ReadonlySet<string>;
  /** The number of the change that this is a preview of; null for a site. */
  readonly preview: number | null;
}

/** What pages are made from, of what was read. */
export function prepareSite({ root, publication, reused, preview }: Omit<PreparedSite, 'releases'>): PreparedSite {
  return { root, publication, releases: compareSuccessive(publication.releases), reused, preview };
}

let handed: PreparedSite | undefined;

/** Hands the pages that are made in this process what was read, so that every file is read once. */
export function handToPages(site: PreparedSite): void {
  handed = site;
}

/** What was handed to the pages; undefined in development, where they read the root themselves. */
export function preparedSite(): PreparedSite | undefined {
  return handed;
}
