import type { RequiredSignOff } from '../assessment/assessment.ts';
import { type Problem, problem } from '../problem.ts';
import { type SigningRules, signingRefusal, type Trust } from './permission.ts';
import { isRead, newestFirst, previousOf, type SignOffFile, type SignOffRecord, signatureOf, subjectOf } from './record.ts';
import { type RecordRefusal, refusalWords, signatureRefusal } from './record-refusal.ts';
import type { Looked, Standing, Stood } from './record-standing.ts';
import { requiredStates, withoutSecondRoles } from './required-sign-offs.ts';
import type { SshKey } from './ssh-key.ts';
import type { Subject } from './subject.ts';
import { changesSince, readSubject } from './subject-changes.ts';

/** All that sign-offs of one release are judged by. */
export interface SignOffInput {
  readonly release: { readonly product: string; readonly version: string };
  /** What can be signed, as it is now: the release and each of its layers. */
  readonly subjects: readonly Subject[];
  readonly records: readonly SignOffFile[];
  readonly rules: SigningRules;
  readonly trust: Trust;
  /** What the assessment asks for; the states it comes with are not looked at. */
  readonly required: readonly RequiredSignOff[];
  /** The digests of records that were withdrawn from the release as files: nobody misses them. */
  readonly withdrawn?: ReadonlySet<string>;
}

/** A record with what it comes to. */
export interface JudgedRecord {
  readonly record: SignOffFile;
  readonly standing: Standing;
}

/** What the records of a release come to: each record with its standing, and each sign-off that is asked for. */
export interface SignOffJudgement {
  /** Every record, the newest first; what cannot be read comes last. */
  readonly records: readonly JudgedRecord[];
  /** The required sign-offs with their states, and one more for each current rejection by a role that is not required. */
  readonly required: readonly RequiredSignOff[];
  readonly problems: readonly Problem[];
}

/** Judges the sign-offs of a release: which of its records count, and what they come to for each sign-off that readiness asks for. */
export function judgeSignOffs(input: SignOffInput): SignOffJudgement {
  const read = newestFirst(input.records.filter(isRead)).map((record) => look(record, input));
  const missing = missingRecords(read, input.withdrawn ?? new Set());
  const stood = read.map((looked) => {
    const newest = newestOf(looked, read);
    return { ...looked, decides: newest === looked, standing: standingOf(looked, newest, missing, input) };
  });
  const standings = withoutSecondRoles(stood, input.required, input.rules);
  const unreadable = input.records.filter((record) => !isRead(record));
  return {
    records: [
      ...standings.map(({ record, standing }) => ({ record, standing })),
      ...unreadable.map((record) => ({ record, standing: invalid({ code: 'format' }) })),
    ],
    required: requiredStates(standings, input.required),
    problems: [...missing.map(missingProblem), ...standings.flatMap(recordProblem), ...unreadable.flatMap(unreadableProblem)],
  };
}

interface MissingRecord {
  readonly digest: string;
  readonly subject: string;
  readonly namedBy: string;
}

function look(record: SignOffRecord, input: SignOffInput): Looked {
  const outcome = signatureOf(record);
  const looked = { record, subject: subjectOf(record), role: record.statement.predicate.role };
  return outcome?.state === 'valid'
    ? { ...looked, key: outcome.key, refusal: refusalOf(record, outcome.key, input) }
    : { ...looked, key: null, refusal: signatureRefusal(record, outcome) };
}

function refusalOf(record: SignOffRecord, key: SshKey, { release, subjects, rules, trust }: SignOffInput): RecordRefusal | null {
  const { release: stated, role, person, time } = record.statement.predicate;
  if (stated.product !== release.product || stated.version !== release.version) {
    return { code: 'other-release', product: stated.product, version: stated.version };
  }
  const subject = subjectOf(record);
  if (!subjects.some(({ name }) => name === subject)) return { code: 'subject-unknown', subject };
  return signingRefusal({ key, person, role, subject, at: new Date(time), rules, trust });
}

/** The newest record of a record's role on its subject. What was given for another release, and stands here as a copy, is none. */
function newestOf({ subject, role }: Looked, newestToOldest: readonly Looked[]): Looked | undefined {
  return newestToOldest.find((other) => other.subject === subject && other.role === role && other.refusal?.code !== 'other-release');
}

function standingOf(looked: Looked, newest: Looked | undefined, missing: readonly MissingRecord[], input: SignOffInput): Standing {
  const { record, subject, refusal } = looked;
  if (refusal !== null) return invalid(refusal);
  if (newest !== undefined && newest !== looked) return { state: 'superseded', by: newest.record.digest };
  const now = input.subjects.find(({ name }) => name === subject);
  if (now?.digest !== record.statement.subject[0].digest.sha256) {
    const current = now === undefined ? null : readSubject(now.canonical);
    return { state: 'stale', changes: record.signed === null || current === null ? null : changesSince(record.signed, current) };
  }
  const { decision } = record.statement.predicate;
  if (decision === 'rejected' || decision === 'withdrawn') return { state: decision };
  const gone = missing.find((each) => each.subject === subject);
  return gone === undefined ? { state: 'current' } : invalid({ code: 'record-missing', digest: gone.digest });
}

/** The records that a validly signed one names, and that are not there any more, or not as they were signed. */
function missingRecords(read: readonly Looked[], withdrawn: ReadonlySet<string>): MissingRecord[] {
  const signed = read.filter(({ key }) => key !== null);
  const there = new Set(signed.map(({ record }) => record.digest));
  const found = new Map<string, MissingRecord>();
  for (const { record, subject } of signed) {
    for (const digest of previousOf(record)) {
      if (!there.has(digest) && !withdrawn.has(digest)) found.set(digest, { digest, subject, namedBy: record.file });
    }
  }
  return [...found.values()];
}

function invalid(refusal: RecordRefusal): Standing {
  return { state: 'invalid', refusal };
}

function missingProblem({ digest, namedBy }: MissingRecord): Problem {
  return problem(
    'INTEGRITY',
    { file: namedBy },
    `the record ${digest} that it names is gone, or not as it was signed`,
    'restore it from the history of the repository',
  );
}

/** What a newer record has replaced needs no warning any more. */
function recordProblem({ record, standing, decides }: Stood): Problem[] {
  if (standing.state !== 'invalid' || !decides) return [];
  return [problem('SIGN_OFF', { file: record.file }, `the sign-off does not count: ${refusalWords(standing.refusal)}`)];
}

function unreadableProblem(record: SignOffFile): Problem[] {
  if (record.state === 'read') return [];
  return record.problems.map(({ message, line, column, pointer }) =>
    problem('SIGN_OFF', { file: record.file, line, column, pointer }, `the sign-off does not count: ${message}`),
  );
}
