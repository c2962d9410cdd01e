import type { AssessedPage, Assessment } from '../assessment/assessment.ts';
import { itemsOf } from '../assessment/items.ts';
import { contradictions, isReadyUnsigned } from '../assessment/readiness.ts';
import { isReady } from '../assessment/status.ts';
import { readinessDocument } from '../publish/api.ts';
import { markdownSummary, pageName, statusList, textSummary } from '../publish/summary.ts';
import { needWords, plural, statusWords } from '../publish/words.ts';
import { loadRoot } from '../root.ts';
import type { CommonOptions } from './main.ts';
import { type ExitCode, exitCodes, print, printJson, tell, tellProblems } from './print.ts';

interface CheckOptions extends CommonOptions {
  readonly layer?: string;
  readonly unsigned?: boolean;
  readonly markdown?: boolean;
}

/** How many open items of a layer are named. */
const namedItems = 15;

/** `readiness check`: is the release in preparation, or one layer of it, ready? */
export async function check({ root, now, json, layer, unsigned = false, markdown }: CheckOptions): Promise<ExitCode> {
  const outcome = await loadRoot(root, now);
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
    if (problems.length > 0) tell(`${plural(problems.length, 'warning')}: readiness check --json lists them.`);
  }
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
