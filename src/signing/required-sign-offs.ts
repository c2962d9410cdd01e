import type { RequiredSignOff } from '../assessment/assessment.ts';
import type { SigningRules } from './permission.ts';
import type { Standing, Stood } from './record-standing.ts';

/** The required sign-offs with their states, and one more for each current rejection by a role that is not required. */
export function requiredStates(records: readonly Stood[], required: readonly RequiredSignOff[]): RequiredSignOff[] {
  const deciding = records.filter(({ decides }) => decides);
  const asksFor = (asked: RequiredSignOff, { subject, role }: Stood) =>
    subject === asked.subject && (asked.role === null || role === asked.role);
  const states = required.map((asked): RequiredSignOff => {
    const own = deciding.filter((record) => asksFor(asked, record));
    const state = requiredState(own.map(({ standing }) => standing.state));
    const decided = asked.role === null ? own.find(({ standing }) => standing.state === state) : undefined;
    return { subject: asked.subject, role: asked.role, ...(decided === undefined ? {} : { by: decided.role }), state };
  });
  const others = deciding.filter((record) => record.standing.state === 'rejected' && !required.some((asked) => asksFor(asked, record)));
  return [...states, ...others.map(({ subject, role }): RequiredSignOff => ({ subject, role, state: 'rejected' }))];
}

/**
 * Two roles that are both required need two people with two keys, unless `portal.yaml` lets one person hold several: of approvals that share
 * a key or a person the oldest counts.
 */
export function withoutSecondRoles(newestToOldest: readonly Stood[], required: readonly RequiredSignOff[], rules: SigningRules): Stood[] {
  if (rules.signOffs.onePersonMayHoldSeveralRoles) return [...newestToOldest];
  const counted: Stood[] = [];
  const judged = [...newestToOldest].reverse().map((stood): Stood => {
    const asked = required.some((each) => each.subject === stood.subject && each.role === stood.role);
    if (!asked || stood.standing.state !== 'current') return stood;
    const sharing = counted.map((other) => ({ other, shared: sharedBy(other, stood) })).find(({ shared }) => shared !== null);
    if (sharing === undefined || sharing.shared === null) {
      counted.push(stood);
      return stood;
    }
    const refusal = { code: 'second-role', role: sharing.other.role, shared: sharing.shared } as const;
    return { ...stood, standing: { state: 'invalid', refusal } };
  });
  return judged.reverse();
}

/** What the newest records of the roles that may give a sign-off come to: one rejection outweighs every approval. */
function requiredState(states: readonly Standing['state'][]): RequiredSignOff['state'] {
  return (['rejected', 'current', 'stale', 'invalid'] as const).find((state) => states.includes(state)) ?? 'missing';
}

function sharedBy(a: Stood, b: Stood): 'key' | 'person' | null {
  if (a.subject !== b.subject) return null;
  if (a.key?.blob === b.key?.blob) return 'key';
  return a.record.statement.predicate.person === b.record.statement.predicate.person ? 'person' : null;
}
