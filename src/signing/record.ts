import { sha256, utf8Text } from '../file.ts';
import { type Problem, problem } from '../problem.ts';
import { Refusal } from '../reports/refusal.ts';
import { checkShape, parseJson } from '../reports/text/json-value.ts';
import { SignOffStatement } from './in-toto.ts';
import { type SignatureOutcome, verifySshSignature } from './sshsig.ts';
import { readSubject, type SubjectDocument } from './subject-changes.ts';

/** What `ssh-keygen -Y sign -n` is given: a signature made for anything else is no sign-off. */
export const signOffNamespace = 'readiness-sign-off';

/** A file as a shell hands it over; `path` is from the root. */
export interface NamedBytes {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A sign-off record as it stands in `sign-offs/`, its signature not yet checked. */
export type SignOffFile = SignOffRecord | UnreadableRecord;

/** A sign-off record as its file states it. */
export interface SignOffRecord {
  readonly state: 'read';
  readonly file: string;
  /** SHA-256 of its bytes, hex: what later records name it by. */
  readonly digest: string;
  readonly bytes: Uint8Array;
  readonly statement: SignOffStatement;
  /** The detached signature beside it; null where there is none. */
  readonly signature: { readonly file: string; readonly digest: string; readonly armor: string } | null;
  /** What was signed, where it is kept beside the record. Its digest is the signed one. */
  readonly signed: SubjectDocument | null;
}

/** A file that is to be a record and is none: it is shown, and decides nothing. */
export interface UnreadableRecord {
  readonly state: 'unreadable';
  readonly file: string;
  readonly digest: string;
  readonly problems: readonly Problem[];
}

/**
 * Reads the files of a release's `sign-offs/`: `<name>.json` is a record, `<name>.json.sig` its signature, and
 * `<SHA-256>.subject.json` the canonical JSON of a subject that records sign, kept so that a stale one can say what changed since.
 */
export function readRecords(files: readonly NamedBytes[]): {
  readonly records: readonly SignOffFile[];
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const names = new Set(files.map(({ path }) => path));
  const subjects = new Map<string, SubjectDocument>();
  for (const { path, bytes } of files) {
    const stated = subjectName.exec(path)?.[1];
    const subject = stated === undefined || sha256(bytes) !== stated ? null : readSubject(utf8Text(bytes) ?? '');
    if (stated !== undefined && subject !== null) subjects.set(stated, subject);
    else if (stated !== undefined)
      problems.push(problem('SIGN_OFF', { file: path }, 'this is not the subject that its name says', 'remove it'));
    else if (path.endsWith('.json.sig') && !names.has(path.slice(0, -'.sig'.length))) {
      problems.push(problem('SIGN_OFF', { file: path }, 'the record of this signature is not there', 'restore the record'));
    } else if (!/\.json(?:\.sig)?$/.test(path))
      problems.push(problem('SIGN_OFF', { file: path }, 'this is no sign-off record', 'remove it'));
  }
  const records = files
    .filter(({ path }) => path.endsWith('.json') && !subjectName.test(path))
    .map((file) => {
      const signature = files.find(({ path }) => path === `${file.path}.sig`);
      return readRecord(file, signature, subjects);
    });
  return { records: unique(records), problems };
}

/** A record's file name, made from what it holds: two people who sign at once never write the same file. */
export function recordName(statement: SignOffStatement): string {
  const { time, role } = statement.predicate;
  const digest = sha256(recordBytes(statement));
  return `${time.replace(/\.\d+/, '').replace(/[-:]/g, '')}-${role}-${digest.slice(0, 8)}.json`;
}

/** The bytes that a person signs. */
export function recordBytes(statement: SignOffStatement): Uint8Array {
  return Buffer.from(`${JSON.stringify(statement, null, 2)}\n`);
}

/** The name under which a subject is kept beside the records that sign it. */
export function subjectFileName(digest: string): string {
  return `${digest}.subject.json`;
}

/**
 * The digests of the records that no other names, sorted: what the next record of their subject, or the next release, has to name, so
 * that none can be removed unnoticed. A record whose signature does not hold is nobody's word, and is left out.
 */
export function recordHeads(records: readonly SignOffFile[]): string[] {
  const signed = records.filter(isRead).filter((record) => signatureOf(record)?.state === 'valid');
  const named = new Set(signed.flatMap(previousOf));
  return signed
    .map(({ digest }) => digest)
    .filter((digest) => !named.has(digest))
    .sort();
}

/** The records that a record names. */
export function previousOf({ statement }: SignOffRecord): string[] {
  return statement.predicate.previous.map(({ digest }) => digest.sha256);
}

/** Bytes with the detached signature beside them; null where there is none. */
export interface SignedBytes {
  readonly bytes: Uint8Array;
  readonly signature: { readonly armor: string } | null;
}

/** Whether a signature holds, whoever made it; null where there is none. */
export function signatureOf({ bytes, signature }: SignedBytes): SignatureOutcome | null {
  return signature === null ? null : verifySshSignature({ message: bytes, armor: signature.armor, namespace: signOffNamespace });
}

/** Could the record be read, so that its signature can be judged? */
export function isRead(record: SignOffFile): record is SignOffRecord {
  return record.state === 'read';
}

/** `release`, or the id of the layer that a record is about. */
export function subjectOf({ statement }: SignOffRecord): string {
  return statement.subject[0].name;
}

/**
 * Records in one order, the newest first. A record that names another is the later one, whatever times the two state; else the time
 * decides that its signer states.
 */
export function newestFirst(records: readonly SignOffRecord[]): SignOffRecord[] {
  const sorted: SignOffRecord[] = [];
  let left = [...records].sort(byStatedTime);
  while (left.length > 0) {
    const named = new Set(left.flatMap(previousOf));
    const next = left.find(({ digest }) => !named.has(digest));
    // No record can name itself, not even through others: its digest would have to be known before it was written.
    if (next === undefined) return [...sorted, ...left];
    sorted.push(next);
    left = left.filter((record) => record !== next);
  }
  return sorted;
}

const subjectName = /(?:^|\/)([0-9a-f]{64})\.subject\.json$/;

function readRecord(
  { path, bytes }: NamedBytes,
  signature: NamedBytes | undefined,
  subjects: ReadonlyMap<string, SubjectDocument>,
): SignOffFile {
  const digest = sha256(bytes);
  const text = utf8Text(bytes);
  if (text === null) {
    return { state: 'unreadable', file: path, digest, problems: [problem('ENCODING', { file: path }, 'the text is not UTF-8')] };
  }
  try {
    const statement = checkShape(SignOffStatement, parseJson(text, path), path);
    return {
      state: 'read',
      file: path,
      digest,
      bytes,
      statement,
      signature: signature ? { file: signature.path, digest: sha256(signature.bytes), armor: armorOf(signature.bytes) } : null,
      signed: subjects.get(statement.subject[0].digest.sha256) ?? null,
    };
  } catch (cause) {
    if (cause instanceof Refusal) return { state: 'unreadable', file: path, digest, problems: cause.problems };
    throw cause;
  }
}

/** A signature file as text. */
export function armorOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** The same bytes twice are one record. */
function unique(records: readonly SignOffFile[]): SignOffFile[] {
  return records.filter((record, index) => records.findIndex(({ digest }) => digest === record.digest) === index);
}

function byStatedTime(a: SignOffRecord, b: SignOffRecord): number {
  const later = Date.parse(b.statement.predicate.time) - Date.parse(a.statement.predicate.time);
  return later !== 0 ? later : a.digest < b.digest ? 1 : -1;
}
