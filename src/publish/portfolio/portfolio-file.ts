import { z } from 'zod';
import { address, days } from '../../checklist/portal.ts';
import { isSiteAddress } from '../../web-address.ts';

const Site = z.strictObject({
  site: z
    .string()
    .min(1)
    .refine(
      (text) => !/^[a-z][a-z\d+.-]+:/i.test(text) || (address.safeParse(text).success && isSiteAddress(text) && !/[?#]/.test(text)),
      'write the address of a site without user, password, ? and #, as in https://example.org/portal/, or the folder of one',
    )
    .describe('The address of a site, or a folder that `build` wrote, from this file on'),
  product: z.string().min(1).optional().describe('Its product: what says to be of another does not count'),
});

/** `portfolio.yaml`: whose sites one page is made over. */
export const PortfolioFile = z
  .strictObject({
    title: z.string().min(1).describe('What the page is called'),
    address: address.refine((text) => isSiteAddress(text), 'write its path in letters, digits and . _ ~ - alone').optional(),
    oldAfter: days.default('30 days').describe('How long after its assessment what a site says counts'),
    sites: z.array(Site).min(1, 'name at least one site'),
  })
  .describe('The sites of a portfolio');
export type PortfolioFile = Readonly<z.output<typeof PortfolioFile>>;

/** Is a site named by its address, and not by its folder? */
export function isNamedByAddress(site: string): boolean {
  return /^https?:/i.test(site);
}

/** For how many days after its assessment what a site says counts. */
export function oldAfterDays({ oldAfter }: PortfolioFile): number {
  return Number.parseInt(oldAfter, 10);
}

/** The name of each site in the addresses of its badges, in their order: of its address or folder, for nobody else's words are to decide it. */
export function siteSlugs({ sites }: PortfolioFile): string[] {
  const taken = new Set(['portfolio']);
  return sites.map(({ site }) => {
    const words = site.replace(/^https?:\/\//i, '').toLowerCase();
    const slug = words.replace(/[^a-z\d.]+/g, '-').replace(/^[-.]+|[-.]+$/g, '') || 'site';
    let name = slug;
    for (let turn = 2; taken.has(name); turn += 1) name = `${slug}-${turn}`;
    taken.add(name);
    return name;
  });
}
