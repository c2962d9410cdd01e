import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { WorkingTree } from '../ci/job-run.ts';
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
  const top = line(folder, 'rev-parse', '--show-toplevel');
  const commit = top === null ? null : line(folder, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  if (top === null || commit === null) {
    const silent = problem('TREE_UNKNOWN', { file: '.git' }, 'git does not say what is checked out here, nor whether it was changed');
    return { state: 'read', value: null, problems: top === null && isInRepository(folder) ? [silent] : [] };
  }
  const status = git(top, 'status', '--porcelain=v1', '-z', '--untracked-files=no', '--no-renames', '--', '.', ...excluded(top, own));
  if (status === null) {
    return { state: 'refused', problems: [problem('ENVIRONMENT', { file: '.git' }, 'git cannot say whether tracked files were changed')] };
  }
  const changed = status.split('\0').filter((entry) => entry !== '');
  const ref = line(folder, 'symbolic-ref', '--quiet', '--short', 'HEAD') ?? line(folder, 'describe', '--tags', '--exact-match', 'HEAD');
  const tree = { commit, ref, committed: line(folder, 'log', '-1', '--format=%cI'), changed: changed.map((entry) => entry.slice(3)) };
  return { state: 'read', value: { tree, top }, problems: [] };
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

function line(folder: string, ...args: readonly string[]): string | null {
  const text = git(folder, ...args)?.trim() ?? '';
  return text === '' ? null : text;
}

/** What git prints, without its messages; null where it fails, or is not installed. */
function git(folder: string, ...args: readonly string[]): string | null {
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0' };
  const { status, stdout } = spawnSync('git', args, {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 256 * 1024 * 1024,
  });
  return status === 0 ? stdout.toString() : null;
}
