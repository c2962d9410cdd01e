/** A text that was made from another one, and where in that one each of its characters stands. */
export interface Decoded {
  readonly text: string;
  /** The index in the other text of the character at an index of this one; of the end, its end. */
  origin(index: number): number;
}

/** How JSON, JavaScript, XML and addresses write a character, and what terminals are told between characters. */
const escaped =
  /\\u([0-9a-f]{4})|\\u\{([0-9a-f]{1,6})\}|\\x([0-9a-f]{2})|\\([nrtbf"'`\\/])|&#(\d{1,7});|&#x([0-9a-f]{1,6});|&(amp|lt|gt|quot|apos);|%([0-7][0-9a-f])|\u001b\[[0-9;]*[a-z]/gi;

const short: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Takes one layer of escapes off a text, whichever they are; null where it has none. */
export function decodeEscapes(text: string): Decoded | null {
  const parts: string[] = [];
  /** For each part: where it starts in the new text, and in the old one. */
  const starts: { readonly own: number; readonly from: number }[] = [];
  let own = 0;
  let from = 0;
  const push = (part: string, at: number) => {
    starts.push({ own, from: at });
    parts.push(part);
    own += part.length;
  };
  for (const match of text.matchAll(escaped)) {
    if (match.index > from) push(text.slice(from, match.index), from);
    push(decoded(match), match.index);
    from = match.index + match[0].length;
  }
  if (from === 0) return null;
  push(text.slice(from), from);
  return {
    text: parts.join(''),
    origin(index) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle]?.own ?? 0) <= index) low = middle;
        else high = middle - 1;
      }
      const start = starts[low] ?? { own: 0, from: 0 };
      return start.from + (index - start.own);
    },
  };
}

function decoded([whole, unicode, braced, byte, sign, decimal, hexadecimal, entity, percent]: RegExpExecArray): string {
  const code = unicode ?? braced ?? byte ?? hexadecimal ?? percent;
  if (code !== undefined) return fromCode(Number.parseInt(code, 16), whole);
  if (decimal !== undefined) return fromCode(Number(decimal), whole);
  if (sign !== undefined) return short[sign.toLowerCase()] ?? sign;
  return entity === undefined ? '' : (entities[entity.toLowerCase()] ?? whole);
}

function fromCode(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

/** A text without any escapes, however often they were escaped themselves. */
export function withoutEscapes(text: string): string {
  let plain = text;
  for (let round = 0; round < 8; round += 1) {
    const next = decodeEscapes(plain);
    if (next === null) break;
    plain = next.text;
  }
  return plain;
}

/** Base64 of eighteen or more characters of plain text: each fourth sign holds the top of a byte below 128 that is no control character. */
export const base64Text = /(?:[CDI-Za-f][AC-HQS-Xgi-nwyz0-3][ABEFIJMNQRUVYZcdghklopstwx014589][A-Za-z0-9+/_-]){6}/g;

/** The same to its end, on its line or wrapped over several. */
const base64Blob = new RegExp(`${base64Text.source}[A-Za-z0-9+/_-]*(?:\\r?\\n[ \\t]*[A-Za-z0-9+/_-]+)*`, 'g');

/** The texts that stand in a text as base64, each with its places. */
export function* decodeBase64(text: string): Generator<Decoded> {
  for (const { 0: blob, index: start } of text.matchAll(base64Blob)) {
    yield {
      text: Buffer.from(blob, 'base64').toString('latin1'),
      origin: (index) => start + Math.min(blob.length, Math.floor((index * 4) / 3)),
    };
  }
}
