import type { EarlierTests } from '../comparison/test-history.ts';
import { isEvidence } from '../layout.ts';
import { withdrawnWords } from '../publish/words/frozen-words.ts';
import { readFrozenEvidence } from '../release/frozen-evidence.ts';
import { withdrawnFiles } from '../release/history.ts';
import type { PublishedRelease } from '../release/signed-release.ts';
import type { EvidenceFile } from '../reports/evidence.ts';
import { citationsByFile } from './evidence-header.ts';
import { type EvidenceFileView, type EvidenceIndexView, evidenceFileView, evidenceIndexView } from './evidence-pages.ts';
import { pageSlug, releaseLinks } from './links.ts';
import { neighbours, type Ways } from './navigation.ts';
import { rechecksOf } from './release-pages.ts';

/** The result files of a published release, as pages. */
export interface ReleaseEvidence {
  readonly version: string;
  /** The list of them; null where a page of the checklist stands at its address. */
  readonly index: (() => EvidenceIndexView) | null;
  /** Below the release's folder. */
  readonly paths: ReadonlySet<string>;
  /** What a reader must know of the release before anything else. */
  readonly notices: readonly string[];
  readonly files: readonly ReleaseFilePage[];
  /** The pages of the files before and after one. */
  readonly wayTo: (path: string) => Ways;
}

/** The page of a result file of a published release; of one that was withdrawn, what is left to say. */
export type ReleaseFilePage =
  | { readonly path: string; readonly state: 'read'; readonly view: () => Promise<EvidenceFileView> }
  | { readonly path: string; readonly state: 'withdrawn'; readonly words: string };

/**
 * Reads the result files of a published release for their pages, as they were frozen. Null where nothing of it is shown, or this version cannot
 * read them.
 *
 * @param textOf The text of a file, where it is to be read on its page.
 * @param earlierOf The tests of a file in the releases before this one, the newest first.
 */
export async function releaseEvidence(
  { release, signed }: PublishedRelease,
  textOf: (file: EvidenceFile) => Promise<string | null>,
  earlierOf: (file: EvidenceFile, version: string) => Promise<EarlierTests[]>,
): Promise<ReleaseEvidence | null> {
  if (release.integrity === 'broken' || signed === null) return null;
  const { assessment, withdrawals } = signed;
  const context = await readFrozenEvidence(release, assessment);
  if (context === null) return null;
  const { files } = context.evidence;
  const withdrawn = withdrawnFiles(release).filter(({ file }) => isEvidence(file));
  const paths = new Set([...files.map(({ path }) => path), ...withdrawn.map(({ file }) => file)]);
  const links = releaseLinks(release.version, paths);
  const notices = rechecksOf(release);
  // By the rules of this version alone a file of another rule set is worth nothing.
  const vouchedFor = (view: EvidenceFileView): EvidenceFileView => {
    const { header } = view;
    if (release.rules === 'own') return view;
    const standing = { state: 'nothing' as const, words: notices.join(' ') };
    return { ...view, header: { ...header, tone: header.tone === 'good' ? 'plain' : header.tone, standing } };
  };
  const cited = citationsByFile(assessment);
  const ways = [...paths].map((path) => ({ title: path, href: links.evidence(path) ?? links.home }));
  return {
    version: release.version,
    index: assessment.pages.some((page) => pageSlug(page) === 'evidence') ? null : () => evidenceIndexView(assessment, context, links, []),
    paths,
    notices,
    wayTo: (path) => neighbours(ways, ({ title }) => title === path),
    files: [
      ...files.map(
        (file): ReleaseFilePage => ({
          path: file.path,
          state: 'read',
          view: once(async () =>
            vouchedFor(evidenceFileView(file, cited, context, links, await textOf(file), await earlierOf(file, release.version))),
          ),
        }),
      ),
      ...withdrawn.map(({ file, digest }): ReleaseFilePage => {
        const words = withdrawals.filter(({ withdrawal }) => withdrawal.digest === digest).map(withdrawnWords);
        return { path: file, state: 'withdrawn', words: words.join(' ') };
      }),
    ],
  };
}

/** Pages, and what stands beside them, are made from one view. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
