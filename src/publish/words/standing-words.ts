import type { Verdict } from '../../assessment/assessment.ts';
import type { FileStanding } from '../../assessment/file-standing.ts';
import type { UnprovenReason } from '../../assessment/reason.ts';
import { isSameCommit } from '../../commit.ts';
import type { JobRun } from '../../reports/run.ts';
import { plural } from './grammar.ts';
import { formatDay, formatInstant, short } from './name-words.ts';
import { reasonWords, unreadableWords } from './reason-words.ts';

/**
 * Whether a result file counts for a release, or why it does not, in a sentence.
 *
 * @param verdict What it comes to by itself.
 */
export function standingWords(standing: FileStanding, version: string, verdict: Verdict): string {
  switch (standing.state) {
    case 'superseded':
      return 'Does not count: a later attempt of its job decides.';
    case 'unreadable':
      return `Proves nothing of ${version}: it ${unreadableWords(standing.problem?.code ?? 'SHAPE')}.`;
    case 'nothing':
      return `Proves nothing of ${version}: ${reasonWords(standing.reason)}.`;
    case 'part':
      return `Counts for ${version} in part: it can fail an item, and never pass one.`;
    case 'counts':
      return verdict.state === 'unproven'
        ? `Belongs to ${version}, and proves nothing as a whole: ${reasonWords(verdict.reason)}.`
        : `Counts for ${version}.`;
  }
}

/** One thing that decides whether a file counts: how it is, and whether that speaks for it, against it, or neither. */
export interface StandingCheck {
  readonly words: string;
  readonly state: 'held' | 'open' | 'plain';
}

/** The commit that a file is of, beside the release's. */
export function commitCheck(run: JobRun | null, commit: string | null): StandingCheck {
  if (run === null) return { words: 'nothing says which', state: 'open' };
  if (commit === null) return { words: 'the release does not state its own', state: 'open' };
  if (!isSameCommit(run.commit, commit)) return { words: `not the release’s, ${short(commit)}`, state: 'open' };
  if (run.changed?.length)
    return { words: `the release’s, but ${plural(run.changed.length, 'tracked file')} differed from it`, state: 'open' };
  return { words: 'the release’s', state: 'held' };
}

/**
 * When a file was measured, and how long that counts.
 *
 * @param until When it grows stale, in milliseconds since 1970; null for never; `frozen` where its release is, and so counts for ever.
 * @param days How long results of its job count; null for ever.
 */
export function ageCheck(run: JobRun | null, standing: FileStanding, until: number | null | 'frozen', days: number | null): StandingCheck {
  if (run === null) return { words: 'nothing says when it was measured', state: 'open' };
  const reason = standing.state === 'nothing' ? standing.reason : null;
  if (reason?.code === 'from-the-future' || reason?.code === 'out-of-order') return { words: reasonWords(reason), state: 'open' };
  const measured = `measured ${formatInstant(run.finished)}`;
  if (reason?.code === 'stale') return { words: `${measured}; results of this job count for ${plural(days ?? 0, 'day')}`, state: 'open' };
  if (until === 'frozen') return { words: `${measured}; within its time when the release was assessed`, state: 'held' };
  if (until === null) return { words: `${measured}; no rule limits its age`, state: 'plain' };
  return { words: `${measured}; counts until ${formatDay(new Date(until).toISOString())}`, state: 'held' };
}

/** Where a file was measured, and what items ask for instead. */
export function environmentCheck(run: JobRun | null, asked: readonly string[]): StandingCheck {
  const { name, ...others } = run?.environment ?? { name: null };
  const versions = Object.entries(others).flatMap(([key, value]) => (typeof value === 'string' ? [`${key} ${value}`] : []));
  const words = name === null ? 'not named' : [name, ...versions].join(', ');
  if (asked.length > 0) return { words: `${words}; asked for in ${asked.join(', ')}`, state: 'open' };
  return { words, state: 'plain' };
}

/** How whole a file is: each reason why it shows a part, or that nothing speaks against it. */
export function completenessChecks(standing: FileStanding, total: number | null): readonly StandingCheck[] {
  switch (standing.state) {
    case 'superseded':
      return [{ words: 'replaced by a later attempt', state: 'open' }];
    case 'unreadable':
      return [{ words: `it ${unreadableWords(standing.problem?.code ?? 'SHAPE')}`, state: 'open' }];
    case 'part':
      return [...new Set(standing.reasons.map((reason) => reasonWords(reason)))].map((words) => ({ words, state: 'open' as const }));
    case 'nothing':
      return [{ words: 'not looked at: it says nothing of this release', state: 'plain' }];
    case 'counts':
      return [{ words: total === null ? 'nothing is known to be missing' : `all ${total} shards are there`, state: 'held' }];
  }
}

/** The environments that are asked for in place of the one that something was measured in. */
export function askedEnvironments(reasons: readonly UnprovenReason[]): string[] {
  return [...new Set(reasons.flatMap((reason) => (reason.code === 'other-environment' ? reason.asked : [])))].sort();
}
