import { z } from 'zod';
import { SummaryDocument } from '../summary-document.ts';
import type { PortfolioPage } from './portfolio-page.ts';

/** `portfolio.json`: what the page over several sites says, as data. */
export const PortfolioDocument = z
  .strictObject({
    schemaVersion: z.literal(1),
    title: z.string(),
    asOf: z.iso.datetime(),
    staleAfter: z.iso.datetime().nullable().describe('The first instant at which some product is not known any more'),
    products: z.array(
      z.strictObject({
        site: z.string().describe('As portfolio.yaml names it'),
        name: z.string(),
        state: z.enum(['ready', 'awaiting-sign-off', 'not-ready', 'not-known']),
        reason: z.string().describe('The strongest reason for its state, or why nothing is known'),
        badge: z.string().describe('Its badge, below the page'),
        summary: SummaryDocument.nullable().describe('What its site says; null where that does not count'),
      }),
    ),
  })
  .describe('The products of a portfolio');
export type PortfolioDocument = Readonly<z.output<typeof PortfolioDocument>>;

/** What the page says, as data. */
export function portfolioDocument({ title, now, staleAfter, products }: PortfolioPage): PortfolioDocument {
  return {
    schemaVersion: 1,
    title,
    asOf: now,
    staleAfter,
    products: products.map(({ site, name, state, reason, slug, judged }) => ({
      site,
      name,
      state,
      reason,
      badge: `badges/${slug}.svg`,
      summary: judged.state === 'known' ? judged.summary : null,
    })),
  };
}
