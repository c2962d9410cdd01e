import { z } from 'zod';
import { type Count, difference, sourcePath, statedCount, sumOf } from '../families/coverage-counts.ts';
import { defineJsonReader } from '../reader.ts';
import type { CoverageFile, Partial } from '../report.ts';
import { isObject } from '../text/json-value.ts';

const count = z
  .object({
    total: z.int().nonnegative(),
    covered: z.int().nonnegative(),
    /** A word where there was nothing to count. */
    pct: z.union([z.number(), z.string()]).nullish(),
  })
  .refine(({ covered, total }) => covered <= total, { message: 'more is covered than there is' });

const counts = z.object({ lines: count, statements: count, functions: count, branches: count });

const schema = z.object({ total: counts }).catchall(counts);

type Counts = z.output<typeof counts>;

/**
 * Istanbul's `coverage-summary.json` (the `json-summary` report of istanbul-reports, which nyc, c8, Jest and Vitest write). Counts of
 * statements, lines, branches and functions by source file; nothing says which of them were covered.
 */
export const istanbulSummary = defineJsonReader({
  format: 'istanbul-summary',
  kind: 'coverage',
  guide: {
    title: 'Istanbul coverage-summary.json',
    source: 'https://github.com/istanbuljs/istanbuljs/blob/main/packages/istanbul-reports/lib/json-summary/index.js',
    make: 'npx vitest run --coverage --coverage.reporter=json-summary',
    selectors: [
      { selector: '#src/payments', selects: 'the statements of the files below this folder' },
      { selector: '#src/payments@branches', selects: 'their branches' },
      { selector: '#@lines', selects: 'all lines' },
    ],
    unit: 'one statement; with `@lines`, `@branches` or `@functions` one of these',
    unproven:
      'a `total` that differs from the sum of the files or from its own percentage; a source file in several shards, whose counts do not merge',
  },
  unlike(document) {
    if (!isObject(document)) return 'is no JSON object';
    const total = document['total'];
    if (!isObject(total)) return 'has no key `total`';
    const missing = measures.find((measure) => !isObject(total[measure]));
    return missing === undefined ? null : `has no key \`${missing}\` in \`total\``;
  },
  schema,
  report({ total, ...files }) {
    const covered = Object.entries(files).map(([path, own]): CoverageFile => ({ path: sourcePath(path), measures: measuresOf(own) }));
    return {
      kind: 'coverage',
      tool: null,
      partial: differences(total, covered),
      files: covered,
      percentOnly: covered.length === 0 ? percentages(total) : {},
    };
  },
});

const measures = ['lines', 'statements', 'functions', 'branches'] as const;

function measuresOf({ lines, statements, functions, branches }: Counts): CoverageFile['measures'] {
  return {
    lines: statedCount(lines),
    statements: statedCount(statements),
    functions: statedCount(functions),
    branches: statedCount(branches),
  };
}

function differences(total: Counts, files: readonly CoverageFile[]): Partial[] {
  return measures.flatMap((measure) => {
    const { pct, ...declared } = total[measure];
    const percent = percentOf(declared);
    // Versions round the percentage, or cut it off behind the second digit.
    if (typeof pct === 'number' && percent !== null && Math.abs(pct - percent) > 0.011) {
      return [{ code: 'declared-differs', what: `percent of ${measure}`, declared: pct, listed: percent }];
    }
    return files.length === 0 ? [] : difference(measure, declared, sumOf(files, measure));
  });
}

/** What a file without source files still says of the whole. */
function percentages(total: Counts): { [measure in (typeof measures)[number]]?: number } {
  return Object.fromEntries(
    measures.flatMap((measure) => {
      const percent = percentOf(total[measure]);
      return percent === null ? [] : [[measure, percent]];
    }),
  );
}

/** Null over nothing: the tool calls that 100. */
function percentOf({ covered, total }: Count): number | null {
  return total === 0 ? null : (covered * 100) / total;
}
