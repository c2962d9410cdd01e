import { Feed } from 'feed';
import type { Assessment } from '../assessment/assessment.ts';
import { changesLine } from './changes.ts';
import type { SuccessiveRelease } from './successive-releases.ts';
import { headline, statusList } from './summary.ts';

/**
 * The Atom feed (RFC 4287): an entry for the release in preparation, and one for each published release, the newest first.
 *
 * @param releases By precedence, the lowest version first.
 * @param site The address of the site's first page.
 */
export function atomFeed(current: Assessment, releases: readonly SuccessiveRelease[], site: string): string {
  const { product, version, assessedAt, counts } = current;
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
    id: new URL(`#${encodeURIComponent(version)}`, site).href,
    title: xmlText(headline(current)),
    link: site,
    date: new Date(assessedAt),
    description: `${counts.total} items: ${statusList(counts)}.`,
  });
  for (const release of [...releases].reverse()) feed.addItem(releaseItem(release, assessedAt, site));
  return feed.atom1();
}

function releaseItem({ release, signed, comparison }: SuccessiveRelease, assessedAt: string, site: string) {
  const { version } = release;
  const address = new URL(`releases/${encodeURIComponent(version)}/`, site).href;
  const frozen = release.integrity === 'broken' ? assessedAt : release.snapshot.frozenAt;
  const assessment = signed?.assessment;
  const since = comparison === null ? '' : ` Since the release before: ${changesLine(comparison)}.`;
  return {
    id: address,
    title: xmlText(assessment === undefined ? `${version}: integrity broken` : headline(assessment)),
    link: address,
    date: new Date(frozen),
    description:
      assessment === undefined
        ? 'Its files are not as they were frozen.'
        : `${assessment.counts.total} items: ${statusList(assessment.counts)}.${since}`,
  };
}

/** XML 1.0 has no place for most control characters. */
function xmlText(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}
