import { z } from 'zod';
import {
  addPoint,
  countPoints,
  difference,
  entryOf,
  type Points,
  repeatedKey,
  sourcePath,
  sumOf,
  uncoveredLines,
} from '../families/coverage-counts.ts';
import { defineJsonReader } from '../reader.ts';
import type { CoverageFile, CoverageReport, Partial } from '../report.ts';
import { checkShape, isObject } from '../text/json-value.ts';

const whole = z.int().nonnegative();
/** Null where the line holds no code, `ignored` where a comment takes it out. */
const hits = z.union([whole, z.null(), z.literal('ignored')], { error: 'expected a count, null or "ignored"' });
const lines = z.array(hits);
const place = z.object({ start_line: whole, end_line: whole, coverage: hits });
const total = z.object({ covered: whole, total: whole }).nullish();

const formatted = z.object({
  meta: z.object({ simplecov_version: z.string() }),
  coverage: z.record(
    z.string(),
    z.object({
      lines: lines.nullish(),
      branches: z.array(place.extend({ type: z.string() })).nullish(),
      methods: z.array(place.extend({ name: z.string() })).nullish(),
    }),
  ),
  total: z.object({ lines: total, branches: total, methods: total }).nullish(),
});

const resultset = z.record(
  z.string(),
  z.object({
    coverage: z.record(
      z.string(),
      // Before version 0.18, the lines stood alone.
      z.preprocess(
        (own) => (Array.isArray(own) ? { lines: own } : own),
        z.object({
          lines: lines.nullish(),
          branches: z.record(z.string(), z.record(z.string(), whole)).nullish(),
          methods: z.record(z.string(), whole).nullish(),
        }),
      ),
    ),
  }),
);

/**
 * SimpleCov's `coverage.json` (its JSON formatter) and `.resultset.json` (`SimpleCov::ResultMerger`), where the results of several commands
 * add up. Counts lines, and branches and methods where Ruby measured them. Only the former knows what `:nocov:` takes out.
 */
export const simplecov = defineJsonReader({
  format: 'simplecov',
  kind: 'coverage',
  guide: {
    title: 'SimpleCov JSON',
    source: 'https://github.com/simplecov-ruby/simplecov/blob/main/lib/simplecov/formatter/json_formatter.rb',
    make: 'bundle exec rspec && cp coverage/.resultset.json resultset.json',
    selectors: [
      { selector: '#app/models', selects: 'the lines of the files below this folder; the format has no statements' },
      { selector: '#app/models@branches', selects: 'their branches' },
      { selector: '#@functions', selects: 'all methods' },
    ],
    unit: 'one line that holds code; with `@branches` or `@functions` one branch or method',
    unproven: '`@branches` and `@functions` where they were not measured; a `total` that differs from the files',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const { meta } = document;
    if (isObject(meta) && meta['simplecov_version'] !== undefined) return isObject(document['coverage']) ? null : 'has no key `coverage`';
    const first = Object.values(document)[0];
    return isObject(first) && isObject(first['coverage']) && typeof first['timestamp'] === 'number'
      ? null
      : 'has no key `simplecov_version` in `meta`, and no `coverage` with a `timestamp` in its first value';
  },
  schema: z.record(z.string(), z.unknown()),
  report(document, { path }) {
    const { meta } = document;
    const isFormatted = typeof meta === 'object' && meta !== null && 'simplecov_version' in meta;
    return isFormatted ? formattedReport(checkShape(formatted, document, path)) : resultsetReport(checkShape(resultset, document, path));
  },
});

function formattedReport(document: z.output<typeof formatted>): CoverageReport {
  const files = new SourceFiles();
  for (const [path, { lines, branches, methods }] of Object.entries(document.coverage)) {
    if (lines) files.add(path, 'lines', numbered(lines));
    if (branches)
      files.add(
        path,
        'branches',
        branches.map(({ type, start_line, end_line, coverage }) => [`${type} ${start_line} ${end_line}`, coverage]),
      );
    if (methods)
      files.add(
        path,
        'functions',
        methods.map(({ name, start_line, end_line, coverage }) => [`${name} ${start_line} ${end_line}`, coverage]),
      );
  }
  const { lines, branches, methods } = document.total ?? {};
  const covered = files.list();
  const partial: Partial[] = [
    ...(lines ? difference('lines', lines, sumOf(covered, 'lines')) : []),
    ...(branches ? difference('branches', branches, sumOf(covered, 'branches')) : []),
    ...(methods ? difference('functions', methods, sumOf(covered, 'functions')) : []),
  ];
  return {
    kind: 'coverage',
    tool: { name: 'SimpleCov', version: document.meta.simplecov_version },
    partial,
    files: covered,
    percentOnly: {},
  };
}

function resultsetReport(document: z.output<typeof resultset>): CoverageReport {
  const files = new SourceFiles();
  for (const { coverage } of Object.values(document)) {
    for (const [path, { lines, branches, methods }] of Object.entries(coverage)) {
      if (lines) files.add(path, 'lines', numbered(lines));
      if (branches) {
        const outcomes = Object.entries(branches).flatMap(([condition, counts]) =>
          Object.entries(counts).map(([branch, count]): [string, number] => [`${withoutId(condition)} ${withoutId(branch)}`, count]),
        );
        files.add(path, 'branches', outcomes);
      }
      if (methods) files.add(path, 'functions', Object.entries(methods));
    }
  }
  return { kind: 'coverage', tool: null, partial: [], files: files.list(), percentOnly: {} };
}

function numbered(lines: readonly Hits[]): [string, Hits][] {
  return lines.map((count, index) => [String(index + 1), count]);
}

/** `[:if, 3, 6, 4, 9, 7]` without its second part, which counts up within one process. */
function withoutId(key: string): string {
  return key.replace(/^(\[[^,]*,) ?\d+,/, '$1');
}

function uncoveredIn(lines: Points | undefined): CoverageFile['uncovered'] {
  return lines === undefined ? undefined : uncoveredLines(lines);
}

type Hits = z.output<typeof hits>;
type Measure = 'lines' | 'branches' | 'functions';

/** The points of each source file, over all commands that ran. */
class SourceFiles {
  readonly #files = new Map<string, Map<Measure, Points>>();

  /** What has no count, or is taken out, is no point. */
  add(path: string, measure: Measure, counts: readonly (readonly [string, Hits])[]): void {
    const measures = entryOf(this.#files, sourcePath(path), () => new Map<Measure, Points>());
    const points = measures.get(measure) ?? new Map();
    measures.set(measure, points);
    const seen = new Map<string, number>();
    for (const [key, count] of counts) if (typeof count === 'number') addPoint(points, repeatedKey(seen, key), count > 0);
  }

  list(): CoverageFile[] {
    return [...this.#files].map(([path, measures]) => ({
      path,
      measures: Object.fromEntries([...measures].map(([measure, points]) => [measure, countPoints(points)])),
      uncovered: uncoveredIn(measures.get('lines')),
    }));
  }
}
