import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

/** A public key, as a signer is known by it. */
export interface SshKey {
  /** `ssh-ed25519`, `ssh-rsa`, `ecdsa-sha2-nistp256`, … */
  readonly type: string;
  /** The key's wire form in base64, as it stands in a `.pub` file. One key has one such form. */
  readonly blob: string;
  /** What `ssh-keygen -l` prints: `SHA256:…`. */
  readonly fingerprint: string;
}

/** A public key that signatures can be checked with. */
export interface PublicKey {
  readonly key: SshKey;
  readonly material: KeyObject;
  readonly scheme: Scheme;
  /** What a hardware key is bound to, such as `ssh:`; null for a key in a file. */
  readonly application: Uint8Array | null;
}

/** How signatures of a key are made. */
export type Scheme =
  | { readonly name: 'ed25519' }
  | { readonly name: 'ecdsa'; readonly hash: string; readonly scalarBytes: number }
  | { readonly name: 'rsa'; readonly bits: number };

/** What became of a key's wire form. */
export type KeyOutcome =
  | { readonly state: 'read'; readonly publicKey: PublicKey }
  | { readonly state: 'malformed' }
  /** A type that is not accepted, by its name; `bits` where the type is and the size is not. */
  | { readonly state: 'unaccepted'; readonly type: string; readonly bits: number | null };

/** A shorter RSA key is refused. */
export const minRsaBits = 2048;

/**
 * Reads a public key from its wire form: RFC 4253 section 6.6 (RSA), RFC 5656 section 3.1 (ECDSA), RFC 8709 (Ed25519),
 * OpenSSH PROTOCOL.u2f (hardware keys). Certificates are other types and are not accepted.
 */
export function readPublicKey(blob: Uint8Array): KeyOutcome {
  const wire = new WireReader(blob);
  const type = wire.text();
  if (wire.failed) return { state: 'malformed' };
  const reader = keyTypes.get(type);
  if (reader === undefined) return { state: 'unaccepted', type, bits: null };

  const parts = reader.read(wire);
  const application = reader.hardware ? wire.string() : null;
  if (parts === undefined || !wire.complete) return { state: 'malformed' };
  const { scheme } = parts;
  if (scheme.name === 'rsa' && scheme.bits < minRsaBits) return { state: 'unaccepted', type, bits: scheme.bits };
  const material = importKey(parts.jwk);
  if (material === undefined) return { state: 'malformed' };
  return { state: 'read', publicKey: { key: nameKey(type, blob), material, scheme, application } };
}

/** The types of key that are accepted. */
export function acceptedKeyTypes(): string[] {
  return [...keyTypes.keys()];
}

/** Decodes base64 that is written in its one canonical way: padded, no white space, no stray bits. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length > 0 && bytes.toString('base64') === text ? bytes : undefined;
}

/**
 * Reads SSH's wire form (RFC 4251, section 5) field by field. What does not fit makes `failed` true for good and reads as empty,
 * so that a whole layout is read first and judged once.
 */
export class WireReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #failed = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** A field did not fit. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Every field did fit, and nothing is left over. */
  get complete(): boolean {
    return !this.#failed && this.#at === this.#bytes.length;
  }

  take(length: number): Uint8Array {
    if (this.#failed || length > this.#bytes.length - this.#at) return this.#fail();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  uint32(): number {
    return this.take(4).reduce((value, byte) => value * 256 + byte, 0);
  }

  string(): Uint8Array {
    return this.take(this.uint32());
  }

  text(): string {
    const bytes = this.string();
    try {
      return strictText.decode(bytes);
    } catch {
      this.#fail();
      return '';
    }
  }

  /** The magnitude of a multiple-precision integer above zero, which must be as short as it can be. */
  positive(): Uint8Array {
    const bytes = this.string();
    const [first = 0, second = 0] = bytes;
    if (first >= 0x80 || (first === 0 && second < 0x80)) return this.#fail();
    return first === 0 ? bytes.subarray(1) : bytes;
  }

  #fail(): Uint8Array {
    this.#failed = true;
    return new Uint8Array(0);
  }
}

interface KeyParts {
  readonly jwk: JsonWebKey;
  readonly scheme: Scheme;
}

interface KeyType {
  readonly read: (wire: WireReader) => KeyParts | undefined;
  readonly hardware: boolean;
}

const strictText = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const keyTypes: ReadonlyMap<string, KeyType> = new Map([
  ['ssh-ed25519', { read: readEd25519, hardware: false }],
  ['ssh-rsa', { read: readRsa, hardware: false }],
  ['ecdsa-sha2-nistp256', { read: ecdsaReader('nistp256', 'P-256', 'sha256', 32), hardware: false }],
  ['ecdsa-sha2-nistp384', { read: ecdsaReader('nistp384', 'P-384', 'sha384', 48), hardware: false }],
  ['ecdsa-sha2-nistp521', { read: ecdsaReader('nistp521', 'P-521', 'sha512', 66), hardware: false }],
  ['sk-ssh-ed25519@openssh.com', { read: readEd25519, hardware: true }],
  ['sk-ecdsa-sha2-nistp256@openssh.com', { read: ecdsaReader('nistp256', 'P-256', 'sha256', 32), hardware: true }],
]);

function readEd25519(wire: WireReader): KeyParts | undefined {
  const point = wire.string();
  if (point.length !== 32) return undefined;
  return { jwk: { kty: 'OKP', crv: 'Ed25519', x: base64Url(point) }, scheme: { name: 'ed25519' } };
}

function readRsa(wire: WireReader): KeyParts | undefined {
  const exponent = wire.positive();
  const modulus = wire.positive();
  const odd = (exponent.at(-1) ?? 0) % 2 === 1 && (modulus.at(-1) ?? 0) % 2 === 1;
  // With the exponent 1 anything is its own signature.
  if (!odd || (exponent.length === 1 && exponent[0] === 1)) return undefined;
  return { jwk: { kty: 'RSA', n: base64Url(modulus), e: base64Url(exponent) }, scheme: { name: 'rsa', bits: bitLength(modulus) } };
}

function ecdsaReader(curve: string, crv: string, hash: string, scalarBytes: number): KeyType['read'] {
  return (wire) => {
    const named = wire.text();
    const point = wire.string();
    const uncompressed = point.length === 1 + 2 * scalarBytes && point[0] === 4;
    if (named !== curve || !uncompressed) return undefined;
    const x = base64Url(point.subarray(1, 1 + scalarBytes));
    const y = base64Url(point.subarray(1 + scalarBytes));
    return { jwk: { kty: 'EC', crv, x, y }, scheme: { name: 'ecdsa', hash, scalarBytes } };
  };
}

/** Undefined for numbers that are no key, such as a point off its curve. */
function importKey(jwk: JsonWebKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function nameKey(type: string, blob: Uint8Array): SshKey {
  const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  return { type, blob: Buffer.from(blob).toString('base64'), fingerprint: `SHA256:${digest}` };
}

function bitLength(magnitude: Uint8Array): number {
  return magnitude.length * 8 - (Math.clz32(magnitude[0] ?? 0) - 24);
}

function base64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
