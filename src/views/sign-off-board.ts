import { type AssessedPage, type Assessment, type RequiredSignOff, type Status, signOffStates } from '../assessment/assessment.ts';
import type { Portal } from '../checklist/portal.ts';
import { signOffWords } from '../publish/words/answer-words.ts';
import { capital, listWords } from '../publish/words/grammar.ts';
import { pageName } from '../publish/words/release-words.ts';
import { decisionWords, noSignOffWords } from '../publish/words/sign-off-words.ts';
import { signOffStateWords } from '../publish/words/status-words.ts';
import type { JudgedRecord } from '../signing/judge-sign-offs.ts';
import type { Links } from './links.ts';
import { recordsOf, roleTitle } from './sign-off-table.ts';

/** Every sign-off that a release asks for, in one table: what is rejected first, then what is still to be given. */
export interface SignOffBoardView {
  /** How many are current, in a sentence; why there is none where none is asked for. */
  readonly words: string;
  readonly rows: readonly BoardRow[];
}

/** A sign-off that is asked for. */
export interface BoardRow {
  /** What is to be signed: the release, or a layer. */
  readonly subject: string;
  readonly href: string | null;
  /** Who has to sign: a role, or those of which any may. */
  readonly role: string;
  readonly sign: Status;
  readonly state: string;
  /** Who decided what; null where nobody did. */
  readonly by: string | null;
  /** When, by the signer's own word. */
  readonly instant: string | null;
  /** Why, or under which conditions. */
  readonly note: string | null;
  /** What to type to sign. */
  readonly command: string;
}

const signs: Readonly<Record<RequiredSignOff['state'], Status>> = {
  rejected: 'blocked',
  invalid: 'failing',
  stale: 'unproven',
  missing: 'not-started',
  current: 'attested',
};

/** @param records Those of the release in preparation. */
export function signOffBoard(
  assessment: Assessment,
  records: readonly JudgedRecord[],
  roles: Portal['roles'],
  links: Links,
): SignOffBoardView {
  const { signOffs, pages } = assessment;
  return {
    words: signOffs.length === 0 ? noSignOffWords : `${capital(signOffWords(signOffs))}.`,
    rows: [...signOffs]
      .sort((a, b) => signOffStates.indexOf(a.state) - signOffStates.indexOf(b.state))
      .map((asked) => boardRow(asked, pages, records, roles, links)),
  };
}

function boardRow(
  asked: RequiredSignOff,
  pages: readonly AssessedPage[],
  records: readonly JudgedRecord[],
  roles: Portal['roles'],
  links: Links,
): BoardRow {
  const { subject, state } = asked;
  const page = pages.find(({ id, kind }) => (subject === 'release' ? kind === 'sign-off' : id === subject));
  const role = asked.role ?? asked.by ?? null;
  const may = role === null ? mayRoles(subject, roles) : [role];
  const [record] = recordsOf(records, subject, role, state);
  const predicate = record?.statement.predicate;
  return {
    subject: subject === 'release' || page === undefined ? capital(subject === 'release' ? 'the release' : subject) : pageName(page),
    href: page === undefined ? null : links.page(page),
    role: listWords(
      may.map((each) => roleTitle(each, roles)),
      'or',
    ),
    sign: signs[state],
    state: capital(signOffStateWords[state]),
    by: predicate === undefined ? null : `${predicate.person}: ${decisionWords[predicate.decision]}`,
    instant: predicate?.time ?? null,
    note: predicate?.note ?? null,
    command: commandOf(subject, may),
  };
}

/** The roles of which any may sign a layer. */
function mayRoles(subject: string, roles: Portal['roles']): string[] {
  return Object.entries(roles ?? {}).flatMap(([id, { layers }]) => (layers === undefined || layers.includes(subject) ? [id] : []));
}

function commandOf(subject: string, may: readonly string[]): string {
  const [role] = may;
  const layer = subject === 'release' ? '' : ` --layer ${subject}`;
  return `npx readiness-portal sign-off --release next${layer} --role ${may.length === 1 && role !== undefined ? role : 'ROLE'} --decision approved`;
}
