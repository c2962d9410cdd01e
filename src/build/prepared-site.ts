import type { Publication } from '../disk/releases.ts';
import type { LoadedRoot } from '../disk/root.ts';
import { lastFew } from '../last-few.ts';
import { itemSharing, type ReleaseRow, releaseRow } from '../publish/release-row.ts';
import { releaseFiles, type SiteFile } from '../publish/site-files.ts';
import { type SuccessiveRelease, successiveReleases } from '../publish/successive-releases.ts';
import type { PublishedRelease } from '../release/signed-release.ts';
import { pageSlug } from '../views/links.ts';
import { type ReleaseEvidence, releaseEvidence } from '../views/release-evidence.ts';
import { readEarlierTests } from './earlier-tests.ts';
import { readableText } from './readable-text.ts';
import type { ReleasePlan, Shard } from './reuse-releases.ts';

/** A release whose pages are made: where they are. What they show is read when they are made. */
export interface MadeRelease {
  readonly version: string;
  /** The pages of its checklist, by what they are called in addresses. */
  readonly pages: readonly string[];
  /** There is a page of what changed since the release before it. */
  readonly isCompared: boolean;
  /** Its result files, by their paths, and its jobs, where they have pages. */
  readonly evidence: {
    readonly isListed: boolean;
    readonly files: readonly string[];
    readonly jobs: readonly string[];
    /** The files that hold tests, by their names in addresses, each with the pages besides its own. */
    readonly tests: readonly { readonly file: string; readonly pages: readonly string[] }[];
  } | null;
}

/** A release as its pages show it. */
export interface OpenedRelease {
  readonly release: SuccessiveRelease;
  /** Null where its result files have no pages. */
  readonly evidence: ReleaseEvidence | null;
}

/** What pages are made from. */
export interface PreparedSite {
  readonly root: LoadedRoot;
  readonly publication: Publication;
  /** The release that `latest` means; null where there is none. */
  readonly latest: PublishedRelease | null;
  /** The releases whose pages are made, by precedence, the lowest version first. */
  readonly made: readonly MadeRelease[];
  /** Reads one of them. The last few stay read: their pages are made one release after another. */
  readonly openRelease: (version: string) => Promise<OpenedRelease>;
  /** A row for every release, by precedence, the lowest version first. */
  readonly rows: readonly ReleaseRow[];
  /** The releases whose files are taken over as they are, by version. */
  readonly reused: ReleasePlan['reused'];
  /** Those of them whose bytes stay where the site is published. */
  readonly kept: ReadonlySet<string>;
  /** The part of the releases that this has, and nothing else; null for a site. */
  readonly shard: Shard | null;
  /** The number of the change that this is a preview of; null for a site. */
  readonly preview: number | null;
}

/** What was read for a site. */
export interface SiteParts extends Pick<PreparedSite, 'root' | 'publication' | 'shard' | 'preview'> {
  readonly plan: Pick<ReleasePlan, 'made' | 'reused' | 'kept' | 'withEvidence'>;
}

/** Pages that are made at the same time are of no more releases than these. */
const openCount = 4;

/**
 * What pages are made from, of what was read. Each release whose pages are made is read once, and again when they are: of a thousand no more than a
 * few stay in memory.
 *
 * @param write Takes the files that others read of each of these releases.
 */
export async function prepareSite(
  { publication, plan: { made: wanted, reused, kept, withEvidence }, ...rest }: SiteParts,
  write: (files: readonly SiteFile[]) => void,
): Promise<PreparedSite> {
  const versions = publication.chain.map(({ version }) => version);
  const readRelease = successiveReleases(versions, publication.read);
  const open = lastFew(openCount, async (version: string): Promise<OpenedRelease | null> => {
    const release = await readRelease(version);
    if (release === null) return null;
    const earlier: Parameters<typeof releaseEvidence>[2] = (file, of) => readEarlierTests(file, of, publication.chain);
    return { release, evidence: withEvidence.has(version) ? await releaseEvidence(release, readableText, earlier) : null };
  });
  const made: MadeRelease[] = [];
  const rows: ReleaseRow[] = [];
  const shared = itemSharing();
  for (const version of versions) {
    const opened = wanted.has(version) ? await open(version) : null;
    if (opened !== null) {
      write(releaseFiles(opened.release));
      made.push(await madeRelease(opened));
    }
    const row = reused.get(version)?.row ?? (opened === null ? undefined : shared(releaseRow(opened.release)));
    if (row !== undefined) rows.push(row);
  }
  const openRelease = async (version: string) => {
    const opened = await open(version);
    if (opened === null) throw new Error(`${version} is no release whose pages are made`);
    return opened;
  };
  const latest = publication.latest === null ? null : await publication.read(publication.latest);
  return { ...rest, publication, reused, kept, latest, made, openRelease, rows };
}

async function madeRelease({ release: { release, signed, comparison }, evidence }: OpenedRelease): Promise<MadeRelease> {
  return {
    version: release.version,
    pages: signed?.assessment.pages.map(pageSlug) ?? [],
    isCompared: comparison !== null,
    evidence: evidence === null ? null : await addressesOf(evidence),
  };
}

async function addressesOf(evidence: ReleaseEvidence): Promise<NonNullable<MadeRelease['evidence']>> {
  const { pages, indexes } = await evidence.tests();
  return {
    isListed: evidence.index !== null,
    files: evidence.files.map(({ path }) => path),
    jobs: evidence.jobs().map(({ view }) => view.name),
    tests: indexes.map(({ file }) => ({ file, pages: pages.filter((each) => each.file === file).map(({ page }) => page) })),
  };
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
