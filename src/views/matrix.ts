import { type AssessedPage, type Assessment, type Status, statuses } from '../assessment/assessment.ts';
import { flattenAssessed } from '../assessment/items.ts';
import { pageName } from '../publish/words/release-words.ts';
import { type HistoryRelease, indexItems } from './item-history.ts';

/** Items against releases. */
export interface MatrixView {
  readonly releases: readonly { readonly label: string; readonly href: string }[];
  readonly layers: readonly MatrixLayer[];
  /** The statuses that occur, for the legend. */
  readonly statuses: readonly Status[];
}

/** A layer of the matrix: its rows, over the releases of one page. */
export interface MatrixLayer {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly MatrixRow[];
}

/** An item over the releases: one cell each, null where it was not there. */
export interface MatrixRow {
  readonly text: string;
  readonly href: string;
  readonly level: number;
  /** Its status was not the same in all releases. */
  readonly changed: boolean;
  /** Null where the release has no such item, or is broken. */
  readonly cells: readonly (Status | null)[];
}

/** More columns than these are on pages of older releases. */
const releasesPerPage = 50;

/**
 * The matrix of the current items, the newest releases first, in pages.
 *
 * @param current The release in preparation, which is the last of `releases`.
 */
export function matrixPages(
  current: Assessment,
  releases: readonly HistoryRelease[],
): { readonly matrix: MatrixView; readonly newer: string | null; readonly older: string | null }[] {
  const count = Math.max(1, Math.ceil(releases.length / releasesPerPage));
  return Array.from({ length: count }, (_, page) => {
    const end = releases.length - page * releasesPerPage;
    return {
      matrix: matrixView(current, releases.slice(Math.max(0, end - releasesPerPage), end)),
      newer: page === 0 ? null : page === 1 ? '/matrix/' : `/matrix/${page}/`,
      older: page === count - 1 ? null : `/matrix/${page + 2}/`,
    };
  });
}

/** The matrix of the current items over some releases, oldest first. */
function matrixView(current: Assessment, releases: readonly HistoryRelease[]): MatrixView {
  const indexes = releases.map(({ items }) => indexItems(items));
  const newest = releases.findLast(({ items }) => items !== null);
  const layers = current.pages.filter(({ counts }) => counts.total > 0).map((page) => layerOf(page));
  const found = new Set(layers.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells)));
  return {
    releases: releases.map(({ label, href }) => ({ label, href })),
    layers,
    statuses: statuses.filter((status) => found.has(status)),
  };

  function layerOf(page: AssessedPage): MatrixLayer {
    const items = page.sections.flatMap((section) =>
      section.items.flatMap((item) => flattenAssessed(item).map((each) => ({ each, level: each === item ? 0 : 1 }))),
    );
    return {
      id: page.id,
      title: pageName(page),
      rows: items.map(({ each, level }) => {
        const cells = indexes.map((index) => index.find(each)?.status ?? null);
        const present = cells.filter((cell) => cell !== null);
        return { text: each.text, href: newest?.itemLink(each) ?? '', level, changed: present.some((cell) => cell !== present[0]), cells };
      }),
    };
  }
}
