import type { AssessedItem, AssessedPage, Assessment } from '../assessment/assessment.ts';
import { contradictions, isCounted } from '../assessment/readiness.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { headline, pageName, statusList } from './words/release-words.ts';
import { citationName, decisiveCitation, outcomeWords, pageStateWords, plural } from './words/words.ts';

/** How many contradictions a summary names. */
const named = 8;

/** The release in at most 20 lines, for a person at a CI job. */
export function textSummary(assessment: Assessment): string[] {
  const found = contradictions(assessment);
  const open = assessment.pages.filter((page) => isCounted(page) && page.state === 'not-ready');
  const missing = assessment.signOffs.filter(({ state }) => state !== 'current');
  return [
    headline(assessment),
    `${plural(assessment.counts.total, 'item')}: ${countWords(assessment)}.`,
    ...(found.length === 0 ? [] : [`${plural(found.length, 'contradiction')}, ticked and disproved:`]),
    ...found.slice(0, named).map((item) => `  ${clip(item.text)}: ${factOf(item)}`),
    ...(found.length > named ? [`  … and ${found.length - named} more.`] : []),
    ...openPages(open),
    ...(missing.length === 0 ? [] : [signOffLine(assessment.signOffs)]),
  ];
}

/** The same for a job summary, in Markdown. Text of the checklist is escaped. */
export function markdownSummary(assessment: Assessment): string {
  const found = contradictions(assessment);
  const rows = found.map((item) => `| ${escapeMarkdown(item.text)} | ${escapeMarkdown(factOf(item))} |`);
  const layers = assessment.pages
    .filter(({ kind }) => kind !== 'sign-off')
    .map((page) => `| ${escapeMarkdown(pageName(page))} | ${pageStateWords[page.state]} | ${statusList(page.counts)} |`);
  return [
    `## ${escapeMarkdown(headline(assessment))}`,
    '',
    `${plural(assessment.counts.total, 'item')}: ${countWords(assessment)}.`,
    '',
    ...(rows.length === 0 ? [] : ['| Claimed, and contradicted | Measured |', '| --- | --- |', ...rows, '']),
    '| Layer | State | Items |',
    '| --- | --- | --- |',
    ...layers,
    '',
  ].join('\n');
}

/** Rejections are named, which outweigh whatever else was signed, and what was signed before something changed. */
function signOffLine(signOffs: Assessment['signOffs']): string {
  const current = signOffs.filter(({ state }) => state === 'current').length;
  const namedAs = (wanted: 'rejected' | 'stale') => {
    const found = signOffs.filter(({ state }) => state === wanted);
    const names = found.map(({ subject, role }) => (role === null ? subject : `${subject} by ${role}`));
    return names.length === 0 ? '' : `, ${wanted}: ${names.join(', ')}`;
  };
  return `Sign-offs: ${current} of ${signOffs.length} current${namedAs('rejected')}${namedAs('stale')}.`;
}

function countWords({ counts }: Assessment): string {
  return statusList(counts) || 'none';
}

function factOf(item: AssessedItem): string {
  const decisive = decisiveCitation(item);
  if (decisive === null) return 'a part of it fails';
  return `${outcomeWords(decisive)} (${citationName(decisive)})`;
}

function openPages(open: readonly AssessedPage[]): string[] {
  if (open.length === 0) return [];
  return [`Not ready: ${open.map((page) => `${page.title} (${page.counts.verified} of ${page.counts.total} verified)`).join(', ')}.`];
}

function clip(text: string): string {
  return text.length > 70 ? `${text.slice(0, 69)}…` : text;
}
