import type { Status, Verdict } from '../assessment/assessment.ts';
import type { RowItem, RowMeasure } from '../publish/release-row.ts';
import { unshownWords } from '../publish/words/frozen-words.ts';
import { differenceWords } from '../publish/words/history-words.ts';
import { citationName, formatDay } from '../publish/words/name-words.ts';
import { convert } from '../unit.ts';

/** One release on the way, as every view of the history takes it: oldest first, the release in preparation last. */
export interface HistoryRelease {
  /** The version, or `next`. */
  readonly name: string;
  readonly label: string;
  /** When its commit was made, or else when it was assessed. */
  readonly date: string;
  /** Its own page. */
  readonly href: string;
  /** Its commit, and where the forge shows it; null where it states none. */
  readonly commit: { readonly name: string; readonly href: string | null } | null;
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
  readonly commit: HistoryRelease['commit'];
  /** Null where the release has no such item, or is broken. */
  readonly status: Status | null;
  /** What decided it. */
  readonly words: string;
  readonly evidence: string | null;
  readonly measures: readonly MeasureStep[];
}

/** What a citation came to in one release. */
export interface MeasureStep {
  /** As it is cited; empty where the item has but this one, now and in each release. */
  readonly source: string;
  readonly value: string;
  /** Empty where nothing is known to have been required. */
  readonly required: string;
  readonly verdict: Verdict['state'];
  /** Since the release before; empty where there is nothing to compare with. */
  readonly difference: string;
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

/** An item through all releases, in their order. */
export function itemHistory(
  item: { readonly id: string; readonly was: readonly string[] },
  releases: readonly HistoryRelease[],
  indexes: readonly ItemIndex[],
): HistoryStep[] {
  const found = releases.map((_, index) => indexes[index]?.find(item));
  const sources = new Set(found.flatMap((each) => each?.measures?.map(citationName) ?? []));
  return releases.map((release, index) => {
    const is = found[index];
    const before = found[index - 1];
    return {
      release: release.label,
      href: is === undefined ? release.href : release.itemLink(is),
      date: formatDay(release.date),
      commit: release.commit,
      status: is?.status ?? null,
      words: is === undefined ? (release.items === null ? unshownWords.broken : unshownWords.absent) : (is.words ?? ''),
      evidence: is?.evidence ?? null,
      measures: (is?.measures ?? []).map((measure) => measureStep(measure, before, sources.size > 1)),
    };
  });
}

function measureStep(measure: RowMeasure, before: RowItem | undefined, isNamed: boolean): MeasureStep {
  const { quantity, words, required = '', holds } = measure;
  const was = before?.measures?.find(({ file, selector }) => file === measure.file && selector === measure.selector)?.quantity ?? null;
  const isComparable = quantity !== null && was !== null && quantity.of === was.of;
  return {
    source: isNamed ? citationName(measure) : '',
    value: words,
    required,
    verdict: holds === null ? 'unproven' : holds ? 'pass' : 'fail',
    difference: isComparable ? differenceWords(quantity, convert(was.value, was.unit, quantity.unit)) : '',
  };
}
