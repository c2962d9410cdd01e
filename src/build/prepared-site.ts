import type { Publication } from '../disk/releases.ts';
import type { LoadedRoot } from '../disk/root.ts';
import { compareSuccessive, type SuccessiveRelease } from '../publish/successive-releases.ts';

/** What a build has read before its pages are made in the same process. */
export interface KeptSite {
  readonly root: LoadedRoot;
  readonly publication: Publication;
  /** The releases of the publication, each with what changed since the one before. */
  readonly releases: readonly SuccessiveRelease[];
  /** Versions whose pages stand as they are in the site that is replaced, and are taken from there. */
  readonly reused: ReadonlySet<string>;
}

/** What pages are made from, of what was read. */
export function prepareSite(root: LoadedRoot, publication: Publication, reused: ReadonlySet<string>): KeptSite {
  return { root, publication, releases: compareSuccessive(publication.releases), reused };
}

let kept: KeptSite | undefined;

/** Keeps what was read for the pages of this build, so that every file is read once. */
export function keepSite(site: KeptSite): void {
  kept = site;
}

/** What was kept; undefined in development, where pages read the root themselves. */
export function keptSite(): KeptSite | undefined {
  return kept;
}
