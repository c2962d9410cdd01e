import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  buildSignOff,
  buildVerificationResult,
  type SignOff,
  SignOffPredicate,
  SignOffStatement,
  Statement,
  SvrStatement,
} from '../../src/signing/in-toto.ts';

const digest = (digit: string) => digit.repeat(64);

const signOff: SignOff = {
  subject: { name: 'code-audit', sha256: digest('a') },
  release: { product: 'Demo', version: '1.0.0', commit: 'c0ffee' },
  role: 'tech-lead',
  person: 'jo@example.org',
  decision: 'approved',
  time: '2026-11-23T09:03:33Z',
  policy: digest('b'),
  previous: [digest('d'), digest('c'), digest('d')],
};

describe('a sign-off', () => {
  const record = buildSignOff(signOff);

  test('is an in-toto statement about one subject', () => {
    expect(record).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'code-audit', digest: { sha256: digest('a') } }],
      predicateType: 'urn:readiness-portal:sign-off:v1',
      predicate: {
        release: { product: 'Demo', version: '1.0.0', commit: 'c0ffee' },
        role: 'tech-lead',
        person: 'jo@example.org',
        decision: 'approved',
        time: '2026-11-23T09:03:33Z',
        policy: { digest: { sha256: digest('b') } },
        previous: [{ digest: { sha256: digest('c') } }, { digest: { sha256: digest('d') } }],
      },
    });
    expect(SignOffStatement.parse(record)).toEqual(record);
    expect(Statement.parse(record)).toEqual(record);
  });

  test('is the same in whichever order the earlier records were given', () => {
    expect(buildSignOff({ ...signOff, previous: [digest('c'), digest('d')] })).toEqual(record);
  });

  test.each(['rejected', 'withdrawn', 'approved-with-conditions'] as const)('may be: %s, with a note', (decision) => {
    const noted = buildSignOff({ ...signOff, decision, note: 'until the load test is repeated' });
    expect(SignOffStatement.parse(noted)).toEqual(noted);
  });

  test.each([
    ['an unknown key', { ...record, note: '' }],
    ['an unknown key in the predicate', withPredicate({ condition: 'none' })],
    ['an unknown key in the subject', { ...record, subject: [{ ...record.subject[0], uri: 'https://example.org' }] }],
    ['another digest beside the subject’s', { ...record, subject: [{ name: 'x', digest: { sha256: digest('a'), md5: 'b' } }] }],
    ['two subjects', { ...record, subject: [record.subject[0], record.subject[0]] }],
    ['no subject', { ...record, subject: [] }],
    ['a digest in capitals', { ...record, subject: [{ name: 'x', digest: { sha256: digest('A') } }] }],
    ['another statement type', { ...record, _type: 'https://in-toto.io/Statement/v0.1' }],
    ['another predicate type', { ...record, predicateType: 'https://example.com/sign-off/v1' }],
    ['no release', withPredicate({ release: undefined })],
    ['no predicate', { ...record, predicate: undefined }],
    ['an unknown decision', withPredicate({ decision: 'APPROVED' })],
    ['conditions that it does not state', withPredicate({ decision: 'approved-with-conditions' })],
    ['an empty note', withPredicate({ note: ' \n' })],
    ['a time in another zone', withPredicate({ time: '2026-11-23T09:03:33+01:00' })],
    ['a time of no zone', withPredicate({ time: '2026-11-23T09:03:33' })],
    ['a day that does not exist', withPredicate({ time: '2026-02-30T09:03:33Z' })],
    ['a role that is no id', withPredicate({ role: 'Tech Lead' })],
    ['nobody', withPredicate({ person: '' })],
    ['a person with characters that cannot be seen', withPredicate({ person: 'jo\u202e@example.org' })],
    ['no policy', withPredicate({ policy: undefined })],
    [
      'earlier records out of order',
      withPredicate({ previous: [{ digest: { sha256: digest('d') } }, { digest: { sha256: digest('c') } }] }),
    ],
    ['an earlier record twice', withPredicate({ previous: [{ digest: { sha256: digest('d') } }, { digest: { sha256: digest('d') } }] })],
  ])('with %s is refused', (_, statement) => {
    expect(SignOffStatement.safeParse(statement).success).toBe(false);
  });

  function withPredicate(change: Record<string, unknown>): unknown {
    return { ...record, predicate: { ...record.predicate, ...change } };
  }
});

describe('a verification result', () => {
  const result = buildVerificationResult({
    subject: [{ name: 'results/1.0.0/snapshot.json', digest: { sha256: digest('a') } }],
    verifier: 'https://readiness.example.org/rules/v1',
    policies: [{ name: 'content/portal.yaml', digest: { sha256: digest('b') } }],
    timeCreated: '2026-11-23T09:03:33Z',
    properties: ['READINESS_VERIFIED', 'READINESS_NOTHING_CONTRADICTED', 'READINESS_VERIFIED'],
  });

  test('is an SVR statement, its properties in one order', () => {
    expect(SvrStatement.parse(result)).toEqual(result);
    expect(result.predicateType).toBe('https://in-toto.io/attestation/svr/v0.2');
    expect(result.predicate.properties).toEqual(['READINESS_NOTHING_CONTRADICTED', 'READINESS_VERIFIED']);
  });

  test('of another producer is read, its extensions passed over', () => {
    const predicate = { ...result.predicate, verifier: { ...result.predicate.verifier, version: '1' }, expires: 'never' };
    expect(SvrStatement.parse({ ...result, predicate, extension: true })).toEqual(result);
  });

  test.each([
    ['the form of 0.1, without policies', { verifier: { id: 'https://example.org/v1' } }],
    ['a policy that refers to nothing', { verifier: { id: 'https://example.org/v1', policies: [{ name: 'policy' }] } }],
    ['a verifier that is no URI', { verifier: { id: 'portal', policies: [] } }],
    ['no time', { timeCreated: undefined }],
    ['a time in another zone', { timeCreated: '2026-11-23T09:03:33+00:00' }],
    ['an empty property', { properties: [''] }],
  ])('with %s is refused', (_, change) => {
    expect(SvrStatement.safeParse({ ...result, predicate: { ...result.predicate, ...change } }).success).toBe(false);
  });

  test.each([
    ['no subject', []],
    ['a subject without digests', [{ name: 'x' }]],
    ['a subject with no digest among them', [{ name: 'x', digest: {} }]],
  ])('with %s is refused', (_, subject) => {
    expect(SvrStatement.safeParse({ ...result, subject }).success).toBe(false);
    expect(Statement.safeParse({ ...result, subject }).success).toBe(false);
  });
});

test('every schema can be published as JSON Schema', () => {
  for (const schema of [Statement, SvrStatement, SignOffPredicate, SignOffStatement]) {
    expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({ type: 'object' });
  }
});
