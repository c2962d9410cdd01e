import { codeLinks } from '../publish/code-links.ts';
import { pathAbovePreview } from '../publish/preview-address.ts';
import { formatInstant } from '../publish/words/name-words.ts';
import { previewWords } from '../publish/words/preview-words.ts';
import { headTitle } from '../publish/words/site-words.ts';
import { pageLinksOf } from '../views/checklist-pages.ts';
import { currentLinks } from '../views/links.ts';
import { navigationOf } from '../views/navigation.ts';
import { isLocalAddress } from '../web-address.ts';
import { prepared } from './prepared.ts';

const { rows, preview } = prepared;
const { assessment, portal } = prepared.root;

/** Where the forge shows the product's code. */
export const code = codeLinks(portal);

/** The address of the site's first page, for what is read elsewhere. */
export const siteAddress = new URL(import.meta.env.BASE_URL, import.meta.env.SITE).href;

/** What every page says of the release in preparation. */
export const frame = {
  product: portal.product,
  version: assessment.version,
  staleAfter: assessment.staleAfter,
  assessedOn: formatInstant(assessment.assessedAt),
  repository: portal.repository ?? null,
  /** Some release is published, so that there is a latest. */
  hasReleases: rows.length > 0 && preview === null,
  hasAddress: !isLocalAddress(siteAddress),
  preview: preview === null ? null : { words: previewWords(preview), site: pathAbovePreview(siteAddress) },
};

/** The title in a page's head: of the release in preparation, or of the published one that it is of. */
export function titleInHead(title: string, release: string = assessment.version): string {
  const named = headTitle(title, portal.product, release);
  return preview === null ? named : `${previewWords(preview)}: ${named}`;
}

/** The pages of the checklist, for the ways between them. */
export const pageLinks = pageLinksOf(assessment, currentLinks);
/** What the head of each page leads to. */
export const navigation = navigationOf(preview !== null, frame.hasReleases);
