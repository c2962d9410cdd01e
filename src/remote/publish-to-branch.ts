import { setTimeout as delay } from 'node:timers/promises';
import { problem } from '../problem.ts';
import { type Inventory, inventoryFile } from '../publish/inventory.ts';
import type { Reading } from '../reading.ts';
import type { BranchTip, GitBranch } from './git-branch.ts';
import { mergeSite } from './merge-site.ts';

/** A site that was made for a branch as it stands. */
export interface MadeSite {
  /** Where its files are. */
  readonly folder: string;
  /** Their paths, the inventory's own among them. */
  readonly paths: readonly string[];
  /** What the commit says. */
  readonly message: string;
}

/** What a branch is published from. */
export interface Publishing {
  /** Makes the site for what the branch has: anew for each state of it. */
  readonly make: (tip: BranchTip | null) => Promise<Reading<MadeSite>>;
  /** The files of the site that is there, by their inventory; null where there is none. */
  readonly inventoryOf: (tip: BranchTip) => Reading<Inventory | null>;
  /** Called each time that another publisher was first. */
  readonly onOvertaken: (turn: number) => void;
  /** Until when it is tried again, in milliseconds from now. */
  readonly patience: number;
}

/**
 * Publishes a site on a branch: one commit after what is there, by a plain push. A publisher that loses the race makes its site anew for what is
 * there then.
 *
 * @returns The commit; null where the branch has all of it already.
 */
export async function publishToBranch(
  branch: GitBranch,
  { make, inventoryOf, onOvertaken, patience }: Publishing,
): Promise<Reading<string | null>> {
  const until = performance.now() + patience;
  for (let turn = 1; ; turn += 1) {
    const tip = branch.readTip();
    if (tip.state === 'refused') return tip;
    const before = tip.value === null ? null : inventoryOf(tip.value);
    if (before?.state === 'refused') return before;
    const made = await make(tip.value);
    if (made.state === 'refused') return made;
    const { folder, paths, message } = made.value;
    const stored = branch.store(folder, paths, tip.value);
    if (stored.state === 'refused') return stored;
    const own = before === null || before.value === null ? [] : [...Object.keys(before.value.files), inventoryFile];
    const merged = mergeSite(tip.value?.entries ?? new Map(), new Set(own), stored.value);
    if (merged.state === 'refused') return merged;
    const pushed = branch.push(tip.value, merged.value, message);
    switch (pushed.state) {
      case 'refused':
        return pushed;
      case 'unchanged':
        return { state: 'read', value: null, problems: made.problems };
      case 'published':
        return { state: 'read', value: pushed.commit, problems: made.problems };
      case 'overtaken':
        if (performance.now() > until) return { state: 'refused', problems: [neverFirst(branch.name, turn)] };
        onOvertaken(turn);
        // Apart from each other, so that they do not meet again.
        await delay(Math.random() * Math.min(200 * 2 ** Math.min(turn, 6), 10_000));
    }
  }
}

function neverFirst(file: string, turns: number) {
  return problem('ENVIRONMENT', { file }, `other publishers were first ${turns} times`, 'try again when fewer of them publish');
}
