import type { AssessedCitation, AssessedItem, Assessment, Status } from '../assessment/assessment.ts';
import { decisiveCitation } from '../assessment/decisive.ts';
import { itemsOf } from '../assessment/items.ts';
import { unshownWords } from '../publish/words/frozen-words.ts';
import { outcomeWords } from '../publish/words/measure-words.ts';
import { formatDay } from '../publish/words/name-words.ts';
import { reasonWords } from '../publish/words/reason-words.ts';

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
  readonly assessment: Assessment | null;
  /** An item's place on the release's pages. */
  itemLink(item: AssessedItem): string;
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
  find(item: { readonly id: string; readonly was: readonly string[] }): AssessedItem | undefined;
}

/** The items of a release by their ids; none where it has no assessment. */
export function indexItems(assessment: Assessment | null): ItemIndex {
  const byId = new Map<string, AssessedItem>();
  for (const item of assessment === null ? [] : itemsOf(assessment.pages)) {
    for (const id of [...item.was, item.id]) byId.set(id, item);
  }
  return { find: ({ id, was }) => [id, ...was].map((each) => byId.get(each)).find((found) => found !== undefined) };
}

/** An item through all releases. */
export function itemHistory(item: AssessedItem, releases: readonly HistoryRelease[], indexes: readonly ItemIndex[]): HistoryStep[] {
  return releases.map((release, index) => {
    const found = indexes[index]?.find(item);
    if (found === undefined) {
      return {
        release: release.label,
        href: release.href,
        date: formatDay(release.date),
        status: null,
        words: release.assessment === null ? unshownWords.broken : unshownWords.absent,
        evidence: null,
      };
    }
    const decisive = decisiveCitation(found);
    return {
      release: release.label,
      href: release.itemLink(found),
      date: formatDay(release.date),
      status: found.status,
      words: decisive === null ? '' : stepWords(decisive),
      evidence: decisive?.sources[0]?.digest ?? null,
    };
  });
}

function stepWords(citation: AssessedCitation): string {
  return citation.verdict.state === 'unproven' ? reasonWords(citation.verdict.reason) : outcomeWords(citation);
}
