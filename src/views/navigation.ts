const entries = [
  ['overview', 'Overview', '/'],
  ['checklist', 'Checklist', ''],
  ['sign-offs', 'Sign-offs', '/sign-offs/'],
  ['evidence', 'Evidence', '/evidence/'],
  ['releases', 'Releases', '/releases/'],
  ['latest', 'Latest release', '/releases/latest/'],
  ['guide', 'Guide', '/guide/'],
] as const;

/** A part of the site that the head of each page leads to. */
export type SiteSection = (typeof entries)[number][0];

/**
 * What the head of each page leads to: a section, its name and its address; the checklist has none, it is a menu of its pages.
 *
 * @param isPreview A preview has no releases.
 * @param hasLatest Some release is published.
 */
export function navigationOf(isPreview: boolean, hasLatest: boolean): readonly (typeof entries)[number][] {
  return entries.filter(([id]) => (id !== 'releases' || !isPreview) && (id !== 'latest' || hasLatest));
}

/** What stands before and after a page. */
export interface Ways {
  readonly previous: { readonly title: string; readonly href: string } | null;
  readonly next: { readonly title: string; readonly href: string } | null;
}

/** What stands before and after one of several in their order; null at either end, and around what is not among them. */
export function neighbours<T>(all: readonly T[], isThis: (each: T) => boolean): { readonly previous: T | null; readonly next: T | null } {
  const index = all.findIndex(isThis);
  return index < 0 ? { previous: null, next: null } : { previous: all[index - 1] ?? null, next: all[index + 1] ?? null };
}
