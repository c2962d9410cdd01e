import type { AssessedItem, AssessedPage, Assessment, RequiredSignOff } from './assessment.ts';
import { countStatuses } from './counts.ts';
import { itemsOf, leavesOf } from './items.ts';
import { resolveItems } from './resolve-items.ts';
import { isReady } from './status.ts';

/** A page whose state is not known yet. */
export type StatelessPage = Omit<AssessedPage, 'state' | 'counts'>;

/** An assessment whose readiness is not known yet. */
export type Undecided = Omit<Assessment, 'state' | 'counts' | 'signOffs' | 'pages'> & { readonly pages: readonly StatelessPage[] };

/**
 * Adds what sign-offs decide: which items a person vouches for, and whether each page and the release is ready.
 *
 * @param signOffs The required sign-offs with their states, as judged from the records.
 */
export function withSignOffs(base: Undecided, signOffs: readonly RequiredSignOff[]): Assessment {
  const pages = base.pages.map((page) => withState(page, signOffs));
  const counted = pages.filter(isCounted);
  return {
    ...base,
    pages,
    signOffs,
    counts: countStatuses(leavesOf(counted).map(({ status }) => status)),
    state: stateOf(counted, signOffs),
  };
}

/** Every item that evidence contradicts, parents too, in the checklist's order: gates first, as the gravest claims. */
export function contradictions({ pages }: Pick<Assessment, 'pages'>): AssessedItem[] {
  return itemsOf(gatesFirst(pages.filter(isCounted))).filter(({ status }) => status === 'contradicted');
}

/** The items that stand between some pages and being ready, gates first: those of which no part does so instead. */
export function openItems(pages: readonly AssessedPage[]): AssessedItem[] {
  return itemsOf(gatesFirst(pages)).filter(({ status, items }) => !isReady(status) && items.every((part) => isReady(part.status)));
}

function gatesFirst(pages: readonly AssessedPage[]): AssessedPage[] {
  return [...pages.filter(({ kind }) => kind === 'gates'), ...pages.filter(({ kind }) => kind !== 'gates')];
}

/** Does readiness look at a page? Not at what comes after the release, and at a sign-off page only for its items. */
export function isCounted(page: Pick<AssessedPage, 'kind' | 'sections'>): boolean {
  switch (page.kind) {
    case 'layer':
    case 'gates':
      return true;
    case 'sign-off':
      return itemsOf([page]).length > 0;
    case 'post-release':
      return false;
  }
}

/** The pages that have a state to show: all but a sign-off page without items, which asks for signatures alone. */
export function statedPages({ pages }: Pick<Assessment, 'pages'>): AssessedPage[] {
  return pages.filter((page) => isCounted(page) || page.kind === 'post-release');
}

/** The sign-offs that vouch for a page: a layer's own, and for the gates those of all roles of the sign-off page together. */
export function signOffsOf({ id, kind }: Pick<AssessedPage, 'id' | 'kind'>, signOffs: readonly RequiredSignOff[]): RequiredSignOff[] {
  return signOffs.filter(({ subject }) => subject === (kind === 'gates' ? 'release' : id));
}

function stateOf(pages: readonly AssessedPage[], signOffs: readonly RequiredSignOff[]): Assessment['state'] {
  const blocking = pages.filter((page) => page.blocking);
  const items = itemsOf(pages);
  const contradicted = items.some(({ status }) => status === 'contradicted');
  const rejected = signOffs.some(({ state }) => state === 'rejected');
  if (items.length === 0 || contradicted || rejected || blocking.some(({ state }) => state === 'not-ready')) return 'not-ready';
  const signed = signOffs.every(({ state }) => state === 'current');
  return signed && blocking.every(({ state }) => state === 'ready') ? 'ready' : 'awaiting-sign-off';
}

function withState(page: StatelessPage, signOffs: readonly RequiredSignOff[]): AssessedPage {
  const asked = signOffsOf(page, signOffs);
  const signed = asked.length > 0 && asked.every(({ state }) => state === 'current');
  const sections = vouch(page, signed);
  return {
    ...page,
    sections,
    counts: countStatuses(leavesOf([{ sections }]).map(({ status }) => status)),
    state: stateOfPage(page, sections, signOffs),
  };
}

/** Ready where nothing keeps it from being so, and ready to sign where what it is asked for, once given, would make it so. */
function stateOfPage(page: StatelessPage, sections: AssessedPage['sections'], signOffs: readonly RequiredSignOff[]): AssessedPage['state'] {
  const own = signOffs.filter(({ subject }) => subject === page.id);
  if (own.every(({ state }) => state === 'current') && areReady(sections)) return 'ready';
  const asked = signOffsOf(page, signOffs);
  const signable = asked.length > 0 && [...own, ...asked].every(({ state }) => state !== 'rejected');
  return signable && areReady(vouch(page, true)) ? 'ready-to-sign' : 'not-ready';
}

function areReady(sections: AssessedPage['sections']): boolean {
  const items = itemsOf([{ sections }]);
  return items.length > 0 && items.every(({ status }) => isReady(status));
}

/** The sections of a page, in which what is claimed and cites nothing is attested where a person vouches for the page. */
function vouch({ sections }: StatelessPage, signed: boolean): AssessedPage['sections'] {
  const items = resolveItems(
    sections.flatMap((section) => section.items),
    ({ citations }) => citations,
    { waiverOf: ({ waiver }) => waiver, isVouchedFor: () => signed, doubtOf: ({ notUnderstood, doubt }) => ({ notUnderstood, doubt }) },
  );
  return sections.map((section) => ({ ...section, items: section.items.flatMap(({ id }) => items.get(id) ?? []) }));
}
