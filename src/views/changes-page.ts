import type { Status } from '../assessment/assessment.ts';
import type { Comparison } from '../comparison/compare-releases.ts';
import { type Change, changeGroups, changesLine, comparedHeadlines, comparedTitle } from '../publish/words/change-words.ts';
import { unbroken } from '../publish/words/grammar.ts';
import { pageName, preparedLabel } from '../publish/words/release-words.ts';
import { currentLinks, type Links, releaseLinks } from './links.ts';

/** What changed from one release to another. */
export interface ChangesView {
  readonly version: string;
  readonly title: string;
  readonly line: string;
  readonly from: SideView;
  readonly to: SideView;
  readonly groups: readonly ChangeGroupView[];
}

/** Changes of one kind. */
export interface ChangeGroupView {
  readonly title: string;
  /** What stands above the statuses of its items: they are gone, or there; null where it lists no items. */
  readonly statusTitle: 'Was' | 'Now' | null;
  readonly rows: readonly ChangeRow[];
}

/** A release that is compared, with its headline. */
export interface SideView {
  readonly label: string;
  readonly href: string;
  readonly headline: string;
}

/** One change, with where to read more of it. */
export interface ChangeRow {
  readonly text: string;
  /** Null for what has no page. */
  readonly href: string | null;
  /** Null for what is no item. */
  readonly status: Status | null;
  /** The item's layer; empty for what is no item. */
  readonly where: string;
  /** It is the name of a file. */
  readonly isFile: boolean;
  readonly words: string;
}

/** The changes as `/releases/<version>/changes/` and `/compare/` show them. */
export function changesView(comparison: Comparison): ChangesView {
  const headlines = comparedHeadlines(comparison);
  const { from, to } = comparison;
  const links = { from: linksOf(from.name), to: linksOf(to.name) };
  return {
    version: to.name,
    title: comparedTitle({ from: { name: labelOf(from) }, to: { name: labelOf(to) } }),
    line: unbroken(changesLine(comparison)),
    from: { label: labelOf(from), href: links.from.home, headline: headlines.from },
    to: { label: labelOf(to), href: links.to.home, headline: headlines.to },
    groups: changeGroups(comparison).map(({ kind, title, changes }) => ({
      title,
      statusTitle: changes.some(({ about }) => about.kind === 'item') ? (kind === 'removed' ? 'Was' : 'Now') : null,
      rows: changes.map((change) => ({
        text: change.text,
        href: linkOf(change, links[change.in]),
        status: change.about.kind === 'item' ? change.about.status : null,
        where: change.about.kind === 'item' ? pageName(change.about.page) : '',
        isFile: change.about.kind === 'file',
        words: change.words,
      })),
    })),
  };
}

function labelOf({ name, version }: Comparison['from']): string {
  return name === 'next' ? preparedLabel(version) : name;
}

function linksOf(name: string): Links {
  return name === 'next' ? currentLinks : releaseLinks(name);
}

function linkOf({ about }: Change, links: Links): string | null {
  switch (about.kind) {
    case 'item':
      return links.item(about.id);
    case 'page':
      return links.page(about.page);
    case 'sign-off':
      return links.page({ id: 'sign-off', kind: 'sign-off' });
    case 'file':
      return null;
  }
}
