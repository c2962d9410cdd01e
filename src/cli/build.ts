import { relative } from 'node:path';
import { contradictions } from '../assessment/readiness.ts';
import { buildSite } from '../build/build-site.ts';
import { localAddress } from '../build/site-code.ts';
import { openSiteFolder } from '../build/site-folder.ts';
import { loadPublication } from '../disk/releases.ts';
import { loadRoot } from '../disk/root.ts';
import type { Problem } from '../problem.ts';
import { textSummary } from '../publish/summary.ts';
import { plural } from '../publish/words/words.ts';
import type { BuildOptions } from './options.ts';
import { type ExitCode, exitCodes, exitOf, print, printJson, tell, tellProblems } from './print.ts';

/** `readiness-portal build`: the site of a root. The folder is replaced as a whole, or not at all. */
export async function build({ root, out, site, now, json = false }: BuildOptions): Promise<ExitCode> {
  const target = openSiteFolder(out, root);
  if (target.state === 'refused') return refuse(target.problems, json);
  const outcome = await loadRoot(root, now);
  if (outcome.state === 'refused') return refuse(outcome.problems, json);
  const { root: loaded } = outcome;
  tellProblems(loaded.problems);
  const address = site ?? loaded.portal.site ?? localAddress;
  const publication = await loadPublication(root);
  tellProblems(publication.problems);
  const built = await buildSite({ root, loaded, publication, address }, target.value);
  if (built.state === 'refused') return refuse(built.problems, json);
  const { assessment, problems } = loaded;
  const { path } = target.value;
  if (json)
    printJson({
      out: path,
      site: address,
      state: assessment.state,
      counts: assessment.counts,
      contradictions: contradictions(assessment).map(({ id }) => id),
    });
  else {
    print(...textSummary(assessment), `The site is in ${relative('.', path) || '.'}, for ${address}.`);
    if (problems.length > 0) tell(`${plural(problems.length, 'warning')}, listed above.`);
  }
  return exitCodes.ok;
}

function refuse(problems: readonly Problem[], json: boolean): ExitCode {
  tellProblems(problems);
  if (json) printJson({ problems });
  return exitOf(problems);
}
