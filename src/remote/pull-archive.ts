import { mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileOfRelease, readPreparedRun } from '../disk/next-archive.ts';
import { closeStaging, openStaging, type Staging, takePlace } from '../disk/replace-folder.ts';
import { listResults } from '../disk/root.ts';
import type { FileDigest, ListedFile } from '../file.ts';
import { isEvidence, nextFolder, resultsFolder, runFile, signOffFolder } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { type ArchivedNext, rootPath, uniteFiles } from '../release/archived-next.ts';
import type { FoundFile } from '../release/integrity.ts';
import { rowName } from '../release/manifest.ts';
import { comesAfter, isVersion } from '../release/version.ts';
import type { ReleaseRun } from '../reports/run.ts';
import { type MergedEntry, mergeHistory, type OwnRelease, writeFound } from './merge-history.ts';
import { readPublishedNext } from './published-next.ts';
import type { PublishedPart, Site } from './published-site.ts';
import { nameFaults } from './pulled-names.ts';

/** What came into a root. */
export interface Pulled {
  /** Releases that it lacked. */
  readonly releases: readonly string[];
  /** Records that releases lacked, from the root. */
  readonly records: readonly string[];
  /** Files that were withdrawn where they are published, and are gone now, from the root. */
  readonly withdrawn: readonly string[];
  /** What is in preparation there; null where it was not asked for. */
  readonly next: PulledNext | null;
}

/** What became of the release in preparation. */
export type PulledNext =
  | { readonly state: 'pulled'; readonly version: string; readonly files: number }
  /** The root prepares a later version: that stays. */
  | { readonly state: 'later'; readonly version: string; readonly own: string };

/** What is brought. */
export interface PullOrder {
  /** Also what is in preparation. */
  readonly withNext: boolean;
  /** What of the releases that the root lacks. */
  readonly reads: PublishedPart;
}

/**
 * Brings what a site has into a root, byte for byte: releases, records, and withdrawals, and the release in preparation where that is asked for.
 * All of it is held against manifests and digests before anything of it stands in the root. Throws where the site cannot be asked.
 */
export async function pullArchive(root: string, site: Site, { withNext, reads }: PullOrder): Promise<Reading<Pulled>> {
  mkdirSync(join(root, resultsFolder), { recursive: true });
  const staging = openStaging(join(root, nextFolder));
  try {
    const releases = await mergeHistory(root, site, {
      withUnpublished: false,
      reads,
      write: ({ version, files }, own) => writeFound(missingFrom(own, files), join(stagedReleases(staging), version)),
    });
    if (releases.state === 'refused') return releases;
    const gone = new Set(releases.value.flatMap(({ withdrawn }) => [...withdrawn]));
    const next = withNext ? await stageNext(root, site, staging, gone) : null;
    if (next?.state === 'refused') return next;
    const { records, withdrawn } = placeReleases(root, releases.value, staging);
    if (next?.value.state === 'pulled') takePlace(staging, join(root, nextFolder));
    else withdrawn.push(...(await withdrawFromNext(root, gone)));
    return {
      state: 'read',
      value: {
        releases: releases.value.filter((entry) => entry.own === null || isCompleted(entry)).map(({ version }) => version),
        records,
        withdrawn,
        next: next?.value ?? null,
      },
      problems: [],
    };
  } finally {
    closeStaging(staging, join(root, nextFolder));
  }
}

const stagedReleases = (staging: Staging) => join(staging.folder, 'releases');

/** What a root lacks of the files of a release. */
function missingFrom<File extends FileDigest>(own: OwnRelease | null, files: readonly File[]): File[] {
  const there = new Set(own === null ? [] : own.found.entries.map(({ file }) => file));
  return files.filter(({ file }) => !there.has(file));
}

/** Puts what was staged into the root, in the order in which it was frozen: each state on the way is a whole history. */
function placeReleases(root: string, merged: readonly MergedEntry[], staging: Staging): { records: string[]; withdrawn: string[] } {
  const records: string[] = [];
  const withdrawn: string[] = [];
  for (const entry of inChainOrder(merged)) {
    const { version, own, files } = entry;
    const folder = `${resultsFolder}/${version}`;
    const from = join(stagedReleases(staging), version);
    if (own === null) {
      renameSync(from, join(root, folder));
      continue;
    }
    const missing = missingFrom(own, files);
    // A signature comes before what it signs, and a withdrawal before the bytes go: without it they would look lost.
    for (const { file } of [...missing].sort((a, b) => Number(b.file.endsWith('.sig')) - Number(a.file.endsWith('.sig')))) {
      mkdirSync(dirname(join(root, folder, file)), { recursive: true });
      renameSync(join(from, file), join(root, folder, file));
      if (!isCompleted(entry) || !isEvidence(file)) records.push(`${folder}/${file}`);
    }
    const kept = new Set(files.map(({ file }) => file));
    for (const { file } of own.found.entries.filter((entry) => entry.kind === 'file' && !kept.has(entry.file))) {
      rmSync(join(root, folder, file), { force: true });
      removeEmptyAbove(join(root, folder), file);
      if (file !== rowName) withdrawn.push(`${folder}/${file}`);
    }
  }
  return { records, withdrawn };
}

/** Each release after the one that was frozen before it. */
function inChainOrder(merged: readonly MergedEntry[]): MergedEntry[] {
  const ordered = new Set<MergedEntry>();
  const add = (entry: MergedEntry, following: readonly MergedEntry[]): void => {
    const before = merged.find(({ version }) => version === entry.snapshot.previous?.version);
    // A chain that leads round in a circle is nobody's to follow.
    if (before !== undefined && !ordered.has(before) && !following.includes(before)) add(before, [...following, entry]);
    ordered.add(entry);
  };
  for (const entry of merged) add(entry, []);
  return [...ordered];
}

/** Had the root a release without its evidence, and has it all of it now? */
function isCompleted({ own, files }: MergedEntry): boolean {
  return own?.integrity === 'without-evidence' && !files.some(({ file }) => file === rowName);
}

function removeEmptyAbove(folder: string, file: string): void {
  for (let at = dirname(file); at !== '.'; at = dirname(at)) {
    try {
      rmdirSync(join(folder, at));
    } catch {
      return; // Something else stands there.
    }
  }
}

/** Makes the folder of what is in preparation as it is published, in the staging folder. */
async function stageNext(root: string, site: Site, staging: Staging, gone: ReadonlySet<string>): Promise<Reading<PulledNext>> {
  const published = await readPublishedNext(site);
  if (published.state === 'refused') return published;
  if (published.value === null) {
    const hint = 'build and publish the site again with this version';
    return refused([
      problem('ENVIRONMENT', { file: 'releases/next/MANIFEST.sha256' }, 'the site does not keep what is in preparation', hint),
    ]);
  }
  const own = await listResults(root, nextFolder);
  if (own.problems.length > 0) return refused(own.problems);
  const run = readPreparedRun(root);
  const { version } = published.value.run;
  if (run !== null && isVersion(run.version) && isVersion(version) && comesAfter(run.version, version))
    return { state: 'read', value: { state: 'later', version, own: run.version }, problems: [] };
  const results = published.value.files.filter(
    ({ file, digest }) => rootPath(file).startsWith(`${nextFolder}/`) && (file === runFile || !gone.has(digest)),
  );
  const unpublished = isOlder(run, published.value)
    ? []
    : own.value.filter((file) => isEvidence(file.path) && !results.some((each) => isSame(file, each)));
  const ownSignOffs = own.value.filter(({ path }) => path.startsWith(`${signOffFolder}/`) && run?.version === version);
  const signOffs = uniteFiles(ownSignOffs.map(fileOfRelease), published.value.signOffs, nextFolder);
  const files = [...results, ...(signOffs.state === 'read' ? signOffs.value : [])];
  const problems = [
    ...unpublished.map(({ path }) =>
      problem('CONFLICT', { file: `${nextFolder}/${path}` }, 'it is not what is published, and may be newer', keepOwn),
    ),
    ...signOffs.problems,
    ...nameFaults(
      files.map(({ file }) => file),
      nextFolder,
    ),
  ];
  if (problems.length > 0) return refused(problems);
  const unwritten = await writeFound(files, staging.made);
  if (unwritten.length > 0) return refused(unwritten);
  return { state: 'read', value: { state: 'pulled', version, files: files.length }, problems: [] };
}

const keepOwn = 'publish it first, or move it away';

/** Is what a root prepares of an earlier commit, by what both say? */
function isOlder(own: ReleaseRun | null, { run }: ArchivedNext): boolean {
  return own?.committed != null && run.committed != null && Date.parse(own.committed) < Date.parse(run.committed);
}

function isSame({ path, digest }: ListedFile, found: FoundFile): boolean {
  return found.file === path && found.digest === digest;
}

/** Takes out of what is in preparation what was withdrawn from a release, as `withdraw` does. */
async function withdrawFromNext(root: string, gone: ReadonlySet<string>): Promise<string[]> {
  if (gone.size === 0) return [];
  const files = (await listResults(root, nextFolder)).value.filter(({ path, digest }) => isEvidence(path) && gone.has(digest));
  for (const { path } of files) {
    rmSync(join(root, nextFolder, path), { force: true });
    removeEmptyAbove(join(root, nextFolder), path);
  }
  return files.map(({ path }) => `${nextFolder}/${path}`);
}

function refused(problems: readonly Problem[]): { readonly state: 'refused'; readonly problems: readonly Problem[] } {
  return { state: 'refused', problems };
}
