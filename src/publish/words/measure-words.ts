import type { AssessedCitation, AssessedCriterion, Measured } from '../../assessment/assessment.ts';
import type { UnprovenReason } from '../../assessment/reason.ts';
import { comparatorSigns, formatBound } from '../../checklist/requirements/requirement.ts';
import { clipText } from '../../clip-text.ts';
import { convert, dimensionOf, formatNumber, formatQuantity, type Unit } from '../../unit.ts';
import { countedNoun } from './counted-noun.ts';
import { plural, verb } from './grammar.ts';
import { ofMeasure } from './measure-names.ts';
import { reasonWords } from './reason-words.ts';
import { verdictWords } from './status-words.ts';

/** A measured value for people: `1,720.6 ms`, `199 tests passed, 12 failed`. */
export function measuredWords(measured: Measured, criterion: AssessedCriterion | null = null): string {
  switch (measured.kind) {
    case 'number':
      return `${formatQuantity(measured.value, measured.unit, thresholdIn(measured.unit, criterion))}${ofMeasure(measured.measure)}`;
    case 'tests':
      return [
        `${plural(measured.passed, 'test')} passed`,
        measured.failed > 0 ? `${formatNumber(measured.failed)} failed` : '',
        measured.skipped > 0 ? `${formatNumber(measured.skipped)} skipped` : '',
      ]
        .filter((part) => part !== '')
        .join(', ');
    case 'findings':
      return plural(measured.count, 'finding');
    case 'thresholds':
      return measured.crossed === 0
        ? `${formatNumber(measured.held)} of ${plural(measured.held, 'threshold')} held`
        : `${formatNumber(measured.crossed)} of ${plural(measured.held + measured.crossed, 'threshold')} crossed`;
    case 'boolean':
      return String(measured.value);
    case 'text':
      return JSON.stringify(clipText(measured.value, 80));
    case 'existence':
      return 'is there';
    case 'commands':
      return measured.failed === 0
        ? `${plural(measured.succeeded, 'command')} ended with exit code 0`
        : `${measured.failed} of ${plural(measured.succeeded + measured.failed, 'command')} failed`;
    case 'items':
      return `${formatNumber(measured.verified)} of ${plural(measured.total, 'item')} verified`;
  }
}

/** The threshold of a criterion in the unit of what was measured. */
function thresholdIn(unit: Unit, criterion: AssessedCriterion | null): number | undefined {
  if (criterion?.kind !== 'number') return undefined;
  return dimensionOf(criterion.unit) === dimensionOf(unit) ? convert(criterion.value, criterion.unit, unit) : criterion.value;
}

/** What a criterion asks, for people: `≥ 90 %`. */
export function criterionWords(criterion: AssessedCriterion): string {
  switch (criterion.kind) {
    case 'number':
      return formatBound(criterion);
    case 'tests':
      return `${comparatorSigns[criterion.comparator]} ${plural(criterion.value, criterion.count === 'tests' ? 'test' : `${criterion.count} test`)}`;
    case 'text':
      return `= ${criterion.text}`;
    case 'boolean':
      return `= ${criterion.value}`;
    case 'exists':
      return 'that it exists';
    case 'default':
      return {
        'none-failed': 'at least one passed test and none that failed',
        'none-severe': 'no critical or high finding',
        'none-found': 'no finding',
        'none-flaky': 'no flaky test',
        'all-held': 'no crossed threshold',
        true: 'the value true',
        'not-blank': 'that it exists and is not empty',
        'all-verified': 'each item there verified',
        'exit-0': 'that every command ended with exit code 0',
      }[criterion.rule];
  }
}

/** Where a criterion is written, for people. */
export function criterionOrigin({ from }: AssessedCriterion): string {
  return { text: 'from the item’s text', title: 'from the citation’s title', default: 'the rule for this kind of result' }[from];
}

/**
 * What a citation measured, with what a plain count is of: `32 TODO/FIXME`; of a roll-up that fails, how many do.
 *
 * @param text The words of the item that cites it.
 */
export function countedWords({ measured, criterion, verdict, selector }: AssessedCitation, text: string): string {
  if (measured === null) return '';
  if (measured.kind === 'items' && verdict.state === 'fail' && verdict.reason.code === 'roll-up-failed') {
    const failing = verdict.reason.items.length;
    return `${formatNumber(failing)} of ${plural(measured.total, 'item')} ${verb(failing, 'fails', 'fail')}`;
  }
  const noun = measured.kind === 'number' && measured.unit === 'count' ? countedNoun(text, selector) : '';
  const words = measuredWords(measured, criterion);
  return noun === '' ? words : `${words}\u00a0${noun}`;
}

/**
 * What a citation measured against what it had to satisfy, in one line: `1,720.6 ms, requires < 100 ms`.
 *
 * @param text The words of the item that cites it.
 */
export function outcomeWords(citation: AssessedCitation, text: string): string {
  const { measured, criterion, verdict } = citation;
  const value = countedWords(citation, text);
  const asked = criterion === null || criterion.kind === 'default' ? '' : `requires ${criterionWords(criterion)}`;
  switch (verdict.state) {
    case 'pass':
      return [value, asked].filter((part) => part !== '').join(', ') || verdictWords.pass;
    case 'fail': {
      const says = measured !== null && (verdict.reason.code === 'criterion-missed' || countsFailures(measured));
      return [value, asked, says ? '' : reasonWords(verdict.reason)].filter((part) => part !== '').join(', ');
    }
    case 'unproven':
      return [`unproven: ${shortReason(verdict.reason)}`, asked].filter((part) => part !== '').join('; ');
  }
}

/** Of a roll-up the number alone: its items are listed where there is room. */
function shortReason(reason: UnprovenReason): string {
  if (reason.code !== 'roll-up-open') return reasonWords(reason);
  return `${plural(reason.items.length, 'item')} there ${verb(reason.items.length, 'is', 'are')} not verified`;
}

/** Does the measured value itself say how many fail? */
function countsFailures(measured: Measured): boolean {
  switch (measured.kind) {
    case 'tests':
    case 'thresholds':
    case 'findings':
    case 'commands':
    case 'items':
      return true;
    case 'number':
    case 'boolean':
    case 'text':
    case 'existence':
      return false;
  }
}

/** What a criterion asks for as a clause beside what was measured: `must be ≥ 90 %`, `must be 0`. */
export function requiredWords(criterion: AssessedCriterion): string {
  switch (criterion.kind) {
    case 'number':
    case 'tests':
    case 'text':
    case 'boolean':
      return `must be ${criterionWords(criterion).replace(/^= /, '')}`;
    case 'exists':
      return 'must be there';
    case 'default':
      return {
        'none-failed': 'none may fail',
        'none-severe': 'none may be critical or high',
        'none-found': 'there must be none',
        'none-flaky': 'none may be flaky',
        'all-held': 'none may be crossed',
        true: 'must be true',
        'not-blank': 'must not be empty',
        'all-verified': 'all must be verified',
        'exit-0': 'all must end with exit code 0',
      }[criterion.rule];
  }
}
