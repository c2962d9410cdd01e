import type { Assessment } from '../assessment/assessment.ts';
import { isLocalAddress } from '../web-address.ts';
import { escapeXml } from './escape-xml.ts';
import type { ReleaseRow } from './release-row.ts';
import { answerWords } from './words/answer-words.ts';
import { countChanges } from './words/change-words.ts';
import { brokenSummary, unshownWords } from './words/frozen-words.ts';
import { countWords, headline } from './words/release-words.ts';
import { withoutAddress } from './words/site-words.ts';

/** The newest stand in the feed itself, and all that are older in archives of as many: a feed tells what is new. */
const newest = 50;

/** One entry of a feed, as text. */
export interface FeedEntry {
  readonly id: string;
  readonly title: string;
  readonly link: string;
  readonly updated: string;
  readonly summary: string;
}

/**
 * The Atom feed (RFC 4287): an entry for the release in preparation, and one for each of the newest published releases; what is older stands in
 * its archives. All of it is text, and none of it markup.
 *
 * @param releases By precedence, the lowest version first.
 * @param newestInput When the newest of what the release in preparation is made of came to be, so that a build alone makes nothing new.
 * @param site The address of the site's first page.
 */
export function atomFeed(current: Assessment, releases: readonly ReleaseRow[], newestInput: string, site: string): string {
  const { product, version, counts } = current;
  const before = releases.at(-1);
  const entries: FeedEntry[] = [
    {
      id: new URL(`#${encodeURIComponent(version.toWellFormed())}`, site).href,
      title: changedTitle(
        headline(current),
        before?.shown == null || before.notRechecked ? null : `${countChanges(before.shown.counts, counts)} since ${before.version}`,
      ),
      link: site,
      updated: newestInput,
      summary: answerWords(current),
    },
    ...releases
      .slice(-newest)
      .reverse()
      .map((release) => releaseEntry(release, newestInput, site)),
  ];
  return feedText({ ...headOf(product, site), links: archiveBefore(archiveCount(releases.length)) }, entries, newestInput);
}

/** How many archives a feed of some releases has: each is full, so that it stays as it is when releases come. */
export function archiveCount(releases: number): number {
  return Math.max(0, Math.ceil((releases - newest) / newest));
}

/**
 * One archive of the feed (RFC 5005): fifty releases that were published one after the other.
 *
 * @param number From 1, which has the lowest versions.
 */
export function feedArchive(product: string, releases: readonly ReleaseRow[], number: number, site: string): string {
  const shown = releases.slice((number - 1) * newest, number * newest).reverse();
  const since = shown[0]?.frozen?.frozenAt ?? new Date(0).toISOString();
  const isLast = number === archiveCount(releases.length);
  const links = {
    ...archiveBefore(number - 1),
    self: archivePath(number),
    'next-archive': isLast ? 'feed.xml' : archivePath(number + 1),
    current: 'feed.xml',
  };
  return feedText(
    { ...headOf(product, site), links, isArchive: true },
    shown.map((release) => releaseEntry(release, since, site)),
    since,
  );
}

function headOf(product: string, site: string): FeedHead {
  return { title: `${product} readiness`, subtitle: 'What is claimed, what is proven, and where the two disagree', author: product, site };
}

function archiveBefore(number: number): Readonly<Record<string, string>> {
  return number === 0 ? {} : { 'prev-archive': archivePath(number) };
}

function archivePath(number: number): string {
  return `feed/${number}.xml`;
}

/** What a feed is about. */
export interface FeedHead {
  readonly title: string;
  readonly subtitle: string;
  readonly author: string;
  /** The address of the page that it follows; the feed is `feed.xml` below it. */
  readonly site: string;
  /** What it links to by their relations, below that page; `self` is `feed.xml` where it is not said. */
  readonly links?: Readonly<Record<string, string>>;
  /** Holds it what does not change any more? */
  readonly isArchive?: boolean;
}

/**
 * An Atom feed. All of it is text, and none of it markup.
 *
 * @param since When it was updated at the earliest.
 */
export function feedText(
  { title, subtitle, author, site, links = {}, isArchive = false }: FeedHead,
  entries: readonly FeedEntry[],
  since: string,
): string {
  const updated = entries.reduce((latest, entry) => (Date.parse(latest) >= Date.parse(entry.updated) ? latest : entry.updated), since);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom"${isArchive ? ' xmlns:fh="http://purl.org/syndication/history/1.0"' : ''}>`,
    `  <id>${escapeXml(site)}</id>`,
    ...(isArchive ? ['  <fh:archive/>'] : []),
    `  <title>${escapeXml(title)}</title>`,
    `  <subtitle>${escapeXml(isLocalAddress(site) ? `${subtitle}; ${withoutAddress.feed}` : subtitle)}</subtitle>`,
    `  <updated>${escapeXml(updated)}</updated>`,
    `  <author><name>${escapeXml(author)}</name></author>`,
    `  <link rel="alternate" href="${escapeXml(site)}"/>`,
    ...Object.entries({ self: 'feed.xml', ...links }).map(
      ([relation, path]) => `  <link rel="${relation}" href="${escapeXml(new URL(path, site).href)}"/>`,
    ),
    ...entries.flatMap(entryLines),
    '</feed>',
    '',
  ].join('\n');
}

function entryLines({ id, title, link, updated, summary }: FeedEntry): string[] {
  return [
    '  <entry>',
    `    <id>${escapeXml(id)}</id>`,
    `    <title>${escapeXml(title)}</title>`,
    `    <link rel="alternate" href="${escapeXml(link)}"/>`,
    `    <updated>${escapeXml(updated)}</updated>`,
    `    <summary>${escapeXml(summary)}</summary>`,
    '  </entry>',
  ];
}

function releaseEntry({ version, frozen, notRechecked, shown, changes }: ReleaseRow, newestInput: string, site: string): FeedEntry {
  const address = new URL(`releases/${encodeURIComponent(version)}/`, site).href;
  const since = changes === null ? '' : ` ${changes.sentence}`;
  return {
    id: address,
    title:
      frozen === null || shown === null
        ? `${version}: ${unshownWords.broken}`
        : notRechecked
          ? `${frozen.product} ${version}: ${unshownWords.foreign}`
          : changedTitle(shown.headline, changes?.line ?? null),
    link: address,
    updated: frozen?.frozenAt ?? newestInput,
    summary: shown === null ? brokenSummary : `${notRechecked ? `${countWords(shown.counts)}.` : shown.answer}${since}`,
  };
}

/** What a reader of titles alone has to know: what it came to, and what changed. */
function changedTitle(title: string, changes: string | null): string {
  return changes === null ? title : `${title.replace(/\.$/, '')}: ${changes}`;
}
