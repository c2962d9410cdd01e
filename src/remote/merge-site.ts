import { compareText } from '../order.ts';
import { type Problem, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import type { Entries } from './archive.ts';

/** A file that says nothing but that it is there, which others write too. */
const sayingNothing = '.nojekyll';

/**
 * What an archive has once a site stands in it: the site's files in place of those of the site before, and every file that is none of a site's.
 *
 * @param own The paths of the site that is there.
 */
export function mergeSite(there: Entries, own: ReadonlySet<string>, made: Entries): Reading<Entries> {
  const foreign = [...there].filter(([path]) => !own.has(path));
  const folders = new Set([...made.keys()].flatMap(foldersOf));
  const inTheWay = foreign.filter(([path, { object }]) => {
    const same = made.get(path);
    if (same !== undefined) return same.object !== object && path !== sayingNothing;
    return folders.has(path) || foldersOf(path).some((folder) => made.has(folder));
  });
  if (inTheWay.length > 0) return { state: 'refused', problems: inTheWay.map(([path]) => taken(path)) };
  const merged = new Map([...foreign, ...made].sort(([a], [b]) => compareText(a, b)));
  return { state: 'read', value: merged, problems: [] };
}

function taken(file: string): Problem {
  const what = 'the site has a file in this place, and the one that is there is not a site’s own';
  return problem('USAGE', { file }, what, 'remove it there, or publish to another place');
}

/** The folders that a path leads through. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
