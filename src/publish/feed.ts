import { Feed } from 'feed';
import type { Assessment } from '../assessment/assessment.ts';
import { headline, statusList } from './summary.ts';

/**
 * The Atom feed (RFC 4287): one entry for the release in preparation.
 *
 * @param site The address of the site's first page.
 */
export function atomFeed(assessment: Assessment, site: string): string {
  const { product, version, assessedAt, counts } = assessment;
  const feed = new Feed({
    id: site,
    title: `${product} readiness`,
    description: 'What is claimed, what is proven, and where the two disagree',
    link: site,
    updated: new Date(assessedAt),
    copyright: product,
    feedLinks: { atom: new URL('feed.xml', site).href },
    author: { name: product },
  });
  feed.addItem({
    id: new URL(`#${version}`, site).href,
    title: headline(assessment),
    link: site,
    date: new Date(assessedAt),
    description: `${counts.total} items: ${statusList(counts)}.`,
  });
  return feed.atom1();
}
