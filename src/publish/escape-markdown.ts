import { visibleText } from '../visible-text.ts';

/**
 * What forges turn into a link by itself, or tell somebody of: an address, an e-mail address, a mention, a number or a name of an issue, a merge
 * request, a milestone, a label and the like, a commit.
 */
const linked = /:\/\/|www\.|@|(?:mailto|xmpp|tel):|#\d|\bGH-\d|[!$%&~^][\w"]|\[\w+:|\b(?=\D*\d)[0-9a-f]{7,64}\b/i;

/**
 * Foreign text in a line of Markdown, shown as it is written: nothing in it is markup, a link or a mention, and no character is acted on
 * instead of shown. Words that a forge would link stand in code, the one place where none does.
 */
export function escapeMarkdown(text: string): string {
  return visibleText(text.trim().replace(/\s+/g, ' '))
    .replace(/[^\s|`]+|[|`]/g, (word) => (linked.test(word) ? `\`${word}\`` : escapeWord(word)))
    .replace(/^(?=[-+=])/, '\\')
    .replace(/^(\d+)(?=[.)])/, '$1\\');
}

/** A backslash before a backtick would not keep it from ending code that stands before it. */
function escapeWord(word: string): string {
  return word.replace(/[\\*_{}[\]<>#|~&!$^]/g, '\\$&').replaceAll('`', '&#96;');
}
