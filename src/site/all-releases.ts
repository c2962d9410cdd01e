import { archiveCount, atomFeed, feedArchive } from '../publish/feed.ts';
import { type LatestDocument, releasesDocument, releasesPages } from '../publish/releases-api.ts';
import { earlierItems } from '../views/earlier-items.ts';
import { newestInput } from '../views/evidence-pages.ts';
import { matrixPages, matrixWays } from '../views/matrix.ts';
import { pageReleases } from '../views/page-releases.ts';
import { historyReleases, latestPagesOf, releaseListPages } from '../views/release-pages.ts';
import { gravestTrends, trendPages, trendWays } from '../views/trends.ts';
import { code } from './page-frame.ts';
import { prepared } from './prepared.ts';

const { root, publication, latest, rows, preview } = prepared;
const { assessment, portal, evidence, signOffs } = root;

/** The release in preparation and all before it. A preview is of one change: the history is the site's. */
export const through = preview === null ? historyReleases(rows, assessment, code) : [];
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
/** The feed, for the address of the site. */
export const feed = (site: string) => atomFeed(assessment, rows, newestInput(assessment, evidence, signOffs), site);
/** The archives of the feed, by their numbers from 1. */
export const feedArchives = Array.from({ length: archiveCount(rows.length) }, (_, index) => ({
  number: index + 1,
  text: (site: string) => feedArchive(portal.product, rows, index + 1, site),
}));
