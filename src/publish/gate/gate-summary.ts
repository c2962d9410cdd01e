import { type AssessedItem, type AssessedPage, type Assessment, statuses } from '../../assessment/assessment.ts';
import { findCauses } from '../../assessment/causes.ts';
import { decisiveCitation } from '../../assessment/decisive.ts';
import { contradictions, openItems, statedPages } from '../../assessment/readiness.ts';
import { clipText } from '../../clip-text.ts';
import { formatProblem, type Problem } from '../../problem.ts';
import { adviseOnCause, type CauseAdvice } from '../cause-advice.ts';
import { escapeMarkdown } from '../escape-markdown.ts';
import { signersWords } from '../words/answer-words.ts';
import { causesWords } from '../words/cause-words.ts';
import {
  gateAnswerWords,
  moreCausesLine,
  moreItemsLine,
  moreWords,
  notReadyPages,
  openNeedWords,
  refusedHeading,
  worseHeading,
} from '../words/gate-words.ts';
import { fewWords } from '../words/grammar.ts';
import { outcomeWords } from '../words/measure-words.ts';
import { citationName } from '../words/name-words.ts';
import { pageName, statusList } from '../words/release-words.ts';
import { pageStateWords, statusWords } from '../words/status-words.ts';
import {
  type CheckedRelease,
  checkedPages,
  type GateAnswer,
  gravestFirst,
  itemOfWorse,
  type ProofLink,
  type ProofLinks,
  type WorseItem,
} from './gate-answer.ts';

/** How many open items a job summary names; and how many causes a terminal, each with how many items. */
const named = 10;
const namedCauses = 5;
const itemsOfCause = 2;

/** How many rows of a kind a job summary lists: GitHub drops one of more than a megabyte. */
const mostRows = 100;

/** In UTF-16 units: how long a text may be in a line, and in a cell of a table. */
const longestText = 70;
const longestCell = 300;

/** What a summary is made from. */
type Summarized = Pick<CheckedRelease, 'assessment' | 'page' | 'earlier' | 'linksOf'>;

/**
 * The release in some thirty lines, for a person at a CI job: the answer, the pages and sign-offs behind it, what is worse than it was, and what
 * to do by cause, as the first page of the site says it.
 */
export function textSummary(checked: Summarized & Pick<CheckedRelease, 'workshop'>): string[] {
  const { assessment, page } = checked;
  const pages = checkedPages(checked);
  const behind = page === null ? [...pageLines(pages), ...signerLines(assessment)] : [];
  return [gateAnswerWords(assessment, page), ...behind, ...worseLines(checked), ...causeLines(pages, checked)];
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
  const { assessment, page, faults, linksOf } = checked;
  const pages = checkedPages(checked);
  const contradicted = contradictions({ pages }).map((item) => [item.text, { text: factOf(item), links: linksOf(item) }]);
  const open = gravestFirst(pages).filter(({ status }) => status !== 'contradicted');
  const states = (page === null ? statedPages(assessment) : [page]).map((each) => [
    pageName(each),
    pageStateWords[each.state],
    statusList(each.counts),
  ]);
  const worse = checked.earlier?.worse ?? [];
  return [
    `## ${escapeMarkdown(gateAnswerWords(assessment, page))}`,
    '',
    ...(page === null ? signerLines(assessment) : []).flatMap((line) => [escapeMarkdown(line), '']),
    ...problemPoints(faults),
    ...(checked.earlier === null ? [] : [`### ${escapeMarkdown(worseHeading(checked.earlier.version, worse.length))}`, '']),
    ...worse.map((each) => `- ${escapeMarkdown(`${each.text}: ${each.words}`)}${markdownLinks(linksOfWorse(each, checked))}`),
    ...(worse.length === 0 ? [] : ['']),
    ...tableLines(['Claimed, and contradicted', 'Measured'], contradicted, mostRows),
    ...tableLines(
      ['Open', 'State', 'Needs', 'Where'],
      open.map((item) => [
        item.text,
        statusWords[item.status],
        { text: openNeedWords(item), links: linksOf(item) },
        `${item.place.file}:${item.place.line}`,
      ]),
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
    ...problems.slice(0, mostRows).map((each) => `- ${escapeMarkdown(clipText(formatProblem(each), longestCell))}`),
    ...(more > 0 ? [`- ${moreWords(more)}`] : []),
    '',
  ];
}

/** What stands in a cell of a table: foreign text, and where it is shown. */
type Cell = string | { readonly text: string; readonly links: readonly ProofLink[] };

/** Links behind a text; nothing without any. */
function markdownLinks(links: readonly ProofLink[]): string {
  return links.map(({ text, address }) => ` [${escapeMarkdown(clipText(text, longestText))}](<${address}>)`).join('');
}

function cellMarkdown(cell: Cell): string {
  const { text, links } = typeof cell === 'string' ? { text: cell, links: [] } : cell;
  return `${escapeMarkdown(clipText(text, longestCell))}${markdownLinks(links)}`;
}

/** A table in Markdown with an empty line after it, and how many more rows there are; nothing without rows. */
function tableLines(head: readonly string[], rows: readonly (readonly Cell[])[], most: number): string[] {
  if (rows.length === 0) return [];
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const more = rows.length - most;
  return [
    row(head),
    row(head.map(() => '---')),
    ...rows.slice(0, most).map((cells) => row(cells.map(cellMarkdown))),
    '',
    ...(more > 0 ? [moreWords(more), ''] : []),
  ];
}

/** Whose sign-offs are missing, where some are. */
function signerLines(assessment: Assessment): string[] {
  const words = signersWords(assessment);
  return words === null || assessment.signOffs.every(({ state }) => state === 'current') ? [] : [words];
}

/** What to do, by cause: contradictions and gates first. */
function causeLines(pages: readonly AssessedPage[], checked: Summarized & Pick<CheckedRelease, 'workshop'>): string[] {
  const { assessment, workshop, linksOf } = checked;
  const causes = findCauses(pages, assessment);
  if (causes.length === 0) return [];
  const more = causes.length - namedCauses;
  return [
    causesWords(openItems(pages).length, causes.length),
    ...causes.slice(0, namedCauses).flatMap((cause, index) => causePart(adviseOnCause(cause, assessment, workshop), index + 1, linksOf)),
    ...(more > 0 ? [moreCausesLine(more)] : []),
  ];
}

function causePart({ title, files, roles, todo, commands, unblocks, items }: CauseAdvice, number: number, linksOf: ProofLinks): string[] {
  const indent = '   ';
  const named = fewWords(files.map(({ name }) => name));
  const gravest = items.toSorted((a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status));
  const more = items.length - itemsOfCause;
  return [
    `${number}. ${title}${named === '' ? '' : ` (${named})`}`,
    `${indent}${roles === '' ? '' : `${roles}: `}${todo}`,
    ...commands.slice(0, 1).map((command) => `${indent}  $ ${command}`),
    `${indent}${unblocks}:`,
    ...gravest.slice(0, itemsOfCause).map((item) => `${indent}  ${itemLine(item, linksOf)}`),
    ...(more > 0 ? [`${indent}  ${moreItemsLine(more)}`] : []),
  ];
}

function itemLine(item: AssessedItem, linksOf: ProofLinks): string {
  const { place, status, text } = item;
  const [link] = linksOf(item);
  return `${place.file}:${place.line}:${place.column} ${statusWords[status]}: ${clipText(text, longestText)}${link === undefined ? '' : ` ${link.address}`}`;
}

/** What is worse than in the release that it was held against, where it was. */
function worseLines(checked: Summarized): string[] {
  if (checked.earlier === null) return [];
  const { version, worse } = checked.earlier;
  const line = (each: WorseItem) => {
    const [link] = linksOfWorse(each, checked);
    return `  ${each.text}: ${each.words}${link === undefined ? '' : ` ${link.address}`}`;
  };
  return [worseHeading(version, worse.length), ...worse.map(line)];
}

function linksOfWorse(worse: WorseItem, checked: Pick<CheckedRelease, 'assessment' | 'linksOf'>): readonly ProofLink[] {
  const item = itemOfWorse(worse, checked);
  return item === null ? [] : checked.linksOf(item);
}

function pageLines(pages: readonly AssessedPage[]): string[] {
  const open = pages.filter(({ state }) => state === 'not-ready');
  return open.length === 0 ? [] : [notReadyPages(open)];
}

function factOf(item: AssessedItem): string {
  const decisive = decisiveCitation(item);
  return decisive === null ? openNeedWords(item) : `${outcomeWords(decisive, item.text)} (${citationName(decisive)})`;
}
