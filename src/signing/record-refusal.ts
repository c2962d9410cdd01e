import { type SignedBytes, signatureOf } from './record.ts';
import type { SignatureOutcome, SignatureRefusal } from './sshsig.ts';

/** What is wrong with a signature. `line-ends`: it would hold, had nothing converted the line ends of what was signed. */
type SignatureFault = Exclude<SignatureRefusal['reason'], 'namespace'> | 'line-ends';

/** Why a sign-off record does not count. */
export type RecordRefusal =
  | { readonly code: 'format' }
  | { readonly code: 'unsigned' }
  | { readonly code: 'signature'; readonly cause: SignatureFault }
  | { readonly code: 'namespace'; readonly found: string }
  | { readonly code: 'unknown-key'; readonly fingerprint: string }
  | { readonly code: 'other-person'; readonly person: string; readonly fingerprint: string }
  | { readonly code: 'key-not-permitted' | 'not-yet-valid' | 'expired' | 'revoked'; readonly fingerprint: string }
  /** The list of revoked keys cannot be read: the key may be one of them. */
  | { readonly code: 'revocations-unknown' }
  | { readonly code: 'role-unknown'; readonly role: string }
  | { readonly code: 'role-not-held'; readonly role: string; readonly person: string }
  | { readonly code: 'layer-not-the-roles'; readonly role: string; readonly layer: string }
  | { readonly code: 'subject-unknown'; readonly subject: string }
  | { readonly code: 'other-release'; readonly product: string; readonly version: string }
  /** Its key, or its person, approves the same subject for another required role already. */
  | { readonly code: 'second-role'; readonly role: string; readonly shared: 'key' | 'person' }
  /** A record that stood beside it is gone, and may have been a rejection. */
  | { readonly code: 'record-missing'; readonly digest: string };

/** Why a signature that does not hold, or is not there, counts for nothing. */
export function signatureRefusal(
  signed: SignedBytes,
  outcome: Exclude<SignatureOutcome, { readonly state: 'valid' }> | null,
): RecordRefusal {
  if (outcome === null) return { code: 'unsigned' };
  if (isConverted(signed)) return { code: 'signature', cause: 'line-ends' };
  return outcome.reason === 'namespace' ? { code: 'namespace', found: outcome.found } : { code: 'signature', cause: outcome.reason };
}

/** Why a record does not count, in a sentence without its full stop. */
export function refusalWords(refusal: RecordRefusal): string {
  switch (refusal.code) {
    case 'format':
      return 'it cannot be read';
    case 'unsigned':
      return 'it has no signature';
    case 'signature':
      return signatureWords(refusal.cause);
    case 'namespace':
      return `the signature was made for ${JSON.stringify(refusal.found)}, not for a sign-off`;
    case 'unknown-key':
      return `nobody listed its key, ${refusal.fingerprint}, in content/trust/allowed_signers`;
    case 'other-person':
      return `its key, ${refusal.fingerprint}, is not ${refusal.person}’s`;
    case 'key-not-permitted':
      return `its key, ${refusal.fingerprint}, is not permitted for sign-offs`;
    case 'not-yet-valid':
      return `its key, ${refusal.fingerprint}, was not valid yet at the time that it states`;
    case 'expired':
      return `its key, ${refusal.fingerprint}, had expired at the time that it states`;
    case 'revoked':
      return `its key, ${refusal.fingerprint}, is revoked`;
    case 'revocations-unknown':
      return 'nobody knows which keys are revoked';
    case 'role-unknown':
      return `content/portal.yaml has no role ${refusal.role}`;
    case 'role-not-held':
      return `${refusal.person} does not hold the role ${refusal.role}`;
    case 'layer-not-the-roles':
      return `the role ${refusal.role} may not sign the layer ${refusal.layer}`;
    case 'subject-unknown':
      return `there is no layer ${refusal.subject}`;
    case 'other-release':
      return `given for ${refusal.product} ${refusal.version}`;
    case 'second-role':
      return `the same ${refusal.shared} signed for the role ${refusal.role} already, and one person may not hold both`;
    case 'record-missing':
      return `a record that is named beside it is gone (${refusal.digest.slice(0, 8)}…), and may have been a rejection`;
  }
}

/** Does a signature hold once the line ends are those that records are written with? */
function isConverted({ bytes, signature }: SignedBytes): boolean {
  if (signature === null) return false;
  const written = (text: string) => text.replaceAll('\r\n', '\n');
  const record = Buffer.from(written(Buffer.from(bytes).toString('latin1')), 'latin1');
  return signatureOf({ bytes: record, signature: { armor: written(signature.armor) } })?.state === 'valid';
}

function signatureWords(cause: SignatureFault): string {
  switch (cause) {
    case 'line-ends':
      return 'its line ends, or those of its signature, were converted since it was signed, by Git or an editor';
    case 'signature':
      return 'its signature does not hold: what was signed is not what stands here';
    case 'key-type':
      return 'its signature is of a kind of key that is not accepted';
    case 'hash':
      return 'its signature uses a hash that is not accepted';
    case 'armor':
    case 'malformed':
    case 'version':
      return 'its signature file is damaged';
  }
}
