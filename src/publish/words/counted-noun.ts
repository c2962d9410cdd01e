/** Words behind which what is counted is not named any more, but where, when or how. */
const ends =
  /\s+(?:in|on|of|for|at|per|by|with|within|during|from|across|under|over|among|inside|between|to|and|or|are|is|left|found|remaining|detected|present)\b.*$/i;

/** Keys that name no thing, but that it is counted. */
const counters = /^(?:count|counts|total|totals|number|value|values|length|size|sum|amount|n|\d+)$/i;

/**
 * What a plain count is of: what the item's own words put behind `zero`, `no` or a number, or before `: 0`, else the last key of the selector
 * that names a thing. Empty where neither says it.
 *
 * @param text An item's words: `Zero TODO/FIXME in critical paths` counts `TODO/FIXME`.
 * @param selector A JSON Pointer: `/mockMentions/count` counts `mock mentions`.
 */
export function countedNoun(text: string, selector: string): string {
  const plain = text.replace(/\([^)]*\)/g, '').trim();
  const behind =
    /^(?:zero|no|none of(?: the)?|(?:[≤<>≥=]+\s*|at (?:most|least) |fewer than |less than |more than )?\d[\d,]*\+?)\s+(\S.*)$/i.exec(
      plain,
    )?.[1];
  const before = /^([^:]+?)\s*(?::|[<≤=]=?)\s*\d[\d,]*$/.exec(plain)?.[1];
  const noun = behind?.replace(ends, '') ?? (before === undefined ? undefined : `${before.charAt(0).toLowerCase()}${before.slice(1)}`);
  if (noun !== undefined && /\p{L}/u.test(noun)) return noun.replace(/[.,;:]+$/, '').trim();
  const key = selector.startsWith('/') ? selector.split('/').findLast((each) => each !== '' && !counters.test(each)) : undefined;
  return key === undefined
    ? ''
    : key
        .replaceAll('~1', '/')
        .replaceAll('~0', '~')
        .replace(/(?<=\p{L})(?=\p{Lu}\p{Ll})|(?<=\p{Ll})(?=\d)|(?<=\d)(?=\p{Lu})/gu, ' ')
        .replace(/[_-]+/g, ' ')
        .replace(/\b\p{Lu}(?=\p{Ll})/gu, (sign) => sign.toLowerCase())
        .trim();
}
