import picomatch from 'picomatch';

/** Only `*` and `**` are special, and `\` takes that from them: all else that a glob library would read is escaped. */
const options = {
  dot: true,
  nonegate: true,
  nobrace: true,
  noextglob: true,
  noquantifiers: true,
  strictSlashes: true,
  flags: 's',
} as const;

/** Does a path hold what is special in a pattern? */
export function isPattern(path: string): boolean {
  return /[*\\]/.test(path);
}

/** A pattern that matches a path alone, whatever is in it. */
export function patternOf(path: string): string {
  return path.replace(/[*\\]/g, '\\$&');
}

/** Does a path of a result file match a citation's path, as a whole? */
export function pathMatcher(pattern: string): (path: string) => boolean {
  if (!isPattern(pattern)) return (path) => path === pattern;
  return compile(literal(pattern));
}

/**
 * Does a name match a selector? It matches at any `/` boundary and covers what lies below: `TestAuth*` its subtests, and
 * `internal/application`, `internal/application/` and `internal/application/**` are one.
 */
export function nameMatcher(selector: string): (name: string) => boolean {
  const trimmed = selector.replace(/^\/+/, '').replace(/(?:\/\*\*|\/)+$/, '');
  if (trimmed === '' || trimmed === '**') return () => true;
  if (!isPattern(trimmed)) {
    return (name) => `/${name}/`.includes(`/${trimmed}/`);
  }
  const pattern = literal(trimmed);
  const anywhere = [pattern, `**/${pattern}`, `${pattern}/**`, `**/${pattern}/**`].map(compile);
  return (name) => anywhere.some((matches) => matches(name));
}

/** Is a selector a pattern, or the name of one thing? */
export function isWildcard(selector: string): boolean {
  return /(?<!\\)\*/.test(selector);
}

/** A selector's leading path parts that hold no wildcard. */
export function literalStart(selector: string): string {
  const parts = selector.replace(/^\/+/, '').split('/');
  const wild = parts.findIndex((part) => /(?<!\\)\*/.test(part));
  return (wild === -1 ? parts : parts.slice(0, wild)).join('/').replaceAll('\\', '');
}

function compile(pattern: string): (name: string) => boolean {
  const matches = picomatch.makeRe(pattern, options);
  return (name) => name !== '' && matches.test(name);
}

/** Escapes every character but `*`, and keeps `\*` as the star it means. */
function literal(pattern: string): string {
  return pattern.replace(
    /\\([\s\S])|([^\w\s/*\p{L}\p{N}])/gu,
    (_, escaped: string | undefined, special: string | undefined) => `\\${escaped ?? special}`,
  );
}
