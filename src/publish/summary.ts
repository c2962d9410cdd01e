import type { AssessedItem, AssessedPage, Assessment } from '../assessment/assessment.ts';
import { statuses } from '../assessment/assessment.ts';
import { decisiveCitation } from '../assessment/decisive.ts';
import { itemsOf } from '../assessment/items.ts';
import { contradictions, isCounted } from '../assessment/readiness.ts';
import { isReady } from '../assessment/status.ts';
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
  return [answerWords(assessment), ...pageLines(pages), ...signersWords(assessment), ...openLines(openItems(pages))];
}

/** One page in the same way. */
export function pageSummary(page: AssessedPage, assessment: Assessment): string[] {
  return [pageAnswerWords(page, assessment) ?? `${pageName(page)} asks for nothing.`, ...openLines(openItems([page]))];
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
    ...signersWords(assessment).flatMap((line) => [escapeMarkdown(line), '']),
    ...(rows.length === 0 ? [] : ['| Claimed, and contradicted | Measured |', '| --- | --- |', ...rows, '']),
    '| Layer | State | Items |',
    '| --- | --- | --- |',
    ...layers,
    '',
  ].join('\n');
}

/** The items that keep pages from being ready, the gravest first: gates before layers, parents where they stand open for their own sake. */
function openItems(pages: readonly AssessedPage[]): AssessedItem[] {
  const inOrder = [...pages.filter(({ kind }) => kind === 'gates'), ...pages.filter(({ kind }) => kind !== 'gates')];
  const open = itemsOf(inOrder).filter(({ status, items }) => !isReady(status) && items.every((child) => isReady(child.status)));
  return open.sort((a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status));
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
