import { relative } from 'node:path';
import { contradictions } from '../assessment/readiness.ts';
import { buildSite } from '../build/build-site.ts';
import { localAddress } from '../build/site-code.ts';
import { openSiteFolder, type SiteFolder } from '../build/site-folder.ts';
import { type InputState, inputChanges, readInputState } from '../disk/input-changes.ts';
import { loadPublication } from '../disk/releases.ts';
import { loadRoot } from '../disk/root.ts';
import type { Problem } from '../problem.ts';
import { textSummary } from '../publish/summary.ts';
import { plural } from '../publish/words/grammar.ts';
import type { BuildOptions } from './options.ts';
import { type ExitCode, exitCodes, exitOf, print, printJson, tell, tellProblems } from './print.ts';

/** `readiness-portal build`: the site of a root. The folder is replaced as a whole, or not at all. */
export async function build(options: BuildOptions): Promise<ExitCode> {
  const { root, out, json = false } = options;
  const target = openSiteFolder(out, root);
  if (target.state === 'refused') return refuse(target.problems, json);
  const inputs = readInputState(root);
  try {
    return await buildFrom(inputs, target.value, options);
  } catch (cause) {
    // What was read of a file while it was written breaks anywhere: the file is the fault.
    const changes = inputChanges(root, inputs);
    if (changes.length === 0) throw cause;
    return refuse(changes, json);
  }
}

async function buildFrom(inputs: InputState, target: SiteFolder, { root, site, now, json = false }: BuildOptions): Promise<ExitCode> {
  const outcome = await loadRoot(root, now);
  if (outcome.state === 'refused') return refuse(outcome.problems, json);
  const { value: loaded, problems } = outcome;
  tellProblems(problems);
  const address = site ?? loaded.portal.site ?? localAddress;
  const publication = await loadPublication(root);
  tellProblems(publication.problems);
  const built = await buildSite({ root, loaded, publication, address, inputs }, target);
  if (built.state === 'refused') return refuse(built.problems, json);
  const { assessment } = loaded;
  const { path } = target;
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
