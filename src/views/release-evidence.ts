import type { EarlierTests } from '../comparison/test-history.ts';
import { isEvidence } from '../layout.ts';
import { once } from '../once.ts';
import { withdrawnWords } from '../publish/words/frozen-words.ts';
import { readFrozenEvidence } from '../release/frozen-evidence.ts';
import { withdrawnFiles } from '../release/history.ts';
import type { PublishedRelease } from '../release/signed-release.ts';
import type { EvidenceFile } from '../reports/evidence.ts';
import { citationsByFile } from './evidence-header.ts';
import { type EvidenceFileView, type EvidenceIndexView, evidenceFileView, evidenceIndexView } from './evidence-pages.ts';
import { type Links, pageSlug, releaseLinks } from './links.ts';
import { neighbours, type Ways } from './navigation.ts';
import { rechecksOf } from './release-pages.ts';
import { type JobView, jobViews } from './run-view.ts';
import { type TestsBesides, testsBesides } from './tests-besides.ts';

/** The result files of a published release, as pages. */
export interface ReleaseEvidence {
  readonly version: string;
  /** The list of them; null where a page of the checklist stands at its address. */
  readonly index: (() => EvidenceIndexView) | null;
  /** The pages above those of files and jobs, from the outermost. */
  readonly above: readonly { readonly label: string; readonly href: string }[];
  /** Below the release's folder. */
  readonly paths: ReadonlySet<string>;
  /** What a reader must know of the release before anything else. */
  readonly notices: readonly string[];
  readonly files: readonly ReleaseFilePage[];
  readonly jobs: () => readonly JobPage[];
  /** What its tests have besides the pages of their files. */
  readonly tests: () => Promise<TestsBesides>;
  /** The pages of the files before and after one. */
  readonly wayTo: (path: string) => Ways;
}

/** A job of a published release, between those before and after it. */
export interface JobPage {
  readonly view: JobView;
  readonly ways: Ways;
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
  const pages: readonly ReleaseFilePage[] = [
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
  ];
  const hasIndex = !assessment.pages.some((page) => pageSlug(page) === 'evidence');
  return {
    version: release.version,
    index: hasIndex ? () => evidenceIndexView(assessment, context, links, []) : null,
    above: [
      { label: 'Releases', href: '/releases/' },
      { label: release.version, href: links.home },
      ...(hasIndex && links.evidenceIndex !== null ? [{ label: 'Evidence', href: links.evidenceIndex }] : []),
    ],
    paths,
    notices,
    jobs: once(() => jobPages(jobViews(context, links), links)),
    tests: once(async () => testsBesides(release.version, await viewsOf(pages))),
    wayTo: (path) => neighbours(ways, ({ title }) => title === path),
    files: pages,
  };
}

/** The pages of jobs, each with the ways to those beside it. */
export function jobPages(jobs: readonly JobView[], links: Pick<Links, 'home' | 'job'>): JobPage[] {
  const ways = jobs.map(({ name }) => ({ title: name, href: links.job(name) ?? links.home }));
  return jobs.map((view) => ({ view, ways: neighbours(ways, ({ title }) => title === view.name) }));
}

/** Made one after another: memory holds the bytes of one file at a time. */
async function viewsOf(pages: readonly ReleaseFilePage[]): Promise<EvidenceFileView[]> {
  const views: EvidenceFileView[] = [];
  for (const page of pages) if (page.state === 'read') views.push(await page.view());
  return views;
}
