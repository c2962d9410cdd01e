import { showsGreen } from '../../assessment/status.ts';
import { compareText } from '../../order.ts';
import { isSiteAddress, webAddress } from '../../web-address.ts';
import { type ProductState, productStateWords, unknownWords } from '../words/portfolio-words.ts';
import type { Judged } from './judge-summary.ts';
import { isNamedByAddress, type PortfolioFile, siteSlugs } from './portfolio-file.ts';

/** A product in a portfolio. Every text that its site says is foreign. */
export interface PortfolioProduct {
  /** As `portfolio.yaml` names it. */
  readonly site: string;
  /** Its name in the addresses of its badges. */
  readonly slug: string;
  readonly name: string;
  /** Where people read of it; null where nobody knows. */
  readonly href: string | null;
  readonly state: ProductState;
  /** The strongest reason for its state, or why nothing is known of it. */
  readonly reason: string;
  /** Ready, and something in it is proven. */
  readonly isGreen: boolean;
  readonly judged: Judged;
}

/** By what a reader has to look at first. */
const gravity: readonly ProductState[] = ['not-ready', 'not-known', 'awaiting-sign-off', 'ready'];

/**
 * The products of a portfolio, the gravest states first.
 *
 * @param judged What each site says, in the order of the file.
 */
export function productsOf(file: PortfolioFile, judged: readonly Judged[]): PortfolioProduct[] {
  const slugs = siteSlugs(file);
  const products = file.sites.flatMap(({ site, product }, at) => {
    const each = judged[at];
    return each === undefined ? [] : [productOf(site, product, slugs[at] ?? '', each)];
  });
  const rank = ({ state }: PortfolioProduct) => gravity.indexOf(state);
  return products.sort((a, b) => rank(a) - rank(b) || compareText(a.name, b.name) || compareText(a.slug, b.slug));
}

function productOf(site: string, product: string | undefined, slug: string, judged: Judged): PortfolioProduct {
  const own = isNamedByAddress(site) ? site : null;
  if (judged.state === 'not-known') {
    const name = product ?? site.replace(/^https?:\/\//i, '').replace(/\/$/, '');
    return { site, slug, name, href: own, state: 'not-known', reason: unknownWords(judged.because), isGreen: false, judged };
  }
  const { summary } = judged;
  const said = summary.site !== null && isSiteAddress(summary.site) ? webAddress(summary.site) : null;
  const { state, reason } = summary;
  const isGreen = state === 'ready' && showsGreen(summary.counts);
  return { site, slug, name: summary.product, href: own ?? said, state, reason, isGreen, judged };
}

/** The state of a product in words, with a capital. */
export function stateLabel({ state }: PortfolioProduct): string {
  const words = productStateWords[state];
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
