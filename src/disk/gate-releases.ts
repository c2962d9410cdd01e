import type { Problem } from '../problem.ts';
import { type ChainedRelease, historyProblems, openRelease, type Release, sealRelease } from '../release/history.ts';
import { whyNotRechecked } from '../release/not-rechecked.ts';
import { recheck, recheckChain } from '../release/recheck-newest.ts';
import { linkOf, type ReleaseLink, releaseOfLink } from '../release/release-link.ts';
import { findRelease, listReleases, type ReleaseFolder } from './find-releases.ts';
import { type FolderStamp, stampFolders } from './folder-stamp.ts';
import { isSettled, type KeepingPlace, type KnownReleases, keepKnown, placeOfKnown, readKnown } from './known-releases.ts';
import { doInWorkers, workerModule } from './workers.ts';

/** The releases of a root as a gate asks of them. */
export interface GateReleases {
  readonly damages: readonly Problem[];
  /** What stands among them that is none (a warning) or cannot be told from another (an error), and what this version does not recheck. */
  readonly strays: readonly Problem[];
  /** By SemVer precedence, the lowest first. */
  readonly versions: readonly string[];
  /** The version that is shown first; null where there is none. */
  readonly latest: string | null;
  /** Reads one whole, and recomputes it; null where there is none of this version. */
  readonly read: (version: string) => Promise<Release | null>;
}

/** Fewer files and bytes than these are read as soon as they are looked up. */
const worthKeeping = { files: 1000, bytes: 64 * 1024 * 1024 };

/**
 * What is damaged among the releases of a root, found without reading what they assess, and each of them for who asks for it.
 *
 * @param keeping Where it is kept that a release was sound, so that one that has not changed since is not read again; null where it is read anyway.
 */
export async function loadGateReleases(root: string, keeping: KeepingPlace | null): Promise<GateReleases> {
  const { value: folders, problems } = listReleases(root);
  const links = await loadLinks(root, folders, keeping);
  const alone = folders.flatMap((folder) => {
    const link = links.get(folder.version);
    return link === undefined ? [] : [releaseOfLink(folder, link)];
  });
  const folderOf = new Map(folders.map((folder) => [folder.version, folder]));
  const find = async ({ version, found }: ChainedRelease) => {
    const folder = folderOf.get(version);
    return folder === undefined ? found : findRelease(folder);
  };
  const chain = await recheckChain(alone, find);
  const notRechecked = [...chain.newest.values()].flatMap((release) => (release.integrity === 'broken' ? [] : whyNotRechecked(release)));
  const read: GateReleases['read'] = async (version) => {
    const release = chain.releases.find((each) => each.version === version);
    if (release === undefined || release.integrity === 'broken') return release ?? null;
    return chain.newest.get(version) ?? recheck(await openRelease(await find(release)));
  };
  const versions = chain.releases.map(({ version }) => version);
  return { damages: historyProblems(chain), strays: [...problems, ...notRechecked], versions, latest: chain.latest, read };
}

/** Reads of one release by itself what the chain asks of it: hashes all its files. */
export async function linkFolder(folder: ReleaseFolder): Promise<ReleaseLink> {
  return linkOf(await sealRelease(await findRelease(folder)));
}

async function loadLinks(
  root: string,
  folders: readonly ReleaseFolder[],
  keeping: KeepingPlace | null,
): Promise<ReadonlyMap<string, ReleaseLink>> {
  const place = keeping === null || folders.length === 0 ? null : placeOfKnown(root, keeping);
  if (place === null) return readLinks(folders);
  const stamps = await stampFolders(folders.map(({ absolute }) => absolute));
  if (!isWorthKeeping(stamps)) return readLinks(folders);
  const stampOf = new Map(folders.map(({ version }, index) => [version, stamps[index] ?? null]));
  const known = readKnown(place);
  const isKnown = ({ version }: ReleaseFolder) => {
    const stamp = stampOf.get(version) ?? null;
    return stamp !== null && known.get(version)?.stamp === stamp.digest;
  };
  const kept = new Map([...known].filter(([version]) => stampOf.has(version)));
  const changed = folders.filter((folder) => !isKnown(folder));
  const read = await readLinks(changed);
  for (const [version, link] of read) {
    const stamp = stampOf.get(version) ?? null;
    kept.delete(version);
    if (stamp !== null && link.integrity !== 'broken' && isSettled(stamp, place)) kept.set(version, { stamp: stamp.digest, link });
  }
  if (isOther(kept, known)) keepKnown(place, kept);
  return new Map([...[...kept].map(([version, { link }]) => [version, link] as const), ...read]);
}

async function readLinks(folders: readonly ReleaseFolder[]): Promise<ReadonlyMap<string, ReleaseLink>> {
  const links = await doInWorkers({ module: workerModule(import.meta.url, './link-worker'), tasks: folders, answer: linkFolder });
  return new Map(links.flatMap((link, index) => (folders[index] === undefined ? [] : [[folders[index].version, link] as const])));
}

function isWorthKeeping(stamps: readonly (FolderStamp | null)[]): boolean {
  const sum = (part: 'files' | 'bytes') => stamps.reduce((total, stamp) => total + (stamp?.[part] ?? 0), 0);
  return sum('files') >= worthKeeping.files || sum('bytes') >= worthKeeping.bytes;
}

function isOther(kept: KnownReleases, known: KnownReleases): boolean {
  return kept.size !== known.size || [...kept].some(([version, { stamp }]) => known.get(version)?.stamp !== stamp);
}
