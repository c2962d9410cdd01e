import { join } from 'node:path';
import mdx from '@astrojs/mdx';
import sitemap from '@astrojs/sitemap';
import type { AstroInlineConfig } from 'astro';
import { packageFolder, resolveFromPackage, shareStages } from './site-code.ts';
import { publishObjects, searchIndex, watchRoot } from './site-files.ts';

/**
 * Astro's configuration for the site of a root.
 *
 * @param out The folder that is written.
 * @param site The address that it will be published under, with its path.
 * @param folder Where the site's code stands and Astro may write.
 */
export function siteConfig({
  root,
  out,
  site,
  folder = packageFolder,
}: {
  root: string;
  out: string;
  site: string;
  folder?: string;
}): AstroInlineConfig {
  const address = new URL(site);
  return {
    root: folder,
    outDir: out,
    cacheDir: join(folder, 'node_modules/.cache/readiness'),
    site: address.origin,
    base: address.pathname.replace(/\/?$/, '/'),
    trailingSlash: 'always',
    compressHTML: true,
    build: { inlineStylesheets: 'never', concurrency: 4 },
    image: { service: { entrypoint: 'astro/assets/services/noop' } },
    integrations: [mdx(), watchRoot(root), publishObjects(root), sitemap(), searchIndex()],
    vite: {
      build: { assetsInlineLimit: 0, rolldownOptions: { checks: { moduleLevelDirective: false } } },
      // Else Vite looks for settings of PostCSS in every folder above.
      css: { postcss: {} },
      server: { fs: { allow: [packageFolder, root] } },
      // The code that renders pages is written beside them, where its imports of packages would lead nowhere.
      environments: { prerender: { resolve: { noExternal: true } } },
      plugins: [resolveFromPackage(), shareStages(folder)],
    },
  };
}
