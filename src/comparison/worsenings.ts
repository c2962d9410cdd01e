import { isGreen } from '../assessment/status.ts';
import type { Comparison, ItemChange } from './compare-releases.ts';

/**
 * The changes in which a release is worse than an earlier one: what was proven, vouched for or excepted and is not any more, what is
 * contradicted, what asks for less, and what was verified and is no part of the checklist any more. Post-release is outside of this, as it is
 * of readiness.
 */
export function worsenings({ items }: Comparison): ItemChange[] {
  return items.filter((change) => change.page.kind !== 'post-release' && isWorse(change));
}

function isWorse({ kind, before, after, differences }: ItemChange): boolean {
  if (kind === 'contradicted' || differences.some((each) => each.kind === 'loosened')) return true;
  if (before === null) return false;
  if (after === null) return before.status === 'verified' && before.items.length === 0;
  return differences.some((each) => each.kind === 'status' && isGreen(each.from) && !isGreen(each.to));
}
