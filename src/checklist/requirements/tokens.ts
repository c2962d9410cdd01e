import type { Unit } from '../../unit.ts';
import { readNumber } from './numbers.ts';
import type { Comparator } from './requirement.ts';

interface Span {
  readonly start: number;
  readonly end: number;
  /** Nothing stands between it and what is before it. */
  readonly glued: boolean;
}

/** The parts that an item's words are made of. Every character but white space belongs to one. */
export type Token = Span &
  (
    | { readonly kind: 'number'; readonly value: number; readonly unit: Unit | null; readonly plus: boolean }
    /** `lower` is the word in lower case, with plain apostrophes and hyphens. */
    | { readonly kind: 'word'; readonly lower: string; readonly written: string }
    | { readonly kind: 'sign'; readonly comparator: Comparator }
    | { readonly kind: 'mark'; readonly mark: string }
    /** What has a number in it and is a name: `A01`, `SHA-256`, `8-factor`, code. */
    | { readonly kind: 'name'; readonly lower: string }
    /** What holds a number or a comparison and can't be read: `1e6`, `8/10`, `≈`. */
    | { readonly kind: 'odd' }
  );

/** Stands for a character of code that is a name, such as a path. */
const nameSign = '\u00A4';
/** Stands for a character that may state something, and may not: a number in code, words that are struck out. */
const doubtSign = '\uFFFC';

/** A measure in code, `p95` or `branches`, is the same measure. */
const measureInCode =
  /^(?:t?p\d{2}(?:\.\d+)?|p\(\d{2}(?:\.\d+)?\)|median|mean|average|avg|max|min|maximum|minimum|statements?|lines?|branch(?:es)?|functions?|critical|high|medium|moderate|low)$/i;

/** Code, as many characters long, for a reader of words: a name, unless there are numbers or comparisons in it; itself where it is a measure. */
export function maskCode(code: string): string {
  if (measureInCode.test(code)) return code;
  const states = tokensOf(code).some(({ kind }) => kind === 'number' || kind === 'sign' || kind === 'odd');
  return (states ? doubtSign : nameSign).repeat(code.length);
}

/** Words that are struck out, as many characters long: whether they hold is for nobody to guess. */
export function maskStruck(words: string): string {
  return doubtSign.repeat(words.length);
}

const space = /\s+/y;
const masked = new RegExp(`${nameSign}+|${doubtSign}+`, 'y');
const arrow = /-+>|=+>(?!\s*[\d.])|→|⇒|⟶/y;
const sign = /[<>=≤≥≠≈≃≅≲≳~±]+|!=+/y;
/** `#123`, `§ 5`, `N+1`: an issue, a clause, a term. */
const reference = /#\d+(?![\p{L}\p{N}])|[nN][+-]\d(?![\p{L}\p{N}])|§+ ?[\d.]*\d(?![\p{L}\p{N}])/uy;
/** `p(95)` is how some tools write it. */
const percentileCall = /p\((\d{2}(?:\.\d+)?)\)/iy;
const word = /\p{L}[\p{L}\p{M}\p{N}_]*(?:['’.‑-][\p{L}\p{M}\p{N}_]+)*/uy;

const comparators: Readonly<Record<string, Comparator>> = {
  '>=': '>=',
  '≥': '>=',
  '<=': '<=',
  '≤': '<=',
  '>': '>',
  '<': '<',
  '=': '=',
  '==': '=',
};

/** What may stand right before a number. */
const openers = /[\s([{"“„‘'<>=≤≥;:|*/]/;

/** Cuts words into tokens. Full-width signs and digits are read as the plain ones. */
export function tokensOf(text: string): Token[] {
  const plain = plainSigns(text);
  const tokens: Token[] = [];
  let at = 0;
  while (at < plain.length) {
    const blank = matchAt(space, plain, at);
    at += blank?.length ?? 0;
    if (at >= plain.length) break;
    const token = tokenAt(plain, at, at > 0 && blank === undefined);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function tokenAt(text: string, start: number, glued: boolean): Token {
  const span = (length: number) => ({ start, end: start + length, glued });
  const before = start === 0 ? ' ' : text.charAt(start - 1);

  const hidden = matchAt(masked, text, start);
  if (hidden !== undefined)
    return hidden.startsWith(nameSign) ? { kind: 'name', lower: '', ...span(hidden.length) } : { kind: 'odd', ...span(hidden.length) };
  const called = matchAt(percentileCall, text, start);
  if (called !== undefined)
    return { kind: 'word', lower: called.toLowerCase().replace(/[()]/g, ''), written: called, ...span(called.length) };
  const named = matchAt(reference, text, start);
  if (named !== undefined) return { kind: 'name', lower: '', ...span(named.length) };
  const pointed = matchAt(arrow, text, start);
  if (pointed !== undefined) return { kind: 'mark', mark: '→', ...span(pointed.length) };
  const signed = matchAt(sign, text, start);
  if (signed !== undefined) return signToken(signed, glued && !/[\s(]/.test(before), span(signed.length));
  const letters = matchAt(word, text, start);
  if (letters !== undefined) return wordToken(letters, text, span(letters.length));
  if (/[\p{N}]/u.test(text.charAt(start)) || /^[.,]\p{N}/u.test(text.slice(start, start + 2))) {
    const read = readNumber(text, start, openers.test(before) && !/[.,]/.test(text.charAt(start)));
    const place = { start, end: read.end, glued };
    if (read.kind === 'number') return { kind: 'number', value: read.value, unit: read.unit, plus: read.plus, ...place };
    return read.kind === 'name' ? { kind: 'name', lower: text.slice(start, read.end).toLowerCase(), ...place } : { kind: 'odd', ...place };
  }
  const mark = String.fromCodePoint(text.codePointAt(start) ?? 0);
  return { kind: 'mark', mark, ...span(mark.length) };
}

/** `retries=5` is a setting: an equals sign needs its space. */
function signToken(written: string, hangsOn: boolean, span: Span): Token {
  const comparator = comparators[written];
  return comparator === undefined || (comparator === '=' && hangsOn) ? { kind: 'odd', ...span } : { kind: 'sign', comparator, ...span };
}

/** Words before a number that compare, count or multiply, so that `max5` and `sub-100ms` are no names. */
const stating: ReadonlySet<string> = new Set(
  'sub under below over above max maximum min minimum x lt lte le gt gte ge upto up at least most less more than exactly approx ca circa about near plus minus no non not zero all every half ratio within between'.split(
    ' ',
  ),
);

function wordToken(written: string, text: string, span: Span): Token {
  const lower = written.toLowerCase().replaceAll('’', "'").replaceAll('‑', '-');
  const next = text.slice(span.end, span.end + 1);
  if (/^t?p\d{2}(?:\.\d+)?$/.test(lower)) return { kind: 'word', lower, written, ...span };
  if (!/\p{N}/u.test(lower)) return { kind: 'word', lower, written, ...span };
  if (/^x(?:86|64|509)/.test(lower)) return { kind: 'name', lower, ...span };
  // A percentile in a form that is not read; `P-256` is a curve.
  if (/^t?p-?\d{2}/.test(lower) && !/^p-?(?:256|384|521)$/.test(lower)) return { kind: 'odd', ...span };
  const states =
    /[%‰°]/.test(next) ||
    lower.split(/[-.]/).some((part) => stating.has(part.replace(/\p{N}.*$/u, ''))) ||
    /-\d+(?:\.\d+)?(?:ms|s|sec|min|h|d|k|kb|mb|gb|x)$/.test(lower);
  return states ? { kind: 'odd', ...span } : { kind: 'name', lower, ...span };
}

/** Full-width forms, non-breaking spaces and other signs for the same, one character for one. */
function plainSigns(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u00A0\u2000-\u200A\u202F\u205F\u3000]/g, ' ')
    .replace(/[≧⩾⪰]/g, '≥')
    .replace(/[≦⩽⪯]/g, '≤')
    .replace(/[₀-₉]/g, (low) => String(low.charCodeAt(0) - 0x2080))
    .replace(/\u2212/g, '-');
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
