import { clipText } from '../clip-text.ts';
import { checklistFolder, nextFolder, resultsFolder } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import type { Unit } from '../unit.ts';
import { webAddress } from '../web-address.ts';
import type { Citation, LinkTarget, SourcePlace, TitleClause } from './checklist.ts';
import { editDistance } from './edit-distance.ts';
import { nothingAsked, type UnderstoodWords } from './requirements/requirement.ts';
import { parseTitle } from './requirements/title-clause.ts';
import { understandWords } from './requirements/understand.ts';

/** What a link of an item is. */
export type LinkMeaning =
  | { readonly kind: 'citation'; readonly citation: Citation; readonly problems: readonly Problem[] }
  /** Not to a result or a page of the checklist: its label stays in the text. Null where no link can be made of its address. */
  | { readonly kind: 'other'; readonly target: LinkTarget | null }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/** A link as it is written. */
export interface WrittenLink {
  readonly url: string;
  /** Empty where it has none. */
  readonly title: string;
  readonly label: string;
}

/**
 * Reads a link as a citation. Its path is from the portal's root or relative to the page's file; `results/next/` means the results of
 * whichever release is assessed. What would be a citation but for its form is refused.
 */
export function readLink({ url, title, label }: WrittenLink, place: SourcePlace): LinkMeaning {
  if (isAbsolute(url)) {
    const address = webAddress(url);
    return namesResult(url)
      ? nearCitation(url, place)
      : { kind: 'other', target: address === null ? null : { kind: 'address', url: address } };
  }
  const [rawPath = '', ...fragments] = url.split('#');
  const path = decodeOnce(rawPath);
  const fragment = decodeOnce(fragments.join('#'));
  const target = resolvePath(path ?? rawPath, place.file);
  if (target === undefined) return refused('CITATION_PATH', place, `${JSON.stringify(path)} leads out of the root`);
  const isPage = new RegExp(`^${checklistFolder}/[^/]+\\.md$`).test(target);
  const isResult = target === resultsFolder || target.startsWith(`${resultsFolder}/`);
  if (!isPage && !isResult) {
    return isNearlyCited(target)
      ? nearCitation(url, place)
      : { kind: 'other', target: { kind: 'repository', path: target, fragment: fragment ?? '' } };
  }
  if (path === undefined || fragment === undefined) {
    return refused('SELECTOR_SYNTAX', place, `${JSON.stringify(url)} holds a % that encodes nothing`);
  }
  if (isPage) return { kind: 'citation', citation: { target: 'checklist', label, place, file: target, fragment }, problems: [] };
  const below = target.startsWith(`${nextFolder}/`) ? target.slice(nextFolder.length + 1) : '';
  if (!/^[^/]+\/./.test(below))
    return refused('CITATION_PATH', place, `${JSON.stringify(target)} is no file of a job below ${nextFolder}/`);

  const clause = title === '' ? null : parseTitle(title);
  const problems =
    title !== '' && clause === null ? [problem('CRITERION_SYNTAX', place, `the title ${JSON.stringify(title)} states no criterion`)] : [];
  const labelWords = clause === null || ['unit', 'exists', 'exit'].includes(clause.kind) ? wordsOfLabel(label) : nothingAsked;
  return {
    kind: 'citation',
    citation: { target: 'result', label, place, path: below, selector: fragment, title: clause, labelWords },
    problems,
  };
}

function wordsOfLabel(label: string): UnderstoodWords {
  const { rest: _, ...words } = understandWords(label);
  return words;
}

/** Would an address be a citation, or nearly one, if a link had it? */
export function citesEvidence(url: string, file: string): boolean {
  const meaning = readLink({ url, title: '', label: '' }, { file, line: 1, column: 1 });
  return meaning.kind !== 'other';
}

/**
 * Where a piece of text names a file of the results without being a link to it, as in `[e] (/results/next/unit/go-test.json)`; null where
 * it names none.
 */
export function evidenceNamedIn(text: string, file: string): { readonly index: number; readonly path: string } | null {
  const named = /results[/\\]+next[/\\]+[^\s/\\)\]>"']+[/\\]+[^\s)\]>"']+/i.exec(text);
  if (named !== null) {
    const before = /[^\s()[\]<>"']*$/.exec(text.slice(Math.max(0, named.index - 100), named.index))?.[0].length ?? 0;
    return { index: named.index - before, path: text.slice(named.index - before, named.index) + named[0] };
  }
  const apart = [...text.matchAll(/\][ \t]+\(([^)\s]+)/g)].find(([, url = '']) => citesEvidence(url, file));
  return apart === undefined ? null : { index: apart.index, path: apart[1] ?? '' };
}

/** Says that something would be a citation if it were written as one. */
export function nearlyCited(written: string, place: SourcePlace): Problem {
  return problem('CITATION_FORM', place, `${JSON.stringify(clipText(written, 120))} is nearly a citation, and proves nothing`);
}

/** The unit in which a title says its number is measured, where it does. */
export function measuredInOf(clause: TitleClause | null): Unit | null {
  return clause?.kind === 'criterion' || clause?.kind === 'unit' ? clause.measuredIn : null;
}

function isAbsolute(url: string): boolean {
  return /^[a-z][a-z\d+.-]*:|^[/\\]{2}/i.test(url);
}

function namesResult(url: string): boolean {
  return new RegExp(`(?:^|/)${nextFolder}(?:[/?#]|$)`, 'i').test((decodeOnce(url) ?? url).replaceAll('\\', '/'));
}

/** Is a path nearly one of a result or a page: below another folder, in other capitals, a letter off? */
function isNearlyCited(path: string): boolean {
  const parts = path.toLowerCase().split(/[/\\]/);
  const lower = parts.join('/');
  if (parts.some((part, index) => part.length < 12 && parts[index + 1] === 'next' && editDistance(part, 'results') <= 2)) return true;
  return new RegExp(`^${checklistFolder}(?:/[^/.]*|/[^/]+\\.md)?$`).test(lower) || lower.includes(`/${checklistFolder}/`);
}

function nearCitation(url: string, place: SourcePlace): LinkMeaning {
  return { kind: 'refused', problems: [nearlyCited(url, place)] };
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
