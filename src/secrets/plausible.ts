/** What tools and people write in the place of a secret. */
const mask =
  /\*{3}|[xX•·]{6}|\.{3}|…|\$\{|\{\{|<[^>]*>|^\$|^%[a-z]$|^\{[^}]*\}$|^\[[^\]]*\]$|^\([^)]*\)$|^(?:x+|\*+|#+|-+|_+|\.+)$|redacted|masked|filtered|hidden|removed|placeholder/i;

/** Is something shown in the place of a secret: `***`, `${TOKEN}`, `<password>`? */
export function isMasked(value: string): boolean {
  return mask.test(value);
}

/** Words in what stands for a secret in an example or a test. */
const invented = /example|sample|dummy|fake|mock|test|invalid|expired|wrong|your|change.?me|secret|token|password|foo|bar/i;

/**
 * Could a value be a key that a machine made? Words, paths, numbers, dates, and identifiers that are public (UUIDs) are none.
 *
 * @param least How many characters it has at least.
 */
export function looksRandom(value: string, least = 16): boolean {
  if (value.length < least || isMasked(value) || uuid.test(value) || !/\d/.test(value) || !/[a-z]/i.test(value)) return false;
  return entropyOf(value) >= Math.min(3.5, 0.75 * Math.log2(value.length));
}

/** Could a value be a password or a short key? */
export function looksChosen(value: string): boolean {
  if (value.length < 8 || isMasked(value) || invented.test(value)) return false;
  return /\d/.test(value) && /[a-z]/i.test(value);
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Shannon’s entropy of a text’s characters, in bits a character. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
