/** A release with roles, keys and subjects, and every record of it: what `fixtures/sign-offs/` was signed over. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequiredSignOff } from '../../src/assessment/assessment.ts';
import { parseAllowedSigners, readRevocations } from '../../src/signing/allowed-signers.ts';
import { buildSignOff, type SignOff, type SignOffStatement } from '../../src/signing/in-toto.ts';
import type { SignOffInput } from '../../src/signing/judge-sign-offs.ts';
import { type NamedBytes, readRecords, recordBytes, signOffNamespace, subjectFileName } from '../../src/signing/record.ts';
import { canonicalDigest, type Subject } from '../../src/signing/subject.ts';
import type { SubjectDocument } from '../../src/signing/subject-changes.ts';

export const folder = join(import.meta.dirname, 'fixtures', 'sign-offs');

const release = { product: 'Demo', version: '1.0.0', commit: 'c0ffee' };
const digest = (digit: string) => digit.repeat(64);

const audit: SubjectDocument = {
  subject: 'code-audit',
  ...release,
  checklist: [{ file: 'content/checklist/1-code-audit.md', digest: digest('1') }],
  evidence: [{ file: 'lint/vet.json', digest: digest('2') }],
  items: [
    {
      id: 'code-audit/lint',
      mark: 'complete',
      status: 'verified',
      citations: [{ file: 'lint/vet.json', selector: '/ok', verdict: 'pass' }],
    },
    { id: 'code-audit/read', mark: 'complete', status: 'claimed', citations: [] },
  ],
};

/** The same layer before its evidence changed. */
export const auditBefore: SubjectDocument = {
  ...audit,
  evidence: [{ file: 'lint/vet.json', digest: digest('3') }],
  items: audit.items.map((item) => (item.id === 'code-audit/lint' ? { ...item, status: 'contradicted' as const } : item)),
};

export const subjectOf = (document: SubjectDocument): Subject => ({ name: document.subject, ...canonicalDigest(document) });

export const subjects: readonly Subject[] = [
  subjectOf({ ...audit, subject: 'release' }),
  subjectOf(audit),
  subjectOf({ ...audit, subject: 'unit-testing' }),
];

const digestOfSubject = (name: string) => subjects.find((each) => each.name === name)?.digest ?? digest('f');

interface Case {
  readonly key: string;
  readonly namespace?: string;
  readonly statement: SignOffStatement;
}

function record(
  key: string,
  said: Partial<SignOff> & { readonly about?: string; readonly after?: readonly string[] },
  namespace?: string,
): Case {
  const { about = 'release', after = [], ...other } = said;
  const statement = buildSignOff({
    subject: { name: about, sha256: digestOfSubject(about) },
    release,
    role: 'tech-lead',
    person: 'jo@example.org',
    decision: 'approved',
    time: '2026-11-23T09:00:00Z',
    policy: digest('b'),
    previous: after.map(digestOf),
    ...other,
  });
  return { key, statement, ...(namespace === undefined ? {} : { namespace }) };
}

const made = new Map<string, Case>();
const digestOf = (name: string) => canonicalDigestOfBytes(made.get(name));

function add(name: string, each: Case): void {
  made.set(name, each);
}

add('good', record('jo', {}));
add(
  'conditions',
  record('kim', {
    role: 'qa-engineer',
    person: 'kim@example.org',
    decision: 'approved-with-conditions',
    note: 'until Monday',
    after: ['good'],
  }),
);
add('wrong-namespace', record('jo', {}, 'git'));
add('other-key', record('kim', {}));
add('unlisted', record('stranger', {}));
add('git-only', record('git-only', {}));
add('expired', record('old', {}));
add('expired-then', record('old', { time: '2020-06-01T00:00:00Z' }));
add('not-yet-valid', record('early', {}));
add('revoked', record('lost', {}));
add('revoked-then', record('lost', { time: '2001-01-01T00:00:00Z' }));
add('role-unknown', record('jo', { role: 'king' }));
add('role-not-held', record('kim', { person: 'kim@example.org' }));
add('layer-not-the-roles', record('kim', { about: 'code-audit', role: 'qa-engineer', person: 'kim@example.org' }));
add('layer-of-the-role', record('kim', { about: 'unit-testing', role: 'qa-engineer', person: 'kim@example.org' }));
add('subject-unknown', record('jo', { about: 'nowhere' }));
add('other-release', record('jo', { release: { ...release, version: '0.9.0' } }));
add('second-role-key', record('jo', { role: 'backend-engineer', time: '2026-11-23T10:00:00Z', after: ['good'] }));
add('second-role-person', record('jo-2', { role: 'backend-engineer', time: '2026-11-23T10:00:00Z', after: ['good'] }));
add('withdrawn', record('jo', { decision: 'withdrawn', time: '2026-11-23T11:00:00Z', after: ['good'] }));
add('rejected', record('jo', { decision: 'rejected', note: 'the soak test crashed', time: '2026-11-23T11:00:00Z', after: ['good'] }));
add('rejected-backdated', record('jo', { decision: 'rejected', time: '2026-11-22T00:00:00Z', after: ['good'] }));
add('approved-again', record('jo', { time: '2026-11-23T12:00:00Z', after: ['rejected'] }));
add(
  'second-thoughts',
  record('kim', {
    role: 'security-engineer',
    person: 'kim@example.org',
    decision: 'rejected',
    note: 'a secret leaked',
    time: '2026-11-23T10:00:00Z',
  }),
);
add('after-second-thoughts', record('jo', { time: '2026-11-23T12:00:00Z', after: ['second-thoughts'] }));
add('audit', record('jo', { about: 'code-audit' }));
add('audit-before', record('jo', { about: 'code-audit', subject: { name: 'code-audit', sha256: subjectOf(auditBefore).digest } }));
add('audit-rejected', record('kim', { about: 'code-audit', role: 'security-engineer', person: 'kim@example.org', decision: 'rejected' }));

/** Every record by its name, as it is to be signed. */
export const cases: readonly (Required<Case> & { readonly name: string; readonly bytes: Uint8Array })[] = [...made].map(([name, each]) => ({
  name,
  namespace: signOffNamespace,
  bytes: recordBytes(each.statement),
  ...each,
}));

export const keys: readonly string[] = [...new Set(cases.map(({ key }) => key))];

/** The trust files over the public halves of the keys. */
export function trustFiles(publicKey: (name: string) => string): { readonly allowed: string; readonly revoked: string } {
  const own = `namespaces="${signOffNamespace}"`;
  return {
    allowed: [
      '# Keys for tests only',
      `jo@example.org ${own} ${publicKey('jo')}`,
      `jo@example.org ${own} ${publicKey('jo-2')}`,
      `kim@example.org ${own} ${publicKey('kim')}`,
      `jo@example.org namespaces="git" ${publicKey('git-only')}`,
      `jo@example.org ${own},valid-after="20200101Z",valid-before="20210101Z" ${publicKey('old')}`,
      `jo@example.org ${own},valid-after="20300101Z" ${publicKey('early')}`,
      `jo@example.org ${own} ${publicKey('lost')}`,
      '',
    ].join('\n'),
    revoked: `${publicKey('lost')}\n`,
  };
}

const required: readonly RequiredSignOff[] = [
  { subject: 'code-audit', role: null, state: 'missing' },
  { subject: 'unit-testing', role: null, state: 'missing' },
  { subject: 'release', role: 'backend-engineer', state: 'missing' },
  { subject: 'release', role: 'qa-engineer', state: 'missing' },
  { subject: 'release', role: 'tech-lead', state: 'missing' },
];

const signOffs = { layers: 'required', release: 'required', onePersonMayHoldSeveralRoles: false } as const;

export const rules: SignOffInput['rules'] = {
  roles: {
    'backend-engineer': { title: 'Backend Engineer' },
    'qa-engineer': { title: 'QA Engineer', layers: ['unit-testing'], people: ['kim@example.org'] },
    'tech-lead': { title: 'Tech Lead', people: ['jo@example.org'] },
    'security-engineer': { title: 'Security Engineer' },
  },
  signOffs,
};

/** A record and its signature, under the name that it was made for. */
export function filesOf(name: string): NamedBytes[] {
  return [`${name}.json`, `${name}.json.sig`].map((file) => ({
    path: `results/next/sign-offs/${file}`,
    bytes: readFileSync(join(folder, file)),
  }));
}

export function keptSubject(document: SubjectDocument): NamedBytes {
  const { digest: name, canonical } = subjectOf(document);
  return { path: `results/next/sign-offs/${subjectFileName(name)}`, bytes: Buffer.from(canonical) };
}

/** What sign-offs are judged by, with some records. */
export function world(files: readonly NamedBytes[], change: Partial<SignOffInput> = {}): SignOffInput {
  const allowed = parseAllowedSigners(readFileSync(join(folder, 'allowed_signers'), 'utf8'), 'allowed_signers');
  const text = readFileSync(join(folder, 'revoked_keys'), 'utf8');
  if (allowed.state === 'refused') throw new Error('the trust files of the fixtures cannot be read');
  return {
    release,
    subjects,
    records: readRecords(files).records,
    rules,
    trust: { allowed: allowed.value, revocations: readRevocations({ state: 'read', value: text, problems: [] }, 'revoked_keys') },
    required,
    ...change,
  };
}

function canonicalDigestOfBytes(each: Case | undefined): string {
  if (each === undefined) throw new Error('a record names one that is not made yet');
  const [read] = readRecords([{ path: 'x.json', bytes: recordBytes(each.statement) }]).records;
  return read?.digest ?? '';
}
