import { type Problem, problem } from '../problem.ts';
import { type Damage, damage, type FoundRelease, type ReleaseFile } from './integrity.ts';
import { manifestName } from './manifest.ts';
import type { SnapshotFacts } from './snapshot.ts';
import { compareVersions } from './version.ts';

/** A release whose own files are as its manifest says. */
export interface Link {
  readonly found: FoundRelease;
  readonly snapshot: SnapshotFacts;
}

/** What is known of the files of a release, whole or damaged. */
export interface LinkFiles {
  /** SHA-256 of its manifest; null where there is none. */
  readonly manifest: string | null;
  readonly files: readonly ReleaseFile[];
}

/** The release that a new one follows: of those that no other follows, the one that was frozen last. */
export function chainEnd<Frozen extends { readonly snapshot: SnapshotFacts }>(releases: readonly Frozen[]): Frozen | null {
  return chainEnds(releases)[0] ?? null;
}

/** The sign-offs and withdrawals that came to releases after they were frozen, and that no snapshot names yet: the next one does. */
export function unnamedRecords(
  releases: readonly { readonly snapshot: SnapshotFacts; readonly files: readonly ReleaseFile[] }[],
): SnapshotFacts['records'] {
  const key = ({ version, file, digest }: SnapshotFacts['records'][number]) => `${version}/${digest}/${file}`;
  const named = new Set(releases.flatMap(({ snapshot }) => snapshot.records.map(key)));
  return releases
    .flatMap(({ snapshot: { version }, files }) =>
      files.filter(({ state }) => state === 'later').map(({ file, digest }) => ({ version, file, digest })),
    )
    .filter((record) => !named.has(key(record)));
}

/**
 * What the chain shows that no release shows by itself: one that was written anew or is gone, and a record that was taken out. Each snapshot
 * names the manifest of the release that was frozen before it, and the records that earlier releases had by then.
 *
 * @param present Every release that is there, damaged ones too, with its files.
 * @returns The damages by the version of the release that has them.
 */
export function checkChain(links: readonly Link[], present: ReadonlyMap<string, LinkFiles>): ReadonlyMap<string, readonly Damage[]> {
  const damages = new Map<string, Damage[]>();
  const byVersion = new Map(links.map((link) => [link.found.version, link]));
  const seen = new Set<Link>();
  const note = (version: string, found: Damage) => damages.set(version, [...(damages.get(version) ?? []), found]);
  const folderOf = (version: string) => byVersion.get(version)?.found.folder ?? `results/${version}`;
  const follow = (link: Link): Link | null => {
    seen.add(link);
    const { version, previous, records } = link.snapshot;
    for (const record of records) {
      const files = present.get(record.version)?.files ?? [];
      // Where the whole release is gone or unreadable, that is said once.
      if (files.length === 0 || files.some(({ file, digest }) => file === record.file && digest === record.digest)) continue;
      const about = { file: record.file, expected: record.digest };
      note(
        record.version,
        damage('missing', folderOf(record.version), about, `it is gone or was changed: ${version} was frozen when it was there`),
      );
    }
    if (previous === null) return null;
    const target = present.get(previous.version);
    if (target === undefined) {
      const gone = damage('missing', folderOf(previous.version), { file: '' }, `the release is gone: ${version} was frozen after it`);
      note(previous.version, gone);
      return null;
    }
    if (target.manifest !== null && target.manifest !== previous.digest) {
      const about = { file: manifestName, expected: previous.digest, found: target.manifest };
      const message = `its SHA-256 is ${target.manifest}, and ${version} was frozen after one with ${previous.digest}`;
      note(previous.version, damage('changed', folderOf(previous.version), about, message));
      return null; // What it says itself of earlier releases cannot be trusted.
    }
    const next = byVersion.get(previous.version) ?? null;
    return next !== null && seen.has(next) ? null : next;
  };
  for (const end of chainEnds(links)) for (let at: Link | null = end; at !== null; at = follow(at));
  return damages;
}

/**
 * Where the chain parts: two releases that were frozen after the same one, or both as the first. Each may be what it says; one of them was
 * frozen without the other.
 */
export function forks(links: readonly { readonly snapshot: Pick<SnapshotFacts, 'version' | 'previous'> }[]): Problem[] {
  const followers = new Map<string | null, string[]>();
  for (const { snapshot } of links) {
    const before = snapshot.previous?.version ?? null;
    followers.set(before, [...(followers.get(before) ?? []), snapshot.version]);
  }
  return [...followers]
    .filter(([, versions]) => versions.length > 1)
    .map(([before, versions]) =>
      problem(
        'INTEGRITY',
        { file: 'results' },
        `the chain is forked: ${[...versions].sort(compareVersions).join(' and ')} were each frozen ${before === null ? 'as the first release' : `after ${before}`}`,
        'freeze what is not published yet anew, after the other',
      ),
    );
}

/** The releases that no other names as the one before it, the one that was frozen last first. */
export function chainEnds<Frozen extends { readonly snapshot: SnapshotFacts }>(releases: readonly Frozen[]): Frozen[] {
  const followed = new Set(releases.flatMap(({ snapshot }) => snapshot.previous?.version ?? []));
  return releases
    .filter(({ snapshot }) => !followed.has(snapshot.version))
    .sort(({ snapshot: a }, { snapshot: b }) => Date.parse(b.frozenAt) - Date.parse(a.frozenAt) || compareVersions(b.version, a.version));
}
