import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import mdx from '@astrojs/mdx';
import sitemap from '@astrojs/sitemap';
import type { AstroInlineConfig } from 'astro';
import { publishObjects, resolveFromPackage, searchIndex, watchRoot } from './site-files.ts';

/** The folder of this package: the site's code. */
const packageFolder = fileURLToPath(new URL('../../', import.meta.url));

/** Where a site is published that nobody named an address for: on the machine that built it. */
export const localAddress = 'http://localhost:4321/';

/**
 * Astro's configuration for the site of a root.
 *
 * @param out The folder that is written.
 * @param site The address that it will be published under, with its path.
 */
export function siteConfig({ root, out, site }: { root: string; out: string; site: string }): AstroInlineConfig {
  const address = new URL(site);
  return {
    root: packageFolder,
    outDir: out,
    cacheDir: join(root, 'node_modules/.cache/readiness'),
    site: address.origin,
    base: address.pathname.replace(/\/?$/, '/'),
    trailingSlash: 'always',
    compressHTML: true,
    build: { inlineStylesheets: 'never', concurrency: 4 },
    image: { service: { entrypoint: 'astro/assets/services/noop' } },
    integrations: [mdx(), watchRoot(root), publishObjects(root), sitemap(), searchIndex()],
    vite: {
      build: { assetsInlineLimit: 0, rolldownOptions: { checks: { moduleLevelDirective: false } } },
      server: { fs: { allow: [packageFolder, root] } },
      plugins: [resolveFromPackage(packageFolder)],
    },
  };
}
