import type { AssessedItem, AssessedPage, Assessment } from '../assessment/assessment.ts';
import { statuses } from '../assessment/assessment.ts';
import { decisiveCitation } from '../assessment/decisive.ts';
import { contradictions, isCounted, openItems } from '../assessment/readiness.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { answerWords, pageAnswerWords, signersWords } from './words/answer-words.ts';
import { plural } from './words/grammar.ts';
import { outcomeWords } from './words/measure-words.ts';
import { citationName } from './words/name-words.ts';
import { needWords } from './words/need-words.ts';
import { pageName, statusList } from './words/release-words.ts';
import { pageStateWords, statusWords } from './words/status-words.ts';

/** How many open items a summary names. */
const named = 10;

/** The release in about 20 lines, for a person at a CI job: the answer, the pages and sign-offs behind it, and the strongest open items. */
export function textSummary(assessment: Assessment): string[] {
  const pages = assessment.pages.filter(isCounted);
  return [answerWords(assessment), ...pageLines(pages), ...signerLines(assessment), ...openLines(byGravity(openItems(pages)))];
}

/** One page in the same way. */
export function pageSummary(page: AssessedPage, assessment: Assessment): string[] {
  return [pageAnswerWords(page, assessment) ?? `${pageName(page)} asks for nothing.`, ...openLines(byGravity(openItems([page])))];
}

/** The same for a job summary, in Markdown. Text of the checklist is escaped. */
export function markdownSummary(assessment: Assessment): string {
  const rows = contradictions(assessment).map((item) => `| ${escapeMarkdown(item.text)} | ${escapeMarkdown(factOf(item))} |`);
  const layers = assessment.pages
    .filter(({ kind }) => kind !== 'sign-off')
    .map((page) => `| ${escapeMarkdown(pageName(page))} | ${pageStateWords[page.state]} | ${statusList(page.counts)} |`);
  return [
    `## ${escapeMarkdown(answerWords(assessment))}`,
    '',
    ...signerLines(assessment).flatMap((line) => [escapeMarkdown(line), '']),
    ...(rows.length === 0 ? [] : ['| Claimed, and contradicted | Measured |', '| --- | --- |', ...rows, '']),
    '| Layer | State | Items |',
    '| --- | --- | --- |',
    ...layers,
    '',
  ].join('\n');
}

/** The gravest first. */
function byGravity(open: readonly AssessedItem[]): AssessedItem[] {
  return [...open].sort((a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status));
}

/** Whose sign-offs are missing, where some are. */
function signerLines(assessment: Assessment): string[] {
  const words = signersWords(assessment);
  return words === null || assessment.signOffs.every(({ state }) => state === 'current') ? [] : [words];
}

function openLines(open: readonly AssessedItem[]): string[] {
  if (open.length === 0) return [];
  const more = open.length - named;
  return [
    more > 0 ? `The gravest of ${plural(open.length, 'open item')}:` : `${plural(open.length, 'open item')}, the gravest first:`,
    ...open.slice(0, named).map(openLine),
    ...(more > 0 ? [`  … and ${more} more, which npx readiness-portal check --json lists.`] : []),
  ];
}

function openLine(item: AssessedItem): string {
  const { file, line, column } = item.place;
  return `  ${file}:${line}:${column} ${statusWords[item.status]}: ${clip(item.text)} - ${needWords(item) ?? ''}`;
}

function pageLines(pages: readonly AssessedPage[]): string[] {
  const open = pages.filter(({ state }) => state === 'not-ready');
  if (open.length === 0) return [];
  return [`Not ready: ${open.map((page) => `${pageName(page)} (${page.counts.verified} of ${page.counts.total} verified)`).join(', ')}.`];
}

function factOf(item: AssessedItem): string {
  const decisive = decisiveCitation(item);
  if (decisive === null) return 'a part of it fails';
  return `${outcomeWords(decisive)} (${citationName(decisive)})`;
}

function clip(text: string): string {
  return text.length > 70 ? `${text.slice(0, 69)}…` : text;
}
