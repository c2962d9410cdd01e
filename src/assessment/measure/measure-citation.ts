import type { ResultCitation } from '../../checklist/checklist.ts';
import { measuredInOf } from '../../checklist/citation.ts';
import { measureOfSelector } from '../../checklist/requirements/cited-measure.ts';
import type { Measure } from '../../checklist/requirements/measure.ts';
import type { EvidenceFile } from '../../reports/evidence.ts';
import { type FindingsReport, type Report, type Severity, severities } from '../../reports/report.ts';
import { disqualified, type EvidenceContext, earlierAttempts } from '../provenance.ts';
import type { UnprovenReason } from '../reason.ts';
import { measureCoverage } from './coverage.ts';
import { measureDocuments } from './document.ts';
import { measureExit } from './exit.ts';
import { measureFindings } from './findings.ts';
import { measurePointer } from './json.ts';
import { measureLoad } from './load.ts';
import { type Measurement, type Reported, unproven } from './measurement.ts';
import { countTests, measureTests } from './tests.ts';

/** What a citation measures: as it is written, and by the measures that words ask for. */
export interface CitedMeasurements {
  /** One over all its files, or one in each file that a pointer leads into. */
  readonly written: readonly Measurement[];
  /** The measure that its selector names; null where it names none. */
  readonly named: Measure | null;
  /** It selects one number, so that whatever is of that number's dimension can be asked of it. */
  readonly isOneNumber: boolean;
  /** What it measures of a measure that it does not select itself; null where it has none of that. */
  readonly of: (measure: Measure | null) => Measurement | null;
}

/** What a citation of results measures in files, which its path names. */
export function measureCitation(
  citation: ResultCitation,
  files: readonly EvidenceFile[],
  environment: string | null,
  context: EvidenceContext,
): CitedMeasurements {
  const named = measureOfSelector(citation.selector);
  const nothing = (measurement: Measurement): CitedMeasurements => ({
    written: [measurement],
    named,
    isOneNumber: false,
    of: () => measurement,
  });
  const [first] = files;
  if (first === undefined) return nothing(unproven({ code: 'missing' }, nearNames(citation.path, context)));
  const speaking = files.filter((file) => disqualified(file, environment, context) === null);
  if (speaking.length === 0) return nothing(unproven(disqualified(first, environment, context) ?? { code: 'missing' }));
  if (citation.title?.kind === 'exit') return nothing(measureExit(speaking));
  const readable = speaking.filter(({ outcome }) => outcome.state === 'read');
  const [broken] = speaking;
  if (readable.length === 0 && broken !== undefined)
    return nothing(unproven(unreadable(broken) ?? { code: 'missing' }, problemsOf(broken)));
  if (citation.title?.kind === 'exists' && citation.selector === '') {
    return nothing({ state: 'measured', measured: { kind: 'existence' }, number: null, own: null, partial: [], examples: [] });
  }
  if (citation.selector.startsWith('/') && readable.some(({ json }) => json?.state === 'read')) {
    const written = readable.map((file) => pointInto(file, citation));
    return { written, named, isOneNumber: written.some((each) => each.state === 'measured' && each.number !== null), of: () => null };
  }
  const written = measureKind(citation.selector, readable, context);
  const isOneNumber =
    written.state === 'measured' && written.number !== null && (citation.selector.includes('@') || written.measured.kind === 'number');
  const isWholeCoverage = kindOf(readable) === 'coverage' && !citation.selector.includes('@');
  return {
    written: [written],
    named,
    isOneNumber: isOneNumber && !isWholeCoverage,
    of: (measure) => measureAsked(measure, citation.selector, readable, context),
  };
}

/** Why a file cannot be read; null where it can. */
export function unreadable({ outcome, path }: EvidenceFile): UnprovenReason | null {
  if (outcome.state === 'read') return null;
  return { code: 'unreadable', file: path, problem: outcome.problems[0]?.code ?? 'SHAPE' };
}

/** A pointer leads only into a file that its own reader accepts without problems. */
function pointInto(file: EvidenceFile, citation: ResultCitation): Measurement {
  const { outcome, json, path } = file;
  if (json?.state !== 'read') return unproven({ code: 'not-json', file: path });
  const [doubt] = outcome.problems;
  if (doubt !== undefined) return unproven({ code: 'unreadable', file: path, problem: doubt.code }, problemsOf(file));
  return measurePointer(citation.selector, json.value, measuredInOf(citation.title));
}

function measureKind(selector: string, files: readonly EvidenceFile[], { evidence }: EvidenceContext): Measurement {
  const kind = kindOf(files);
  switch (kind) {
    case null:
      return unproven({ code: 'not-merged', files: files.length });
    case 'tests':
      return measureTests(selector, reportsOf(files, kind), earlierOf(files, evidence));
    case 'coverage':
      return measureCoverage(selector, reportsOf(files, kind));
    case 'load':
      return measureLoad(selector, reportsOf(files, kind));
    case 'findings':
      return measureFindings(selector, reportsOf(files, kind));
    case 'document':
      return measureDocuments(selector, reportsOf(files, kind));
    case 'json':
      return unproven({ code: 'pointer-needed' });
  }
}

/** What a citation of a whole report, or of a part of it, has of a measure that the words name: only its own measures are its to give. */
function measureAsked(
  measure: Measure | null,
  selector: string,
  files: readonly EvidenceFile[],
  { evidence }: EvidenceContext,
): Measurement | null {
  const kind = kindOf(files);
  switch (kind) {
    case 'tests': {
      if (selector.startsWith('@')) return null;
      const reports = reportsOf(files, kind);
      if (measure === 'flaky-tests') return selector === '' ? measureTests('@flaky', reports, earlierOf(files, evidence)) : null;
      if (measure === 'test-duration') return selector === '' ? measureTests('@duration', reports, []) : null;
      return countTests(measure, measureTests(selector, reports, earlierOf(files, evidence)));
    }
    case 'coverage': {
      const suffix = coverageSelectors.get(measure);
      return suffix === undefined || selector.includes('@') ? null : measureCoverage(`${selector}${suffix}`, reportsOf(files, kind));
    }
    case 'findings':
      return measureAskedFindings(measure, selector, reportsOf(files, kind));
    case 'load':
    case 'document':
    case 'json':
    case null:
      return null;
  }
}

const coverageSelectors: ReadonlyMap<Measure | null, string> = new Map([
  ['coverage', ''],
  ['statement-coverage', '@statements'],
  ['line-coverage', '@lines'],
  ['branch-coverage', '@branches'],
  ['function-coverage', '@functions'],
]);

/** A linter's warnings are of medium severity or worse, its errors of high severity or worse: these alone must be rated by the tool. */
const findingSelectors: ReadonlyMap<Measure | null, { readonly selector: string; readonly rated: Severity | null }> = new Map([
  ['findings', { selector: '', rated: null }],
  ['critical-findings', { selector: 'critical', rated: 'critical' }],
  ['high-findings', { selector: 'high', rated: 'high' }],
  ['medium-findings', { selector: 'medium', rated: 'medium' }],
  ['low-findings', { selector: 'low', rated: 'low' }],
  ['info-findings', { selector: 'info', rated: 'info' }],
  ['warnings', { selector: 'critical,high,medium,unknown', rated: 'medium' }],
  ['errors', { selector: 'critical,high,unknown', rated: 'high' }],
]);

/** What a citation of findings has of a measure. A selector of rules counts findings of these; one of severities each of them, and never all. */
function measureAskedFindings(measure: Measure | null, selector: string, reports: readonly Reported<FindingsReport>[]): Measurement | null {
  const asked = findingSelectors.get(measure);
  if (asked === undefined) return null;
  const named = selector.split(',').map((word) => word.trim().toLowerCase());
  const isOfSeverities = named.some((word) => severities.some((severity) => severity === word));
  if (isOfSeverities) return asked.rated !== null && named.includes(asked.selector) ? measureFindings(asked.selector, reports) : null;
  if (selector !== '') return /^(?:findings|warnings|errors)$/.test(measure ?? '') ? measureFindings(selector, reports) : null;
  if (!asked.selector.includes(',')) return measureFindings(asked.selector, reports);
  const able = asked.selector.split(',').filter((word) => word === asked.rated || reports.some(({ report }) => rates(report, word)));
  return measureFindings(able.join(','), reports);
}

function rates(report: FindingsReport, severity: string): boolean {
  return (
    severity === 'unknown' || report.rates.some((rated) => rated === severity) || report.findings.some((each) => each.severity === severity)
  );
}

function kindOf(files: readonly EvidenceFile[]): Report['kind'] | null {
  const kinds = new Set(files.flatMap(({ outcome }) => (outcome.state === 'read' ? outcome.report.kind : [])));
  const [only, ...others] = kinds;
  return only === undefined || others.length > 0 ? null : only;
}

function earlierOf(files: readonly EvidenceFile[], evidence: EvidenceContext['evidence']): EvidenceFile[] {
  return files.flatMap((file) => earlierAttempts(file, evidence));
}

function reportsOf<Kind extends Report['kind']>(files: readonly EvidenceFile[], kind: Kind): Reported<Extract<Report, { kind: Kind }>>[] {
  const isKind = (report: Report): report is Extract<Report, { kind: Kind }> => report.kind === kind;
  return files.flatMap((file) =>
    file.outcome.state === 'read' && isKind(file.outcome.report) ? [{ file, report: file.outcome.report }] : [],
  );
}

/** What stands where the citation looks, so that a mistyped name is found. */
function nearNames(path: string, { evidence }: EvidenceContext): string[] {
  const job = path.split('/')[0] ?? '';
  const names = evidence.files.filter(({ part }) => !part.superseded).map((file) => `${file.job}/${file.name}`);
  const same = names.filter((name) => name.startsWith(`${job}/`));
  return [...new Set(same.length > 0 ? same : evidence.parts.map((part) => `${part.job}/`))].sort();
}

function problemsOf({ outcome }: EvidenceFile): string[] {
  return outcome.problems.map(({ code, message }) => `${code} ${message}`);
}
