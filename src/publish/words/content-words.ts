import { plural } from './grammar.ts';

/** How many values a list or an object of a JSON document has. */
export function valuesWords(count: number, isList: boolean): string {
  return isList ? plural(count, 'entry', 'entries') : plural(count, 'key');
}

/** How many values of a JSON document a page leaves out; empty where it shows all. */
export function moreValuesWords(more: number): string {
  return more === 0 ? '' : `${plural(more, 'more value is', 'more values are')} in the file.`;
}

/** What stands above a table of a document, which has no title of its own. */
export const tableWords = 'Table';
