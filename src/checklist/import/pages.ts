import { toString as plainText } from 'mdast-util-to-string';
import { slugOf } from '../slug.ts';
import { headingSource } from './blocks.ts';
import { readTitle, withoutEmojiCodes } from './counted-title.ts';
import type { Part } from './outline.ts';

/** A file to be: its parts in order, the first of which gives the title. */
export interface PlannedPage {
  readonly path: string;
  readonly parts: readonly TitledPart[];
}

/** A part of a document that becomes a page, or a section of one, under this title. */
export interface TitledPart {
  readonly part: Part;
  /** Markdown. */
  readonly title: string;
  /** Why the file has another name than its title says, or null. */
  readonly renamed: string | null;
}

/** Gives each part that is kept its file. The order of the document is kept; parts of one page that is no layer are put together. */
export function planPages(parts: readonly Part[], markdown: string, file: string): PlannedPage[] {
  const layers = parts.filter(({ kind }) => kind === 'layer');
  const titles = layers.map((part) => titleOf(part, markdown, file));
  const numbers = numberLayers(titles.map(({ number }) => number));
  const ids = uniqueIds(titles.map(({ words }) => slugOf(words) || 'layer'));
  const pages: PlannedPage[] = layers.map((part, index) => {
    const [id = 'layer', number = 0] = [ids[index], numbers[index]];
    const { title = '', words = '' } = titles[index] ?? {};
    const renamed = slugOf(words) === id || slugOf(words) === '' ? null : `another page has the name ${slugOf(words)}`;
    return { path: `${number}-${id}.md`, parts: [{ part, title: title || `Layer ${number}`, renamed }] };
  });
  const others = (['gates', 'sign-off', 'post-release'] as const).flatMap((kind) => {
    const same = parts
      .filter((part) => part.kind === kind)
      .map((part) => ({ part, title: titleOf(part, markdown, file).title, renamed: null }));
    return same.length === 0 ? [] : [{ path: `${kind}.md`, parts: same }];
  });
  return [...pages, ...others];
}

/** A part's title as Markdown and as plain words. What stands above all headings is named after the file. */
function titleOf({ heading, kind }: Part, markdown: string, file: string): { title: string; words: string; number: number | null } {
  if (heading === null && kind === 'sign-off') return { title: 'Sign-off', words: 'Sign-off', number: null };
  if (heading === null) {
    const name = (/([^/]+?)(?:\.\w+)?$/.exec(file)?.[1] ?? 'checklist').replace(/[-_.\s]+/g, ' ').trim();
    const title = name.charAt(0).toUpperCase() + name.slice(1);
    return { title, words: title, number: null };
  }
  const { title: words, number } = readTitle(plainText(heading.node));
  return { title: readTitle(headingSource(heading, markdown)).title, words: withoutEmojiCodes(words), number };
}

const highestNumber = 999;

/** Numbers that rise with the order of the layers: the authors' own where these do, else 1, 2, 3. */
function numberLayers(own: readonly (number | null)[]): number[] {
  const firstNumbered = own.findIndex((number) => number !== null);
  const numbers: number[] = [];
  let last = firstNumbered < 1 ? 0 : Math.max(-1, (own[firstNumbered] ?? 0) - firstNumbered - 1);
  for (const [index, number] of own.entries()) {
    const next = number ?? last + 1;
    const rises = next > last || (index === 0 && next === 0);
    if (!rises || next > highestNumber) return own.map((_, position) => position + 1);
    numbers.push(next);
    last = next;
  }
  return numbers;
}

function uniqueIds(wanted: readonly string[]): string[] {
  const taken = new Set(['gates', 'sign-off', 'post-release']);
  return wanted.map((id) => {
    let unique = id;
    for (let count = 2; taken.has(unique); count += 1) unique = `${id}-${count}`;
    taken.add(unique);
    return unique;
  });
}
