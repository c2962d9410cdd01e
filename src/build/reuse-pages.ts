import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Publication } from '../disk/releases.ts';
import type { LoadedRoot } from '../disk/root.ts';
import type { PublishedRelease } from '../release/signed-release.ts';
import { isSiteCode, packageFolder } from './site-code.ts';

/** Where a site says what its releases' pages were made from. */
export const keysFile = 'releases/pages.json';
const PageKeys = z.record(z.string(), z.string());

/** A digest for each release over all that its pages show or are shown with; two sites with the same one have the same pages. */
export type PageKeys = ReadonlyMap<string, string>;

/**
 * The keys of a root's releases. In each: the release's bytes, later records and withdrawals, its integrity, how today's trust judges its
 * signatures, the same of the release before it, the settings of the portal, the address of the site, and the code that makes the pages.
 */
export function pageKeys({ releases }: Publication, { sources }: Pick<LoadedRoot, 'sources'>, site: string): PageKeys {
  const settings = sources.content.find(({ path }) => path.endsWith('portal.yaml'))?.digest ?? '';
  const common = [codeDigest(), site, settings];
  const shown = releases.map(shownOf);
  return new Map(
    releases.map(({ release }, index) => [release.version, sha256(JSON.stringify([...common, shown[index - 1] ?? null, shown[index]]))]),
  );
}

/** The versions whose pages stand in the site of a folder as they would be made now. */
export function reusable(folder: string, keys: PageKeys): ReadonlySet<string> {
  const file = join(folder, keysFile);
  if (!existsSync(file)) return new Set();
  const old = PageKeys.safeParse(parse(readFileSync(file, 'utf8')));
  if (!old.success) return new Set();
  const same = [...keys]
    .filter(([version, key]) => Object.hasOwn(old.data, version) && old.data[version] === key)
    .map(([version]) => version);
  return new Set(same.filter((version) => foldersOf(version).every((path) => existsSync(join(folder, path)))));
}

/** Puts the pages of some releases from one site into another. */
export function takeOver(versions: ReadonlySet<string>, from: string, to: string): void {
  for (const path of [...versions].flatMap(foldersOf)) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    share(join(from, path), join(to, path));
  }
}

/** Gives a file or a folder a second place. The bytes are shared where the disk can do that: the old place is about to go. */
function share(from: string, to: string): void {
  if (statSync(from).isDirectory()) {
    mkdirSync(to);
    for (const name of readdirSync(from)) share(join(from, name), join(to, name));
    return;
  }
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** The addresses of the pages of a release in a site, below the site's first page. */
export function pagesIn(folder: string, version: string): string[] {
  const home = join(folder, 'releases', version);
  const below = readdirSync(home, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return ['', ...below.map(({ name }) => `${encodeURIComponent(name)}/`)].map((page) => `releases/${encodeURIComponent(version)}/${page}`);
}

/** The text of the file that says what the releases' pages were made from. */
export function keysText(keys: PageKeys): string {
  return `${JSON.stringify(Object.fromEntries(keys), null, 1)}\n`;
}

function foldersOf(version: string): string[] {
  return [`releases/${version}`, `badges/${version}`, `api/v1/releases/${version}.json`];
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

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Another site, or a damaged one: nothing of it is reused.
  }
}
