import {
  addPoint,
  bearsOut,
  type Count,
  countPoints,
  entryOf,
  type Points,
  repeatedKey,
  sameCount,
  sourcePath,
  statedCount,
  uncoveredLines,
  wholeNumber,
} from '../families/coverage-counts.ts';
import { defineStreamReader, type ReaderContext } from '../reader.ts';
import type { CoverageCount, CoverageFile, Partial } from '../report.ts';
import { strictLines } from '../text/strict-lines.ts';

/**
 * LCOV's tracefile (`geninfo(1)`). Lines are counted from `DA`, branches from `BRDA`, functions from `FN` and `FNDA` (`FNL` and `FNA` since
 * LCOV 2.2). A source file may have several records, one a test: what any of them hit is covered.
 */
export const lcov = defineStreamReader({
  format: 'lcov',
  kind: 'coverage',
  guide: {
    title: 'LCOV tracefile',
    source: 'https://github.com/linux-test-project/lcov/blob/master/man/geninfo.1',
    make: 'lcov --capture --directory . --output-file lcov.info',
    selectors: [
      { selector: '#src/payments', selects: 'the lines of the files below this folder; the format has no statements' },
      { selector: '#src/payments@branches', selects: 'their branches' },
      { selector: '#@functions', selects: 'all functions' },
    ],
    unit: 'one line that can run; with `@branches` or `@functions` one branch or function',
    unproven: '`LF` or `LH` that differ from the lines listed; `@branches` and `@functions` where no record has them',
  },
  unlike(opening) {
    if (firstRecord.test(opening)) return null;
    return /^(?:SF|DA):/m.test(opening) ? 'has no `SF:` record at its start' : 'is no list of records from `SF:` to `end_of_record`';
  },
  start(context) {
    const files = new Map<string, TracedFile>();
    const partial = new Map<string, Partial>();
    const differs: Differs = (what, declared, listed) => {
      if (!partial.has(what)) partial.set(what, { code: 'declared-differs', what: `${what} of one source file`, declared, listed });
    };
    let record: TraceRecord | null = null;
    const lines = strictLines(context, 'a line of an LCOV tracefile', (raw, line) => {
      const text = raw.trimEnd();
      if (text.startsWith('#') || text.startsWith('TN:')) return true;
      if (/^SF:./.test(text)) {
        if (record !== null) refuseOpen(record, context, line);
        record = newRecord(sourcePath(text.slice(3)), line);
        return true;
      }
      // Some writers end the whole with a line of their own.
      if (record === null) return text === 'EOF';
      if (text !== 'end_of_record') return takeField(record, text, context, line);
      settle(
        record,
        entryOf(files, record.path, () => ({ lines: null, branches: null, functions: null })),
        differs,
        context,
      );
      record = null;
      return true;
    });
    return {
      line: lines.line,
      end() {
        lines.end();
        if (record !== null) refuseOpen(record, context);
        return {
          kind: 'coverage',
          tool: null,
          files: [...files].map(([path, file]) => ({
            path,
            measures: measuresOf(file, differs),
            uncovered: file.lines === null ? undefined : uncoveredLines(file.lines.points),
          })),
          partial: [...partial.values()],
          percentOnly: {},
        };
      },
    };
  },
});

const firstRecord = /^(?:[ \t\r]*\n|#[^\n]*\n|TN:[^\n]*\n)*SF:/;

/** One `SF:` … `end_of_record`. */
interface TraceRecord {
  readonly path: string;
  readonly line: number;
  readonly lines: Points;
  readonly branches: Points;
  readonly functions: Points;
  /** How often a function's name stood so far: two methods may share one. */
  readonly defined: Map<string, number>;
  readonly called: Map<string, number>;
  /** `FNL` gives a function an index, by which `FNA` names it. */
  readonly indexed: Map<string, string>;
  /** `LF`, `LH`, `BRF`, `BRH`, `FNF`, `FNH`. */
  readonly stated: Map<string, number>;
  /** The `DA` lines: coverlet lists a line once for each method on it, and counts each. */
  rows: Count;
  /** The key of the line before. */
  last: string;
  /** Written in the order of llvm-cov. */
  llvm: boolean;
}

/** A source file over all its records. */
interface TracedFile {
  lines: TracedMeasure | null;
  branches: TracedMeasure | null;
  functions: TracedMeasure | null;
}

interface TracedMeasure {
  readonly points: Points;
  readonly records: number;
  /** What a record states, where that stands against its list. */
  readonly stated: Count | null;
}

type Differs = (what: string, declared: number, listed: number) => void;

function newRecord(path: string, line: number): TraceRecord {
  return {
    path,
    line,
    lines: new Map(),
    branches: new Map(),
    functions: new Map(),
    defined: new Map(),
    called: new Map(),
    indexed: new Map(),
    stated: new Map(),
    rows: { covered: 0, total: 0 },
    last: '',
    llvm: false,
  };
}

function refuseOpen(record: TraceRecord, context: ReaderContext, line = record.line): never {
  return context.refuse('TRUNCATED', `the record of line ${record.line} has no end_of_record`, { line });
}

/** Takes one line of a record, or returns false where it is none. */
function takeField(record: TraceRecord, text: string, context: ReaderContext, line: number): boolean {
  const [, key = '', value = ''] = /^([A-Z]+):(.*)$/.exec(text) ?? [];
  const taken = takeValue(record, key, value, context, line);
  record.last = key;
  return taken;
}

function takeValue(record: TraceRecord, key: string, value: string, context: ReaderContext, line: number): boolean {
  switch (key) {
    case 'DA': {
      const [, number, hits] = /^(\d+),([^,]+)(?:,[^,]*)?$/.exec(value) ?? [];
      if (number === undefined || hits === undefined) return false;
      const hit = isHit(hits, context, line);
      addPoint(record.lines, number, hit);
      record.rows = { covered: record.rows.covered + (hit ? 1 : 0), total: record.rows.total + 1 };
      return true;
    }
    case 'BRDA': {
      const [, branch, taken] = /^(\d+,.+),([^,]+)$/.exec(value) ?? [];
      if (branch === undefined || taken === undefined) return false;
      addPoint(record.branches, branch, taken !== '-' && isHit(taken, context, line));
      return true;
    }
    case 'FN': {
      const name = /^\d+,(?:\d+,)?(.+)$/.exec(value)?.[1];
      if (name === undefined) return false;
      addPoint(record.functions, repeatedKey(record.defined, name), false);
      return true;
    }
    case 'FNDA': {
      const [, hits, name] = /^([^,]+),(.+)$/.exec(value) ?? [];
      if (hits === undefined || name === undefined) return false;
      addPoint(record.functions, repeatedKey(record.called, name), isHit(hits, context, line));
      return true;
    }
    case 'FNL': {
      const [, index, start] = /^(\d+),(\d+)(?:,\d+)?$/.exec(value) ?? [];
      if (index === undefined || start === undefined) return false;
      const name = repeatedKey(record.defined, `line ${start}`);
      record.indexed.set(index, name);
      addPoint(record.functions, name, false);
      return true;
    }
    case 'FNA': {
      const [, index = '', hits] = /^(\d+),([^,]+),.+$/.exec(value) ?? [];
      const name = record.indexed.get(index);
      if (hits === undefined || name === undefined) return false;
      addPoint(record.functions, name, isHit(hits, context, line));
      return true;
    }
    case 'LF':
      record.llvm = record.lines.size > 0 && (record.last === 'BRH' || record.last === 'MCH');
      record.stated.set(key, wholeNumber(value, key, context, line));
      return true;
    case 'LH':
    case 'BRF':
    case 'BRH':
    case 'FNF':
    case 'FNH':
      record.stated.set(key, wholeNumber(value, key, context, line));
      return true;
    case 'VER':
    case 'MCDC':
    case 'MCF':
    case 'MCH':
    case 'BA':
      return true;
    default:
      return false;
  }
}

/** Compilers write negative, fractional and very large counts; only what is above zero ran. */
function isHit(text: string, context: ReaderContext, line: number): boolean {
  const count = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(count)) context.refuse('NUMBER', `the count is ${JSON.stringify(text.slice(0, 40))}`, { line });
  return count > 0;
}

/** Adds a record to its source file. */
function settle(record: TraceRecord, file: TracedFile, differs: Differs, context: ReaderContext): void {
  file.lines = settleMeasure(file.lines, record.lines, statedLines(record, differs));
  file.branches = settleBoth(file.branches, record.branches, statedCountOf(record, 'BRF', 'BRH', context));
  file.functions = settleBoth(file.functions, record.functions, statedCountOf(record, 'FNF', 'FNH', context));
}

/**
 * Compares the lines with `LF` and `LH`. llvm-cov counts a line once for each function on it, so that the first and the last line of a
 * closure count twice; coverlet lists it as often as it counts it (`LcovReporter.cs`). Returns what is stated where that is worse.
 */
function statedLines(record: TraceRecord, differs: Differs): Count | null {
  const listed = countPoints(record.lines);
  const stated = { total: record.stated.get('LF') ?? listed.total, covered: record.stated.get('LH') ?? listed.covered };
  const isOfRows = sameCount(stated, record.rows);
  const shared = record.llvm ? 2 * (record.stated.get('FNF') ?? 0) : 0;
  const sameTotal = isOfRows || (stated.total >= listed.total && stated.total <= listed.total + shared);
  const sameCovered = isOfRows || Math.abs(stated.covered - listed.covered) <= shared;
  if (!sameTotal) differs('lines', stated.total, listed.total);
  if (!sameCovered) differs('covered lines', stated.covered, listed.covered);
  return sameTotal && sameCovered && stated.covered * listed.total < listed.covered * stated.total ? stated : null;
}

function statedCountOf(record: TraceRecord, found: string, hit: string, context: ReaderContext): Count | null {
  const total = record.stated.get(found);
  const covered = record.stated.get(hit);
  if (total === undefined || covered === undefined) return null;
  if (covered > total) context.refuse('NUMBER', `${hit} is ${covered}, more than ${found}, ${total}`, { line: record.line });
  return { covered, total };
}

/** Branches and functions: what is stated stands where the list does not bear it out. */
function settleBoth(before: TracedMeasure | null, listed: Points, stated: Count | null): TracedMeasure | null {
  if (listed.size === 0 && stated === null) return before;
  return settleMeasure(before, listed, stated === null || bearsOut(countPoints(listed), stated) ? null : stated);
}

function settleMeasure(before: TracedMeasure | null, listed: Points, stated: Count | null): TracedMeasure {
  const points = before?.points ?? new Map();
  merge(points, listed);
  return { points, records: (before?.records ?? 0) + 1, stated: stated ?? before?.stated ?? null };
}

function merge(into: Points, points: Points): void {
  for (const [key, { covered }] of points) addPoint(into, key, covered);
}

function measuresOf({ lines, branches, functions }: TracedFile, differs: Differs): CoverageFile['measures'] {
  return {
    ...(lines && { lines: countMeasure(lines, 'lines', differs) }),
    ...(branches && { branches: countMeasure(branches, 'branches', differs) }),
    ...(functions && { functions: countMeasure(functions, 'functions', differs) }),
  };
}

/** What several records state cannot be put together. */
function countMeasure({ points, records, stated }: TracedMeasure, what: string, differs: Differs): CoverageCount {
  const listed = countPoints(points);
  if (stated === null) return listed;
  if (records === 1) return statedCount(stated);
  differs(what, stated.total, listed.total);
  return listed;
}
