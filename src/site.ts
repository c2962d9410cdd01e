import { getCollection, render } from 'astro:content';
import { contradictions } from './assessment/readiness.ts';
import { errors, formatProblem } from './problem.ts';
import { readinessDocument } from './publish/api.ts';
import { badgesOf } from './publish/badges.ts';
import { atomFeed } from './publish/feed.ts';
import { formatInstant } from './publish/words.ts';
import type { EvidenceFile } from './reports/evidence.ts';
import { Refusal } from './reports/refusal.ts';
import { openSource } from './reports/source.ts';
import { keptRoot, type LoadedRoot, loadRoot } from './root.ts';
import { evidenceFileView, evidenceIndexView, newestEvidence } from './views/evidence.ts';
import { formatsView } from './views/formats.ts';
import { itemPages } from './views/item.ts';
import { currentLinks } from './views/links.ts';
import { overviewView } from './views/overview.ts';
import { checklistPageView } from './views/page.ts';

// The one module that pages ask. A build has read the root already; in development it is read anew when a file of it changes.
const root = keptRoot() ?? (await readRoot());
const { evidence } = root;

/** The release in preparation. */
export const { assessment, portal } = root;

/** Longer texts are for downloading, not for reading on a page. In bytes. */
const readableBytes = 64 * 1024;

export const overview = overviewView(assessment, newestEvidence(evidence), currentLinks);
export const checklistPages = assessment.pages.map((page) => ({
  kind: page.kind,
  view: checklistPageView(page, assessment, currentLinks),
}));
export const items = itemPages(assessment, currentLinks);
export const evidenceIndex = evidenceIndexView(evidence, assessment);
export const evidenceFiles = await Promise.all(
  evidence.files.map(async (file) => evidenceFileView(file, assessment, await readableText(file))),
);

/** The pages of the guide, in their order, with what renders them. */
export const guide = await Promise.all(
  (await getCollection('guide'))
    .sort((a, b) => a.data.order - b.data.order)
    .map(async ({ id, data, ...entry }) => ({ id, data, Content: (await render({ id, data, ...entry })).Content })),
);

export const formats = formatsView();

/** What every page says of the release. */
export const frame = {
  product: portal.product,
  version: assessment.version,
  state: assessment.state,
  staleAfter: assessment.staleAfter,
  assessedOn: formatInstant(assessment.assessedAt),
  repository: portal.repository ?? null,
};

/** Every page of the checklist, for the way from one to the next. */
export const pageLinks = assessment.pages.map((page) => ({
  id: page.id,
  number: page.number,
  title: page.title,
  href: currentLinks.page(page),
}));

export const readiness = readinessDocument(assessment, contradictions(assessment));
export const badges = badgesOf(assessment);
export const feed = (site: string) => atomFeed(assessment, site);

async function readRoot(): Promise<LoadedRoot> {
  const outcome = await loadRoot(process.env['READINESS_ROOT'] ?? '.', new Date());
  if (outcome.state === 'refused') throw new Error(errors(outcome.problems).map(formatProblem).join('\n'));
  return outcome.root;
}

/** The text of a document or of a JSON file, where it is short enough to be read on a page. */
async function readableText({ outcome: read, size, input }: EvidenceFile): Promise<string | null> {
  const kind = read.state === 'read' ? read.report.kind : null;
  if (size > readableBytes || (kind !== 'document' && kind !== 'json')) return null;
  try {
    return await (await openSource(input)).text();
  } catch (cause) {
    if (cause instanceof Refusal) return null;
    throw cause;
  }
}
