import type { Status } from '../assessment/assessment.ts';
import type { ComparedItem } from './compared-release.ts';
import type { Difference } from './differences.ts';
import { isSameCitation } from './loosenings.ts';

/** What became of an item, in the order in which a reader needs it: what got worse first. */
export const changeKinds = [
  /** It is contradicted, and was not. */
  'contradicted',
  /** It fails, and did not. */
  'failing',
  /** Evidence or a person spoke for it, or evidence against it, and nothing does any more. */
  'unproven',
  /** It asks for less. */
  'loosened',
  'removed',
  'waived',
  'not-applicable',
  /** It is not waived any more, and nothing proves it. */
  'unwaived',
  /** Its status is the same, and a number is farther from what is asked. */
  'worse',
  /** It failed or was contradicted, and is verified, or vouched for. */
  'fixed',
  'verified',
  /** Its status is the same, and a number is nearer to what is asked. */
  'better',
  /** Its status is the same, and a number is another; nothing says which way is better. */
  'moved',
  /** It has another status, in another way than those above. */
  'status',
  'added',
  /** It has other words, or stands elsewhere. */
  'reworded',
  /** It asks for something else, or is proved by something else. */
  'otherwise',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** An item that is new stands where what it shows would stand; one that is gone is gone, whatever it showed. */
export function kindOfLone(after: ComparedItem | null): ChangeKind {
  if (after === null) return 'removed';
  return after.status === 'contradicted' || after.status === 'failing' ? after.status : 'added';
}

/** The kind of a change of an item that both releases have. */
export function kindOfChange(before: ComparedItem, after: ComparedItem, differences: readonly Difference[]): ChangeKind {
  const became = differences.some(({ kind }) => kind === 'status') ? statusKind(before, after) : null;
  if (became === 'contradicted' || became === 'failing' || became === 'unproven') return became;
  if (differences.some(({ kind }) => kind === 'loosened')) return 'loosened';
  if (became !== null) return became;
  const effects = differences.flatMap((each) => (each.kind === 'number' ? [each.effect] : []));
  if (effects.includes('worse')) return 'worse';
  if (effects.includes('better')) return 'better';
  if (effects.length > 0) return 'moved';
  return differences.some(({ kind }) => kind === 'text' || kind === 'place' || kind === 'id') ? 'reworded' : 'otherwise';
}

/** What a status says of an item: that evidence is against it, that it holds, or that nothing shows either. */
const meanings: Readonly<Record<Status, 'against' | 'holds' | 'open' | 'blocked' | 'excepted'>> = {
  contradicted: 'against',
  failing: 'against',
  blocked: 'blocked',
  claimed: 'open',
  'in-progress': 'open',
  unproven: 'open',
  'not-started': 'open',
  waived: 'excepted',
  attested: 'holds',
  verified: 'holds',
  'not-applicable': 'excepted',
};

function statusKind(before: ComparedItem, after: ComparedItem): ChangeKind {
  const [from, to] = [before.status, after.status];
  const [was, is] = [meanings[from], meanings[to]];
  if (to === 'contradicted') return 'contradicted';
  if (to === 'failing' && was !== 'against') return 'failing';
  if (was === 'holds' && (is === 'open' || is === 'blocked')) return 'unproven';
  if (was === 'against' && is === 'open' && isSilenced(before, after)) return 'unproven';
  if (to === 'waived' || to === 'not-applicable') return to;
  if (is === 'holds' && was === 'against') return 'fixed';
  if (to === 'verified') return 'verified';
  return from === 'waived' ? 'unwaived' : 'status';
}

/**
 * Does what spoke against an item, or against a part of it, not speak any more? A contradiction that goes because its evidence is gone or does
 * not count is no progress. It is another thing where the same evidence passes now, or where the parts that failed do not fail any more.
 */
function isSilenced(before: ComparedItem, after: ComparedItem): boolean {
  const failed = before.citations.filter(({ verdict }) => verdict === 'fail');
  const parts = before.items.filter(({ status }) => meanings[status] === 'against');
  return (
    failed.some((citation) => {
      const same = after.citations.find((each) => isSameCitation(each, citation));
      return same === undefined || (same.verdict === 'unproven' && same.reason?.code !== 'roll-up-open');
    }) ||
    parts.some((part) => {
      const same = after.items.find(({ id, was }) => id === part.id || was.includes(part.id));
      return same === undefined || (meanings[same.status] === 'open' && isSilenced(part, same));
    })
  );
}
