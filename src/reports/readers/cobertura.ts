import {
  addCounts,
  addPoint,
  bearsOut,
  type Count,
  countPoints,
  difference,
  entryOf,
  type Points,
  sameCount,
  sourcePath,
  statedCount,
  uncoveredLines,
  wholeNumber,
} from '../families/coverage-counts.ts';
import { defineXmlReader, type ReaderContext } from '../reader.ts';
import type { CoverageFile, Partial } from '../report.ts';
import type { XmlElement } from '../text/xml-reader.ts';

/**
 * Cobertura's XML (`coverage-04.dtd`), which coverage.py, gcovr, Istanbul, coverlet, PHPUnit and others write. Lines are those of the
 * classes, each line of a source file once; a line's branches are in its `condition-coverage`.
 */
export const cobertura = defineXmlReader({
  format: 'cobertura',
  kind: 'coverage',
  guide: {
    title: 'Cobertura XML',
    source: 'https://github.com/cobertura/web/blob/master/htdocs/xml/coverage-04.dtd',
    make: 'coverage xml -o cobertura.xml',
    selectors: [
      { selector: '#src/payments', selects: 'the lines of the files below this folder; the format has no statements' },
      { selector: '#src/payments@branches', selects: 'their branches' },
    ],
    unit: 'one line of a source file; with `@branches` one outcome of a condition',
    unproven:
      '`lines-valid` or `lines-covered` that differ from the lines listed; `@branches` of a part, where the file lists fewer than it declares',
  },
  doctype: 'external',
  unlike: ({ name, attributes }) => {
    if (name !== 'coverage') return `has the root \`${name}\`, not \`coverage\``;
    return /\sline-rate\s*=/.test(attributes) ? null : 'has no attribute `line-rate` on its root';
  },
  start(context) {
    const files = new Map<string, CoveredFile>();
    const rows = { lines: { covered: 0, total: 0 }, branches: { covered: 0, total: 0 }, ofMethods: { covered: 0, total: 0 } };
    let declared: Declared = { lines: null, rate: null, branches: null, tool: null };
    let current: { readonly file: CoveredFile; listed: boolean; readonly ofMethods: LineRow[] } | null = null;

    const take = (file: CoveredFile, row: LineRow) => {
      addPoint(file.lines, row.number, row.hit);
      rows.lines.total += 1;
      if (row.hit) rows.lines.covered += 1;
      if (row.branches === null) return;
      rows.branches.total += row.branches.total;
      rows.branches.covered += row.branches.covered;
      const { covered, total } = file.branches.get(row.number) ?? row.branches;
      file.branches.set(row.number, { covered: Math.max(covered, row.branches.covered), total: Math.max(total, row.branches.total) });
    };

    return {
      handler: {
        open(element, path) {
          if (path.length === 1) declared = readRoot(element, context);
          if (element.name === 'class' && path.at(-2) === 'classes') {
            const { filename } = element.attributes;
            if (filename === undefined) return context.refuse('SHAPE', 'a class has no filename', { line: element.line });
            const file = entryOf(files, sourcePath(filename), () => ({ lines: new Map(), branches: new Map() }));
            current = { file, listed: false, ofMethods: [] };
          }
          if (element.name !== 'line' || path.at(-2) !== 'lines' || current === null) return;
          const row = readLine(element, context);
          if (path.at(-3) === 'class') {
            current.listed = true;
            take(current.file, row);
          } else {
            current.ofMethods.push(row);
            rows.ofMethods.total += 1;
            if (row.hit) rows.ofMethods.covered += 1;
          }
        },
        close(name, path) {
          if (name !== 'class' || path.at(-2) !== 'classes' || current === null) return;
          // Methods repeat the lines of their class; a few writers list them there alone.
          if (!current.listed) for (const row of current.ofMethods) take(current.file, row);
          current = null;
        },
      },
      end() {
        const lines = addCounts([...files.values()].map((file) => countPoints(file.lines)));
        const branches = addCounts([...files.values()].map(branchesOf));
        const wholeBranches =
          declared.branches === null || sameCount(rows.branches, declared.branches) || bearsOut(branches, declared.branches);
        return {
          kind: 'coverage',
          tool: declared.tool,
          partial: linesDiffer(declared, lines, [rows.lines, rows.ofMethods]),
          files: [...files].map(([path, file]) => ({
            path,
            measures: measuresOf(file, wholeBranches),
            uncovered: uncoveredLines(file.lines),
          })),
          percentOnly:
            wholeBranches || declared.branches === null ? {} : { branches: (declared.branches.covered * 100) / declared.branches.total },
        };
      },
    };
  },
});

interface CoveredFile {
  readonly lines: Points;
  /** By line. How many outcomes were seen, not which: they cannot be merged point by point. */
  readonly branches: Map<string, Count>;
}

interface LineRow {
  readonly number: string;
  readonly hit: boolean;
  readonly branches: Count | null;
}

/** What the root says of the whole. */
interface Declared {
  readonly lines: Count | null;
  /** `line-rate`, for old files that have no counts. */
  readonly rate: number | null;
  readonly branches: Count | null;
  readonly tool: { readonly name: string; readonly version: string } | null;
}

function readRoot({ attributes, line }: XmlElement, context: ReaderContext): Declared {
  const count = (valid: string, covered: string): Count | null => {
    if (attributes[valid] === undefined || attributes[covered] === undefined) return null;
    return {
      covered: wholeNumber(attributes[covered], covered, context, line),
      total: wholeNumber(attributes[valid], valid, context, line),
    };
  };
  const rate = attributes['line-rate'] ?? '';
  const [, name, version] = /^([a-z]+) (\d\S*)$/.exec(attributes['version'] ?? '') ?? [];
  return {
    lines: count('lines-valid', 'lines-covered'),
    rate: /^\d+(?:\.\d+)?$/.test(rate) ? Number(rate) : null,
    branches: count('branches-valid', 'branches-covered'),
    tool: name === undefined || version === undefined ? null : { name, version },
  };
}

function readLine({ attributes, line }: XmlElement, context: ReaderContext): LineRow {
  const number = wholeNumber(attributes['number'], 'the number of a line', context, line);
  const hits = attributes['hits'];
  if (hits === undefined || !/^\d+$/.test(hits))
    context.refuse(hits === undefined ? 'SHAPE' : 'NUMBER', `line ${number} has hits ${JSON.stringify(hits)}`, { line });
  const [, covered, total] = /\((\d+)\/(\d+)\)/.exec(attributes['condition-coverage'] ?? '') ?? [];
  const branches = covered === undefined || total === undefined ? null : { covered: Number(covered), total: Number(total) };
  if (branches !== null && !(branches.covered <= branches.total && Number.isSafeInteger(branches.total))) {
    context.refuse('NUMBER', `line ${number} has ${covered} of ${total} branches`, { line });
  }
  return { number: String(number), hit: /[1-9]/.test(hits), branches };
}

/**
 * Why the lines are not all that the root declares. Some writers count a line once a class, dotnet-coverage once a method, and some what a
 * comment excludes as covered.
 */
function linesDiffer({ lines, rate, tool }: Declared, listed: Count, rows: readonly Count[]): Partial[] {
  if (lines === null) {
    const percent = listed.total === 0 ? 0 : (listed.covered * 100) / listed.total;
    if (rate === null || listed.total === 0 || percent <= rate * 100 + 0.5) return [];
    return [{ code: 'declared-differs', what: 'percent of lines', declared: rate * 100, listed: percent }];
  }
  // Of gcovr a line has a row for each function on it, and counts as often: one that is covered here must not stand for all.
  const isBetter = tool?.name === 'gcovr' && listed.covered * lines.total > listed.total * lines.covered;
  if (!isBetter && rows.some((count) => sameCount(count, lines))) return [];
  if (sameCount(listed, lines) || (listed.total === lines.total && listed.covered < lines.covered)) return [];
  return difference('lines', lines, listed);
}

function measuresOf(file: CoveredFile, wholeBranches: boolean): CoverageFile['measures'] {
  const lines = countPoints(file.lines);
  return wholeBranches && file.branches.size > 0 ? { lines, branches: statedCount(branchesOf(file)) } : { lines };
}

function branchesOf({ branches }: CoveredFile): Count {
  return addCounts(branches.values());
}
