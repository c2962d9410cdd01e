import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Publication } from '../disk/releases.ts';
import { placeFile } from '../disk/replace-folder.ts';
import type { LoadedRoot } from '../disk/root.ts';
import { portalFile } from '../layout.ts';
import { filesOfReleases, type Inventory, type InventoryEntry } from '../publish/inventory.ts';
import type { PublishedRelease } from '../release/signed-release.ts';
import { isSiteCode, packageFolder } from './site-code.ts';
import { digestOfFile, type SiteFolder } from './site-folder.ts';

/** For each release a digest over all that its files in a site are made from. */
export type ReleaseInputs = ReadonlyMap<string, string>;

/**
 * What the files of a root's releases are made from. For each: the release's bytes, later records and withdrawals, its integrity, how today's
 * trust judges its signatures, the same of the release before it, the settings of the portal, the address of the site, and the code that makes
 * the pages.
 */
export function releaseInputs({ releases }: Publication, { sources }: Pick<LoadedRoot, 'sources'>, site: string): ReleaseInputs {
  const settings = sources.content.find(({ path }) => path === portalFile)?.digest ?? '';
  const common = [codeDigest(), compilerVersions(), site, settings];
  const shown = releases.map(shownOf);
  return new Map(
    releases.map(({ release }, index) => [release.version, sha256(JSON.stringify([...common, shown[index - 1] ?? null, shown[index]]))]),
  );
}

/** What the inventory of a site says of each release: a digest over what its files were made from, and over the files that were made. */
export function releaseDigests(inputs: ReleaseInputs, site: Pick<Inventory, 'files'>): Record<string, string> {
  const files = filesOfReleases(site);
  return Object.fromEntries([...inputs].map(([version, input]) => [version, sha256(JSON.stringify([input, files.get(version) ?? []]))]));
}

/** The versions whose files stand in the folder of a site as they were made, and would be made the same now. */
export function reusableReleases({ path, inventory }: SiteFolder, inputs: ReleaseInputs): ReadonlySet<string> {
  if (inventory === null) return new Set();
  const files = filesOfReleases(inventory);
  const isWhole = ([file, digest]: InventoryEntry) => existsSync(join(path, file)) && digestOfFile(join(path, file)) === digest;
  return new Set(
    Object.entries(releaseDigests(inputs, inventory))
      .filter(([version, digest]) => Object.hasOwn(inventory.releases, version) && inventory.releases[version] === digest)
      .map(([version]) => version)
      .filter((version) => files.get(version)?.every(isWhole)),
  );
}

/** Puts the files of some releases from the folder of a site into another. */
export function takeOver(versions: ReadonlySet<string>, before: SiteFolder, to: string): void {
  for (const file of filesOf(versions, before)) placeFile(join(before.path, file), join(to, file));
}

/** The addresses of the pages of some releases in the folder of a site, below its first page. */
export function addressesOf(versions: ReadonlySet<string>, before: SiteFolder): string[] {
  const pages = filesOf(versions, before).filter((file) => file.endsWith('/index.html'));
  return pages.map((file) => dirname(file).split('/').map(encodeURIComponent).concat('').join('/'));
}

function filesOf(versions: ReadonlySet<string>, { inventory }: SiteFolder): string[] {
  const files = inventory === null ? new Map<string, InventoryEntry[]>() : filesOfReleases(inventory);
  return [...versions].flatMap((version) => files.get(version) ?? []).map(([file]) => file);
}

function shownOf({ release, signed }: PublishedRelease): unknown {
  const { version, integrity, manifest } = release;
  const files = release.files.map(({ file, digest, state }) => [file, digest, state]);
  const damages = release.integrity === 'broken' ? release.damages.map(({ problem }) => problem) : [];
  const standings = signed?.signOffs.map(({ record, standing }) => [record.file, record.digest, standing]) ?? [];
  return [
    version,
    integrity,
    manifest,
    files,
    damages,
    standings,
    signed?.withdrawals ?? [],
    signed?.assessment.state ?? null,
    signed?.assessment.signOffs ?? null,
  ];
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

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
