import type { AssessedPage, Assessment } from '../assessment/assessment.ts';
import { contradictions } from '../assessment/readiness.ts';
import { loadDamages, loadRecheckedHistory } from '../disk/releases.ts';
import { loadRoot } from '../disk/root.ts';
import { errors, type Problem, type ProblemCode } from '../problem.ts';
import { markdownSummary, pageSummary, textSummary } from '../publish/summary.ts';
import { plural } from '../publish/words/grammar.ts';
import { historyProblems } from '../release/history.ts';
import { againstDocument, againstLines, againstMarkdown, holdAgainst } from './against.ts';
import type { CheckOptions } from './options.ts';
import { type ExitCode, exitCodes, exitOf, print, printJson, tell, tellProblems } from './print.ts';

/** Problems that are told at once: each may be why a signature does not count. */
const ofSignOffs: ReadonlySet<ProblemCode> = new Set(['SIGN_OFF', 'TRUST_CHANGED', 'INTEGRITY']);

/** How many other warnings are told. */
const toldWarnings = 5;

/** `readiness-portal check`: is the release in preparation, or one layer of it, ready? Or at least not worse than a published one? */
export async function check({ root, now, json, layer, unsigned = false, markdown, trustFrom, against }: CheckOptions): Promise<ExitCode> {
  // What few runs ask for is loaded where it is asked for: a gate runs at every push.
  const earlier = trustFrom === undefined ? undefined : (await import('./trust-from.ts')).readTrustAt(root, trustFrom);
  if (earlier?.state === 'failed') {
    tell(`--trust-from ENVIRONMENT ${earlier.message} - ${earlier.hint}`);
    return exitCodes.usage;
  }
  const [outcome, { history, damages, strays }] = await Promise.all([
    loadRoot(root, now, earlier?.trust),
    readReleases(root, against !== undefined),
  ]);
  tellProblems([...strays, ...damages]);
  if (outcome.state === 'refused' || errors(strays).length > 0) {
    tellProblems(errors(outcome.problems));
    if (json) printJson({ ready: false, problems: [...outcome.problems, ...strays, ...damages] });
    return damages.length > 0 ? exitCodes.integrity : exitCodes.refused;
  }
  const { problems } = outcome;
  const { assessment } = outcome.value;
  const page = assessment.pages.find(({ id }) => id === layer);
  if (layer !== undefined && page === undefined) {
    tell(`--layer USAGE there is no layer ${JSON.stringify(layer)} - name one of ${assessment.pages.map(({ id }) => id).join(', ')}`);
    return exitCodes.usage;
  }
  const compared =
    against === undefined || history === null ? null : await holdAgainst(against, root, history, outcome.value, { layer, unsigned });
  tellProblems(compared?.problems.filter((each) => !damages.includes(each)) ?? []);
  if (compared?.state === 'refused') {
    if (json) printJson({ ready: false, problems: compared.problems });
    return damages.length > 0 ? exitCodes.integrity : exitOf(compared.problems);
  }
  const held = compared?.value ?? null;
  const ready = passes(page ?? assessment, unsigned);
  if (json) {
    const { readinessDocument } = await import('../publish/api.ts');
    printJson({
      ...readinessDocument(assessment, contradictions(assessment)),
      ...(held === null ? {} : { against: againstDocument(held) }),
    });
    tellProblems(problems);
  } else {
    const summary = page === undefined ? textSummary(assessment) : pageSummary(page, assessment);
    if (markdown) process.stdout.write(`${markdownSummary(assessment)}${held === null ? '' : againstMarkdown(held)}`);
    else print(...summary, ...(held === null ? [] : againstLines(held)));
    tellWarnings(problems);
  }
  if (damages.length > 0 || problems.some(({ code }) => code === 'INTEGRITY')) return exitCodes.integrity;
  return (held === null ? ready : held.worse.length === 0) ? exitCodes.ok : exitCodes.notReady;
}

/** What may be why a signature does not count is told whole, and of the other warnings as many as a person reads. */
function tellWarnings(problems: readonly Problem[]): void {
  const others = problems.filter(({ code }) => !ofSignOffs.has(code));
  const more = others.length - toldWarnings;
  tellProblems([...problems.filter(({ code }) => ofSignOffs.has(code)), ...others.slice(0, toldWarnings)]);
  if (more > 0) tell(`… and ${plural(more, 'more warning')}, which npx readiness-portal check --json lists.`);
}

/** The damages of the releases of a root, with what they assess where they are to be compared with. */
async function readReleases(root: string, compared: boolean) {
  if (!compared) return { history: null, ...(await loadDamages(root)) };
  const history = await loadRecheckedHistory(root);
  return { history, damages: historyProblems(history), strays: history.strays };
}

/** Ready; or where sign-offs are not asked for, ready but for them. */
function passes({ state }: Pick<Assessment | AssessedPage, 'state'>, unsigned: boolean): boolean {
  return unsigned ? state !== 'not-ready' : state === 'ready';
}
