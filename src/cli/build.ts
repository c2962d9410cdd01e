import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { build as buildSite } from 'astro';
import { contradictions } from '../assessment/readiness.ts';
import { textSummary } from '../publish/summary.ts';
import { plural } from '../publish/words.ts';
import { keepRoot, type LoadedRoot, loadRoot } from '../root.ts';
import { localAddress, siteConfig } from './astro-config.ts';
import type { CommonOptions } from './main.ts';
import { type ExitCode, exitCodes, print, printJson, tell, tellProblems } from './print.ts';
import { layOutSite } from './site-code.ts';

interface BuildOptions extends CommonOptions {
  readonly out: string;
  readonly site?: string;
}

/** `readiness build`: the site of a root. The folder is replaced as a whole, or not at all. */
export async function build({ root, out, site, now, json = false }: BuildOptions): Promise<ExitCode> {
  const target = resolve(out);
  const overlap = [root, join(root, 'content'), join(root, 'results')].find(
    (folder) => folder === target || folder.startsWith(`${target}/`),
  );
  if (overlap !== undefined || target.startsWith(`${join(root, 'results')}/`) || target.startsWith(`${join(root, 'content')}/`)) {
    tell(`--out USAGE the site would replace ${relative('.', overlap ?? target) || 'the root'} - name a folder of its own`);
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
  await buildInPlace(target, loaded.root, { root, site: address });
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

/** Builds the site beside the folder that it replaces: a folder is renamed at once, and only within a disk. */
async function buildInPlace(target: string, loaded: LoadedRoot, { root, site }: { root: string; site: string }): Promise<void> {
  const folder = join(dirname(target), `.${basename(target)}.partial-${process.pid}`);
  const out = join(folder, 'dist');
  const home = process.cwd();
  mkdirSync(folder, { recursive: true });
  try {
    layOutSite(folder);
    keepRoot(loaded);
    // Where the guide is looked for.
    process.env['READINESS_ROOT'] = root;
    // Astro writes what it needs for a while into the current folder.
    process.chdir(folder);
    await buildSite({ ...siteConfig({ root, out, site, folder }), configFile: false, logLevel: 'error', mode: 'production' });
    replace(target, out);
  } finally {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Puts the new folder in the place of the old one. */
function replace(target: string, made: string): void {
  const old = `${made}.old`;
  if (existsSync(target)) renameSync(target, old);
  renameSync(made, target);
}
