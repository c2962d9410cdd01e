import { join } from 'node:path';
import mdx from '@astrojs/mdx';
import sitemap from '@astrojs/sitemap';
import type { AstroInlineConfig } from 'astro';
import { publishObjects, publishReleases, searchIndex, takeOverPages, watchRoot } from './integrations.ts';
import type { KeptSite } from './prepared-site.ts';
import { pagesIn } from './reuse-pages.ts';
import { packageFolder, resolveFromPackage, shareStages } from './site-code.ts';

/** A build of `readiness-portal build`, in a folder where Astro may write. */
export interface SiteBuild {
  /** Where the site's code was laid. */
  readonly folder: string;
  readonly kept: KeptSite;
  /** The site that is replaced, whose pages of unchanged releases are taken over. */
  readonly before: string;
}

/**
 * Astro's configuration for the site of a root.
 *
 * @param out The folder that is written.
 * @param site The address that it will be published under, with its path.
 * @param build Absent in development and for checks, where the code stands in this package.
 */
export function siteConfig({ root, out, site, build }: { root: string; out: string; site: string; build?: SiteBuild }): AstroInlineConfig {
  const address = new URL(site);
  const folder = build?.folder ?? packageFolder;
  const reused = [...(build?.kept.reused ?? [])].flatMap((version) => pagesIn(build?.before ?? '', version));
  return {
    root: folder,
    outDir: out,
    cacheDir: join(folder, 'node_modules/.cache/readiness'),
    site: address.origin,
    base: address.pathname.replace(/\/?$/, '/'),
    trailingSlash: 'always',
    compressHTML: true,
    // Highlighting would write styles into the pages, which their policy forbids.
    markdown: { syntaxHighlight: false },
    build: { inlineStylesheets: 'never', concurrency: 4 },
    image: { service: { entrypoint: 'astro/assets/services/noop' } },
    integrations: [
      mdx(),
      watchRoot(root),
      ...(build === undefined ? [] : [takeOverPages(build), publishReleases(build.kept), publishObjects(root, build.kept)]),
      sitemap({ customPages: reused.map((page) => new URL(page, site).href) }),
      searchIndex(),
    ],
    vite: {
      build: { assetsInlineLimit: 0, rolldownOptions: { checks: { moduleLevelDirective: false } } },
      // Else Vite looks for settings of PostCSS in every folder above.
      css: { postcss: {} },
      server: { fs: { allow: [packageFolder, root] } },
      // The code that renders pages is written beside them, where its imports of packages would lead nowhere.
      environments: build === undefined ? {} : { prerender: { resolve: { noExternal: true } } },
      plugins: [resolveFromPackage(), ...(build === undefined ? [] : [shareStages(folder)])],
    },
  };
}
