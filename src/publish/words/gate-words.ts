import type { AssessedItem, AssessedPage, Assessment, RequiredSignOff } from '../../assessment/assessment.ts';
import { formatNumber } from '../../unit.ts';
import { answerWords, askedName, pageAnswerWords } from './answer-words.ts';
import { moreCausesWords } from './cause-words.ts';
import { plural } from './grammar.ts';
import { needWords, todoWords } from './need-words.ts';
import { pageName } from './release-words.ts';
import { signOffStateWords, statusMeanings, statusWords } from './status-words.ts';

/** The answer of a gate: of the release, or of the one page that it was asked about. */
export function gateAnswerWords(assessment: Assessment, page: AssessedPage | null): string {
  if (page === null) return answerWords(assessment);
  return pageAnswerWords(page, assessment) ?? `${pageName(page)} asks for nothing.`;
}

/** What an open item is and needs: `Not started: A result that proves it; it cites nothing.` */
export function openItemWords(item: AssessedItem): string {
  return `${statusWords[item.status]}: ${openNeedWords(item)}`;
}

/** What an open item needs. */
export function openNeedWords(item: AssessedItem): string {
  return needWords(item) ?? statusMeanings[item.status];
}

/** Which pages keep a release from being ready, and how much of each is verified. */
export function notReadyPages(pages: readonly AssessedPage[]): string {
  return `Not ready: ${pages.map((page) => `${pageName(page)} (${page.counts.verified} of ${page.counts.total} verified)`).join(', ')}.`;
}

/** That what follows is not all, and where all is; of what, where that does not show: `more`, `more warning`. */
export function moreWords(count: number, what?: string): string {
  return `… and ${what === undefined ? `${formatNumber(count)} more` : plural(count, `more ${what}`)}, which npx readiness-portal check --json lists.`;
}

/** That a cause keeps more items open than were named. */
export function moreItemsLine(count: number): string {
  return `… and ${plural(count, 'more item')}`;
}

/** That there are more causes than were named, and where they are. */
export function moreCausesLine(count: number): string {
  return `… and ${moreCausesWords(count)}, which the site lists.`;
}

/** Whether a release is worse than an earlier one. */
export function worseHeading(version: string, points: number): string {
  return points === 0 ? `Nothing is worse than in ${version}.` : `Worse than ${version} in ${plural(points, 'point')}:`;
}

/** Why something that is open does not shut the gate. */
export const passedOver = {
  vouched: 'The sign-off of its page would vouch for it.',
  signOff: 'It was not asked for.',
} as const;

/** That an item is open, and was no better before. */
export function noWorseWords(item: AssessedItem, version: string): string {
  return `No worse than in ${version}. ${openItemWords(item)}`;
}

/** Why an item is excepted: who waived it until when, or why it does not apply. */
export function exceptedWords({ status, waiver, because }: AssessedItem): string {
  if (waiver !== null) return `Waived until ${waiver.until}: ${waiver.because}`;
  return `${statusWords[status]}: ${because ?? 'none of its parts applies'}`;
}

/** What is asked for by a sign-off, and what it has come to. */
export function askedSignOffWords(asked: RequiredSignOff, pages: readonly AssessedPage[]): { readonly name: string; readonly is: string } {
  return { name: askedName(asked, pages), is: `The sign-off is ${signOffStateWords[asked.state]}.` };
}

/** Above what is worse than it was, of an item. */
export function worseTitle(text: string): string {
  return `Worse: ${text}`;
}

/** What to do about an open item, where there is something. */
export function todoLine(item: AssessedItem): string | null {
  const todo = todoWords(item);
  return todo === null ? null : `To do: ${todo}`;
}

/** What the gate says where it is shut. */
export const shutTitle = 'Not ready';

/** A page without an item. */
export const emptyPage = 'There is no item, so that nothing is proven.';

/** Above the problems for which an input was refused. */
export function refusedHeading(problems: number): string {
  return `Not ready: the input was refused for ${plural(problems, 'problem')}`;
}
