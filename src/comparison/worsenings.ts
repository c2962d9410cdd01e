import type { AssessedPage, Status } from '../assessment/assessment.ts';
import type { Comparison, ItemPair, LoneItem } from './compare-releases.ts';

/** One way in which a release is worse than an earlier one. */
export type Worsening =
  /** It was proven, vouched for or excepted, and is not any more. */
  | ({ readonly kind: 'lost' } & ItemPair)
  | ({ readonly kind: 'contradicted' } & ItemPair)
  /** It is new, and evidence contradicts it. */
  | ({ readonly kind: 'contradicted-anew' } & LoneItem)
  | ({ readonly kind: 'loosened' } & Comparison['loosened'][number])
  /** It was verified, and is no part of the checklist any more. */
  | ({ readonly kind: 'removed' } & LoneItem);

const held: readonly Status[] = ['verified', 'attested', 'waived'];

/** What is worse than in the earlier release. Post-release is outside of this, as it is of readiness. */
export function worsenings(comparison: Comparison): Worsening[] {
  const { newlyFailing, otherChanges, contradictionsAppeared, loosened, removed } = comparison;
  const counts = ({ page }: { readonly page: Pick<AssessedPage, 'kind'> }) => page.kind !== 'post-release';
  const lost = [...newlyFailing, ...otherChanges].filter(
    ({ before, after }) => before.items.length === 0 && held.includes(before.status) && !held.includes(after.status),
  );
  const appeared = contradictionsAppeared.filter((each) => !lost.some((pair) => pair === each));
  return [
    ...lost.filter(counts).map((pair): Worsening => ({ kind: 'lost', ...pair })),
    ...appeared
      .filter(counts)
      .map((each): Worsening => ('item' in each ? { kind: 'contradicted-anew', ...each } : { kind: 'contradicted', ...each })),
    ...loosened.filter(counts).map((each): Worsening => ({ kind: 'loosened', ...each })),
    ...removed
      .filter((each) => counts(each) && each.item.items.length === 0 && each.item.status === 'verified')
      .map((each): Worsening => ({ kind: 'removed', ...each })),
  ];
}
