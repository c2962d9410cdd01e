import { itemsOf } from '../assessment/items.ts';
import type { Comparison } from '../comparison/compare-releases.ts';
import { changeGroups, changesLine, comparedHeadlines } from '../publish/changes.ts';
import { releaseLinks } from './links.ts';

/** What changed from one published release to the next. */
export interface ChangesView {
  readonly version: string;
  readonly title: string;
  readonly line: string;
  readonly from: { readonly label: string; readonly href: string; readonly headline: string };
  readonly to: { readonly label: string; readonly href: string; readonly headline: string };
  readonly groups: readonly {
    readonly title: string;
    readonly rows: readonly { readonly text: string; readonly href: string | null; readonly words: string }[];
  }[];
}

export function changesView(comparison: Comparison): ChangesView {
  const headlines = comparedHeadlines(comparison);
  const { from, to } = comparison;
  const links = [releaseLinks(from.name), releaseLinks(to.name)] as const;
  const here = new Set(itemsOf(to.assessment.pages).map(({ id }) => id));
  return {
    version: to.name,
    title: `From ${from.name} to ${to.name}`,
    line: changesLine(comparison),
    from: { label: from.name, href: links[0].home, headline: headlines.from },
    to: { label: to.name, href: links[1].home, headline: headlines.to },
    groups: changeGroups(comparison).map(({ title, changes }) => ({
      title,
      rows: changes.map(({ id, text, words }) => ({
        text,
        href: id === null ? null : (here.has(id) ? links[1] : links[0]).item(id),
        words,
      })),
    })),
  };
}
