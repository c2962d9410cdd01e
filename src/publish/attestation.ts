import { z } from 'zod';
import type { AssessedItem, Assessment } from '../assessment/assessment.ts';
import { itemsOf } from '../assessment/items.ts';
import { contradictions, isCounted } from '../assessment/readiness.ts';
import { targetsOf } from '../assessment/roll-up.ts';
import { isCommit } from '../commit.ts';
import type { FileDigest } from '../file.ts';
import type { SoundRelease } from '../release/history.ts';
import type { SignedRelease } from '../release/signed-release.ts';
import { currentRuleSet } from '../release/snapshot.ts';
import { buildVerificationResult, type ResourceDescriptor, SvrPredicate, SvrStatement } from '../signing/in-toto.ts';
import type { JudgedRecord } from '../signing/judge-sign-offs.ts';
import { subjectOf } from '../signing/record.ts';

/** A published release, as far as a statement about it needs it. */
export interface AttestedRelease {
  /** With sign-offs. */
  readonly assessment: Assessment;
  readonly signOffs: readonly JudgedRecord[];
  /** SHA-256 of its `snapshot.json`. */
  readonly snapshot: string;
  readonly ruleSet: number;
  /** Its checklist, `portal.yaml` and `waivers.yaml`, by their paths in the release. */
  readonly policies: readonly FileDigest[];
}

const Proof = z.strictObject({
  property: z.string(),
  evidence: z.array(z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }) })),
});
type Proof = z.output<typeof Proof>;

/** `release.intoto.json`: a Simple Verification Result, with an extension field that says what each property rests on. */
export const ReleaseAttestation = SvrStatement.extend({
  predicate: SvrPredicate.extend({
    readinessEvidence: z
      .array(Proof)
      .describe('By property, the files of the release that it rests on: result files by their paths in it, and sign-off records'),
  }),
}).describe('What holds of a release: a property that is missing was not verified; it did not fail');
export type ReleaseAttestation = z.output<typeof ReleaseAttestation>;

/**
 * The in-toto statement of a release, about its snapshot and the commit that it is of. Its properties are
 *
 * - `READINESS_RELEASE_READY`, where every rule of the portal holds, signatures too;
 * - `READINESS_NOTHING_CONTRADICTED`, where there is evidence, and it disproves no ticked item;
 * - `READINESS_LAYER_READY:<layer>`, for each layer and the gates;
 * - `READINESS_SIGNED_OFF:<release or layer>`, where every required role has signed it;
 * - `READINESS_ITEM_VERIFIED:<item>`, for each item that evidence proves.
 */
export function releaseAttestation(release: AttestedRelease): ReleaseAttestation {
  const { assessment, ruleSet, policies } = release;
  const all = proofsOf(release).sort((a, b) => (a.property < b.property ? -1 : 1));
  // What another rule set made is not rechecked: who signed it is all that is known here.
  const proofs = ruleSet === currentRuleSet ? all : all.filter(({ property }) => property.startsWith('READINESS_SIGNED_OFF:'));
  const statement = buildVerificationResult({
    subject: subjectsOf(release),
    verifier: `urn:readiness-portal:rule-set:${ruleSet}`,
    policies: policies.map(({ file, digest }) => descriptor(file, digest)),
    timeCreated: timeOf(assessment, release.signOffs),
    properties: proofs.map(({ property }) => property),
  });
  return { ...statement, predicate: { ...statement.predicate, readinessEvidence: proofs } };
}

/** The statement of a release that stands under `results/`. */
export function attestationOf({ digest, snapshot, files }: SoundRelease, { assessment, signOffs }: SignedRelease): ReleaseAttestation {
  const policies = files.filter(({ file }) => file.startsWith('checklist/'));
  return releaseAttestation({ assessment, signOffs, snapshot: digest, ruleSet: snapshot.ruleSet, policies });
}

/** The text of the statement. */
export function attestationText(attestation: ReleaseAttestation): string {
  return `${JSON.stringify(attestation, null, 2)}\n`;
}

function subjectsOf({ assessment: { product, commit }, snapshot }: AttestedRelease) {
  const source = commit !== null && isCommit(commit) ? commit.toLowerCase() : null;
  const frozen = { name: 'snapshot.json', digest: { sha256: snapshot } };
  return source === null ? [frozen] : [frozen, { name: product, digest: { gitCommit: source } }];
}

function proofsOf({ assessment, signOffs }: AttestedRelease): Proof[] {
  const counted = assessment.pages.filter(isCounted);
  const items = itemsOf(counted);
  const all = evidenceOf(items, assessment);
  const ready = counted.filter((page) => page.state === 'ready');
  const subjects = [...new Set(assessment.signOffs.map(({ subject }) => subject))];
  const signed = subjects.filter((subject) => assessment.signOffs.every((asked) => asked.subject !== subject || asked.state === 'current'));
  const verified = items.filter(({ status }) => status === 'verified');
  return [
    ...(assessment.state === 'ready' ? [proof('RELEASE_READY', all)] : []),
    ...(all.length > 0 && contradictions(assessment).length === 0 ? [proof('NOTHING_CONTRADICTED', all)] : []),
    ...ready.map((page) => proof(`LAYER_READY:${page.id}`, evidenceOf(itemsOf([page]), assessment))),
    ...signed.map((subject) => proof(`SIGNED_OFF:${subject}`, recordsOf(signOffs, subject))),
    ...verified.map((item) => proof(`ITEM_VERIFIED:${item.id}`, evidenceOf([item], assessment))),
  ];
}

function proof(property: string, files: readonly FileDigest[]): Proof {
  const byName = new Map(files.map(({ file, digest }) => [file, digest]));
  const evidence = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, digest]) => descriptor(file, digest));
  return { property: `READINESS_${property}`, evidence };
}

/** The result files that items rest on: by what they cite, by their parts, and by the parts of the checklist that they link to. */
function evidenceOf(items: readonly AssessedItem[], assessment: Assessment): FileDigest[] {
  const found = new Map<string, FileDigest>();
  const seen = new Set<string>();
  const visit = (item: AssessedItem) => {
    if (seen.has(item.id)) return;
    seen.add(item.id);
    for (const citation of item.citations) {
      for (const { file, digest } of citation.sources) found.set(file, { file, digest });
      if (citation.target === 'checklist') for (const target of targetsOf(citation, assessment)) visit(target);
    }
    for (const child of item.items) visit(child);
  };
  for (const item of items) visit(item);
  return [...found.values()];
}

function recordsOf(signOffs: readonly JudgedRecord[], subject: string): FileDigest[] {
  return signOffs.flatMap(({ record, standing }) =>
    record.state === 'read' && standing.state === 'current' && subjectOf(record) === subject
      ? [{ file: record.file.replace(/^.*\/(?=sign-offs\/)/, ''), digest: record.digest }]
      : [],
  );
}

/** When all of it was known: the instant that the evidence was judged at, or the last signature that counts. */
function timeOf({ assessedAt }: Assessment, signOffs: readonly JudgedRecord[]): string {
  const times = signOffs.flatMap(({ record, standing }) =>
    record.state === 'read' && standing.state === 'current' ? [Date.parse(record.statement.predicate.time)] : [],
  );
  return new Date(Math.max(Date.parse(assessedAt), ...times)).toISOString();
}

function descriptor(name: string, sha256: string): { name: string; digest: { sha256: string } } {
  return { name, digest: { sha256 } } satisfies ResourceDescriptor;
}
