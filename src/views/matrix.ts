import { type AssessedItem, type AssessedPage, type Assessment, type Status, statuses } from '../assessment/assessment.ts';
import { itemsOf } from '../assessment/items.ts';
import { inPages } from '../publish/in-pages.ts';
import { changedCellWords, currentCellWords, pageName, releaseWindowWords } from '../publish/words/release-words.ts';
import { type HistoryRelease, indexItems } from './item-history.ts';

/** A page of the matrix: some items against some releases. */
export interface MatrixPage {
  /** Below `/matrix/`; empty for its first page. */
  readonly path: string;
  readonly title: string;
  /** Whether it has only the items that changed, and how many of these it leaves to the pages of their layers. */
  readonly changed: { readonly more: number } | null;
  /** The oldest first. */
  readonly releases: readonly { readonly label: string; readonly href: string }[];
  /** Which of all releases these are; empty where they are all. */
  readonly which: string;
  readonly groups: readonly MatrixGroup[];
  /** The statuses that occur, for the legend. */
  readonly statuses: readonly Status[];
  /** The same items in the releases after and before these. */
  readonly newer: string | null;
  readonly older: string | null;
}

/** The rows of one page of the checklist. */
export interface MatrixGroup {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly MatrixRow[];
}

/** An item over the releases, one cell each. */
export interface MatrixRow {
  readonly text: string;
  readonly href: string;
  /** What it has come to now, in words. */
  readonly words: string;
  readonly isNested: boolean;
  readonly cells: readonly MatrixCell[];
}

/** What an item was in a release. */
export interface MatrixCell {
  /** Null where the release has no such item, or is broken. */
  readonly status: Status | null;
  /** The item in that release, where its status is not that of the release before. */
  readonly change: { readonly href: string; readonly words: string } | null;
}

/** How many releases and items a page has: eight hundred cells keep it below 300 kB, whatever changed. */
const releasesPerPage = 20;
const rowsPerPage = 40;

/** One set of items, on as many pages as the releases need. */
interface Selection {
  readonly path: string;
  readonly title: string;
  readonly isOfChanges: boolean;
  readonly pages: readonly { readonly page: AssessedPage; readonly items: readonly NestedItem[] }[];
}

interface NestedItem {
  readonly item: AssessedItem;
  readonly isNested: boolean;
}

/**
 * The matrix of the current items: what changed, over all layers, and every item, a layer a page; each over twenty releases, the newest ones first.
 *
 * @param current The release in preparation, which is the last of `releases`.
 * @param releases Oldest first.
 */
export function matrixPages(current: Assessment, releases: readonly HistoryRelease[]): MatrixPage[] {
  const indexes = releases.map(({ items }) => indexItems(items));
  const newest = releases.findLast(({ items }) => items !== null);
  const count = Math.max(1, Math.ceil(releases.length / releasesPerPage));
  const rowOf = ({ item, isNested }: NestedItem, start: number, end: number): MatrixRow => {
    const found = indexes.slice(Math.max(0, start - 1), end).map((index) => index.find(item));
    const before = start === 0 ? [undefined, ...found] : found;
    const last = found.at(-1);
    return {
      text: item.text,
      href: newest?.itemLink(item) ?? '',
      words: last === undefined ? '' : currentCellWords(last),
      isNested,
      cells: releases.slice(start, end).map((release, index) => {
        const [was, is] = [before[index], before[index + 1]];
        const differs = was !== undefined && is !== undefined && was.status !== is.status;
        return {
          status: is?.status ?? null,
          change: differs ? { href: release.itemLink(is), words: changedCellWords(release.label, is.status, was.status) } : null,
        };
      }),
    };
  };
  return selectionsOf(current).flatMap((selection) =>
    Array.from({ length: count }, (_, window): MatrixPage => {
      const end = releases.length - window * releasesPerPage;
      const start = Math.max(0, end - releasesPerPage);
      const all = selection.pages.map(({ page, items }) => ({
        id: page.id,
        title: pageName(page),
        rows: items.map((each) => rowOf(each, start, end)).filter((row) => !selection.isOfChanges || lastChange(row) >= 0),
      }));
      const groups = selection.isOfChanges ? latestChanges(all) : all;
      const cells = new Set(groups.flatMap(({ rows }) => rows.flatMap((row) => row.cells.map(({ status }) => status))));
      return {
        path: windowPath(selection.path, window),
        title: selection.title,
        changed: selection.isOfChanges ? { more: countRows(all) - countRows(groups) } : null,
        releases: releases.slice(start, end).map(({ label, href }) => ({ label, href })),
        which: releaseWindowWords(releases.slice(start, end), releases.length),
        groups: groups.filter(({ rows }) => rows.length > 0),
        statuses: statuses.filter((status) => cells.has(status)),
        newer: window === 0 ? null : addressOf(windowPath(selection.path, window - 1)),
        older: window === count - 1 ? null : addressOf(windowPath(selection.path, window + 1)),
      };
    }),
  );
}

/** The sets of items that have pages of their own, for the ways between them. */
export function matrixWays(current: Assessment): { readonly title: string; readonly href: string }[] {
  return selectionsOf(current).map(({ title, path }) => ({ title, href: addressOf(path) }));
}

function selectionsOf({ pages }: Assessment): Selection[] {
  const all = pages.map((page) => ({ page, items: nestedItems(page) })).filter(({ items }) => items.length > 0);
  return [
    { path: '', title: 'What changed', isOfChanges: true, pages: all },
    ...all.flatMap(({ page, items }) =>
      inPages(items, rowsPerPage).map((rows, part) => ({
        path: part === 0 ? page.id : `${page.id}/from-${part * rowsPerPage + 1}`,
        title: part === 0 ? pageName(page) : `${pageName(page)}, from item ${part * rowsPerPage + 1}`,
        isOfChanges: false,
        pages: [{ page, items: rows }],
      })),
    ),
  ];
}

function nestedItems({ sections }: AssessedPage): NestedItem[] {
  const outer = new Set(sections.flatMap(({ items }) => items.map(({ id }) => id)));
  return itemsOf([{ sections }]).map((item) => ({ item, isNested: !outer.has(item.id) }));
}

/** The rows that changed last, as many as a page has, where they stand. */
function latestChanges(groups: readonly MatrixGroup[]): MatrixGroup[] {
  const latest = new Set(
    groups
      .flatMap(({ rows }) => rows)
      .sort((a, b) => lastChange(b) - lastChange(a))
      .slice(0, rowsPerPage),
  );
  return groups.map((group) => ({ ...group, rows: group.rows.filter((row) => latest.has(row)) }));
}

function lastChange({ cells }: MatrixRow): number {
  return cells.findLastIndex(({ change }) => change !== null);
}

function countRows(groups: readonly MatrixGroup[]): number {
  return groups.reduce((sum, { rows }) => sum + rows.length, 0);
}

function windowPath(path: string, window: number): string {
  return [path, window === 0 ? '' : String(window + 1)].filter((part) => part !== '').join('/');
}

function addressOf(path: string): string {
  return path === '' ? '/matrix/' : `/matrix/${path.split('/').map(encodeURIComponent).join('/')}/`;
}
