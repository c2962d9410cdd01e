import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { contradictions } from '../assessment/readiness.ts';
import { type KeptSite, keepSite, prepareSite } from '../build/prepared-site.ts';
import { keysFile, keysText, type PageKeys, pageKeys, reusable } from '../build/reuse-pages.ts';
import { layOutSite, localAddress } from '../build/site-code.ts';
import { loadPublication } from '../disk/releases.ts';
import { loadRoot } from '../disk/root.ts';
import { textSummary } from '../publish/summary.ts';
import { plural } from '../publish/words/words.ts';
import type { BuildOptions } from './options.ts';
import { type ExitCode, exitCodes, print, printJson, tell, tellProblems } from './print.ts';

/** `readiness-portal build`: the site of a root. The folder is replaced as a whole, or not at all. */
export async function build({ root, out, site, now, json = false }: BuildOptions): Promise<ExitCode> {
  const target = resolve(out);
  const fault = targetFault(target, root);
  if (fault !== null) {
    tell(`--out USAGE ${fault} - name a new folder, or one that holds a site`);
    return exitCodes.usage;
  }
  const loaded = await loadRoot(root, now);
  tellProblems(loaded.state === 'refused' ? loaded.problems : loaded.root.problems);
  if (loaded.state === 'refused') {
    if (json) printJson({ problems: loaded.problems });
    return exitCodes.refused;
  }
  const { assessment, portal } = loaded.root;
  const address = site ?? portal.site ?? localAddress;
  const publication = await loadPublication(root);
  tellProblems(publication.problems);
  const keys = pageKeys(publication, loaded.root, address);
  await buildInPlace(target, prepareSite(loaded.root, publication, reusable(target, keys)), { root, site: address, keys });
  if (json)
    printJson({
      out: target,
      site: address,
      state: assessment.state,
      counts: assessment.counts,
      contradictions: contradictions(assessment).map(({ id }) => id),
    });
  else {
    print(...textSummary(assessment), `The site is in ${relative('.', target) || '.'}, for ${address}.`);
    const { problems } = loaded.root;
    if (problems.length > 0) tell(`${plural(problems.length, 'warning')}, listed above.`);
  }
  return exitCodes.ok;
}

/** Why a folder must not be replaced by the site: it holds the root, or something that is no site. Null where it may. */
function targetFault(target: string, root: string): string | null {
  const inside = (inner: string, outer: string) => !relative(outer, inner).startsWith('..') && !isAbsolute(relative(outer, inner));
  if (inside(root, target)) return 'the site would replace the root';
  if (inside(target, join(root, 'content')) || inside(target, join(root, 'results')))
    return 'the site would stand among what it is made from';
  if (!existsSync(target)) return null;
  if (!statSync(target).isDirectory()) return 'there is a file of this name';
  return readdirSync(target).length === 0 || existsSync(join(target, 'api/v1/readiness.json'))
    ? null
    : 'the folder holds something else than a site';
}

/** Builds the site beside the folder that it replaces: a folder is renamed at once, and only within a disk. */
async function buildInPlace(
  target: string,
  kept: KeptSite,
  { root, site, keys }: { root: string; site: string; keys: PageKeys },
): Promise<void> {
  const folder = join(dirname(target), `.${basename(target)}.partial-${process.pid}`);
  const out = join(folder, 'dist');
  const home = process.cwd();
  mkdirSync(folder, { recursive: true });
  try {
    layOutSite(folder);
    keepSite(kept);
    prepareEnvironment();
    // Where the guide is looked for.
    process.env['READINESS_ROOT'] = root;
    // Astro writes what it needs for a while into the current folder.
    process.chdir(folder);
    // Loaded only now, so that a root which is refused is refused at once.
    const [{ build: buildSite }, { siteConfig }] = await Promise.all([import('astro'), import('../build/astro-config.ts')]);
    await buildSite({
      ...siteConfig({ root, out, site, build: { folder, kept, before: target } }),
      configFile: false,
      logLevel: 'error',
      mode: 'production',
    });
    writeFileSync(join(out, keysFile), keysText(keys));
    replace(target, out);
  } finally {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Else the allocators of Astro's native parts claim memory ahead and keep what they no longer use: a quarter of all that a build takes. */
const frugal = { MIMALLOC_ARENA_EAGER_COMMIT: '0', MIMALLOC_PURGE_DELAY: '0', MIMALLOC_ALLOW_THP: '0' };

/** Takes out of the environment what would stand for Astro's own values in the code of the pages: a CI job may have set the like for its product. */
function prepareEnvironment(): void {
  for (const name of ['ASSETS_PREFIX', 'BASE_URL', 'DEV', 'MODE', 'PROD', 'SITE', 'SSR']) delete process.env[name];
  process.env['NODE_ENV'] = 'production';
  for (const [name, value] of Object.entries(frugal)) process.env[name] ??= value;
}

/** Puts the new folder in the place of the old one. */
function replace(target: string, made: string): void {
  const old = `${made}.old`;
  if (existsSync(target)) renameSync(target, old);
  renameSync(made, target);
}
