import { z } from 'zod';
import { measuredReport, statisticsIn } from '../families/load-metrics.ts';
import { contextOf, defineReader, type ReaderContext } from '../reader.ts';
import type { JsonValue, LoadMetric, LoadReport } from '../report.ts';
import { checkShape, parseJson } from '../text/json-value.ts';
import type { TextSource } from '../text/source.ts';

const measure = z.number().nonnegative();

const node = z.object({
  'Node Type': z.string().min(1),
  'Relation Name': z.string().min(1).optional(),
  /** Absent with `COSTS OFF`. */
  'Total Cost': measure.optional(),
  get Plans() {
    return z.array(node).optional();
  },
});

const schema = z
  .array(
    z.object({
      Plan: node,
      /** Milliseconds; absent without `SUMMARY`, which `ANALYZE` turns on. */
      'Planning Time': measure.optional(),
      /** Milliseconds; absent without `ANALYZE`. */
      'Execution Time': measure.optional(),
    }),
  )
  .length(1, 'holds the plans of several statements');

type Node = z.output<typeof node>;

/**
 * The plan that PostgreSQL gives for one statement (`EXPLAIN (FORMAT JSON)`, `src/backend/commands/explain.c`), as it is or in the table that
 * psql prints. Counts nodes of the plan that read a table from its start to its end.
 */
export const pgExplain = defineReader({
  format: 'pg-explain',
  kind: 'load',
  guide: {
    title: 'PostgreSQL EXPLAIN JSON',
    source: 'https://www.postgresql.org/docs/current/sql-explain.html',
    make: "psql -XqAt -c 'EXPLAIN (ANALYZE, FORMAT JSON) SELECT * FROM orders' > explain.json",
    selectors: [
      { selector: '#execution_time.value', selects: 'the time that the statement ran, of a plan made with ANALYZE; also planning_time' },
      { selector: '#total_cost.value', selects: "the planner's estimate for the whole plan, in its own unit" },
      { selector: '#seq_scans.count', selects: 'how many nodes of the plan scan a table sequentially' },
      { selector: '#seq_scan{relation="orders"}.count', selects: 'the same of one table that the plan names' },
    ],
    unit: 'one `Seq Scan` node of the plan',
    unproven:
      'a time of a plan without ANALYZE; a table that the plan does not name; the scans of a plan with a custom or foreign scan, which hides what it reads',
  },
  recognises: 'opening',
  unlike: ({ opening }) => {
    if (planOpening.test(opening)) return null;
    return /^\s*[[{]/.test(opening) || tableHead.test(opening)
      ? 'does not begin with a list of a `Plan` with its `Node Type`'
      : 'is no JSON list or table of psql';
  },
  async read(source, json) {
    const document = /^\s*\[(?!\s*\+)/.test(source.opening) ? await json() : await readTable(source);
    return reportOf(checkShape(schema, document, source.path), contextOf(source));
  },
});

/** The heading that psql prints above its rows, with its rule in the aligned form. */
const tableHead = /^\s*QUERY PLAN[ \t]*\r?\n(?:-+[ \t]*\r?\n)?/;
/** A `+` at the end of a line says that the row goes on. */
const planOpening = new RegExp(`(?:${tableHead.source}|^)${String.raw`\s*\[[\s+]*\{[\s+]*"Plan"\s*:[\s+]*\{[\s+]*"Node Type"\s*:`}`);

/** The JSON in the table that psql prints. */
async function readTable(source: TextSource): Promise<JsonValue> {
  const lines: string[] = [];
  let first: number | undefined;
  let footer: number | undefined;
  await source.lines((line, number) => {
    const isFrame = first === undefined && (line.trim() === 'QUERY PLAN' || /^-+\s*$/.test(line));
    if (line.trim() === '' || isFrame) return;
    if (footer !== undefined) contextOf(source).refuse('TWO_DOCUMENTS', 'more stands behind the end of the table', { line: number });
    if (/^\(1 [^()]+\)$/.test(line.trim())) {
      footer = number;
      return;
    }
    first ??= number;
    // Blank lines that were left out keep their places.
    while (lines.length < number - first) lines.push('');
    lines.push(line.replace(/\s*\+\s*$/, ''));
  });
  return parseJson(lines.join('\n'), source.path, first);
}

function reportOf([statement]: z.output<typeof schema>, context: ReaderContext): LoadReport {
  if (statement === undefined) return context.refuse('SHAPE', 'holds no plan');
  const { Plan: plan, 'Planning Time': planning, 'Execution Time': execution } = statement;
  return measuredReport({ name: 'postgresql', version: null }, [
    { name: 'execution_time', statistics: statisticsIn('ms', { value: execution }) },
    { name: 'planning_time', statistics: statisticsIn('ms', { value: planning }) },
    { name: 'total_cost', statistics: statisticsIn('count', { value: plan['Total Cost'] }) },
    ...scansOf(plan),
  ]);
}

/** The sequential scans of the whole plan, and of each table that it names: 0 of one that it reads in another way. */
function scansOf(plan: Node): LoadMetric[] {
  const byRelation = new Map<string, number>();
  let scans = 0;
  let hidden = false;
  const visit = (each: Node) => {
    const { 'Node Type': type, 'Relation Name': relation, Plans: below = [] } = each;
    const found = type === 'Seq Scan' ? 1 : 0;
    scans += found;
    if ((type === 'Custom Scan' || type === 'Foreign Scan') && below.length === 0) hidden = true;
    if (relation !== undefined) byRelation.set(relation, (byRelation.get(relation) ?? 0) + found);
    for (const child of below) visit(child);
  };
  visit(plan);
  const counted = (count: number) => (hidden ? {} : statisticsIn('count', { count }));
  return [
    { name: 'seq_scans', statistics: counted(scans) },
    ...[...byRelation]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([relation, count]) => ({ name: `seq_scan{relation=${JSON.stringify(relation)}}`, statistics: counted(count) })),
  ];
}
