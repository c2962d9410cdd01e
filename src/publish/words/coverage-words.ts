import { formatNumber, formatQuantity } from '../../unit.ts';
import { plural } from './grammar.ts';

/** How much is covered, for people: `54.7 %`. */
export function coveredWords(percent: number | null): string {
  return percent === null ? 'nothing to cover' : formatQuantity(percent, 'percent');
}

/** How much is not covered: `3 of 20 missing`. */
export function missingWords(covered: number, total: number): string {
  return covered === total ? `all ${formatNumber(total)}` : `${formatNumber(total - covered)} of ${formatNumber(total)} missing`;
}

/** The same by other measures: `branches 75 %, functions 100 %`. */
export function otherMeasuresWords(others: readonly { readonly measure: string; readonly percent: number | null }[]): string {
  return others.map(({ measure, percent }) => `${measure} ${coveredWords(percent)}`).join(', ');
}

/** What a bar's mark stands for. */
export const markWords = 'The mark on a bar is what an item asks of what it covers.';

/** What stands before each path of a list; empty where they have nothing in common. */
export function belowWords(folder: string): string {
  return folder === '' ? '' : `All paths stand below ${folder}.`;
}

/** That a file states percentages and lists nothing that they are made of. */
export const percentagesOnlyWords = 'The file states percentages alone; nothing in it says of what.';

/** How many files or ranges a page leaves out; empty where it lists all. */
export function moreFilesWords(more: number): string {
  return more === 0 ? '' : `${plural(more, 'more file is', 'more files are')} in the report.`;
}

/** Lines of a source file: `7`, `3–9`. */
export function linesWords(first: number, last: number): string {
  return first === last ? String(first) : `${first}–${last}`;
}
