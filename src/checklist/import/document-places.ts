import { checklistFolder } from '../../layout.ts';
import type { Problem } from '../../problem.ts';
import type { Draft, PageText } from './page-text.ts';
import type { PlannedPage } from './pages.ts';

/** Where the places of pages are in the document that they were made of. Files are named by their paths from the root. */
export interface DocumentPlaces {
  /** The line of the document that a line of a page came of. */
  readonly lineOf: (file: string, line: number) => number;
  /** A problem with a page, as one with the document; any other as it is. */
  readonly problemOf: (problem: Problem) => Problem;
}

/** A page has whole lines of the document, some of them edited: a column counts as far as the line is the same, from either end. */
export function documentPlaces(
  pages: readonly PlannedPage[],
  written: readonly PageText[],
  { originals }: Draft,
  document: string,
): DocumentPlaces {
  const texts = new Map(pages.map(({ path }, index) => [`${checklistFolder}/${path}`, written[index]]));
  const lineOf = (file: string, line: number) => texts.get(file)?.lines[line - 1] ?? 1;
  return {
    lineOf,
    problemOf: (problem) => {
      const page = texts.get(problem.file);
      if (page === undefined) return problem;
      if (problem.line === undefined) return { ...problem, file: document };
      const line = lineOf(problem.file, problem.line);
      const now = page.text.split('\n')[problem.line - 1] ?? '';
      return { ...problem, file: document, line, column: columnOf(problem.column ?? 1, now, originals[line - 1] ?? '') };
    },
  };
}

function columnOf(column: number, now: string, original: string): number {
  let same = 0;
  while (same < now.length && now[same] === original[same]) same += 1;
  if (column <= same + 1) return column;
  let behind = 0;
  while (behind < Math.min(now.length, original.length) - same && now.at(-1 - behind) === original.at(-1 - behind)) behind += 1;
  return column > now.length - behind ? Math.max(1, column - now.length + original.length) : same + 1;
}
