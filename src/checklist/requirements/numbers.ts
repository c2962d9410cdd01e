import { type Unit, unitOf, unitPattern } from '../../unit.ts';

/** What starts with a digit: a number that is read whole, a name (an ordinal, a date, `8-factor`), or neither, which nobody may guess at. */
export type NumberReading =
  | {
      readonly kind: 'number';
      readonly value: number;
      readonly unit: Unit | null;
      /** `1000+`. */
      readonly plus: boolean;
      readonly end: number;
    }
  | { readonly kind: 'name'; readonly end: number }
  | { readonly kind: 'odd'; readonly end: number };

/** Digits, plain or in groups of three, and decimals. */
const digits = /(?:[1-9]\d{0,2}(?:(?:,\d{3})+|(?:_\d{3})+|(?:['’]\d{3})+|(?: \d{3})+(?!\d))|\d+)(?:\.\d+)?/y;
/** Where a number or a unit ends as a word does: nothing that goes on, neither a letter nor a fraction, a range or a unit's second half. */
const wordEnd = String.raw`(?![\p{L}\p{N}\p{M}\p{Sc}_%‰‱°^/*×·²³~<>=\u00AD\u200B-\u200F\u2060]|[-‐‑–—.,:+'’][\p{L}\p{N}])`;
const plusOrEnd = `(\\+)?${wordEnd}`;
const withUnit = new RegExp(`(\\+)?[ ]?(${unitPattern})${plusOrEnd}`, 'iuy');
const withoutUnit = new RegExp(plusOrEnd, 'uy');
const multiplier = /(?:(k|K|M)(?![\p{L}\p{N}])| ?(thousand|million|billion)(?![\p{L}\p{N}]))/uy;
const multipliers: Readonly<Record<string, number>> = { k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, billion: 1e9 };
/** All that hangs together with a digit. */
const chunk = /[^\s()[\]{}"“”„«»;]+/y;

/** Reads what starts with a digit at a place of a text; `alone` says that nothing before it hangs together with it. */
export function readNumber(text: string, start: number, alone: boolean): NumberReading {
  const whole = matchAt(chunk, text, start)?.[0].replace(/[.,:!?…*]+$/u, '') ?? '';
  const chunkEnd = start + Math.max(whole.length, 1);
  if (alone && isName(whole)) return { kind: 'name', end: chunkEnd };
  const plain = matchAt(digits, text, start)?.[0];
  if (!alone || plain === undefined) return { kind: 'odd', end: chunkEnd };

  let end = start + plain.length;
  const multiplied = matchAt(multiplier, text, end);
  if (multiplied !== undefined) end += multiplied[0].length;
  const factor = multipliers[(multiplied?.[1] ?? multiplied?.[2] ?? '').toLowerCase()] ?? 1;
  const united = matchAt(withUnit, text, end);
  const unit = united === undefined || isAnotherUnit(united) ? undefined : unitOf(united[2] ?? '');
  const read = unit === undefined ? matchAt(withoutUnit, text, end) : united;
  const oddEnd = Math.max(end, chunkEnd);
  if (read === undefined || couldBeGroups(plain, unit)) return { kind: 'odd', end: oddEnd };
  const plus = read.slice(1).includes('+');
  return { kind: 'number', value: Number(plain.replace(/[,_'’ ]/g, '')) * factor, unit: unit ?? null, plus, end: end + read[0].length };
}

/** `Mb` is a megabit, `5B` a billion to some, and single capitals (`5 W`) are none of ours. */
function isAnotherUnit([all, , unit = '']: RegExpExecArray): boolean {
  return /^[KMG]b$/.test(unit) || (/^[A-Z]$/.test(unit) && !(unit === 'B' && all.startsWith(' ')));
}

/** `10.000` is ten to some and ten thousand to others; a percentage of more than thousand is none: `99.999 %`, but not `99,999 %`. */
function couldBeGroups(number: string, unit: Unit | undefined): boolean {
  const isShare = unit === 'percent' || unit === 'ratio';
  if (number.includes(',') && isShare) return true;
  return /^[1-9]\d{0,2}\.\d{3}$/.test(number) && unit !== 'percent';
}

/** Numbers that are names by themselves. */
const fixedNames: ReadonlySet<string> = new Set(
  '24/7 24x7 24×7 3-2-1 80/20 2fa 2sv 3ds 3ds2 2d 5g 4g 0day 0rtt 0-rtt 1password'.split(' '),
);

function isName(whole: string): boolean {
  const lower = whole.toLowerCase();
  // A standard with its year, `27001:2022`, and a class of HTTP answers.
  return (
    fixedNames.has(lower) ||
    whole === '3D' ||
    /^(?:[1-5]xx|\d{4,5}:\d{4})$/.test(lower) ||
    isOrdinal(lower) ||
    isDate(lower) ||
    isVersion(lower) ||
    isCompound(lower) ||
    isHash(lower)
  );
}

/** `1st`, `3rd-party`, `99th`. */
export function isOrdinal(lower: string): boolean {
  return /^\d+(?:st|nd|rd|th)(?:-\p{L}+)*$/u.test(lower);
}

function isDate(lower: string): boolean {
  const match = /^(?:\d{4}-(\d{2})(?:-\d{2})?(?:t[\d:.]+z?)?|\d{1,2}([./])(\d{1,2})\2\d{4})$/.exec(lower);
  return match !== null && Number(match[1] ?? 1) <= 12 && Number(match[3] ?? 1) <= 31;
}

/** `1.2.3`, `10.0.0.1`, `1.2.3-rc.1`; groups of three digits could be a number. */
function isVersion(lower: string): boolean {
  const match = /^\d+((?:\.\d+){2,})(?:[-+][\da-z.-]+)?(?:\/\d{1,2})?$/.exec(lower);
  return match !== null && !/^(?:\.\d{3})+$/.test(match[1] ?? '');
}

/** `8-factor`, `24-hour`: a whole word behind a hyphen, and no unit's sign, fraction or multiple. */
function isCompound(lower: string): boolean {
  const word = /^\d+-(\p{L}{3,})(?:-\p{L}+)*$/u.exec(lower)?.[1];
  if (word === undefined || /^0+-/.test(lower) || /^(?:fold|times|plus|nines?|percent|percentage|third|fifth|tenth|pct|x)s?$/.test(word))
    return false;
  return unitOf(word) === undefined || /^(?:second|minute|hour|day|week)s?$/.test(word);
}

/** A commit: hexadecimal, of some length, with letters and digits. */
function isHash(lower: string): boolean {
  return /^[\da-f]{7,64}$/.test(lower) && /[a-f]/.test(lower) && !/^\d+e\d+$/.test(lower);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
