import { amountAt, lowerOf, phraseAt } from './comparisons.ts';
import { coverageKind, measuresIn } from './named-measures.ts';
import {
  alwaysComparing,
  blurringWords,
  comparingAfter,
  comparingBefore,
  conditions,
  countingWords,
  everyWords,
  hedges,
  negations,
  noneWords,
  numberWords,
} from './phrases.ts';
import type { Token } from './tokens.ts';

/**
 * The tokens in which parentheses that are part of a name, `(8)`, `(1000+ users)`, `(normal load)`, are one name, and those around a measure,
 * `(p95)`, are gone, so that it stands in the sentence. Other parentheses stay: what is in them is a clause of its own.
 */
export function withGroups(tokens: readonly Token[]): Token[] {
  const result: Token[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) continue;
    const end = lowerOf(token) === '(' ? closing(tokens, index) : null;
    const last = end === null ? undefined : tokens[end];
    if (end === null || last === undefined) {
      result.push(token);
      continue;
    }
    const inside = tokens.slice(index + 1, end);
    if (isMeasure(inside)) result.push(...inside);
    else if (isName(inside, result)) result.push({ kind: 'name', lower: '', start: token.start, end: last.end, glued: token.glued });
    else {
      result.push(token);
      continue;
    }
    index = end;
  }
  return result;
}

/** Where the parenthesis that opens here closes; null where another opens first, or it never does. */
function closing(tokens: readonly Token[], index: number): number | null {
  for (let at = index + 1; at < tokens.length; at += 1) {
    const mark = lowerOf(tokens[at]);
    if (mark === ')') return at;
    if (mark === '(') return null;
  }
  return null;
}

function isMeasure(inside: readonly Token[]): boolean {
  if (inside.length === 0 || !inside.every(({ kind }) => kind === 'word' || kind === 'name' || kind === 'mark')) return false;
  const written = inside.map(lowerOf);
  const named = measuresIn(written);
  const isNamed = (index: number) => named.some(({ from, to }) => from <= index && index <= to);
  const isKind = written.some((word) => coverageKind.test(word));
  return (
    (named.length > 0 || isKind) &&
    written.every((word, index) => isNamed(index) || coverageKind.test(word) || /^(?:the|at|and|or|of|,|\/|&)$/.test(word))
  );
}

/** States nothing: words, and at most one plain number that counts them. */
function isName(inside: readonly Token[], before: readonly Token[]): boolean {
  if (!inside.every(({ kind }) => kind === 'word' || kind === 'name' || kind === 'mark' || kind === 'number')) return false;
  if (inside.some((token, index) => states(inside, index, token))) return false;
  const numbers = inside.flatMap((token, index) => (token.kind === 'number' ? [{ token, index }] : []));
  const [only, ...others] = numbers;
  if (only === undefined) return !namesMeasure(inside.map(lowerOf));
  const counts = measuresIn([...before.slice(-4), ...inside].map(lowerOf)).some(({ measure }) => measure !== 'test-duration');
  return others.length === 0 && !counts && only.token.value !== 0 && amountAt(inside, only.index)?.unit === 'count';
}

/** Does it name one kind of coverage, of tests or of findings, or a statistic, which then is to be accounted for? */
function namesMeasure(written: readonly string[]): boolean {
  const named = measuresIn(written).some(({ measure }) => !/^(?:coverage|tests|findings|test-duration)$/.test(measure));
  return named || written.some((word) => coverageKind.test(word));
}

function states(inside: readonly Token[], index: number, token: Token): boolean {
  if (lowerOf(token) === ':') return true;
  if (token.kind !== 'word') return false;
  const { lower } = token;
  const counts =
    noneWords.has(lower) || everyWords.has(lower) || negations.has(lower) || countingWords.has(lower) || numberWords.has(lower);
  const compares =
    phraseAt(inside, index, comparingBefore) ??
    phraseAt(inside, index, comparingAfter) ??
    phraseAt(inside, index, alwaysComparing) ??
    phraseAt(inside, index, conditions);
  return counts || hedges.has(lower) || blurringWords.has(lower) || compares !== null;
}
