import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build as buildSite } from 'astro';
import { contradictions } from '../assessment/readiness.ts';
import { textSummary } from '../publish/summary.ts';
import { plural } from '../publish/words.ts';
import { loadRoot } from '../root.ts';
import { localAddress, siteConfig } from './astro-config.ts';
import type { CommonOptions } from './main.ts';
import { type ExitCode, exitCodes, print, printJson, tell, tellProblems } from './print.ts';

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
  const staging = join(dirname(target), `.${target.split('/').at(-1)}.partial-${process.pid}`);
  try {
    process.env['READINESS_ROOT'] = root;
    process.env['READINESS_NOW'] = now.toISOString();
    await buildSite({ ...siteConfig({ root, out: staging, site: address }), configFile: false, logLevel: 'error', mode: 'production' });
    replace(target, staging);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
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

/** Puts the new folder in the place of the old one. */
function replace(target: string, staging: string): void {
  const old = `${staging}.old`;
  if (existsSync(target)) renameSync(target, old);
  renameSync(staging, target);
  rmSync(old, { recursive: true, force: true });
}
