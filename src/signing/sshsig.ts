import { constants, createHash, verify } from 'node:crypto';
import { decodeBase64, type PublicKey, readPublicKey, type SshKey, WireReader } from './ssh-key.ts';

/** A message, its signature file, and what the signature must have been made for. */
export interface SignedMessage {
  readonly message: Uint8Array;
  /** The text of the `.sig` file, from `-----BEGIN SSH SIGNATURE-----`. */
  readonly armor: string;
  readonly namespace: string;
}

/** Whether a signature holds. A valid one says which key made it, not whose key that is: that is `judgeSigner`'s to say. */
export type SignatureOutcome = { readonly state: 'valid'; readonly key: SshKey } | SignatureRefusal;

/** Why a signature does not hold. */
export type SignatureRefusal = { readonly state: 'invalid' } & (
  | { readonly reason: 'armor' }
  | { readonly reason: 'malformed'; readonly part: 'blob' | 'key' | 'signature' }
  | { readonly reason: 'version'; readonly found: number }
  | { readonly reason: 'namespace'; readonly found: string }
  | { readonly reason: 'hash'; readonly found: string }
  /** A type of key or signature that is not accepted; `bits` where the type is and the size is not. */
  | { readonly reason: 'key-type'; readonly found: string; readonly bits: number | null }
  | { readonly reason: 'signature'; readonly cause: 'mismatch' | 'user-presence' }
);

/**
 * Checks an armored SSH signature over a message: OpenSSH PROTOCOL.sshsig, with the signature encodings of RFC 8332 (RSA),
 * RFC 5656 (ECDSA), RFC 8709 (Ed25519) and OpenSSH PROTOCOL.u2f (hardware keys). Never throws.
 *
 * Stricter than `ssh-keygen -Y verify`: nothing may stand around the armor, the reserved field is empty, RSA keys have 2048 bits
 * or more, and hardware keys must have been touched.
 */
export function verifySshSignature({ message, armor, namespace }: SignedMessage): SignatureOutcome {
  const blob = dearmor(armor);
  if (blob === undefined) return { state: 'invalid', reason: 'armor' };
  const envelope = readEnvelope(blob);
  if (envelope.state === 'invalid') return envelope;
  if (envelope.namespace !== namespace) return { state: 'invalid', reason: 'namespace', found: envelope.namespace };
  if (!messageHashes.has(envelope.hash)) return { state: 'invalid', reason: 'hash', found: envelope.hash };

  const outcome = readPublicKey(envelope.publicKey);
  if (outcome.state === 'malformed') return malformed('key');
  if (outcome.state === 'unaccepted') return { state: 'invalid', reason: 'key-type', found: outcome.type, bits: outcome.bits };
  const { publicKey } = outcome;
  return checkSignature(envelope.signature, signedData(envelope, message), publicKey) ?? { state: 'valid', key: publicKey.key };
}

interface Envelope {
  readonly state: 'read';
  readonly publicKey: Uint8Array;
  readonly namespace: string;
  readonly hash: string;
  readonly signature: Uint8Array;
}

const preamble = Buffer.from('SSHSIG');
const messageHashes: ReadonlySet<string> = new Set(['sha256', 'sha512']);
const rsaHashes: ReadonlyMap<string, string> = new Map([
  ['rsa-sha2-256', 'sha256'],
  ['rsa-sha2-512', 'sha512'],
]);
const maxArmorWidth = 76;
/** In characters: several times what the longest RSA key needs. */
const maxArmorLength = 65_536;
const userPresent = 0x01;

function dearmor(armor: string): Uint8Array | undefined {
  if (armor.length > maxArmorLength) return undefined;
  const [begin, ...lines] = armor.replace(/\n$/, '').split('\n');
  const end = lines.pop();
  if (begin !== '-----BEGIN SSH SIGNATURE-----' || end !== '-----END SSH SIGNATURE-----') return undefined;
  const width = lines[0]?.length ?? 0;
  const wrapped = lines.every((line, index) =>
    index === lines.length - 1 ? line.length > 0 && line.length <= width : line.length === width,
  );
  return wrapped && width <= maxArmorWidth ? decodeBase64(lines.join('')) : undefined;
}

function readEnvelope(blob: Uint8Array): Envelope | SignatureRefusal {
  const wire = new WireReader(blob);
  const magic = wire.take(preamble.length);
  const version = wire.uint32();
  if (wire.failed || !preamble.equals(magic)) return malformed('blob');
  // Another version may have another layout, so it is told before the rest is looked at.
  if (version !== 1) return { state: 'invalid', reason: 'version', found: version };
  const publicKey = wire.string();
  const namespace = wire.text();
  const reserved = wire.string();
  const hash = wire.text();
  const signature = wire.string();
  if (!wire.complete || namespace === '' || reserved.length > 0) return malformed('blob');
  return { state: 'read', publicKey, namespace, hash, signature };
}

/** The bytes that the key signed: not the message but its digest, bound to the namespace. */
function signedData({ namespace, hash }: Envelope, message: Uint8Array): Uint8Array {
  const digest = createHash(hash).update(message).digest();
  return Buffer.concat([
    preamble,
    wireString(Buffer.from(namespace)),
    wireString(Buffer.alloc(0)),
    wireString(Buffer.from(hash)),
    wireString(digest),
  ]);
}

/** What is wrong with a signature; undefined where it holds. */
function checkSignature(signature: Uint8Array, data: Uint8Array, publicKey: PublicKey): SignatureRefusal | undefined {
  const wire = new WireReader(signature);
  const algorithm = wire.text();
  const value = wire.string();
  const touch = publicKey.application === null ? null : wire.take(5); // flags and a counter of 4 bytes
  if (!wire.complete) return malformed('signature');

  const { scheme, key, application } = publicKey;
  if (scheme.name === 'rsa' && algorithm === 'ssh-rsa') return { state: 'invalid', reason: 'hash', found: 'sha1' };
  const known = scheme.name === 'rsa' ? rsaHashes.has(algorithm) : algorithm === key.type;
  if (!known) return { state: 'invalid', reason: 'key-type', found: algorithm, bits: null };

  const raw = rawSignature(value, publicKey);
  if (raw === undefined) return malformed('signature');
  const signed = application === null || touch === null ? data : Buffer.concat([sha256(application), touch, sha256(data)]);
  if (!holds(raw, signed, publicKey, algorithm)) return { state: 'invalid', reason: 'signature', cause: 'mismatch' };
  if (touch !== null && ((touch[0] ?? 0) & userPresent) === 0) return { state: 'invalid', reason: 'signature', cause: 'user-presence' };
  return undefined;
}

/** The signature value as node:crypto takes it; undefined where its lengths are not those of the key. */
function rawSignature(value: Uint8Array, { scheme }: PublicKey): Uint8Array | undefined {
  switch (scheme.name) {
    case 'ed25519':
      return value.length === 64 ? value : undefined;
    case 'rsa':
      return value.length === Math.ceil(scheme.bits / 8) ? value : undefined;
    case 'ecdsa': {
      const wire = new WireReader(value);
      const scalars = [wire.positive(), wire.positive()];
      if (!wire.complete || scalars.some(({ length }) => length > scheme.scalarBytes)) return undefined;
      return Buffer.concat(scalars.flatMap((scalar) => [Buffer.alloc(scheme.scalarBytes - scalar.length), scalar]));
    }
  }
}

function holds(signature: Uint8Array, data: Uint8Array, { scheme, material }: PublicKey, algorithm: string): boolean {
  try {
    switch (scheme.name) {
      case 'ed25519':
        return verify(null, data, material, signature);
      case 'rsa':
        return verify(rsaHashes.get(algorithm), data, { key: material, padding: constants.RSA_PKCS1_PADDING }, signature);
      case 'ecdsa':
        return verify(scheme.hash, data, { key: material, dsaEncoding: 'ieee-p1363' }, signature);
    }
  } catch {
    // Numbers that the library refuses to compute with, such as an exponent of thousands of bits, verify nothing.
    return false;
  }
}

function malformed(part: 'blob' | 'key' | 'signature'): SignatureRefusal {
  return { state: 'invalid', reason: 'malformed', part };
}

function wireString(bytes: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
