import { z } from 'zod';
import type { AssessedCitation, Assessment } from '../assessment/assessment.ts';
import { withCitations } from '../assessment/with-citations.ts';
import type { FileDigest } from '../file.ts';
import { runFile } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import { Refusal } from '../reports/refusal.ts';
import { checkShape, parseJson } from '../reports/text/json-value.ts';
import { SignOffPredicate } from '../signing/in-toto.ts';

import { Sha256 } from './frozen-assessment.ts';
import { manifestName, snapshotName } from './manifest.ts';

const line = z
  .string()
  .regex(/^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u, 'write one line of text')
  .regex(/\S/, 'say why');

const { role, person, time } = SignOffPredicate.shape;

/** `withdrawn/<digest>.json` of a release: what must not stay public, known by its digest alone from then on. */
export const Withdrawal = z
  .strictObject({
    schemaVersion: z.literal(1),
    file: z.string().min(1).describe('Its path in the release; other files of the release with the same bytes are withdrawn with it'),
    digest: Sha256.describe('SHA-256 of the bytes that were withdrawn'),
    reason: line.describe('Why'),
    date: z.iso.date().describe('When, in UTC'),
    by: z
      .strictObject({ role, person, time })
      .exactOptional()
      .describe('Who withdraws it, where it is signed: the signature stands beside it, as that of a sign-off does'),
  })
  .describe('A withdrawn file of a release');
export type Withdrawal = z.output<typeof Withdrawal>;

/** A withdrawal as its file states it, or what is wrong with the file. */
export type WithdrawalOutcome =
  | { readonly state: 'read'; readonly withdrawal: Withdrawal }
  | { readonly state: 'refused'; readonly problems: readonly Problem[] };

/** The name of a withdrawal below its release. */
export function withdrawalName(digest: string): string {
  return `withdrawn/${digest}.json`;
}

/** The bytes of a withdrawal. */
export function withdrawalText(withdrawal: Withdrawal): string {
  return `${JSON.stringify(withdrawal, null, 2)}\n`;
}

/** What a release is and was judged by stays: the snapshot, the manifest, the checklist, the trust files, and the sign-offs, for one may reject it. */
export function isWithdrawable(file: string): boolean {
  return file !== snapshotName && file !== manifestName && !['checklist', 'trust', 'sign-offs'].includes(file.split('/')[0] ?? '');
}

/**
 * Makes the withdrawal of some files with the same bytes; `reason` is checked as the schema says.
 *
 * @param signer Who is to sign it; null where nobody is.
 */
export function makeWithdrawal(
  files: readonly FileDigest[],
  reason: string,
  now: Date,
  signer: { readonly role: string; readonly person: string } | null,
): WithdrawalOutcome {
  const [first] = files;
  const made = Withdrawal.safeParse({
    schemaVersion: 1,
    file: first?.file,
    digest: first?.digest,
    reason,
    date: now.toISOString().slice(0, 10),
    ...(signer === null ? {} : { by: { ...signer, time: `${now.toISOString().slice(0, 19)}Z` } }),
  });
  if (made.success) return { state: 'read', withdrawal: made.data };
  const problems = made.error.issues.map(({ path, message }) =>
    problem('WITHDRAWAL', { file: '--because' }, `${path.join('.')}: ${message}`, 'say why, in one line of text'),
  );
  return { state: 'refused', problems };
}

/** Reads a withdrawal, and checks that it speaks of a file that the manifest lists and that may be withdrawn. Never throws. */
export function readWithdrawal(text: string, file: string, listed: readonly FileDigest[]): WithdrawalOutcome {
  try {
    const withdrawal = checkShape(Withdrawal, parseJson(text, file), file);
    const { digest } = withdrawal;
    const same = listed.filter((each) => each.digest === digest);
    const named = same.some((each) => each.file === withdrawal.file) && file.endsWith(`/${withdrawalName(digest)}`);
    if (named && same.every((each) => isWithdrawable(each.file))) return { state: 'read', withdrawal };
    return { state: 'refused', problems: [damage({ file }, 'it withdraws nothing that the manifest lists and that may be withdrawn')] };
  } catch (cause) {
    if (cause instanceof Refusal) return { state: 'refused', problems: cause.problems.map((each) => damage(each, each.message)) };
    throw cause;
  }
}

/** The assessment of a release some of whose files were withdrawn: what cited them can't be rechecked, and is never green. */
export function withWithdrawals(frozen: Assessment, withdrawn: readonly FileDigest[]): Assessment {
  if (withdrawn.length === 0) return frozen;
  return withCitations(frozen, (citation) => {
    const file = withdrawnFrom(citation, withdrawn);
    return file === null
      ? citation
      : { ...citation, verdict: { state: 'unproven', reason: { code: 'withdrawn', file, was: firstOutcome(citation) } } };
  });
}

/** What a citation came to when it was frozen. */
function firstOutcome({ verdict }: AssessedCitation): 'pass' | 'fail' | 'unproven' {
  return verdict.state !== 'pass' && verdict.reason.code === 'not-rechecked' ? verdict.reason.was : verdict.state;
}

/** The withdrawn file that a citation rests on: one that it cites, or the `run.json` that says where that came from; null where none is. */
function withdrawnFrom({ sources }: AssessedCitation, withdrawn: readonly FileDigest[]): string | null {
  const cited = withdrawn.find(({ file }) => sources.some((source) => source.file === file));
  const provenance = withdrawn.find(
    ({ file }) => file.endsWith('/run.json') && sources.some((source) => source.file.startsWith(file.slice(0, -runFile.length))),
  );
  return cited?.file ?? provenance?.file ?? null;
}

function damage(place: { readonly file: string; readonly pointer?: string | undefined }, message: string): Problem {
  return problem('INTEGRITY', { file: place.file, pointer: place.pointer }, `no withdrawal of this release: ${message}`);
}
