/** One character that UTF-8 read as cp1252 had turned into several: `length` characters from `at` stood for `to`. */
export interface Undone {
  readonly at: number;
  readonly length: number;
  readonly to: string;
}

/**
 * Finds what one reading of UTF-8 as cp1252 has damaged, in a text given as its characters.
 *
 * Letters beside typographic signs form valid UTF-8 by chance (`CAFÉ”`, `été »`), so being valid is not enough: a sequence also has to give
 * a character that people write, from characters that they do not write beside each other. Where the text as a whole is damaged beyond
 * doubt, every valid sequence counts.
 */
export function undoOnce(characters: readonly string[]): Undone[] {
  const runs = runsOf(tokens(characters)).filter((run) => run.every(({ kind }) => kind !== 'stray'));
  const undone: Judged[] = [];
  for (const run of runs) for (const each of judge(run, characters, undone.at(-1))) undone.push(each);
  const whole = undone.some(({ sure }) => sure) && damagedThroughout(characters, new Set(undone.map(({ at }) => at)));
  return undone.filter(({ sure }) => sure || whole);
}

type Token =
  /** Valid UTF-8, once read as bytes. */
  | { readonly kind: 'sequence'; readonly at: number; readonly length: number; readonly character: string }
  /** A lead byte with too few bytes after it: some were lost, or it is a letter after all. */
  | { readonly kind: 'broken'; readonly at: number; readonly length: number; readonly missing: number }
  /** A byte that continues nothing. */
  | { readonly kind: 'stray'; readonly at: number; readonly length: 1 };

type Sequence = Extract<Token, { kind: 'sequence' }>;
type Broken = Extract<Token, { kind: 'broken' }>;

interface Judged extends Undone {
  /** Whether it is damage without a look at the rest of the text. */
  readonly sure: boolean;
}

/** cp1252 from 80 to 9F; the five bytes that it leaves undefined as the C1 controls that WHATWG decoders make of them. */
const upperHalf = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';
const undefinedBytes = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
const replacement = '\uFFFD';

const byteOf = new Map<string, number>([
  ...Array.from({ length: 0x80 }, (_, index): [string, number] => [String.fromCodePoint(0x80 + index), 0x80 + index]),
  ...Array.from(upperHalf, (character, index): [string, number] => [character, 0x80 + index]),
]);

/** What people write right after a letter. */
const afterLetters = /^[‘’“”‹›«»–—…•™®°ºª¹²³·´¿¡\u00A0šž]$/u;

/** Two-byte characters that stand among Latin text: Latin letters and signs, accents written apart, Greek, Cyrillic. */
const usualOfTwo =
  /^[\u00A0-\u017F\u0218-\u021B\u0300-\u0304\u0306-\u030A\u030C\u0327\u0328\u0386\u0388-\u03CE\u0400-\u045F\u0490\u0491]$/u;

/** Punctuation, arrows, mathematics, boxes and pictures among the three-byte characters whose first byte reads as â. */
const symbols = /^[\u200B-\u205E\u2070-\u20C0\u2100-\u27BF\u27F0-\u27FF\u2900-\u297F\u2B00-\u2BFF]$/u;

/** Characters of checklists whose UTF-8 holds a byte that cp1252 does not define, or a no-break space that became a space. */
const usualWithLoss = new Set('”←☐●❌❎❓❗❤⚠⏰⏱⏳⏸⏹⭐✍✏📁📍📝👍👏🏁🏆🏗🏳🐍🐛🐞🐳');

/** Control characters, characters that do not exist and private ones: no repair may end in them. */
const neverWritten = /[\p{Cc}\p{Cn}\p{Co}\p{Cs}]/u;
const picture = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]/u;
const uprightPicture = /^(?!\p{Emoji_Presentation})\p{Emoji}$/u;
const letter = /^\p{L}$/u;
const upperCase = /^\p{Lu}$/u;
const lowerCase = /^\p{Ll}$/u;

function tokens(characters: readonly string[]): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < characters.length; ) {
    const byte = byteOf.get(characters[at] ?? '');
    const token = byte === undefined ? null : tokenAt(characters, at, byte);
    if (token) found.push(token);
    at += token?.length ?? 1;
  }
  return found;
}

function tokenAt(characters: readonly string[], at: number, lead: number): Token {
  const size = sizeOf(lead);
  if (size === 0) return { kind: 'stray', at, length: 1 };
  const bytes = [lead];
  let length = 1;
  for (; length < size; length += 1) {
    const character = characters[at + length] ?? '';
    const byte = byteOf.get(character);
    if (byte !== undefined && byte < 0xc0) bytes.push(byte);
    else if (character !== replacement) break;
  }
  const character = decode(bytes, size);
  return character === null ? { kind: 'broken', at, length, missing: size - bytes.length } : { kind: 'sequence', at, length, character };
}

/** How many bytes a lead byte announces; 0 for a byte that leads nothing. */
function sizeOf(byte: number): number {
  if (byte >= 0xc2 && byte <= 0xdf) return 2;
  if (byte >= 0xe0 && byte <= 0xef) return 3;
  return byte >= 0xf0 && byte <= 0xf4 ? 4 : 0;
}

/** The character of a whole UTF-8 sequence, null where there is none. */
function decode(bytes: readonly number[], size: number): string | null {
  const [lead = 0, ...rest] = bytes;
  if (bytes.length !== size) return null;
  const code = rest.reduce((sum, byte) => sum * 0x40 + (byte - 0x80), lead & (0x7f >> size));
  const lowest = [0x80, 0x800, 0x10000][size - 2] ?? 0;
  return code < lowest || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? null : String.fromCodePoint(code);
}

/** Tokens that touch each other. */
function runsOf(all: readonly Token[]): Token[][] {
  const runs: Token[][] = [];
  let end = -1;
  for (const token of all) {
    const run = runs.at(-1);
    if (run && token.at === end) run.push(token);
    else runs.push([token]);
    end = token.at + token.length;
  }
  return runs;
}

function judge(run: readonly Token[], characters: readonly string[], last: Judged | undefined): Judged[] {
  const judged: Judged[] = [];
  const sequences = run.filter((token) => token.kind === 'sequence');
  const several = sequences.length > 1;
  const surely = several && isDamagedRun(sequences, characters);
  for (const token of run) {
    if (token.kind === 'sequence') {
      const { at, length, character } = token;
      // A C1 control may be half of what was damaged twice; `repairText` takes it back where nothing comes of it.
      const possible = !neverWritten.test(character) || (several && /[\x80-\x9f]/.test(character));
      if (possible) judged.push({ at, length, to: character, sure: surely ? !/^\p{M}$/u.test(character) : isSure(token, characters) });
    } else if (token.kind === 'broken') {
      const before = judged.at(-1) ?? last;
      const touching = before !== undefined && before.at + before.length === token.at ? before.to : (characters[token.at - 1] ?? '');
      const completed = complete(token, characters, touching);
      if (completed) judged.push(completed);
    }
  }
  return judged;
}

/** Whether several sequences that touch are damage: where one is, or where they are too many to be valid by chance. */
function isDamagedRun(sequences: readonly Sequence[], characters: readonly string[]): boolean {
  const long = sequences.length > 3 || sequences.filter(({ length }) => length > 2).length > 1;
  return long || sequences.some((token) => !isWritten(characters, token.at, token.length) || isSure(token, characters));
}

/** Whether a sequence is damage whatever it stands beside. */
function isSure({ at, length, character }: Sequence, characters: readonly string[]): boolean {
  if (at === 0 && character === '\uFEFF') return true;
  const written = isWritten(characters, at, length);
  if (length === 2) return usualOfTwo.test(character) && !(written && readsWell(characters, at, character));
  return !written || symbols.test(character);
}

/** Whether all that follows the first character is what people write after a letter. */
function isWritten(characters: readonly string[], at: number, length: number): boolean {
  return characters.slice(at + 1, at + length).every((character) => afterLetters.test(character));
}

/** Whether a capital and a sign after it (`AMANHÃ”`, `Ä–Ö`) may stand as they are, since nothing around them is odd. */
function readsWell(characters: readonly string[], at: number, result: string): boolean {
  const [lead = '', sign = '', next = ''] = characters.slice(at, at + 3);
  const before = characters[at - 1] ?? '';
  if (lead === 'Â' || lowerCase.test(before)) return false;
  if (result === '×') return letter.test(before) && letter.test(next);
  const joined = lead !== 'Ã' && (/^[–—]$/.test(sign) || (sign === '’' && next === 's'));
  const ends = !letter.test(next) || joined || sign === '\u00A0';
  if (!upperCase.test(before)) return !/[ÃÎÏ]/.test(lead) && ends;
  if (!lowerCase.test(result)) return ends;
  return (upperCase.test(characters[at - 2] ?? '') && ends) || upperCase.test(next);
}

/** Completes a sequence that lost bytes, where exactly one character that checklists use fits. */
function complete(token: Broken, characters: readonly string[], before: string): Judged | null {
  const { at, length } = token;
  const whole = characters.slice(at, at + length);
  const spaced = completeWithSpace(token, whole, characters, before);
  if (spaced) return spaced;
  const parts = whole.map((character) => (character === replacement ? null : (byteOf.get(character) ?? null)));
  if (parts.length < 2) return null;
  const candidates = new Set(completions(parts, sizeOf(parts[0] ?? 0)));
  const next = characters.slice(at + length, at + length + 2).join('');
  const to = choose(candidates, before, next);
  return to === null ? null : { at, length, to, sure: !whole.slice(1).every((character) => afterLetters.test(character)) };
}

function choose(candidates: ReadonlySet<string>, before: string, next: string): string | null {
  if (candidates.has('\uFE0F') && picture.test(before)) return '\uFE0F';
  if (candidates.has('\u200D') && /^(?:ð|â[™œš])/.test(next)) {
    if (picture.test(before)) return '\u200D';
    if (byteOf.has(before)) return null;
  }
  const usual = [...candidates].filter((character) => usualWithLoss.has(character));
  const upright = usual.filter((character) => uprightPicture.test(character));
  const fitting = next === 'ï¸' && upright.length > 0 ? upright : usual.filter((character) => !upright.includes(character));
  const [only, ...more] = fitting;
  return only !== undefined && more.length === 0 ? only : null;
}

/** Every character that comes of undefined bytes put where bytes may be missing; null marks a place where one is known to be. */
function completions(parts: readonly (number | null)[], size: number): string[] {
  const hole = parts.indexOf(null);
  if (hole >= 0) return undefinedBytes.flatMap((byte) => completions(parts.with(hole, byte), size));
  const bytes = parts.filter((part) => part !== null);
  if (bytes.length === size) return [decode(bytes, size)].filter((character) => character !== null);
  return bytes.flatMap((_, index) => completions(parts.toSpliced(index + 1, 0, null), size));
}

/** Completes a sequence whose last byte, a no-break space, was made a plain space on the way. */
function completeWithSpace(
  { at, length, missing }: Broken,
  whole: readonly string[],
  characters: readonly string[],
  before: string,
): Judged | null {
  const bytes = whole.map((character) => byteOf.get(character) ?? 0);
  const to = missing === 1 && characters[at + length] === ' ' ? decode([...bytes, 0xa0], sizeOf(bytes[0] ?? 0)) : null;
  if (to === null) return null;
  const next = characters[at + length + 1] ?? '';
  const fits =
    (to === '\u00A0' && /^[^\s\p{Lu}]$/u.test(before)) ||
    (to === 'à' && lowerCase.test(before) && !/^[\p{L}\p{N}]$/u.test(next)) ||
    usualWithLoss.has(to);
  return fits ? { at, length: length + 1, to, sure: true } : null;
}

/** Whether every character above ASCII belongs to damage: none that cp1252 lacks, and none that is valid on its own. */
function damagedThroughout(characters: readonly string[], undone: ReadonlySet<number>): boolean {
  const foreign = characters.some(
    (character, at) => character > '\x7f' && character !== replacement && !byteOf.has(character) && !(at === 0 && character === '\uFEFF'),
  );
  if (foreign) return false;
  return tokens(characters).every(
    ({ kind, at, length }) => kind === 'sequence' || undone.has(at) || (length > 1 && !isWritten(characters, at, length)),
  );
}
