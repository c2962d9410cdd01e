import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loadReleases } from '../disk/releases.ts';
import type { FileDigest } from '../file.ts';
import { resultsFolder } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { forks } from '../release/chain.ts';
import type { DamagedRelease, SealedRelease } from '../release/history.ts';
import type { FoundFile } from '../release/integrity.ts';
import { manifestName, rowName } from '../release/manifest.ts';
import { type MergedRelease, mergeReleases } from '../release/merge-release.ts';
import { whyNotRechecked } from '../release/not-rechecked.ts';
import type { SnapshotFacts } from '../release/snapshot.ts';
import { isSameRelease } from '../release/version.ts';
import type { KeptRelease } from './kept-releases.ts';
import { readPublishedVersions } from './published-history.ts';
import { type PublishedPart, readPublished, type Site } from './published-site.ts';
import { nameFaults } from './pulled-names.ts';

/** A release of a root and of a site, merged. */
export interface MergedEntry {
  readonly version: string;
  readonly snapshot: SnapshotFacts;
  /** What the root has of it; null where it has none. */
  readonly own: OwnRelease | null;
  /** The digests that are withdrawn from it where it is published; null where it is not. */
  readonly published: ReadonlySet<string> | null;
  /** What both have of it together. */
  readonly files: readonly FileDigest[];
  readonly withdrawn: ReadonlySet<string>;
}

/** A release of a root, read by itself: what others miss of it may be what comes. */
export type OwnRelease = SealedRelease | DamagedRelease;

/** Which releases are merged, and what becomes of them. */
export interface HistoryMerging {
  /** Also those that the root alone has. */
  readonly withUnpublished: boolean;
  /** What is read of those of the site that are not kept: with their result files, or without. */
  readonly reads: PublishedPart;
  /** Takes the files of a release while their bytes are at hand: of a thousand releases only digests stay in memory. */
  readonly write: (merged: MergedRelease, own: OwnRelease | null) => Promise<readonly Problem[]>;
  /**
   * Which releases of the site stay there as they are, and are not written; by default none. What is to be read of the others is at hand
   * afterwards.
   */
  readonly keep?: KeepReleases | undefined;
}

/** Chooses releases that stay on a site as they are, of all that a root and the site have. */
export type KeepReleases = (own: ReadonlyMap<string, OwnRelease>, versions: readonly string[]) => Promise<Reading<readonly KeptRelease[]>>;

/**
 * Merges the releases of a root with those of a site. Where any of them is damaged, is another in the two places, or was frozen without the
 * others, nothing is to be made of it. Throws where the site cannot be asked.
 *
 * @param site Null where none is published.
 */
export async function mergeHistory(
  root: string,
  site: Site | null,
  { withUnpublished, reads, write, keep }: HistoryMerging,
): Promise<Reading<readonly MergedEntry[]>> {
  const listed = site === null ? null : await readPublishedVersions(site);
  if (listed?.state === 'refused') return listed;
  if (listed?.value === null) {
    return { state: 'refused', problems: [problem('ENVIRONMENT', { file: 'api/v1/releases.json' }, 'no site is published there', noSite)] };
  }
  const versions = listed?.value ?? [];
  const own = new Map((await loadReleases(root)).map((release) => [release.version, release]));
  const problems: Problem[] = [...refuseTwins([...own.keys()], versions)];
  const kept = await (keep?.(own, versions) ?? none);
  if (kept.state === 'refused') return kept;
  const entries = kept.value.map((release) => keptEntry(release, own.get(release.found.version) ?? null));
  const done = new Set(entries.map(({ version }) => version));
  for (const version of new Set([...versions, ...(withUnpublished ? own.keys() : [])]).difference(done)) {
    if (site !== null && reads === 'without-evidence' && (await lacksRow(site, version))) {
      problems.push(noRow(version));
      continue;
    }
    const published = site !== null && versions.includes(version) ? await readPublished(site, version, reads) : null;
    if (published === null && versions.includes(version)) {
      problems.push(problem('INTEGRITY', { file: `releases/${version}` }, 'the site lists the release, and does not have it'));
      continue;
    }
    const mine = own.get(version) ?? null;
    const merged = mergeReleases(mine, published);
    if (merged.state === 'refused') {
      problems.push(...merged.problems);
      continue;
    }
    const { files, snapshot, withdrawn } = merged.value;
    // Nobody else has its result files, and a site without them would say that this is all.
    const isIncomplete = published === null && mine !== null && mine.integrity === 'without-evidence';
    if (isIncomplete) problems.push(...whyNotRechecked(mine));
    problems.push(
      ...nameFaults(
        files.map(({ file }) => file),
        `${resultsFolder}/${version}`,
      ),
    );
    if (problems.length === 0) problems.push(...(await write(merged.value, mine)));
    const before =
      published === null || published.integrity === 'broken' ? null : new Set(published.withdrawals.map(({ digest }) => digest));
    entries.push({
      version,
      snapshot,
      own: mine,
      published: before,
      files: files.map(({ file, digest }) => ({ file, digest })),
      withdrawn,
    });
  }
  const merged = new Set(entries.map(({ version }) => version));
  const others = [...own.values()].flatMap((release) =>
    release.integrity === 'broken' || merged.has(release.version) ? [] : [{ snapshot: release.snapshot }],
  );
  problems.push(...forks([...others, ...entries]));
  return problems.length > 0 ? { state: 'refused', problems } : { state: 'read', value: entries, problems: [] };
}

const noSite = 'name the address that has api/ below it; where nothing is published yet, there is nothing to bring back';

/** Has a site a release, and not its row? What it calls damaged, it has neither of. */
async function lacksRow(site: Site, version: string): Promise<boolean> {
  const row = await site(`releases/${version}/${rowName}`);
  return row === null && (await site(`releases/${version}/${manifestName}`)) !== null;
}

function noRow(version: string): Problem {
  const hint = 'leave --without-evidence out, or build and publish the site again with this version';
  return problem('ENVIRONMENT', { file: `releases/${version}/${rowName}` }, 'the site does not keep what lists need of the release', hint);
}

const none = { state: 'read', value: [], problems: [] } as const;

function keptEntry({ snapshot, integrity }: KeptRelease, own: OwnRelease | null): MergedEntry {
  const withdrawn = new Set(integrity.withdrawals.map(({ digest }) => digest));
  const files = integrity.files.filter(({ state }) => state !== 'withdrawn').map(({ file, digest }) => ({ file, digest }));
  return { version: snapshot.version, snapshot, own, published: withdrawn, files, withdrawn };
}

/** Versions of two places that no disk or reader can tell apart, and that are not the same. */
function refuseTwins(own: readonly string[], published: readonly string[]): Problem[] {
  return published.flatMap((version) => {
    const twin = own.find((other) => other !== version && isSameRelease(other, version));
    const message = `the version ${version}, which is published, cannot be told from ${twin} everywhere`;
    return twin === undefined ? [] : [problem('NAME_COLLISION', { file: `${resultsFolder}/${twin}` }, message)];
  });
}

/** Writes files below a folder, and holds the bytes that were written against their digests. */
export async function writeFound(files: readonly FoundFile[], folder: string): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { file, digest, input } of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    const hash = createHash('sha256');
    const chunks = async function* () {
      for await (const chunk of input.chunks()) {
        hash.update(chunk);
        yield chunk;
      }
    };
    await writeFile(join(folder, file), chunks(), { flush: true });
    if (hash.digest('hex') !== digest)
      problems.push(problem('INPUT_CHANGED', { file: input.path }, 'it was written while it was copied', 'run it again'));
  }
  return problems;
}
