import type { Checklist, ResultCitation } from '../checklist/checklist.ts';
import { Portal, unknownPortal } from '../checklist/portal.ts';
import { itemsOfPage, readChecklist, type TextFile } from '../checklist/read-checklist.ts';
import { type Waiver, Waivers } from '../checklist/waivers.ts';
import { readYaml, yamlPlaces } from '../checklist/yaml.ts';
import type { ListedFile } from '../file.ts';
import { pathMatcher } from '../glob.ts';
import { portalFile, waiversFile } from '../layout.ts';
import { errors, problem } from '../problem.ts';
import type { Found, Reading } from '../reading.ts';
import { type Evidence, readEvidence } from '../reports/evidence.ts';
import { assess } from './assess.ts';
import type { Assessment } from './assessment.ts';
import { contentProblems, type PlaceIn } from './content-problems.ts';

/** The bytes that a release is assessed from, in preparation or frozen. */
export interface ReleaseSources {
  /** Where its result files stand, from the root: `results/next`. */
  readonly folder: string;
  /** The result files below that folder, with the release's `run.json`. */
  readonly results: readonly ListedFile[];
  /** `content/checklist/*.md`, `content/portal.yaml` and `content/waivers.yaml`, by their paths from the root. */
  readonly content: readonly ListedFile[];
}

/** What the sources of a release come to. */
export interface AssessedSources {
  readonly checklist: Checklist;
  readonly portal: Portal;
  readonly evidence: Evidence;
  /** Without sign-offs. */
  readonly assessment: Assessment;
}

/** Reads the sources of a release and assesses it at an instant. The same bytes at the same instant come to the same. */
export async function assessSources({ folder, results, content }: ReleaseSources, now: Date): Promise<Reading<AssessedSources>> {
  const texts = await readTexts(content);
  const checklist = readChecklist(texts.value.filter(({ path }) => path.endsWith('.md')));
  const portal = readPortal(texts.value);
  const waivers = readWaivers(texts.value);
  const evidence = await readEvidence(folder, results, pointedBy(checklist.value));
  const problems = [...texts.problems, ...checklist.problems, ...portal.problems, ...waivers.problems, ...evidence.problems];
  if (evidence.state === 'refused') return { state: 'refused', problems };

  // Assessed even where something is refused already, so that all that is wrong is said at once.
  const input = {
    checklist: checklist.value,
    evidence: evidence.value,
    portal: portal.state === 'read' ? portal.value : unknownPortal,
    waivers: waivers.value,
    now,
  };
  const assessed = assess(input);
  const places = new Map(texts.value.map(({ path, text }) => [path, yamlPlaces(text, path)]));
  const placeIn: PlaceIn = (file, path) => places.get(file)?.(path) ?? { file };
  const disagreeing = contentProblems(input, assessed.value.waivers, placeIn);
  const all = [...problems, ...assessed.problems, ...disagreeing.filter(({ code }) => portal.state === 'read' || code !== 'ROLE_UNKNOWN')];
  if (portal.state === 'refused' || errors(all).length > 0) return { state: 'refused', problems: all };
  const value = { checklist: checklist.value, portal: portal.value, evidence: evidence.value, assessment: assessed.value };
  return { state: 'read', value, problems: all };
}

/** Reads texts that people write; one that is not UTF-8 is left out, and a problem. */
export async function readTexts(files: readonly ListedFile[]): Promise<Found<TextFile[]>> {
  const texts = await Promise.all(files.map(readText));
  return {
    value: texts.flatMap((text) => (text.state === 'read' ? [text.value] : [])),
    problems: texts.flatMap((text) => text.problems),
  };
}

async function readText({ path, input }: ListedFile): Promise<Reading<TextFile>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input.chunks()) chunks.push(chunk);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    return { state: 'read', value: { path, text }, problems: [] };
  } catch {
    return { state: 'refused', problems: [problem('ENCODING', { file: path }, 'the text is not UTF-8')] };
  }
}

function readPortal(texts: readonly TextFile[]): Reading<Portal> {
  const source = texts.find(({ path }) => path === portalFile);
  if (source === undefined) {
    const missing = problem('CONTENT_MISSING', { file: portalFile }, 'the root has no portal.yaml', 'write one: product: <name>');
    return { state: 'refused', problems: [missing] };
  }
  return readYaml(source.text, portalFile, Portal);
}

function readWaivers(texts: readonly TextFile[]): Found<readonly Waiver[]> {
  const text = texts.find(({ path }) => path === waiversFile)?.text ?? '';
  if (text.replace(/#.*/g, '').trim() === '') return { value: [], problems: [] };
  const outcome = readYaml(text, waiversFile, Waivers);
  return outcome.state === 'read' ? { value: outcome.value.waivers, problems: [] } : { value: [], problems: outcome.problems };
}

/** Which files of a release does the checklist point into by JSON Pointer? */
function pointedBy({ pages }: Checklist): (path: string) => boolean {
  const pointers = pages
    .flatMap((page) => itemsOfPage(page))
    .flatMap(({ citations }) =>
      citations.filter((citation): citation is ResultCitation => citation.target === 'result' && citation.selector.startsWith('/')),
    )
    .map(({ path }) => pathMatcher(path));
  return (path) => pointers.some((matches) => matches(path));
}
