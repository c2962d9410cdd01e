import { contradictions } from '../assessment/readiness.ts';
import { drawShareImage } from '../build/draw-share-image.ts';
import { readEarlierTests } from '../build/earlier-tests.ts';
import { readableText } from '../build/readable-text.ts';
import type { EarlierTests } from '../comparison/test-history.ts';
import { readinessDocument } from '../publish/api.ts';
import { badgesOf } from '../publish/badges.ts';
import type { Workshop } from '../publish/cause-advice.ts';
import { badgesOfRelease } from '../publish/site-files.ts';
import { summaryDocument } from '../publish/summary-document.ts';
import { preparedEyebrow } from '../publish/words/release-words.ts';
import type { EvidenceFile } from '../reports/evidence.ts';
import type { ReleaseContext } from '../views/answer.ts';
import { badgesView, placeholderAddress } from '../views/badges-page.ts';
import { checklistPageView } from '../views/checklist-pages.ts';
import { citationsByFile } from '../views/evidence-header.ts';
import { evidenceFileView, evidenceIndexView, newestEvidence } from '../views/evidence-pages.ts';
import { itemPages } from '../views/item-pages.ts';
import { currentLinks, type Links, sourceLinks } from '../views/links.ts';
import { overviewView } from '../views/overview.ts';
import { jobPages } from '../views/release-evidence.ts';
import { latestOf } from '../views/release-pages.ts';
import { jobViews } from '../views/run-view.ts';
import { signOffBoard } from '../views/sign-off-board.ts';
import { testsBesides } from '../views/tests-besides.ts';
import { releasesByPage, through } from './all-releases.ts';
import { code, frame, siteAddress } from './page-frame.ts';
import { prepared } from './prepared.ts';

const { root, publication, latest, rows, preview } = prepared;
const { assessment, portal, evidence } = root;

/** Where the pages of the release in preparation are, and the files of its repository. */
const links: Links = { ...currentLinks, ...sourceLinks(portal, assessment.commit) };

const newestRow = rows.at(-1);
/** What the first lines of its pages say of the release in preparation. */
const releaseContext: ReleaseContext = {
  measured: newestEvidence(evidence),
  frozen: null,
  commitLink: code.commit,
  released: preview === null ? (rows.find(({ version }) => version === publication.latest) ?? 'nothing') : null,
  before:
    preview !== null || newestRow?.shown == null || newestRow.notRechecked
      ? null
      : { version: newestRow.version, counts: newestRow.shown.counts },
  changes: newestRow === undefined ? null : `/compare/?${new URLSearchParams({ from: newestRow.version, to: 'next' })}`,
};
/** What is known of how its results come about. */
const workshop: Workshop = { evidence, roles: portal.roles };

/** The first page. */
export const overview = overviewView(assessment, preparedEyebrow, releaseContext, links, workshop);
/** The layers, the gates, and the other pages of the checklist. */
export const checklistPages = assessment.pages.map((page) => ({
  kind: page.kind,
  view: checklistPageView(
    page,
    assessment,
    links,
    { signOffs: root.signOffs, roles: portal.roles, released: null },
    releaseContext,
    workshop,
  ),
  isInReleases: releasesByPage.some(({ id }) => id === page.id),
}));
/** Every sign-off that is asked for. */
export const board = signOffBoard(assessment, root.signOffs, portal.roles, links);
/** A page an item. */
export const items = itemPages(assessment, links, through);
/** What result files are judged by. */
const context = { evidence, portal, now: new Date(assessment.assessedAt) };
/** The list of result files. */
export const evidenceIndex = evidenceIndexView(assessment, context, links, root.allowedSecrets);
/** A page a job. */
export const jobs = jobPages(jobViews(context, links), links);
const cited = citationsByFile(assessment);
/** A page a result file. */
export const evidenceFiles = await Promise.all(
  evidence.files.map(async (file) =>
    evidenceFileView(file, cited, context, links, await readableText(file), await earlierTests(file, assessment.version)),
  ),
);

/** The pages of all result files, in their order. */
export const evidenceWays = evidenceFiles.map(({ path }) => ({ title: path, href: currentLinks.evidence(path) ?? '/evidence/' }));

/** What tests have besides the pages of their files: pages of a list that is too long for them, and all names for the filter there. */
export const { pages: testPages, indexes: testIndexes } = testsBesides(assessment.version, evidenceFiles);

/** `/api/v1/readiness.json`. */
export const readiness = readinessDocument(assessment, contradictions(assessment));
/** `/api/v1/summary.json`. */
export const summary = summaryDocument(
  assessment,
  rows.find(({ version }) => version === publication.latest),
  frame.hasAddress ? siteAddress : null,
);
/** The badges of the release in preparation. */
export const badges = badgesOf(assessment);
/** The page of all badges that others show. */
export const badgePage = badgesView(
  portal.product,
  [
    ...(latest === null ? [] : [{ name: 'latest' as const, version: latest.release.version, badges: badgesOfRelease(latest) }]),
    { name: 'next', version: assessment.version, badges },
  ],
  frame.hasAddress ? siteAddress : placeholderAddress,
);
/** The picture that others show of a link to the site; null where the site has no address that it could be linked by. */
export const sharePicture =
  frame.hasAddress && preview === null ? await drawShareImage(assessment, latest === null ? null : latestOf(latest)) : null;

/** The tests of a file in the releases before. A preview is of one change: the history is the site's. */
async function earlierTests(file: EvidenceFile, version: string): Promise<EarlierTests[]> {
  return preview === null ? readEarlierTests(file, version, publication.chain) : [];
}
