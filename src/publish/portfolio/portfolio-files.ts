import { clipText } from '../../clip-text.ts';
import { type Badge, badgeEndpoint, badgeSvg, overallBadge } from '../badges.ts';
import { type FeedEntry, feedText } from '../feed.ts';
import type { SiteFile } from '../site-files.ts';
import { portfolioAnswer, portfolioTexts, productStateWords } from '../words/portfolio-words.ts';
import { type PortfolioDocument, portfolioDocument } from './portfolio-document.ts';
import { type PortfolioPage, portfolioPage } from './portfolio-page.ts';
import type { PortfolioProduct } from './portfolio-product.ts';

/** Products behind these are found on the page: a feed tells what is new. */
const newest = 50;

/** Everything that is written of a portfolio, but for its styles and its script. */
export interface PortfolioTexts {
  readonly files: readonly SiteFile[];
  readonly document: PortfolioDocument;
}

/** @param address Under which the page is published. */
export function portfolioFiles(page: PortfolioPage, address: string): PortfolioTexts {
  const document = portfolioDocument(page);
  const badges = [
    { name: 'portfolio', badge: wholeBadge(page) },
    ...page.products.map((each) => ({ name: each.slug, badge: badgeOf(each) })),
  ];
  const files = [
    { path: 'index.html', text: portfolioPage(page) },
    { path: 'portfolio.json', text: JSON.stringify(document) },
    { path: 'feed.xml', text: portfolioFeed(page, address) },
    ...badges.flatMap(({ name, badge }) => [
      { path: `badges/${name}.svg`, text: badgeSvg(badge) },
      { path: `badges/${name}.json`, text: JSON.stringify(badgeEndpoint(badge)) },
    ]),
  ];
  return { files, document };
}

function badgeOf({ name, reason, judged }: PortfolioProduct): Badge {
  if (judged.state === 'known') return overallBadge(judged.summary, reason);
  return { subject: 'overall', label: clipText(name, 60), message: productStateWords['not-known'], color: 'lightgrey', title: reason };
}

function wholeBadge({ title, products }: PortfolioPage): Badge {
  const ready = products.filter(({ state }) => state === 'ready').length;
  const states = products.map(({ state }) => state);
  return {
    subject: 'portfolio',
    label: clipText(title, 60),
    message: `${ready} of ${products.length} ready`,
    color: states.includes('not-ready')
      ? 'red'
      : products.every(({ isGreen }) => isGreen)
        ? 'brightgreen'
        : states.includes('not-known') || !states.includes('awaiting-sign-off')
          ? 'lightgrey'
          : 'yellow',
    title: portfolioAnswer(states),
  };
}

function portfolioFeed({ title, now, products }: PortfolioPage, site: string): string {
  const entries = products.map(({ slug, name, href, state, reason, judged }): FeedEntry => {
    const summary = judged.state === 'known' ? judged.summary : null;
    return {
      id: new URL(`#${encodeURIComponent(slug)}`, site).href,
      title: `${clipText(name, 60)}${summary === null ? '' : ` ${clipText(summary.version, 40)}`}: ${productStateWords[state]}`,
      link: href ?? site,
      updated: summary?.assessedAt ?? now,
      summary: clipText(reason, 300),
    };
  });
  // Sorted stably: of one instant the gravest come first.
  const shown = entries.sort((a, b) => (a.updated === b.updated ? 0 : a.updated < b.updated ? 1 : -1)).slice(0, newest);
  return feedText({ title, subtitle: portfolioTexts.subtitle, author: title, site }, shown, '');
}
