import { z } from 'zod';
import { addPoint, countPoints, type Points, repeatedKey, sourcePath, uncoveredLines } from '../families/coverage-counts.ts';
import { defineJsonReader, type ReaderContext } from '../reader.ts';
import type { CoverageFile } from '../report.ts';
import { isObject } from '../text/json-value.ts';

const place = z.object({ line: z.number().nullish(), column: z.number().nullish() }).nullish();
const range = z.object({ start: place, end: place }).nullish();
const hits = z.int().nonnegative();

const file = z.object({
  path: z.string(),
  statementMap: z.record(z.string(), range),
  fnMap: z.record(z.string(), z.object({ name: z.string().nullish(), decl: range, loc: range })),
  branchMap: z.record(z.string(), z.object({ loc: range, locations: z.array(range).nullish() })),
  s: z.record(z.string(), hits),
  f: z.record(z.string(), hits),
  b: z.record(z.string(), z.array(hits)),
});

const schema = z.record(z.string(), file);

type FileCoverage = z.output<typeof file>;
type Range = z.output<typeof range>;

/**
 * Istanbul's `coverage-final.json` (istanbul-lib-coverage, which nyc, c8, Jest and Vitest write). Counts statements, functions, branches,
 * and as lines those on which a statement starts. The places of a source file are the same in each shard, so that these merge.
 */
export const istanbulFinal = defineJsonReader({
  format: 'istanbul-final',
  kind: 'coverage',
  guide: {
    title: 'Istanbul coverage-final.json',
    source: 'https://github.com/istanbuljs/istanbuljs/blob/main/packages/istanbul-lib-coverage/lib/file-coverage.js',
    make: 'npx vitest run --coverage --coverage.reporter=json',
    selectors: [
      { selector: '#src/payments', selects: 'the statements of the files below this folder' },
      { selector: '#src/payments@branches', selects: 'their branches' },
      { selector: '#@lines', selects: 'all lines' },
    ],
    unit: 'one statement; with `@lines`, `@branches` or `@functions` one of these',
    unproven: 'a report over source files that have no statement',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const first = Object.values(document)[0];
    if (first === undefined) return 'holds no source file';
    if (!isObject(first)) return 'has no object as its first value';
    const missing = ['statementMap', 'fnMap', 'branchMap', 's', 'f', 'b'].find((key) => !isObject(first[key]));
    return missing === undefined ? null : `has no key \`${missing}\` in its first value`;
  },
  schema,
  report: (document, context) => ({
    kind: 'coverage',
    tool: null,
    partial: [],
    files: Object.entries(document).map(([path, own]) => ({ path: sourcePath(path), ...coverageOf(path, own, context) })),
    percentOnly: {},
  }),
});

function coverageOf(path: string, own: FileCoverage, context: ReaderContext): Pick<CoverageFile, 'measures' | 'uncovered'> {
  const { statementMap, fnMap, branchMap, s, f, b } = own;
  refuseUnless(sameKeys(statementMap, s), path, 's', context);
  refuseUnless(sameKeys(fnMap, f), path, 'f', context);
  refuseUnless(sameKeys(branchMap, b), path, 'b', context);

  const statements = pointsOf(Object.entries(s).map(([id, count]) => [keyOf(statementMap[id]), count]));
  const functions = pointsOf(Object.entries(f).map(([id, count]) => [`${fnMap[id]?.name ?? ''} ${keyOf(fnMap[id]?.loc)}`, count]));
  const branches = pointsOf(
    Object.entries(b).flatMap(([id, outcomes]) =>
      outcomes.map((count, index): [string, number] => [`${keyOf(branchMap[id]?.loc ?? branchMap[id]?.locations?.[0])} ${index}`, count]),
    ),
  );
  const lines: Points = new Map();
  const blocks: Points = new Map();
  for (const [id, count] of Object.entries(s)) {
    addPoint(lines, String(statementMap[id]?.start?.line), count > 0);
    addPoint(blocks, blockOf(statementMap[id]), count > 0);
  }
  return {
    measures: {
      statements: countPoints(statements),
      lines: countPoints(lines),
      branches: countPoints(branches),
      functions: countPoints(functions),
    },
    uncovered: uncoveredLines(blocks),
  };
}

function refuseUnless(whole: boolean, path: string, key: string, context: ReaderContext): void {
  if (whole) return;
  const pointer = `/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${key}`;
  context.refuse('SHAPE', `the counts in \`${key}\` are not those of its map`, { pointer });
}

function sameKeys(map: object, counts: object): boolean {
  return Object.keys(map).length === Object.keys(counts).length && Object.keys(counts).every((key) => Object.hasOwn(map, key));
}

/** Two things at one place, as source maps make them, are two points. */
function pointsOf(counts: readonly (readonly [string, number])[]): Points {
  const points: Points = new Map();
  const seen = new Map<string, number>();
  for (const [key, count] of counts) addPoint(points, repeatedKey(seen, key), count > 0);
  return points;
}

/** The lines of a statement, so that one of which is not reached what stands behind another in a line, is named too. */
function blockOf(at: Range | undefined): string {
  const { start, end } = at ?? {};
  if (end?.line == null) return String(start?.line);
  return `${start?.line}.${start?.column ?? 0},${end.line}.${end.column ?? 0}`;
}

function keyOf(at: Range | undefined): string {
  return [at?.start?.line, at?.start?.column, at?.end?.line, at?.end?.column].map((part) => part ?? '').join(':');
}
