import { type Problem, problem } from '../problem.ts';
import type { Unit } from '../unit.ts';
import type { Citation, SourcePlace, TitleClause } from './checklist.ts';
import { nothingAsked, type UnderstoodWords } from './requirements/requirement.ts';
import { parseTitle } from './requirements/title.ts';
import { understandWords } from './requirements/understand.ts';

/** What a link of an item is. */
export type LinkMeaning =
  | { readonly kind: 'citation'; readonly citation: Citation; readonly problems: readonly Problem[] }
  /** Not to a result or a page of the checklist: its label stays in the text. */
  | { readonly kind: 'other' }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/**
 * Reads a link as a citation. Its path is from the portal's root or relative to the page's file; `results/next/` means the results of
 * whichever release is assessed.
 */
export function readLink({ url, title, label }: { url: string; title: string; label: string }, place: SourcePlace): LinkMeaning {
  if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(url)) return { kind: 'other' };
  const [rawPath = '', ...fragments] = url.split('#');
  const path = decodeOnce(rawPath);
  const fragment = decodeOnce(fragments.join('#'));
  const target = path === undefined ? undefined : resolvePath(path, place.file);
  if (path === undefined || fragment === undefined) {
    return refused('SELECTOR_SYNTAX', place, `${JSON.stringify(url)} holds a % that encodes nothing`);
  }
  if (target === undefined) return refused('CITATION_PATH', place, `${JSON.stringify(path)} leads out of the root`);

  if (target.startsWith('content/checklist/') && target.endsWith('.md')) {
    return { kind: 'citation', citation: { target: 'checklist', label, place, file: target, fragment }, problems: [] };
  }
  if (target !== 'results' && !target.startsWith('results/')) return { kind: 'other' };
  const below = /^results\/next\/(.+\/.+)$/.exec(target)?.[1];
  if (below === undefined) return refused('CITATION_PATH', place, `${JSON.stringify(target)} is no file of a job below results/next/`);

  const clause = title === '' ? null : parseTitle(title);
  const problems =
    title !== '' && clause === null ? [problem('CRITERION_SYNTAX', place, `the title ${JSON.stringify(title)} states no criterion`)] : [];
  const labelWords = clause === null || clause.kind === 'unit' || clause.kind === 'exists' ? wordsOfLabel(label) : nothingAsked;
  return {
    kind: 'citation',
    citation: { target: 'result', label, place, path: below, selector: fragment, title: clause, labelWords },
    problems,
  };
}

function wordsOfLabel(label: string): UnderstoodWords {
  const { requirements, quantifiers, notUnderstood } = understandWords(label);
  return { requirements, quantifiers, notUnderstood };
}

/** The unit in which a title says its number is measured, where it does. */
export function measuredInOf(clause: TitleClause | null): Unit | null {
  return clause?.kind === 'criterion' || clause?.kind === 'unit' ? clause.measuredIn : null;
}

function refused(code: 'SELECTOR_SYNTAX' | 'CITATION_PATH', place: SourcePlace, message: string): LinkMeaning {
  return { kind: 'refused', problems: [problem(code, place, message)] };
}

function decodeOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // A stray % is the author's to correct.
  }
}

/** The path from the root, or undefined where it leads out of it. */
function resolvePath(path: string, file: string): string | undefined {
  if (path === '') return file;
  const parts = path.startsWith('/') ? [] : file.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
