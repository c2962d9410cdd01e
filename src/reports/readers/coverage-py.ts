import { z } from 'zod';
import { addPoint, type Count, countPoints, type Points, sameCount, sourcePath, statedCount } from '../coverage.ts';
import { isObject } from '../json.ts';
import { defineJsonReader } from '../reader.ts';
import type { CoverageCount, CoverageFile, Partial } from '../report.ts';

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

/**
 * The JSON report of coverage.py (`coverage/jsonreport.py`). Its unit is the line that holds a statement, which it calls both a line and a
 * statement; branches where it ran with `--branch`. It counts no functions.
 */
export const coveragePy = defineJsonReader({
  format: 'coverage-py',
  kind: 'coverage',
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
    return isObject(document['totals']) && document['totals']['num_statements'] !== undefined ? null : 'has no key `num_statements` in `totals`';
  },
  schema,
  report({ meta, files, totals }) {
    const partial = new Map<string, Partial>();
    const compare = (what: string, listed: Count, declared: Count) => {
      if (partial.has(what) || sameCount(listed, declared)) return;
      const [part, name] = listed.total === declared.total ? (['covered', `covered ${what}`] as const) : (['total', what] as const);
      partial.set(what, { code: 'declared-differs', what: name, declared: declared[part], listed: listed[part] });
    };
    const covered = Object.entries(files).map(([path, own]): CoverageFile => {
      const lines = countPoints(pointsOf(own.executed_lines, own.missing_lines));
      compare('lines of one source file', lines, linesOf(own.summary));
      const branches = branchesOf(own);
      if (branches !== null) compare('branches of one source file', branches, statedBranches(own.summary) ?? branches);
      return { path: sourcePath(path), measures: { statements: lines, lines, ...(branches && { branches }) } };
    });
    const sum = (measure: 'lines' | 'branches') =>
      covered.reduce((all, { measures }) => ({ covered: all.covered + (measures[measure]?.covered ?? 0), total: all.total + (measures[measure]?.total ?? 0) }), {
        covered: 0,
        total: 0,
      });
    compare('lines', sum('lines'), linesOf(totals));
    compare('branches', sum('branches'), statedBranches(totals) ?? sum('branches'));
    return { kind: 'coverage', tool: { name: 'coverage.py', version: meta.version }, partial: [...partial.values()], files: covered, percentOnly: {} };
  },
});

function linesOf({ covered_lines, num_statements }: Summary): Count {
  return { covered: covered_lines, total: num_statements };
}

function statedBranches({ covered_branches, num_branches }: Summary): Count | null {
  return num_branches == null || covered_branches == null ? null : { covered: covered_branches, total: num_branches };
}

/** Older versions count branches and do not list them. */
function branchesOf(own: z.output<typeof file>): CoverageCount | null {
  const stated = statedBranches(own.summary);
  if (own.executed_branches == null || own.missing_branches == null) return stated && statedCount(stated);
  const jumps = (list: readonly (readonly [number, number])[]) => list.map(([from, to]) => `${from} ${to}`);
  return countPoints(pointsOf(jumps(own.executed_branches), jumps(own.missing_branches)));
}

function pointsOf(executed: readonly (number | string)[], missing: readonly (number | string)[]): Points {
  const points: Points = new Map();
  for (const key of executed) addPoint(points, String(key), true);
  for (const key of missing) addPoint(points, String(key), false);
  return points;
}
