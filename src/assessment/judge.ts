import type { Comparator, Criterion, Item, ResultCitation, TitleClause } from '../checklist/checklist.ts';
import { measuredInOf } from '../checklist/citation.ts';
import { formatCriterion } from '../checklist/criterion.ts';
import { type Problem, problem } from '../problem.ts';
import type { EvidenceFile } from '../reports/evidence.ts';
import type { Report } from '../reports/report.ts';
import { convert, dimensionOf, type Unit } from '../unit.ts';
import type { AssessedCitation, AssessedCriterion, Source, Verdict } from './assessment.ts';
import { measureCoverage } from './measure/coverage.ts';
import { measureDocuments } from './measure/document.ts';
import { measureFindings } from './measure/findings.ts';
import { measurePointer } from './measure/json.ts';
import { measureLoad } from './measure/load.ts';
import { type Measurement, type Reported, unproven } from './measure/measurement.ts';
import { measureTests } from './measure/tests.ts';
import { disqualified, type EvidenceContext, earlierAttempts, filesOf, partialReasons } from './provenance.ts';
import type { UnprovenReason } from './reason.ts';

/** A citation's outcome, and what was wrong with how it was written. */
export interface Judgement {
  readonly citation: AssessedCitation;
  readonly problems: readonly Problem[];
  /** The files that the citation's path names. */
  readonly files: readonly EvidenceFile[];
  /** The item's own criterion decided: it was measured. */
  readonly usedText: readonly Criterion[];
}

/**
 * Judges one citation of a result: which files it names, whether they speak of this release, what they measure, and whether that satisfies
 * the criterion. What shows only a part may fail, and never passes.
 */
export function judgeCitation(citation: ResultCitation, item: Item, context: EvidenceContext): Judgement {
  const files = filesOf(citation.path, context.evidence);
  const { measurement, compared } = gravest(
    measure(citation, files, item, context).map((each) => ({ measurement: each, compared: compare(citation, item, each) })),
  );
  const partial = measurement.state === 'measured' ? [...measurement.partial, ...partialReasons(citation, files, context)] : [];
  const relevant = compared.criterion?.kind === 'exists' ? partial.filter(({ code }) => code !== 'coverage-of-failed-tests') : partial;
  const [reason] = [...otherwiseUnproven(files, item, context), ...relevant];
  const verdict: Verdict = compared.verdict.state === 'pass' && reason !== undefined ? { state: 'unproven', reason } : compared.verdict;
  return {
    citation: {
      target: 'result',
      label: citation.label,
      file: citation.path,
      selector: citation.selector,
      criterion: compared.criterion,
      measured: measurement.state === 'measured' ? measurement.measured : null,
      verdict,
      sources: files.map(sourceOf),
      examples: measurement.examples,
    },
    problems: compared.problems,
    files,
    usedText: compared.usedText,
  };
}

function sourceOf({ path, digest, part }: EvidenceFile): Source {
  return { file: path, digest, finished: part.run?.finished ?? null, environment: part.run?.environment?.name ?? null };
}

/** What keeps one of several files from speaking: the others may still fail the item. */
function otherwiseUnproven(files: readonly EvidenceFile[], item: Item, context: EvidenceContext): UnprovenReason[] {
  return files.flatMap((file) => disqualified(file, item.environment, context) ?? unreadable(file) ?? []);
}

function unreadable({ outcome, path }: EvidenceFile): UnprovenReason | null {
  if (outcome.state === 'read') return null;
  return { code: 'unreadable', file: path, problem: outcome.problems[0]?.code ?? 'SHAPE' };
}

interface Compared {
  readonly measurement: Measurement;
  readonly compared: Comparison;
}

/** Where each of several files must hold, the one that fails decides, then the one that is unproven. */
function gravest(all: readonly Compared[]): Compared {
  const [first] = all;
  const decisive =
    all.find(({ compared }) => compared.verdict.state === 'fail') ??
    all.find(({ compared }) => compared.verdict.state === 'unproven') ??
    first;
  if (decisive !== undefined) return decisive;
  const reason: UnprovenReason = { code: 'missing' };
  return { measurement: unproven(reason), compared: plain(null, { state: 'unproven', reason }) };
}

/** What a citation measures: one measurement over all its files, or one in each file that a pointer leads into. */
function measure(citation: ResultCitation, files: readonly EvidenceFile[], item: Item, context: EvidenceContext): Measurement[] {
  const [first] = files;
  if (first === undefined) return [unproven({ code: 'missing' }, nearNames(citation.path, context))];
  const speaking = files.filter((file) => disqualified(file, item.environment, context) === null);
  if (speaking.length === 0) {
    return [unproven(disqualified(first, item.environment, context) ?? { code: 'missing' })];
  }
  const readable = speaking.filter(({ outcome }) => outcome.state === 'read');
  const [broken] = speaking;
  if (readable.length === 0 && broken !== undefined) return [unproven(unreadable(broken) ?? { code: 'missing' }, problemsOf(broken))];
  if (citation.title?.kind === 'exists' && citation.selector === '') {
    return [{ state: 'measured', measured: { kind: 'existence' }, number: null, own: null, partial: [], examples: [] }];
  }
  const points = citation.selector.startsWith('/') && readable.some(({ json }) => json?.state === 'read');
  if (points) return readable.map((file) => pointInto(file, citation));
  return [measureKind(citation.selector, readable, context)];
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
  const kinds = new Set(files.map(({ outcome }) => (outcome.state === 'read' ? outcome.report.kind : null)));
  if (kinds.size > 1) return unproven({ code: 'not-merged', files: files.length });
  switch ([...kinds][0]) {
    case 'tests':
      return measureTests(
        selector,
        reportsOf(files, 'tests'),
        files.flatMap((file) => earlierAttempts(file, evidence)),
      );
    case 'coverage':
      return measureCoverage(selector, reportsOf(files, 'coverage'));
    case 'load':
      return measureLoad(selector, reportsOf(files, 'load'));
    case 'findings':
      return measureFindings(selector, reportsOf(files, 'findings'));
    case 'document':
      return measureDocuments(selector, reportsOf(files, 'document'));
    default:
      return unproven({ code: 'pointer-needed' });
  }
}

function reportsOf<Kind extends Report['kind']>(files: readonly EvidenceFile[], kind: Kind): Reported<Extract<Report, { kind: Kind }>>[] {
  const isKind = (report: Report): report is Extract<Report, { kind: Kind }> => report.kind === kind;
  return files.flatMap((file) =>
    file.outcome.state === 'read' && isKind(file.outcome.report) ? [{ file, report: file.outcome.report }] : [],
  );
}

interface Comparison {
  readonly criterion: AssessedCriterion | null;
  readonly verdict: Verdict;
  readonly problems: readonly Problem[];
  readonly usedText: readonly Criterion[];
}

function compare(citation: ResultCitation, item: Item, measurement: Measurement): Comparison {
  const { title } = citation;
  if (measurement.state === 'unproven') {
    const { criterion } = statedCriterion(title, item.criteria);
    return { criterion, verdict: { state: 'unproven', reason: measurement.reason }, problems: [], usedText: [] };
  }
  if (title !== null && title.kind !== 'unit') return compareTitle(citation, title, measurement);
  const { number } = measurement;
  const own =
    number?.unit == null ? undefined : item.criteria.find(({ unit }) => dimensionOf(unit) === dimensionOf(number.unit ?? 'count'));
  const unitless = number !== null && number.unit === null;
  const bound = own ?? (unitless ? (item.criteria.find(({ unit }) => unit === 'count') ?? item.criteria[0]) : undefined);
  if (number !== null && bound !== undefined) return compareNumber(bound, 'text', number, [bound]);
  if (measurement.own === null) return plain(null, { state: 'unproven', reason: { code: 'no-criterion' } });
  return plain({ kind: 'default', rule: measurement.own.rule, from: 'default' }, measurement.own.verdict);
}

function plain(criterion: AssessedCriterion | null, verdict: Verdict, problems: readonly Problem[] = []): Comparison {
  return { criterion, verdict, problems, usedText: [] };
}

/** The criterion that would decide, where nothing was measured: for the page, so that it says what is asked for. */
function statedCriterion(title: TitleClause | null, criteria: readonly Criterion[]): { criterion: AssessedCriterion | null } {
  if (title?.kind === 'criterion') return { criterion: { kind: 'number', ...title.criterion, from: 'title' } };
  if (title?.kind === 'tests') return { criterion: { ...title, from: 'title' } };
  if (title?.kind === 'text') return { criterion: { kind: 'text', text: title.text, from: 'title' } };
  if (title?.kind === 'exists') return { criterion: { kind: 'exists', from: 'title' } };
  const [first] = criteria;
  return { criterion: first === undefined ? null : { kind: 'number', ...first, from: 'text' } };
}

type Measurable = Extract<Measurement, { state: 'measured' }>;

function compareTitle(
  citation: ResultCitation,
  title: Exclude<TitleClause, { kind: 'unit' }>,
  { measured, number, own }: Measurable,
): Comparison {
  const other = (found: string) =>
    plain(statedCriterion(title, []).criterion, { state: 'unproven', reason: { code: 'no-criterion' } }, [
      problem('CRITERION_DIMENSION', citation.place, `the title asks for ${wordsOf(title)}, and the citation measures ${found}`),
    ]);
  switch (title.kind) {
    case 'exists':
      return plain({ kind: 'exists', from: 'title' }, { state: 'pass' });
    case 'text': {
      if (measured.kind !== 'text') return other(kindWord(measured.kind));
      const verdict: Verdict = measured.value === title.text ? { state: 'pass' } : { state: 'fail', reason: { code: 'text-differs' } };
      return plain({ kind: 'text', text: title.text, from: 'title' }, verdict);
    }
    case 'tests': {
      if (measured.kind !== 'tests') return other(kindWord(measured.kind));
      const counts = { ...measured, tests: measured.passed + measured.failed + measured.skipped };
      const criterion: AssessedCriterion = {
        kind: 'tests',
        comparator: title.comparator,
        value: title.value,
        count: title.count,
        from: 'title',
      };
      // A count that was reached does not excuse a failure, unless the title speaks of failures itself.
      if (title.count !== 'failed' && own !== null && own.verdict.state === 'fail') return plain(criterion, own.verdict);
      return plain(criterion, satisfies(counts[title.count], title.comparator, title.value) ? { state: 'pass' } : missed);
    }
    case 'criterion': {
      if (number === null)
        return measured.kind === 'text'
          ? plain(null, { state: 'unproven', reason: { code: 'wrong-type', found: 'string' } })
          : other(kindWord(measured.kind));
      const written = title.criterion.unit === 'count' && measured.kind === 'number';
      const comparable =
        number.unit === null || dimensionOf(number.unit) === dimensionOf(title.criterion.unit) || (written && isPointer(citation));
      return comparable ? compareNumber(title.criterion, 'title', number, []) : other(dimensionOf(number.unit ?? 'count'));
    }
  }
}

const missed: Verdict = { state: 'fail', reason: { code: 'criterion-missed' } };

/** A criterion without a unit compares a JSON number as it is written. */
function isPointer({ selector }: ResultCitation): boolean {
  return selector.startsWith('/');
}

function compareNumber(
  { comparator, value, unit }: Criterion,
  from: 'text' | 'title',
  number: { readonly value: number; readonly unit: Unit | null },
  usedText: readonly Criterion[],
): Comparison {
  const criterion: AssessedCriterion = { kind: 'number', comparator, value, unit, from };
  if (number.unit === null && unit !== 'count') {
    return { ...plain(criterion, { state: 'unproven', reason: { code: 'unit-not-stated', unit } }), usedText };
  }
  const threshold = unit === 'count' || number.unit === null ? value : convert(value, unit, number.unit);
  return { ...plain(criterion, satisfies(number.value, comparator, threshold) ? { state: 'pass' } : missed), usedText };
}

function satisfies(value: number, comparator: Comparator, threshold: number): boolean {
  switch (comparator) {
    case '>=':
      return value >= threshold;
    case '>':
      return value > threshold;
    case '<=':
      return value <= threshold;
    case '<':
      return value < threshold;
    case '=':
      return value === threshold;
  }
}

function wordsOf(title: Exclude<TitleClause, { kind: 'unit' }>): string {
  switch (title.kind) {
    case 'exists':
      return 'existence';
    case 'text':
      return `the text ${JSON.stringify(title.text)}`;
    case 'tests':
      return `a number of tests`;
    case 'criterion':
      return formatCriterion(title.criterion);
  }
}

function kindWord(kind: string): string {
  return kind === 'existence' ? 'that a document exists' : kind === 'text' ? 'a text' : kind === 'boolean' ? 'true or false' : kind;
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
