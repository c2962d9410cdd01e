import { formatNumber } from '../../unit.ts';

/** `1 finding`, `3 findings`; `plural(2, 'search', 'searches')` where an s alone does not do. */
export function plural(count: number, word: string, words = `${word}s`): string {
  return `${formatNumber(count)} ${count === 1 ? word : words}`;
}

/** The verb that a number of things takes: `is`, `are`; `fails`, `fail`. */
export function verb(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

/** `a`, `a and b`, `a, b and c`; what is empty is left out. */
export function listWords(all: readonly string[], last = 'and'): string {
  const parts = all.filter((part) => part !== '');
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${last} ${parts.at(-1)}`;
}

/** The first few of many by their names, and how many more there are. */
export function fewWords(names: readonly string[], most = 3): string {
  return names.length > most ? `${names.slice(0, most).join(', ')} and ${formatNumber(names.length - most)} more` : listWords(names);
}

/** Words as a sentence: with a capital where they start with a letter, and a full stop. */
export function sentence(words: string): string {
  return `${capital(words)}${/[.!?…]$/.test(words) ? '' : '.'}`;
}

/** Words that start a line. */
export function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** A count of things by what they are, whose parts add up: `both items are verified`, `of 12 items 2 are failing and 10 verified`. */
export function shareWords(total: number, thing: string, parts: readonly (readonly [count: number, what: string])[]): string {
  const [first, ...rest] = parts.filter(([count]) => count > 0);
  if (first === undefined) return `there is no ${thing}`;
  if (rest.length === 0 && first[0] === total) {
    return total === 1
      ? `the only ${thing} is ${first[1]}`
      : `${total === 2 ? 'both' : `all ${formatNumber(total)}`} ${thing}s are ${first[1]}`;
  }
  const [count, what] = first;
  const others = rest.map(([each, word]) => `${formatNumber(each)} ${word}`);
  return `of ${plural(total, thing)} ${listWords([`${formatNumber(count)} ${verb(count, 'is', 'are')} ${what}`, ...others])}`;
}

/** The same words, in which no line breaks between a number and what it counts, or `of` and its number. */
export function unbroken(words: string): string {
  return words.replace(/(\d[\d,.]*%?) (?=[\p{L}%])/gu, '$1\u00a0').replace(/\bof (?=\d)/g, 'of\u00a0');
}
