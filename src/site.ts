import { getCollection, render } from 'astro:content';
import { contradictions } from './assessment/readiness.ts';
import { drawShareImage } from './build/draw-share-image.ts';
import { readEarlierTests } from './build/earlier-tests.ts';
import { type PreparedSite, preparedSite, prepareSite } from './build/prepared-site.ts';
import { readableText } from './build/readable-text.ts';
import type { EarlierTests } from './comparison/test-history.ts';
import { loadPublication } from './disk/releases.ts';
import { loadRoot } from './disk/root.ts';
import { compareText } from './order.ts';
import { errors, formatProblem } from './problem.ts';
import { readinessDocument } from './publish/api.ts';
import { badgesOf } from './publish/badges.ts';
import type { Workshop } from './publish/cause-advice.ts';
import { codeLinks } from './publish/code-links.ts';
import { archiveCount, atomFeed, feedArchive } from './publish/feed.ts';
import { pathAbovePreview } from './publish/preview-address.ts';
import { type LatestDocument, releasesDocument, releasesPages } from './publish/releases-api.ts';
import { badgesOfRelease } from './publish/site-files.ts';
import { summaryDocument } from './publish/summary-document.ts';
import { formatInstant } from './publish/words/name-words.ts';
import { previewWords } from './publish/words/preview-words.ts';
import { preparedEyebrow } from './publish/words/release-words.ts';
import { headTitle } from './publish/words/site-words.ts';
import type { EvidenceFile } from './reports/evidence.ts';
import type { ReleaseContext } from './views/answer.ts';
import { badgesView, placeholderAddress } from './views/badges-page.ts';
import { changesView } from './views/changes-page.ts';
import { checklistPageView, pageLinksOf } from './views/checklist-pages.ts';
import { earlierItems } from './views/earlier-items.ts';
import { citationsByFile } from './views/evidence-header.ts';
import { evidenceFileView, evidenceIndexView, newestEvidence, newestInput } from './views/evidence-pages.ts';
import { formatsView } from './views/formats-page.ts';
import { itemPages } from './views/item-pages.ts';
import { currentLinks, type Links, sourceLinks } from './views/links.ts';
import { matrixPages, matrixWays } from './views/matrix.ts';
import { navigationOf } from './views/navigation.ts';
import { overviewView } from './views/overview.ts';
import { pageReleases } from './views/page-releases.ts';
import { jobPages } from './views/release-evidence.ts';
import { historyReleases, latestOf, latestPagesOf, releaseListPages, releasePageView, releaseView } from './views/release-pages.ts';
import { jobViews } from './views/run-view.ts';
import { signOffBoard } from './views/sign-off-board.ts';
import { testsBesides } from './views/tests-besides.ts';
import { gravestTrends, trendPages, trendWays } from './views/trends.ts';
import { isLocalAddress } from './web-address.ts';

// The one module that pages ask. A build has read the root already; in development it is read anew when a file of it changes.
const { root, publication, latest, made, openRelease, rows, preview } =
  preparedSite() ?? (await readSite(process.env['READINESS_ROOT'] ?? '.'));
const { evidence } = root;

/** The release in preparation. */
export const { assessment, portal } = root;

/** Where the forge shows the product's code. */
const code = codeLinks(portal);

// A preview is of one change: the history is the site's.
const through = preview === null ? historyReleases(rows, assessment, code) : [];
/** The address of the site's first page, for what is read elsewhere. */
const siteAddress = new URL(import.meta.env.BASE_URL, import.meta.env.SITE).href;

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

const ownGuide = await getCollection('ownGuide');
const commonGuide = (await getCollection('guide')).filter(({ id }) => !ownGuide.some((own) => own.id === id));

/** The pages of the guide, in their order, with what renders them: those of every portal, and those that the root adds or has instead. */
export const guide = await Promise.all(
  [...commonGuide, ...ownGuide]
    .sort((a, b) => a.data.order - b.data.order || compareText(a.id, b.id))
    .map(async ({ id, data, ...entry }) => {
      const { Content, headings } = await render({ id, data, ...entry });
      return { id, data, Content, headings: headings.filter(({ depth }) => depth === 2) };
    }),
);

/** Every page of the guide in its order: those that people write, and those that the code says of itself. */
export const guidePages = [
  ...guide.map(({ id, data: { title, description } }) => ({ id, title, description })),
  { id: 'statuses', title: 'Statuses', description: 'What each status of an item means' },
  {
    id: 'formats',
    title: 'Formats',
    description: 'Every result format that is read: how to make the file, what to select in it, what makes it unproven',
  },
  { id: 'problem-codes', title: 'Problem codes', description: 'Every code of a problem: what it says, and what to do' },
].map((page) => ({ ...page, href: `/guide/${page.id}/` }));

/** The page on formats. */
export const formats = await formatsView();

/** What every page says of the release. */
export const frame = {
  product: portal.product,
  version: assessment.version,
  state: assessment.state,
  staleAfter: assessment.staleAfter,
  assessedOn: formatInstant(assessment.assessedAt),
  repository: portal.repository ?? null,
  /** Some release is published, so that there is a latest. */
  hasReleases: rows.length > 0 && preview === null,
  hasAddress: !isLocalAddress(siteAddress),
  preview: preview === null ? null : { words: previewWords(preview), site: pathAbovePreview(siteAddress) },
};

/** The title in a page's head: of the release in preparation, or of the published one that it is of. */
export function titleInHead(title: string, release: string = assessment.version): string {
  const named = headTitle(title, portal.product, release);
  return preview === null ? named : `${previewWords(preview)}: ${named}`;
}

/** The pages of the checklist, for the ways between them. */
export const pageLinks = pageLinksOf(assessment, currentLinks);
/** What the head of each page leads to. */
export const navigation = navigationOf(preview !== null, frame.hasReleases);
/** The pages of the checklist through the releases that have them. */
export const releasesByPage = preview === null ? pageReleases(rows) : [];
/** The items that releases have under ids of before. */
export const itemsOfBefore = earlierItems(assessment, through);
/** The numbers over the newest releases, by layer. */
export const trends = trendPages(assessment, through);
/** Where those of each layer begin. */
export const trendLinks = trendWays(trends);
/** A few of them, for the first page. */
export const latestTrends = gravestTrends(assessment, through);
/** Items against releases: what changed, and a page a layer. */
export const matrices = matrixPages(assessment, through);
/** The pages of the matrix by what they show, for the ways between them. */
export const matrixLinks = matrixWays(assessment);

/** The releases whose pages are made in this build: where these are, and what they show, which is read when they are made. */
export const publishedReleases = made.map((release) => {
  const open = () => openRelease(release.version);
  const openEvidence = async () => present((await open()).evidence);
  return {
    ...release,
    view: async () => {
      const opened = await open();
      return releaseView(opened.release, { site: siteAddress, evidence: opened.evidence, code });
    },
    pageView: async (slug: string) => {
      const opened = await open();
      return present(releasePageView(opened.release, slug, { evidence: opened.evidence, code }));
    },
    changes: async () => changesView(present((await open()).release.comparison)),
    evidenceIndex: async () => {
      const { index, notices } = await openEvidence();
      return { view: present(index)(), notices };
    },
    evidencePage: async (path: string) => {
      const { files, above, notices, wayTo } = await openEvidence();
      return { file: present(files.find((file) => file.path === path)), above, notices, ways: wayTo(path) };
    },
    jobPage: async (name: string) => {
      const { jobs, above, notices } = await openEvidence();
      return { ...present(jobs().find(({ view }) => view.name === name)), above, notices };
    },
    testPage: async (name: string, page: string) => {
      const { pages } = await (await openEvidence()).tests();
      return present(pages.find((each) => each.file === name && each.page === page)).view;
    },
    testIndex: async (name: string) => {
      const { indexes } = await (await openEvidence()).tests();
      return present(indexes.find(({ file }) => file === name)).index;
    },
  };
});
/** `/api/v1/latest.json`. */
export const latestRelease: LatestDocument = { schemaVersion: 1, version: publication.latest };
/** The list of releases, the newest first, in pages. */
export const releaseLists = releaseListPages(rows);
/** `/api/v1/releases.json`. */
export const releaseIndex = releasesDocument(rows, publication.latest);
/** `/api/v1/releases/page/<number>.json`. */
export const releaseIndexPages = releasesPages(rows, publication.latest);
/** The pages of the release that `latest` means, by their addresses below it. */
export const latestPages = latestPagesOf(latest, portal.product);

/** `/api/v1/readiness.json`. */
export const readiness = readinessDocument(assessment, contradictions(assessment));
/** `/api/v1/summary.json`. */
export const summary = summaryDocument(
  assessment,
  rows.find(({ version }) => version === publication.latest),
  isLocalAddress(siteAddress) ? null : siteAddress,
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
  isLocalAddress(siteAddress) ? placeholderAddress : siteAddress,
);
/** The picture that others show of a link to the site; null where the site has no address that it could be linked by. */
export const sharePicture =
  frame.hasAddress && preview === null ? await drawShareImage(assessment, latest === null ? null : latestOf(latest)) : null;
/** The feed, for the address of the site. */
export const feed = (site: string) => atomFeed(assessment, rows, newestInput(assessment, evidence, root.signOffs), site);
/** The archives of the feed, by their numbers from 1. */
export const feedArchives = Array.from({ length: archiveCount(rows.length) }, (_, index) => ({
  number: index + 1,
  text: (site: string) => feedArchive(portal.product, rows, index + 1, site),
}));

/** What a page shows was found when it was seen that there is such a page. */
function present<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new TypeError('a release was read otherwise than when its pages were listed');
  return value;
}

async function readSite(folder: string): Promise<PreparedSite> {
  const outcome = await loadRoot(folder, new Date());
  if (outcome.state === 'refused') throw new Error(errors(outcome.problems).map(formatProblem).join('\n'));
  const publication = await loadPublication(folder);
  const plan = {
    made: new Set(publication.chain.map(({ version }) => version)),
    reused: new Map(),
    kept: new Set<string>(),
    withEvidence: new Set(publication.latest === null ? [] : [publication.latest]),
  };
  return prepareSite({ root: outcome.value, publication, plan, shard: null, preview: null }, () => undefined);
}

/** The tests of a file in the releases before. A preview is of one change: the history is the site's. */
async function earlierTests(file: EvidenceFile, version: string): Promise<EarlierTests[]> {
  return preview === null ? readEarlierTests(file, version, publication.chain) : [];
}
