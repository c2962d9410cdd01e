import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What git prints in a folder, without the white space around it. */
export function git(folder: string, ...args: readonly string[]): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' };
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** A bare repository to publish to. */
export function bareRemote(...config: readonly string[]): string {
  const remote = mkdtempSync(join(tmpdir(), 'remote-'));
  git(remote, 'init', '--quiet', '--bare', '--initial-branch=main');
  for (const each of ['uploadpack.allowFilter=true', ...config]) git(remote, 'config', ...each.split('='));
  return remote;
}

/** A folder with files of some texts. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'files-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Puts files on a branch of a remote, as somebody does who knows nothing of sites. */
export function commitTo(remote: string, branch: string, files: Readonly<Record<string, string>>): void {
  const clone = mkdtempSync(join(tmpdir(), 'clone-'));
  git(clone, 'init', '--quiet');
  git(clone, 'remote', 'add', 'origin', remote);
  if (git(remote, 'for-each-ref', `refs/heads/${branch}`) !== '') {
    git(clone, 'fetch', '--quiet', 'origin', branch);
    git(clone, 'checkout', '--quiet', '-B', branch, 'FETCH_HEAD');
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), text);
  }
  git(clone, 'add', '--all', '--force');
  git(clone, '-c', 'user.name=Person', '-c', 'user.email=person@example.org', 'commit', '--quiet', '-m', 'Files of a person');
  git(clone, 'push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
}

/** Makes a branch of a remote with a link on it. */
export function linkOn(remote: string, path: string, target: string): void {
  const clone = mkdtempSync(join(tmpdir(), 'clone-'));
  git(clone, 'init', '--quiet');
  symlinkSync(target, join(clone, path));
  git(clone, 'add', '--all');
  git(clone, '-c', 'user.name=Person', '-c', 'user.email=person@example.org', 'commit', '--quiet', '-m', 'A link');
  git(clone, 'push', '--quiet', remote, 'HEAD:refs/heads/pages');
}

/** The text of a file on a branch. */
export function textOn(remote: string, branch: string, path: string): string {
  return git(remote, 'show', `${branch}:${path}`);
}

/** The paths that a branch has. */
export function pathsOn(remote: string, branch: string): string[] {
  return git(remote, 'ls-tree', '-r', '--name-only', branch).split('\n').filter(Boolean);
}

/** What stands on the branch `pages`, in a folder of its own. */
export function checkedOut(remote: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'out-'));
  git(folder, 'clone', '--quiet', '--branch', 'pages', remote, 'site');
  return join(folder, 'site');
}
