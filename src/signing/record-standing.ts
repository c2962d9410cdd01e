import type { SignOffRecord } from './record.ts';
import type { RecordRefusal } from './record-refusal.ts';
import type { SshKey } from './ssh-key.ts';
import type { SubjectChange } from './subject-changes.ts';

/** What a record comes to. Only the newest record of a role on a subject decides. */
export type Standing =
  /** It is approved, with conditions or without. */
  | { readonly state: 'current' }
  | { readonly state: 'rejected' }
  /** The role takes back what it had said. */
  | { readonly state: 'withdrawn' }
  /** `by` is the digest of the role's newest record. */
  | { readonly state: 'superseded'; readonly by: string }
  /** Its subject is not what was signed any more. Null where what was signed is not kept, and nobody can say what changed. */
  | { readonly state: 'stale'; readonly changes: readonly SubjectChange[] | null }
  | { readonly state: 'invalid'; readonly refusal: RecordRefusal };

/** A record with its signature checked. */
export interface Looked {
  readonly record: SignOffRecord;
  readonly subject: string;
  readonly role: string;
  /** The key that made its signature; null where that does not hold. */
  readonly key: SshKey | null;
  readonly refusal: RecordRefusal | null;
}

/** A record with its signature checked and what it comes to. */
export interface Stood extends Looked {
  readonly standing: Standing;
  /** It is the newest of its role on its subject. */
  readonly decides: boolean;
}
