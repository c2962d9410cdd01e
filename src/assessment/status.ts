import type { Mark } from '../checklist/checklist.ts';
import type { Status, Verdict } from './assessment.ts';
import type { Counts } from './counts.ts';

/** What an item's citations come to. */
type Proof = 'pass' | 'fail' | 'unproven' | 'none';

const table: Readonly<Record<Mark, Readonly<Record<Proof, Status>>>> = {
  complete: { pass: 'verified', fail: 'contradicted', unproven: 'claimed', none: 'claimed' },
  'in-progress': { pass: 'verified', fail: 'failing', unproven: 'in-progress', none: 'in-progress' },
  'not-started': { pass: 'verified', fail: 'failing', unproven: 'unproven', none: 'not-started' },
  blocked: { pass: 'blocked', fail: 'blocked', unproven: 'blocked', none: 'blocked' },
  'not-applicable': { pass: 'not-applicable', fail: 'not-applicable', unproven: 'not-applicable', none: 'not-applicable' },
};

/** The status of an item without children: its mark and its verdicts, reconciled. */
export function statusOf(mark: Mark, verdicts: readonly Verdict[]): Status {
  return table[mark][proofOf(verdicts)];
}

/** The status of a parent: the roll-up of its children, of its own citations as one more child, and of what its mark claims. */
export function parentStatus(mark: Mark, verdicts: readonly Verdict[], children: readonly Status[]): Status {
  const own = verdicts.length === 0 ? [] : [statusOf(mark, verdicts)];
  const rolledUp = rollUp([...children, ...own]);
  if (mark === 'blocked') return 'blocked';
  if (mark !== 'complete' || isGreen(rolledUp) || rolledUp === 'not-applicable') return rolledUp;
  return rolledUp === 'failing' || rolledUp === 'contradicted' ? 'contradicted' : 'claimed';
}

/** Several statuses as one, those of what is not applicable left out. */
export function rollUp(all: readonly Status[]): Status {
  const applicable = all.filter((status) => status !== 'not-applicable');
  const [first] = applicable;
  if (first === undefined) return 'not-applicable';
  for (const grave of ['contradicted', 'failing', 'blocked'] as const) if (applicable.includes(grave)) return grave;
  if (applicable.every(isGreen))
    return (['waived', 'attested', 'verified'] as const).find((status) => applicable.includes(status)) ?? 'verified';
  return applicable.every((status) => status === first) ? first : 'in-progress';
}

/** Is something proven among what is counted, or vouched for? What is waived or not applicable throughout is never shown green. */
export function showsGreen({ verified, attested }: Counts): boolean {
  return verified + attested > 0;
}

/** Does an item with this status keep nothing from being ready? */
export function isReady(status: Status): boolean {
  return isGreen(status) || status === 'not-applicable';
}

/** Is what an item asks for proven, vouched for or excepted? */
export function isGreen(status: Status): boolean {
  return status === 'verified' || status === 'attested' || status === 'waived';
}

function proofOf(verdicts: readonly Verdict[]): Proof {
  if (verdicts.length === 0) return 'none';
  if (verdicts.some(({ state }) => state === 'fail')) return 'fail';
  return verdicts.every(({ state }) => state === 'pass') ? 'pass' : 'unproven';
}
