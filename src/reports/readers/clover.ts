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
import type { CoverageCount, CoverageFile, CoverageReport, Partial } from '../report.ts';
import type { XmlElement } from '../text/xml-reader.ts';

/**
 * Clover's XML (`clover.xsd` of OpenClover), which PHPUnit, Istanbul and gcovr write too. Counts statements, conditionals (branches) and
 * methods from the `metrics` of each source file; Istanbul and PHPUnit count a line as a statement.
 */
export const clover = defineXmlReader({
  format: 'clover',
  kind: 'coverage',
  guide: {
    title: 'Clover XML',
    source: 'https://bitbucket.org/openclover/clover/src/master/etc/schema/clover.xsd',
    make: 'phpunit --coverage-clover clover.xml',
    selectors: [
      { selector: '#src/Payments', selects: 'the statements of the files below this folder' },
      { selector: '#src/Payments@branches', selects: 'their conditionals' },
      { selector: '#@functions', selects: 'all methods' },
    ],
    unit: 'one statement; with `@branches` or `@functions` one outcome of a conditional or one method',
    unproven: 'metrics of the project that differ from the sum of its files; `@lines`, which the format does not count',
  },
  doctype: 'external',
  unlike({ name, attributes }) {
    if (name !== 'coverage') return `has the root \`${name}\`, not \`coverage\``;
    if (/\sline-rate\s*=/.test(attributes)) return 'has the attribute `line-rate` of Cobertura on its root';
    return /\s(?:generated|clover)\s*=/.test(attributes) ? null : 'has no attribute `generated` or `clover` on its root';
  },
  start(context) {
    const files: CoverageFile[] = [];
    const partial: Partial[] = [];
    let project: Metrics | null = null;
    let file: CoveredFile | null = null;

    return {
      handler: {
        open(element, path) {
          // The code of the tests stands in a `testproject` of its own.
          if (path[1] !== 'project') return;
          const parent = path.at(-2);
          if (element.name === 'file')
            file = { path: pathOf(element, context), metrics: null, lines: new Map(), rows: 0, line: element.line };
          else if (element.name === 'metrics' && parent === 'project') project = readMetrics(element, context);
          else if (element.name === 'metrics' && parent === 'file' && file !== null) file.metrics = readMetrics(element, context);
          else if (element.name === 'line' && parent === 'file' && file !== null) takeLine(file, element, context);
        },
        close(name) {
          if (name !== 'file' || file === null) return;
          if (file.metrics === null) return context.refuse('SHAPE', 'a file has no metrics', { line: file.line });
          const statements = countStatements(file, file.metrics.statements, partial);
          const { branches, functions } = file.metrics;
          files.push({
            path: file.path,
            measures: {
              statements,
              ...(branches && { branches: statedCount(branches) }),
              ...(functions && { functions: statedCount(functions) }),
            },
            uncovered: file.lines.size > 0 ? uncoveredLines(file.lines) : undefined,
          });
          file = null;
        },
      },
      end() {
        const { ofProject, percentOnly } = compareProject(project, files);
        return { kind: 'coverage', tool: null, partial: [...partial.slice(0, 1), ...ofProject], files, percentOnly };
      },
    };
  },
});

interface Metrics {
  readonly statements: Count;
  readonly branches: Count | null;
  readonly functions: Count | null;
}

interface CoveredFile {
  readonly path: string;
  metrics: Metrics | null;
  /** The lines of statements, by number. */
  readonly lines: Points;
  rows: number;
  readonly line: number;
}

function pathOf({ attributes, line }: XmlElement, context: ReaderContext): string {
  const path = attributes['path'] ?? attributes['name'];
  return path === undefined ? context.refuse('SHAPE', 'a file has no path', { line }) : sourcePath(path);
}

function readMetrics({ attributes, line }: XmlElement, context: ReaderContext): Metrics {
  const count = (name: string): Count => {
    const total = wholeNumber(attributes[name], name, context, line);
    const covered = wholeNumber(attributes[`covered${name}`], `covered${name}`, context, line);
    return covered <= total ? { covered, total } : context.refuse('NUMBER', `${covered} of ${total} ${name} are covered`, { line });
  };
  const optional = (name: string) => (attributes[name] === undefined ? null : count(name));
  return { statements: count('statements'), branches: optional('conditionals'), functions: optional('methods') };
}

function takeLine(file: CoveredFile, { attributes, line }: XmlElement, context: ReaderContext): void {
  if (attributes['type'] === 'method') return;
  const number = wholeNumber(attributes['num'], 'the number of a line', context, line);
  const count = wholeNumber(attributes['count'] ?? '0', 'the count of a line', context, line);
  addPoint(file.lines, String(number), count > 0);
  file.rows += 1;
}

/** By line where each statement has one of its own; where the lines then tell another tale, the file is not whole. */
function countStatements({ lines, rows }: CoveredFile, stated: Count, partial: Partial[]): CoverageCount {
  const listed = countPoints(lines);
  if (rows !== stated.total || listed.total !== rows) return statedCount(stated);
  if (sameCount(listed, stated)) return listed;
  partial.push(...difference('statements of one source file', stated, listed));
  return statedCount(stated);
}

/** Where the files are not all of the project, its own metrics stand for the whole. */
function compareProject(
  project: Metrics | null,
  files: readonly CoverageFile[],
): { ofProject: Partial[]; percentOnly: CoverageReport['percentOnly'] } {
  const ofProject: Partial[] = [];
  const percentages = (['statements', 'branches', 'functions'] as const).flatMap((measure) => {
    const declared = project?.[measure] ?? null;
    if (declared === null) return [];
    const differences = difference(measure, declared, sumOf(files, measure));
    ofProject.push(...differences);
    return differences.length === 0 || declared.total === 0 ? [] : [[measure, (declared.covered * 100) / declared.total] as const];
  });
  return { ofProject, percentOnly: Object.fromEntries(percentages) };
}
