import { requiredSignOffs } from '../assessment/assess.ts';
import type { AssessedSources, ReleaseSources } from '../assessment/assess-sources.ts';
import type { Assessment } from '../assessment/assessment.ts';
import { withSignOffs } from '../assessment/readiness.ts';
import { type Problem, problem } from '../problem.ts';
import type { ListedFile } from '../reports/evidence.ts';
import { type NamedBytes, readRecords } from './record.ts';
import { type JudgedRecord, judgeSignOffs, type SignOffInput } from './sign-offs.ts';
import { type FileDigest, type Subject, subjectsOf } from './subject.ts';
import { type EarlierTrust, readEarlierTrust, readTrust, type TrustTexts } from './trust.ts';

/** The folder of a release's sign-offs, below that of its results. */
export const signOffFolder = 'sign-offs';

/** A release as it is read, and whose signatures count for it. */
export interface UnsignedRelease {
  readonly sources: ReleaseSources;
  /** What the sources come to, without sign-offs. */
  readonly assessed: AssessedSources;
  /** The version that the release is, or will be, published as. */
  readonly version: string;
  /** The keys as they were for the release, those revoked as of today. */
  readonly trust: TrustTexts;
  readonly earlier?: EarlierTrust | undefined;
}

/** What the sign-offs of a release make of it. */
export interface SignedRelease {
  /** With sign-offs. */
  readonly assessment: Assessment;
  /** Every sign-off record of the release, judged; the newest first. */
  readonly signOffs: readonly JudgedRecord[];
  /** What can be signed: the release, and each of its layers. */
  readonly subjects: readonly Subject[];
  /** What the records were judged by. */
  readonly signing: SignOffInput;
}

/**
 * Reads a release's sign-offs from its files and judges them. The problems with trust files are errors; a record that does not count is a
 * warning, and one that is gone breaks integrity: neither keeps the release from being shown.
 */
export async function judgeRelease({ sources, assessed, version, trust: texts, earlier }: UnsignedRelease): Promise<{
  readonly signed: SignedRelease;
  readonly trustProblems: readonly Problem[];
  readonly problems: readonly Problem[];
}> {
  const { assessment: unsigned, portal, checklist } = assessed;
  const { trust, rules, problems: trustProblems } = earlier ? readEarlierTrust(earlier, texts, portal) : readTrust(texts, portal);
  const subjects = subjectsOf(unsigned, version, sources.content.map(fileDigest), sources.results.filter(isEvidence).map(fileDigest));
  const { files, problems: unread } = await recordFiles(sources);
  const { records, problems } = readRecords(files);
  const signing: SignOffInput = {
    release: { product: unsigned.product, version },
    subjects,
    records,
    rules,
    trust,
    required: requiredSignOffs(checklist, rules),
  };
  const judged = judgeSignOffs(signing);
  return {
    signed: { assessment: withSignOffs(unsigned, judged.required), signOffs: judged.records, subjects, signing },
    trustProblems,
    problems: [...unread, ...problems, ...judged.problems],
  };
}

/** Is a listed file a part of a release's evidence, which sign-offs sign? */
export function isEvidence({ path }: Pick<ListedFile, 'path'>): boolean {
  return !besideEvidence.has(path.split('/')[0] ?? '');
}

/** What stands beside the evidence in the folder of a release. */
const besideEvidence = new Set([signOffFolder, 'withdrawn', 'checklist', 'content', 'trust', 'snapshot.json', 'MANIFEST.sha256']);

/** More than any record or subject needs; what is longer is not read. In bytes. */
const maxRecordBytes = 16 * 1024 * 1024;

async function recordFiles({ folder, results }: ReleaseSources): Promise<{ files: NamedBytes[]; problems: Problem[] }> {
  const listed = results.filter(({ path }) => path.startsWith(`${signOffFolder}/`));
  const files: NamedBytes[] = [];
  for (const { path, input } of listed.filter(({ input: { size } }) => size <= maxRecordBytes)) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of input.chunks()) chunks.push(chunk);
    files.push({ path: `${folder}/${path}`, bytes: Buffer.concat(chunks) });
  }
  const tooLong = listed.filter(({ input: { size } }) => size > maxRecordBytes);
  const problems = tooLong.map(({ path, input }) =>
    problem('SIGN_OFF', { file: `${folder}/${path}` }, `the file has ${input.size} bytes, and no sign-off is that long`, 'remove it'),
  );
  return { files, problems };
}

function fileDigest({ path, digest }: ListedFile): FileDigest {
  return { file: path, digest };
}
