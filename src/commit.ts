/** A whole commit, as git names it by SHA-1 or SHA-256, in either case. */
export const commitForm = /^(?:[\da-f]{40}|[\da-f]{64})$/i;

/** Does a text name a whole commit? */
export function isCommit(text: string): boolean {
  return commitForm.test(text);
}

/** Do both name one commit? What is not stated names none. */
export function isSameCommit(one: string | null | undefined, other: string | null | undefined): boolean {
  return typeof one === 'string' && one.toLowerCase() === other?.toLowerCase();
}
