import type { Item, ResultCitation, TitleClause } from '../checklist/checklist.ts';
import { namesIn, polarityOfSelector } from '../checklist/requirements/cited-measure.ts';
import type { Measure } from '../checklist/requirements/measure.ts';
import { negations } from '../checklist/requirements/phrases.ts';
import type { Bound, Requirement } from '../checklist/requirements/requirement.ts';
import type { EvidenceFile } from '../reports/evidence.ts';
import { dimensionOf } from '../unit.ts';
import type { AssessedCitation, AssessedCriterion, Source, Verdict } from './assessment.ts';
import { bindNumber } from './bind-words.ts';
import { compareBounds, isComparable, satisfies } from './compare-bounds.ts';
import { type CitedMeasurements, measureCitation, unreadable } from './measure/measure-citation.ts';
import { type Measurement, unproven } from './measure/measurement.ts';
import { disqualified, type EvidenceContext, filesOf, partialReasons } from './provenance.ts';
import type { Quantity, UnprovenReason } from './reason.ts';

/** A citation's outcome, and what it was made of. */
export interface Judgement {
  readonly citation: AssessedCitation;
  /** The files that the citation's path names. */
  readonly files: readonly EvidenceFile[];
  /** The requirements of the item's words, and of its own label, that it measures. */
  readonly used: readonly Requirement[];
}

/**
 * Judges one citation of a result: which files it names, whether they speak of this release, what they measure, and whether that satisfies
 * the criterion. What shows only a part may fail, and never passes.
 */
export function judgeCitation(citation: ResultCitation, item: Item, context: EvidenceContext): Judgement {
  const files = filesOf(citation.path, context.evidence);
  const cited = measureCitation(citation, files, item.environment, context);
  const outcomes = cited.written.flatMap((measurement) => compare(citation, item, measurement, cited));
  const decisive = gravest(outcomes);
  const { measurement, criterion } = decisive;
  const asksCompleteness = criterion?.kind !== 'exists' && measurement.state === 'measured' && measurement.measured.kind !== 'commands';
  const partial = measurement.state === 'measured' ? measurement.partial : [];
  const isRead = citation.title?.kind !== 'exit';
  const [reason] = [
    ...files.flatMap((file) => disqualified(file, item.environment, context) ?? (isRead ? unreadable(file) : null) ?? []),
    ...(asksCompleteness ? [...partial, ...partialReasons(citation, files, context)] : []),
  ];
  const verdict: Verdict = decisive.verdict.state === 'pass' && reason !== undefined ? { state: 'unproven', reason } : decisive.verdict;
  return {
    citation: {
      target: 'result',
      label: citation.label,
      file: citation.path,
      selector: citation.selector,
      criterion,
      measured: measurement.state === 'measured' ? measurement.measured : null,
      verdict,
      sources: files.map(sourceOf),
      examples: measurement.examples,
    },
    files,
    used: outcomes.flatMap((outcome) => outcome.used),
  };
}

function sourceOf({ path, digest, part }: EvidenceFile): Source {
  return { file: path, digest, finished: part.run?.finished ?? null, environment: part.run?.environment?.name ?? null };
}

/** One measurement of a citation held against one criterion. */
interface Outcome {
  readonly measurement: Measurement;
  readonly criterion: AssessedCriterion | null;
  readonly verdict: Verdict;
  readonly used: readonly Requirement[];
}

/** Where each of several must hold, the one that fails decides, then the one that is unproven. */
function gravest(all: readonly Outcome[]): Outcome {
  const reason: UnprovenReason = { code: 'missing' };
  return (
    all.find(({ verdict }) => verdict.state === 'fail') ??
    all.find(({ verdict }) => verdict.state === 'unproven') ??
    all[0] ??
    outcomeOf(unproven(reason), null, { state: 'unproven', reason })
  );
}

function outcomeOf(
  measurement: Measurement,
  criterion: AssessedCriterion | null,
  verdict: Verdict,
  used: readonly Requirement[] = [],
): Outcome {
  return { measurement, criterion, verdict, used };
}

type Measurable = Extract<Measurement, { state: 'measured' }>;

/** What a number is of, as far as its report says: a whole coverage report gives the statements, or else the lines. */
function measureOf({ measured }: Measurable): Measure | null {
  return measured.kind === 'number' ? measured.measure : null;
}

/** Holds a measurement against all that its title, or else the words, ask of it; and against the rule of its kind, which tests never escape. */
function compare(citation: ResultCitation, item: Item, measurement: Measurement, cited: CitedMeasurements): Outcome[] {
  const { title } = citation;
  const requirements = [...item.words.requirements, ...citation.labelWords.requirements];
  if (measurement.state === 'unproven') {
    return [outcomeOf(measurement, statedCriterion(title, requirements, cited.named), { state: 'unproven', reason: measurement.reason })];
  }
  const { own } = measurement;
  if (title === null && own !== null && isRestated(citation, item, measurement)) {
    const criterion: AssessedCriterion = { kind: 'default', rule: own.rule, from: 'default' };
    return [outcomeOf(measurement, criterion, { state: 'unproven', reason: { code: 'boolean-unclear' } })];
  }
  const asked =
    title === null || title.kind === 'unit'
      ? compareWords(citation, item, measurement, cited, requirements)
      : [compareTitle(citation, title, measurement, cited.named ?? measureOf(measurement))];
  if (title?.kind === 'exists' || title?.kind === 'exit') return asked;
  const rule: Outcome[] = own === null ? [] : [outcomeOf(measurement, { kind: 'default', rule: own.rule, from: 'default' }, own.verdict)];
  if (asked.length === 0) {
    return rule.length > 0 ? rule : [outcomeOf(measurement, null, { state: 'unproven', reason: { code: 'no-criterion' } })];
  }
  return measurement.measured.kind === 'tests' ? [...asked, ...rule.filter(({ verdict }) => verdict.state === 'fail')] : asked;
}

/** Does the key of a boolean say what the words say that must not be? `runsAsRoot`, of what does not run as root. */
function isRestated({ selector, labelWords }: ResultCitation, { text, words }: Item, { measured }: Measurable): boolean {
  const isNegated = [...words.quantifiers, ...labelWords.quantifiers].some(({ kind }) => kind === 'none');
  if (measured.kind !== 'boolean' || !isNegated) return false;
  const key = namesIn(selector.split('/').at(-1) ?? '');
  const said = new Set(namesIn(text));
  return key.every((name) => said.has(name)) && !key.some((name) => negations.has(name));
}

/** What the words ask of a measurement; nothing where they do not speak of it. */
function compareWords(
  citation: ResultCitation,
  item: Item,
  measurement: Measurable,
  cited: CitedMeasurements,
  requirements: readonly Requirement[],
): Outcome[] {
  const { number } = measurement;
  if (cited.isOneNumber && number !== null) {
    const binding = bindNumber(citation, number, cited, requirements);
    switch (binding.state) {
      case 'bound':
        return binding.requirements.map((requirement) => compareRequirement(requirement, measurement, cited.named));
      case 'unclear':
        return [
          outcomeOf(
            measurement,
            statedCriterion(null, requirements, cited.named),
            { state: 'unproven', reason: binding.reason },
            requirements,
          ),
        ];
      case 'none':
        return answerByCount(item, citation, measurement);
    }
  }
  return requirements.flatMap((requirement) => {
    const asked = cited.of(requirement.measure);
    if (asked === null) return [];
    const same = requirements.filter(({ measure }) => measure !== null && measure === requirement.measure);
    if (same.length > 1 && citation.selector === '') {
      // `5 unit tests and 3 end-to-end tests` are not to be told apart in one total.
      const reason: UnprovenReason = { code: 'not-understood', words: same.map(({ words }) => words) };
      return [outcomeOf(asked, statedCriterion(null, [requirement], null), { state: 'unproven', reason }, [requirement])];
    }
    if (asked.state === 'measured') {
      const { number: counted } = asked;
      // A share of the tests is no number of tests.
      const isOf = counted !== null && requirement.bounds.every((bound) => isComparable(counted, bound));
      return isOf ? [compareRequirement(requirement, asked, requirement.measure)] : [];
    }
    const criterion = statedCriterion(null, [requirement], null);
    return [outcomeOf(asked, criterion, { state: 'unproven', reason: asked.reason }, [requirement])];
  });
}

function compareRequirement(requirement: Requirement, measurement: Measurable, named: Measure | null): Outcome {
  const measure = requirement.measure ?? named;
  const outcome = measurement.number === null ? null : compareBounds(measurement.number, requirement.bounds, measure, 'text');
  if (outcome === null) return outcomeOf(measurement, null, { state: 'unproven', reason: { code: 'no-criterion' } });
  return outcomeOf(measurement, outcome.criterion, outcome.verdict, [requirement]);
}

/** A plain 0 answers words that ask for all or none of something without a number; any other number can only show that there are some. */
function answerByCount({ words }: Item, { selector, labelWords }: ResultCitation, measurement: Measurable): Outcome[] {
  const asked = [...words.quantifiers, ...labelWords.quantifiers];
  const { number, own } = measurement;
  if (polarityOfSelector(selector, null) === 'more' && asked.some(({ kind }) => kind === 'none')) return [];
  if (asked.length === 0 || words.notUnderstood.length > 0 || own !== null || number === null || (number.unit ?? 'count') !== 'count')
    return [];
  if (number.value !== 0 && asked.some(({ kind }) => kind === 'all')) return [];
  const outcome = compareBounds({ ...number, unit: 'count' }, [none], null, 'text');
  return outcome === null ? [] : [outcomeOf(measurement, outcome.criterion, outcome.verdict)];
}

const none: Bound = { comparator: '=', value: 0, unit: 'count' };

/** The criterion that would decide, where nothing was measured: for the page, so that it says what is asked for. */
function statedCriterion(title: TitleClause | null, requirements: readonly Requirement[], named: Measure | null): AssessedCriterion | null {
  switch (title?.kind) {
    case 'criterion':
      return { kind: 'number', ...title.criterion, measure: named, from: 'title' };
    case 'tests':
      return { ...title, from: 'title' };
    case 'text':
      return { kind: 'text', text: title.text, from: 'title' };
    case 'boolean':
      return { kind: 'boolean', value: title.value, from: 'title' };
    case 'exists':
      return { kind: 'exists', from: 'title' };
    case 'exit':
      return { kind: 'default', rule: 'exit-0', from: 'default' };
    case 'unit':
    case undefined: {
      const [first] = requirements;
      const [bound] = first?.bounds ?? [];
      return first === undefined || bound === undefined
        ? null
        : { kind: 'number', ...plainBound(bound), measure: first.measure, from: 'text' };
    }
  }
}

function plainBound({ comparator, value, unit }: Requirement['bounds'][number]) {
  return { comparator, value, unit };
}

function compareTitle(
  citation: ResultCitation,
  title: Exclude<TitleClause, { kind: 'unit' }>,
  measurement: Measurable,
  named: Measure | null,
): Outcome {
  const { measured, number, own } = measurement;
  const criterion = statedCriterion(title, [], named);
  const other = (found: Quantity) =>
    outcomeOf(measurement, criterion, { state: 'unproven', reason: { code: 'other-dimension', asked: quantityOf(title), found } });
  switch (title.kind) {
    case 'exists':
      return outcomeOf(measurement, criterion, { state: 'pass' });
    case 'exit':
      return outcomeOf(measurement, criterion, own?.verdict ?? { state: 'unproven', reason: { code: 'no-criterion' } });
    case 'text':
      if (measured.kind !== 'text') return other(measured.kind);
      return outcomeOf(
        measurement,
        criterion,
        measured.value === title.text ? { state: 'pass' } : { state: 'fail', reason: { code: 'text-differs' } },
      );
    case 'boolean':
      if (measured.kind !== 'boolean') return other(measured.kind);
      return outcomeOf(measurement, criterion, measured.value === title.value ? { state: 'pass' } : missed);
    case 'tests': {
      if (measured.kind !== 'tests') return other(measured.kind);
      const counts = { ...measured, tests: measured.passed + measured.failed + measured.skipped };
      return outcomeOf(measurement, criterion, satisfies(counts[title.count], title.comparator, title.value) ? { state: 'pass' } : missed);
    }
    case 'criterion': {
      if (number === null) {
        return measured.kind === 'text'
          ? outcomeOf(measurement, null, { state: 'unproven', reason: { code: 'wrong-type', found: 'string' } })
          : other(measured.kind);
      }
      const written = title.criterion.unit === 'count' && measured.kind === 'number' && citation.selector.startsWith('/');
      const comparable = number.unit === null || dimensionOf(number.unit) === dimensionOf(title.criterion.unit) || written;
      const outcome = comparable ? compareBounds(number, [title.criterion], named, 'title') : null;
      return outcome === null ? other(dimensionOf(number.unit ?? 'count')) : outcomeOf(measurement, outcome.criterion, outcome.verdict);
    }
  }
}

const missed: Verdict = { state: 'fail', reason: { code: 'criterion-missed' } };

/** What a title asks for. */
function quantityOf(title: Exclude<TitleClause, { kind: 'unit' }>): Quantity {
  switch (title.kind) {
    case 'exists':
      return 'existence';
    case 'exit':
      return 'commands';
    case 'text':
    case 'boolean':
    case 'tests':
      return title.kind;
    case 'criterion':
      return dimensionOf(title.criterion.unit);
  }
}
