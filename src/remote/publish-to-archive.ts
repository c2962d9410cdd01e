import { setTimeout as delay } from 'node:timers/promises';
import { type Problem, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import type { Archive, ArchiveTip, Entries, PushOutcome } from './archive.ts';

/** Files that were made for an archive as it stands. */
export interface MadeFiles {
  /** Where they are. */
  readonly folder: string;
  readonly paths: readonly string[];
  /** What is said of it, where the archive keeps that. */
  readonly message: string;
  /** What the archive has with them. */
  readonly merge: (there: Entries, made: Entries) => Reading<Entries>;
}

/** How an archive is published to. */
export interface Publishing {
  /** Makes what is to come for what the archive has: anew for each state of it. */
  readonly make: (tip: ArchiveTip | null) => Promise<Reading<MadeFiles>>;
  /** Called each time that another publisher was first. */
  readonly onOvertaken: (turn: number) => void;
  /** Until when it is tried again, in milliseconds from now. */
  readonly patience: number;
}

/** How long a publisher waits at most for whom it has lost to, in turns of its own. */
const longestWait = 6;

/**
 * Publishes in an archive: one state after what is there. A publisher that loses the race makes its files anew for what is there then, and so does
 * one that could make nothing of a state that is no more.
 *
 * @returns What the state is called; null where the archive has all of it already.
 */
export async function publishToArchive(archive: Archive, { make, onOvertaken, patience }: Publishing): Promise<Reading<string | null>> {
  const until = performance.now() + patience;
  for (let turn = 1; ; turn += 1) {
    const begun = performance.now();
    const tip = await archive.readTip();
    if (tip.state === 'refused') return tip;
    const pushed = await publishAfter(archive, tip.value, make);
    switch (pushed.state) {
      case 'refused':
        if (!(await hasMovedOn(archive, tip.value))) return pushed;
        break;
      case 'unchanged':
        return { state: 'read', value: null, problems: pushed.problems };
      case 'published':
        return { state: 'read', value: pushed.id, problems: pushed.problems };
      case 'overtaken':
    }
    if (performance.now() > until) return { state: 'refused', problems: [neverFirst(archive.name, turn)] };
    onOvertaken(turn);
    // Apart from each other, so that they do not meet again, by as much as a turn takes: many of them on one machine slow each other down.
    await delay(Math.random() * Math.min(turn, longestWait) * (performance.now() - begun));
  }
}

async function publishAfter(
  archive: Archive,
  tip: ArchiveTip | null,
  make: Publishing['make'],
): Promise<PushOutcome & { readonly problems: readonly Problem[] }> {
  const made = await make(tip);
  if (made.state === 'refused') return made;
  const { folder, paths, message, merge } = made.value;
  const stored = await archive.store(folder, paths, tip);
  if (stored.state === 'refused') return stored;
  const merged = merge(tip?.entries ?? new Map(), stored.value);
  if (merged.state === 'refused') return merged;
  return { problems: made.problems, ...(await archive.push(tip, merged.value, message)) };
}

/** Has an archive another state than the one that was read? What is to be made of that one is not known. */
async function hasMovedOn(archive: Archive, tip: ArchiveTip | null): Promise<boolean> {
  const now = await archive.readTip();
  return now.state === 'read' && now.value?.id !== tip?.id;
}

function neverFirst(file: string, turns: number) {
  return problem('ENVIRONMENT', { file }, `other publishers were first ${turns} times`, 'try again when fewer of them publish');
}
