import { createReadStream, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AssessedSources, assessSources, type ReleaseSources } from '../assessment/assess-sources.ts';
import type { Assessment } from '../assessment/assessment.ts';
import { digestOf, type InputFile, type ListedFile } from '../file.ts';
import { checklistFolder, nextFolder, portalFile, waiversFile } from '../layout.ts';
import { compareText } from '../order.ts';

import { errors, type Problem, problem } from '../problem.ts';
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
  /** Warnings, and sign-off records that are gone (`INTEGRITY`); a root with other errors is not loaded. */
  readonly problems: readonly Problem[];
}

export type RootOutcome =
  | { readonly state: 'loaded'; readonly root: LoadedRoot }
  | { readonly state: 'refused'; readonly problems: readonly Problem[] };

/** Files up to this size are read once and kept while they are read; larger ones are streamed. */
const keptBytes = 8 * 1024 * 1024;

/** Types that a build, a server or a browser would run. */
const running = /\.(?:m?jsx?|cjs|m?tsx?|cts|mdx|astro|vue|svelte|php|html?\.ejs)$/i;

/** What file systems and editors leave behind, and no tool writes. */
const ignored = new Set(['.DS_Store', '.gitkeep', '.gitignore', 'Thumbs.db']);

/**
 * Reads a root and assesses its release in preparation at an instant, with its sign-offs.
 *
 * @param trustFrom The trust files of an earlier commit, where sign-offs are to count by those alone.
 */
export async function loadRoot(root: string, now: Date, trustFrom?: EarlierTrust): Promise<RootOutcome> {
  const listing: Problem[] = [];
  const content = await listContent(root, listing);
  const sources = { folder: nextFolder, results: await listResults(root, nextFolder, listing), content };
  const trust = readTrustTexts(root);
  const outcome = await assessSources(sources, now);
  const problems = [...listing, ...outcome.problems];
  if (outcome.state === 'refused' || errors(listing).length > 0) return { state: 'refused', problems };
  const assessed = outcome.value;
  const judged = await judgePrepared({ sources, assessed, trust, earlier: trustFrom });
  const secrets = [
    ...(await findSecretsIn(sources.content, '', assessed.portal.secrets)),
    ...(await findSecretsIn(sources.results, nextFolder, assessed.portal.secrets)),
  ];
  problems.push(...judged.trustProblems, ...secrets);
  if (errors(problems).length > 0) return { state: 'refused', problems };
  problems.push(...judged.problems);
  return { state: 'loaded', root: { ...assessed, unsigned: assessed.assessment, ...judged.signed, sources, problems } };
}

/** What the results of a root are judged by: the sources of its checklist, `portal.yaml` and `waivers.yaml`, by their paths from the root. */
export async function listContent(root: string, problems: Problem[]): Promise<ListedFile[]> {
  const folder = checklistFolder;
  const pages = listFiles(root, folder, problems).flatMap(({ path }) => (path.endsWith('.md') ? [`${folder}/${path}`] : []));
  const listed: ListedFile[] = [];
  for (const file of [...pages, portalFile, waiversFile]) {
    const absolute = join(root, file);
    const stats = lstatSync(absolute, { throwIfNoEntry: false });
    if (stats === undefined) continue;
    if (!stats.isFile()) {
      problems.push(problem('NOT_REGULAR_FILE', { file }, 'this is no regular file'));
      continue;
    }
    const input = inputFile(file, absolute, stats.size, readFileSync(absolute));
    listed.push({ path: file, digest: await digestOf(input), input });
  }
  return listed;
}

/** The result files of a release, below its folder. What could do harm is a problem and is not listed. */
export async function listResults(root: string, folder: string, problems: Problem[]): Promise<ListedFile[]> {
  const listed: ListedFile[] = [];
  for (const { path, size } of listFiles(root, folder, problems)) {
    const file = `${folder}/${path}`;
    if (running.test(path)) problems.push(problem('FILE_TYPE', { file }, 'a file of this type would run'));
    const absolute = join(root, file);
    const input = inputFile(file, absolute, size, size <= keptBytes ? readFileSync(absolute) : null);
    listed.push({ path, digest: await digestOf(input), input });
  }
  return listed;
}

/** A file of the disk as readers take it. */
export function inputFile(path: string, absolute: string, size: number, kept: Uint8Array | null = null): InputFile {
  return {
    path,
    size,
    async *chunks() {
      if (kept !== null) yield kept;
      else for await (const chunk of createReadStream(absolute, { highWaterMark: 1024 * 1024 })) yield chunk;
    },
  };
}

/** Every regular file below a folder, sorted by code units; names that cannot be told apart everywhere, and whatever is no regular file, are problems. */
export function listFiles(root: string, folder: string, problems: Problem[]): { path: string; size: number }[] {
  const found: { path: string; size: number }[] = [];
  const seen = new Map<string, string>();
  const visit = (below: string) => {
    const absolute = join(root, folder, below);
    for (const name of readdirSync(absolute).sort(compareText)) {
      if (ignored.has(name)) continue;
      const path = below === '' ? name : `${below}/${name}`;
      const file = `${folder}/${path}`;
      const stats = lstatSync(join(root, file));
      const twin = seen.get(path.normalize('NFC').toLowerCase());
      if (twin !== undefined)
        problems.push(problem('NAME_COLLISION', { file }, `its name cannot be told from that of ${folder}/${twin} everywhere`));
      seen.set(path.normalize('NFC').toLowerCase(), path);
      if (isOddName(name))
        problems.push(
          problem(
            'NAME',
            { file },
            `the name ${JSON.stringify(name.slice(0, 80))} cannot be published`,
            'rename it: no control characters, backslashes or spaces at its ends, at most 200 bytes',
          ),
        );
      else if (stats.isDirectory()) visit(path);
      else if (!stats.isFile()) problems.push(problem('NOT_REGULAR_FILE', { file }, 'this is no regular file'));
      else found.push({ path, size: stats.size });
    }
  };
  const base = lstatSync(join(root, folder), { throwIfNoEntry: false });
  if (base?.isDirectory()) visit('');
  else if (base !== undefined) problems.push(problem('NOT_REGULAR_FILE', { file: folder }, 'this is no folder'));
  return found;
}

/** Names that would be read differently by a shell, a browser or another file system. */
function isOddName(name: string): boolean {
  return /[\p{Cc}\p{Cf}\u2028\u2029\\]|^\s|\s$|\uFFFD/u.test(name) || Buffer.byteLength(name) > 200;
}
