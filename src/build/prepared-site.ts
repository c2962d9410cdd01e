import type { Publication } from '../disk/releases.ts';
import type { LoadedRoot } from '../disk/root.ts';
import { type ReleaseRow, releaseRow } from '../publish/release-row.ts';
import { compareSuccessive, type SuccessiveRelease } from '../publish/successive-releases.ts';

/** What pages are made from. */
export interface PreparedSite {
  readonly root: LoadedRoot;
  readonly publication: Publication;
  /** The releases whose files are made, each with what changed since the one before. */
  readonly releases: readonly SuccessiveRelease[];
  /** A row for every release, by precedence, the lowest version first. */
  readonly rows: readonly ReleaseRow[];
  /** The rows of releases whose files stand in the site that is replaced as they would be made now, and are taken from there, by version. */
  readonly reused: ReadonlyMap<string, ReleaseRow>;
  /** Those of them whose files stay where the site is published, and are not in its folder. */
  readonly kept: ReadonlySet<string>;
  /** The versions whose result files have pages. */
  readonly withEvidence: ReadonlySet<string>;
  /** The number of the change that this is a preview of; null for a site. */
  readonly preview: number | null;
}

/** What pages are made from, of what was read. */
export function prepareSite({ publication, reused, ...rest }: Omit<PreparedSite, 'releases' | 'rows'>): PreparedSite {
  const versions = publication.chain.map(({ version }) => version);
  const releases = compareSuccessive(versions, publication.releases).filter(({ release }) => !reused.has(release.version));
  const made = new Map(releases.map((each) => [each.release.version, releaseRow(each)]));
  const rows = versions.flatMap((version) => made.get(version) ?? reused.get(version) ?? []);
  return { ...rest, publication, reused, releases, rows };
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
