import { z } from 'zod';
import { type Status, statuses } from './assessment.ts';

/** What is counted: the items of each status, and all of them. */
export const counted = [...statuses, 'total'] as const;

/** How many leaf items have each status. */
export const Counts = z.record(z.enum(counted), z.int().nonnegative());
export type Counts = Readonly<z.output<typeof Counts>>;

const none = Counts.parse(Object.fromEntries(counted.map((each) => [each, 0])));

/** How many items have each status. */
export function countStatuses(all: readonly Status[]): Counts {
  const counts = { ...none, total: all.length };
  for (const status of all) counts[status] += 1;
  return counts;
}
