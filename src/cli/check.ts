import type { AssessedPage, Assessment } from '../assessment/assessment.ts';
import { itemsOf } from '../assessment/items.ts';
import { contradictions } from '../assessment/readiness.ts';
import { isReady } from '../assessment/status.ts';
import { loadDamages, loadHistory } from '../disk/releases.ts';
import { loadRoot } from '../disk/root.ts';
import { errors, type ProblemCode } from '../problem.ts';
import { markdownSummary, textSummary } from '../publish/summary.ts';
import { pageName, statusList } from '../publish/words/release-words.ts';
import { needWords, pageStateWords, plural, statusWords } from '../publish/words/words.ts';
import { historyProblems } from '../release/history.ts';
import { againstDocument, againstLines, againstMarkdown, holdAgainst } from './against.ts';
import type { CheckOptions } from './options.ts';
import { type ExitCode, exitCodes, exitOf, print, printJson, tell, tellProblems } from './print.ts';

/** Problems that are told at once: each may be why a signature does not count. */
const ofSignOffs: ReadonlySet<ProblemCode> = new Set(['SIGN_OFF', 'TRUST_CHANGED', 'INTEGRITY']);

/** How many open items of a layer are named. */
const namedItems = 15;

/** `readiness-portal check`: is the release in preparation, or one layer of it, ready? Or at least not worse than a published one? */
export async function check({ root, now, json, layer, unsigned = false, markdown, trustFrom, against }: CheckOptions): Promise<ExitCode> {
  // What few runs ask for is loaded where it is asked for: a gate runs at every push.
  const earlier = trustFrom === undefined ? undefined : (await import('./trust-from.ts')).readTrustAt(root, trustFrom);
  if (earlier?.state === 'failed') {
    tell(`--trust-from ENVIRONMENT ${earlier.message} - ${earlier.hint}`);
    return exitCodes.usage;
  }
  const [outcome, { history, damages, warnings }] = await Promise.all([
    loadRoot(root, now, earlier?.trust),
    readReleases(root, against !== undefined),
  ]);
  tellProblems([...warnings, ...damages]);
  if (outcome.state === 'refused') {
    tellProblems(errors(outcome.problems));
    if (json) printJson({ ready: false, problems: [...outcome.problems, ...damages] });
    return damages.length > 0 ? exitCodes.integrity : exitCodes.refused;
  }
  const { problems } = outcome;
  const { assessment } = outcome.value;
  const page = assessment.pages.find(({ id }) => id === layer);
  if (layer !== undefined && page === undefined) {
    tell(`--layer USAGE there is no layer ${JSON.stringify(layer)} - name one of ${assessment.pages.map(({ id }) => id).join(', ')}`);
    return exitCodes.usage;
  }
  const held =
    against === undefined || history === null ? null : await holdAgainst(against, root, history, outcome.value, { layer, unsigned });
  if (held !== null && 'problems' in held) {
    tellProblems(held.problems.filter((each) => !damages.includes(each)));
    if (json) printJson({ ready: false, problems: held.problems });
    return damages.length > 0 ? exitCodes.integrity : exitOf(held.problems);
  }
  const ready = passes(page ?? assessment, unsigned);
  if (json) {
    const { readinessDocument } = await import('../publish/api.ts');
    printJson({
      ...readinessDocument(assessment, contradictions(assessment)),
      ...(held === null ? {} : { against: againstDocument(held) }),
    });
    tellProblems(problems);
  } else if (markdown) process.stdout.write(`${markdownSummary(assessment)}${held === null ? '' : againstMarkdown(held)}`);
  else {
    print(...(page === undefined ? textSummary(assessment) : layerSummary(page)), ...(held === null ? [] : againstLines(held)));
    const signing = problems.filter(({ code }) => ofSignOffs.has(code));
    tellProblems(signing);
    const others = problems.length - signing.length;
    if (others > 0) tell(`${plural(others, 'warning')}: npx readiness-portal check --json lists them.`);
  }
  if (damages.length > 0 || problems.some(({ code }) => code === 'INTEGRITY')) return exitCodes.integrity;
  return (held === null ? ready : held.worse.length === 0) ? exitCodes.ok : exitCodes.notReady;
}

/** The damages of the releases of a root, with what they assess where they are to be compared with. */
async function readReleases(root: string, compared: boolean) {
  if (!compared) return { history: null, ...(await loadDamages(root)) };
  const history = await loadHistory(root);
  return { history, damages: historyProblems(history), warnings: history.warnings };
}

/** Ready; or where sign-offs are not asked for, ready but for them. */
function passes({ state }: Pick<Assessment | AssessedPage, 'state'>, unsigned: boolean): boolean {
  return unsigned ? state !== 'not-ready' : state === 'ready';
}

function layerSummary(page: AssessedPage): string[] {
  const open = itemsOf([page]).filter(({ status, items }) => items.length === 0 && !isReady(status));
  return [
    `${pageName(page)} is ${pageStateWords[page.state]}.`,
    `${plural(page.counts.total, 'item')}: ${statusList(page.counts)}.`,
    ...open.slice(0, namedItems).map((item) => `  ${statusWords[item.status]}: ${item.text} - needs ${needWords(item) ?? 'nothing'}`),
    ...(open.length > namedItems ? [`  … and ${open.length - namedItems} more.`] : []),
  ];
}
