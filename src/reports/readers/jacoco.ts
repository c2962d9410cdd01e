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
  wholeNumber,
} from '../families/coverage-counts.ts';
import { defineXmlReader, type ReaderContext } from '../reader.ts';
import type { CoverageFile, Partial } from '../report.ts';
import type { XmlElement } from '../text/xml-reader.ts';

/**
 * JaCoCo's XML (`report.dtd`), which Kover, gcovr and Pester write too. Counts lines, branches and methods by source file; it has bytecode
 * instructions, and no statements. A line is covered where some of its instructions ran.
 */
export const jacoco = defineXmlReader({
  format: 'jacoco',
  kind: 'coverage',
  guide: {
    title: 'JaCoCo XML',
    source: 'https://www.jacoco.org/jacoco/trunk/coverage/report.dtd',
    make: 'mvn jacoco:prepare-agent verify jacoco:report',
    selectors: [
      { selector: '#com/example/payments', selects: 'the lines of the source files of this package; the format has no statements' },
      { selector: '#com/example/payments@branches', selects: 'their branches' },
      { selector: '#@functions', selects: 'all methods' },
    ],
    unit: 'one line of a source file; with `@branches` or `@functions` one branch or method',
    unproven: 'totals of the report that differ from its source files; classes compiled without line numbers have no lines',
  },
  doctype: 'external',
  unlike({ name, attributes }, opening) {
    if (name !== 'report') return `has the root \`${name}\`, not \`report\``;
    if (!/\sname\s*=/.test(attributes)) return 'has no attribute `name` on its root';
    return /-\/\/JACOCO\/\/DTD|<(?:sessioninfo|group|package|counter)\s/.test(opening)
      ? null
      : 'has no package, group or counter of JaCoCo';
  },
  start(context) {
    const files: CoverageFile[] = [];
    const classes: CoverageFile[] = [];
    const totals = new Map<string, Count>();
    /** The names of the open groups and of the package. */
    const folders: string[] = [];
    let unit: CoveredUnit | null = null;

    return {
      handler: {
        open(element, path) {
          const parent = path.at(-2);
          if (element.name === 'group' || element.name === 'package') folders.push(element.attributes['name'] ?? '');
          // A class that names its source file is part of what that file counts.
          else if (element.name === 'sourcefile') unit = newUnit(folders, element.attributes['name']);
          else if (element.name === 'class' && element.attributes['sourcefilename'] === undefined) {
            unit = newUnit(folders.slice(0, -1), element.attributes['name']);
          } else if (element.name === 'line' && parent === 'sourcefile' && unit !== null) takeLine(unit, element, context);
          else if (element.name === 'counter') {
            if (parent === 'report') takeCounter(totals, element, context);
            else if (unit !== null && (parent === 'sourcefile' || parent === 'class')) takeCounter(unit.counters, element, context);
          }
        },
        close(name) {
          if (name === 'group' || name === 'package') folders.pop();
          if ((name === 'sourcefile' || name === 'class') && unit !== null) {
            (name === 'class' ? classes : files).push({
              path: unit.path,
              measures: measuresOf(unit),
              uncovered: unit.lines.size > 0 && unit.listed ? uncoveredLines(unit.lines) : undefined,
            });
            unit = null;
          }
        },
      },
      end() {
        // JaCoCo before 0.8.0 names no source file in a class: then those that are listed count all that the report does.
        const isWhole = files.length > 0 && totals.size > 0 && differences(totals, files).length === 0;
        const counted = isWhole ? files : [...files, ...classes];
        return { kind: 'coverage', tool: null, partial: differences(totals, counted), files: counted, percentOnly: {} };
      },
    };
  },
});

/** A source file, or a class whose source file is not known. */
interface CoveredUnit {
  readonly path: string;
  readonly lines: Points;
  /** Each line says how many of its instructions ran; not all writers do. */
  listed: boolean;
  readonly counters: Map<string, Count>;
}

function newUnit(folders: readonly string[], name: string | undefined): CoveredUnit {
  return {
    path: sourcePath([...folders, name ?? ''].filter((part) => part !== '').join('/')),
    lines: new Map(),
    listed: true,
    counters: new Map(),
  };
}

function takeLine(unit: CoveredUnit, { attributes, line }: XmlElement, context: ReaderContext): void {
  const number = wholeNumber(attributes['nr'], 'the number of a line', context, line);
  if (attributes['ci'] === undefined) unit.listed = false;
  else addPoint(unit.lines, String(number), wholeNumber(attributes['ci'], 'ci', context, line) > 0);
}

function takeCounter(counters: Map<string, Count>, { attributes, line }: XmlElement, context: ReaderContext): void {
  const covered = wholeNumber(attributes['covered'], 'covered', context, line);
  const missed = wholeNumber(attributes['missed'], 'missed', context, line);
  counters.set(attributes['type'] ?? '', { covered, total: covered + missed });
}

function measuresOf({ lines, listed, counters }: CoveredUnit): CoverageFile['measures'] {
  const byLine = countPoints(lines);
  const counted = counters.get('LINE') ?? (lines.size > 0 ? byLine : undefined);
  const branches = counters.get('BRANCH');
  const methods = counters.get('METHOD');
  return {
    ...(counted && { lines: listed && sameCount(byLine, counted) ? byLine : statedCount(counted) }),
    ...(branches && { branches: statedCount(branches) }),
    ...(methods && { functions: statedCount(methods) }),
  };
}

function differences(totals: ReadonlyMap<string, Count>, files: readonly CoverageFile[]): Partial[] {
  return counterTypes.flatMap(([type, measure]) => {
    const declared = totals.get(type);
    return declared === undefined ? [] : difference(measure, declared, sumOf(files, measure));
  });
}

const counterTypes = [
  ['LINE', 'lines'],
  ['BRANCH', 'branches'],
  ['METHOD', 'functions'],
] as const;
