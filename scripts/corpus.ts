import { createReadStream, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readReport } from '../src/reports/read.ts';
import { type ReportSummary, summariseOutcome } from '../src/reports/summary.ts';
import { type Expectation, expectationOf } from './corpus-facts.ts';

/**
 * `npm run corpus -- DIR`: reads each result file of a folder without being told its format, and compares what it comes to with what
 * `FACTS.json` in the folder says of it: an object by path, each value with the `tool`, `format_ok: false` for a file that must be refused,
 * and facts that differ by tool. Ends with 1 where a file is read wrongly.
 */
const Facts = z.record(z.string(), z.looseObject({ tool: z.unknown(), format_ok: z.boolean().optional() }));

type Verdict =
  | 'right'
  | 'counted otherwise'
  | 'refused, as the facts say'
  | 'refused, though the facts have counts'
  | 'no reader'
  | 'wrong';

interface Row {
  readonly path: string;
  readonly verdict: Verdict;
  readonly detail: string;
}

const [folder, ...more] = process.argv.slice(2);
if (folder === undefined || more.length > 0) {
  console.error('usage: npm run corpus -- DIR, a folder with a FACTS.json');
  process.exitCode = 2;
} else {
  const rows = await readFolder(folder);
  printTable(rows);
  process.exitCode = rows.some(({ verdict }) => verdict === 'wrong') ? 1 : 0;
}

async function readFolder(root: string): Promise<Row[]> {
  const facts = Facts.parse(JSON.parse(readFileSync(join(root, 'FACTS.json'), 'utf8')));
  const rows: Row[] = [];
  for (const [path, value] of Object.entries(facts)) {
    const tool = typeof value.tool === 'string' ? value.tool : (path.split('/')[0] ?? '');
    const summary = await summarise(root, path);
    rows.push({ path, ...judge(summary, tool, value) });
  }
  return rows;
}

async function summarise(root: string, path: string): Promise<ReportSummary> {
  const file = join(root, path);
  return summariseOutcome(await readReport({ path, size: statSync(file).size, chunks: () => createReadStream(file) }, null));
}

function judge(summary: ReportSummary, tool: string, facts: Readonly<Record<string, unknown>>): Omit<Row, 'path'> {
  const [refusal] = summary.problems.filter(({ severity }) => severity === 'error');
  const code = refusal === undefined ? null : `${refusal.code} ${refusal.message}`;
  const expected = facts['format_ok'] === false ? 'refused' : expectationOf(tool, facts);
  if (expected === null) {
    if (refusal?.code === 'FORMAT_UNKNOWN')
      return { verdict: 'no reader', detail: `${tool}: a pointer into its JSON, or its text, is all that is cited` };
    return { verdict: 'wrong', detail: `no reader is meant to know it, and it is ${code ?? `read as ${summary.format}`}` };
  }
  if (expected === 'refused') {
    return code === null
      ? { verdict: 'wrong', detail: `expected a refusal, found ${summary.format}: ${describe(summary)}` }
      : { verdict: 'refused, as the facts say', detail: code };
  }
  if (refusal?.code === 'FORMAT_UNKNOWN') return { verdict: 'wrong', detail: `expected counts, found: ${code}` };
  if (code !== null) return { verdict: 'refused, though the facts have counts', detail: code };
  if (expected.length === 0) return { verdict: 'right', detail: `${summary.format}: the facts have nothing to compare` };
  const numbers = numbersOf(summary);
  const match = expected.find((each) => differences(each, numbers).length === 0);
  if (match !== undefined) return { verdict: match.otherwise === undefined ? 'right' : 'counted otherwise', detail: match.otherwise ?? '' };
  const [first] = expected;
  return { verdict: 'wrong', detail: `${summary.format}: ${first === undefined ? '' : differences(first, numbers).join(', ')}` };
}

function differences({ numbers }: Expectation, found: ReadonlyMap<string, number>): string[] {
  return Object.entries(numbers).flatMap(([path, expected]) => {
    const number = found.get(path);
    const isSame = expected === null || number === undefined ? expected === null && number === undefined : isClose(expected, number);
    return isSame ? [] : [`${path} expected ${expected ?? 'none'}, found ${number ?? 'none'}`];
  });
}

/** The facts round some numbers to six digits behind the point. */
function isClose(expected: number, found: number): boolean {
  return Math.abs(expected - found) <= 1e-6 * Math.max(1, Math.abs(expected));
}

/**
 * The numbers of a summary by their paths; `findings/all` also counts the suppressed ones, `load/all` counts the metrics, and
 * `load/in-order` has them by their place, for facts that do not name them.
 */
function numbersOf({ tests, coverage, load, findings }: ReportSummary): Map<string, number> {
  const numbers = new Map<string, number>();
  const walk = (value: unknown, path: string) => {
    if (typeof value === 'number') numbers.set(path, value);
    else if (typeof value === 'object' && value !== null)
      for (const [key, each] of Object.entries(value)) walk(each, path === '' ? key : `${path}/${key}`);
  };
  walk({ tests, coverage, load, findings }, '');
  if (load !== undefined) {
    numbers.set('load/all', Object.keys(load.metrics).length);
    walk(Object.values(load.metrics), 'load/in-order');
  }
  if (findings !== undefined) numbers.set('findings/all', findings.total + findings.suppressed);
  return numbers;
}

function describe({ tests, coverage, load, findings, document }: ReportSummary): string {
  return JSON.stringify(tests ?? coverage ?? load ?? findings ?? document ?? {}).slice(0, 200);
}

function printTable(rows: readonly Row[]): void {
  const verdicts = [
    'right',
    'counted otherwise',
    'refused, as the facts say',
    'refused, though the facts have counts',
    'no reader',
    'wrong',
  ] as const;
  for (const verdict of verdicts.slice(1)) {
    const those = rows.filter((row) => row.verdict === verdict);
    if (those.length > 0) console.log(`\n${verdict}`);
    for (const { path, detail } of those) console.log(`  ${printable(path)}: ${printable(detail)}`);
  }
  console.log(`\n${String(rows.length).padStart(5)}  files`);
  for (const verdict of verdicts) console.log(`${String(rows.filter((row) => row.verdict === verdict).length).padStart(5)}  ${verdict}`);
}

/** Paths and messages hold foreign text: no control character of it reaches the terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 300);
}
