import { createHash } from 'node:crypto';
import { type AssessmentInput, assess } from '../../src/assessment/assess.ts';
import type { AssessedCitation, AssessedItem, Assessment } from '../../src/assessment/assessment.ts';
import { contentProblems } from '../../src/assessment/content-problems.ts';
import { itemsOf } from '../../src/assessment/items.ts';
import { Portal } from '../../src/checklist/portal.ts';
import { readChecklist } from '../../src/checklist/read-checklist.ts';
import type { Waiver } from '../../src/checklist/waivers.ts';
import type { Problem } from '../../src/problem.ts';
import { readEvidence } from '../../src/reports/evidence.ts';
import { bytesOf } from '../reports/files.ts';

/** The commit of every release and job that a test does not say otherwise of. */
export const commit = '1c830fe370e25cbd029a737e35d8f41fff46b54b';
export const now = new Date('2026-11-24T12:00:00Z');

/** A job's `run.json`; what it does not say is as a clean run would write it. */
export function run(job: string, differs: Record<string, unknown> = {}): string {
  return JSON.stringify({ job, commit, finished: '2026-11-23T09:00:00Z', commands: [], environment: { name: 'local' }, ...differs });
}

export interface RootParts {
  /** The items of one layer, as Markdown. */
  readonly items: string;
  /** Other pages of the checklist, by their names: `gates.md`. */
  readonly pages?: Readonly<Record<string, string>>;
  /** Files below `results/next/`; `run.json` of the release and of each job are made where they are missing, null leaves them out. */
  readonly results?: Readonly<Record<string, string | null>>;
  readonly portal?: unknown;
  readonly waivers?: readonly Waiver[];
  readonly now?: Date;
}

/** Assesses a small root made of text. */
export async function assessRoot(
  parts: RootParts,
): Promise<{ assessment: Assessment; problems: readonly Problem[]; items: AssessedItem[]; input: AssessmentInput }> {
  const { value: checklist, problems } = readChecklist([
    { path: 'content/checklist/1-audit.md', text: `# Audit\n\n## All\n${parts.items}\n` },
    ...Object.entries(parts.pages ?? {}).map(([name, text]) => ({ path: `content/checklist/${name}`, text })),
  ]);
  const files = new Map<string, string | null>([['run.json', JSON.stringify({ product: 'Demo', version: '1.0.0', commit })]]);
  for (const path of Object.keys(parts.results ?? {})) {
    const folder = path.split('/').slice(0, -1);
    if (folder.length > 0) files.set([...folder, 'run.json'].join('/'), run(folder[0] ?? ''));
  }
  for (const [path, text] of Object.entries(parts.results ?? {})) files.set(path, text);
  const listed = [...files].flatMap(([path, text]) =>
    text === null ? [] : [{ path, digest: createHash('sha256').update(text).digest('hex'), input: bytesOf(text, `results/next/${path}`) }],
  );
  const read = await readEvidence('results/next', listed, () => true);
  if (read.state === 'refused') throw new Error('the root of a test has a run.json');
  const input: AssessmentInput = {
    checklist,
    evidence: read.value,
    portal: Portal.parse(parts.portal ?? { product: 'Demo' }),
    waivers: parts.waivers ?? [],
    now: parts.now ?? now,
  };
  const assessed = assess(input);
  return {
    assessment: assessed.value,
    problems: [
      ...problems,
      ...read.problems,
      ...assessed.problems,
      ...contentProblems(input, assessed.value.waivers, (file) => ({ file })),
    ],
    items: itemsOf(assessed.value.pages),
    input,
  };
}

/** The one citation of the one item of a root. */
export async function citationOf(
  item: string,
  results: RootParts['results'],
  more: Omit<RootParts, 'items' | 'results'> = {},
): Promise<AssessedCitation> {
  const { items } = await assessRoot({ items: `- [x] ${item}`, ...(results === undefined ? {} : { results }), ...more });
  const citation = items[0]?.citations[0];
  if (citation === undefined) throw new Error(`${item} cites nothing`);
  return citation;
}
