import type { z } from 'zod';
import type { Assessment } from '../assessment/assessment.ts';
import type { Problem } from '../problem.ts';
import { checkChain, type Link, type Place } from './chain.ts';
import { checkIntegrity, type Damage, damage, type FoundRelease, type Integrity, type ReleaseFile, readText } from './integrity.ts';
import { snapshotName } from './manifest.ts';
import { assessmentOf, readPart, Snapshot, SnapshotPlace } from './snapshot.ts';
import { compareVersions, latestOf } from './version.ts';
import { type Withdrawal, withWithdrawals } from './withdrawal.ts';

/** Every release of a root. */
export interface History {
  /** By SemVer precedence, the lowest first. */
  readonly releases: readonly Release[];
  /** The version of the highest that is no pre-release, or of the highest of all where each is one. A damaged one counts: nothing takes its place. */
  readonly latest: string | null;
}

export type Release = SoundRelease | DamagedRelease;

interface ReleaseBase {
  readonly version: string;
  /** Its files, as they were found. */
  readonly found: FoundRelease;
  /** What its manifest lists, each with its state, and the records that came later. */
  readonly files: readonly ReleaseFile[];
}

/** A release whose files are as its manifest and the chain say, but for what was withdrawn. */
export interface SoundRelease extends ReleaseBase {
  readonly integrity: 'intact' | 'withdrawn-in-part';
  /** SHA-256 of its `MANIFEST.sha256`. */
  readonly manifest: string;
  /** SHA-256 of its `snapshot.json`. */
  readonly digest: string;
  readonly snapshot: Snapshot;
  /** Without sign-offs; what was withdrawn proves nothing in it. */
  readonly assessment: Assessment;
  readonly withdrawals: readonly Withdrawal[];
}

/** A release that is not what was frozen. Nothing of it but its files is to be shown. */
export interface DamagedRelease extends ReleaseBase {
  readonly integrity: 'broken';
  readonly manifest: string | null;
  readonly damages: readonly Damage[];
  readonly problems: readonly Problem[];
}

/** Reads the releases of a root: the manifest of each first, then its snapshot, then what they say of each other. One that is damaged is one of them. */
export async function readHistory(found: readonly FoundRelease[]): Promise<History> {
  const { links, present, damages } = await linkUp(found, Snapshot);
  const byVersion = new Map(links.map((link) => [link.found.version, link]));
  const gone = [...damages.keys()]
    .filter((version) => !present.has(version))
    .map((version) => ({ version, folder: `results/${version}`, entries: [] }));
  const releases = [...found, ...gone].map((release): Release => {
    const own = damages.get(release.version) ?? [];
    const link = byVersion.get(release.version);
    return link === undefined || own.length > 0 ? damaged(release, own, present.get(release.version)) : sound(link);
  });
  releases.sort((a, b) => compareVersions(a.version, b.version));
  return { releases, latest: latestOf(releases.map(({ version }) => version)) };
}

/**
 * The problems of every release of a root whose files are not what was frozen: all that a gate asks of releases, found without reading what
 * they assess.
 */
export async function findDamages(found: readonly FoundRelease[]): Promise<Problem[]> {
  const { damages } = await linkUp(found, SnapshotPlace);
  return [...damages].sort(([a], [b]) => compareVersions(a, b)).flatMap(([, own]) => own.map(({ problem }) => problem));
}

async function linkUp<Part extends Place>(
  found: readonly FoundRelease[],
  schema: z.ZodType<Part>,
): Promise<{
  readonly links: readonly Link<Part>[];
  readonly present: ReadonlyMap<string, Integrity>;
  readonly damages: ReadonlyMap<string, readonly Damage[]>;
}> {
  const links: Link<Part>[] = [];
  const present = new Map<string, Integrity>();
  const damages = new Map<string, Damage[]>();
  for (const release of found) {
    const integrity = await checkIntegrity(release);
    present.set(release.version, integrity);
    if (integrity.state === 'broken') {
      damages.set(release.version, [...integrity.damages]);
      continue;
    }
    const read = await readSnapshotOf(release, schema);
    if ('snapshot' in read) links.push({ found: release, integrity, snapshot: read.snapshot });
    else damages.set(release.version, read.damages);
  }
  for (const [version, more] of checkChain(links, present)) damages.set(version, [...(damages.get(version) ?? []), ...more]);
  return { links, present, damages };
}

/** Reads one release by itself, without what others say of it. */
export async function openRelease(found: FoundRelease): Promise<Release> {
  const integrity = await checkIntegrity(found);
  if (integrity.state === 'broken') return damaged(found, integrity.damages, integrity);
  const read = await readSnapshotOf(found, Snapshot);
  return 'snapshot' in read ? sound({ found, integrity, snapshot: read.snapshot }) : damaged(found, read.damages, integrity);
}

/** The problems of every damaged release. */
export function historyProblems({ releases }: History): Problem[] {
  return releases.flatMap((release) => (release.integrity === 'broken' ? release.problems : []));
}

/** The digests that were withdrawn from a release, by the files that had them. */
export function withdrawnFiles({ files }: Pick<Release, 'files'>): ReleaseFile[] {
  return files.filter(({ state }) => state === 'withdrawn');
}

async function readSnapshotOf<Part extends Place>(
  release: FoundRelease,
  schema: z.ZodType<Part>,
): Promise<{ readonly snapshot: Part } | { readonly damages: Damage[] }> {
  const file = release.entries.find((entry) => entry.kind === 'file' && entry.file === snapshotName);
  const text = file?.kind === 'file' ? await readText(file) : null;
  const outcome = readPart(schema, text ?? '', `${release.folder}/${snapshotName}`);
  if (outcome.state === 'refused') {
    return {
      damages: outcome.problems.map((problem) => ({ kind: 'unreadable', file: snapshotName, expected: null, found: null, problem })),
    };
  }
  const { version } = outcome.snapshot;
  if (version === release.version) return { snapshot: outcome.snapshot };
  const hint = `name the folder ${version} again`;
  return { damages: [damage('renamed', release.folder, { file: snapshotName }, `this is the snapshot of ${version}`, hint)] };
}

function sound({ found, integrity, snapshot }: Link): SoundRelease {
  const { files, withdrawals } = integrity;
  return {
    version: found.version,
    integrity: integrity.state,
    found,
    files,
    manifest: integrity.manifest,
    digest: files.find(({ file }) => file === snapshotName)?.digest ?? '',
    snapshot,
    assessment: withWithdrawals(assessmentOf(snapshot), withdrawnFiles({ files })),
    withdrawals,
  };
}

function damaged(found: FoundRelease, damages: readonly Damage[], integrity: Integrity | undefined): DamagedRelease {
  return {
    version: found.version,
    integrity: 'broken',
    found,
    files: integrity?.files ?? [],
    manifest: integrity?.manifest ?? null,
    damages,
    problems: damages.map(({ problem }) => problem),
  };
}
