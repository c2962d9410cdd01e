import type { AssessedCitation, AssessedCriterion, Measured } from '../../assessment/assessment.ts';
import { comparatorSigns, formatBound } from '../../checklist/requirements/requirement.ts';
import { convert, dimensionOf, formatNumber, formatQuantity, type Unit } from '../../unit.ts';
import { plural } from './grammar.ts';
import { ofMeasure } from './measure-names.ts';
import { reasonWords } from './reason-words.ts';
import { verdictWords } from './status-words.ts';

/** A measured value for people: `1,720.6 ms`, `199 passed, 12 failed`. */
export function measuredWords(measured: Measured, criterion: AssessedCriterion | null = null): string {
  switch (measured.kind) {
    case 'number':
      return `${formatQuantity(measured.value, measured.unit, thresholdIn(measured.unit, criterion))}${ofMeasure(measured.measure)}`;
    case 'tests':
      return [
        `${formatNumber(measured.passed)} passed`,
        measured.failed > 0 ? `${formatNumber(measured.failed)} failed` : '',
        measured.skipped > 0 ? `${formatNumber(measured.skipped)} skipped` : '',
      ]
        .filter((part) => part !== '')
        .join(', ');
    case 'findings':
      return plural(measured.count, 'finding');
    case 'thresholds':
      return `${measured.held} of ${measured.held + measured.crossed} thresholds held`;
    case 'boolean':
      return String(measured.value);
    case 'text':
      return JSON.stringify(measured.value.length > 80 ? `${measured.value.slice(0, 80)}…` : measured.value);
    case 'existence':
      return 'is there';
    case 'commands':
      return measured.failed === 0
        ? `${plural(measured.succeeded, 'command')} ended with exit code 0`
        : `${measured.failed} of ${plural(measured.succeeded + measured.failed, 'command')} failed`;
    case 'items':
      return `${measured.verified} of ${measured.total} verified`;
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
      return `${comparatorSigns[criterion.comparator]} ${formatNumber(criterion.value)} ${criterion.count}`;
    case 'text':
      return `= ${criterion.text}`;
    case 'boolean':
      return `= ${criterion.value}`;
    case 'exists':
      return 'exists';
    case 'default':
      return {
        'none-failed': 'at least one passes, none fails',
        'none-severe': 'none critical or high',
        'none-found': 'none found',
        'none-flaky': 'none flaky',
        'all-held': 'every threshold held',
        true: 'true',
        'not-blank': 'exists, is not empty',
        'all-verified': 'all verified',
        'exit-0': 'every command ended with exit code 0',
      }[criterion.rule];
  }
}

/** Where a criterion is written, for people. */
export function criterionOrigin({ from }: AssessedCriterion): string {
  return { text: 'from the item’s text', title: 'from the citation’s title', default: 'the rule for this kind of result' }[from];
}

/** What a citation measured against what it had to satisfy, in one line: `1,720.6 ms, requires < 100 ms`. */
export function outcomeWords({ measured, criterion, verdict }: AssessedCitation): string {
  const value = measured === null ? '' : measuredWords(measured, criterion);
  const asked = criterion === null || criterion.kind === 'default' ? '' : `requires ${criterionWords(criterion)}`;
  switch (verdict.state) {
    case 'pass':
      return [value, asked].filter((part) => part !== '').join(', ') || verdictWords.pass;
    case 'fail': {
      const says = measured !== null && (verdict.reason.code === 'criterion-missed' || countsFailures(measured));
      return [value, asked, says ? '' : reasonWords(verdict.reason)].filter((part) => part !== '').join(', ');
    }
    case 'unproven':
      return [`unproven: ${reasonWords(verdict.reason)}`, asked].filter((part) => part !== '').join('; ');
  }
}

/** Does the measured value itself say how many fail? */
function countsFailures(measured: Measured): boolean {
  switch (measured.kind) {
    case 'tests':
    case 'thresholds':
    case 'findings':
    case 'commands':
      return true;
    case 'number':
    case 'boolean':
    case 'text':
    case 'existence':
    case 'items':
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
        'all-held': 'all must hold',
        true: 'must be true',
        'not-blank': 'must not be empty',
        'all-verified': 'all must be verified',
        'exit-0': 'all must end with exit code 0',
      }[criterion.rule];
  }
}
