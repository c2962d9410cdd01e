import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { placeFile } from '../disk/replace-folder.ts';
import { listFiles } from '../disk/root.ts';
import { guideFolder, isEvidence, nextFolder, resultsFolder } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { type ArchivedNext, rootPath } from '../release/archived-next.ts';
import { chooseNext, hasEvidence, type NextChoice } from '../release/choose-next.ts';
import { isWithdrawable } from '../release/withdrawal.ts';
import { type KeepReleases, type MergedEntry, mergeHistory, writeFound } from './merge-history.ts';
import { readPublishedNext } from './published-next.ts';
import type { Site } from './published-site.ts';
import { nameFaults } from './pulled-names.ts';

/** A root that is published. */
export interface OwnRoot {
  readonly root: string;
  readonly next: ArchivedNext;
  /** A person says that what it prepares counts, though what is published is newer or cannot be read. */
  readonly replace: boolean;
}

/** A root and a site, merged into a root. */
export interface MergedRoot {
  readonly releases: readonly MergedEntry[];
  readonly choice: NextChoice;
  /** What the site prepares; null where it keeps none. */
  readonly published: ArchivedNext | null;
}

/**
 * Merges a root with a site into a new root: the releases of both, each with the records of both, and of the two that are in preparation the newer
 * one with all that it is made from. Pages of the guide are the root's own, for they are code. Throws where the site cannot be asked.
 *
 * @param site Null where none is published.
 * @param folder Of the new root; it need not be there.
 * @param keep Chooses releases that stay on the site as they are: the new root lacks them. What is in preparation stands in the new root by then.
 */
export async function mergeRoot(own: OwnRoot, site: Site | null, folder: string, keep?: KeepReleases): Promise<Reading<MergedRoot>> {
  const published = site === null ? null : await readPublishedNext(site);
  if (published?.state === 'refused' && !own.replace) return published;
  const theirs = published?.state === 'read' ? published.value : null;
  const choice = chooseNext(own.next, theirs, own.replace);
  if (choice.state === 'refused') return choice;
  mkdirSync(join(folder, resultsFolder), { recursive: true });
  for (const { path } of listFiles(own.root, guideFolder).value)
    placeFile(join(own.root, guideFolder, path), join(folder, guideFolder, path));
  const unwritten = await writeNext(choice.value.next, [], folder);
  if (unwritten.length > 0) return { state: 'refused', problems: unwritten };
  const releases = await mergeHistory(own.root, site, {
    withUnpublished: true,
    reads: 'whole',
    write: ({ version, files }) => writeFound(files, join(folder, resultsFolder, version)),
    keep,
  });
  if (releases.state === 'refused') return releases;
  const problems = [...stillThere(releases.value), ...(await writeNext(choice.value.next, releases.value, folder))];
  if (problems.length > 0) return { state: 'refused', problems };
  return { state: 'read', value: { releases: releases.value, choice: choice.value, published: theirs }, problems: [] };
}

/** Bytes that are withdrawn from one release and stand in another, which whoever withdrew them did not have: on the site they would be public still. */
function stillThere(releases: readonly MergedEntry[]): Problem[] {
  const gone = new Set(releases.flatMap(({ withdrawn }) => [...withdrawn]));
  return releases.flatMap(({ version, files }) =>
    files
      .filter(({ file, digest }) => gone.has(digest) && isWithdrawable(file))
      .map(({ file }) => {
        const message = 'the same bytes are withdrawn from another release, and stand here still';
        const hint = 'bring every release into the root with npx readiness-portal pull, and withdraw it again';
        return problem('WITHDRAWAL', { file: `${resultsFolder}/${version}/${file}` }, message, hint);
      }),
  );
}

/** Writes what is in preparation into a root, in place of what it has, without what was withdrawn from any release. */
export async function writeNext(next: ArchivedNext, releases: readonly MergedEntry[], folder: string): Promise<readonly Problem[]> {
  const gone = new Set(releases.flatMap(({ withdrawn }) => [...withdrawn]));
  const kept = next.files.filter(({ file, digest }) => !(isEvidence(file) && gone.has(digest)));
  const files = [
    ...kept.map((each) => ({ ...each, file: rootPath(each.file) })),
    ...next.signOffs.map((each) => ({ ...each, file: `${nextFolder}/${each.file}` })),
  ];
  const faults = nameFaults(
    files.map(({ file }) => file),
    '.',
  );
  if (faults.length > 0) return faults;
  for (const each of [nextFolder, 'content/checklist', 'content/trust', 'content/portal.yaml', 'content/waivers.yaml']) {
    rmSync(join(folder, each), { recursive: true, force: true });
  }
  return writeFound(files, folder);
}

/** What keeps a root from freezing what it prepares: it has no result file, while what is published of the same version has some. */
export function nothingToFreeze({ next }: OwnRoot, published: ArchivedNext | null, from: string): Problem[] {
  const isOfAnother = published?.run.version !== next.run.version;
  if (published === null || isOfAnother || hasEvidence(next) || !hasEvidence(published)) return [];
  const message = 'there is no result file here to freeze, and what is published has some';
  return [
    problem('CONTENT_MISSING', { file: nextFolder }, message, `bring them back first: npx readiness-portal pull --from ${from} --next`),
  ];
}
