import type { PageKind } from '../checklist.ts';

/** A heading's words, and what stood before them to count it. */
export interface CountedTitle {
  readonly title: string;
  /** The number that the heading gives itself, null where it gives none or one that is no whole number. */
  readonly number: number | null;
  /** Whether a word says what is counted: `Layer 1: Code Audit`, `Phase 2 - Tests`. */
  readonly named: boolean;
}

/**
 * Takes the counting off a heading.
 *
 * @example readTitle('Layer 1: Code Audit') // { title: 'Code Audit', number: 1, named: true }
 */
export function readTitle(heading: string): CountedTitle {
  const named = namedCount.exec(heading) ?? namedLetter.exec(heading);
  const match = named ?? bareCount.exec(heading);
  const { ornament = '', count = '', rest = '' } = match?.groups ?? {};
  const number = /^\d+$/.test(count) ? Number(count) : null;
  const title = match !== null && /[\p{L}\p{N}]/u.test(rest) ? `${ornament}${rest}` : heading;
  return { title, number, named: named !== null };
}

/** The page that a title asks for, where it is no layer. `hasItems` tells a go/no-go list from the line where the decision is signed. */
export function pageKindOf(title: string, hasItems: boolean): Exclude<PageKind, 'layer'> | null {
  const words = withoutEmojiCodes(title)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  if (signOffTitle.test(words)) return 'sign-off';
  if (goTitle.test(words)) return hasItems ? 'gates' : 'sign-off';
  if (gatesTitle.test(words)) return 'gates';
  return postReleaseTitle.test(words) ? 'post-release' : null;
}

/** Whether a heading announces signatures, whatever stands under it. */
export function announcesSignOff(heading: string): boolean {
  return pageKindOf(readTitle(heading).title, true) === 'sign-off';
}

/** Words without the short codes that forges show as pictures: `:rocket: Launch` is `Launch`. */
export function withoutEmojiCodes(words: string): string {
  return words.replace(/(?<![\p{L}\p{N}]):[a-z][a-z\d_+-]*:(?![\p{L}\p{N}])/gu, ' ').trim();
}

/** Whether a heading or a paragraph announces what the marks mean: `Status Key`, `**Legend:** how to read this`. */
export function announcesLegend(text: string): boolean {
  return legendTitle.test(text);
}

/** Whether the words of a list entry name a status and nothing more: `In progress`, `= done (verified)`. */
export function namesStatus(words: string): boolean {
  return statusWords.test(words.replace(/^[^\p{L}]+/u, '').replace(/^means\s+/i, ''));
}

/** Whether a text claims, outside of any item, that the whole is ready. */
export function claimsReadiness(text: string): boolean {
  return (
    !text.includes(':') &&
    /\b(?:production|release|launch|deployment|ship)[\s-]?ready\b|\bready\s+(?:for|to)\s+(?:production|release|launch|ship|go[\s-]live)\b/i.test(
      text,
    )
  );
}

const ornament = '(?<ornament>(?:[^\\p{L}\\p{N}(:]|:[a-z][a-z\\d_+-]*:|:)*)\\(?';
const counted = '(?:layer|phase|section|part|step|stage|chapter|level|area|category|tier)';
const separator = '(?:\\s*[:.)|]\\s*|\\s+[-–—]\\s+|\\s*[–—]\\s*)';
const namedCount = new RegExp(`^${ornament}${counted}\\s+#?(?<count>\\d{1,3}(?:\\.\\d+)*)(?:${separator}|\\s+|$)(?<rest>.*)$`, 'isu');
const namedLetter = new RegExp(`^${ornament}${counted}\\s+(?<count>[A-Z]|[IVXLC]+)(?:${separator}(?<rest>.+)|$)`, 'isu');
const bareCount = new RegExp(
  `^${ornament}(?<count>\\d{1,3}(?:\\.\\d+)*|[A-Z](?=[.)]))(?:[.):]\\s+|\\s+[-–—]\\s+|(?<=\\.\\d+)\\s+)(?<rest>.+)$`,
  'su',
);

const before =
  '(?:(?:the|final|release|production|overall|formal|required|stakeholders?|team|go live|management|project|launch|deployment|executive) )*';
const signOffTitle = new RegExp(
  `^${before}(?:sign ?offs?|approvals?|signatures?|signatories|approvers?)(?: (?:sheet|page|list|form|block|table))?(?: (?:and )?(?:sign ?offs?|approvals?|signatures?|dates?))?$`,
);
const goTitle = new RegExp(`^${before}go (?:or )?no go(?: (?:decision|criteria|gates?|checklist|meeting|review))?$`);
const gatesTitle = new RegExp(`^${before}(?:(?:quality|readiness|exit|acceptance) )?(?:gates?|criteria)$`);
const postReleaseTitle =
  /^(?:post|after|following)(?: the)? ?(?:release|launch|go live|ship|shipping|publication|announcement)(?: (?:tasks|activities|checklist|items|steps|actions|follow ups?|work))?$/;

const legendTitle =
  /^\P{L}*(?:(?:(?:status|mark|symbol|checklist|checkbox)(?:es|s)?\s+)?(?:key|legend|symbols|marks|markers|notation)\s*(?::|\P{L}*$)|status(?:es)?\P{L}*$)/iu;

const statusWords =
  /^(?:not (?:yet )?(?:started|done|applicable)|to ?do|pending|open|planned|in[ -]progress|wip|started|ongoing|doing|partial(?:ly)?(?: (?:complete|done))?|incomplete|completed?|done|finished|verified|pass(?:ed)?|fail(?:ed)?|blocked|skipped|deferred|on hold|cancell?ed|n\/?a|unknown|optional|needs? (?:work|review|attention))\s*(?:$|[.,;:(=–—-])/iu;
