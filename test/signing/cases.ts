import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeSigner, parseAllowedSigners, readRevocations, type SignerVerdict } from '../../src/signing/allowed-signers.ts';
import { type SignatureOutcome, verifySshSignature } from '../../src/signing/sshsig.ts';

export const fixtures = join(import.meta.dirname, 'fixtures');
export const namespace = 'sign-off@example.org';

/** A signature file, what it is checked against, and what comes of it: `allowed`, or why not. */
export interface Case {
  readonly name: string;
  readonly signature: string;
  readonly message: string;
  readonly namespace: string;
  readonly principal: string;
  readonly at: string;
  readonly expected: string;
}

const usual = { message: 'message.json', namespace, principal: 'jo@example.org', at: '2026-11-23T09:03:33Z' };
const row = (name: string, signature: string, expected: string, other: Partial<Case> = {}): Case => ({
  ...usual,
  name,
  signature,
  expected,
  ...other,
});

/** What `ssh-keygen -Y verify` accepts or refuses in the same way. */
export const sharedCases: readonly Case[] = [
  row('Ed25519', 'ed25519', 'allowed'),
  row('Ed25519 over SHA-256', 'ed25519-sha256', 'allowed'),
  row('RSA with SHA-512', 'rsa', 'allowed'),
  row('RSA with SHA-256', 'rsa-sha256', 'allowed'),
  row('ECDSA P-256', 'ecdsa-256', 'allowed'),
  row('ECDSA P-384', 'ecdsa-384', 'allowed'),
  row('ECDSA P-521', 'ecdsa-521', 'allowed'),
  row('hardware Ed25519', 'sk-ed25519', 'allowed'),
  row('hardware Ed25519 with a PIN', 'sk-ed25519-pin', 'allowed'),
  row('hardware ECDSA', 'sk-ecdsa', 'allowed'),
  row('quoted principals', 'other', 'allowed', { principal: 'kim@example.net' }),
  row('a wildcard principal', 'wildcard', 'allowed', { principal: 'anyone@example.org' }),

  row('another message', 'ed25519', 'signature', { message: 'message-other.json' }),
  row('a CRLF-converted message', 'ed25519', 'signature', { message: 'message-crlf.json' }),
  row('one byte changed, RSA', 'rsa', 'signature', { message: 'message-one-byte.json' }),
  row('one byte changed, Ed25519', 'ed25519', 'signature', { message: 'message-one-byte.json' }),
  row('one byte changed, ECDSA', 'ecdsa-521', 'signature', { message: 'message-one-byte.json' }),
  row('one byte changed, hardware Ed25519', 'sk-ed25519', 'signature', { message: 'message-one-byte.json' }),
  row('one byte changed, hardware ECDSA', 'sk-ecdsa', 'signature', { message: 'message-one-byte.json' }),
  row('another namespace', 'ed25519-other-namespace', 'namespace'),
  row('a signature made for git', 'ed25519-git', 'namespace'),
  row('a signature made for git, taken as one', 'ed25519-git', 'namespace not permitted', { namespace: 'git' }),
  row('a key for git alone', 'git-only', 'namespace not permitted'),
  row('an empty namespace', 'ed25519', 'namespace', { namespace: '' }),
  row('RSA with SHA-1', 'rsa-sha1', 'hash'),
  row('a certificate', 'certificate', 'key-type'),

  row('a key that nobody listed', 'unlisted', 'unknown-key'),
  row("another person's key", 'other', 'other-principal'),
  row('a principal that is taken out', 'negated', 'other-principal'),
  row('a principal in other letters', 'ed25519', 'other-principal', { principal: 'Jo@example.org' }),
  row('an empty principal', 'wildcard', 'other-principal', { principal: '' }),
  row('an expired key', 'expired', 'expired'),
  row('a key in its first second', 'expired', 'allowed', { at: '2020-01-01T00:00:00Z' }),
  row('a key in its last second', 'expired', 'allowed', { at: '2021-01-01T12:30:00Z' }),
  row('a key one second after', 'expired', 'expired', { at: '2021-01-01T12:30:01Z' }),
  row('a key one second before', 'expired', 'not-yet-valid', { at: '2019-12-31T23:59:59Z' }),
  row('a key of the future', 'future', 'not-yet-valid'),
  row('a key of the future, then', 'future', 'allowed', { at: '2030-01-01T00:00:00Z' }),
  row('a revoked key', 'revoked', 'revoked'),
  row('a revoked key, long before', 'revoked', 'revoked', { at: '2001-01-01T00:00:00Z' }),

  row('another version', 'broken-version-2', 'version'),
  row('a signature without its last byte', 'broken-truncated', 'malformed'),
  row('a byte after the signature', 'broken-trailing-byte', 'malformed'),
  row('an unknown hash', 'broken-hash', 'hash'),
  row('another magic', 'broken-magic', 'malformed'),
  row('CRLF armor', 'broken-crlf', 'armor'),
  row('text before the armor', 'broken-text-before', 'armor'),
  row('armor without its end', 'broken-no-end', 'armor'),
  row('an empty file', 'broken-empty', 'armor'),
];

/** What is refused here alone. */
export const strictCases: readonly Case[] = [
  row('a hardware key that was not touched', 'sk-ed25519-untouched', 'signature'),
  row('RSA of 1024 bits', 'rsa-1024', 'key-type'),
  row('text after the armor', 'broken-text-after', 'armor'),
  row('a reserved field', 'broken-reserved', 'malformed'),
];

export const readFixture = (name: string): Buffer => readFileSync(join(fixtures, name));
export const readArmor = (name: string): string => readFixture(`${name}.sig`).toString('latin1');

export function verifyCase({ message, signature, namespace: wanted }: Case): SignatureOutcome {
  return verifySshSignature({ message: readFixture(message), armor: readArmor(signature), namespace: wanted });
}

/** What the two modules together make of a case: `allowed`, or the reason. */
export function decide(each: Case): string {
  const signature = verifyCase(each);
  if (signature.state === 'invalid') return signature.reason;
  return nameVerdict(judgeSigner({ ...each, key: signature.key, at: new Date(each.at), ...trust() }));
}

function nameVerdict(verdict: SignerVerdict): string {
  if (verdict.state === 'allowed') return 'allowed';
  return verdict.reason === 'namespace' ? 'namespace not permitted' : verdict.reason;
}

function trust() {
  const allowed = parseAllowedSigners(readFixture('allowed_signers').toString(), 'allowed_signers');
  const text = readFixture('revoked_keys').toString();
  if (allowed.state === 'refused') throw new Error('the trust files of the fixtures cannot be read');
  return { allowed: allowed.value, revocations: readRevocations({ state: 'read', value: text, problems: [] }, 'revoked_keys') };
}
