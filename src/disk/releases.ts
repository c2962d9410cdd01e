import { createReadStream, existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, type InputFile } from '../file.ts';
import { compareText } from '../order.ts';

import { type Problem, problem } from '../problem.ts';
import type { Found } from '../reading.ts';
import {
  type Chain,
  type DamagedRelease,
  type History,
  historyProblems,
  isWhole,
  type LinkWith,
  openRelease,
  type Release,
  readChain,
  readHistory,
  type SealedRelease,
  sealRelease,
} from '../release/history.ts';
import type { FoundEntry, FoundRelease } from '../release/integrity.ts';
import { whyNotRechecked } from '../release/not-rechecked.ts';
import { checkReleases, recheckNewest, recheckNewestOf } from '../release/recheck-newest.ts';
import { judgeFrozen, type PublishedRelease } from '../release/signed-release.ts';
import type { SnapshotFacts } from '../release/snapshot.ts';
import { isSameRelease, isVersion } from '../release/version.ts';

import { loadRevocations } from './trust-files.ts';

/** The releases of a root, and what stands among them that is none (a warning), or that cannot be told from another (an error). */
export interface LoadedHistory extends History {
  readonly strays: readonly Problem[];
}

/** Files up to this size are read at once, larger ones are streamed. */
const wholeBytes = 8 * 1024 * 1024;

/** Reads every release of a root. A damaged one is among them, and says what is wrong with it. */
export async function loadHistory(root: string): Promise<LoadedHistory> {
  const { value: found, problems: strays } = await findReleases(root);
  return { ...(await readHistory(found)), strays };
}

/** Reads every release of a root, and recomputes the newest: what is shown or built upon. */
export async function loadRecheckedHistory(root: string): Promise<LoadedHistory> {
  const history = await loadHistory(root);
  return { ...(await recheckNewest(history)), strays: history.strays };
}

/** What is damaged among the releases of a root; besides, what stands among them that is none, and what this version does not recheck. */
export async function loadDamages(root: string): Promise<{ readonly damages: readonly Problem[]; readonly strays: readonly Problem[] }> {
  const { value: found, problems } = await findReleases(root);
  const { damages, notRechecked } = await checkReleases(found);
  return { damages, strays: [...problems, ...notRechecked] };
}

/** Reads the releases of a root, each by itself. */
export async function loadReleases(root: string): Promise<readonly (SealedRelease | DamagedRelease)[]> {
  return Promise.all((await findReleases(root)).value.map(sealRelease));
}

async function findReleases(root: string): Promise<Found<readonly FoundRelease[]>> {
  const folder = join(root, 'results');
  const names = (existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [])
    .filter((entry) => entry.name !== 'next' && !entry.name.startsWith('.'))
    .sort((a, b) => compareText(a.name, b.name));
  const found: FoundRelease[] = [];
  for (const { name } of names.filter((entry) => isVersion(entry.name))) {
    found.push(await findRelease(join(root, 'results', name), name, `results/${name}`));
  }
  const strays = names.filter((entry) => !isVersion(entry.name) && entry.isDirectory());
  return { value: found, problems: [...strays.map(({ name }) => strayFolder(name)), ...collisions(found)] };
}

/** Releases that cannot be told apart everywhere. */
function collisions(found: readonly FoundRelease[]): Problem[] {
  return found.flatMap(({ version, folder }, index) => {
    const twin = found.slice(0, index).find((other) => isSameRelease(other.version, version));
    return twin === undefined
      ? []
      : [problem('NAME_COLLISION', { file: folder }, `its version cannot be told from that of ${twin.folder} everywhere`)];
  });
}

/** The releases of a root as their manifests and the chain show them, and what stands among them that is none. */
export interface LoadedChain extends Chain {
  /** The newest, read whole and recomputed, by version. */
  readonly newest: ReadonlyMap<string, Release>;
  readonly strays: readonly Problem[];
}

/**
 * Reads of every release of a root what its manifest and the chain say, and recomputes the newest.
 *
 * @param known Releases that the root lacks, of which this is known already.
 */
export async function loadChain(root: string, known: readonly LinkWith<SnapshotFacts>[] = []): Promise<LoadedChain> {
  const { value: found, problems: strays } = await findReleases(root);
  const chain = await readChain(found, known);
  const newest = new Map((await recheckNewestOf(chain)).map((release) => [release.version, release]));
  const releases = chain.releases.map((release) => {
    const rechecked = newest.get(release.version);
    return rechecked?.integrity === 'broken' ? rechecked : release;
  });
  return { ...chain, releases, newest, strays };
}

/** The releases of a root as the site shows them. */
export interface Publication {
  /** Every release, by precedence, the lowest version first. */
  readonly chain: Chain['releases'];
  /** Those of them that were read whole, with their signatures judged: the newest among them. */
  readonly releases: readonly PublishedRelease[];
  /** The version that `latest` means; null where there is no release. */
  readonly latest: string | null;
  /** What is damaged or not rechecked, and what stands among the releases that is none. A release whose evidence is not here is an error. */
  readonly problems: readonly Problem[];
}

/**
 * Reads releases of a root as the site shows them.
 *
 * @param isRead Which are read whole, besides the newest.
 */
export async function readPublication(
  root: string,
  chain: LoadedChain,
  isRead: (version: string) => boolean = () => true,
): Promise<Publication> {
  const revocations = loadRevocations(root);
  const releases: PublishedRelease[] = [];
  for (const each of chain.releases) {
    const newest = chain.newest.get(each.version);
    if (newest === undefined && !isRead(each.version)) continue;
    const release = newest ?? (each.integrity === 'broken' ? each : await openRelease(each.found));
    if (!isWhole(release)) continue;
    releases.push({ release, signed: release.integrity === 'broken' ? null : (await judgeFrozen(release, revocations)).signed });
  }
  const unknown = revocations.state === 'unknown' ? revocations.problems : [];
  const notRechecked = chain.releases.flatMap((release) => {
    const why = release.integrity === 'broken' ? [] : whyNotRechecked(release);
    // A site that is made without them would lose them where it is published.
    return release.integrity === 'without-evidence' ? why.map((each): Problem => ({ ...each, severity: 'error' })) : why;
  });
  const problems = [...unknown, ...historyProblems(chain), ...chain.strays, ...notRechecked];
  return { chain: chain.releases, releases, latest: chain.latest, problems };
}

/** Reads every release of a root as the site shows them. */
export async function loadPublication(root: string): Promise<Publication> {
  return readPublication(root, await loadChain(root));
}

/**
 * What stands in the folder of one release, whatever it is.
 *
 * @param folder Where it is called to be, for problems: `results/1.0.0`.
 */
export async function findRelease(absolute: string, version: string, folder: string): Promise<FoundRelease> {
  const entries: FoundEntry[] = [];
  const visit = async (file: string): Promise<void> => {
    const path = join(absolute, file);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory()) {
      const names = readdirSync(path).sort(compareText);
      if (names.length === 0) entries.push({ kind: 'empty-folder', file });
      for (const name of names) await visit(file === '' ? name : `${file}/${name}`);
    } else if (stats?.isFile()) {
      const input = lazyFile(`${folder}/${file}`, path, stats.size);
      entries.push({ kind: 'file', file, size: stats.size, digest: await digestOf(input), input });
    } else entries.push({ kind: stats?.isSymbolicLink() ? 'link' : 'special', file });
  };
  await visit('');
  return { version, folder, entries };
}

/** A file whose bytes are read when they are asked for, and not kept: of a thousand releases only digests stay in memory. */
function lazyFile(path: string, absolute: string, size: number): InputFile {
  return {
    path,
    size,
    async *chunks() {
      if (size <= wholeBytes) yield readFileSync(absolute);
      else for await (const chunk of createReadStream(absolute, { highWaterMark: 1024 * 1024 })) yield chunk;
    },
  };
}

function strayFolder(name: string): Problem {
  const message = `${JSON.stringify(name)} is no version: this folder is no release, and nothing of it is read`;
  return { ...problem('VERSION', { file: `results/${name}` }, message, 'name it by its SemVer version, or move it'), severity: 'warning' };
}
