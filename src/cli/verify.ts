import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type LoadedHistory, loadHistory } from '../disk/releases.ts';
import { loadRevocations } from '../disk/trust-files.ts';
import { type Problem, problem } from '../problem.ts';
import { plural } from '../publish/words/grammar.ts';
import { decisionWords, standingWords, withdrawalWords } from '../publish/words/sign-off-words.ts';
import { type Release, type SoundRelease, withdrawnFiles } from '../release/history.ts';
import { findLost } from '../release/lost-releases.ts';
import { evidenceElsewhereWords, notRecheckedWords, whyNotRechecked } from '../release/not-rechecked.ts';
import { judgeFrozen, type SignedRelease } from '../release/signed-release.ts';
import type { JudgedWithdrawal } from '../release/signed-withdrawal.ts';
import { type Verification, verifyRelease } from '../release/verify-release.ts';
import { isVersion } from '../release/version.ts';
import { readPublishedHistory, readPublishedVersions } from '../remote/published-history.ts';
import { openSite, readPublished, readPublishedRevocations, type Site, unreachable } from '../remote/published-site.ts';
import { checkStatements } from '../remote/published-statements.ts';
import type { Revocations } from '../signing/allowed-signers.ts';
import type { JudgedRecord } from '../signing/judge-sign-offs.ts';
import { subjectOf } from '../signing/record.ts';
import type { VerifyOptions } from './options.ts';
import { type ExitCode, exitCodes, exitOf, print, printJson, tell, tellProblems } from './print.ts';
import { type Step, withProgress } from './progress.ts';
import { readTrustAt } from './trust-from.ts';

/** What was found of one release. */
interface Verified {
  readonly release: Release;
  readonly verification: Verification;
  readonly signOffs: readonly JudgedRecord[];
  readonly withdrawals: readonly JudgedWithdrawal[];
  /** Records that do not count, records that are gone, and what a site says of it that does not hold. */
  readonly problems: readonly Problem[];
}

/** `readiness-portal verify`: are the releases what was frozen, and do they come to what their snapshots say? */
export async function verify(versions: readonly string[], options: VerifyOptions): Promise<ExitCode> {
  return withProgress(options.json ?? false, (step) => verifyInSteps(versions, options, step));
}

async function verifyInSteps(
  versions: readonly string[],
  { root, from, published: publishedAt, trustFrom, manifestOnly = false, json = false }: VerifyOptions,
  step: Step,
): Promise<ExitCode> {
  if (from !== undefined && trustFrom !== undefined) {
    tell('--trust-from USAGE a published site has no commits - leave it out, or verify in the repository');
    return exitCodes.usage;
  }
  if (from !== undefined && publishedAt !== undefined) {
    tell('--published USAGE a root is held against what was published, and --from reads no root - leave one of them out');
    return exitCodes.usage;
  }
  const earlier = trustFrom === undefined ? undefined : readTrustAt(root, trustFrom);
  if (earlier?.state === 'failed') {
    tell(`--trust-from ENVIRONMENT ${earlier.message} - ${earlier.hint}`);
    return exitCodes.usage;
  }
  step('Reading the releases');
  const history = from === undefined ? await loadHistory(root) : null;
  const read = history === null ? await published(from ?? '', versions, step) : chosen(root, history, versions);
  const lost = publishedAt === undefined || history === null ? [] : await findLostSince(publishedAt, history);
  const verified: Verified[] = [];
  for (const [at, release] of read.releases.entries()) {
    step('Verifying the releases', `${at + 1} of ${read.releases.length}`);
    const trust = earlier?.has(release.version) ? undefined : earlier?.trust;
    const judged = release.integrity === 'broken' ? null : await judgeFrozen(release, read.revocations, trust);
    const signOffProblems = judged === null ? [] : [...judged.trustProblems, ...judged.problems.map(asError)];
    const said = judged === null || release.integrity === 'broken' ? [] : await read.statements(release, judged.signed);
    verified.push({
      release,
      verification: await verifyRelease(release),
      signOffs: judged?.signed.signOffs ?? [],
      withdrawals: judged?.signed.withdrawals ?? [],
      problems: [...signOffProblems, ...said],
    });
  }
  const unknown = verified.length > 0 && read.revocations.state === 'unknown' ? read.revocations.problems : [];
  const unchecked = verified.flatMap(({ release }) => notRecheckedProblems(release, from, manifestOnly));
  const problems = [...unknown, ...read.problems, ...lost, ...verified.flatMap(problemsOf), ...unchecked];
  tellProblems(problems);
  if (json) printJson({ releases: verified.map(document), problems });
  else print(...(verified.length === 0 && problems.length === 0 ? ['There is no release.'] : verified.flatMap(lines)));
  const errors = problems.filter(({ severity }) => severity === 'error');
  // A record that does not say what it seems to say is as bad as a file that is not what it was.
  return errors.length === 0
    ? exitCodes.ok
    : exitOf(errors.map((each) => (each.code === 'SIGN_OFF' ? { ...each, code: 'INTEGRITY' } : each)));
}

/** What a site has that the root has no more, or has otherwise. */
async function findLostSince(published: string, { releases }: LoadedHistory): Promise<readonly Problem[]> {
  const site = openSite(published);
  if (site === null) return [noFolder(published)];
  try {
    const stated = await readPublishedHistory(site);
    if (stated.state === 'refused') return stated.problems;
    if (stated.value !== null) return findLost(stated.value, releases);
    const hint = 'name the address that has api/ below it; where nothing is published yet, leave --published out';
    return [problem('ENVIRONMENT', { file: published }, 'no site is published there', hint)];
  } catch (cause) {
    return [unreachable(published, cause)];
  }
}

function noFolder(file: string): Problem {
  return problem('ENVIRONMENT', { file }, 'there is no such folder', 'name a built site, or its address');
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

interface Chosen {
  readonly releases: readonly Release[];
  readonly problems: readonly Problem[];
  /** The keys that are revoked today. */
  readonly revocations: Revocations;
  /** What is said of a release where it is published, and does not hold. */
  readonly statements: (release: SoundRelease, signed: SignedRelease) => Promise<readonly Problem[]>;
}

function chosen(root: string, { releases, strays, problems }: LoadedHistory, versions: readonly string[]): Chosen {
  const revocations = loadRevocations(root);
  const statements = async () => [];
  if (versions.length === 0) {
    return {
      releases,
      problems: existsSync(join(root, 'results')) ? [...strays, ...problems] : [nothingThere()],
      revocations,
      statements,
    };
  }
  const missing = versions.filter((version) => !releases.some((release) => release.version === version));
  return {
    releases: releases.filter(({ version }) => versions.includes(version)),
    problems: [...missing.map((version) => absent(version, 'results')), ...problems],
    revocations,
    statements,
  };
}

/**
 * The releases of a published site.
 *
 * @param versions Those that are asked for; all that it lists where none is.
 */
async function published(from: string, versions: readonly string[], step: Step): Promise<Chosen> {
  const site = openSite(from);
  if (site === null) {
    return { releases: [], revocations: { state: 'unknown', problems: [] }, problems: [noFolder(from)], statements: async () => [] };
  }
  const releases: Release[] = [];
  const problems: Problem[] = [];
  let revocations: Revocations = { state: 'unknown', problems: [] };
  try {
    revocations = await readPublishedRevocations(site);
  } catch (cause) {
    problems.push(unreachable(from, cause));
  }
  const listed = versions.length > 0 ? { versions, problems: [] } : await listedVersions(site, from);
  problems.push(...listed.problems);
  for (const [at, version] of listed.versions.entries()) {
    step('Reading the releases', `${at + 1} of ${listed.versions.length}`);
    try {
      const release = isVersion(version) ? await readPublished(site, version) : null;
      if (release === null) problems.push(absent(version, from, 'name one that the site has, and the address that has releases/ below it'));
      else releases.push(release);
    } catch (cause) {
      problems.push(unreachable(from, cause));
    }
  }
  const statements = async (release: SoundRelease, signed: SignedRelease) => {
    try {
      return await checkStatements(site, release, signed);
    } catch (cause) {
      return [unreachable(from, cause)];
    }
  };
  return { releases, problems, revocations, statements };
}

/** What a published site lists. That nothing is listed is no site without a release: it may be none at all. */
async function listedVersions(
  site: Site,
  from: string,
): Promise<{ readonly versions: readonly string[]; readonly problems: readonly Problem[] }> {
  try {
    const { state, value, problems } = { value: null, ...(await readPublishedVersions(site)) };
    if (state === 'refused') return { versions: [], problems };
    if (value !== null) return { versions: value, problems: [] };
  } catch (cause) {
    return { versions: [], problems: [unreachable(from, cause)] };
  }
  const hint = 'name the address that has releases/ below it, or the versions';
  return { versions: [], problems: [problem('USAGE', { file: '--from' }, 'no list of releases is published there', hint)] };
}

function absent(version: string, file: string, hint?: string): Problem {
  return problem('RELEASE_MISSING', { file }, `there is no release ${JSON.stringify(version.slice(0, 100))}`, hint);
}

/** A command in a wrong folder, or a history that went: not the same as a product without a release. */
function nothingThere(): Problem {
  return problem(
    'CONTENT_MISSING',
    { file: 'results' },
    'there is no such folder: nothing was verified',
    'run it where content/ and results/ are, or name that folder: --root',
  );
}

function problemsOf({ verification, problems }: Verified): readonly Problem[] {
  return [...('problems' in verification ? verification.problems : []), ...problems];
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
