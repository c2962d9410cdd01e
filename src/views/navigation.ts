import type { AssessedPage } from '../assessment/assessment.ts';

const entries = [
  ['overview', 'Overview', '/'],
  ['gates', 'Gates', '/gates/'],
  ['sign-off', 'Sign-off', '/sign-off/'],
  ['evidence', 'Evidence', '/evidence/'],
  ['releases', 'Releases', '/releases/'],
  ['guide', 'Guide', '/guide/'],
] as const;

/** A part of the site that the head of each page leads to. */
export type SiteSection = (typeof entries)[number][0];

/**
 * What the head of each page leads to.
 *
 * @param pages Those of the checklist.
 * @param isPreview A preview has no releases.
 */
export function navigationOf(pages: readonly Pick<AssessedPage, 'id'>[], isPreview: boolean): readonly (typeof entries)[number][] {
  const isThere: Partial<Record<SiteSection, boolean>> = {
    gates: pages.some(({ id }) => id === 'gates'),
    'sign-off': pages.some(({ id }) => id === 'sign-off'),
    releases: !isPreview,
  };
  return entries.filter(([id]) => isThere[id] ?? true);
}
