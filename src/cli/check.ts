import type { AssessedPage, Assessment } from '../assessment/assessment.ts';
import { itemsOf } from '../assessment/items.ts';
import { contradictions, isReadyUnsigned } from '../assessment/readiness.ts';
import { isReady } from '../assessment/status.ts';
import type { ProblemCode } from '../problem.ts';
import { readinessDocument } from '../publish/api.ts';
import { markdownSummary, pageName, statusList, textSummary } from '../publish/summary.ts';
import { needWords, plural, statusWords } from '../publish/words.ts';
import { loadRoot } from '../root.ts';
import type { CommonOptions } from './main.ts';
import { type ExitCode, exitCodes, print, printJson, tell, tellProblems } from './print.ts';
import { readTrustAt } from './trust-from.ts';

interface CheckOptions extends CommonOptions {
  readonly layer?: string;
  readonly unsigned?: boolean;
  readonly markdown?: boolean;
  readonly trustFrom?: string;
}

/** Problems that are told at once: each may be why a signature does not count. */
const ofSignOffs: ReadonlySet<ProblemCode> = new Set(['SIGN_OFF', 'TRUST_CHANGED', 'INTEGRITY']);

/** How many open items of a layer are named. */
const namedItems = 15;

/** `readiness check`: is the release in preparation, or one layer of it, ready? */
export async function check({ root, now, json, layer, unsigned = false, markdown, trustFrom }: CheckOptions): Promise<ExitCode> {
  const earlier = trustFrom === undefined ? undefined : readTrustAt(root, trustFrom);
  if (earlier?.state === 'failed') {
    tell(`--trust-from ENVIRONMENT ${earlier.message} - ${earlier.hint}`);
    return exitCodes.usage;
  }
  const outcome = await loadRoot(root, now, earlier?.trust);
  if (outcome.state === 'refused') {
    const refused = outcome.problems.filter(({ severity }) => severity === 'error');
    tellProblems(refused);
    if (json) printJson({ ready: false, problems: outcome.problems });
    return exitCodes.refused;
  }
  const { assessment, problems } = outcome.root;
  const page = assessment.pages.find(({ id }) => id === layer);
  if (layer !== undefined && page === undefined) {
    tell(`--layer USAGE there is no layer ${JSON.stringify(layer)} - name one of ${assessment.pages.map(({ id }) => id).join(', ')}`);
    return exitCodes.usage;
  }
  const ready = page === undefined ? releaseIsReady(assessment, unsigned) : layerIsReady(page, assessment, unsigned);
  if (json) {
    printJson(readinessDocument(assessment, contradictions(assessment)));
    tellProblems(problems);
  } else if (markdown) process.stdout.write(markdownSummary(assessment));
  else {
    print(...(page === undefined ? textSummary(assessment) : layerSummary(page, ready)));
    const signing = problems.filter(({ code }) => ofSignOffs.has(code));
    tellProblems(signing);
    const others = problems.length - signing.length;
    if (others > 0) tell(`${plural(others, 'warning')}: readiness check --json lists them.`);
  }
  if (problems.some(({ code }) => code === 'INTEGRITY')) return exitCodes.integrity;
  return ready ? exitCodes.ok : exitCodes.notReady;
}

function releaseIsReady(assessment: Assessment, unsigned: boolean): boolean {
  return unsigned ? isReadyUnsigned(assessment) : assessment.state === 'ready';
}

function layerIsReady(page: AssessedPage, { signOffs }: Assessment, unsigned: boolean): boolean {
  return page.ready && (unsigned || signOffs.every(({ subject, state }) => subject !== page.id || state === 'current'));
}

function layerSummary(page: AssessedPage, ready: boolean): string[] {
  const open = itemsOf([page]).filter(({ status, items }) => items.length === 0 && !isReady(status));
  return [
    `${pageName(page)} is ${ready ? 'ready' : 'not ready'}.`,
    `${plural(page.counts.total, 'item')}: ${statusList(page.counts)}.`,
    ...open.slice(0, namedItems).map((item) => `  ${statusWords[item.status]}: ${item.text} - needs ${needWords(item) ?? 'nothing'}`),
    ...(open.length > namedItems ? [`  … and ${open.length - namedItems} more.`] : []),
  ];
}
