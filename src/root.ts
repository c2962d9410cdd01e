import { createHash } from 'node:crypto';
import { createReadStream, existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AssessmentInput, assess } from './assessment/assess.ts';
import type { Assessment } from './assessment/assessment.ts';
import type { Checklist, ResultCitation } from './checklist/checklist.ts';
import { Portal } from './checklist/portal.ts';
import { compareText, itemsOfPage, readChecklist, type TextFile } from './checklist/read-checklist.ts';
import { type Waiver, Waivers } from './checklist/waivers.ts';
import { readYaml } from './checklist/yaml.ts';
import { pathMatcher } from './assessment/glob.ts';
import { errors, type Problem, problem } from './problem.ts';
import { type Evidence, type ListedFile, readEvidence } from './reports/evidence.ts';
import type { InputFile } from './reports/source.ts';

/** A root's content and results, read, and what they come to. */
export interface LoadedRoot {
  readonly checklist: Checklist;
  readonly portal: Portal;
  readonly evidence: Evidence;
  readonly assessment: Assessment;
  /** Warnings; a root with errors is not loaded. */
  readonly problems: readonly Problem[];
}

export type RootOutcome = { readonly state: 'loaded'; readonly root: LoadedRoot } | { readonly state: 'refused'; readonly problems: readonly Problem[] };

/** Files up to this size are read once and kept while they are read; larger ones are streamed. */
const keptBytes = 8 * 1024 * 1024;

/** Types that a build, a server or a browser would run. */
const running = /\.(?:m?jsx?|cjs|m?tsx?|cts|mdx|astro|vue|svelte|php|html?\.ejs)$/i;

/** What file systems and editors leave behind, and no tool writes. */
const ignored = new Set(['.DS_Store', '.gitkeep', '.gitignore', 'Thumbs.db']);

/** Reads a root and assesses its release in preparation at an instant. */
export async function loadRoot(root: string, now: Date): Promise<RootOutcome> {
  const problems: Problem[] = [];
  const files = readChecklistFiles(root, problems);
  const { checklist, problems: checklistProblems } = readChecklist(files);
  problems.push(...checklistProblems);
  const portal = readPortal(root, problems);
  const waivers = readWaivers(root, problems);
  const listed = await listResults(root, 'results/next', problems);
  const read = await readEvidence('results/next', listed, pointedBy(checklist));
  problems.push(...read.problems);
  if (portal === null || read.evidence === null || errors(problems).length > 0) return { state: 'refused', problems };

  const input: AssessmentInput = { checklist, evidence: read.evidence, portal, waivers, now };
  const assessed = assess(input);
  problems.push(...assessed.problems);
  if (errors(problems).length > 0) return { state: 'refused', problems };
  return { state: 'loaded', root: { checklist, portal, evidence: read.evidence, assessment: assessed.assessment, problems } };
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

/** The checklist's sources of a root, sorted by name. */
export function readChecklistFiles(root: string, problems: Problem[]): TextFile[] {
  const folder = 'content/checklist';
  return listFiles(root, folder, problems)
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path }) => {
      const file = `${folder}/${path}`;
      const text = readText(root, file, problems);
      return text === null ? [] : [{ path: file, text }];
    });
}

function readPortal(root: string, problems: Problem[]): Portal | null {
  const file = 'content/portal.yaml';
  const text = existsSync(join(root, file)) ? readText(root, file, problems) : null;
  if (text === null) {
    problems.push(problem('CONTENT_MISSING', { file }, 'the root has no portal.yaml', 'write one: product: <name>'));
    return null;
  }
  const outcome = readYaml(text, file, Portal);
  if (outcome.state === 'read') return outcome.value;
  problems.push(...outcome.problems);
  return null;
}

function readWaivers(root: string, problems: Problem[]): readonly Waiver[] {
  const file = 'content/waivers.yaml';
  if (!existsSync(join(root, file))) return [];
  const text = readText(root, file, problems);
  if (text === null || text.replace(/#.*/g, '').trim() === '') return [];
  const outcome = readYaml(text, file, Waivers);
  if (outcome.state === 'read') return outcome.value.waivers;
  problems.push(...outcome.problems);
  return [];
}

function readText(root: string, file: string, problems: Problem[]): string | null {
  const absolute = join(root, file);
  const stats = lstatSync(absolute, { throwIfNoEntry: false });
  if (!stats?.isFile()) {
    problems.push(problem('NOT_REGULAR_FILE', { file }, 'this is no regular file'));
    return null;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(absolute));
  } catch {
    problems.push(problem('ENCODING', { file }, 'the text is not UTF-8'));
    return null;
  }
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
      if (twin !== undefined) problems.push(problem('NAME_COLLISION', { file }, `its name cannot be told from that of ${folder}/${twin} everywhere`));
      seen.set(path.normalize('NFC').toLowerCase(), path);
      if (isOddName(name)) problems.push(problem('NAME', { file }, `the name ${JSON.stringify(name.slice(0, 80))} cannot be published`, 'rename it: no control characters, backslashes or spaces at its ends, at most 200 bytes'));
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

/** The SHA-256 of a file's bytes, hex. */
export async function digestOf(file: InputFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of file.chunks()) hash.update(chunk);
  return hash.digest('hex');
}

/** Which files of a release does the checklist point into by JSON Pointer? */
function pointedBy({ pages }: Checklist): (path: string) => boolean {
  const pointers = pages
    .flatMap((page) => itemsOfPage(page))
    .flatMap(({ citations }) => citations.filter((citation): citation is ResultCitation => citation.target === 'result' && citation.selector.startsWith('/')))
    .map(({ path }) => pathMatcher(path));
  return (path) => pointers.some((matches) => matches(path));
}
