import { type SigningRules, signingRefusal, type Trust } from '../signing/permission.ts';
import { armorOf, type NamedBytes, signatureOf } from '../signing/record.ts';
import { type RecordRefusal, signatureRefusal } from '../signing/record-refusal.ts';
import { type Withdrawal, withdrawalName } from './withdrawal.ts';

/** A withdrawal, and whether somebody who may sign the release signed it. It holds either way: the bytes are gone. */
export interface JudgedWithdrawal {
  readonly withdrawal: Withdrawal;
  readonly signing:
    | { readonly state: 'signed'; readonly role: string; readonly person: string }
    | { readonly state: 'unsigned' }
    | { readonly state: 'invalid'; readonly refusal: RecordRefusal };
}

/**
 * Judges who signed the withdrawals of a release, by the rules that its sign-offs are judged by.
 *
 * @param files What stands in its `withdrawn/`: each withdrawal, and its detached signature beside it.
 */
export function judgeWithdrawals(
  withdrawals: readonly Withdrawal[],
  files: readonly NamedBytes[],
  rules: SigningRules,
  trust: Trust,
): JudgedWithdrawal[] {
  const bytesOf = (name: string) => files.find(({ path }) => path.endsWith(`/${name}`))?.bytes;
  return withdrawals.map((withdrawal) => {
    const name = withdrawalName(withdrawal.digest);
    const [bytes, signature] = [bytesOf(name), bytesOf(`${name}.sig`)];
    if (withdrawal.by === undefined) {
      return { withdrawal, signing: signature === undefined ? { state: 'unsigned' } : { state: 'invalid', refusal: { code: 'format' } } };
    }
    // A record that names its signer was written with a signature: where that is gone, somebody removed it.
    const { role, person, time } = withdrawal.by;
    const signed = { bytes: bytes ?? new Uint8Array(), signature: signature === undefined ? null : { armor: armorOf(signature) } };
    const outcome = signatureOf(signed);
    const refusal =
      outcome?.state === 'valid'
        ? signingRefusal({ key: outcome.key, role, person, subject: 'release', at: new Date(time), rules, trust })
        : signatureRefusal(signed, outcome);
    return { withdrawal, signing: refusal === null ? { state: 'signed', role, person } : { state: 'invalid', refusal } };
  });
}
