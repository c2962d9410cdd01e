import type { AssessedPage, Assessment, RequiredSignOff } from '../assessment/assessment.ts';
import type { SignOffSlot } from '../checklist/checklist.ts';
import type { Portal } from '../checklist/portal.ts';
import { formatInstant } from '../publish/words/name-words.ts';
import {
  changeWords,
  decisionSlotWords,
  decisionWords,
  frozenOnWords,
  signedOnWords,
  signerSlotWords,
  slotWords,
  standingWords,
  undatedWords,
} from '../publish/words/sign-off-words.ts';
import type { JudgedRecord } from '../signing/judge-sign-offs.ts';
import { type SignOffRecord, subjectOf } from '../signing/record.ts';
import type { Standing } from '../signing/record-standing.ts';
import { currentLinks, objectLink } from './links.ts';

/** The sign-offs of a page: what was said, and the lines of the checklist that it fills. */
export interface SignOffsView {
  /** Can people sign this page? */
  readonly signable: boolean;
  readonly slots: readonly SlotView[];
  /** Every record, the newest first, whatever became of it: absence is never to read as approval. */
  readonly records: readonly RecordView[];
  /** The page of all sign-offs, where this one is still asked for; null elsewhere. */
  readonly board: string | null;
}

/** A line of the checklist that records fill. */
export interface SlotView {
  readonly label: string;
  readonly value: string;
  readonly filled: boolean;
}

/** A sign-off record: who said what, when, and whether it counts. */
export interface RecordView {
  /** Who said what: `Tech Lead, jo@example.org: approved`. */
  readonly title: string;
  readonly state: Standing['state'];
  /** What it comes to, as a sentence. */
  readonly words: string;
  /** When it was signed, by the signer's own word; null for what cannot be read. */
  readonly when: string | null;
  readonly note: string | null;
  /** What changed since, where it is stale. */
  readonly changes: readonly string[];
  /** How many more changes there are. */
  readonly more: number;
  readonly name: string;
  readonly download: string;
  readonly signature: string | null;
}

/** The sign-offs of a release. */
export interface Signed {
  readonly signOffs: readonly JudgedRecord[];
  /** As they were for the release, with their titles. */
  readonly roles: Portal['roles'];
  /** When the release was frozen; null while it is in preparation. */
  readonly released: string | null;
}

/** What sign-offs came to, for the release as a whole. */
type Outcome = Pick<Assessment, 'signOffs' | 'state'>;

/** How many changes are named. */
const namedChanges = 12;

/** The sign-offs of a layer, of the release on its sign-off page, or the release date on the post-release page. */
export function signOffsView(page: Pick<AssessedPage, 'id' | 'kind' | 'slots'>, assessment: Outcome, signed: Signed): SignOffsView {
  const subject = page.kind === 'sign-off' ? 'release' : page.id;
  const asked = assessment.signOffs.filter((each) => each.subject === subject);
  const own = signed.signOffs.filter(({ record }) => record.state === 'read' && subjectOf(record) === subject);
  // What cannot be read says of no subject that it is about it: it is shown with the release.
  const unreadable = page.kind === 'sign-off' ? signed.signOffs.filter(({ record }) => record.state === 'unreadable') : [];
  return {
    signable: page.kind === 'layer' || page.kind === 'sign-off',
    slots: page.slots.map((slot) => slotView(slot, own, asked, assessment, signed)),
    records: [...own, ...unreadable].map((judged) => recordView(judged, signed.roles)),
    board: signed.released === null && asked.some(({ state }) => state !== 'current') ? currentLinks.signOffs : null,
  };
}

function recordView({ record, standing }: JudgedRecord, roles: Portal['roles']): RecordView {
  const changes = standing.state === 'stale' ? (standing.changes ?? []).map(changeWords) : [];
  const name = record.file.split('/').at(-1) ?? record.file;
  const shown = {
    state: standing.state,
    words: sentence(standingWords(standing)),
    changes: changes.slice(0, namedChanges),
    more: Math.max(0, changes.length - namedChanges),
    name,
    download: objectLink(record.digest),
  };
  if (record.state === 'unreadable') return { ...shown, title: name, when: null, note: null, signature: null };
  const { predicate } = record.statement;
  return {
    ...shown,
    title: `${roleTitle(predicate.role, roles)}, ${predicate.person}: ${decisionWords[predicate.decision]}`,
    when: formatInstant(predicate.time),
    note: predicate.note ?? null,
    signature: record.signature === null ? null : objectLink(record.signature.digest),
  };
}

function slotView(
  { kind, label, role }: SignOffSlot,
  own: readonly JudgedRecord[],
  asked: Outcome['signOffs'],
  assessment: Outcome,
  signed: Signed,
): SlotView {
  const slot = (value: string | null, empty: string = slotWords.unsigned): SlotView => ({
    label,
    value: value ?? empty,
    filled: value !== null,
  });
  switch (kind) {
    case 'role':
    case 'layer':
      return personSlot(label, deciding(own, role), signed.roles);
    case 'date':
      return slot(dateOf(own, assessment), undatedWords(asked));
    case 'decision':
      return slot(decisionSlotWords(assessment.state, asked));
    case 'release-date':
      return slot(signed.released === null ? null : frozenOnWords(signed.released), slotWords.unreleased);
  }
}

function personSlot(label: string, decides: Decided | null, roles: Portal['roles']): SlotView {
  if (decides === null) return { label, value: slotWords.unsigned, filled: false };
  const { person, decision, role } = decides.record.statement.predicate;
  const { state } = decides.standing;
  const value = signerSlotWords(`${person}, ${roleTitle(role, roles)}`, decision, state);
  return { label, value, filled: state === 'current' || state === 'rejected' };
}

/** The day of the last signature, once all that are asked for are there. */
function dateOf(own: readonly JudgedRecord[], assessment: Outcome): string | null {
  const current = own.flatMap(({ record, standing }) => (record.state === 'read' && standing.state === 'current' ? [record] : []));
  const [subject] = current.map(subjectOf);
  const complete = assessment.signOffs.filter((asked) => asked.subject === subject).every(({ state }) => state === 'current');
  const last = Math.max(...current.map(({ statement }) => Date.parse(statement.predicate.time)));
  return current.length > 0 && complete ? signedOnWords(new Date(last).toISOString()) : null;
}

/**
 * The records of a subject and a role that a required sign-off rests on, the newest first.
 *
 * @param role Null for any.
 */
export function recordsOf(
  records: readonly JudgedRecord[],
  subject: string,
  role: string | null,
  state: RequiredSignOff['state'],
): SignOffRecord[] {
  return records.flatMap(({ record, standing }) =>
    record.state === 'read' &&
    subjectOf(record) === subject &&
    (role === null || record.statement.predicate.role === role) &&
    (standing.state === state || (state === 'missing' && standing.state === 'withdrawn'))
      ? [record]
      : [],
  );
}

interface Decided {
  readonly record: SignOffRecord;
  readonly standing: Standing;
}

/** The record that decides for a role, or for whichever role signs a layer: a rejection before an approval, an approval before the rest. */
function deciding(own: readonly JudgedRecord[], role: string | null): Decided | null {
  const read = own.flatMap(({ record, standing }) => (record.state === 'read' ? [{ record, standing }] : []));
  const candidates = read.filter(({ record }) => role === null || record.statement.predicate.role === role);
  const order: readonly Standing['state'][] = ['rejected', 'current', 'stale', 'withdrawn', 'invalid'];
  return order.map((state) => candidates.find(({ standing }) => standing.state === state)).find((found) => found !== undefined) ?? null;
}

/** A role as `portal.yaml` titles it. */
export function roleTitle(role: string, roles: Portal['roles']): string {
  return (roles !== undefined && Object.hasOwn(roles, role) ? roles[role]?.title : undefined) ?? role;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
