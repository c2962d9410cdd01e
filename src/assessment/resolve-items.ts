import type { AssessedCitation, AssessedItem, Verdict } from './assessment.ts';
import type { ItemDoubt } from './bind-words.ts';
import type { UnprovenReason } from './reason.ts';
import { parentStatus, statusOf } from './status.ts';

/** What an item says of itself, and with its parts: parsed or assessed, as both are resolved by the same rule. */
type ClaimedItem<Self> = Omit<AssessedItem, 'status' | 'citations' | 'waiver' | 'items' | keyof ItemDoubt> & {
  readonly items: readonly Self[];
};

/** What else than its mark and its citations an item's status follows from. */
export interface Exceptions<Claimed> {
  /** The waiver that holds for an item, whether it needs one or not; null where there is none. */
  readonly waiverOf: (item: Claimed) => AssessedItem['waiver'];
  /** Does a person vouch with a signature for what the item claims and cites nothing for? */
  readonly isVouchedFor: (item: Claimed) => boolean;
  /** What keeps its citations from passing. */
  readonly doubtOf: (item: Claimed) => ItemDoubt;
}

/**
 * The status of each item, by its id: its parts first, then what its citations come to, then its mark, a signature and its waiver. Each item
 * is resolved once, however many links lead to it; an item that is proved by itself is left out of what proves it.
 *
 * @param outcomeOf What the citations of an item come to; `resolve` gives the items that a link of it speaks of.
 */
export function resolveItems<Claimed extends ClaimedItem<Claimed>>(
  items: readonly Claimed[],
  outcomeOf: (item: Claimed, resolve: (targets: readonly Claimed[]) => readonly AssessedItem[]) => readonly AssessedCitation[],
  { waiverOf, isVouchedFor, doubtOf }: Exceptions<Claimed>,
): ReadonlyMap<string, AssessedItem> {
  const resolved = new Map<string, AssessedItem>();
  const open = new Set<string>();

  const resolve = (item: Claimed): AssessedItem => {
    const known = resolved.get(item.id);
    if (known !== undefined) return known;
    open.add(item.id);
    const children = item.items.map(resolve);
    const citations = outcomeOf(item, (targets) => targets.filter(({ id }) => !open.has(id)).map(resolve));
    open.delete(item.id);
    const found = resolveItem(item, children, citations);
    resolved.set(item.id, found);
    return found;
  };

  const resolveItem = (item: Claimed, children: readonly AssessedItem[], cited: readonly AssessedCitation[]): AssessedItem => {
    const { notUnderstood, doubt } = doubtOf(item);
    const citations = cited.map((citation) => withDoubt(citation, doubt));
    const { id, text, mark, because, was, environment, links, place } = item;
    const unproven: Verdict[] = doubt === null || citations.length > 0 ? [] : [{ state: 'unproven', reason: doubt }];
    const verdicts = [...citations.map(({ verdict }) => verdict), ...unproven];
    const statuses = children.map(({ status }) => status);
    const proven = children.length === 0 ? statusOf(mark, verdicts) : parentStatus(mark, verdicts, statuses);
    const vouched = proven === 'claimed' && citations.length === 0 && children.length === 0 && isVouchedFor(item);
    const waiver = proven === 'verified' || proven === 'not-applicable' ? null : waiverOf(item);
    const status = waiver !== null ? 'waived' : vouched ? 'attested' : proven;
    return { id, text, mark, status, because, was, environment, notUnderstood, doubt, citations, waiver, items: children, links, place };
  };

  for (const item of items) resolve(item);
  return resolved;
}

function withDoubt(citation: AssessedCitation, doubt: UnprovenReason | null): AssessedCitation {
  return doubt === null || citation.verdict.state !== 'pass' ? citation : { ...citation, verdict: { state: 'unproven', reason: doubt } };
}
