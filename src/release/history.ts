import type { Assessment } from '../assessment/assessment.ts';
import type { Problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import type { SignableAssessment } from '../signing/subject.ts';
import { checkChain, forks, type Link } from './chain.ts';
import { readForeignAssessment } from './foreign-snapshot.ts';
import { checkIntegrity, type Damage, damage, type FoundRelease, type ReleaseFile, readText, type SoundIntegrity } from './integrity.ts';
import { snapshotName } from './manifest.ts';
import { assessmentOf, readSnapshot, readSnapshotFacts, type Snapshot, type SnapshotContent, type SnapshotFacts } from './snapshot.ts';
import { compareVersions, latestOf } from './version.ts';
import { type Withdrawal, withWithdrawals } from './withdrawal.ts';

/** A published release: as it was frozen, or damaged since. */
export type Release = SoundRelease | DamagedRelease;

/** A release whose files are as its manifest and the chain say, but for what was withdrawn. */
export type SoundRelease = OwnRelease | ForeignRelease;

/** A release with all that it was frozen from, but for what was withdrawn: what a site can show, and what can be recomputed. */
export type WholeRelease = SoundRelease & { readonly integrity: 'intact' | 'withdrawn-in-part' };

interface ReleaseBase {
  readonly version: string;
  /** Its files, as they were found. */
  readonly found: FoundRelease;
  /** What its manifest lists, each with its state, and the records that came later. */
  readonly files: readonly ReleaseFile[];
}

/** A sound release before what it assesses is read. */
export interface SealedRelease extends ReleaseBase {
  readonly integrity: SoundIntegrity['state'];
  /** SHA-256 of its `MANIFEST.sha256`. */
  readonly manifest: string;
  /** SHA-256 of its `snapshot.json`. */
  readonly digest: string;
  readonly withdrawals: readonly Withdrawal[];
  readonly snapshot: SnapshotFacts;
}

interface SoundBase extends SealedRelease {
  /** Without sign-offs; what was withdrawn proves nothing in it. */
  readonly assessment: Assessment;
}

/** One that was frozen by the rules of this version, which can make its snapshot anew. */
export interface OwnRelease extends SoundBase {
  readonly rules: 'own';
  readonly snapshot: Snapshot;
}

/** One that another rule set made: manifest, chain and signatures alone vouch for it here. Nothing passes in its `assessment`. */
export interface ForeignRelease extends SoundBase {
  readonly rules: 'other';
  readonly snapshot: SnapshotFacts;
  /** Its assessment as its own rules state it: what sign-offs were given for. */
  readonly signable: SignableAssessment;
}

/** A release that is not what was frozen. Nothing of it but its files is to be shown. */
export interface DamagedRelease extends ReleaseBase {
  readonly integrity: 'broken';
  readonly manifest: string | null;
  readonly damages: readonly Damage[];
  readonly problems: readonly Problem[];
}

/** What the chain asks of a sound release. Of its `files`, those that later snapshots may name are enough. */
export type ChainedRelease = Pick<SealedRelease, 'version' | 'integrity' | 'found' | 'files' | 'manifest' | 'snapshot'>;

/** Every release of a root as its files and the chain show it, found without reading what they assess. */
export interface Chain<Sound extends ChainedRelease = SealedRelease> {
  /** By SemVer precedence, the lowest first. */
  readonly releases: readonly (Sound | DamagedRelease)[];
  /** The version of the highest that is no pre-release, or of the highest of all where each is one. A damaged one counts: nothing takes its place. */
  readonly latest: string | null;
  /** What is wrong with the chain as a whole, and with no release more than with another. */
  readonly problems: readonly Problem[];
}

/** A release with its place in the chain. */
export interface LinkWith<Content> extends Link {
  readonly integrity: SoundIntegrity;
  readonly content: Content;
}

/**
 * Holds releases that were each read by itself against what they say of each other. One that the others show to be another, or gone, is damaged.
 *
 * @param alone In any order.
 */
export function linkUp<Sound extends ChainedRelease>(alone: readonly (Sound | DamagedRelease)[]): Chain<Sound> {
  const links = alone.filter((release) => release.integrity !== 'broken');
  const present = new Map(alone.map((release) => [release.version, release]));
  const shown = checkChain(links, present);
  const gone = [...shown]
    .filter(([version]) => !present.has(version))
    .map(([version, damages]) => damaged({ version, folder: `results/${version}`, entries: [] }, damages, undefined));
  const releases = alone.map((release) => {
    const more = shown.get(release.version) ?? [];
    if (more.length === 0) return release;
    return damaged(release.found, release.integrity === 'broken' ? [...release.damages, ...more] : more, release);
  });
  const all = [...releases, ...gone].sort((a, b) => compareVersions(a.version, b.version));
  return { releases: all, latest: latestOf(all.map(({ version }) => version)), problems: forks(links) };
}

/** Reads one release by itself, without what others say of it. */
export async function openRelease(found: FoundRelease): Promise<Release> {
  const integrity = await checkIntegrity(found);
  if (integrity.state === 'broken') return damaged(found, integrity.damages, integrity);
  const outcome = await readSnapshotOf(found, readSnapshot, ({ facts }) => facts);
  if ('damages' in outcome) return damaged(found, outcome.damages, integrity);
  return sound({ found, integrity, content: outcome.content });
}

/** Reads of one release by itself what its manifest and its snapshot say, without what others say of it. */
export async function sealRelease(found: FoundRelease): Promise<SealedRelease | DamagedRelease> {
  const integrity = await checkIntegrity(found);
  if (integrity.state === 'broken') return damaged(found, integrity.damages, integrity);
  const outcome = await readSnapshotOf(found, readSnapshotFacts, (facts) => facts);
  return 'damages' in outcome ? damaged(found, outcome.damages, integrity) : sealed({ found, integrity, snapshot: outcome.content });
}

/** Is all of a release here that it was frozen from, or is what is wrong with it known? */
export function isWhole(release: Release): release is WholeRelease | DamagedRelease {
  return release.integrity !== 'without-evidence';
}

/** The problems of every damaged release, and of the chain. */
export function historyProblems({ releases, problems }: Chain<ChainedRelease>): Problem[] {
  return [...releases.flatMap((release) => (release.integrity === 'broken' ? release.problems : [])), ...problems];
}

/** The digests that were withdrawn from a release, by the files that had them. */
export function withdrawnFiles({ files }: Pick<Release, 'files'>): ReleaseFile[] {
  return files.filter(({ state }) => state === 'withdrawn');
}

async function readSnapshotOf<Content>(
  release: FoundRelease,
  read: (text: string, file: string) => Reading<Content>,
  factsOf: (content: Content) => SnapshotFacts,
): Promise<{ readonly content: Content } | { readonly damages: readonly Damage[] }> {
  const file = release.entries.find((entry) => entry.kind === 'file' && entry.file === snapshotName);
  const text = file?.kind === 'file' ? await readText(file) : null;
  const outcome = read(text ?? '', `${release.folder}/${snapshotName}`);
  if (outcome.state === 'refused') {
    return {
      damages: outcome.problems.map((problem) => ({ kind: 'unreadable', file: snapshotName, expected: null, found: null, problem })),
    };
  }
  const { version } = factsOf(outcome.value);
  if (version === release.version) return { content: outcome.value };
  const hint = `name the folder ${version} again`;
  return { damages: [damage('renamed', release.folder, { file: snapshotName }, `this is the snapshot of ${version}`, hint)] };
}

/** A release with its place in the chain, as others hold it against theirs. */
export function sealed({
  found,
  integrity: { state, manifest, files, withdrawals },
  snapshot,
}: Omit<LinkWith<unknown>, 'content'>): SealedRelease {
  const digest = files.find(({ file }) => file === snapshotName)?.digest ?? '';
  return { version: found.version, integrity: state, found, files, manifest, digest, withdrawals, snapshot };
}

function sound({ content, ...link }: Pick<LinkWith<SnapshotContent>, 'found' | 'integrity' | 'content'>): SoundRelease {
  const base = sealed({ ...link, snapshot: content.facts });
  const withdrawn = withdrawnFiles(base);
  if (content.rules === 'own') {
    return { ...base, rules: 'own', snapshot: content.facts, assessment: withWithdrawals(assessmentOf(content.facts), withdrawn) };
  }
  const { signable, assessment } = readForeignAssessment(content.facts, content.json);
  return { ...base, rules: 'other', snapshot: content.facts, signable, assessment: withWithdrawals(assessment, withdrawn) };
}

/**
 * A release that is not what was frozen.
 *
 * @param known What is known of its files all the same.
 */
export function damaged(
  found: FoundRelease,
  damages: readonly Damage[],
  known: Pick<DamagedRelease, 'files' | 'manifest'> | undefined,
): DamagedRelease {
  const { files = [], manifest = null } = known ?? {};
  return { version: found.version, integrity: 'broken', found, files, manifest, damages, problems: damages.map(({ problem }) => problem) };
}
