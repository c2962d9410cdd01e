import { patternOf } from '../glob.ts';
import type { EvidenceFile } from '../reports/evidence.ts';
import type { CoverageReport, JsonValue, LoadReport, Report, TestsReport } from '../reports/report.ts';
import { coverageTotal, mainStatistic } from '../reports/summary.ts';
import { isList, isObject } from '../reports/text/json-value.ts';
import type { AssessedCitation } from './assessment.ts';
import { judgeSelector } from './judge-file.ts';
import type { EvidenceContext } from './provenance.ts';

/** A part of a result file that an item can cite, and what it comes to where the item asks for nothing. */
export interface CitablePart extends Pick<AssessedCitation, 'measured' | 'verdict'> {
  /** As it stands behind `#`; empty for the whole file. */
  readonly selector: string;
}

/** How many parts of one kind are named: they show what a selector looks like. */
const shown = 4;

/** What an item could cite of a file, what says most of it first; empty where it cannot be read. */
export function citableParts(file: EvidenceFile, context: EvidenceContext): CitablePart[] {
  const { outcome, json } = file;
  const selectors = outcome.state === 'read' ? selectorsOf(outcome.report, json?.state === 'read' ? json.value : null) : [];
  return selectors.map((selector) => ({ selector, ...judgeSelector(file, selector, null, context) }));
}

function selectorsOf(report: Report, json: JsonValue): string[] {
  switch (report.kind) {
    case 'tests':
      return ['', ...groupsOf(report)];
    case 'coverage':
      return coverageSelectors(report);
    case 'load':
      return loadSelectors(report);
    case 'findings':
      return ['', ...report.rates.filter((severity) => severity === 'critical' || severity === 'high')];
    case 'document':
      return ['', ...report.headings.slice(0, shown).map(({ slug }) => slug)];
    case 'json':
      return pointersIn(json, '').take(shown).toArray();
  }
}

/** The first parts of the names of tests, where there are several. */
function groupsOf({ tests }: TestsReport): string[] {
  const groups = [...new Set(tests.map(({ name }) => name.split('/')[0] ?? ''))].filter((group) => group !== '' && !group.startsWith('@'));
  return groups.length < 2 ? [] : groups.slice(0, shown).map(patternOf);
}

function coverageSelectors(report: CoverageReport): string[] {
  const measures = (['lines', 'branches', 'functions'] as const).filter((measure) => coverageTotal(report, measure) !== null);
  return ['', ...measures.map((measure) => `@${measure}`)];
}

function loadSelectors(report: LoadReport): string[] {
  const main = mainStatistic(report);
  const metric = report.metrics.find(({ name }) => name === main?.metric);
  const statistics = [main?.statistic, ...Object.keys(metric?.statistics ?? {})];
  const named = metric === undefined ? [] : [...new Set(statistics)].map((statistic) => `${metric.name}.${statistic}`);
  return [...(report.thresholds?.length ? ['thresholds'] : []), ...named.slice(0, shown)];
}

/** The pointers to the values of a document that a citation can measure, in its order. */
function* pointersIn(value: JsonValue, pointer: string): Generator<string> {
  if (isList(value)) for (const [index, each] of value.entries()) yield* pointersIn(each, `${pointer}/${index}`);
  else if (isObject(value)) {
    for (const [key, each] of Object.entries(value))
      yield* pointersIn(each, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  } else if (value !== null && pointer !== '') yield pointer;
}
