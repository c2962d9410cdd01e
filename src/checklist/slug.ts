/** Longer names would not fit into a path on common file systems. In code points. */
const maxSlugLength = 80;

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
