import type { AssessedItem, AssessedPage, Assessment } from '../../assessment/assessment.ts';
import { decisiveCitation } from '../../assessment/decisive.ts';
import { contradictions } from '../../assessment/readiness.ts';
import { formatProblem, type Problem } from '../../problem.ts';
import { escapeMarkdown } from '../escape-markdown.ts';
import { signersWords } from '../words/answer-words.ts';
import {
  gateAnswerWords,
  moreWords,
  notReadyPages,
  openHeading,
  openNeedWords,
  refusedHeading,
  worseHeading,
} from '../words/gate-words.ts';
import { outcomeWords } from '../words/measure-words.ts';
import { citationName } from '../words/name-words.ts';
import { pageName, statusList } from '../words/release-words.ts';
import { pageStateWords, statusWords } from '../words/status-words.ts';
import { type CheckedRelease, checkedPages, type GateAnswer, gravestFirst } from './gate-answer.ts';

/** How many open items a summary names. */
const named = 10;

/** How many rows of a kind a job summary lists: GitHub drops one of more than a megabyte. */
const mostRows = 100;

/** In UTF-16 units: how long a text may be in a line, and in a cell of a table. */
const longestText = 70;
const longestCell = 300;

/** What a summary is made from. */
type Summarized = Pick<CheckedRelease, 'assessment' | 'page' | 'earlier'>;

/** The release in about 20 lines, for a person at a CI job: the answer, the pages and sign-offs behind it, and the strongest open items. */
export function textSummary(checked: Summarized): string[] {
  const { assessment, page } = checked;
  const pages = checkedPages(checked);
  const behind = page === null ? [...pageLines(pages), ...signerLines(assessment)] : [];
  return [gateAnswerWords(assessment, page), ...behind, ...openLines(gravestFirst(pages)), ...worseLines(checked)];
}

/** The same for a job summary, in Markdown. Text of the checklist is escaped. */
export function markdownSummary(answer: GateAnswer): string {
  switch (answer.state) {
    case 'refused':
      return [`## ${escapeMarkdown(refusedHeading(answer.problems.length))}`, '', ...problemPoints(answer.problems)].join('\n');
    case 'checked':
      return releaseSummary(answer.release);
  }
}

function releaseSummary(checked: CheckedRelease): string {
  const { assessment, page, faults } = checked;
  const pages = checkedPages(checked);
  const contradicted = contradictions({ pages }).map((item) => [item.text, factOf(item)]);
  const open = gravestFirst(pages).filter(({ status }) => status !== 'contradicted');
  const states = (page === null ? assessment.pages.filter(({ kind }) => kind !== 'sign-off') : [page]).map((each) => [
    pageName(each),
    pageStateWords[each.state],
    statusList(each.counts),
  ]);
  const [worse, ...points] = worseLines(checked);
  return [
    `## ${escapeMarkdown(gateAnswerWords(assessment, page))}`,
    '',
    ...(page === null ? signerLines(assessment) : []).flatMap((line) => [escapeMarkdown(line), '']),
    ...problemPoints(faults),
    ...(worse === undefined ? [] : [`### ${escapeMarkdown(worse)}`, '']),
    ...points.map((point) => `- ${escapeMarkdown(point.trim())}`),
    ...(points.length === 0 ? [] : ['']),
    ...tableLines(['Claimed, and contradicted', 'Measured'], contradicted, mostRows),
    ...tableLines(
      ['Open', 'State', 'Needs', 'Where'],
      open.map((item) => [item.text, statusWords[item.status], openNeedWords(item), `${item.place.file}:${item.place.line}`]),
      named,
    ),
    ...tableLines(['Layer', 'State', 'Items'], states, states.length),
  ].join('\n');
}

/** Problems as a list in Markdown with an empty line after it; nothing without any. */
function problemPoints(problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [];
  const more = problems.length - mostRows;
  return [
    ...problems.slice(0, mostRows).map((each) => `- ${escapeMarkdown(clip(formatProblem(each), longestCell))}`),
    ...(more > 0 ? [`- ${moreWords(more)}`] : []),
    '',
  ];
}

/** A table in Markdown with an empty line after it, and how many more rows there are; nothing without rows. */
function tableLines(head: readonly string[], rows: readonly (readonly string[])[], most: number): string[] {
  if (rows.length === 0) return [];
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const more = rows.length - most;
  return [
    row(head),
    row(head.map(() => '---')),
    ...rows.slice(0, most).map((cells) => row(cells.map((cell) => escapeMarkdown(clip(cell, longestCell))))),
    '',
    ...(more > 0 ? [moreWords(more), ''] : []),
  ];
}

/** Whose sign-offs are missing, where some are. */
function signerLines(assessment: Assessment): string[] {
  const words = signersWords(assessment);
  return words === null || assessment.signOffs.every(({ state }) => state === 'current') ? [] : [words];
}

function openLines(open: readonly AssessedItem[]): string[] {
  if (open.length === 0) return [];
  const more = open.length - named;
  return [openHeading(open.length, named), ...open.slice(0, named).map(openLine), ...(more > 0 ? [`  ${moreWords(more)}`] : [])];
}

function openLine(item: AssessedItem): string {
  const { file, line, column } = item.place;
  return `  ${file}:${line}:${column} ${statusWords[item.status]}: ${clip(item.text, longestText)} - ${openNeedWords(item)}`;
}

/** What is worse than in the release that it was held against, where it was. */
function worseLines({ earlier }: Summarized): string[] {
  if (earlier === null) return [];
  const { version, worse } = earlier;
  return [worseHeading(version, worse.length), ...worse.map(({ text, words }) => `  ${text}: ${words}`)];
}

function pageLines(pages: readonly AssessedPage[]): string[] {
  const open = pages.filter(({ state }) => state === 'not-ready');
  return open.length === 0 ? [] : [notReadyPages(open)];
}

function factOf(item: AssessedItem): string {
  const decisive = decisiveCitation(item);
  return decisive === null ? openNeedWords(item) : `${outcomeWords(decisive)} (${citationName(decisive)})`;
}

function clip(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
