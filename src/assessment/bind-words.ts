import type { Citation, Item, ResultCitation } from '../checklist/checklist.ts';
import { namesBad, namesIn, polarityOfSelector } from '../checklist/requirements/cited-measure.ts';
import { agree, type Measure } from '../checklist/requirements/measure.ts';
import { isNatural } from '../checklist/requirements/polarity.ts';
import type { Bound, NotUnderstood, Quantifier, Requirement } from '../checklist/requirements/requirement.ts';
import type { AssessedCitation, AssessedCriterion, Measured } from './assessment.ts';
import { implies, isComparable, type MeasuredNumber } from './compare-bounds.ts';
import type { CitedMeasurements } from './measure/measure-citation.ts';
import type { UnprovenReason } from './reason.ts';

/** What of some words a citation is to be compared with. */
export type Binding =
  | { readonly state: 'bound'; readonly requirements: readonly Requirement[] }
  /** Nothing of the words speaks of what it measures. */
  | { readonly state: 'none' }
  /** Its number could be meant by several of them, or is of another measure than the one that is asked for. */
  | { readonly state: 'unclear'; readonly reason: UnprovenReason };

/**
 * Which of some requirements a citation of one number is to satisfy: those of its dimension and measure; where there are several, the one that its
 * key or label names.
 */
export function bindNumber(
  { selector, label }: Pick<ResultCitation, 'selector' | 'label'>,
  number: MeasuredNumber,
  { named }: Pick<CitedMeasurements, 'named'>,
  requirements: readonly Requirement[],
): Binding {
  const comparable = requirements.filter(({ bounds }) => bounds.every((bound) => isComparable(number, bound)));
  const fitting = comparable.filter(({ measure }) => agree(measure, named));
  const [other] = comparable;
  if (other === undefined) return { state: 'none' };
  if (fitting.length === 0) {
    const asked = comparable.flatMap(({ measure }) => measure ?? [])[0];
    return asked === undefined || named === null
      ? { state: 'none' }
      : { state: 'unclear', reason: { code: 'other-measure', asked, cited: named } };
  }
  // A file without units is compared as it is written, where the words give no unit either.
  const plain = number.unit === null ? fitting.filter(({ bounds }) => bounds.every(({ unit }) => unit === 'count')) : [];
  const candidates = plain.length > 0 ? plain : fitting;
  const exact = candidates.filter(({ measure }) => measure !== null && measure === named);
  const best = exact.length > 0 ? exact : candidates;
  const meant = best.length === 1 ? best : namedBest(best, selector, label);
  const isContrary = meant.some(
    ({ bounds, measure }) => bounds.length === 1 && bounds.some((bound) => !isOfSelector(bound, selector, measure, named)),
  );
  if (meant.length === 1 && !isContrary) return { state: 'bound', requirements: meant };
  return { state: 'unclear', reason: { code: 'not-understood', words: best.map(({ words }) => words) } };
}

/** Those of some requirements that a key or a label names best; none where it names none of them. */
function namedBest(requirements: readonly Requirement[], selector: string, label: string): Requirement[] {
  const names = new Set(namesIn(selector, label));
  const shared = requirements.map((requirement) => ({ requirement, count: requirement.subject.filter((word) => names.has(word)).length }));
  const most = Math.max(...shared.map(({ count }) => count));
  return most === 0 ? [] : shared.filter(({ count }) => count === most).map(({ requirement }) => requirement);
}

/** Does a bound keep to the side that is better of what a selector names? `availability ≥ 99 %` is not what an error rate shows. */
function isOfSelector({ comparator, value }: Bound, selector: string, asked: Measure | null, named: Measure | null): boolean {
  // That the smallest is below a limit says nothing of the others, and that the largest is above one no more.
  const isBestCase = (named === 'minimum' && comparator.startsWith('<')) || (named === 'maximum' && comparator.startsWith('>'));
  if (isBestCase && asked !== named) return false;
  return isNatural(comparator, value, polarityOfSelector(selector, named));
}

/** What keeps every citation of an item from passing: its words ask for something that was not understood, or that nothing it cites answers. */
export interface ItemDoubt {
  /** The parts of its words, and of its citations' labels, that ask for something and were not understood. */
  readonly notUnderstood: readonly string[];
  /** Null where all is accounted for. */
  readonly doubt: UnprovenReason | null;
}

/** One citation of an item, with what it was compared with. */
export interface JudgedCitation {
  readonly citation: ResultCitation;
  readonly assessed: AssessedCitation;
  /** The requirements that it measures. */
  readonly used: readonly Requirement[];
}

/** Holds the words of an item against what its citations measure. */
export function findDoubt(item: Item, judged: readonly JudgedCitation[]): ItemDoubt {
  const labels = judged.map(({ citation }) => citation.labelWords);
  const notUnderstood = [...item.words.notUnderstood, ...labels.flatMap((words) => words.notUnderstood)];
  const words = [...new Set(notUnderstood.map((each) => each.words))];
  // Without a citation nothing passes, unless the parts of the item are its proof: as any roll-up, they measure nothing.
  if (item.citations.length === 0 && item.items.length === 0) return { notUnderstood: words, doubt: null };
  if (notUnderstood.some((part) => !isDeclared(part, item))) return { notUnderstood: words, doubt: { code: 'not-understood', words } };
  const requirements = [...item.words.requirements, ...labels.flatMap((each) => each.requirements)];
  const unmeasured = requirements.find((requirement) => !isMeasured(requirement, requirements, judged));
  const [bound] = unmeasured?.bounds ?? [];
  if (unmeasured !== undefined && bound !== undefined) {
    const { comparator, value, unit } = bound;
    return { notUnderstood: words, doubt: { code: 'not-measured-by-any', measure: unmeasured.measure, comparator, value, unit } };
  }
  const quantifiers = [...item.words.quantifiers, ...labels.flatMap((each) => each.quantifiers)];
  const unanswered = quantifiers.find((quantifier) => !isAnswered(quantifier, quantifiers, item, judged));
  return { notUnderstood: words, doubt: unanswered === undefined ? null : { code: 'unanswered', words: unanswered.words } };
}

/** Does the author take what was not understood upon himself: by a comment, or by a title on each citation? A success proves no number. */
function isDeclared({ measured }: NotUnderstood, { declaresNoCriterion, citations }: Item): boolean {
  return declaresNoCriterion || (citations.length > 0 && citations.every((citation) => statesCriterion(citation, measured)));
}

/** Does the title of a citation state what it has to show? */
function statesCriterion(citation: Citation, measured: boolean): boolean {
  if (citation.target === 'checklist') return false;
  switch (citation.title?.kind) {
    case 'criterion':
    case 'tests':
    case 'text':
    case 'boolean':
      return true;
    case 'exit':
      return !measured;
    case 'exists':
    case 'unit':
    case undefined:
      return false;
  }
}

/** A citation that says nothing leaves open what it would have measured: the item is unproven by it already. */
function isMeasured(requirement: Requirement, all: readonly Requirement[], judged: readonly JudgedCitation[]): boolean {
  return judged.some(({ citation, assessed, used }) => {
    if (used.includes(requirement)) return true;
    if (citation.title === null && assessed.measured === null && assessed.verdict.state === 'unproven') return true;
    const { criterion } = assessed;
    if (criterion?.kind !== 'number' || criterion.from !== 'title') return false;
    const shown = all.filter(
      ({ measure, bounds }) => agree(measure, criterion.measure) && bounds.every((bound) => implies(criterion, bound)),
    );
    // One number shows one of them: the one that it is named for.
    const meant = shown.length === 1 ? shown : namedBest(shown, citation.selector, citation.label);
    return meant.length === 1 && meant.includes(requirement);
  });
}

/** What says of all or of none that it holds: `true`, a plain 0, tests, no finding, another part of the checklist, or what a title states. */
function isAnswered(quantifier: Quantifier, all: readonly Quantifier[], item: Item, judged: readonly JudgedCitation[]): boolean {
  if (item.items.length > 0 || item.citations.some(({ target }) => target === 'checklist')) return true;
  const { words, kind } = quantifier;
  return judged.some(({ citation, assessed: { measured, verdict, criterion }, used }) => {
    if (verdict.state === 'unproven' && measured === null) return true;
    const isOne = used.some((requirement) => words.includes(requirement.words) || requirement.words.includes(words));
    if (isOne && (kind === 'none' || holdsOfEach(criterion, words))) return true;
    if (statesCriterion(citation, false)) return true;
    if (citation.title?.kind === 'exists') return false;
    // What was compared with a number says nothing of what else there must be none of, nor of each by itself.
    if (kind === 'none' ? used.length > 0 : isOne) return false;
    if (isNamedForOther(quantifier, all, citation, measured, judged.length)) return false;
    // A 0 says of all that it holds where it counts what is not wanted: of `undocumented`, not of `documented`.
    if (kind === 'all' && measured?.kind === 'number' && !namesBad(citation.selector)) return false;
    if (measured?.kind === 'thresholds') return kind === 'all' && /threshold|load|stress|soak|spike|performance|test/i.test(words);
    return answers(measured, verdict.state === 'fail' || citation.selector !== '');
  });
}

/** Is a value under a key named for another of several things that are asked, or is one number to answer for several of which it names none? */
function isNamedForOther(
  quantifier: Quantifier,
  all: readonly Quantifier[],
  { selector, label }: Pick<ResultCitation, 'selector' | 'label'>,
  measured: Measured | null,
  citations: number,
): boolean {
  if (!selector.startsWith('/') || all.length < 2) return false;
  const names = new Set(namesIn(selector, label));
  const isNamed = ({ words }: Quantifier) => namesIn(words.replaceAll(',', ' ')).some((word) => names.has(word));
  if (isNamed(quantifier)) return false;
  return all.some(isNamed) || (measured?.kind === 'number' && citations < all.length);
}

/** Does a criterion hold of each where it holds of one number: of the largest, or of the smallest? A mean or a total hides the others. */
function holdsOfEach(criterion: AssessedCriterion | null, words: string): boolean {
  if (criterion?.kind !== 'number') return false;
  const { measure, comparator } = criterion;
  const isOfTests = /^(?:[\w-]+ ){1,4}(?:tests?|specs?|testcases?|suites?)\b/i.test(words);
  if (measure === 'test-duration' || (measure?.endsWith('-tests') && (isOfTests || comparator === '='))) return true;
  return (measure === 'maximum' && comparator.startsWith('<')) || (measure === 'minimum' && comparator.startsWith('>'));
}

/** Does what was measured say by itself that something holds of all, or of none? */
function answers(measured: Measured | null, isSelected: boolean): boolean {
  switch (measured?.kind) {
    case 'boolean':
    case 'tests':
      return true;
    case 'findings':
      return isSelected || measured.count === 0;
    case 'number':
      return measured.unit === 'count' && measured.value === 0;
    case 'thresholds':
    case 'text':
    case 'existence':
    case 'items':
    case 'commands':
    case undefined:
      return false;
  }
}
