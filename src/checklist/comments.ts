/** Is a piece of HTML an HTML comment? */
export function isComment(html: string): boolean {
  return /^\s*<!--/.test(html);
}

/** The comments of a piece of HTML that have the form `<!-- key: value -->`. */
export function commentsOf(html: string): { readonly key: string; readonly value: string }[] {
  return [...html.matchAll(/<!--\s*([\w-]+):\s*(.*?)\s*-->/g)].map(([, key = '', value = '']) => ({ key, value }));
}
