import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { contradictions } from '../assessment/readiness.ts';
import { buildSite } from '../build/build-site.ts';
import { commonInputs, planReleases, type ReleasePlan, type TakenFolders } from '../build/reuse-releases.ts';
import { localAddress } from '../build/site-code.ts';
import { openPartFolder, openSiteFolder, placeOfSite, type SiteFolder } from '../build/site-folder.ts';
import { growHeapBy } from '../disk/frugal-heap.ts';
import { type InputState, inputChanges, readInputState } from '../disk/input-changes.ts';
import { type LoadedChain, loadChain, readPublication } from '../disk/releases.ts';
import { loadRoot } from '../disk/root.ts';
import { resultsFolder } from '../layout.ts';
import { errors, type Problem, problem } from '../problem.ts';
import { textSummary } from '../publish/gate/gate-summary.ts';
import { previewAddress } from '../publish/preview-address.ts';
import { plural } from '../publish/words/grammar.ts';
import type { Reading } from '../reading.ts';
import type { Chain } from '../release/history.ts';
import { findLost } from '../release/lost-releases.ts';
import { type KeptRelease, readKeptReleases } from '../remote/kept-releases.ts';
import { readPublishedHistory } from '../remote/published-history.ts';
import { openSite } from '../remote/published-site.ts';
import { proofLinks } from '../views/proof-links.ts';
import { holdSite } from './hold.ts';
import type { BuildOptions } from './options.ts';
import { type ExitCode, exitCodes, print, printJson, refuse, tell, tellProblems } from './print.ts';
import { type Step, withProgress } from './progress.ts';

/** `readiness-portal build`: the site of a root. The folder is replaced as a whole, or not at all. */
export async function build(options: BuildOptions): Promise<ExitCode> {
  const { root, out, json = false } = options;
  growHeapBy(40);
  const place = placeOfSite(out, root);
  if (place.state === 'refused') return refuse(place.problems, json);
  return holdSite(place.value, 'a build', json, () => withProgress(json, (step) => buildAlone(options, step)));
}

async function buildAlone(options: BuildOptions, step: Step): Promise<ExitCode> {
  const { root, out, json = false } = options;
  const target = openSiteFolder(out, root);
  if (target.state === 'refused') return refuse(target.problems, json);
  const inputs = readInputState(root);
  try {
    return await buildFrom(inputs, target.value, options, step);
  } catch (cause) {
    // What was read of a file while it was written breaks anywhere: the file is the fault.
    const changes = inputChanges(root, inputs);
    if (changes.length === 0) throw cause;
    return refuse(changes, json);
  }
}

async function buildFrom(
  inputs: InputState,
  target: SiteFolder,
  { root, site, forget = [], preview, shard, part = [], kept = [], now, json = false }: BuildOptions,
  step: Step,
): Promise<ExitCode> {
  const parts = openParts(part);
  if (parts.state === 'refused') return refuse(parts.problems, json);
  step('Reading the checklist and the results');
  const outcome = await loadRoot(root, now);
  if (outcome.state === 'refused') return refuse(outcome.problems, json);
  const { value: loaded, problems } = outcome;
  tellProblems(problems);
  step('Reading the releases');
  const whole = site ?? loaded.portal.site ?? localAddress;
  const address = preview === undefined ? whole : previewAddress(whole, preview);
  const known = await keptInSite(target, root, kept);
  const chain = preview === undefined ? await loadChain(root, known) : noChain;
  const folders = { before: target, parts: parts.value };
  const plan = planReleases(folders, chain.releases, commonInputs(root, loaded, address), new Set(kept), shard ?? null);
  tellProblems(findUnused(folders, plan));
  const publication = readPublication(root, chain, (version) => plan.read.has(version));
  // A release that is damaged says so on its own pages; anything else that is wrong among releases stops the build.
  const refused = errors(publication.problems).filter(({ code }) => code !== 'INTEGRITY');
  if (refused.length > 0) return refuse(refused, json);
  tellProblems(publication.problems);
  const lost = await findLostSince(target, publication.chain, new Set(forget));
  if (lost.length > 0) return refuse(lost, json);
  step('Making the pages');
  const built = await buildSite(
    { root, loaded, publication, plan, address, preview: preview ?? null, shard: shard ?? null, inputs },
    target,
  );
  if (built.state === 'refused') return refuse(built.problems, json);
  const { assessment } = loaded;
  const { path } = target;
  if (shard !== undefined) {
    const versions = [...plan.inputs.keys()];
    if (json) printJson({ out: path, site: address, shard, releases: versions });
    else
      print(
        `The pages of ${plural(versions.length, 'release')}, part ${shard.index} of ${shard.total}, are in ${relative('.', path) || '.'}, for ${address}.`,
      );
    return exitCodes.ok;
  }
  if (json)
    printJson({
      out: path,
      site: address,
      state: assessment.state,
      counts: assessment.counts,
      contradictions: contradictions(assessment).map(({ id }) => id),
    });
  else {
    print(
      ...textSummary({
        assessment,
        page: null,
        earlier: null,
        workshop: { evidence: loaded.evidence, roles: loaded.portal.roles },
        linksOf: proofLinks(whole, loaded.evidence),
      }),
      `The site is in ${relative('.', path) || '.'}, for ${address}.`,
    );
    if (problems.length > 0) tell(`${plural(problems.length, 'warning')}, listed above.`);
  }
  return exitCodes.ok;
}

function openParts(folders: readonly string[]): Reading<readonly SiteFolder[]> {
  const parts = folders.map(openPartFolder);
  const problems = parts.flatMap((part) => (part.state === 'refused' ? part.problems : []));
  if (problems.length > 0) return { state: 'refused', problems };
  return { state: 'read', value: parts.flatMap((part) => (part.state === 'read' ? [part.value] : [])), problems };
}

/** The parts that nothing is taken from. */
function findUnused({ parts }: TakenFolders, { reused }: ReleasePlan): Problem[] {
  const used = new Set([...reused.values()].map(({ from }) => from));
  const message =
    'no release of it would be made the same now: another root, address or version made it, or the site has these releases already';
  return parts
    .filter((part) => !used.has(part))
    .map(({ path }): Problem => ({ ...problem('USAGE', { file: relative('.', path) || '.' }, message), severity: 'warning' }));
}

/** A preview has no release. */
const noChain: LoadedChain = { releases: [], latest: null, problems: [], newest: new Map(), strays: [] };

/** Those of some releases of a site that the root lacks. */
async function keptInSite({ path }: SiteFolder, root: string, versions: readonly string[]): Promise<readonly KeptRelease[]> {
  const site = openSite(path);
  const lacking = versions.filter((version) => !existsSync(join(root, resultsFolder, version)));
  return site === null ? [] : [...(await readKeptReleases(site, lacking)).values()];
}

/** What the site that is replaced has, and the root has no more. */
async function findLostSince(
  { path, inventory }: SiteFolder,
  releases: Chain['releases'],
  forgotten: ReadonlySet<string>,
): Promise<readonly Problem[]> {
  const site = inventory === null ? null : openSite(path);
  if (site === null) return [];
  const stated = await readPublishedHistory(site);
  if (stated.state === 'refused') return stated.problems;
  const before = stated.value ?? [];
  const gone = before.filter(({ version }) => forgotten.has(version));
  tell(...gone.map(({ version }) => `${version} was published, and is not held against what is here: --forget.`));
  return findLost(before, releases, forgotten);
}
