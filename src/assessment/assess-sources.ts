import type { Checklist, ResultCitation } from '../checklist/checklist.ts';
import { Portal } from '../checklist/portal.ts';
import { itemsOfPage, readChecklist, type TextFile } from '../checklist/read-checklist.ts';
import { type Waiver, Waivers } from '../checklist/waivers.ts';
import { readYaml } from '../checklist/yaml.ts';
import type { ListedFile } from '../file.ts';
import { pathMatcher } from '../glob.ts';
import { portalFile, waiversFile } from '../layout.ts';
import { errors, type Problem, problem } from '../problem.ts';
import { type Evidence, readEvidence } from '../reports/evidence.ts';
import { assess } from './assess.ts';
import type { Assessment } from './assessment.ts';

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

export type SourcesOutcome =
  | { readonly state: 'assessed'; readonly assessed: AssessedSources; readonly problems: readonly Problem[] }
  | { readonly state: 'refused'; readonly problems: readonly Problem[] };

/** Stands for a `portal.yaml` that cannot be read, while the rest is checked. */
const unknownPortal = Portal.parse({ product: 'unknown' });

/** Reads the sources of a release and assesses it at an instant. The same bytes at the same instant come to the same. */
export async function assessSources({ folder, results, content }: ReleaseSources, now: Date): Promise<SourcesOutcome> {
  const problems: Problem[] = [];
  const texts = await readTexts(content, problems);
  const { checklist, problems: checklistProblems } = readChecklist(texts.filter(({ path }) => path.endsWith('.md')));
  problems.push(...checklistProblems);
  const portal = readPortal(texts, problems);
  const waivers = readWaivers(texts, problems);
  const read = await readEvidence(folder, results, pointedBy(checklist));
  problems.push(...read.problems);
  if (read.evidence === null) return { state: 'refused', problems };

  // Assessed even where something is refused already, so that all that is wrong is said at once.
  const { assessment, problems: found } = assess({ checklist, evidence: read.evidence, portal: portal ?? unknownPortal, waivers, now });
  problems.push(...found.filter(({ code }) => portal !== null || code !== 'ROLE_UNKNOWN'));
  if (portal === null || errors(problems).length > 0) return { state: 'refused', problems };
  return { state: 'assessed', assessed: { checklist, portal, evidence: read.evidence, assessment }, problems };
}

async function readTexts(files: readonly ListedFile[], problems: Problem[]): Promise<TextFile[]> {
  const texts: TextFile[] = [];
  for (const { path, input } of files) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of input.chunks()) chunks.push(chunk);
    try {
      texts.push({ path, text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)) });
    } catch {
      problems.push(problem('ENCODING', { file: path }, 'the text is not UTF-8'));
    }
  }
  return texts;
}

function readPortal(texts: readonly TextFile[], problems: Problem[]): Portal | null {
  const source = texts.find(({ path }) => path === portalFile);
  if (source === undefined) {
    problems.push(problem('CONTENT_MISSING', { file: portalFile }, 'the root has no portal.yaml', 'write one: product: <name>'));
    return null;
  }
  const outcome = readYaml(source.text, portalFile, Portal);
  if (outcome.state === 'read') return outcome.value;
  problems.push(...outcome.problems);
  return null;
}

function readWaivers(texts: readonly TextFile[], problems: Problem[]): readonly Waiver[] {
  const text = texts.find(({ path }) => path === waiversFile)?.text ?? '';
  if (text.replace(/#.*/g, '').trim() === '') return [];
  const outcome = readYaml(text, waiversFile, Waivers);
  if (outcome.state === 'read') return outcome.value.waivers;
  problems.push(...outcome.problems);
  return [];
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
