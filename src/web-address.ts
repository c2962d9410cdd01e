/**
 * An address that people may follow, without the user and the password that stand in it: `http`, `https` or `mailto`. Null for every other
 * scheme, which could run something, and for what is no address.
 */
export function webAddress(text: string): string | null {
  if (!/^(?:https?|mailto):/i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username === '' && url.password === '') return text;
  url.username = '';
  url.password = '';
  return url.href;
}

/** Can a site be published there? Its path is a part of every address in it, so that it has no sign that would have to be encoded. */
export function isSiteAddress(address: string): boolean {
  return /^https?:/.test(address) && URL.canParse(address) && /^[\w.~/-]*$/.test(new URL(address).pathname);
}

/** Does an address lead to the machine that it is read on, and nowhere from any other? */
export function isLocalAddress(address: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(address).hostname);
}
