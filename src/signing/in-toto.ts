import { z } from 'zod';
import { slugPattern } from '../checklist/slug.ts';

/** in-toto Statement v1 (spec/v1/statement.md). */
export const statementType = 'https://in-toto.io/Statement/v1';
/** Simple Verification Result 0.2 (spec/predicates/svr.md), in which `verifier.policies` became required. */
export const svrPredicateType = 'https://in-toto.io/attestation/svr/v0.2';

/**
 * The type of our sign-off predicate: a name, not an address. It says nothing of where a portal is published, so that a record outlives
 * every move of its site.
 */
export const signOffPredicateType = 'urn:readiness-portal:sign-off:v1';

const hex256 = z.string().regex(/^[0-9a-f]{64}$/, 'write a SHA-256 in 64 lower-case hexadecimal digits');
const typeUri = z.string().regex(/^[a-z][a-z0-9+.-]*:[^\s]+$/, 'write a URI, its scheme in lower case');
/** spec/v1/field_types.md, Timestamp. */
const timestamp = z.iso.datetime({ error: 'write an instant in UTC: 2026-11-23T09:03:33Z' });

/** spec/v1/digest_set.md: values by algorithm. */
const DigestSet = z.record(z.string().min(1), z.string().min(1)).refine((set) => Object.keys(set).length > 0, 'name at least one digest');

/** spec/v1/resource_descriptor.md. */
const ResourceDescriptor = z
  .object({
    name: z.string().optional(),
    uri: z.string().optional(),
    digest: DigestSet.optional(),
    content: z.base64().optional(),
    downloadLocation: z.string().optional(),
    mediaType: z.string().optional(),
    annotations: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(({ uri, digest, content }) => (uri ?? digest ?? content) !== undefined, 'give at least one of uri, digest and content');
export type ResourceDescriptor = z.output<typeof ResourceDescriptor>;

/** Any in-toto statement, whatever its predicate. Unknown keys are passed over, as the specification asks of its readers. */
export const Statement = z.object({
  _type: z.literal(statementType),
  subject: z.array(ResourceDescriptor.refine(({ digest }) => digest !== undefined, 'each subject has a digest')).min(1),
  predicateType: typeUri,
  predicate: z.record(z.string(), z.unknown()).optional(),
});
export type Statement = z.output<typeof Statement>;

/** What a verifier found to hold. A property that is missing is not verified; it did not fail. */
export const SvrPredicate = z.object({
  verifier: z.object({
    id: typeUri.describe('Who verified; a new one where the rules change'),
    policies: z.array(ResourceDescriptor).describe('What it verified against; an empty list where there is nothing to refer to'),
  }),
  timeCreated: timestamp.describe('When it verified'),
  properties: z.array(z.string().min(1)).describe('What holds, each with the prefix of who defines it'),
});
export type SvrPredicate = z.output<typeof SvrPredicate>;

/** A statement with the SVR predicate. */
export const SvrStatement = Statement.extend({ predicateType: z.literal(svrPredicateType), predicate: SvrPredicate });
export type SvrStatement = z.output<typeof SvrStatement>;

/** Another in-toto file or a policy, by its digest. */
const Sha256Reference = z.strictObject({ digest: z.strictObject({ sha256: hex256 }) });

/** What a role says of a subject. Unknown keys are refused: whoever signs, signs what pages show. */
export const SignOffPredicate = z
  .strictObject({
    release: z
      .strictObject({ product: z.string().min(1), version: z.string().min(1), commit: z.string().min(1).nullable() })
      .describe('What the subject is a part of; it stands in the subject too, and is repeated for who reads the record alone'),
    role: z.string().regex(slugPattern, 'write the id of a role: tech-lead'),
    person: z
      .string()
      .min(1)
      .regex(/^[^\p{Cc}\p{Cf}]*$/u, 'write the principal without characters that cannot be seen')
      .describe('The signer’s principal in content/trust/allowed_signers'),
    decision: z.enum(['approved', 'rejected', 'approved-with-conditions', 'withdrawn']),
    time: timestamp.describe('When it was signed, by the signer’s own word'),
    policy: Sha256Reference.describe('The portal’s rules, as the signer had them'),
    previous: z
      .array(Sha256Reference)
      .refine(isAscending, 'list each digest once, in ascending order')
      .describe('The records of this subject that no other record names yet'),
    note: z.string().regex(/\S/, 'write a note, or leave it out').optional().describe('Why, or under which conditions'),
  })
  .refine(({ decision, note }) => decision !== 'approved-with-conditions' || note !== undefined, {
    path: ['note'],
    error: 'write down the conditions',
  });
export type SignOffPredicate = z.output<typeof SignOffPredicate>;

/** A sign-off record: one subject, by its SHA-256. */
export const SignOffStatement = z
  .strictObject({
    _type: z.literal(statementType),
    subject: z.tuple([
      z.strictObject({
        name: z.string().min(1).describe('release, or the id of a layer'),
        digest: z.strictObject({ sha256: hex256.describe('Of the subject’s canonical JSON (RFC 8785)') }),
      }),
    ]),
    predicateType: z.literal(signOffPredicateType),
    predicate: SignOffPredicate,
  })
  .describe('What a role says of a release or of one layer, signed with ssh-keygen -Y sign in the namespace readiness-sign-off');
export type SignOffStatement = z.output<typeof SignOffStatement>;

/** What a sign-off record is made from; digests are SHA-256 in hexadecimal. */
export interface SignOff extends Pick<SignOffPredicate, 'release' | 'role' | 'person' | 'decision' | 'time'> {
  readonly subject: { readonly name: string; readonly sha256: string };
  readonly policy: string;
  readonly previous: readonly string[];
  readonly note?: string | undefined;
}

/** Makes the sign-off record that a person then signs. `SignOffStatement` checks its values. */
export function buildSignOff({ subject, release, role, person, decision, time, policy, previous, note }: SignOff): SignOffStatement {
  return {
    _type: statementType,
    subject: [{ name: subject.name, digest: { sha256: subject.sha256 } }],
    predicateType: signOffPredicateType,
    predicate: {
      release: { product: release.product, version: release.version, commit: release.commit },
      role,
      person,
      decision,
      time,
      policy: { digest: { sha256: policy } },
      previous: sortedOnce(previous).map((sha256) => ({ digest: { sha256 } })),
      ...(note === undefined ? {} : { note }),
    },
  };
}

/** What a verification result is made from. */
export interface VerificationResult {
  readonly subject: readonly { readonly name: string; readonly digest: Readonly<Record<string, string>> }[];
  readonly verifier: string;
  readonly policies: readonly ResourceDescriptor[];
  readonly timeCreated: string;
  readonly properties: readonly string[];
}

/** Makes the statement that other tools read a release's result from. The same properties give the same statement, in whichever order. */
export function buildVerificationResult({ subject, verifier, policies, timeCreated, properties }: VerificationResult): SvrStatement {
  return {
    _type: statementType,
    subject: subject.map(({ name, digest }) => ({ name, digest: { ...digest } })),
    predicateType: svrPredicateType,
    predicate: { verifier: { id: verifier, policies: [...policies] }, timeCreated, properties: sortedOnce(properties) },
  };
}

function isAscending(references: readonly z.output<typeof Sha256Reference>[]): boolean {
  return references.every(({ digest }, index) => index === 0 || (references[index - 1]?.digest.sha256 ?? '') < digest.sha256);
}

/** By code unit, so that no locale changes a byte. */
function sortedOnce(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
