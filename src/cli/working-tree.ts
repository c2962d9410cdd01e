import { existsSync, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { WorkingTree } from '../ci/job-run.ts';
import { gitLine, runGit } from '../disk/run-git.ts';
import { problem } from '../problem.ts';
import type { Reading } from '../reading.ts';

/** What git says of a folder, and where its repository begins; null outside of one, or where nothing is committed. */
export type TreeReading = Reading<{ readonly tree: WorkingTree; readonly top: string } | null>;

/**
 * Asks git what is checked out in a folder.
 *
 * @param own Folders whose changes are no changes of the product: the portal's own content and results.
 */
export function readWorkingTree(folder: string, own: readonly string[]): TreeReading {
  const top = gitLine(folder, 'rev-parse', '--show-toplevel');
  const commit = top === null ? null : gitLine(folder, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  if (top === null || commit === null) {
    const silent = problem('TREE_UNKNOWN', { file: '.git' }, 'git does not say what is checked out here, nor whether it was changed');
    return { state: 'read', value: null, problems: top === null && isInRepository(folder) ? [silent] : [] };
  }
  const status = runGit(
    { folder: top },
    'status',
    '--porcelain=v1',
    '-z',
    '--untracked-files=no',
    '--no-renames',
    '--',
    '.',
    ...excluded(top, own),
  );
  if (status.state !== 'done') {
    return { state: 'refused', problems: [problem('ENVIRONMENT', { file: '.git' }, 'git cannot say whether tracked files were changed')] };
  }
  const changed = status.output
    .toString()
    .split('\0')
    .filter((entry) => entry !== '');
  const ref =
    gitLine(folder, 'symbolic-ref', '--quiet', '--short', 'HEAD') ?? gitLine(folder, 'describe', '--tags', '--exact-match', 'HEAD');
  const directory = gitLine(folder, 'rev-parse', '--show-prefix')?.replace(/\/$/, '') ?? '.';
  const modules = goModule(folder, directory);
  const tree = {
    commit,
    ref,
    directory,
    modules,
    committed: gitLine(folder, 'log', '-1', '--format=%cI'),
    changed: changed.map((entry) => entry.slice(3)),
  };
  return { state: 'read', value: { tree, top }, problems: [] };
}

/** The Go module that a folder is the top of: its tools name files by it. */
function goModule(folder: string, directory: string): Record<string, string> {
  const file = join(folder, 'go.mod');
  const name = lstatSync(file, { throwIfNoEntry: false })?.isFile()
    ? /^\s*module\s+"?([^\s"]+)/m.exec(readFileSync(file, 'utf8'))?.[1]
    : undefined;
  return name === undefined ? {} : { [name]: directory };
}

/** Pathspecs that leave folders out; git takes none that lead out of the repository. */
function excluded(top: string, own: readonly string[]): string[] {
  return own
    .filter((folder) => existsSync(folder))
    .map((folder) => relative(realpathSync(top), realpathSync(folder)).split(sep).join('/'))
    .filter((path) => path !== '' && path !== '..' && !path.startsWith('../'))
    .map((path) => `:(exclude,top,literal)${path}`);
}

function isInRepository(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return true;
    if (dirname(at) === at) return false;
  }
}
