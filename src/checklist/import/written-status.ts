import type { Mark } from '../checklist.ts';

/** The box of a mark, as the import writes it. */
export const boxes: Readonly<Record<Mark, string>> = {
  'not-started': '[ ]',
  'in-progress': '[→]',
  complete: '[x]',
  blocked: '[❌]',
  'not-applicable': '[n/a]',
};

const statuses: readonly (readonly [Mark, RegExp])[] = [
  ['not-started', /^(?:[-–—]|no|n|to[ -]?do|open|pending|planned|tbd|not (?:yet )?(?:started|done)|incomplete|☐|⬜|◻|□|🔲)?$/iu],
  ['in-progress', /^(?:→|wip|doing|ongoing|started|partial(?:ly)?(?: (?:done|complete))?|(?:work )?in[ -]progress|🚧|🔄|⏳)$/iu],
  ['complete', /^(?:x|✓|✔|✅|☑|🗹|yes|y|done|completed?|finished|verified|pass(?:ed)?)$/iu],
  ['blocked', /^(?:blocked|❌|⛔)$/iu],
  ['not-applicable', /^(?:n\/?a|not applicable)$/iu],
];

const signOfCode: Readonly<Record<string, string>> = {
  white_check_mark: '✅',
  heavy_check_mark: '✔',
  ballot_box_with_check: '☑',
  white_large_square: '⬜',
  white_square_button: '⬜',
  construction: '🚧',
  x: '❌',
  no_entry: '⛔',
};

/** The mark that the words of a status or a sign alone say; null where they are no status that is understood. */
export function markOfStatus(words: string): Mark | null {
  const plain = words
    .replace(/:([a-z_]+):/g, (code, name: string) => (Object.hasOwn(signOfCode, name) ? (signOfCode[name] ?? code) : code))
    .replace(/[\uFE0E\uFE0F]/g, '')
    .replace(/^\[(.*)\]$/, '$1')
    .trim();
  const said = statuses.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
  // A sign and the word for it: "✅ Done".
  const [, sign = '', rest = ''] = /^([^\p{L}\p{N}\s]+)\s+(.+)$/u.exec(plain) ?? [];
  return (
    said ??
    (rest !== '' && statuses.some(([mark, pattern]) => pattern.test(sign) && pattern.test(rest) && mark !== null)
      ? markOfStatus(rest)
      : null)
  );
}

/** Whether what stands in brackets at the start of an entry is meant as its mark, known or not: `[~]`, `[WIP]`; not `[Optional]`. */
export function isMeantAsMark(written: string): boolean {
  const plain = written.trim();
  return [...plain].length < 2 || !/[\p{L}\p{N}]/u.test(plain) || markOfStatus(plain) !== null;
}

/** Where the words of an entry begin with a sign that is a box to people, how long it is with the space behind it, and what it says. */
export function leadingSign(text: string): { readonly length: number; readonly mark: Mark } | null {
  const match = /^(?:[-*+]\s+)?(\\?\[[ xX]?\\?\]|(?:[☐⬜◻□🔲☑✅✔✓]|:[a-z_]+:)\uFE0F?)(?=\s|[^\s(:[])\s*/u.exec(text);
  const mark = match === null ? null : markOfStatus((match[1] ?? '').replaceAll('\\', ''));
  return match === null || (mark !== 'complete' && mark !== 'not-started') ? null : { length: match[0].length, mark };
}
