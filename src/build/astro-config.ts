import { join } from 'node:path';
import mdx from '@astrojs/mdx';
import sitemap from '@astrojs/sitemap';
import type { AstroInlineConfig } from 'astro';
import type { FollowedGuide } from './guide.ts';
import { orderByRelease, publishObjects, publishReleases, searchIndex, watchRoot } from './integrations.ts';
import type { PreparedSite } from './prepared-site.ts';
import { packageFolder, resolveFromPackage, shareStages } from './site-code.ts';
import type { SiteFolder } from './site-folder.ts';
import { addressesOf } from './take-over.ts';

/** A build of `readiness-portal build`, in a folder where Astro may write. */
export interface SiteBuild {
  /** Where the site's code was laid. */
  readonly folder: string;
  readonly prepared: PreparedSite;
  /** The folder of the site that is replaced. */
  readonly before: SiteFolder;
  readonly guide: FollowedGuide;
}

/** How many addresses a file of the sitemap lists: one is to stay below 300 kB also where they are long. */
const entryLimit = 1500;

/**
 * Astro's configuration for the site of a root.
 *
 * @param out The folder that is written.
 * @param site The address that it will be published under, with its path.
 * @param build Absent in development and for checks, where the code stands in this package.
 */
export function siteConfig({ root, out, site, build }: { root: string; out: string; site: string; build?: SiteBuild }): AstroInlineConfig {
  const address = new URL(site.replace(/\/*$/, '/'));
  const folder = build?.folder ?? packageFolder;
  const reused = build === undefined ? [] : addressesOf(build.prepared.reused);
  return {
    root: folder,
    outDir: out,
    cacheDir: join(folder, 'node_modules/.cache/readiness'),
    site: address.origin,
    base: address.pathname,
    trailingSlash: 'always',
    compressHTML: true,
    // Highlighting would write styles into the pages, which their policy forbids.
    markdown: { syntaxHighlight: false },
    build: { inlineStylesheets: 'never', concurrency: 4 },
    image: { service: { entrypoint: 'astro/assets/services/noop' } },
    integrations: [
      mdx(),
      watchRoot(root),
      ...(build === undefined ? [] : [orderByRelease(build.prepared), publishReleases(build), publishObjects(root, build.prepared)]),
      ...(isPart(build) ? [] : [sitemap({ entryLimit, customPages: reused.map((page) => new URL(page, address).href) })]),
      ...(build === undefined || isPart(build) ? [] : [searchIndex(build.prepared)]),
    ],
    vite: {
      build: { assetsInlineLimit: 0, rolldownOptions: { checks: { moduleLevelDirective: false } } },
      // Else Vite looks for settings of PostCSS in every folder above.
      css: { postcss: {} },
      server: { fs: { allow: [packageFolder, root] } },
      // The code that renders pages is written beside them, where its imports of packages would lead nowhere.
      environments: build === undefined ? {} : { prerender: { resolve: { noExternal: true } } },
      plugins: [resolveFromPackage(), ...(build === undefined ? [] : [shareStages(folder), build.guide.plugin])],
    },
  };
}

/** Is what is built no site of its own, but a preview or a part of one? */
function isPart(build: SiteBuild | undefined): boolean {
  return build !== undefined && (build.prepared.preview !== null || build.prepared.shard !== null);
}
