import type { Problem } from '../problem.ts';
import { plural } from '../publish/words/grammar.ts';
import { decisionWords, standingWords, withdrawalWords } from '../publish/words/sign-off-words.ts';
import { type DamagedRelease, type Release, type SoundRelease, withdrawnFiles } from '../release/history.ts';
import { evidenceElsewhereWords, notRecheckedWords, whyNotRechecked } from '../release/not-rechecked.ts';
import { judgeFrozen, type SignedRelease } from '../release/signed-release.ts';
import type { JudgedWithdrawal } from '../release/signed-withdrawal.ts';
import { type Verification, verifyRelease } from '../release/verify-release.ts';
import type { Revocations } from '../signing/allowed-signers.ts';
import type { JudgedRecord } from '../signing/judge-sign-offs.ts';
import { subjectOf } from '../signing/record.ts';
import type { EarlierTrust } from '../signing/trust.ts';

/** What a release is verified by, besides itself. */
export interface Verifying {
  /** The keys that are revoked today. */
  readonly revocations: Revocations;
  /** The trust files by which alone its sign-offs count; undefined for its own. */
  readonly trust: EarlierTrust | undefined;
  /** The address that it was read from; undefined in a root. */
  readonly from: string | undefined;
  /** What its rules would come to is not asked. */
  readonly manifestOnly: boolean;
}

/** What is said of a release that was verified: values that can be copied from one thread to another. */
export interface VerifyReport {
  /** What `--json` prints of it. */
  readonly document: ReturnType<typeof document>;
  /** What is printed of it otherwise. */
  readonly lines: readonly string[];
  /** What is wrong with it: its files, its evidence, records that do not count or are gone. */
  readonly problems: readonly Problem[];
  /** Why it is not rechecked, where it is not. */
  readonly unchecked: readonly Problem[];
}

/** What was found of one release. */
interface Verified {
  readonly release: Release;
  readonly verification: Verification;
  readonly signOffs: readonly JudgedRecord[];
  readonly withdrawals: readonly JudgedWithdrawal[];
}

/**
 * Verifies one release.
 *
 * @param statements What is said of it where it is published, and does not hold.
 */
export async function reportOf(
  release: Release,
  { revocations, trust, from, manifestOnly }: Verifying,
  statements: (release: SoundRelease, signed: SignedRelease) => Promise<readonly Problem[]> = async () => [],
): Promise<VerifyReport> {
  if (release.integrity === 'broken') return brokenReport(release);
  const judged = await judgeFrozen(release, revocations, trust);
  const said = await statements(release, judged.signed);
  const { signOffs, withdrawals } = judged.signed;
  const verified = { release, verification: await verifyRelease(release), signOffs, withdrawals };
  const { verification } = verified;
  return {
    document: document(verified),
    lines: lines(verified),
    problems: [
      ...('problems' in verification ? verification.problems : []),
      ...judged.trustProblems,
      ...judged.problems.map(asError),
      ...said,
    ],
    unchecked: notRecheckedProblems(release, from, manifestOnly),
  };
}

/** What is said of a release that is not what was frozen. */
export function brokenReport(release: DamagedRelease): VerifyReport {
  const { problems } = release;
  const verified: Verified = { release, verification: { state: 'broken', problems }, signOffs: [], withdrawals: [] };
  return { document: document(verified), lines: lines(verified), problems, unchecked: [] };
}

/** @param manifestOnly What its rules would come to is not asked; all of its files are all the same. */
function notRecheckedProblems(release: Release, from: string | undefined, manifestOnly: boolean): Problem[] {
  const isAsked = release.integrity !== 'broken' && (!manifestOnly || release.integrity === 'without-evidence');
  return isAsked ? whyNotRechecked(release, from).map(asError) : [];
}

/** To the gate a record that does not count is one that is missing; who verifies asks whether each says what it seems to say. */
function asError(found: Problem): Problem {
  return { ...found, severity: 'error' };
}

function document({ release, verification, signOffs, withdrawals }: Verified) {
  const sound = release.integrity === 'broken' ? null : release;
  return {
    version: release.version,
    integrity: release.integrity,
    result: verification.state,
    ruleSet: sound?.snapshot.ruleSet ?? null,
    manifest: release.manifest,
    snapshot: sound?.digest ?? null,
    files: release.files,
    withdrawals: withdrawals.map(({ withdrawal, signing }) => ({ ...withdrawal, signature: signing.state })),
    damages:
      release.integrity === 'broken' ? release.damages.map(({ kind, file, expected, found }) => ({ kind, file, expected, found })) : [],
    differences: 'differences' in verification ? verification.differences : [],
    signOffs: signOffs.map(signOffDocument),
  };
}

function signOffDocument({ record, standing }: JudgedRecord) {
  const { role, person, decision, time } = record.state === 'read' ? record.statement.predicate : unread;
  const subject = record.state === 'read' ? subjectOf(record) : null;
  return { file: record.file, subject, role, person, decision, time, state: standing.state, because: standingWords(standing) };
}

const unread = { role: null, person: null, decision: null, time: null };

function lines(verified: Verified): string[] {
  return [...releaseLines(verified), ...verified.withdrawals.map(withdrawalLine), ...verified.signOffs.map(signOffLine)];
}

function withdrawalLine(judged: JudgedWithdrawal): string {
  const { file, date, reason } = judged.withdrawal;
  return `  withdrawn on ${date}: ${file}, because: ${reason} (${withdrawalWords(judged)})`;
}

function signOffLine({ record, standing }: JudgedRecord): string {
  if (record.state !== 'read') return `  ${record.file}: ${standingWords(standing)}`;
  const { role, person, decision } = record.statement.predicate;
  const subject = subjectOf(record);
  return `  ${role}${subject === 'release' ? '' : ` for ${subject}`}, ${person}: ${decisionWords[decision]}; ${standingWords(standing)}`;
}

function releaseLines({ release, verification }: Verified): string[] {
  const { version, files } = release;
  const withdrawn = withdrawnFiles(release).length;
  const whole = withdrawn === 0 ? 'every file is as it was frozen' : `as it was frozen, but for ${plural(withdrawn, 'withdrawn file')}`;
  switch (verification.state) {
    case 'broken':
      return [
        `${version}: broken. ${plural(verification.problems.length, 'difference')} from what was frozen; nothing else of it was read.`,
      ];
    case 'verified':
      return [
        `${version}: ${whole} (${plural(files.length, 'file')}), and ${withdrawn === 0 ? 'its evidence' : 'what is left of its evidence'} comes to the same snapshot.`,
      ];
    case 'differs':
      return [`${version}: ${whole}, and its evidence comes to another snapshot than it has.`];
    case 'not-rechecked':
      if (release.integrity === 'without-evidence') return [`${version}: ${evidenceElsewhereWords(files)}.`];
      return [`${version}: ${whole}${release.integrity === 'broken' ? '' : `; ${notRecheckedWords(release.snapshot)}`}.`];
  }
}
