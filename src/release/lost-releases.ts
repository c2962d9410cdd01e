import type { FileDigest } from '../file.ts';
import { type Problem, problem } from '../problem.ts';
import type { Chain, ChainedRelease, DamagedRelease } from './history.ts';

/** A release as a published site states it. */
export interface StatedRelease {
  readonly version: string;
  /** SHA-256 of its `MANIFEST.sha256`; null where the site shows none, as of a release that it calls damaged. */
  readonly manifest: string | null;
  /** Its sign-offs, withdrawals and their signatures, below the release. */
  readonly records: readonly FileDigest[];
}

/**
 * What was published and is gone, or is another now: what a folder of releases does not show by itself, for its newest release and its newest
 * records are named by nothing in it.
 *
 * @param stated What was published.
 * @param releases What is there.
 * @param forgotten Versions that are gone on purpose.
 */
export function findLost(
  stated: readonly StatedRelease[],
  releases: Chain<ChainedRelease>['releases'],
  forgotten: ReadonlySet<string> = new Set(),
): Problem[] {
  return stated.filter(({ version }) => !forgotten.has(version)).flatMap((each) => lostOf(each, releases));
}

function lostOf({ version, manifest, records }: StatedRelease, releases: Chain<ChainedRelease>['releases']): Problem[] {
  const folder = `results/${version}`;
  const release = releases.find((each) => each.version === version);
  if (release === undefined || isGone(release)) {
    const hint = `restore it from where it is published, or say that it is to go: build --forget ${version}`;
    return [problem('INTEGRITY', { file: folder }, 'the release is published, and gone here', hint)];
  }
  if (manifest !== null && release.manifest !== manifest) {
    const found = release.manifest === null ? 'it is gone here' : `here it is ${release.manifest}`;
    return [problem('INTEGRITY', { file: `${folder}/MANIFEST.sha256` }, `published with the SHA-256 ${manifest}, and ${found}`)];
  }
  return records
    .filter(({ file, digest }) => !release.files.some((each) => each.file === file && each.digest === digest && each.state !== 'missing'))
    .map(({ file, digest }) =>
      problem(
        'INTEGRITY',
        { file: `${folder}/${file}` },
        `the record is published with the SHA-256 ${digest}, and is gone or another here`,
      ),
    );
}

/** Is it a release that others name, and that is not there? */
function isGone(release: ChainedRelease | DamagedRelease): boolean {
  return release.integrity === 'broken' && release.damages.some(({ kind, file }) => kind === 'missing' && file === '');
}
