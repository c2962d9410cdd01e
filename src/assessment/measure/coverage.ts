import type { Measure } from '../../checklist/requirements/measure.ts';
import { nameMatcher } from '../../glob.ts';
import type { CoverageFile, CoverageMeasure, CoverageReport } from '../../reports/report.ts';
import { type Measurement, numberMeasured, type Reported, unproven } from './measurement.ts';

/**
 * Measures coverage: a glob over files or packages, or `@lines`, `@branches`, `@functions` for another measure than statements
 * (lines where a format has none). Both may be joined: `@branches` stands behind the glob.
 *
 * @param parts The files of all shards: one profile, in which a point is covered if any part covers it.
 */
export function measureCoverage(selector: string, parts: readonly Reported<CoverageReport>[]): Measurement {
  const { glob, measure: asked } = readCoverageSelector(selector);
  const files = parts.flatMap(({ report }) => report.files);
  const measure =
    asked ??
    (files.some(({ measures }) => measures.statements) || parts.some(({ report }) => report.percentOnly.statements !== undefined)
      ? 'statements'
      : 'lines');

  const [stated] = parts.flatMap(({ report }) => report.percentOnly[measure] ?? []);
  if (stated !== undefined) {
    if (parts.length > 1) return unproven({ code: 'not-merged', files: parts.length });
    return glob === '' ? numberMeasured(stated, 'percent', { measure: measures[measure] }) : unproven({ code: 'not-computable' });
  }
  const matches = nameMatcher(glob);
  const selected = files.filter(({ path }) => matches(path));
  if (selected.length === 0) {
    const folders = [...new Set(files.map(({ path }) => path.replace(/\/[^/]*$/, '')))].sort();
    return unproven({ code: 'nothing-selected', selector: glob, available: files.length }, folders);
  }
  const counts = mergeByPath(selected, measure);
  if (counts === null) return unproven({ code: 'not-merged', files: parts.length });
  if (counts === 'absent') return unproven({ code: 'not-measured', what: measure });
  if (counts.total === 0) return unproven({ code: 'not-computable' });
  return numberMeasured((counts.covered * 100) / counts.total, 'percent', { ...counts, measure: measures[measure] });
}

const measures = {
  statements: 'statement-coverage',
  lines: 'line-coverage',
  branches: 'branch-coverage',
  functions: 'function-coverage',
} as const satisfies Record<CoverageMeasure, Measure>;

/** The parts of a selector: the glob over files, empty for all, and the measure, null where it names none. */
export function readCoverageSelector(selector: string): { readonly glob: string; readonly measure: CoverageMeasure | null } {
  const [, glob = '', word] = /^(.*?)(?:@(statements|lines|branches|functions))?$/s.exec(selector) ?? [];
  const measure = word === 'statements' || word === 'lines' || word === 'branches' || word === 'functions' ? word : null;
  return { glob, measure };
}

/** The sum over files, those of several parts merged point by point. Null where a file stands in several parts and its format gives counts alone. */
function mergeByPath(files: readonly CoverageFile[], measure: CoverageMeasure): { covered: number; total: number } | 'absent' | null {
  const byPath = new Map<string, CoverageFile[]>();
  for (const file of files) byPath.set(file.path, [...(byPath.get(file.path) ?? []), file]);
  const sum = { covered: 0, total: 0 };
  let present = false;
  for (const same of byPath.values()) {
    const counts = same.flatMap(({ measures }) => measures[measure] ?? []);
    const [first, ...more] = counts;
    if (first === undefined) continue;
    present = true;
    if (more.length === 0) {
      sum.covered += first.covered;
      sum.total += first.total;
      continue;
    }
    const points = new Map<string, { weight: number; covered: boolean }>();
    for (const count of counts) {
      if (count.points === null) return null;
      for (const [key, point] of count.points)
        points.set(key, { weight: point.weight, covered: point.covered || points.get(key)?.covered === true });
    }
    for (const { weight, covered } of points.values()) {
      sum.total += weight;
      if (covered) sum.covered += weight;
    }
  }
  return present ? sum : 'absent';
}
