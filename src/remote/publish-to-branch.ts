import { setTimeout as delay } from 'node:timers/promises';
import { problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import type { BranchTip, GitBranch } from './git-branch.ts';
import type { Entries } from './merge-site.ts';

/** Files that were made for a branch as it stands. */
export interface MadeFiles {
  /** Where they are. */
  readonly folder: string;
  readonly paths: readonly string[];
  /** What the commit says. */
  readonly message: string;
  /** What the branch has with them. */
  readonly merge: (there: Entries, made: Entries) => Reading<Entries>;
}

/** How a branch is published. */
export interface Publishing {
  /** Makes what is to come for what the branch has: anew for each state of it. */
  readonly make: (tip: BranchTip | null) => Promise<Reading<MadeFiles>>;
  /** Called each time that another publisher was first. */
  readonly onOvertaken: (turn: number) => void;
  /** Until when it is tried again, in milliseconds from now. */
  readonly patience: number;
}

/** How long a publisher waits at most for whom it has lost to, in turns of its own. */
const longestWait = 6;

/**
 * Publishes on a branch: one commit after what is there, by a plain push. A publisher that loses the race makes its files anew for what is there
 * then.
 *
 * @returns The commit; null where the branch has all of it already.
 */
export async function publishToBranch(branch: GitBranch, { make, onOvertaken, patience }: Publishing): Promise<Reading<string | null>> {
  const until = performance.now() + patience;
  for (let turn = 1; ; turn += 1) {
    const begun = performance.now();
    const tip = branch.readTip();
    if (tip.state === 'refused') return tip;
    const made = await make(tip.value);
    if (made.state === 'refused') return made;
    const { folder, paths, message, merge } = made.value;
    const stored = branch.store(folder, paths, tip.value);
    if (stored.state === 'refused') return stored;
    const merged = merge(tip.value?.entries ?? new Map(), stored.value);
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
        // Apart from each other, so that they do not meet again, by as much as a turn takes: many of them on one machine slow each other down.
        await delay(Math.random() * Math.min(turn, longestWait) * (performance.now() - begun));
    }
  }
}

function neverFirst(file: string, turns: number) {
  return problem('ENVIRONMENT', { file }, `other publishers were first ${turns} times`, 'try again when fewer of them publish');
}
