import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { digestOfFile } from '../disk/digest-of-file.ts';
import type { LoadedRoot } from '../disk/root.ts';
import { readTrustTexts } from '../disk/trust-files.ts';
import { sha256 } from '../file.ts';
import { portalFile } from '../layout.ts';
import { filesOfReleases, type Inventory, type InventoryEntry } from '../publish/inventory.ts';
import { itemSharing, ReleaseRow } from '../publish/release-row.ts';
import type { Chain } from '../release/history.ts';
import { rowName } from '../release/manifest.ts';
import { latestOf } from '../release/version.ts';
import { isSiteCode, packageFolder } from './site-code.ts';
import type { SiteFolder } from './site-folder.ts';

/** For each release a digest over all that its files in a site are made from. */
export type ReleaseInputs = ReadonlyMap<string, string>;

/** What the files of all releases are made from, besides the releases themselves and the code that makes them. */
export interface CommonInputs {
  /** The address of the site. */
  readonly address: string;
  /** SHA-256 of `portal.yaml`. */
  readonly settings: string;
  /** The list of revoked keys; null where it cannot be read. */
  readonly revoked: string | null;
}

/** What all releases of a root are shown by, for the address of its site. */
export function commonInputs(root: string, { sources }: Pick<LoadedRoot, 'sources'>, address: string): CommonInputs {
  const { revokedKeys } = readTrustTexts(root);
  return {
    address,
    settings: sources.content.find(({ path }) => path === portalFile)?.digest ?? '',
    revoked: revokedKeys.state === 'read' ? (revokedKeys.value ?? '') : null,
  };
}

/** A release as far as it decides what is made of it. */
export type PlannedRelease = Pick<Chain['releases'][number], 'version' | 'integrity' | 'manifest' | 'files'>;

/**
 * What the files of releases are made from. For each: its files, with their states, and those of the release before it, whose sign-offs today's
 * list of revoked keys judges; whether its result files have pages; the settings of the portal, the address of the site, and the code that makes the pages.
 */
function releaseInputs(
  releases: readonly PlannedRelease[],
  { address, settings, revoked }: CommonInputs,
  withEvidence: ReadonlySet<string>,
): ReleaseInputs {
  const common = [codeDigest(), compilerVersions(), address, settings, revoked];
  const files = releases.map(({ version, integrity, manifest, files, ...rest }) => [
    version,
    integrity,
    manifest,
    files.map(({ file, digest, state }) => [file, digest, state]),
    withEvidence.has(version),
    'problems' in rest ? rest.problems : [],
  ]);
  return new Map(
    releases.map(({ version }, index) => [version, sha256(JSON.stringify([...common, files[index - 1] ?? null, files[index]]))]),
  );
}

/** What the inventory of a site says of each release: a digest over what its files were made from, and over the files that were made. */
export function releaseDigests(inputs: ReleaseInputs, site: Pick<Inventory, 'files'>): Record<string, string> {
  const files = filesOfReleases(site);
  return Object.fromEntries([...inputs].map(([version, input]) => [version, sha256(JSON.stringify([input, files.get(version) ?? []]))]));
}

/** A release whose files stand somewhere as they were made, and would be made the same now. */
export interface TakenRelease {
  readonly row: ReleaseRow;
  readonly from: SiteFolder;
}

/** A part of the releases: the first of four, the second. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly total: number;
}

/** The folders that files of releases are taken from. */
export interface TakenFolders {
  /** The site that is replaced. */
  readonly before: SiteFolder;
  /** Parts of the new site. */
  readonly parts: readonly SiteFolder[];
}

/** Which files of releases are made, and which stay as they are. */
export interface ReleasePlan {
  /** What the files of each release are made from. */
  readonly inputs: ReleaseInputs;
  /** The versions whose files are made. */
  readonly made: ReadonlySet<string>;
  /** The releases whose files are taken over, by version. */
  readonly reused: ReadonlyMap<string, TakenRelease>;
  /** Those of them whose bytes are not in the root: they stay where the site is published. */
  readonly kept: ReadonlySet<string>;
  /** The versions that are read whole: those whose files are made, and those that they are compared with. */
  readonly read: ReadonlySet<string>;
  /** The versions whose result files have pages: the one that `latest` means, and those that had them before, whose addresses stay. */
  readonly withEvidence: ReadonlySet<string>;
}

/**
 * Plans which files of releases are made anew.
 *
 * @param releases By precedence, the lowest version first.
 * @param elsewhere Versions whose files stand where the site is published, and need not be in its folder.
 * @param shard The part of the releases that files are made for; null for all.
 */
export function planReleases(
  { before, parts }: TakenFolders,
  releases: readonly PlannedRelease[],
  common: CommonInputs,
  elsewhere: ReadonlySet<string> = new Set(),
  shard: Shard | null = null,
): ReleasePlan {
  const versions = releases.map(({ version }) => version);
  const latest = latestOf(versions);
  const hadEvidence = versionsWithEvidence(before);
  const withEvidence = new Set(versions.filter((version) => version === latest || hadEvidence.has(version)));
  const own = new Set(shard === null ? versions : versionsOf(shard, versions));
  const inputs = new Map([...releaseInputs(releases, common, withEvidence)].filter(([version]) => own.has(version)));
  const reused = new Map<string, TakenRelease>();
  const shared = itemSharing();
  for (const from of [before, ...parts]) {
    const wanted = new Map([...inputs].filter(([version]) => !reused.has(version)));
    for (const [version, row] of reusableReleases(from, wanted, from === before ? elsewhere : new Set()))
      reused.set(version, { row: shared(row), from });
  }
  const made = releases.flatMap(({ version }, index) => (own.has(version) && !reused.has(version) ? [index] : []));
  const versionAt = (index: number) => releases[index]?.version ?? [];
  return {
    inputs,
    made: new Set(made.flatMap(versionAt)),
    reused,
    withEvidence,
    kept: elsewhere.intersection(new Set(reused.keys())),
    read: new Set(made.flatMap((index) => [index - 1, index]).flatMap(versionAt)),
  };
}

/** The versions of a part of the releases: as many as of each other, one more or less, and beside each other. */
function versionsOf({ index, total }: Shard, versions: readonly string[]): readonly string[] {
  return versions.slice(Math.floor(((index - 1) * versions.length) / total), Math.floor((index * versions.length) / total));
}

/** The versions of which a site has pages of result files. */
function versionsWithEvidence({ inventory }: SiteFolder): ReadonlySet<string> {
  return new Set(Object.keys(inventory?.files ?? {}).flatMap((file) => /^releases\/([^/]+)\/evidence\/./.exec(file)?.[1] ?? []));
}

/**
 * Those releases whose files stand in the folder of a site as they were made, and would be made the same now, each with its row.
 *
 * @param elsewhere Versions whose files need not be in the folder.
 */
export function* reusableReleases(
  { path, inventory }: SiteFolder,
  inputs: ReleaseInputs,
  elsewhere: ReadonlySet<string> = new Set(),
): Generator<readonly [version: string, row: ReleaseRow]> {
  if (inventory === null) return;
  const files = filesOfReleases(inventory);
  const isWhole = (version: string, [name, digest]: InventoryEntry) => {
    const file = join(path, name);
    return existsSync(file) ? digestOfFile(file) === digest : elsewhere.has(version);
  };
  for (const [version, digest] of Object.entries(releaseDigests(inputs, inventory))) {
    if (!Object.hasOwn(inventory.releases, version) || inventory.releases[version] !== digest) continue;
    if (files.get(version)?.every((entry) => isWhole(version, entry)) !== true) continue;
    const row = readRow(join(path, 'releases', version, rowName));
    if (row !== null) yield [version, row];
  }
}

function readRow(file: string): ReleaseRow | null {
  if (!existsSync(file)) return null;
  try {
    return ReleaseRow.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** Every file that pages are made by; of the stages, those that this process runs. */
function codeDigest(): string {
  const stages = import.meta.url.endsWith('.ts') ? 'src' : 'build';
  const hash = createHash('sha256').update(readFileSync(join(packageFolder, 'package.json')));
  for (const top of [...new Set(['src', 'public', stages])]) {
    const files = readdirSync(join(packageFolder, top), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).sort()) {
      const name = path.slice(join(packageFolder, top).length + 1);
      if (top === 'src' && stages === 'build' && !isSiteCode(name)) continue;
      if (!/^(?:cli\/|reports\/readers\/)/.test(name)) hash.update(name).update(readFileSync(path));
    }
  }
  return hash.digest('hex');
}

/** What compiles the pages and names their styles and scripts: with another version, pages of before would ask for files that are not there. */
function compilerVersions(): unknown[] {
  let from = import.meta.url;
  return ['astro', 'vite', 'rolldown'].map((name) => {
    const file = createRequire(from).resolve(`${name}/package.json`);
    from = file;
    return /"version":\s*"[^"]+"/.exec(readFileSync(file, 'utf8'))?.[0];
  });
}
