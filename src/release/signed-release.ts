import { z } from 'zod';
import { requiredSignOffs } from '../assessment/assess.ts';
import type { AssessedSources, ReleaseSources } from '../assessment/assess-sources.ts';
import type { Assessment } from '../assessment/assessment.ts';
import { withSignOffs } from '../assessment/readiness.ts';
import { Portal } from '../checklist/portal.ts';
import { readYaml } from '../checklist/yaml.ts';
import type { FileDigest, ListedFile } from '../file.ts';
import { allowedSignersFile, isEvidence, portalFile, signOffFolder, withdrawnFolder } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import type { Revocations } from '../signing/allowed-signers.ts';
import { type JudgedRecord, judgeSignOffs, type SignOffInput } from '../signing/judge-sign-offs.ts';
import { type NamedBytes, readRecords } from '../signing/record.ts';
import { refusalWords } from '../signing/record-refusal.ts';
import type { Subject } from '../signing/subject.ts';
import {
  type EarlierTrust,
  noRules,
  readAuthority,
  readEarlierAuthority,
  type SigningAuthority,
  type TrustTexts,
  trustSources,
} from '../signing/trust.ts';
import { findConverted } from './converted-since-signed.ts';
import { frozenName, frozenSources } from './frozen-sources.ts';
import { type DamagedRelease, type SoundRelease, type WholeRelease, withdrawnFiles } from './history.ts';
import { type JudgedWithdrawal, judgeWithdrawals } from './signed-withdrawal.ts';
import { assessmentOf, subjectsOf } from './snapshot.ts';
import { type Withdrawal, withdrawalName } from './withdrawal.ts';

/** A published release with its signatures judged; null where the release is damaged. */
export interface PublishedRelease {
  readonly release: WholeRelease | DamagedRelease;
  readonly signed: SignedRelease | null;
}

/** What the sign-offs of a release make of it. */
export interface SignedRelease {
  /** With sign-offs. */
  readonly assessment: Assessment;
  /** Every sign-off record of the release, judged; the newest first. */
  readonly signOffs: readonly JudgedRecord[];
  /** What can be signed: the release, and each of its layers. */
  readonly subjects: readonly Subject[];
  /** What was withdrawn of it, and who signed that. */
  readonly withdrawals: readonly JudgedWithdrawal[];
  /** What the records were judged by. */
  readonly signing: SignOffInput;
}

/** What is wrong with the trust files that sign-offs are judged by, and then with the records: one that does not count is a warning, one that is gone breaks integrity. */
export interface SigningOutcome {
  readonly signed: SignedRelease;
  readonly trustProblems: readonly Problem[];
  readonly problems: readonly Problem[];
}

/** The release in preparation, as it is read. */
export interface PreparedRelease {
  readonly sources: ReleaseSources;
  /** What the sources come to, without sign-offs. */
  readonly assessed: AssessedSources;
  readonly trust: TrustTexts;
  readonly earlier?: EarlierTrust | undefined;
}

/** Judges the sign-offs of the release in preparation. */
export async function judgePrepared({ sources, assessed, trust, earlier }: PreparedRelease): Promise<SigningOutcome> {
  const { assessment: unsigned, portal, checklist } = assessed;
  const authority = earlier ? readEarlierAuthority(earlier, trustSources(trust), portal) : readAuthority(trustSources(trust), portal);
  const evidence = sources.results.filter(({ path }) => isEvidence(path));
  const { release, layers } = subjectsOf(unsigned, unsigned.version, sources.content.map(fileDigest), evidence.map(fileDigest));
  const required = requiredSignOffs(checklist, authority.value.rules);
  const { signed, problems } = await judge(unsigned, sources, authority.value, { subjects: [release, ...layers], required });
  return { signed, trustProblems: authority.problems, problems: [...problems, ...(await findConverted(signed.signOffs, sources))] };
}

/**
 * Judges the sign-offs of a frozen release: by the keys and roles that were frozen with it, and by the keys that are revoked today.
 *
 * @param revocations The keys that are revoked today, whatever was frozen. Where they are unknown, that is the caller's to say, once.
 * @param earlier For a release that an earlier commit does not have yet: the trust files of that commit, which then count instead.
 */
export async function judgeFrozen(release: SoundRelease, revocations: Revocations, earlier?: EarlierTrust): Promise<SigningOutcome> {
  const { found, assessment } = release;
  const files = found.entries.flatMap((entry): ListedFile[] =>
    entry.kind === 'file' ? [{ path: entry.file, digest: entry.digest, input: entry.input }] : [],
  );
  const signersFile = frozenName(allowedSignersFile);
  const allowedSigners = { state: 'read', value: await textOf(files, signersFile), problems: [] } as const;
  const portal = readYaml((await textOf(files, frozenName(portalFile))) ?? '', `${found.folder}/${frozenName(portalFile)}`, FrozenRules);
  const rules = portal.state === 'read' ? portal.value : noRules;
  const sources = { allowedSigners, allowedSignersFile: `${found.folder}/${signersFile}`, revocations };
  const authority = earlier ? readEarlierAuthority(earlier, sources, rules) : readAuthority(sources, rules);
  const { signed, problems } = await judge(assessment, { folder: found.folder, results: files }, authority.value, {
    subjects: frozenSubjects(release, files),
    required: assessment.signOffs,
    withdrawn: new Set(withdrawnFiles(release).map(({ digest }) => digest)),
    withdrawals: release.withdrawals,
  });
  const known = revocations.state === 'unknown' ? revocations.problems : [];
  const trustProblems = authority.problems.filter((each) => !known.includes(each));
  return { signed: release.rules === 'own' ? signed : { ...signed, assessment: neverReady(signed.assessment) }, trustProblems, problems };
}

/** Of `portal.yaml`, what sign-offs are judged by, whatever else it says: it was judged whole when it was frozen. */
const FrozenRules = z.object({ roles: Portal.shape.roles, signOffs: Portal.shape.signOffs });

/** What was not rechecked is not ready, whoever signed it. */
function neverReady(assessment: Assessment): Assessment {
  return { ...assessment, state: 'not-ready', pages: assessment.pages.map((page) => ({ ...page, state: 'not-ready' })) };
}

type Judged = Pick<SignOffInput, 'subjects' | 'required' | 'withdrawn'> & { readonly withdrawals?: readonly Withdrawal[] };

async function judge(
  unsigned: Assessment,
  sources: Pick<ReleaseSources, 'folder' | 'results'>,
  { trust, rules }: SigningAuthority,
  { withdrawals = [], ...judged }: Judged,
): Promise<Pick<SigningOutcome, 'signed' | 'problems'>> {
  const { files, problems: unread } = await recordFiles(sources, signOffFolder);
  const { records, problems } = readRecords(files);
  const { product, version } = unsigned;
  const signing: SignOffInput = { release: { product, version }, records, rules, trust, ...judged };
  const outcome = judgeSignOffs(signing);
  const withdrawn = judgeWithdrawals(withdrawals, (await recordFiles(sources, withdrawnFolder)).files, rules, trust);
  return {
    signed: {
      assessment: withSignOffs(unsigned, outcome.required),
      signOffs: outcome.records,
      subjects: judged.subjects,
      withdrawals: withdrawn,
      signing,
    },
    problems: [...unread, ...problems, ...outcome.problems, ...withdrawn.flatMap((each) => withdrawalProblem(each, sources.folder))],
  };
}

function withdrawalProblem({ withdrawal: { digest }, signing }: JudgedWithdrawal, folder: string): Problem[] {
  if (signing.state !== 'invalid') return [];
  const file = `${folder}/${withdrawalName(digest)}`;
  return [problem('SIGN_OFF', { file }, `the signature of the withdrawal does not count: ${refusalWords(signing.refusal)}`)];
}

/**
 * What can be signed of a frozen release: the assessment that is there, whatever the snapshot says of it. It is made when it is asked for, which
 * a release without sign-offs never does.
 */
function frozenSubjects(release: SoundRelease, present: readonly ListedFile[]): Subject[] {
  let made: readonly Subject[] | undefined;
  const make = (name: string): Subject => {
    made ??= subjectsOfFrozen(release, present);
    const subject = made.find((each) => each.name === name);
    if (subject === undefined) throw new TypeError(`there is no subject ${name}`);
    return subject;
  };
  const layers = release.assessment.pages.filter(({ kind }) => kind === 'layer');
  return ['release', ...layers.map(({ id }) => id)].map((name) => ({
    name,
    get digest() {
      return make(name).digest;
    },
    get canonical() {
      return make(name).canonical;
    },
  }));
}

function subjectsOfFrozen(release: SoundRelease, present: readonly ListedFile[]): readonly Subject[] {
  const { content } = frozenSources(release.found.folder, present);
  const evidence = release.files.filter(({ file, state }) => state !== 'later' && isEvidence(file));
  const signable = release.rules === 'own' ? assessmentOf(release.snapshot) : release.signable;
  const { release: whole, layers } = subjectsOf(signable, release.snapshot.version, content.map(fileDigest), evidence);
  return [whole, ...layers];
}

/** More than any record or subject needs; what is longer is not read. In bytes. */
const maxRecordBytes = 16 * 1024 * 1024;

async function recordFiles(
  { folder, results }: Pick<ReleaseSources, 'folder' | 'results'>,
  below: string,
): Promise<{ files: NamedBytes[]; problems: Problem[] }> {
  const listed = results.filter(({ path }) => path.startsWith(`${below}/`));
  const files: NamedBytes[] = [];
  for (const { path, input } of listed.filter(({ input: { size } }) => size <= maxRecordBytes)) {
    files.push({ path: `${folder}/${path}`, bytes: await bytesOf(input) });
  }
  const tooLong = listed.filter(({ input: { size } }) => size > maxRecordBytes);
  const problems = tooLong.map(({ path, input }) =>
    problem('SIGN_OFF', { file: `${folder}/${path}` }, `the file has ${input.size} bytes, and no sign-off is that long`, 'remove it'),
  );
  return { files, problems };
}

async function textOf(files: readonly ListedFile[], path: string): Promise<string | null> {
  const file = files.find((each) => each.path === path);
  return file === undefined ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(await bytesOf(file.input));
}

async function bytesOf(input: ListedFile['input']): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input.chunks()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function fileDigest({ path, digest }: ListedFile): FileDigest {
  return { file: path, digest };
}
