import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listReleases } from '../disk/find-releases.ts';
import { growHeapBy } from '../disk/frugal-heap.ts';
import { loadRevocations } from '../disk/trust-files.ts';
import { doInWorkers, workerModule } from '../disk/workers.ts';
import { type Problem, problem } from '../problem.ts';
import { type Chain, type ChainedRelease, linkUp, type Release, type SoundRelease } from '../release/history.ts';
import { findLost } from '../release/lost-releases.ts';
import { releaseOfLink } from '../release/release-link.ts';
import type { SignedRelease } from '../release/signed-release.ts';
import { isVersion } from '../release/version.ts';
import { readPublishedHistory, readPublishedVersions } from '../remote/published-history.ts';
import { openSite, readPublished, readPublishedRevocations, type Site, unreachable } from '../remote/published-site.ts';
import { checkStatements } from '../remote/published-statements.ts';
import type { Revocations } from '../signing/allowed-signers.ts';
import type { VerifyOptions } from './options.ts';
import { type ExitCode, exitCodes, exitOf, print, printJson, tell, tellProblems } from './print.ts';
import { type Step, withProgress } from './progress.ts';
import { type ReadTrust, readTrustAt } from './trust-from.ts';
import { type VerifyTask, verifyFolder } from './verify-folder.ts';
import { brokenReport, reportOf, type Verifying, type VerifyReport } from './verify-report.ts';

/** `readiness-portal verify`: are the releases what was frozen, and do they come to what their snapshots say? */
export async function verify(versions: readonly string[], options: VerifyOptions): Promise<ExitCode> {
  return withProgress(options.json ?? false, (step) => verifyInSteps(versions, options, step));
}

async function verifyInSteps(
  versions: readonly string[],
  { root, from, published: publishedAt, trustFrom, manifestOnly = false, json = false }: VerifyOptions,
  step: Step,
): Promise<ExitCode> {
  if (from !== undefined && trustFrom !== undefined) {
    tell('--trust-from USAGE a published site has no commits - leave it out, or verify in the repository');
    return exitCodes.usage;
  }
  if (from !== undefined && publishedAt !== undefined) {
    tell('--published USAGE a root is held against what was published, and --from reads no root - leave one of them out');
    return exitCodes.usage;
  }
  const earlier = trustFrom === undefined ? undefined : readTrustAt(root, trustFrom);
  if (earlier?.state === 'failed') {
    tell(`--trust-from ENVIRONMENT ${earlier.message} - ${earlier.hint}`);
    return exitCodes.usage;
  }
  const shown = { from, manifestOnly };
  const read =
    from === undefined
      ? await verifyRoot(root, versions, { ...shown, earlier, publishedAt }, step)
      : await verifyPublished(from, versions, shown, step);
  const { reports, revocations } = read;
  const unknown = reports.length > 0 && revocations.state === 'unknown' ? revocations.problems : [];
  const problems = [
    ...unknown,
    ...read.problems,
    ...reports.flatMap((report) => report.problems),
    ...reports.flatMap(({ unchecked }) => unchecked),
  ];
  tellProblems(problems);
  if (json) printJson({ releases: reports.map(({ document }) => document), problems });
  else print(...(reports.length === 0 && problems.length === 0 ? ['There is no release.'] : reports.flatMap(({ lines }) => lines)));
  const errors = problems.filter(({ severity }) => severity === 'error');
  // A record that does not say what it seems to say is as bad as a file that is not what it was.
  return errors.length === 0
    ? exitCodes.ok
    : exitOf(errors.map((each) => (each.code === 'SIGN_OFF' ? { ...each, code: 'INTEGRITY' } : each)));
}

/** What a site has that the root has no more, or has otherwise. */
async function findLostSince(published: string, releases: Chain<ChainedRelease>['releases']): Promise<readonly Problem[]> {
  const site = openSite(published);
  if (site === null) return [noFolder(published)];
  try {
    const stated = await readPublishedHistory(site);
    if (stated.state === 'refused') return stated.problems;
    if (stated.value !== null) return findLost(stated.value, releases);
    const hint = 'name the address that has api/ below it; where nothing is published yet, leave --published out';
    return [problem('ENVIRONMENT', { file: published }, 'no site is published there', hint)];
  } catch (cause) {
    return [unreachable(published, cause)];
  }
}

function noFolder(file: string): Problem {
  return problem('ENVIRONMENT', { file }, 'there is no such folder', 'name a built site, or its address');
}

/** What was found of the releases that are verified. */
interface Verification {
  readonly reports: readonly VerifyReport[];
  /** What is wrong with no release more than with another. */
  readonly problems: readonly Problem[];
  readonly revocations: Revocations;
}

type Shown = Pick<Verifying, 'from' | 'manifestOnly'>;

/** Verifies releases of a root, each by itself and in workers, and then holds all that are there against each other. */
async function verifyRoot(
  root: string,
  versions: readonly string[],
  order: Shown & { readonly earlier: ReadTrust | undefined; readonly publishedAt: string | undefined },
  step: Step,
): Promise<Verification> {
  const { earlier, publishedAt, ...shown } = order;
  const { value: folders, problems: strays } = listReleases(root);
  const revocations = loadRevocations(root);
  const tasks = folders.map((folder): VerifyTask => {
    const isChosen = versions.length === 0 || versions.includes(folder.version);
    const trust = earlier?.has(folder.version) ? undefined : earlier?.trust;
    return { folder, verifying: isChosen ? { ...shown, revocations, trust } : null };
  });
  const count = (done: number) => step('Verifying the releases', `${done} of ${tasks.length}`);
  count(0);
  // With a smaller share each worker does little else than clean up.
  growHeapBy(70);
  const module = workerModule(import.meta.url, './verify-worker');
  const results = await doInWorkers({ module, tasks, answer: verifyFolder, onDone: count });
  const chain = linkUp(results.flatMap(({ link }, index) => (folders[index] === undefined ? [] : [releaseOfLink(folders[index], link)])));
  const reports = new Map(results.map(({ report }, index) => [folders[index]?.version, report]));
  const chosen = chain.releases.filter(({ version }) => versions.length === 0 || versions.includes(version));
  const missing = versions.filter((version) => !chain.releases.some((release) => release.version === version));
  const nothing = versions.length === 0 && !existsSync(join(root, 'results')) ? [nothingThere()] : [];
  const beside = versions.length === 0 ? strays : missing.map((version) => absent(version, 'results'));
  const lost = publishedAt === undefined ? [] : await findLostSince(publishedAt, chain.releases);
  return {
    reports: chosen.flatMap((release) => {
      const alone = reports.get(release.version) ?? null;
      // What the chain shows is not to be seen in a release by itself.
      if (release.integrity === 'broken') return brokenReport({ ...release, files: alone?.document.files ?? release.files });
      return alone ?? [];
    }),
    problems: [...nothing, ...beside, ...chain.problems, ...lost],
    revocations,
  };
}

/**
 * Verifies releases of a published site, one after another.
 *
 * @param versions Those that are asked for; all that it lists where none is.
 */
async function verifyPublished(from: string, versions: readonly string[], shown: Shown, step: Step): Promise<Verification> {
  const site = openSite(from);
  if (site === null) return { reports: [], revocations: { state: 'unknown', problems: [] }, problems: [noFolder(from)] };
  const reports: VerifyReport[] = [];
  const problems: Problem[] = [];
  let revocations: Revocations = { state: 'unknown', problems: [] };
  try {
    revocations = await readPublishedRevocations(site);
  } catch (cause) {
    problems.push(unreachable(from, cause));
  }
  const statements = async (release: SoundRelease, signed: SignedRelease) => {
    try {
      return await checkStatements(site, release, signed);
    } catch (cause) {
      return [unreachable(from, cause)];
    }
  };
  const listed = versions.length > 0 ? { versions, problems: [] } : await listedVersions(site, from);
  problems.push(...listed.problems);
  for (const [at, version] of listed.versions.entries()) {
    step('Verifying the releases', `${at + 1} of ${listed.versions.length}`);
    let release: Release | null = null;
    try {
      release = isVersion(version) ? await readPublished(site, version) : null;
      if (release === null) problems.push(absent(version, from, 'name one that the site has, and the address that has releases/ below it'));
    } catch (cause) {
      problems.push(unreachable(from, cause));
    }
    if (release !== null) reports.push(await reportOf(release, { ...shown, revocations, trust: undefined }, statements));
  }
  return { reports, problems, revocations };
}

/** What a published site lists. That nothing is listed is no site without a release: it may be none at all. */
async function listedVersions(
  site: Site,
  from: string,
): Promise<{ readonly versions: readonly string[]; readonly problems: readonly Problem[] }> {
  try {
    const { state, value, problems } = { value: null, ...(await readPublishedVersions(site)) };
    if (state === 'refused') return { versions: [], problems };
    if (value !== null) return { versions: value, problems: [] };
  } catch (cause) {
    return { versions: [], problems: [unreachable(from, cause)] };
  }
  const hint = 'name the address that has releases/ below it, or the versions';
  return { versions: [], problems: [problem('USAGE', { file: '--from' }, 'no list of releases is published there', hint)] };
}

function absent(version: string, file: string, hint?: string): Problem {
  return problem('RELEASE_MISSING', { file }, `there is no release ${JSON.stringify(version.slice(0, 100))}`, hint);
}

/** A command in a wrong folder, or a history that went: not the same as a product without a release. */
function nothingThere(): Problem {
  return problem(
    'CONTENT_MISSING',
    { file: 'results' },
    'there is no such folder: nothing was verified',
    'run it where content/ and results/ are, or name that folder: --root',
  );
}
