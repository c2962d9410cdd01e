import type { Assessment, RequiredSignOff } from '../../assessment/assessment.ts';
import type { JudgedWithdrawal } from '../../release/signed-withdrawal.ts';
import type { SignOffPredicate } from '../../signing/in-toto.ts';
import { refusalWords } from '../../signing/record-refusal.ts';
import type { Standing } from '../../signing/record-standing.ts';
import type { SubjectChange } from '../../signing/subject-changes.ts';
import { plural } from './grammar.ts';
import { formatDay, short } from './name-words.ts';
import { markWords, statusWords } from './status-words.ts';

/** What a person decided. */
export const decisionWords: Readonly<Record<SignOffPredicate['decision'], string>> = {
  approved: 'approved',
  rejected: 'rejected',
  'approved-with-conditions': 'approved, with conditions',
  withdrawn: 'withdrawn',
};

/** What a record has come to, in a sentence without its full stop. */
export function standingWords(standing: Standing): string {
  switch (standing.state) {
    case 'current':
      return 'it counts';
    case 'rejected':
      return 'it keeps what it is about from being ready';
    case 'withdrawn':
      return 'it takes back what the role had said';
    case 'superseded':
      return 'the role has said something newer';
    case 'stale':
      return standing.changes === null
        ? 'stale: what was signed has changed, and is not kept to compare'
        : 'stale: what was signed has changed';
    case 'invalid':
      return standing.refusal.code === 'other-release'
        ? refusalWords(standing.refusal)
        : `it does not count: ${refusalWords(standing.refusal)}`;
  }
}

/** Who vouches for a withdrawal, in a sentence without its full stop. */
export function withdrawalWords({ signing }: JudgedWithdrawal): string {
  switch (signing.state) {
    case 'signed':
      return `signed by ${signing.person} as ${signing.role}`;
    case 'unsigned':
      return 'nobody signed it';
    case 'invalid':
      return `its signature does not count: ${refusalWords(signing.refusal)}`;
  }
}

/** One thing that changed since a subject was signed. */
export function changeWords(change: SubjectChange): string {
  switch (change.part) {
    case 'product':
    case 'version':
      return `the ${change.part}: ${change.from}, now ${change.to}`;
    case 'commit':
      return `the commit: ${commitWords(change.from)}, now ${commitWords(change.to)}`;
    case 'checklist':
      return `the checklist file ${change.file} ${fileWords[change.change]}`;
    case 'evidence':
      return `the result file ${change.file} ${fileWords[change.change]}`;
    case 'item':
      return `the item ${change.id} was ${change.change}`;
    case 'status':
      return `${change.id}: ${statusWords[change.from].toLowerCase()}, now ${statusWords[change.to].toLowerCase()}`;
    case 'mark':
      return `${change.id}: marked ${markWords[change.from]}, now ${markWords[change.to]}`;
    case 'citations':
      return `${change.id}: what it cites, or what came of it`;
  }
}

const fileWords = { added: 'was added', removed: 'was removed', changed: 'was changed' } as const;

function commitWords(commit: string | null): string {
  return commit === null ? 'not stated' : short(commit);
}

/** What an empty line of a sign-off page says. */
export const slotWords = { unsigned: 'not signed', unreleased: 'not released' } as const;

/**
 * What the line of a role or a layer says.
 *
 * @param who The person and the role that decide.
 */
export function signerSlotWords(who: string, decision: SignOffPredicate['decision'], state: Standing['state']): string {
  switch (state) {
    case 'current':
      return `${who}: ${decisionWords[decision]}`;
    case 'rejected':
      return `rejected by ${who}`;
    case 'withdrawn':
      return `${slotWords.unsigned}: ${who}, took the signature back`;
    case 'stale':
      return `${slotWords.unsigned}: the signature of ${who}, is stale`;
    case 'superseded':
    case 'invalid':
      return `${slotWords.unsigned}: the signature of ${who}, does not count`;
  }
}

/** What the line for the decision says: yes only where the release is ready, so that a signature alone never says so. */
export function decisionSlotWords(release: Assessment['state'], asked: readonly Pick<RequiredSignOff, 'state'>[]): string {
  if (release === 'ready') return 'YES';
  const rejected = asked.filter(({ state }) => state === 'rejected').length;
  if (rejected > 0) return `NO: rejected by ${plural(rejected, 'role')}`;
  const isSigned = asked.every(({ state }) => state === 'current');
  const signed = asked.length === 0 ? 'no role is asked to sign' : 'signed by every role';
  return `NO: ${isSigned ? `${signed}, and the release is not ready` : signedShare(asked)}`;
}

/** What the line for the date of the signatures says while one of them is missing. */
export function undatedWords(asked: readonly Pick<RequiredSignOff, 'state'>[]): string {
  return asked.length === 0 ? 'none: no sign-off is asked for' : 'none yet';
}

function signedShare(asked: readonly Pick<RequiredSignOff, 'state'>[]): string {
  const signed = asked.filter(({ state }) => state === 'current').length;
  return asked.length === 1 ? 'not signed' : `${signed} of ${plural(asked.length, 'role')} signed`;
}

/** That nobody has to sign, and how somebody would have to. */
export const noSignOffWords =
  'No sign-off is asked for: no layer has a sign-off line and there is no sign-off page with roles, or content/portal.yaml makes them optional.';

/** What the line for the date of the signatures says. */
export function signedOnWords(instant: string): string {
  return `${formatDay(instant)}, by the word of who signed`;
}

/** What the line for the date of the release says. */
export function frozenOnWords(instant: string): string {
  return `frozen on ${formatDay(instant)}`;
}
