import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InputState, inputChanges } from '../disk/input-changes.ts';
import { findReleaseSecrets } from '../disk/published-secrets.ts';
import type { Publication } from '../disk/releases.ts';
import { closeStaging, moveInto, openStaging, type Staging } from '../disk/replace-folder.ts';
import type { LoadedRoot } from '../disk/root.ts';
import { writeTexts } from '../disk/write-texts.ts';
import { type Inventory, inventoryFile, inventoryText } from '../publish/inventory.ts';
import type { Reading } from '../reading.ts';
import type { SiteBuild } from './astro-config.ts';
import { followGuide } from './guide.ts';
import { filesOfMade } from './integrations.ts';
import { handToPages, prepareSite } from './prepared-site.ts';
import { type ReleasePlan, releaseDigests, type Shard } from './reuse-releases.ts';
import { layOutSite } from './site-code.ts';
import { digestsBelow, replaceSite, type SiteFolder } from './site-folder.ts';
import { listedFiles, takeOver } from './take-over.ts';

/** What a site is made of. */
export interface SiteOrder {
  /** The folder of the root, absolute. */
  readonly root: string;
  readonly loaded: LoadedRoot;
  readonly publication: Publication;
  readonly plan: ReleasePlan;
  /** The address that it will be published under, with its path. */
  readonly address: string;
  /** The part of the releases that is built; null for a site. */
  readonly shard: Shard | null;
  /** The number of the change that it is a preview of; null for a site. */
  readonly preview: number | null;
  /** How the files of the root were before they were read. */
  readonly inputs: InputState;
}

/**
 * Builds the site of a root beside the folder that it is for, and puts it there: all of it, or nothing. The process is Astro's meanwhile: its
 * current folder and its environment are changed.
 */
export async function buildSite(order: SiteOrder, target: SiteFolder): Promise<Reading<Inventory>> {
  const { publication, loaded, plan, preview, shard } = order;
  const leaks = await findReleaseSecrets(publication, plan.made, loaded.portal.secrets);
  if (leaks.length > 0) return { state: 'refused', problems: leaks };
  const guide = followGuide(order.root);
  const home = process.cwd();
  const staging = openStaging(target.path);
  const close = () => closeStaging(staging, target.path);
  // After a failure Astro goes on writing until the process ends.
  process.once('exit', close);
  try {
    const ofReleases = filesOfMade(staging.folder);
    const prepared = await prepareSite({ root: loaded, publication, plan, preview, shard }, (files) => writeTexts(files, ofReleases));
    const made = await makeSite(order, staging, { folder: staging.folder, prepared, before: target, guide });
    process.chdir(home);
    const changes = inputChanges(order.root, order.inputs);
    const problems = changes.length > 0 ? changes : replaceSite(target, made, staging);
    if (problems.length > 0) return { state: 'refused', problems };
    process.off('exit', close);
    return { state: 'read', value: made, problems };
  } catch (cause) {
    const problems = guide.faultsOf(cause);
    if (problems.length === 0) throw cause;
    return { state: 'refused', problems };
  } finally {
    process.chdir(home);
    close();
  }
}

/** Writes all files of a site, its inventory last: a folder without one is no site. */
async function makeSite(
  { root, address, plan: { inputs } }: SiteOrder,
  { folder, made: site }: Staging,
  parts: SiteBuild,
): Promise<Inventory> {
  const { prepared, before } = parts;
  layOutSite(folder, prepared.preview !== null);
  handToPages(prepared);
  prepareEnvironment();
  // Where the guide is looked for.
  process.env['READINESS_ROOT'] = root;
  // Astro writes what it needs for a while into the current folder.
  process.chdir(folder);
  // Loaded only now, so that a root which is refused is refused at once.
  const [{ build }, { siteConfig }] = await Promise.all([import('astro'), import('./astro-config.ts')]);
  const config = siteConfig({ root, out: site, site: address, build: parts });
  const taken = join(folder, 'taken');
  const outcomes = await Promise.allSettled([
    build({ ...config, configFile: false, logLevel: 'silent', mode: 'production' }),
    takeOver(prepared.reused, taken),
  ]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  // Else a pages branch would not serve the folders whose names begin with an underscore.
  writeFileSync(join(site, '.nojekyll'), '');
  const staying = prepared.publication.chain.filter(({ version }) => prepared.kept.has(version));
  const files = { ...listedFiles(prepared.reused, staying, before), ...digestsBelow(site) };
  findFaults(files);
  if (existsSync(taken)) moveInto(taken, site);
  const inventory: Inventory = { schemaVersion: 1, files, releases: releaseDigests(inputs, { files }) };
  writeFileSync(join(site, inventoryFile), inventoryText(inventory));
  return inventory;
}

/** Holds bytes against the digest that they are published under. */
function findFaults(files: Inventory['files']): void {
  for (const [path, digest] of Object.entries(files)) {
    const named = /^objects\/([0-9a-f]{64})\.txt$/.exec(path)?.[1];
    if (named !== undefined && named !== digest) throw new Error(`a result file changed while its bytes were published as ${path}`);
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
