import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type AssessedSources, assessSources } from '../assessment/assess-sources.ts';
import type { Assessment } from '../assessment/assessment.ts';
import { findRelease } from '../disk/find-releases.ts';
import { findSecretsIn } from '../disk/published-secrets.ts';
import { loadRevocations, readTrustTexts } from '../disk/trust-files.ts';
import { isEvidence, nextFolder } from '../layout.ts';
import { errors, type Problem, problem } from '../problem.ts';
import { statusList } from '../publish/words/release-words.ts';
import { stateWords } from '../publish/words/status-words.ts';
import type { Reading } from '../reading.ts';
import { chainEnd, unnamedRecords } from '../release/chain.ts';
import { frozenSources, isKeptName } from '../release/frozen-sources.ts';
import { type Chain, historyProblems, type OwnRelease, openRelease } from '../release/history.ts';
import { formatManifest, manifestName, snapshotName } from '../release/manifest.ts';
import { judgeFrozen } from '../release/signed-release.ts';
import { makeSnapshot, type Snapshot, snapshotText } from '../release/snapshot.ts';
import { verifyRelease } from '../release/verify-release.ts';
import { isVersion, refuseVersion } from '../release/version.ts';
import { noRules, readAuthority, trustSources } from '../signing/trust.ts';
import { copyInto, filesToFreeze, openStaging } from './release-folder.ts';

/** What to freeze, and as what. */
export interface FreezeOrder {
  readonly root: string;
  readonly version: string;
  readonly now: Date;
  readonly tool: Snapshot['tool'];
  /** An earlier release, made after later ones. */
  readonly backfill: boolean;
  readonly requireReady: boolean;
  /** The folder of its evidence, where that is not `results/next/`. */
  readonly from: string | undefined;
}

/** What became of freezing a release. */
export type FreezeOutcome =
  | { readonly state: 'refused'; readonly problems: readonly Problem[] }
  /** `assessment` is with sign-offs. */
  | { readonly state: 'frozen'; readonly release: OwnRelease; readonly assessment: Assessment };

/** Makes a release in a folder beside the others, reads it as anybody will, and only then gives it its name. All of it, or nothing. */
export async function freeze(order: FreezeOrder, history: Chain): Promise<FreezeOutcome> {
  const { root, version, backfill, from } = order;
  const evidence = resolve(from ?? join(root, nextFolder));
  const files = await filesToFreeze(root, evidence);
  const authority = readAuthority(trustSources(readTrustTexts(root)), noRules);
  const problems = [...historyProblems(history), ...files.problems, ...authority.problems];
  const refuse = (prepared: string | null) => refuseVersion(version, prepared, versionsOf(history), backfill);
  if (errors(problems).length > 0 || !isVersion(version)) return { state: 'refused', problems: [...refuse(null), ...errors(problems)] };

  const staging = openStaging(root, version);
  try {
    copyInto(staging, files.value);
    const label = from === undefined ? nextFolder : relative('.', evidence) || '.';
    const frozen = await listed(staging, version, label);
    const sources = frozenSources(label, frozen);
    const outcome = await assessSources(sources, order.now);
    const refused = [...refuse(preparedVersion(outcome)), ...errors(outcome.problems)];
    if (outcome.state === 'refused' || refused.length > 0) return { state: 'refused', problems: refused };
    const { secrets } = outcome.value.portal;
    const results = frozen.filter(({ path }) => !isKeptName(path));
    const leaks = [...(await findSecretsIn(sources.content, '', secrets)), ...(await findSecretsIn(results, label, secrets))];
    if (errors(leaks).length > 0) return { state: 'refused', problems: errors(leaks) };
    return await finish(order, staging, history, outcome.value);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

async function finish(
  { root, version, now, tool, backfill, requireReady }: FreezeOrder,
  staging: string,
  history: Chain,
  assessed: AssessedSources,
): Promise<FreezeOutcome> {
  const folder = `results/${version}`;
  const earlier = history.releases.filter((release) => release.integrity !== 'broken');
  const previous = chainEnd(earlier);
  const files = await listed(staging, version, folder);
  const { content } = frozenSources(folder, files);
  const snapshot = makeSnapshot({
    version,
    tool,
    frozenAt: now.toISOString(),
    backfill,
    previous: previous && { version: previous.version, digest: previous.manifest },
    records: unnamedRecords(earlier),
    assessed,
    checklist: content.map(({ path, digest }) => ({ file: path, digest })),
    evidence: files.filter(({ file }) => isEvidence(file)),
    files,
  });
  writeFileSync(join(staging, snapshotName), snapshotText(snapshot), { flush: true });
  writeFileSync(join(staging, manifestName), formatManifest(await listed(staging, version, folder)), { flush: true });

  const release = await openRelease(await findRelease({ absolute: staging, version, folder }));
  const verified = await verifyRelease(release);
  if (release.integrity === 'broken' || release.rules === 'other' || verified.state !== 'verified') {
    return { state: 'refused', problems: 'problems' in verified ? verified.problems : [] };
  }
  const { assessment } = (await judgeFrozen(release, loadRevocations(root))).signed;
  if (requireReady && assessment.state !== 'ready') return { state: 'refused', problems: [notReady(version, assessment)] };
  const target = join(root, folder);
  if (existsSync(target)) return { state: 'refused', problems: refuseVersion(version, null, [version], backfill) };
  renameSync(staging, target);
  return { state: 'frozen', release, assessment };
}

/** The files in a folder, as sources and as files of a release. */
async function listed(folder: string, version: string, label: string) {
  const { entries } = await findRelease({ absolute: folder, version, folder: label });
  return entries.flatMap((entry) => (entry.kind === 'file' ? [{ ...entry, path: entry.file }] : []));
}

function versionsOf({ releases }: Chain): string[] {
  return releases.map(({ version }) => version);
}

/** The version that the evidence says it is for; null where it could not be read. */
function preparedVersion(outcome: Reading<AssessedSources>): string | null {
  return outcome.state === 'read' ? outcome.value.evidence.release.version : null;
}

function notReady(version: string, { product, state, counts }: Assessment): Problem {
  return problem('NOT_READY', { file: nextFolder }, `${product} ${version} is ${stateWords[state]}: ${statusList(counts)}`);
}
