import { lookup } from 'mrmime';

/** With what headers a file is served. */
export interface ServedHeaders {
  readonly contentType: string;
  /** Null where nothing says it. */
  readonly cacheControl: string | null;
}

/** Says with what headers a file is served, by its path below the site's first page. */
export type HeadersOf = (path: string) => ServedHeaders;

/**
 * Reads `_headers` as Netlify and Cloudflare Pages do: a pattern on a line, below it headers; `! Name` takes one away that an earlier pattern set.
 * Of them what a bucket keeps with an object is read. Source: https://developers.cloudflare.com/pages/configuration/headers/.
 */
export function parseHeaders(text: string): HeadersOf {
  const rules: { readonly pattern: RegExp; readonly lines: string[] }[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (/^\//.test(line)) rules.push({ pattern: patternOf(line.trim()), lines: [] });
    else if (/^\s+\S/.test(line)) rules.at(-1)?.lines.push(line.trim());
  }
  return (path) => {
    const found = new Map<string, string>();
    for (const line of rules.filter(({ pattern }) => pattern.test(`/${path}`)).flatMap(({ lines }) => lines)) {
      const [, taken, name = '', value = ''] = /^(!\s*)?([\w-]+)\s*(?::\s*(.*))?$/.exec(line) ?? [];
      if (taken === undefined) found.set(name.toLowerCase(), value);
      else found.delete(name.toLowerCase());
    }
    return { contentType: found.get('content-type') ?? typeOf(path), cacheControl: found.get('cache-control') ?? null };
  };
}

function patternOf(written: string): RegExp {
  const source = written
    .split(/(\*|:[A-Za-z]\w*)/)
    .map((part, at) => (at % 2 === 0 ? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : part === '*' ? '.*' : '[^/]+'))
    .join('');
  return new RegExp(`^${source}$`, 's');
}

/** What is not known is bytes, which no browser runs. */
function typeOf(path: string): string {
  const type = lookup(path) ?? (/(?:^|\/)[A-Z]+\.sha256$|_headers$/.test(path) ? 'text/plain' : 'application/octet-stream');
  return /^text\/|^application\/(?:json|javascript|atom\+xml|xml)$|^image\/svg\+xml$/.test(type) ? `${type}; charset=utf-8` : type;
}
