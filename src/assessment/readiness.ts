import type { AssessedItem, AssessedPage, Assessment, RequiredSignOff, Status } from './assessment.ts';
import { countStatuses } from './counts.ts';
import { flattenAssessed, itemsOf, leavesOf } from './items.ts';
import { isReady, parentStatus, statusOf } from './status.ts';

/**
 * Adds what sign-offs change: items that a person vouches for, whether each layer and the release is ready.
 *
 * @param signOffs The required sign-offs with their states, as judged from the records.
 */
export function withSignOffs(base: Assessment, signOffs: readonly RequiredSignOff[]): Assessment {
  const pages = base.pages.map((page) => {
    const attested = isAttested(page, signOffs);
    const sections = page.sections.map((section) => ({ ...section, items: section.items.map((item) => restate(item, attested)) }));
    const items = sections.flatMap((section) => section.items).flatMap(flattenAssessed);
    const rejected = signOffs.some(({ subject, state }) => state === 'rejected' && subject === page.id);
    return {
      ...page,
      sections,
      ready: !rejected && items.every(({ status }) => isReady(status)),
      counts: countStatuses(items.filter((item) => item.items.length === 0).map(({ status }) => status)),
    };
  });
  const counted = pages.filter(({ kind }) => kind !== 'post-release');
  return {
    ...base,
    pages,
    signOffs,
    counts: countStatuses(leavesOf(counted).map(({ status }) => status)),
    state: stateOf(counted, signOffs),
  };
}

/** Every item that evidence contradicts, parents too, in the checklist's order: gates first, as the gravest claims. */
export function contradictions({ pages }: Assessment): AssessedItem[] {
  const inOrder = [...pages.filter(({ kind }) => kind === 'gates'), ...pages.filter(({ kind }) => kind !== 'gates')];
  return itemsOf(inOrder).filter(({ status }) => status === 'contradicted');
}

/** The release without its sign-offs: ready but for them? */
export function isReadyUnsigned({ pages, signOffs }: Assessment): boolean {
  const counted = pages.filter(({ kind }) => kind !== 'post-release');
  return readyPages(counted) && !signOffs.some(({ state }) => state === 'rejected');
}

function stateOf(pages: readonly AssessedPage[], signOffs: readonly RequiredSignOff[]): Assessment['state'] {
  if (!readyPages(pages) || signOffs.some(({ state }) => state === 'rejected')) return 'not-ready';
  return signOffs.every(({ state }) => state === 'current') ? 'ready' : 'awaiting-sign-off';
}

/** Each blocking page is ready, there is something to be ready, and nothing is contradicted anywhere. */
function readyPages(pages: readonly AssessedPage[]): boolean {
  const items = itemsOf(pages);
  return (
    items.length > 0 && pages.every(({ blocking, ready }) => ready || !blocking) && !items.some(({ status }) => status === 'contradicted')
  );
}

/** A layer is attested by its own sign-off, the gates by the approvals of all roles of the sign-off page together. */
function isAttested({ id, kind }: AssessedPage, signOffs: readonly RequiredSignOff[]): boolean {
  const deciding = signOffs.filter(({ subject }) => (kind === 'gates' ? subject === 'release' : subject === id));
  return deciding.length > 0 && deciding.every(({ state }) => state === 'current');
}

/** A claimed item that cites nothing is attested where a person vouches for its page. */
function restate(item: AssessedItem, attested: boolean): AssessedItem {
  const items = item.items.map((child) => restate(child, attested));
  const verdicts = item.citations.map(({ verdict }) => verdict);
  const own: Status =
    items.length === 0
      ? statusOf(item.mark, verdicts)
      : parentStatus(
          item.mark,
          verdicts,
          items.map(({ status }) => status),
        );
  const vouched = own === 'claimed' && item.citations.length === 0 && items.length === 0 && attested ? 'attested' : own;
  return { ...item, items, status: item.waiver === null ? vouched : 'waived' };
}
