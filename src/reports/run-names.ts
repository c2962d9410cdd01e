import { isPattern, pathMatcher } from '../glob.ts';
import { nextFolder, type ResultPlace, runFile } from '../layout.ts';

/** What a name of a `run.json` stands for. */
export interface NamedFiles {
  /** The files beside the `run.json` that it names, as they are named there. */
  readonly found: readonly string[];
  /** The name itself, from the folder of the `run.json`. */
  readonly name: string;
}

/**
 * Resolves the names by which a `run.json` calls the files beside it: from its folder, from its job's, or from `results/next/`, with `./`
 * and with patterns of `*` and `**`. A `run.json` names no result, so that none stands for itself.
 *
 * @param names The files of the part, from its folder.
 */
export function nameResolver(at: Pick<ResultPlace, 'job' | 'folder'>, names: readonly string[]): (name: string) => NamedFiles {
  const results = names.filter((name) => name !== runFile);
  const known = new Set(results);
  const below = at.folder.slice(at.job.length + 1);
  const starts = [
    `${nextFolder}/${at.folder}/`,
    `${nextFolder}/${at.job}/`,
    `${at.folder}/`,
    `${at.job}/`,
    ...(below === '' ? [] : [`${below}/`]),
  ];
  return (written) => {
    const path = written
      .replace(/\\(?!\*)/g, '/')
      .split('/')
      .filter((part) => part !== '' && part !== '.')
      .join('/');
    const shortened = starts.filter((start) => path.startsWith(start)).map((start) => path.slice(start.length));
    const exact = [path, ...shortened].find((name) => known.has(name));
    if (exact !== undefined) return { found: [exact], name: exact };
    const name = shortened[0] ?? path;
    if (!isPattern(path)) return { found: [], name };
    const matches = pathMatcher(path);
    return { found: results.filter((each) => ['', ...starts].some((start) => matches(`${start}${each}`))), name };
  };
}
