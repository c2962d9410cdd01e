import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroInlineConfig } from 'astro';

type VitePlugin = NonNullable<NonNullable<AstroInlineConfig['vite']>['plugins']>[number];

/** The folder of this package. */
export const packageFolder = fileURLToPath(new URL('../../', import.meta.url));

/** Where a site is published that nobody named an address for: on the machine that built it. */
export const localAddress = 'http://localhost:4321/';

/** The modules that this process runs: `src/` in the repository, `build/` where the package is installed. */
const running = new URL('../', import.meta.url);

/** What of `src/` Vite compiles into the site. All else are stages, which Node runs. */
const siteCode = ['components', 'layouts', 'pages', 'scripts', 'styles', 'guide', 'content.config.ts', 'site'];

/** Is a file of `src/` one that Vite compiles into the site? */
export function isSiteCode(file: string): boolean {
  return siteCode.includes(file.split('/')[0] ?? '');
}

/** The pages that a preview does not have: what others link, search or follow is a site's, and so is the history. */
const withoutPreview = [
  'api/v1/latest.json.ts',
  'api/v1/releases',
  'api/v1/releases.json.ts',
  'api/v1/summary.json.ts',
  'badges',
  'compare.astro',
  'feed',
  'feed.xml.ts',
  'matrix',
  'releases',
  'schemas',
  'search.astro',
  'trends',
];

/**
 * Lays the code of the site into a folder of its own, where Astro compiles it: Astro writes beside the code that it compiles, and the
 * package may be read-only, shared by several builds, and in a node_modules folder, where Vite takes files for finished packages.
 *
 * @param isPreview Without the pages that a preview does not have.
 */
export function layOutSite(folder: string, isPreview: boolean): void {
  for (const name of siteCode) cpSync(join(packageFolder, 'src', name), join(folder, 'src', name), { recursive: true });
  if (isPreview) for (const page of withoutPreview) rmSync(join(folder, 'src/pages', page), { recursive: true });
  cpSync(join(packageFolder, 'public'), join(folder, 'public'), { recursive: true });
  // Else the settings of whatever project stands above the folder would count.
  writeFileSync(join(folder, 'tsconfig.json'), '{}\n');
}

/** What the site's code imports of the framework is found from this package, wherever the code was laid and wherever a guide page stands. */
export function resolveFromPackage(): VitePlugin {
  return {
    name: 'readiness:resolve',
    resolveId: {
      order: 'pre',
      async handler(id, importer) {
        if (!/^(?:astro|@astrojs)(?:\/|$)/.test(id) || importer?.startsWith(packageFolder)) return null;
        return this.resolve(id, fileURLToPath(import.meta.url), { skipSelf: true });
      },
    },
  };
}

/**
 * Where the site's code stands in a folder of its own, its imports of stages lead to the modules of this process: pages call what is loaded
 * already, with the root that was read; what runs in the reader's browser is compiled in.
 */
export function shareStages(folder: string): VitePlugin {
  const source = join(folder, 'src');
  return {
    name: 'readiness:stages',
    resolveId: {
      order: 'pre',
      handler(id, importer) {
        if (!/^\..*\.ts$/.test(id) || !importer?.startsWith(source)) return null;
        const file = relative(source, join(dirname(importer), id));
        if (isSiteCode(file)) return null;
        const module = new URL(import.meta.url.endsWith('.ts') ? file : file.replace(/\.ts$/, '.js'), running);
        return this.environment.name === 'client' ? fileURLToPath(module) : { id: module.href, external: true };
      },
    },
  };
}
