import { convert, dimensionOf, type Unit, unitOf } from '../../unit.ts';
import { isForeignUnit, words } from './names.ts';
import {
  blurringWords,
  comparingAfter,
  comparingBefore,
  conditions,
  countingWords,
  everyWords,
  hedges,
  longestPhrase,
  negations,
  noneWords,
  numberWords,
} from './phrases.ts';
import type { Bound, Comparator } from './requirement.ts';
import type { Token } from './tokens.ts';

/** A comparator with its number, in the tokens from `from` to `to`. */
export interface Comparison {
  readonly from: number;
  readonly to: number;
  /** The word that compares, where others stand between it and the number: `max response time: 200 ms`. */
  readonly apart?: number;
  readonly bounds: readonly Bound[];
}

/** Marks that stand in sentences; any other sign behind a number is somebody's unit. */
const punctuation = /^[,;:.()[\]{}"“”„‘’'«»–—|/\\·•*&+!?…→-]$/;
const timeWords = words('s sec second min minute h hr hour d day w wk week month quarter year sprint night');

/** Finds every number that is compared, with its comparator. What is left over is for the caller to account for. */
export function comparisonsIn(tokens: readonly Token[]): Comparison[] {
  const found: Comparison[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const comparison = comparisonAt(tokens, index);
    if (comparison === null) continue;
    const last = found.at(-1);
    const both = last === undefined ? null : rangeOf(last, comparison, tokens);
    if (both !== null) found.pop();
    found.push(both ?? comparison);
    index = comparison.to;
  }
  return found;
}

/** `> 20 % and < 80 %`: two bounds of one number. */
function rangeOf(first: Comparison, second: Comparison, tokens: readonly Token[]): Comparison | null {
  const [a, b] = [first.bounds[0], second.bounds[0]];
  if (a === undefined || b === undefined || first.bounds.length + second.bounds.length > 2) return null;
  if (second.from !== first.to + 2 || !/^(?:and|but|&)$/.test(lowerOf(tokens[first.to + 1]))) return null;
  const [low, high] = a.comparator.startsWith('>') ? [a, b] : [b, a];
  const isRange = low.comparator.startsWith('>') && high.comparator.startsWith('<') && dimensionOf(low.unit) === dimensionOf(high.unit);
  if (!isRange || convert(low.value, low.unit, high.unit) > high.value) return null;
  return { ...first, to: second.to, bounds: [a, b] };
}

/** The longest phrase of a table that begins at a token, with its length in tokens; null where none does. */
export function phraseAt<Meaning>(
  tokens: readonly Token[],
  index: number,
  table: ReadonlyMap<string, Meaning>,
): { readonly meaning: Meaning; readonly length: number } | null {
  for (let length = Math.min(longestPhrase, tokens.length - index); length > 0; length -= 1) {
    const part = tokens.slice(index, index + length);
    if (!part.every(({ kind }) => kind === 'word')) continue;
    const meaning = table.get(part.map(lowerOf).join(' '));
    if (meaning !== undefined) return { meaning, length };
  }
  return null;
}

/** The lower-case words of a token; empty where there is none. */
export function lowerOf(token: Token | undefined): string {
  if (token?.kind === 'word' || token?.kind === 'name') return token.lower;
  return token?.kind === 'mark' ? token.mark : '';
}

/** Does a sentence, a clause or a list's entry end before this token? */
export function isBreak(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token === undefined) return true;
  if (token.kind !== 'mark') return false;
  if (/^[;,()[\]{}|·•→!?…–—]$/.test(token.mark)) return true;
  const next = tokens[index + 1];
  if (token.mark === '.') return !(token.glued && /^(?:max|min|avg|approx|incl|excl|e\.g|i\.e|vs|no|ca)$/.test(lowerOf(tokens[index - 1])));
  return token.mark === '-' && !token.glued && next?.glued !== true;
}

/** Does what a comparison speaks of end before this token? */
export function isSoftBreak(tokens: readonly Token[], index: number): boolean {
  return isBreak(tokens, index) || /^(?:and|but|while|whereas|&|plus)$/.test(lowerOf(tokens[index]));
}

interface Amount {
  readonly value: number;
  readonly unit: Unit;
  readonly to: number;
}

function comparisonAt(tokens: readonly Token[], index: number): Comparison | null {
  const token = tokens[index];
  if (token?.kind === 'sign') return compared(tokens, index, index + 1, token.comparator);
  if (token?.kind === 'word') return rangeAt(tokens, index) ?? phraseComparison(tokens, index) ?? limitOfSomething(tokens, index);
  if (token?.kind === 'number') return plusAt(tokens, index) ?? followedComparison(tokens, index) ?? wholeAt(tokens, index);
  return token?.kind === 'mark' && token.mark === ':' ? nothingAfterColon(tokens, index) : null;
}

function compared(tokens: readonly Token[], from: number, at: number, comparator: Comparator): Comparison | null {
  const amount = amountAt(tokens, at);
  if (amount === null || hasPlus(tokens, at)) return null;
  const { value, unit, to } = amount;
  return { from, to, bounds: [{ comparator, value, unit }] };
}

function hasPlus(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  return token?.kind === 'number' && token.plus;
}

function phraseComparison(tokens: readonly Token[], index: number): Comparison | null {
  const phrase = phraseAt(tokens, index, comparingBefore);
  // `greater/equal to` is no `equal to`.
  if (phrase === null || (phrase.meaning === '=' && lowerOf(tokens[index - 1]) === '/')) return null;
  let at = index + phrase.length;
  const mark = lowerOf(tokens[at]);
  if (mark === ':' || (mark === '.' && !isBreak(tokens, at))) at += 1;
  if (/^(?:an?|the)$/.test(lowerOf(tokens[at])) && tokens[at + 1]?.kind === 'number') at += 1;
  return compared(tokens, index, at, phrase.meaning);
}

/** `max response time: 200 ms`, `minimum password length of 12`. */
function limitOfSomething(tokens: readonly Token[], index: number): Comparison | null {
  const limit = /^max(?:imum)?$/.test(lowerOf(tokens[index])) ? '<=' : /^min(?:imum)?$/.test(lowerOf(tokens[index])) ? '>=' : null;
  if (limit === null) return null;
  let at = index + 1;
  while (at - index <= 4 && tokens[at]?.kind === 'word' && !comparingBefore.has(lowerOf(tokens[at])) && lowerOf(tokens[at]) !== 'of')
    at += 1;
  if (at === index + 1) return null;
  if (/^(?:of|is|:)$/.test(lowerOf(tokens[at]))) at += 1;
  const amount = tokens[at]?.kind === 'number' && !hasPlus(tokens, at) ? amountAt(tokens, at) : null;
  // The words between stay: they say what it is a limit of.
  if (amount === null) return null;
  return { from: at, to: amount.to, apart: index, bounds: [{ comparator: limit, value: amount.value, unit: amount.unit }] };
}

function rangeAt(tokens: readonly Token[], index: number): Comparison | null {
  if (lowerOf(tokens[index]) !== 'between') return null;
  const [low, high] = [amountAt(tokens, index + 1), amountAt(tokens, index + 3)];
  if (low === null || high === null || low.to !== index + 1 || lowerOf(tokens[index + 2]) !== 'and') return null;
  if (hasPlus(tokens, index + 1) || hasPlus(tokens, index + 3)) return null;
  const unit = low.unit === 'count' ? high.unit : low.unit;
  if (high.unit !== unit && low.unit !== 'count' && high.unit !== 'count') return null;
  if (low.value > high.value) return null;
  return {
    from: index,
    to: high.to,
    bounds: [
      { comparator: '>=', value: low.value, unit },
      { comparator: '<=', value: high.value, unit: high.unit === 'count' ? unit : high.unit },
    ],
  };
}

/** `1000+`, `90%+`. */
function plusAt(tokens: readonly Token[], index: number): Comparison | null {
  return hasPlus(tokens, index) && !isCompared(tokens, index) ? comparisonOf(tokens, index, index, '>=') : null;
}

/** Right behind a comparator a number is that comparator's, understood or not. */
function isCompared(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  if (before?.kind === 'sign' || before?.kind === 'odd') return true;
  return [1, 2, 3, 4, 5, 6].some((length) => phraseAt(tokens.slice(0, index), index - length, comparingBefore)?.length === length);
}

/** `3 or more`, `200 ms max`, `3 replicas at least`. */
function followedComparison(tokens: readonly Token[], index: number): Comparison | null {
  if (isCompared(tokens, index)) return null;
  const amount = amountAt(tokens, index);
  if (amount === null) return null;
  for (let at = amount.to + 1; at <= amount.to + 3; at += 1) {
    const phrase = phraseAt(tokens, at, comparingAfter);
    const after = at + (phrase?.length ?? 0);
    if (phrase !== null && !compares(tokens, after)) {
      return { from: index, to: after - 1, bounds: [{ comparator: phrase.meaning, value: amount.value, unit: amount.unit }] };
    }
    if (tokens[at]?.kind !== 'word' || isSoftBreak(tokens, at) || !isPlain(lowerOf(tokens[at]))) return null;
  }
  return null;
}

/** Does a word ask for nothing itself, so that it may stand inside a comparison? */
function isPlain(word: string): boolean {
  const asking = [comparingBefore, conditions, negations, noneWords, everyWords, hedges, blurringWords, countingWords, numberWords];
  return asking.every((words) => !words.has(word));
}

/** Does a number begin here, which a phrase before it would compare? */
function compares(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  const isMark = /^[:.]$/.test(lowerOf(token)) && !isBreak(tokens, index);
  return token?.kind === 'number' || token?.kind === 'sign' || token?.kind === 'odd' || numberWords.has(lowerOf(token)) || isMark;
}

/** `100 % …` where a clause begins, `…: 100 %` where one ends, and `(critical paths 100%)`. */
function wholeAt(tokens: readonly Token[], index: number): Comparison | null {
  const token = tokens[index];
  if (token?.kind !== 'number' || isCompared(tokens, index)) return null;
  const begins = index === 0 || isBreak(tokens, index - 1) || isSoftBreak(tokens, index - 1);
  const labelled = lowerOf(tokens[index - 1]) === ':' && !/^(?:max|min)/.test(lowerOf(tokens[index - 2]));
  const ends = isBreak(tokens, index + 1);
  if (token.value === 100 && token.unit === 'percent') {
    const enclosed = ends && lowerOf(tokens[index + 1]) === ')' && tokens[index - 1]?.kind === 'word';
    return begins || (labelled && ends) || enclosed ? comparisonOf(tokens, index, index, '>=') : null;
  }
  return null;
}

/** `: 0`, `: none` at the end of a clause. */
function nothingAfterColon(tokens: readonly Token[], index: number): Comparison | null {
  if (!isSoftBreak(tokens, index + 2)) return null;
  const next = tokens[index + 1];
  const isZero = next?.kind === 'number' && next.value === 0 && !next.plus;
  if (!isZero && !/^(?:none|zero)$/.test(lowerOf(next))) return null;
  return { from: index, to: index + 1, bounds: [{ comparator: '=', value: 0, unit: isZero ? (next.unit ?? 'count') : 'count' }] };
}

function comparisonOf(tokens: readonly Token[], from: number, at: number, comparator: Comparator): Comparison | null {
  const amount = amountAt(tokens, at);
  return amount === null ? null : { from, to: amount.to, bounds: [{ comparator, value: amount.value, unit: amount.unit }] };
}

/** A number with its unit: `90 %`, `two`, `an hour`, `1000 requests per second`. Null where its unit is none of ours. */
export function amountAt(tokens: readonly Token[], index: number): Amount | null {
  const token = tokens[index];
  if (token?.kind === 'word') return spelledAmount(tokens, index);
  if (token?.kind !== 'number') return null;
  const rate = rateBehind(tokens, index);
  if (rate === 'foreign' || (rate !== null && token.unit !== null)) return null;
  if (token.unit !== null) return { value: token.value, unit: token.unit, to: index };
  const next = tokens[index + 1];
  if (next?.kind === 'mark' && !punctuation.test(next.mark)) return null;
  if (next?.kind === 'word' && isForeignUnit(next.lower, next.written) && !comparingAfter.has(next.lower)) return null;
  return { value: token.value, unit: rate ?? 'count', to: index };
}

/** `two`, `one second`, `an hour`. */
function spelledAmount(tokens: readonly Token[], index: number): Amount | null {
  const word = lowerOf(tokens[index]);
  const unit = tokens[index + 1]?.kind === 'word' ? unitOf(lowerOf(tokens[index + 1])) : undefined;
  const value = /^an?$/.test(word) ? (unit === undefined ? undefined : 1) : numberWords.get(word);
  if (value === undefined || /^(?:thousand|million|dozen|hundred|times|nines?|or|to)$/.test(lowerOf(tokens[index + 1]))) return null;
  const next = tokens[index + 1];
  if (unit !== undefined && lowerOf(next).length > 2) return { value, unit, to: index + 1 };
  if (next?.kind === 'word' && isForeignUnit(next.lower, next.written) && !comparingAfter.has(next.lower)) return null;
  return { value, unit: 'count', to: index };
}

/** `per second` behind a number, or behind the noun that it counts; `foreign` where it is by another stretch of time. */
function rateBehind(tokens: readonly Token[], index: number): Unit | 'foreign' | null {
  for (let at = index + 1; at <= index + 3 && tokens[at] !== undefined; at += 1) {
    const [per, time] = [lowerOf(tokens[at]), lowerOf(tokens[at + 1])];
    if (per === 'per' || (per === '/' && at > index + 1) || (per === 'a' && at > index + 1)) {
      if (!timeWords.has(time)) return per === '/' && (tokens[at + 1]?.kind === 'number' || time.length === 1) ? 'foreign' : null;
      return unitOf(`per ${time}`) ?? (/^[sd]$/.test(time) ? (unitOf(`/${time}`) ?? 'foreign') : 'foreign');
    }
    if (tokens[at]?.kind !== 'word') return null;
  }
  return null;
}
