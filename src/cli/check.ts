import { contradictions } from '../assessment/readiness.ts';
import { type GateReleases, loadGateReleases } from '../disk/gate-releases.ts';
import { loadRoot } from '../disk/root.ts';
import { errors, type Problem, type ProblemCode, problem } from '../problem.ts';
import { type GateAnswer, passesGate } from '../publish/gate/gate-answer.ts';
import { markdownSummary, textSummary } from '../publish/gate/gate-summary.ts';
import { moreWords } from '../publish/words/gate-words.ts';
import { proofLinks } from '../views/proof-links.ts';
import { holdAgainst } from './against.ts';
import { writeOutputs } from './check-outputs.ts';
import type { CheckOptions } from './options.ts';
import { type ExitCode, exitCodes, exitOf, print, printJson, tell, tellProblems } from './print.ts';
import { withProgress } from './progress.ts';
import { userCacheFolder } from './user-cache.ts';

/** Problems that are told at once: each may be why a signature does not count. */
const ofSignOffs: ReadonlySet<ProblemCode> = new Set(['SIGN_OFF', 'TRUST_CHANGED', 'INTEGRITY']);

/** How many other warnings are told. */
const toldWarnings = 5;

/** `readiness-portal check`: is the release in preparation, or one layer of it, ready? Or at least not worse than a published one? */
export async function check(options: CheckOptions): Promise<ExitCode> {
  const answer = await withProgress(options.json ?? false, (step) => {
    step('Reading the checklist, the results and the releases');
    return askGate(options);
  });
  await printAnswer(answer, options);
  const unwritten = await writeOutputs(options, answer, process.env);
  tellProblems(unwritten);
  return errors(unwritten).length > 0 ? exitCodes.usage : exitOfAnswer(answer);
}

async function askGate({ root, now, layer, trustFrom, against, unsigned = false }: CheckOptions): Promise<GateAnswer> {
  // What few runs ask for is loaded where it is asked for: a gate runs at every push.
  const trust = trustFrom === undefined ? undefined : (await import('./trust-from.ts')).readTrustAt(root, trustFrom);
  if (trust?.state === 'failed') return refusal([problem('ENVIRONMENT', { file: '--trust-from' }, trust.message, trust.hint)]);
  const isCompared = against !== undefined && against !== 'none';
  const [outcome, releases] = await Promise.all([loadRoot(root, now, trust?.trust), readReleases(root)]);
  const { damages, strays } = releases;
  const aside = [...strays, ...damages];
  if (outcome.state === 'refused' || errors(strays).length > 0) return refusal([...aside, ...outcome.problems]);
  const { assessment } = outcome.value;
  const page = assessment.pages.find(({ id }) => id === layer) ?? null;
  if (layer !== undefined && page === null) {
    const hint = `name one of ${assessment.pages.map(({ id }) => id).join(', ')}`;
    return refusal([problem('USAGE', { file: '--layer' }, `there is no layer ${JSON.stringify(layer)}`, hint)]);
  }
  // Before the first release there is nothing that could be worse: then the same holds as without sign-offs.
  const scope = { layer, unsigned: unsigned || against === 'none' };
  const earlier = isCompared ? await holdAgainst(against, root, releases, outcome.value, scope) : null;
  if (earlier?.state === 'refused') return refusal([...damages, ...earlier.problems.filter((each) => !damages.includes(each))]);
  const problems = [...strays, ...(earlier?.problems ?? []), ...outcome.problems];
  const isFault = ({ code }: Problem) => code === 'INTEGRITY';
  return {
    state: 'checked',
    release: {
      assessment,
      page,
      unsigned: scope.unsigned,
      earlier: earlier?.value ?? null,
      faults: [...damages, ...problems.filter((each) => isFault(each) && !damages.includes(each))],
      warnings: problems.filter((each) => !isFault(each)),
      workshop: { evidence: outcome.value.evidence, roles: outcome.value.portal.roles },
      linksOf: proofLinks(outcome.value.portal.site, outcome.value.evidence),
    },
  };
}

function refusal(problems: readonly Problem[]): GateAnswer {
  return { state: 'refused', problems };
}

function exitOfAnswer(answer: GateAnswer): ExitCode {
  switch (answer.state) {
    case 'refused':
      return exitOf(errors(answer.problems));
    case 'checked':
      if (answer.release.faults.length > 0) return exitCodes.integrity;
      return passesGate(answer.release) ? exitCodes.ok : exitCodes.notReady;
  }
}

async function printAnswer(answer: GateAnswer, { json, markdown }: CheckOptions): Promise<void> {
  switch (answer.state) {
    case 'refused':
      tellProblems(errors(answer.problems));
      if (json) printJson({ ready: false, problems: answer.problems });
      return;
    case 'checked': {
      const { assessment, earlier, faults, warnings } = answer.release;
      tellProblems(faults);
      if (json) {
        const { readinessDocument } = await import('../publish/api.ts');
        printJson({ ...readinessDocument(assessment, contradictions(assessment)), ...(earlier === null ? {} : { against: earlier }) });
        tellProblems(warnings);
        return;
      }
      if (markdown) process.stdout.write(markdownSummary(answer));
      else print(...textSummary(answer.release));
      tellWarnings(warnings);
    }
  }
}

/** What may be why a signature does not count is told whole, and of the other warnings as many as a person reads. */
function tellWarnings(problems: readonly Problem[]): void {
  const others = problems.filter(({ code }) => !ofSignOffs.has(code));
  const more = others.length - toldWarnings;
  tellProblems([...problems.filter(({ code }) => ofSignOffs.has(code)), ...others.slice(0, toldWarnings)]);
  if (more > 0) tell(moreWords(more, 'warning'));
}

/** The releases of a root, of which those that have not changed since a check before are not read again. */
function readReleases(root: string): Promise<GateReleases> {
  const folder = userCacheFolder(process.env, process.platform);
  return loadGateReleases(root, folder === null ? null : { folder, time: Date.now() });
}
