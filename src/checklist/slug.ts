/** Longer names would not fit into a path on common file systems. In code points. */
const maxSlugLength = 80;

/** What `slugOf` makes: words of letters of any script, joined by hyphens. */
export const slugPattern = /^[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*$/u;

/** The part of an id made of words: `p95 API latency` is `p95-api-latency`. Letters of any script stay; empty where there is none. */
export function slugOf(text: string): string {
  const slug = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return [...slug].slice(0, maxSlugLength).join('').replace(/-$/, '');
}
