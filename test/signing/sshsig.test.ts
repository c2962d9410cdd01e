import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPublicKey } from '../../src/signing/ssh-key.ts';
import { verifySshSignature } from '../../src/signing/sshsig.ts';
import { decide, namespace, readArmor, readFixture, sharedCases, strictCases } from './cases.ts';
import { armor, envelope, string, strings, text, toBeSigned, unarmor } from './wire.ts';

const message = readFixture('message.json');
const check = (armor: string) => verifySshSignature({ message, armor, namespace });

describe('signatures of the fixtures', () => {
  test.each([...sharedCases, ...strictCases])('$name: $expected', (each) => {
    expect(decide(each)).toBe(each.expected);
  });

  test('a valid signature names its key as the .pub file does', () => {
    const [type, blob] = readFixture('test-ed25519.pub').toString().split(' ');
    const digest = createHash('sha256')
      .update(Buffer.from(blob ?? '', 'base64'))
      .digest('base64');
    expect(check(readArmor('ed25519'))).toEqual({ state: 'valid', key: { type, blob, fingerprint: `SHA256:${digest.replace('=', '')}` } });
  });

  test.each([
    ['broken-version-2', { reason: 'version', found: 2 }],
    ['broken-hash', { reason: 'hash', found: 'sha384' }],
    ['broken-truncated', { reason: 'malformed', part: 'blob' }],
    ['ed25519-git', { reason: 'namespace', found: 'git' }],
    ['certificate', { reason: 'key-type', found: 'ssh-ed25519-cert-v01@openssh.com', bits: null }],
    ['rsa-1024', { reason: 'key-type', found: 'ssh-rsa', bits: 1024 }],
    ['rsa-sha1', { reason: 'hash', found: 'sha1' }],
    ['sk-ed25519-untouched', { reason: 'signature', cause: 'user-presence' }],
  ])('%s says what it found', (name, found) => {
    expect(check(readArmor(name))).toEqual({ state: 'invalid', ...found });
  });
});

describe('one changed bit', () => {
  const names = ['ed25519', 'rsa', 'ecdsa-256', 'ecdsa-384', 'ecdsa-521', 'sk-ed25519', 'sk-ecdsa'];

  test.each(names)('of the armor of %s is always refused', (name) => {
    const bytes = readFixture(`${name}.sig`);
    expect(flips(bytes).filter((flipped) => check(flipped.toString('latin1')).state === 'valid')).toEqual([]);
  });

  test.each(['ed25519', 'rsa', 'ecdsa-256', 'sk-ed25519', 'sk-ecdsa'])('of the blob of %s is always refused', (name) => {
    expect(flips(blobOf(name)).filter((flipped) => check(armor(flipped)).state === 'valid')).toEqual([]);
  });

  test.each(names)('of the message of %s is always refused', (name) => {
    const signature = readArmor(name);
    const states = flips(message).map((flipped) => verifySshSignature({ message: flipped, armor: signature, namespace }));
    expect(new Set(states.map((outcome) => JSON.stringify(outcome)))).toEqual(
      new Set(['{"state":"invalid","reason":"signature","cause":"mismatch"}']),
    );
  });
});

describe('armor', () => {
  const good = readArmor('ed25519');

  test('may lack the last line end, and may be wrapped at another width', () => {
    expect(check(good.trimEnd()).state).toBe('valid');
    for (const width of [1, 64, 76]) expect(check(armor(blobOf('ed25519'), width)).state).toBe('valid');
  });

  test.each([
    ['wrapped wider than 76', armor(blobOf('ed25519'), 77)],
    ['wrapped unevenly', good.replace(/(?<=-----\n.{10})/, '\n')],
    ['an empty line', good.replace('-----\n', '-----\n\n')],
    ['two line ends at the end', `${good}\n`],
    ['a space', good.replace('\n-----END', ' \n-----END')],
    ['another label', good.replaceAll('SSH SIGNATURE', 'SIGNATURE')],
    ['two signatures', `${good}${good}`],
    ['base64 of the web', good.replace(/[+/]/g, '-')],
    ['lines without end', `-----BEGIN SSH SIGNATURE-----\n${'A\n'.repeat(20_000_000)}-----END SSH SIGNATURE-----\n`],
    ['no body', '-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n'],
  ])('with %s is refused', (_, text) => {
    expect(check(text)).toEqual({ state: 'invalid', reason: 'armor' });
  });
});

test('a bit that base64 has no use for is refused', () => {
  const armored = readArmor('ed25519');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const stray = armored.replace(/.(?==+\n-----END)/, (last) => alphabet[alphabet.indexOf(last) + 1] ?? '');
  expect(stray).not.toBe(armored);
  expect(unarmor(stray)).toEqual(unarmor(armored));
  expect(check(stray)).toEqual({ state: 'invalid', reason: 'armor' });
});

describe('encodings that are not canonical', () => {
  const fields = parts('ecdsa-256');
  const [r = Buffer.alloc(0), s = Buffer.alloc(0)] = strings(fields.value);
  const ecdsa = (value: Buffer, rest = Buffer.alloc(0)) =>
    check(envelope(fields.publicKey, Buffer.concat([text(fields.algorithm), string(value), rest]), namespace));

  test('the pieces put together again are valid', () => {
    expect(ecdsa(Buffer.concat([string(r), string(s)])).state).toBe('valid');
  });

  test.each([
    ['a scalar with a zero before it', Buffer.concat([string(Buffer.concat([Buffer.from([0]), r])), string(s)])],
    ['a scalar of 33 bytes', Buffer.concat([string(Buffer.alloc(33, 1)), string(s)])],
    ['a negative scalar', Buffer.concat([string(Buffer.from([0x80])), string(s)])],
    ['a scalar of zero', Buffer.concat([string(Buffer.alloc(0)), string(s)])],
    ['a third scalar', Buffer.concat([string(r), string(s), string(s)])],
    ['a length past the end', Buffer.concat([string(r), Buffer.from([255, 255, 255, 255])])],
    ['nothing', Buffer.alloc(0)],
  ])('%s', (_, value) => {
    expect(ecdsa(value)).toEqual({ state: 'invalid', reason: 'malformed', part: 'signature' });
  });

  test('bytes after the signature', () => {
    expect(ecdsa(fields.value, Buffer.from([1]))).toEqual({ state: 'invalid', reason: 'malformed', part: 'signature' });
  });

  test.each([
    ['ed25519', 0],
    ['ed25519', 63],
    ['rsa', 0],
    ['rsa', 255],
  ])('a signature of %s cut to %i bytes', (name, length) => {
    const { publicKey, algorithm, value } = parts(name);
    const outcome = check(envelope(publicKey, Buffer.concat([text(algorithm), string(value.subarray(0, length))]), namespace));
    expect(outcome).toEqual({ state: 'invalid', reason: 'malformed', part: 'signature' });
  });

  test('no namespace at all, even where none is asked for', () => {
    const { publicKey, algorithm, value } = parts('ed25519');
    const armored = envelope(publicKey, Buffer.concat([text(algorithm), string(value)]), '');
    expect(verifySshSignature({ message, armor: armored, namespace: '' })).toEqual({ state: 'invalid', reason: 'malformed', part: 'blob' });
  });

  test('an Ed25519 scalar above the order of the group', () => {
    const { publicKey, algorithm, value } = parts('ed25519');
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const scalar = BigInt(`0x${Buffer.from(value.subarray(32)).reverse().toString('hex')}`) + order;
    const raised = Buffer.concat([value.subarray(0, 32), Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').reverse()]);
    const outcome = check(envelope(publicKey, Buffer.concat([text(algorithm), string(raised)]), namespace));
    expect(outcome).toEqual({ state: 'invalid', reason: 'signature', cause: 'mismatch' });
  });

  test("another algorithm's name", () => {
    const { publicKey, value } = parts('ed25519');
    const outcome = check(envelope(publicKey, Buffer.concat([text('rsa-sha2-512'), string(value)]), namespace));
    expect(outcome).toEqual({ state: 'invalid', reason: 'key-type', found: 'rsa-sha2-512', bits: null });
  });
});

describe('public keys', () => {
  const point = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]);
  const modulus = Buffer.concat([Buffer.from([0, 0x80]), Buffer.alloc(254), Buffer.from([1])]);

  test.each([
    ['an Ed25519 key of 31 bytes', [text('ssh-ed25519'), string(Buffer.alloc(31))]],
    ['an Ed25519 key with more behind it', [text('ssh-ed25519'), string(Buffer.alloc(32)), text('')]],
    ['a hardware key without its application', [text('sk-ssh-ed25519@openssh.com'), string(Buffer.alloc(32))]],
    ['a point off its curve', [text('ecdsa-sha2-nistp256'), text('nistp256'), string(point)]],
    ['a compressed point', [text('ecdsa-sha2-nistp256'), text('nistp256'), string(Buffer.alloc(33, 2))]],
    ["another curve's name", [text('ecdsa-sha2-nistp256'), text('nistp384'), string(point)]],
    ['an RSA key with the exponent 1', [text('ssh-rsa'), string(Buffer.from([1])), string(modulus)]],
    ['an RSA key with an even exponent', [text('ssh-rsa'), string(Buffer.from([1, 0])), string(modulus)]],
    [
      'an RSA key with an even modulus',
      [text('ssh-rsa'), string(Buffer.from([3])), string(Buffer.concat([modulus.subarray(0, -1), Buffer.from([2])]))],
    ],
    ['an RSA key with zeros before it', [text('ssh-rsa'), string(Buffer.from([0, 3])), string(modulus)]],
    ['a type that is no text', [string(Buffer.from([0xff]))]],
    ['nothing', []],
  ])('%s is malformed', (_, fields) => {
    expect(readPublicKey(Buffer.concat(fields))).toEqual({ state: 'malformed' });
  });

  test.each(['ssh-dss', 'ssh-ed448', 'constructor', '__proto__', ''])('a key of type "%s" is refused by name', (type) => {
    expect(readPublicKey(text(type))).toEqual({ state: 'unaccepted', type, bits: null });
  });

  test('2047 bits are too few for RSA, 2048 are enough', () => {
    const shorter = Buffer.concat([Buffer.from([0x7f]), modulus.subarray(2)]);
    const blob = (number: Buffer) => Buffer.concat([text('ssh-rsa'), string(Buffer.from([3])), string(number)]);
    expect(readPublicKey(blob(shorter))).toEqual({ state: 'unaccepted', type: 'ssh-rsa', bits: 2047 });
    expect(readPublicKey(blob(modulus)).state).toBe('read');
  });
});

describe('whatever comes', () => {
  const known = new Set(['armor', 'version', 'namespace', 'hash', 'key-type', 'signature', 'malformed']);

  test('text, bytes in armor and pieces of signatures are refused with a reason', () => {
    const blobs = ['ed25519', 'rsa', 'ecdsa-521', 'sk-ecdsa'].map(blobOf);
    const spliced = fc
      .tuple(fc.constantFrom(...blobs), fc.nat(), fc.nat(40), fc.uint8Array({ maxLength: 40 }))
      .map(([blob, at, drop, put]) => {
        const start = at % blob.length;
        return armor(Buffer.concat([blob.subarray(0, start), put, blob.subarray(start + drop)]));
      });
    const untouched = new Set(blobs.map((blob) => armor(blob)));
    const texts = fc.oneof(
      fc.string(),
      fc.uint8Array({ minLength: 1 }).map((bytes) => armor(Buffer.from(bytes))),
      spliced,
    );
    fc.assert(
      fc.property(texts, (armored) => {
        if (untouched.has(armored)) return;
        const outcome = check(armored);
        expect(outcome.state === 'invalid' && known.has(outcome.reason)).toBe(true);
      }),
      { numRuns: 10_000, seed: 20261123 },
    );
  });

  test('a valid signature holds for its own namespace and message alone', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const key = Buffer.concat([text('ssh-ed25519'), string(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'))]);
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.uint8Array(), fc.uint8Array(), (name, signed, other) => {
        const digest = createHash('sha512').update(signed).digest();
        const value = sign(null, toBeSigned(digest, name), privateKey);
        const armored = envelope(key, Buffer.concat([text('ssh-ed25519'), string(value)]), name);
        expect(verifySshSignature({ message: signed, armor: armored, namespace: name }).state).toBe('valid');
        expect(verifySshSignature({ message: signed, armor: armored, namespace: `${name}.` })).toMatchObject({
          reason: 'namespace',
          found: name,
        });
        const same = Buffer.from(signed).equals(other);
        expect(verifySshSignature({ message: other, armor: armored, namespace: name }).state).toBe(same ? 'valid' : 'invalid');
      }),
      { numRuns: 300, seed: 20261123 },
    );
  });
});

function flips(bytes: Buffer): Buffer[] {
  return Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return flipped;
  });
}

function blobOf(name: string): Buffer {
  return unarmor(readArmor(name));
}

/** The public key, the algorithm and the value of a signature. */
function parts(name: string): { publicKey: Buffer; algorithm: string; value: Buffer } {
  const [publicKey, , , , signature] = strings(blobOf(name).subarray(10));
  const [algorithm, value] = strings(signature ?? Buffer.alloc(0));
  return { publicKey: publicKey ?? Buffer.alloc(0), algorithm: String(algorithm), value: value ?? Buffer.alloc(0) };
}
