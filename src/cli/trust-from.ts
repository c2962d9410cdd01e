import { spawnSync } from 'node:child_process';
import { trustText } from '../disk/trust-files.ts';
import { allowedSignersFile, revokedKeysFile } from '../layout.ts';
import { manifestName } from '../release/manifest.ts';
import type { EarlierTrust } from '../signing/trust.ts';

export type TrustOutcome =
  | { readonly state: 'read'; readonly trust: EarlierTrust /** Had the commit this release? */; readonly has: (version: string) => boolean }
  /** What keeps git from saying it, and what to do. */
  | { readonly state: 'failed'; readonly message: string; readonly hint: string };

/** The trust files of a root as they were at a commit of its repository. */
export function readTrustAt(root: string, ref: string): TrustOutcome {
  const commit = git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
  if (commit.state === 'absent') return { state: 'failed', message: 'git is not installed', hint: 'install it, or leave out --trust-from' };
  if (commit.state === 'failed') {
    return { state: 'failed', message: `there is no commit ${JSON.stringify(ref)} in the repository`, hint: 'fetch it, or name another' };
  }
  const at = commit.output.toString().trim();
  const files = { allowedSigners: allowedSignersFile, revokedKeys: revokedKeysFile, portal: 'content/portal.yaml' };
  const text = (file: string) => textAt(root, at, file);
  return {
    state: 'read',
    trust: { ref, allowedSigners: text(files.allowedSigners), revokedKeys: text(files.revokedKeys), portal: text(files.portal) },
    has: (version) => git(root, 'cat-file', '-e', `${at}:./results/${version}/${manifestName}`).state === 'done',
  };
}

/** Null where the commit has no such file. `./` takes the path from the root, which need not be the top of the repository. */
function textAt(root: string, commit: string, file: string): string | null {
  const shown = git(root, 'cat-file', 'blob', `${commit}:./${file}`);
  return shown.state === 'done' ? trustText(shown.output) : null;
}

type GitOutcome = { readonly state: 'done'; readonly output: Buffer } | { readonly state: 'failed' } | { readonly state: 'absent' };

function git(root: string, ...args: readonly string[]): GitOutcome {
  const { error, status, stdout } = spawnSync('git', args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return { state: 'absent' };
  return status === 0 ? { state: 'done', output: stdout } : { state: 'failed' };
}
