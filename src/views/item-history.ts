import type { Status } from '../assessment/assessment.ts';
import type { RowItem } from '../publish/release-row.ts';
import { unshownWords } from '../publish/words/frozen-words.ts';
import { formatDay } from '../publish/words/name-words.ts';

/** One release on the way, as every view of the history takes it: oldest first, the release in preparation last. */
export interface HistoryRelease {
  /** The version, or `next`. */
  readonly name: string;
  readonly label: string;
  /** When its commit was made, or else when it was assessed. */
  readonly date: string;
  /** Its own page. */
  readonly href: string;
  /** Null where its integrity is broken: nothing in it is shown. */
  readonly items: readonly RowItem[] | null;
  /** An item's place on the release's pages. */
  itemLink(item: Pick<RowItem, 'id'>): string;
}

/** What became of one item in one release. */
export interface HistoryStep {
  readonly release: string;
  readonly href: string;
  readonly date: string;
  /** Null where the release has no such item, or is broken. */
  readonly status: Status | null;
  readonly words: string;
  readonly evidence: string | null;
}

/** Finds items by any id that they ever had. */
export interface ItemIndex {
  find(item: { readonly id: string; readonly was: readonly string[] }): RowItem | undefined;
}

/** The items of a release by their ids; none where nothing of it is shown. */
export function indexItems(items: readonly RowItem[] | null): ItemIndex {
  const byId = new Map<string, RowItem>();
  for (const item of items ?? []) {
    for (const id of [...(item.was ?? []), item.id]) byId.set(id, item);
  }
  return { find: ({ id, was }) => [id, ...was].map((each) => byId.get(each)).find((found) => found !== undefined) };
}

/** An item through all releases. */
export function itemHistory(
  item: { readonly id: string; readonly was: readonly string[] },
  releases: readonly HistoryRelease[],
  indexes: readonly ItemIndex[],
): HistoryStep[] {
  return releases.map((release, index) => {
    const found = indexes[index]?.find(item);
    if (found === undefined) {
      return {
        release: release.label,
        href: release.href,
        date: formatDay(release.date),
        status: null,
        words: release.items === null ? unshownWords.broken : unshownWords.absent,
        evidence: null,
      };
    }
    return {
      release: release.label,
      href: release.itemLink(found),
      date: formatDay(release.date),
      status: found.status,
      words: found.words ?? '',
      evidence: found.evidence ?? null,
    };
  });
}
