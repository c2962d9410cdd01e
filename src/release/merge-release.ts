import { problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { uniteFiles } from './archived-next.ts';
import type { DamagedRelease, SealedRelease } from './history.ts';
import type { FoundFile } from './integrity.ts';
import { manifestName, rowName } from './manifest.ts';
import type { SnapshotFacts } from './snapshot.ts';
import { isWithdrawable } from './withdrawal.ts';

/** A release as two places have it together. */
export interface MergedRelease {
  readonly version: string;
  readonly snapshot: SnapshotFacts;
  readonly files: readonly FoundFile[];
  /** What was withdrawn of it, by digest. */
  readonly withdrawn: ReadonlySet<string>;
}

type KnownRelease = SealedRelease | DamagedRelease;

/**
 * A release with the records of two places, without what was withdrawn in either. Its frozen files are the same in both, or nothing is merged: one
 * of them is not what was frozen.
 *
 * @param own Of a root; null where it has none of this version.
 * @param published Null where none is published.
 */
export function mergeReleases(own: KnownRelease | null, published: KnownRelease | null): Reading<MergedRelease> {
  const [first, ...others] = [own, published].flatMap((each) => each ?? []);
  if (first === undefined) throw new TypeError('there is no release to merge');
  const broken = [first, ...others].flatMap((each) => (each.integrity === 'broken' ? each.problems : []));
  if (first.integrity === 'broken' || broken.length > 0) return { state: 'refused', problems: broken };
  const { version, found, snapshot } = first;
  const another = others.find(({ manifest }) => manifest !== first.manifest);
  if (another !== undefined) {
    const message = `${version} is published with other content: its SHA-256 there is ${another.manifest}, and here ${first.manifest}`;
    const hint = 'a release is frozen once: keep the published one, and freeze this as the next version';
    return { state: 'refused', problems: [problem('INTEGRITY', { file: `${found.folder}/${manifestName}` }, message, hint)] };
  }
  const [ownFiles = [], otherFiles = []] = [first, ...others].map((each) => filesOf(each));
  const united = uniteFiles(ownFiles, otherFiles, found.folder);
  if (united.state === 'refused') return united;
  const withdrawn = new Set(
    [first, ...others].flatMap((each) => (each.integrity === 'broken' ? [] : each.withdrawals)).map(({ digest }) => digest),
  );
  const files = united.value.filter(({ file, digest }) => !(withdrawn.has(digest) && isWithdrawable(file)));
  // What one of them has of its result files completes the other.
  const isPart = [first, ...others].every(({ integrity }) => integrity === 'without-evidence');
  return {
    state: 'read',
    value: { version, snapshot, files: isPart ? [...files, ...rowOf(published ?? first)] : files, withdrawn },
    problems: [],
  };
}

function filesOf({ found }: KnownRelease): FoundFile[] {
  return found.entries.flatMap((entry) => (entry.kind === 'file' && entry.file !== rowName ? [entry] : []));
}

function rowOf({ found }: KnownRelease): FoundFile[] {
  return found.entries.flatMap((entry) => (entry.kind === 'file' && entry.file === rowName ? [entry] : []));
}
