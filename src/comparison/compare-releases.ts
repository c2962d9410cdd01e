import { placeOfResult } from '../layout.ts';
import { compareText } from '../order.ts';
import { type ChangeKind, changeKinds, kindOfChange, kindOfLone } from './change-kind.ts';
import type { ComparedItem, ComparedPage, ComparedRelease, ReleaseFacts } from './compared-release.ts';
import { type Difference, differencesOf, type LocatedItem } from './differences.ts';

/** What became of one item. Each item is in one change, of the first kind that fits. */
export interface ItemChange {
  readonly kind: ChangeKind;
  /** The item and its page in the later release, or in the earlier one where it is gone. */
  readonly item: ComparedItem;
  readonly page: PageName;
  /** Null where the earlier release has no such item. It may have had another id. */
  readonly before: ComparedItem | null;
  /** Null where the later release has no such item. */
  readonly after: ComparedItem | null;
  /** Everything in which the two differ; empty where there is only one. */
  readonly differences: readonly Difference[];
}

/** What a page is called, in each release that has it. */
export type PageName = Pick<ComparedPage, 'id' | 'kind' | 'number' | 'title'>;

/** A layer, or the gates, that came, went, became ready or stopped being so, or blocks the release now or not any more. Null where there is none. */
export interface PageChange {
  readonly page: PageName;
  readonly before: Pick<ComparedPage, 'title' | 'blocking' | 'state'> | null;
  readonly after: Pick<ComparedPage, 'title' | 'blocking' | 'state'> | null;
}

/** A required sign-off that is asked for in only one release, or has come to something else. Null where it is not asked for. */
export interface SignOffChange {
  /** `release`, or the page that it is about. */
  readonly subject: 'release' | PageName;
  /** Null for any role that may. */
  readonly role: string | null;
  readonly before: ReleaseFacts['signOffs'][number]['state'] | null;
  readonly after: ReleaseFacts['signOffs'][number]['state'] | null;
}

/** Evidence of the earlier release that the later one does not have, by job and name, whichever shard or attempt it was of. */
export interface GoneFile {
  readonly file: string;
  /** Ids of the items that rested on it. */
  readonly items: readonly string[];
}

/** What may differ between two releases though nothing is listed: nothing of it changes what holds. */
export type Beside = 'product' | 'commit' | 'evidence' | 'uncited';

/** A release that was compared. */
export type ComparedSide = Pick<ComparedRelease, 'name'> & Pick<ReleaseFacts, 'product' | 'version' | 'commit' | 'state'>;

/** What changed from one release to another. */
export interface Comparison {
  readonly from: ComparedSide;
  readonly to: ComparedSide;
  /** Each item that changed, once: by kind, and within one in the order of the checklist. */
  readonly items: readonly ItemChange[];
  readonly gone: readonly GoneFile[];
  readonly signOffs: readonly SignOffChange[];
  readonly pages: readonly PageChange[];
  readonly beside: readonly Beside[];
}

/** What changed from one release to another. */
export function compareReleases(from: ComparedRelease, to: ComparedRelease): Comparison {
  const [earlier, later] = [locate(from.facts), locate(to.facts)];
  const items = match(earlier, later).flatMap(changeOf);
  return {
    from: sideOf(from),
    to: sideOf(to),
    items: changeKinds.flatMap((kind) => items.filter((change) => change.kind === kind)),
    gone: goneFiles(earlier, later, to.facts),
    signOffs: signOffChanges(from.facts, to.facts),
    pages: pageChanges(from.facts.layers, to.facts.layers),
    beside: besideOf(from.facts, to.facts, earlier, later),
  };
}

function sideOf({ name, facts: { product, version, commit, state } }: ComparedRelease): ComparedSide {
  return { name, product, version, commit, state };
}

interface Located extends LocatedItem {
  readonly name: PageName;
}

/** Every item of a release, parents before their children. */
function locate({ layers, waivers }: ReleaseFacts): Located[] {
  const inForce = new Map(waivers.filter(({ state }) => state === 'in-force').map((waiver) => [waiver.item, waiver]));
  const flatten = (items: readonly ComparedItem[]): ComparedItem[] => items.flatMap((item) => [item, ...flatten(item.items)]);
  return layers.flatMap(({ id, kind, number, title, sections }) => {
    const name = { id, kind, number, title };
    return sections.flatMap((section) =>
      flatten(section.items).map((item) => ({ name, page: title, section: section.title, item, waiver: inForce.get(item.id) ?? null })),
    );
  });
}

interface Match {
  readonly before: Located | null;
  readonly after: Located | null;
}

/** The items of two releases side by side, in the order of the later one; what only the earlier one has comes last. */
function match(earlier: readonly Located[], later: readonly Located[]): Match[] {
  const byId = new Map(earlier.map((located) => [located.item.id, located]));
  const kept = new Set(later.flatMap(({ item }) => (byId.has(item.id) ? [item.id] : [])));
  const taken = new Set<string>();
  const matched = later.map((after): Match => {
    const { id: own, was } = after.item;
    const id = kept.has(own) ? own : was.find((each) => byId.has(each) && !kept.has(each) && !taken.has(each));
    const before = id === undefined ? undefined : byId.get(id);
    if (before !== undefined) taken.add(before.item.id);
    return { before: before ?? null, after };
  });
  return [...matched, ...earlier.filter(({ item }) => !taken.has(item.id)).map((before) => ({ before, after: null }))];
}

function changeOf({ before, after }: Match): ItemChange[] {
  const shown = after ?? before;
  if (shown === null) return [];
  const change = { item: shown.item, page: shown.name, before: before?.item ?? null, after: after?.item ?? null };
  if (before === null || after === null) return [{ kind: kindOfLone(change.after), ...change, differences: [] }];
  const differences = differencesOf(before, after);
  return differences.length === 0 ? [] : [{ kind: kindOfChange(before.item, after.item, differences), ...change, differences }];
}

/** Files that the earlier release's items rest on. What was withdrawn from it is gone already. */
function goneFiles(earlier: readonly LocatedItem[], later: readonly LocatedItem[], { uncited }: ReleaseFacts): GoneFile[] {
  const there = new Set([...later.flatMap(sourceFiles), ...uncited.map(({ file }) => file)]);
  const missing = earlier.flatMap((located) =>
    sourceFiles(located)
      .filter((file) => !there.has(file))
      .map((file) => ({ name: nameOf(file), id: located.item.id })),
  );
  const names = missing.length === 0 ? new Set() : new Set([...there].map(nameOf));
  const gone = Map.groupBy(
    missing.filter(({ name }) => !names.has(name)),
    ({ name }) => name,
  );
  return [...gone]
    .map(([file, items]) => ({ file, items: [...new Set(items.map(({ id }) => id))] }))
    .sort((a, b) => compareText(a.file, b.file));
}

/** The files that an item's citations name and that are there. */
function sourceFiles({ item }: LocatedItem): string[] {
  return item.citations.flatMap(({ reason, sources }) => (reason?.code === 'withdrawn' ? [] : sources.map(({ file }) => file)));
}

/** `<job>/<file>`, whichever shard or attempt a file is of. */
function nameOf(path: string): string {
  const at = placeOfResult(path);
  return at === null ? path : `${at.job}/${at.name}`;
}

function pageChanges(earlier: readonly ComparedPage[], later: readonly ComparedPage[]): PageChange[] {
  const shown = (page: ComparedPage | undefined) =>
    page === undefined ? null : { title: page.title, blocking: page.blocking, state: page.state };
  const gone = earlier.filter(({ id }) => !later.some((page) => page.id === id));
  return [...later, ...gone].flatMap(({ id, kind, number, title }): PageChange[] => {
    const [before, after] = [earlier, later].map((pages) => shown(pages.find((page) => page.id === id)));
    const isSame = before?.title === after?.title && before?.blocking === after?.blocking && before?.state === after?.state;
    return isSame ? [] : [{ page: { id, kind, number, title }, before: before ?? null, after: after ?? null }];
  });
}

function signOffChanges(from: ReleaseFacts, to: ReleaseFacts): SignOffChange[] {
  const key = ({ subject, role }: ReleaseFacts['signOffs'][number]) => JSON.stringify([subject, role]);
  const states = [from, to].map(({ signOffs }) => new Map(signOffs.map((signOff) => [key(signOff), signOff.state])));
  const all = new Map([...to.signOffs, ...from.signOffs].map((signOff) => [key(signOff), signOff]));
  const pages = [...to.layers, ...from.layers];
  return [...all].flatMap(([name, { subject, role }]): SignOffChange[] => {
    const [before = null, after = null] = states.map((each) => each.get(name) ?? null);
    if (before === after) return [];
    const page = subject === 'release' ? undefined : pages.find(({ id }) => id === subject);
    return [
      {
        subject: page === undefined ? 'release' : { id: page.id, kind: page.kind, number: page.number, title: page.title },
        role,
        before,
        after,
      },
    ];
  });
}

function besideOf(from: ReleaseFacts, to: ReleaseFacts, earlier: readonly LocatedItem[], later: readonly LocatedItem[]): Beside[] {
  const digests = (all: readonly LocatedItem[]) =>
    new Set(all.flatMap(({ item }) => item.citations.flatMap(({ sources }) => sources.map(({ digest }) => digest))));
  const uncited = (facts: ReleaseFacts) => facts.uncited.map(({ file, digest }) => `${file} ${digest}`).join();
  return [
    ...(from.product === to.product ? [] : ['product' as const]),
    ...(from.commit === to.commit ? [] : ['commit' as const]),
    ...(digests(earlier).symmetricDifference(digests(later)).size === 0 ? [] : ['evidence' as const]),
    ...(uncited(from) === uncited(to) ? [] : ['uncited' as const]),
  ];
}
