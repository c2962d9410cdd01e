import { z } from 'zod';
import {
  addPoint,
  type Count,
  countPoints,
  difference,
  type Points,
  sameCount,
  sourcePath,
  statedCount,
  sumOf,
  uncoveredLines,
} from '../families/coverage-counts.ts';
import { defineJsonReader } from '../reader.ts';
import type { CoverageCount, CoverageFile, Partial } from '../report.ts';
import { isObject } from '../text/json-value.ts';

const whole = z.int().nonnegative();
const arcs = z.array(z.tuple([z.int(), z.int()])).nullish();

const summary = z
  .object({
    covered_lines: whole,
    num_statements: whole,
    num_branches: whole.nullish(),
    covered_branches: whole.nullish(),
  })
  .refine(({ covered_lines, num_statements }) => covered_lines <= num_statements, { message: 'more lines are covered than there are' })
  .refine(({ covered_branches, num_branches }) => (covered_branches ?? 0) <= (num_branches ?? 0), {
    message: 'more branches are covered than there are',
  });

const file = z.object({
  executed_lines: z.array(whole),
  missing_lines: z.array(whole),
  excluded_lines: z.array(whole).nullish(),
  executed_branches: arcs,
  missing_branches: arcs,
  summary,
});

const schema = z.object({
  meta: z.object({ version: z.string() }),
  files: z.record(z.string(), file),
  totals: summary,
});

type Summary = z.output<typeof summary>;
type File = z.output<typeof file>;

/**
 * The JSON report of coverage.py (`coverage/jsonreport.py`). Its unit is the line that holds a statement, which it calls both a line and a
 * statement; branches where it ran with `--branch`. It counts no functions.
 */
export const coveragePy = defineJsonReader({
  format: 'coverage-py',
  kind: 'coverage',
  paths: 'working-directory',
  guide: {
    title: 'coverage.py JSON',
    source: 'https://coverage.readthedocs.io/en/latest/commands/cmd_json.html',
    make: 'coverage json -o coverage.json',
    selectors: [
      { selector: '#shop/payments', selects: 'the statements of the files below this folder' },
      { selector: '#shop/payments@branches', selects: 'their branches' },
    ],
    unit: 'one line that holds a statement; with `@branches` one jump from a line to another',
    unproven: '`@functions`; `@branches` of a run without `--branch`; `totals` that differ from the files',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const missing = ['meta', 'files', 'totals'].find((key) => !isObject(document[key]));
    if (missing !== undefined) return `has no key \`${missing}\``;
    return isObject(document['totals']) && document['totals']['num_statements'] !== undefined
      ? null
      : 'has no key `num_statements` in `totals`';
  },
  schema,
  report({ meta, files, totals }) {
    const ofFiles: Partial[] = [];
    const covered = Object.entries(files).map(([path, own]): CoverageFile => {
      const lines = linesOf(own, ofFiles);
      const branches = branchesOf(own, ofFiles);
      return {
        path: sourcePath(path),
        measures: { statements: lines, lines, ...(branches && { branches }) },
        uncovered: uncoveredLines(listedLines(own)),
      };
    });
    const branches = branchCount(totals);
    return {
      kind: 'coverage',
      tool: { name: 'coverage.py', version: meta.version },
      partial: [
        ...ofFiles.slice(0, 1),
        ...difference('lines', lineCount(totals), sumOf(covered, 'lines')),
        ...(branches === null ? [] : difference('branches', branches, sumOf(covered, 'branches'))),
      ],
      files: covered,
      percentOnly: {},
    };
  },
});

function lineCount({ covered_lines, num_statements }: Summary): Count {
  return { covered: covered_lines, total: num_statements };
}

function branchCount({ covered_branches, num_branches }: Summary): Count | null {
  return num_branches == null || covered_branches == null ? null : { covered: covered_branches, total: num_branches };
}

function linesOf(own: File, partial: Partial[]): CoverageCount {
  return reconcile('lines', lineCount(own.summary), listedLines(own), partial);
}

function listedLines({ executed_lines, missing_lines, excluded_lines }: File): Points {
  // Before version 7, excluded lines that ran are among the executed ones.
  const excluded = new Set(excluded_lines);
  const executed = executed_lines.filter((line) => !excluded.has(line));
  return pointsOf(executed.map(String), missing_lines.map(String));
}

/** Older versions count branches and do not list them. */
function branchesOf({ summary: stated, executed_branches, missing_branches }: File, partial: Partial[]): CoverageCount | null {
  const count = branchCount(stated);
  if (count === null || executed_branches == null || missing_branches == null) return count && statedCount(count);
  const jumps = (list: readonly (readonly [number, number])[]) => list.map(([from, to]) => `${from} ${to}`);
  return reconcile('branches', count, pointsOf(jumps(executed_branches), jumps(missing_branches)), partial);
}

/** The list where it is what the summary counts. It may hold more that ran, never less that did not. */
function reconcile(what: string, stated: Count, points: Points, partial: Partial[]): CoverageCount {
  const listed = countPoints(points);
  if (sameCount(listed, stated)) return listed;
  const missed = { stated: stated.total - stated.covered, listed: listed.total - listed.covered };
  if (missed.listed !== missed.stated || listed.covered < stated.covered)
    partial.push(...difference(`${what} of one source file`, stated, listed));
  return statedCount(stated);
}

function pointsOf(executed: readonly string[], missing: readonly string[]): Points {
  const points: Points = new Map();
  for (const key of executed) addPoint(points, key, true);
  for (const key of missing) addPoint(points, key, false);
  return points;
}
