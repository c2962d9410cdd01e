import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatProblem } from '../../src/problem.ts';
import { joinRevocations, judgeSigner, parseAllowedSigners, type Revocations, readRevocations } from '../../src/signing/allowed-signers.ts';
import { namespace, readFixture } from './cases.ts';
import { publicKey, sharedLines, strictLines } from './signer-lines.ts';

const file = 'content/trust/allowed_signers';
const key = publicKey('ed25519');
const nobody: Revocations = { state: 'read', keys: new Set() };
const revocationsIn = (text: string | null, name = 'content/trust/revoked_keys') =>
  readRevocations({ state: 'read', value: text, problems: [] }, name);
const [, blob = ''] = key.split(' ');

describe('allowed signers', () => {
  test.each([...sharedLines, ...strictLines])('$name: $expected', ({ line, expected }) => {
    expect(judgeLine(line)).toBe(expected);
  });

  test('are read with all that they say', () => {
    const line = ' "jo@example.org,!al@example.org" namespaces="git,a\\"b",valid-after="20260101Z",valid-before="202701011230Z" ';
    const outcome = parseAllowedSigners(`# Comment\n\n \t# another\n${line}${key} Jo\n`, file);
    expect(outcome).toEqual({
      state: 'read',
      value: [
        {
          line: 4,
          principals: ['jo@example.org', '!al@example.org'],
          namespaces: ['git', 'a"b'],
          validAfter: new Date('2026-01-01T00:00:00Z'),
          validBefore: new Date('2027-01-01T12:30:00Z'),
          key: expect.objectContaining({ type: 'ssh-ed25519', blob }),
        },
      ],
    });
  });

  test('may be none', () => {
    for (const text of ['', '\n', '# nobody yet', ' \t\r\n']) expect(parseAllowedSigners(text, file)).toEqual({ state: 'read', value: [] });
  });

  test('are problems with their places, all of them', () => {
    const text = [
      'jo@example.org',
      `jo@example.org cert-authority ${key}`,
      `jo@example.org namespaces="git",verify-required,valid-after="20260101" ${key}`,
      `jo@example.org ssh-dss AAAAB3NzaC1kc3MAAACB`,
      `jo@example.org,,al@example.org valid-before=20260101Z ${key.slice(0, -2)}`,
      `jo@example.org ${publicKey('rsa-1024')}`,
      `jo@example.org namespaces="git ${key}`,
    ].join('\n');
    expect(problemsOf(parseAllowedSigners(text, file))).toMatchInlineSnapshot(`
      [
        "content/trust/allowed_signers:1:1 VALUE the line holds no principals and key - write: person@example.org namespaces="…",valid-after="20260101Z" ssh-ed25519 AAAA…",
        "content/trust/allowed_signers:2:16 VALUE cert-authority: certificates are not accepted - list the public key of each signer, one a line",
        "content/trust/allowed_signers:3:33 VALUE "verify-required" is no known option - write namespaces, valid-after or valid-before",
        "content/trust/allowed_signers:3:49 VALUE valid-after is no instant in UTC: "20260101" - write it in UTC and end it with Z: 20270101Z, 202701011230Z or 20270101123000Z",
        "content/trust/allowed_signers:4:16 VALUE "ssh-dss" is no type of key that is accepted - use one of ssh-ed25519, ssh-rsa, ecdsa-sha2-nistp256, ecdsa-sha2-nistp384, ecdsa-sha2-nistp521, sk-ssh-ed25519@openssh.com, sk-ecdsa-sha2-nistp256@openssh.com",
        "content/trust/allowed_signers:5:1 VALUE a principal is empty - write principals with commas between them: jo@example.org,*@example.net",
        "content/trust/allowed_signers:5:32 VALUE the options cannot be read from here on - write name="value", with commas between them and no spaces",
        "content/trust/allowed_signers:5:55 VALUE the key is no whole ssh-ed25519 key - copy it from its .pub file",
        "content/trust/allowed_signers:6:16 VALUE the ssh-rsa key has 1024 bits - use a key of 2048 bits or more",
        "content/trust/allowed_signers:7:16 VALUE the options cannot be read from here on - write name="value", with commas between them and no spaces",
      ]
    `);
  });

  test.each([
    ['a byte order mark', `\uFEFF# signers\njo@example.org ${key}`],
    ['a NUL', `jo@example.org ${key}\0`],
    ['bytes that were no UTF-8', `jo@ex\uFFFDmple.org ${key}`],
  ])('are refused with %s', (_, text) => {
    expect(problemsOf(parseAllowedSigners(text, file))).toEqual([
      `${file} VALUE the file is no plain UTF-8 text - save it as UTF-8 without a byte order mark`,
    ]);
  });

  test('never make a pattern slow', () => {
    const started = performance.now();
    expect(judgeLine(`${'*a'.repeat(2_000)}*b ${key}`, 'a'.repeat(20_000))).toBe('other-principal');
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

test.each(['a', ' ', '"', 'a,', '\\"', 'a="b",'])('a line of %j a million times is one problem', (piece) => {
  const problems = problemsOf(parseAllowedSigners(`jo@example.org ${piece.repeat(1_000_000)}x\n`, file));
  expect(problems).toEqual([`${file}:1:1 VALUE the line has more than 16384 characters - write one key a line`]);
});

describe('revoked keys', () => {
  test('are read by their key, whatever the comment', () => {
    const outcome = revocationsIn(readFixture('revoked_keys').toString());
    expect(outcome).toEqual({ state: 'read', keys: new Set([publicKey('revoked').split(' ')[1]]) });
    for (const none of ['', null]) expect(revocationsIn(none)).toEqual(nobody);
  });

  test('are problems where a line is no key, since a revocation must not be passed over', () => {
    const text = `${key}\njo@example.org ${key}\nSHA256:abc\nssh-dss AAAAB3NzaC1kc3MAAACB\n`;
    expect(problemsOf(revocationsIn(text))).toMatchInlineSnapshot(`
      [
        "content/trust/revoked_keys:2:1 VALUE "jo@example.org" is no type of key that is accepted - use one of ssh-ed25519, ssh-rsa, ecdsa-sha2-nistp256, ecdsa-sha2-nistp384, ecdsa-sha2-nistp521, sk-ssh-ed25519@openssh.com, sk-ecdsa-sha2-nistp256@openssh.com",
        "content/trust/revoked_keys:3:1 VALUE the line holds no public key - write the key as in its .pub file: ssh-ed25519 AAAA…",
        "content/trust/revoked_keys:4:1 VALUE "ssh-dss" is no type of key that is accepted - use one of ssh-ed25519, ssh-rsa, ecdsa-sha2-nistp256, ecdsa-sha2-nistp384, ecdsa-sha2-nistp521, sk-ssh-ed25519@openssh.com, sk-ecdsa-sha2-nistp256@openssh.com",
      ]
    `);
  });

  test('are refused in the binary form', () => {
    expect(problemsOf(revocationsIn('SSHKRL\n\0\0\0\0\x01'))).toEqual([
      'content/trust/revoked_keys VALUE the file is a binary key revocation list (KRL) - list the public keys themselves, one a line, as in their .pub files',
    ]);
  });
});

describe('where the list of revoked keys cannot be read', () => {
  const unreadable = [
    `${key}\nssh-dss AAAAB3NzaC1kc3MAAACB\n`,
    `\uFEFF${key}\n`,
    `${key.replace('ssh-ed25519', 'ssh-ed25519\uFFFD')}\n`,
    'SSHKRL\n\0\0\0\0\x01',
    '<!doctype html>',
    `revoked: ${key}`,
  ];
  test.each(unreadable)('%j lets no key count', (text) => {
    const revocations = revocationsIn(text);
    expect(revocations.state === 'unknown' && revocations.problems.length).toBeGreaterThan(0);
    expect(judgeLine(`jo@example.org ${key}`, 'jo@example.org', undefined, revocations)).toBe('revocations-unknown');
  });

  test('a second list that can be read does not help', () => {
    const unknown = revocationsIn('x');
    for (const joined of [joinRevocations(unknown, nobody), joinRevocations(nobody, unknown)]) expect(joined).toEqual(unknown);
    expect(joinRevocations(revocationsIn(key), nobody)).toEqual(revocationsIn(key));
  });
});

describe('judging a signer', () => {
  test('revocation comes before everything else, at every instant', () => {
    const revoked: Revocations = { state: 'read', keys: new Set([blob]) };
    for (const at of ['1970-01-01T00:00:00Z', '2026-11-23T00:00:00Z', '9999-12-31T00:00:00Z']) {
      expect(judgeLine(`jo@example.org ${key}`, 'jo@example.org', at, revoked)).toBe('revoked');
      expect(judgeLine(`al@example.org ${publicKey('other')}`, 'jo@example.org', at, revoked)).toBe('revoked');
    }
  });

  test('one line that allows is enough, in whichever order', () => {
    const lines = [`al@example.org ${key}`, `jo@example.org namespaces="git" ${key}`, `jo@example.org valid-before="20200101Z" ${key}`];
    expect(judgeLine(lines.join('\n'))).toBe('expired');
    expect(judgeLine([...lines, `jo@example.org ${key}`].join('\n'))).toBe('allowed');
    expect(judgeLine([`jo@example.org ${key}`, ...lines].join('\n'))).toBe('allowed');
  });

  test('between two windows a key has expired', () => {
    const lines = [`jo@example.org valid-after="20300101Z" ${key}`, `jo@example.org valid-before="20200101Z" ${key}`];
    expect(judgeLine(lines.join('\n'))).toBe('expired');
  });

  test('a window ends with its last second, not its last millisecond before', () => {
    const line = `jo@example.org valid-before="20270101Z" ${key}`;
    expect(judgeLine(line, 'jo@example.org', '2027-01-01T00:00:00.000Z')).toBe('allowed');
    expect(judgeLine(line, 'jo@example.org', '2027-01-01T00:00:00.001Z')).toBe('expired');
  });

  test('what is no instant allows nothing', () => {
    expect(judgeLine(`jo@example.org ${key}`, 'jo@example.org', 'yesterday')).toBe('not-yet-valid');
  });

  test('a principal is text, never a pattern', () => {
    expect(judgeLine(`jo@example.org ${key}`, '*')).toBe('other-principal');
    expect(judgeLine(`jo@example.org ${key}`, 'al@example.org,jo@example.org')).toBe('other-principal');
  });
});

test('whatever comes is read, or refused with a place', () => {
  const words = fc.constantFrom(
    'jo@example.org',
    '*',
    '!',
    '"',
    ',',
    '=',
    ' ',
    '\t',
    '\n',
    '\r\n',
    '#',
    '\\"',
    'namespaces=',
    'valid-after=',
    '"20260101Z"',
    'cert-authority',
    key,
    blob,
    'ssh-rsa',
    '\0',
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 30 }).map((each) => each.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      for (const outcome of [parseAllowedSigners(text, file), revocationsIn(text)]) {
        if (outcome.state === 'read') continue;
        expect(outcome.problems.length).toBeGreaterThan(0);
        const lines = text.split('\n');
        for (const { line, column } of outcome.problems) {
          if (line !== undefined) expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
        }
      }
    }),
    { numRuns: 10_000, seed: 20261123 },
  );
});

function judgeLine(text: string, principal = 'jo@example.org', at = '2026-11-23T09:03:33Z', revocations = nobody): string {
  const outcome = parseAllowedSigners(text, file);
  if (outcome.state === 'refused') return 'problem';
  const verdict = judgeSigner({ key: { blob }, principal, namespace, at: new Date(at), allowed: outcome.value, revocations });
  return verdict.state === 'allowed' ? 'allowed' : verdict.reason;
}

function problemsOf(outcome: ReturnType<typeof parseAllowedSigners> | Revocations): string[] {
  return outcome.state === 'read' ? [] : outcome.problems.map(formatProblem);
}
