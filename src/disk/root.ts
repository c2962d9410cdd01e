import { createReadStream, lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { type AssessedSources, assessSources, type ReleaseSources, readTexts } from '../assessment/assess-sources.ts';
import type { Assessment } from '../assessment/assessment.ts';
import { guideProblems } from '../checklist/guide-page.ts';
import { digestOf, type InputFile, type ListedFile } from '../file.ts';
import { foldedName } from '../folded-name.ts';
import { checklistFolder, guideFolder, nextFolder, portalFile, trustFolder, waiversFile } from '../layout.ts';
import { compareText } from '../order.ts';
import { errors, type Problem, problem } from '../problem.ts';
import type { Found, Reading } from '../reading.ts';
import { judgePrepared, type SignedRelease } from '../release/signed-release.ts';
import type { EarlierTrust } from '../signing/trust.ts';
import { findSecretsIn } from './published-secrets.ts';
import { readTrustTexts } from './trust-files.ts';

/** A root's content and results, read, and what they come to. */
export interface LoadedRoot extends Omit<AssessedSources, 'assessment'>, SignedRelease {
  /** The assessment without sign-offs. */
  readonly unsigned: Assessment;
  /** The bytes that it was read from. */
  readonly sources: ReleaseSources;
  /** What looks like a secret in them, and `portal.yaml` allows, each with its place and reason. */
  readonly allowedSecrets: readonly Problem[];
}

/** A file where it stands. */
export interface FoundFile {
  /** Below the folder that was listed, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** Files up to this size are read once and stay in memory while they are needed; larger ones are streamed. */
const wholeBytes = 8 * 1024 * 1024;

/** Types that a build, a server or a browser would run. */
const runnable = /\.(?:m?jsx?|cjs|m?tsx?|cts|mdx|astro|vue|svelte|php|html?\.ejs)$/i;

/** What file systems and editors leave behind, and no tool writes. */
const ignored = new Set(['.DS_Store', '.gitkeep', '.gitignore', 'Thumbs.db']);

/**
 * Reads a root and assesses its release in preparation at an instant, with its sign-offs. Among the problems of a root that is read are warnings,
 * and sign-off records that are gone (`INTEGRITY`).
 *
 * @param trustFrom The trust files of an earlier commit, where sign-offs are to count by those alone.
 */
export async function loadRoot(root: string, now: Date, trustFrom?: EarlierTrust): Promise<Reading<LoadedRoot>> {
  const folders = [checklistFolder, trustFolder, guideFolder, nextFolder].map((folder) => folderFault(root, folder));
  const faults = new Map(folders.flatMap((fault) => (fault === null ? [] : [[fault.file, fault] as const])));
  if (faults.size > 0) return { state: 'refused', problems: [...faults.values()] };
  const content = await listContent(root);
  const results = await listResults(root, nextFolder);
  const guide = await listGuide(root);
  const trust = await listTrust(root);
  const pages = await readTexts(guide.value);
  const listing = [
    ...content.problems,
    ...results.problems,
    ...trust.problems,
    ...guide.problems,
    ...pages.problems,
    ...guideProblems(pages.value),
  ];
  const sources = { folder: nextFolder, results: results.value, content: content.value };
  const outcome = await assessSources(sources, now);
  const found = [...listing, ...outcome.problems];
  if (outcome.state === 'refused' || errors(listing).length > 0) return { state: 'refused', problems: found };
  const assessed = outcome.value;
  const judged = await judgePrepared({ sources, assessed, trust: readTrustTexts(root), earlier: trustFrom });
  const secrets = [
    ...(await findSecretsIn([...sources.content, ...guide.value, ...trust.value], '', assessed.portal.secrets)),
    ...(await findSecretsIn(sources.results, nextFolder, assessed.portal.secrets)),
  ];
  const problems = [...found, ...judged.trustProblems, ...secrets];
  if (errors(problems).length > 0) return { state: 'refused', problems };
  const value = { ...assessed, unsigned: assessed.assessment, ...judged.signed, sources, allowedSecrets: secrets };
  return { state: 'read', value, problems: [...problems, ...judged.problems] };
}

/** What the results of a root are judged by: the sources of its checklist, `portal.yaml` and `waivers.yaml`, by their paths from the root. */
export async function listContent(root: string): Promise<Found<readonly ListedFile[]>> {
  const pages = listFiles(root, checklistFolder);
  const named = [portalFile, waiversFile].map((file) => findFile(root, file));
  const files = [
    ...pages.value.filter(({ path }) => path.endsWith('.md')).map(({ path, size }) => ({ path: `${checklistFolder}/${path}`, size })),
    ...named.flatMap(({ value }) => value ?? []),
  ];
  const value = await Promise.all(files.map(({ path, size }) => listedFile(root, path, path, size)));
  return { value, problems: [...pages.problems, ...named.flatMap(({ problems }) => problems)] };
}

/** The trust files of a root, by their paths from the root. */
export async function listTrust(root: string): Promise<Found<readonly ListedFile[]>> {
  const found = listFiles(root, trustFolder);
  const files = found.value.map(({ path, size }) => ({ path: `${trustFolder}/${path}`, size }));
  return { value: await Promise.all(files.map(({ path, size }) => listedFile(root, path, path, size))), problems: found.problems };
}

/** The pages of a root's guide, by their paths from the root. */
async function listGuide(root: string): Promise<Found<readonly ListedFile[]>> {
  const found = listFiles(root, guideFolder);
  const pages = found.value.filter(({ path }) => path.endsWith('.mdx')).map(({ path, size }) => ({ path: `${guideFolder}/${path}`, size }));
  return { value: await Promise.all(pages.map(({ path, size }) => listedFile(root, path, path, size))), problems: found.problems };
}

/**
 * The result files of a release. What could do harm is a problem.
 *
 * @param folder Of the release, from the root. Paths are below it.
 */
export async function listResults(root: string, folder: string): Promise<Found<readonly ListedFile[]>> {
  const found = listFiles(root, folder);
  const value: ListedFile[] = [];
  for (const { path, size } of found.value) value.push(await listedFile(root, `${folder}/${path}`, path, size));
  const problems = found.value.filter(({ path }) => runnable.test(path)).map(({ path }) => wouldRun(`${folder}/${path}`));
  return { value, problems: [...found.problems, ...problems] };
}

/** A file of the disk as readers take it. */
export function inputFile(path: string, absolute: string, size: number, bytes: Uint8Array | null = null): InputFile {
  return {
    path,
    size,
    async *chunks() {
      if (bytes !== null) yield bytes;
      else for await (const chunk of createReadStream(absolute, { highWaterMark: 1024 * 1024 })) yield chunk;
    },
  };
}

/** A file of the disk whose bytes are read once and stay in memory, unless it is large. */
export function heldFile(path: string, absolute: string, size: number): InputFile {
  return inputFile(path, absolute, size, size <= wholeBytes ? readFileSync(absolute) : null);
}

async function listedFile(root: string, file: string, path: string, size: number): Promise<ListedFile> {
  const input = heldFile(file, join(root, file), size);
  return { path, digest: await digestOf(input), input };
}

/**
 * Every regular file below a folder, sorted by code units. Names that cannot be told apart everywhere, and whatever is no regular file, are
 * problems.
 *
 * @param folder From the root; one that is not there has no files.
 */
export function listFiles(root: string, folder: string): Found<readonly FoundFile[]> {
  const fault = folderFault(root, folder);
  if (fault !== null) return { value: [], problems: [fault] };
  const found = lstatSync(join(root, folder), { throwIfNoEntry: false }) === undefined ? [] : listEntries(root, folder, '');
  return {
    value: found.flatMap((entry) => ('path' in entry ? [entry] : [])),
    problems: found.flatMap((entry) => ('path' in entry ? [] : [entry])),
  };
}

/** What stands below a folder, at a path in it: files, and problems in their places. */
function listEntries(root: string, folder: string, below: string): (FoundFile | Problem)[] {
  const named = new Map<string, string>();
  return readdirSync(join(root, folder, below))
    .filter((name) => !ignored.has(name))
    .sort(compareText)
    .flatMap((name) => {
      const path = below === '' ? name : `${below}/${name}`;
      const file = `${folder}/${path}`;
      if (isOddName(name)) return [oddName(name, file)];
      const twin = named.get(foldedName(name));
      named.set(foldedName(name), file);
      const collision =
        twin === undefined ? [] : [problem('NAME_COLLISION', { file }, `its name cannot be told from that of ${twin} everywhere`)];
      const stats = lstatSync(join(root, file));
      if (stats.isDirectory()) return [...collision, ...listEntries(root, folder, path)];
      return [...collision, stats.isFile() ? { path, size: stats.size } : irregular(file, stats)];
    });
}

/** A file of a root that may be missing. */
export function findFile(root: string, file: string): Found<FoundFile | null> {
  const stats = lstatSync(join(root, file), { throwIfNoEntry: false });
  if (stats === undefined) return { value: null, problems: [] };
  return stats.isFile() ? { value: { path: file, size: stats.size }, problems: [] } : { value: null, problems: [irregular(file, stats)] };
}

/** What keeps a folder of a root from being read: a link, or no folder, in its place or on the way there. Null where it can be, or is not there. */
export function folderFault(root: string, folder: string): Problem | null {
  const parts = folder.split('/');
  for (const [index] of parts.entries()) {
    const file = parts.slice(0, index + 1).join('/');
    const stats = lstatSync(join(root, file), { throwIfNoEntry: false });
    if (stats === undefined) return null;
    if (stats.isSymbolicLink()) return problem('NOT_REGULAR_FILE', { file }, 'this is a symbolic link', 'replace it by the folder itself');
    if (!stats.isDirectory()) return problem('NOT_REGULAR_FILE', { file }, 'this is no folder');
  }
  return null;
}

/**
 * Why a result file cannot stand under a name, or null.
 *
 * @param path Below the folder that it is to stand in.
 * @param file Where it is now, for the problem.
 */
export function resultNameFault(path: string, file: string): Problem | null {
  const odd = path.split('/').find((name) => isOddName(name) || ignored.has(name));
  if (odd !== undefined) return oddName(odd, file);
  return runnable.test(path) ? wouldRun(file) : null;
}

function wouldRun(file: string): Problem {
  return problem('FILE_TYPE', { file }, 'a file of this type would run');
}

function irregular(file: string, stats: Stats): Problem {
  return problem('NOT_REGULAR_FILE', { file }, stats.isSymbolicLink() ? 'this is a symbolic link' : 'this is no regular file');
}

/** Is a name one that would be read differently by a shell, a browser or another file system? */
function isOddName(name: string): boolean {
  return /[\p{Cc}\p{Cf}\u2028\u2029\\]|^\s|\s$|\uFFFD/u.test(name) || Buffer.byteLength(name) > 200;
}

function oddName(name: string, file: string): Problem {
  const hint = 'rename it: UTF-8, no control characters, backslashes or spaces at its ends, at most 200 bytes';
  return problem('NAME', { file }, `the name ${JSON.stringify(name.slice(0, 80))} cannot be published`, hint);
}
