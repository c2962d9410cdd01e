import type { Portal } from '../checklist/portal.ts';
import { type AllowedSigner, judgeSigner, type Revocations } from './allowed-signers.ts';
import type { SignOffPredicate } from './in-toto.ts';
import { signOffNamespace } from './record.ts';
import type { RecordRefusal } from './record-refusal.ts';
import type { SshKey } from './ssh-key.ts';

/** Whose keys count: `content/trust/` as it was for the release, and the keys revoked by today. */
export interface Trust {
  readonly allowed: readonly AllowedSigner[];
  readonly revocations: Revocations;
}

/** The part of `portal.yaml` that says who may sign what. */
export type SigningRules = Pick<Portal, 'roles' | 'signOffs'>;

/** A person who signs, or signed, for a role. */
export interface SigningQuestion extends Pick<SignOffPredicate, 'role' | 'person'> {
  readonly key: Pick<SshKey, 'blob' | 'fingerprint'>;
  /** `release`, or the id of a layer. */
  readonly subject: string;
  readonly at: Date;
  readonly rules: SigningRules;
  readonly trust: Trust;
}

/** Why a person may not sign a subject for a role with a key; null where they may. */
export function signingRefusal({ key, person, role, subject, at, rules, trust }: SigningQuestion): RecordRefusal | null {
  const { fingerprint } = key;
  const verdict = judgeSigner({ key, principal: person, namespace: signOffNamespace, at, ...trust });
  if (verdict.state === 'refused') {
    switch (verdict.reason) {
      case 'unknown-key':
        return { code: 'unknown-key', fingerprint };
      case 'other-principal':
        return { code: 'other-person', person, fingerprint };
      case 'namespace':
        return { code: 'key-not-permitted', fingerprint };
      case 'revocations-unknown':
        return { code: 'revocations-unknown' };
      case 'not-yet-valid':
      case 'expired':
      case 'revoked':
        return { code: verdict.reason, fingerprint };
    }
  }
  const { roles = {} } = rules;
  const held = Object.hasOwn(roles, role) ? roles[role] : undefined;
  if (held === undefined) return { code: 'role-unknown', role };
  if (held.people !== undefined && !held.people.includes(person)) return { code: 'role-not-held', role, person };
  if (subject !== 'release' && held.layers !== undefined && !held.layers.includes(subject)) {
    return { code: 'layer-not-the-roles', role, layer: subject };
  }
  return null;
}
