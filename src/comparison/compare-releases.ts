import type { AssessedCitation, AssessedItem, AssessedPage, Assessment, Status } from '../assessment/assessment.ts';
import { itemsOf } from '../assessment/items.ts';
import { placeOfResult } from '../layout.ts';

import { type Loosening, looseningsOf } from './loosenings.ts';

/** One of two releases that are compared. */
export interface Compared {
  /** As people name it: a version, or `next`. */
  readonly name: string;
  readonly assessment: Assessment;
  /** Its result files, below its folder. */
  readonly files: readonly string[];
}

/** One item in two releases; one that is in both may have another id in the earlier one. */
export interface ItemPair {
  readonly page: Pick<AssessedPage, 'id' | 'kind' | 'number' | 'title'>;
  readonly before: AssessedItem;
  readonly after: AssessedItem;
}

/** An item that only one of two releases has. */
export interface LoneItem {
  readonly page: ItemPair['page'];
  readonly item: AssessedItem;
}

/** A waiver that is in force in one of two releases. */
export interface WaiverChange {
  readonly item: string;
  readonly because: string;
  readonly until: string;
}

/** What changed from one release to another. Items that have others below them stand among the contradictions and the renamed, added and removed ones alone. */
export interface Comparison {
  readonly from: Omit<Compared, 'files'>;
  readonly to: Omit<Compared, 'files'>;
  readonly newlyVerified: readonly ItemPair[];
  /** Contradicted or failing, and it was neither. */
  readonly newlyFailing: readonly ItemPair[];
  readonly contradictionsAppeared: readonly (ItemPair | LoneItem)[];
  /** `after` is not contradicted any more, or the item is gone. */
  readonly contradictionsGone: readonly (ItemPair | LoneItem)[];
  readonly waiversAdded: readonly WaiverChange[];
  readonly waiversRemoved: readonly WaiverChange[];
  readonly added: readonly LoneItem[];
  readonly removed: readonly LoneItem[];
  readonly renamed: readonly ItemPair[];
  /** Items that ask for less than they did. */
  readonly loosened: readonly (ItemPair & { readonly loosenings: readonly Loosening[] })[];
  /** Files that items of the earlier release rest on, by job and name, and that the later one does not have. */
  readonly vanished: readonly { readonly file: string; readonly items: readonly string[] }[];
  /** Other changes of status. */
  readonly otherChanges: readonly ItemPair[];
}

/** What changed from one release to another, in the order of the later one's checklist. */
export function compareReleases(from: Compared, to: Compared): Comparison {
  const earlier = locate(from.assessment);
  const later = locate(to.assessment);
  const { pairs, added, removed } = match(earlier, later);
  const leaves = pairs.filter(({ before, after }) => before.items.length === 0 || after.items.length === 0);
  const newlyVerified = leaves.filter((pair) => becomes(pair, ['verified']));
  const newlyFailing = leaves.filter((pair) => becomes(pair, ['contradicted', 'failing']));
  const loosened = pairs.map((pair) => ({ ...pair, loosenings: looseningsOf(pair.before, pair.after) }));
  const contradicted = ({ item }: LoneItem) => item.status === 'contradicted';
  return {
    from: { name: from.name, assessment: from.assessment },
    to: { name: to.name, assessment: to.assessment },
    newlyVerified,
    newlyFailing,
    contradictionsAppeared: [...pairs.filter((pair) => becomes(pair, ['contradicted'])), ...added.filter(contradicted)],
    contradictionsGone: [
      ...pairs.filter(({ before, after }) => before.status === 'contradicted' && after.status !== 'contradicted'),
      ...removed.filter(contradicted),
    ],
    ...waiverChanges(from.assessment, to.assessment, pairs),
    added,
    removed,
    renamed: pairs.filter(({ before, after }) => before.id !== after.id),
    loosened: loosened.filter(({ loosenings }) => loosenings.length > 0),
    vanished: vanishedFiles(earlier, from.files, to.files),
    otherChanges: leaves.filter(
      (pair) => pair.before.status !== pair.after.status && !newlyVerified.includes(pair) && !newlyFailing.includes(pair),
    ),
  };
}

/** Did nothing change that a comparison shows? */
export function isSame(comparison: Comparison): boolean {
  const { from: _from, to: _to, ...changes } = comparison;
  return Object.values(changes).every((list) => list.length === 0);
}

function becomes({ before, after }: ItemPair, statuses: readonly Status[]): boolean {
  return statuses.includes(after.status) && !statuses.includes(before.status);
}

function locate({ pages }: Assessment): LoneItem[] {
  return pages.flatMap((page) => {
    const { id, kind, number, title } = page;
    return itemsOf([page]).map((item) => ({ page: { id, kind, number, title }, item }));
  });
}

/** Pairs the items of two releases: by id, else by an id that the later item had before. */
function match(earlier: readonly LoneItem[], later: readonly LoneItem[]) {
  const byId = new Map(earlier.map(({ item }) => [item.id, item]));
  const kept = new Set(later.flatMap(({ item }) => (byId.has(item.id) ? [item.id] : [])));
  const taken = new Set<string>();
  const pairs: ItemPair[] = [];
  const added: LoneItem[] = [];
  for (const { page, item } of later) {
    const id = kept.has(item.id) ? item.id : item.was.find((each) => byId.has(each) && !kept.has(each) && !taken.has(each));
    const before = id === undefined ? undefined : byId.get(id);
    if (before === undefined) added.push({ page, item });
    else {
      taken.add(before.id);
      pairs.push({ page, before, after: item });
    }
  }
  return { pairs, added, removed: earlier.filter(({ item }) => !taken.has(item.id)) };
}

function waiverChanges(from: Assessment, to: Assessment, pairs: readonly ItemPair[]): Pick<Comparison, 'waiversAdded' | 'waiversRemoved'> {
  const newId = new Map(pairs.map(({ before, after }) => [before.id, after.id]));
  const inForce = ({ waivers }: Assessment) =>
    waivers.filter(({ state }) => state === 'in-force').map(({ item, because, until }) => ({ item, because, until }));
  const before = inForce(from).map((waiver) => ({ ...waiver, item: newId.get(waiver.item) ?? waiver.item }));
  const after = inForce(to);
  const without = (all: readonly WaiverChange[], others: readonly WaiverChange[]) =>
    all.filter(({ item }) => !others.some((other) => other.item === item));
  return { waiversAdded: without(after, before), waiversRemoved: without(before, after) };
}

/** A file that was withdrawn from the earlier release does not vanish again. */
function vanishedFiles(earlier: readonly LoneItem[], before: readonly string[], after: readonly string[]): Comparison['vanished'] {
  const [had, there] = [new Set(before.map(nameOf)), new Set(after.map(nameOf))];
  const items = new Map<string, Set<string>>();
  for (const { item } of earlier) {
    for (const name of citedNames(item.citations)) items.set(name, (items.get(name) ?? new Set()).add(item.id));
  }
  return [...items]
    .filter(([name]) => had.has(name) && !there.has(name))
    .map(([file, ids]) => ({ file, items: [...ids] }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

function citedNames(citations: readonly AssessedCitation[]): string[] {
  return citations.flatMap(({ sources }) => sources.map(({ file }) => nameOf(file)));
}

/** `<job>/<file>`, whichever shard or attempt a file is of. */
function nameOf(path: string): string {
  const at = placeOfResult(path);
  return at === null ? path : `${at.job}/${at.name}`;
}
