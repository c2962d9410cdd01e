import type { JobRun } from './run.ts';

/** Whether the paths that a format names without a root begin in the folder that the tool ran in, or nobody knows where. */
export type PathBase = 'working-directory' | 'unknown';

/**
 * The path in the repository of a file that a tool names; null where it is not certain. Certain is what stands below a prefix of `modules`, the
 * longest one, and a path that begins in the folder of the job where `run.json` states that folder.
 *
 * @param named As the tool writes it, with `/`.
 * @returns From the top of the repository: `apps/backend/main.go`.
 */
export function repositoryPath(
  named: string,
  { directory, modules }: Pick<JobRun, 'directory' | 'modules'>,
  base: PathBase,
): string | null {
  const [module] = Object.entries(modules ?? {})
    .map(([prefix, path]) => ({ prefix: prefix.replace(/\/+$/, ''), isRoot: /^\/+$/.test(prefix), path }))
    .filter(({ prefix, isRoot }) => (prefix === '' ? named.startsWith('/') === isRoot : `${named}/`.startsWith(`${prefix}/`)))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  if (module !== undefined) return pathBelow(module.path, named.slice(module.prefix.length).replace(/^\//, ''));
  // What a tool read from its standard input has no path.
  if (/^(?:-|<.*>)$/.test(named)) return null;
  return base === 'working-directory' && directory != null ? pathBelow(directory, named) : null;
}

/**
 * A path below a folder, both from the top of a repository, without `.` and `..`; null for what leads out of it or is no path there: with a root,
 * a drive, a scheme, an empty name or a control character.
 */
export function pathBelow(folder: string, path: string): string | null {
  if (path === '' || [path, folder].some((each) => !each.isWellFormed() || /^\/|^\w+:|[\\\p{Cc}]/u.test(each))) return null;
  const names: string[] = [];
  for (const name of [...folder.replace(/\/$/, '').split('/'), ...path.split('/').map((each) => each || '//')]) {
    if (name === '//') return null;
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) return null;
  }
  return names.length === 0 ? null : names.join('/');
}
