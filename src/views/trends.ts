import {
  type AssessedCitation,
  type AssessedItem,
  type AssessedPage,
  type Assessment,
  type Status,
  statuses,
} from '../assessment/assessment.ts';
import { itemsOf } from '../assessment/items.ts';
import { inPages } from '../publish/in-pages.ts';
import { chartsWords, latestWords, newestReleasesWords } from '../publish/words/history-words.ts';
import { citationName } from '../publish/words/name-words.ts';
import { pageName } from '../publish/words/release-words.ts';
import { type ChartView, places } from './chart.ts';
import { type HistoryRelease, indexItems } from './item-history.ts';
import { currentLinks } from './links.ts';
import { chartOfHistory, measureHistory, requiredOf } from './measure-history.ts';

/** One number through the newest releases. */
export interface TrendView {
  readonly title: string;
  /** Its item's own page, which has all of it. */
  readonly href: string;
  readonly status: Status;
  readonly source: string;
  /** The newest number, and of which release it is where that is not the newest one. */
  readonly latest: string;
  readonly required: string | null;
  readonly chart: ChartView;
}

/** The numbers of one page of the checklist. */
export interface TrendGroup {
  readonly id: string;
  readonly title: string;
  readonly href: string;
  readonly trends: readonly TrendView[];
}

/** Some of the numbers, as many as a page has. */
export interface TrendPage {
  /** Below `/trends/`; empty for the first page. */
  readonly path: string;
  readonly groups: readonly TrendGroup[];
  /** Which numbers these are, and over how many releases. */
  readonly words: string;
  readonly previous: string | null;
  readonly next: string | null;
}

/** A trend with the page of the checklist that its item stands on. */
interface PlacedTrend {
  readonly page: AssessedPage;
  readonly trend: TrendView;
}

/** How many releases a chart among others shows, and how many charts a page has: they keep it below 300 kB. */
const shownReleases = 12;
const chartsPerPage = 60;
/** What the first page of the site has: it stays as light as it is with one release. */
const onFirstPage = { releases: 8, charts: 4 };

/**
 * The numbers that current items measure and that at least two of the newest releases have, by layer, in pages; the gravest of a layer first.
 *
 * @param releases The release in preparation, which is the last, and all before it.
 */
export function trendPages(assessment: Assessment, releases: readonly HistoryRelease[]): TrendPage[] {
  const found = placedTrends(assessment, releases.slice(-shownReleases));
  const ordered = assessment.pages.flatMap(({ id }) => found.filter(({ page }) => page.id === id));
  const pages = inPages(ordered, chartsPerPage);
  return pages.map((trends, index) => {
    const first = index * chartsPerPage + 1;
    const charts = chartsWords(first, first + trends.length - 1, ordered.length);
    return {
      path: index === 0 ? '' : String(index + 1),
      groups: groupsOf(trends),
      words: `${charts}. ${newestReleasesWords(shownReleases, releases.length)}`,
      previous: index === 0 ? null : addressOf(index - 1),
      next: index === pages.length - 1 ? null : addressOf(index + 1),
    };
  });
}

/** Where the numbers of each page of the checklist begin. */
export function trendWays(pages: readonly TrendPage[]): { readonly title: string; readonly href: string }[] {
  const ways = new Map<string, { readonly title: string; readonly href: string }>();
  for (const [index, { groups }] of pages.entries()) {
    for (const { id, title } of groups) if (!ways.has(id)) ways.set(id, { title, href: `${addressOf(index)}#${encodeURIComponent(id)}` });
  }
  return [...ways.values()];
}

/** The gravest of the numbers, for the first page. */
export function gravestTrends(assessment: Assessment, releases: readonly HistoryRelease[]): TrendView[] {
  return placedTrends(assessment, releases.slice(-onFirstPage.releases))
    .slice(0, onFirstPage.charts)
    .map(({ trend }) => trend);
}

function placedTrends({ pages }: Assessment, releases: readonly HistoryRelease[]): PlacedTrend[] {
  const indexes = releases.map(({ items }) => indexItems(items));
  return measuresOf(pages).flatMap(({ page, item, citation }) => {
    const history = measureHistory(item, citation, releases, indexes);
    const drawn = history.points.filter(({ value }) => value !== null);
    const [latest, newest] = [drawn.at(-1), history.points.at(-1)];
    const chart = drawn.length < 2 ? null : chartOfHistory(history, citation, item.text, places.small);
    if (chart === null || latest === undefined || newest === undefined) return [];
    const trend = {
      title: item.text,
      href: `${currentLinks.item(item.id)}#history`,
      status: item.status,
      source: citationName(citation),
      latest: latestWords({ release: latest.release.label, words: latest.words }, { release: newest.release.label, words: newest.words }),
      required: requiredOf(citation),
      chart,
    };
    return [{ page, trend }];
  });
}

interface Measure {
  readonly page: AssessedPage;
  readonly item: AssessedItem;
  readonly citation: AssessedCitation;
}

/** Each measure once, by the gravest item that rests on it; the gravest first, and plain numbers before counts of tests. */
function measuresOf(pages: readonly AssessedPage[]): Measure[] {
  const byName = new Map<string, Measure>();
  const gravity = ({ item, citation }: Measure) => statuses.indexOf(item.status) * 2 + (citation.measured?.kind === 'number' ? 0 : 1);
  for (const page of pages) {
    for (const item of itemsOf([page])) {
      for (const citation of item.citations.filter(({ target }) => target === 'result')) {
        const other = byName.get(citationName(citation));
        const measure = { page, item, citation };
        if (other === undefined || gravity(measure) < gravity(other)) byName.set(citationName(citation), measure);
      }
    }
  }
  return [...byName.values()].sort((a, b) => gravity(a) - gravity(b));
}

function groupsOf(trends: readonly PlacedTrend[]): TrendGroup[] {
  const pages = [...new Set(trends.map(({ page }) => page))];
  return pages.map((page) => ({
    id: page.id,
    title: pageName(page),
    href: currentLinks.page(page),
    trends: trends.filter((each) => each.page === page).map(({ trend }) => trend),
  }));
}

function addressOf(index: number): string {
  return index === 0 ? '/trends/' : `/trends/${index + 1}/`;
}
