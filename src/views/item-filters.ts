import { type Status, statuses } from '../assessment/assessment.ts';
import type { Counts } from '../assessment/counts.ts';
import { formatNumber } from '../unit.ts';

/** The sets of statuses that a page of the checklist can be cut down to. */
export const itemFilters = ['failing', 'open', 'done'] as const;
export type ItemFilter = (typeof itemFilters)[number];

/** A set that a page can be cut down to, with how many items it leaves. */
export interface FilterView {
  /** The fragment that chooses it: it needs no script, and holds when the page is loaded again. */
  readonly id: string;
  readonly name: string;
  readonly count: string;
}

const names: Readonly<Record<ItemFilter, string>> = { failing: 'Evidence against it', open: 'Not proven', done: 'Done' };

/** The one set that a status is in. */
export const filterOf: Readonly<Record<Status, ItemFilter>> = {
  contradicted: 'failing',
  failing: 'failing',
  blocked: 'open',
  claimed: 'open',
  unproven: 'open',
  'in-progress': 'open',
  'not-started': 'open',
  waived: 'done',
  attested: 'done',
  verified: 'done',
  'not-applicable': 'done',
};

/** The fragment that chooses a set. */
export function filterId(filter: ItemFilter): string {
  return `Show-${filter}`;
}

/** The sets of a page, those without an item too. */
export function filterViews(counts: Counts): FilterView[] {
  return itemFilters.map((filter) => ({
    id: filterId(filter),
    name: names[filter],
    count: formatNumber(statuses.filter((status) => filterOf[status] === filter).reduce((sum, status) => sum + counts[status], 0)),
  }));
}
