import { type Problem, problem } from '../problem.ts';
import type { AllowedSigner } from './allowed-signers.ts';
import { buildSignOff, type SignOffPredicate, SignOffStatement } from './in-toto.ts';
import { judgeSignOffs, type SignOffInput } from './judge-sign-offs.ts';
import { signingRefusal } from './permission.ts';
import { isRead, readRecords, recordBytes, recordHeads, recordName, type SignOffRecord, subjectFileName, subjectOf } from './record.ts';
import { refusalWords } from './record-refusal.ts';
import type { Standing } from './record-standing.ts';
import type { SshKey } from './ssh-key.ts';
import type { Subject } from './subject.ts';

/** What a person wants to sign. */
export interface SignOffWish extends Pick<SignOffPredicate, 'role' | 'decision' | 'note' | 'time'> {
  /** `release`, or the id of a layer. */
  readonly subject: string;
  /** Null for the one person whose key it is. */
  readonly person: string | null;
  readonly key: SshKey;
  readonly commit: string | null;
  /** The digest of `portal.yaml`. */
  readonly policy: string;
}

/** A record that is ready to be signed. */
export interface Draft {
  readonly statement: SignOffStatement;
  readonly bytes: Uint8Array;
  /** The name of its file. */
  readonly name: string;
  readonly subject: Subject;
}

/** A record to be signed, or why it would not count. */
export type DraftOutcome =
  | { readonly state: 'drafted'; readonly draft: Draft }
  | { readonly state: 'refused'; readonly problems: readonly Problem[] };

/** A record with its signature: all files that are to be written. */
export type CompletedOutcome =
  | {
      readonly state: 'completed';
      readonly standing: Standing;
      readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
    }
  | { readonly state: 'refused'; readonly problems: readonly Problem[] };

/**
 * Makes the record that a person is to sign, or says all that would keep it from counting: a record that others name is there for good,
 * so one that does not count is not written.
 */
export function draftSignOff(input: SignOffInput, wish: SignOffWish): DraftOutcome {
  const subject = input.subjects.find(({ name }) => name === wish.subject);
  const people = wish.person === null ? principalsOf(wish.key, input.trust.allowed) : [wish.person];
  const problems = [...wishProblems(input, wish, people), ...judgeSignOffs(input).problems.filter(({ code }) => code === 'INTEGRITY')];
  const [person = ''] = people;
  if (problems.length === 0) {
    const refusal = signingRefusal({ ...wish, person, at: new Date(wish.time), rules: input.rules, trust: input.trust });
    if (refusal !== null) problems.push(notCounting(refusalWords(refusal)));
  }
  if (problems.length > 0 || subject === undefined) return { state: 'refused', problems };

  const { commit, ...said } = wish;
  const records = input.records.filter((record) => isRead(record) && subjectOf(record) === subject.name);
  const statement = SignOffStatement.safeParse(
    buildSignOff({
      ...said,
      subject: { name: subject.name, sha256: subject.digest },
      release: { ...input.release, commit },
      person,
      previous: recordHeads(records),
    }),
  );
  if (!statement.success) {
    return { state: 'refused', problems: statement.error.issues.map(({ path, message }) => notCounting(`${path.join('.')}: ${message}`)) };
  }
  return {
    state: 'drafted',
    draft: { statement: statement.data, bytes: recordBytes(statement.data), name: recordName(statement.data), subject },
  };
}

/** Adds the signature to a record, and judges it among the others as if it stood there already. */
export function completeSignOff(input: SignOffInput, { bytes, name, subject }: Draft, signature: Uint8Array): CompletedOutcome {
  const files = [
    { name: subjectFileName(subject.digest), bytes: Buffer.from(subject.canonical) },
    { name: `${name}.sig`, bytes: signature },
    { name, bytes },
  ];
  const [record] = readRecords(files.map((file) => ({ path: file.name, bytes: file.bytes }))).records;
  const judged = record && judgeSignOffs({ ...input, records: [...input.records, record] }).records.find((each) => each.record === record);
  const why = judged === undefined ? 'it cannot be read' : reasonAgainst(judged.standing);
  if (judged === undefined || why !== null) return { state: 'refused', problems: [notCounting(why ?? '')] };
  return { state: 'completed', standing: judged.standing, files };
}

/** Why a record that was just made does not decide; null where it does. */
function reasonAgainst(standing: Standing): string | null {
  switch (standing.state) {
    case 'current':
    case 'rejected':
    case 'withdrawn':
      return null;
    case 'superseded':
      return `the record ${standing.by.slice(0, 8)}… of the same role states a later time, and its signature does not hold`;
    case 'stale':
      return 'what is signed changed meanwhile';
    case 'invalid':
      return refusalWords(standing.refusal);
  }
}

function wishProblems(
  { subjects, rules, records }: SignOffInput,
  { role, subject, decision, note }: SignOffWish,
  people: readonly string[],
): Problem[] {
  const usage = (option: string, message: string, hint: string) => problem('USAGE', { file: option }, message, hint);
  const roles = Object.keys(rules.roles ?? {});
  const layers = subjects.map(({ name }) => name).filter((name) => name !== 'release');
  const spoken = records
    .filter(isRead)
    .filter((record: SignOffRecord) => record.statement.predicate.role === role && subjectOf(record) === subject);
  return [
    ...(roles.includes(role)
      ? []
      : [
          usage(
            '--role',
            `there is no role ${JSON.stringify(role)}`,
            `name one of ${roles.join(', ') || 'content/portal.yaml, which has none'}`,
          ),
        ]),
    ...(subject === 'release' || layers.includes(subject)
      ? []
      : [usage('--layer', `there is no layer ${JSON.stringify(subject)}`, `name one of ${layers.join(', ')}`)]),
    ...(decision !== 'approved-with-conditions' || note !== undefined
      ? []
      : [usage('--note', 'the conditions are not stated', 'write them down: --note "…"')]),
    ...(decision !== 'withdrawn' || spoken.length > 0
      ? []
      : [usage('--decision', `${role} has not signed this yet`, 'there is nothing to withdraw')]),
    ...(people.length < 2 && !people.some((person) => /[*?!]/.test(person))
      ? []
      : [usage('--person', `the key is listed for ${people.join(', ')}`, 'name the one person who signs')]),
  ];
}

/** Whom a key is listed for. */
export function principalsOf({ blob }: SshKey, allowed: readonly AllowedSigner[]): string[] {
  return [...new Set(allowed.filter(({ key }) => key.blob === blob).flatMap(({ principals }) => principals))];
}

function notCounting(why: string): Problem {
  return problem('SIGN_OFF', { file: 'sign-off' }, `it would not count: ${why}`, 'nothing was written: put this right, and sign then');
}
