import { foldedName } from '../folded-name.ts';
import { checklistFolder } from '../layout.ts';
import { compareText } from '../order.ts';
import { type Problem, problem } from '../problem.ts';
import { type Found, gatherFound } from '../reading.ts';
import type { Checklist, ChecklistCitation, ChecklistPage, Item, PageKind } from './checklist.ts';
import { pageLimits } from './checklist-limits.ts';
import { findCircles } from './circles.ts';
import { readPage } from './read-page.ts';

/** A file of the root as text; `path` is from the root. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

const order: readonly PageKind[] = ['layer', 'gates', 'sign-off', 'post-release'];

/** Reads all pages of `content/checklist/` together, and checks what holds between them: names, ids, links, circles. */
export function readChecklist(files: readonly TextFile[]): Found<Checklist> {
  const length = files.reduce((sum, { text }) => sum + text.length, 0);
  if (length > pageLimits.totalLength) {
    const message = `the pages together have ${length} characters, and may have ${pageLimits.totalLength}`;
    return {
      value: { pages: [] },
      problems: [problem('TOO_LARGE', { file: checklistFolder }, message, 'keep what is no checklist elsewhere')],
    };
  }
  const read = gatherFound(files.map(({ path, text }) => readPage(text, path)));
  const pages = read.value
    .filter((page) => page !== null)
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.number ?? 0) - (b.number ?? 0) || compareText(a.id, b.id));
  const checklist = { pages };
  const hint = 'write one, or bring one in with `npx readiness-portal import`';
  const missing = files.length === 0 ? [problem('CONTENT_MISSING', { file: checklistFolder }, 'there is no checklist', hint)] : [];
  return {
    value: checklist,
    problems: [...read.problems, ...missing, ...pageCollisions(pages), ...duplicateItems(checklist), ...brokenTargets(checklist)],
  };
}

/** Every item of some items, parents before their children. */
export function flatten(items: readonly Item[]): Item[] {
  return items.flatMap((item) => [item, ...flatten(item.items)]);
}

/** Every item of a page, in its order. */
export function itemsOfPage(page: ChecklistPage): Item[] {
  return page.sections.flatMap(({ items }) => flatten(items));
}

/** The items that a link to another part of the checklist speaks of; null where there is no such part. */
export function targetOf({ pages }: Checklist, { file, fragment }: ChecklistCitation): readonly Item[] | null {
  const page = pages.find((each) => each.file === file);
  if (page === undefined) return null;
  if (fragment === '') return page.sections.flatMap(({ items }) => items);
  const section = page.sections.find(({ id }) => id === fragment);
  if (section !== undefined) return section.items;
  const item = itemsOfPage(page).find(({ id }) => id === `${page.id}/${fragment}` || id === fragment);
  return item === undefined ? null : [item];
}

function pageCollisions(pages: readonly ChecklistPage[]): Problem[] {
  return pages.flatMap((page, index) => {
    const isTwin = ({ id }: ChecklistPage) => foldedName(id) === foldedName(page.id);
    const twin = pages.slice(0, index).find((each) => isTwin(each) || (each.number !== null && each.number === page.number));
    if (twin === undefined) return [];
    const shared = isTwin(twin) ? `the id ${twin.id}` : `the number ${page.number}`;
    return [problem('PAGE_DUPLICATE', { file: page.file }, `${twin.file} has ${shared} too`)];
  });
}

function duplicateItems({ pages }: Checklist): Problem[] {
  const first = new Map<string, Item>();
  return pages.flatMap(itemsOfPage).flatMap((item) => {
    const folded = foldedName(item.id);
    const other = first.get(folded);
    first.set(folded, other ?? item);
    if (other === undefined) return [];
    const taken = other.id === item.id ? 'is already taken' : `cannot be told everywhere from ${other.id}, which is taken`;
    return [
      problem('ITEM_DUPLICATE', item.place, `the id ${item.id} ${taken} at ${other.place.file}:${other.place.line}:${other.place.column}`),
    ];
  });
}

/** Links to parts that are not there, and links by which an item would be proved by itself, or by what it is a part of. */
function brokenTargets(checklist: Checklist): Problem[] {
  const items = checklist.pages.flatMap(itemsOfPage);
  const rollUps = items.flatMap((item) =>
    item.citations.flatMap((citation) => (citation.target === 'checklist' ? [{ item, citation }] : [])),
  );
  // Many items may link to one part of many items: each part is a node of its own between them.
  const parts = new Map(rollUps.map(({ citation }) => [partOf(citation), targetOf(checklist, citation)]));
  const linksOf = Map.groupBy(rollUps, ({ item }) => item);
  const circles = findCircles<Item | string>(items, (node) =>
    typeof node === 'string'
      ? (parts.get(node) ?? [])
      : [...node.items, ...(linksOf.get(node) ?? []).map(({ citation }) => partOf(citation))],
  );
  return rollUps.flatMap(({ item, citation }) => {
    const part = partOf(citation);
    if (parts.get(part) === null) {
      return [problem('CITATION_TARGET', citation.place, `${citation.file}#${citation.fragment} is no part of the checklist`)];
    }
    const circle = circles.get(item);
    return circle !== undefined && circle === circles.get(part)
      ? [problem('CITATION_CIRCLE', citation.place, `${item.id} is proved by what it proves itself`)]
      : [];
  });
}

function partOf({ file, fragment }: ChecklistCitation): string {
  return `${file}#${fragment}`;
}
