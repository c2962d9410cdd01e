import { type Dimension, dimensionOf, formatNumber, type Unit, unitOf, unitPattern, unitSign } from '../unit.ts';
import type { Comparator, Criterion, TitleClause } from './checklist.ts';

/** What an item's words require, and the words without it. */
export interface UnderstoodText {
  readonly criteria: readonly Criterion[];
  /** Dimensions in which the text states more than one threshold: none of them is taken. */
  readonly ambiguous: readonly Dimension[];
  /** The text with the criteria cut out, for an id that outlives a changed threshold. */
  readonly rest: string;
}

const number = '\\d+(?:,\\d{3})*(?:\\.\\d+)?';
/** A unit ends where a word ends: `5 s` and `5s`, not `5 sites`. */
const unit = `(?:${unitPattern})(?![\\w%])`;
/** What may stand before a number that is one of its own: not `p95`, `A01`, `8-factor`, `1.2.3`. */
const freeStart = '(?<![\\w.,/:#-])';

/** The ways to state a threshold in words, `written` ones also in parentheses. */
const forms: readonly { readonly pattern: RegExp; readonly written: boolean; readonly comparator: Comparator | null }[] = [
  { pattern: new RegExp(`(?<![-=<>!])(>=|<=|≥|≤|>|<|=)(?![=>])\\s*(${number})\\s*(${unit})?`, 'giu'), written: true, comparator: null },
  {
    pattern: new RegExp(`${freeStart}()(${number})\\s*(${unit})?\\+(?![\\w+])(?:\\s*(${unit}))?`, 'giu'),
    written: false,
    comparator: '>=',
  },
  {
    pattern: new RegExp(`(?<!(?:than|below|under|not|to|max|maximum|most)\\s)${freeStart}()(100)\\s*(%)(?![\\w+])`, 'giu'),
    written: false,
    comparator: '>=',
  },
  { pattern: new RegExp(`:()\\s*(0)\\s*(${unit})?\\s*$`, 'giu'), written: false, comparator: '=' },
  { pattern: /^\s*()(zero)()(?=\s)/giu, written: false, comparator: '=' },
];

/**
 * Reads the criterion out of an item's words: `>= 90%`, `< 100ms` as written; `90%+`, `1000+` and `100% …` as at least;
 * `: 0` at the end and `Zero …` at the start as exactly. Numbers that are part of a name or only count state none.
 *
 * @param masked The text with what cannot state a criterion (code) replaced by as many spaces.
 */
export function understandText(text: string, masked: string = text): UnderstoodText {
  const found: { start: number; end: number; criterion: Criterion }[] = [];
  const outside = masked.replace(/\([^()]*\)/g, (parenthesis) => ' '.repeat(parenthesis.length));
  for (const { pattern, written, comparator } of forms) {
    for (const match of (written ? masked : outside).matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      const value = match[2]?.toLowerCase() === 'zero' ? 0 : Number(match[2]?.replaceAll(',', ''));
      const criterion = {
        comparator: comparator ?? comparatorOf(match[1] ?? ''),
        value,
        unit: unitOf(match[3] || match[4] || '') ?? 'count',
      };
      found.push({ start, end, criterion });
    }
  }
  found.sort((a, b) => a.start - b.start);
  const dimensions = found.map(({ criterion }) => dimensionOf(criterion.unit));
  const ambiguous = [...new Set(dimensions.filter((dimension, index) => dimensions.indexOf(dimension) !== index))];
  const rest = found.reduceRight((words, { start, end }) => `${words.slice(0, start)} ${words.slice(end)}`, text);
  return {
    criteria: found.map(({ criterion }) => criterion).filter((criterion) => !ambiguous.includes(dimensionOf(criterion.unit))),
    ambiguous,
    rest,
  };
}

const title = new RegExp(
  `^(?:(>=|<=|≥|≤|>|<|=)\\s*(-?${number})\\s*(${unit}|passed|failed|skipped|tests?)?)?\\s*(?:in\\s+(${unit}))?$`,
  'iu',
);

/**
 * Reads the title of a citation: `>= 24 h`, `= 0`, `>= 8 passed`, `< 1 % in ratio`, `in ratio`, `= ok` (a string's text), `exists`.
 * Null where it is none of these.
 */
export function parseTitle(text: string): TitleClause | null {
  const trimmed = text.trim();
  if (/^exists$/i.test(trimmed)) return { kind: 'exists' };
  const match = title.exec(trimmed);
  if (match === null || trimmed === '') return textClause(trimmed);
  const [, comparator, value, word, measured] = match;
  const measuredIn = measured === undefined ? null : (unitOf(measured) ?? null);
  if (comparator === undefined || value === undefined) return measuredIn === null ? null : { kind: 'unit', measuredIn };
  const threshold = { comparator: comparatorOf(comparator), value: Number(value.replaceAll(',', '')) };
  const count = testCount(word);
  if (count !== null) return measuredIn === null ? { kind: 'tests', ...threshold, count } : null;
  return { kind: 'criterion', criterion: { ...threshold, unit: word === undefined ? 'count' : (unitOf(word) ?? 'count') }, measuredIn };
}

/** A criterion as people read it: `≥ 90 %`, `= 0`. */
export function formatCriterion({ comparator, value, unit }: { comparator: Comparator; value: number; unit: Unit }): string {
  return `${comparatorSigns[comparator]} ${formatNumber(value)}${unitSign(unit)}`;
}

export const comparatorSigns: Readonly<Record<Comparator, string>> = { '>=': '≥', '>': '>', '<=': '≤', '<': '<', '=': '=' };

function textClause(text: string): TitleClause | null {
  const match = /^=\s*(\S.*)$/.exec(text);
  return match?.[1] === undefined || /^[-\d<>=]/.test(match[1]) ? null : { kind: 'text', text: match[1] };
}

function comparatorOf(sign: string): Comparator {
  switch (sign) {
    case '≥':
    case '>=':
      return '>=';
    case '≤':
    case '<=':
      return '<=';
    case '>':
      return '>';
    case '<':
      return '<';
    default:
      return '=';
  }
}

function testCount(word: string | undefined): 'passed' | 'failed' | 'skipped' | 'tests' | null {
  switch (word?.toLowerCase()) {
    case 'passed':
      return 'passed';
    case 'failed':
      return 'failed';
    case 'skipped':
      return 'skipped';
    case 'test':
    case 'tests':
      return 'tests';
    default:
      return null;
  }
}
