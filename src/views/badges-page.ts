import type { Badge } from '../publish/badges.ts';
import { escapeMarkdown } from '../publish/escape-markdown.ts';
import { escapeXml } from '../publish/escape-xml.ts';

/** Every badge of the site, with what to copy. */
export interface BadgesView {
  readonly groups: readonly BadgeGroup[];
}

/** The badges of one release. */
export interface BadgeGroup {
  readonly name: 'latest' | 'next';
  readonly version: string;
  readonly rows: readonly BadgeRow[];
}

/** One badge. */
export interface BadgeRow {
  /** What it says now, for who does not see it. */
  readonly says: string;
  /** Paths from the site's first page. */
  readonly image: string;
  readonly endpoint: string;
  /** What to copy. */
  readonly markdown: string;
  readonly html: string;
}

/** Stands in what is to be copied for an address that nobody stated. */
export const placeholderAddress = 'https://portal.example.org/';

/**
 * Makes the page of badges: those of the latest release first, which is what a README shows.
 *
 * @param address Of the site's first page.
 */
export function badgesView(
  product: string,
  releases: readonly { readonly name: BadgeGroup['name']; readonly version: string; readonly badges: readonly Badge[] }[],
  address: string,
): BadgesView {
  return {
    groups: releases.map(({ name, version, badges }) => ({
      name,
      version,
      rows: badges.map((badge) => badgeRow(badge, product, name, address)),
    })),
  };
}

function badgeRow({ subject, label, message }: Badge, product: string, name: BadgeGroup['name'], address: string): BadgeRow {
  // What is copied stays, and what a badge says does not.
  const alt = subject === 'overall' ? `${product} readiness` : `${product}: ${label}`;
  const path = `/badges/${name}/${encodeURIComponent(subject)}`;
  const target = name === 'latest' ? '/releases/latest/' : '/';
  const absolute = (each: string) => new URL(each.slice(1), address).href;
  const [image, link] = [absolute(`${path}.svg`), absolute(target)];
  return {
    says: `${label}: ${message}`,
    image: `${path}.svg`,
    endpoint: `${path}.json`,
    markdown: `[![${escapeMarkdown(alt)}](${image})](${link})`,
    html: `<a href="${escapeXml(link)}"><img src="${escapeXml(image)}" alt="${escapeXml(alt)}"></a>`,
  };
}
