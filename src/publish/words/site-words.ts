import type { ReleaseState } from '../../assessment/assessment.ts';
import { stateWords } from './status-words.ts';

/** What a site lacks that was built without the address under which it is published. */
export const withoutAddress = {
  badges:
    'This site was built without its address, so that what is to be copied has another in its place: state it as site: in content/portal.yaml, or with --site.',
  feed: 'built without the address of the site, so that its links lead to the machine that built it',
} as const;

/** What the site of any product shows. */
export const whatSitesShow = 'Production readiness';

/** The latest release beside the one in preparation, with its state where that is known. */
export function latestReleaseWords({ version, state }: { readonly version: string; readonly state: ReleaseState | null }): string {
  return `Latest release: ${version}${state === null ? '' : `, ${stateWords[state]}`}`;
}

/** The title of a page in tabs, results and shared links: what it shows, of which product and version. */
export function headTitle(title: string, product: string, version: string): string {
  if (title.includes(`${product} ${version}`)) return title;
  return `${title} · ${product}${title.includes(version) ? '' : ` ${version}`}`;
}
