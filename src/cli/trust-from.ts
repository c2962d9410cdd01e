import { runGit } from '../disk/run-git.ts';
import { trustText } from '../disk/trust-files.ts';
import { allowedSignersFile, portalFile, revokedKeysFile } from '../layout.ts';
import { problem } from '../problem.ts';
import { manifestName } from '../release/manifest.ts';
import type { EarlierTrust, TrustText } from '../signing/trust.ts';

/** The trust files of a commit. */
export interface ReadTrust {
  readonly state: 'read';
  readonly trust: EarlierTrust;
  /** Had the commit this release? */
  readonly has: (version: string) => boolean;
}

/** The trust files of a commit, or why they cannot be had. */
export type TrustOutcome =
  | ReadTrust
  /** What keeps git from saying it, and what to do. */
  | { readonly state: 'failed'; readonly message: string; readonly hint: string };

/** The trust files of a root as they were at a commit of its repository. */
export function readTrustAt(root: string, ref: string): TrustOutcome {
  const commit = runGit({ folder: root }, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
  if (commit.state === 'absent') return { state: 'failed', message: 'git is not installed', hint: 'install it, or leave out --trust-from' };
  if (commit.state === 'failed') {
    return { state: 'failed', message: `there is no commit ${JSON.stringify(ref)} in the repository`, hint: 'fetch it, or name another' };
  }
  const at = commit.output.toString().trim();
  const text = (file: string) => textAt(root, at, file);
  return {
    state: 'read',
    trust: { ref, allowedSigners: text(allowedSignersFile), revokedKeys: text(revokedKeysFile), portal: text(portalFile) },
    has: (version) => runGit({ folder: root }, 'cat-file', '-e', `${at}:./results/${version}/${manifestName}`).state === 'done',
  };
}

/** The text of a file at a commit. That it is not there is what git says of the commit's tree: a file that git fails to show may be there. */
function textAt(root: string, commit: string, file: string): TrustText {
  const refused = (message: string): TrustText => ({ state: 'refused', problems: [problem('NOT_REGULAR_FILE', { file }, message)] });
  // Paths are from the root, which need not be the top of the repository.
  const listed = runGit({ folder: root }, 'ls-tree', '-z', commit, '--', file);
  if (listed.state !== 'done') return refused('git cannot say whether the commit has it');
  const entry = listed.output.toString();
  if (entry === '') return { state: 'read', value: null, problems: [] };
  const [, digest] = /^100(?:644|755) blob ([0-9a-f]+)\t/.exec(entry) ?? [];
  if (digest === undefined) return refused('it was no regular file there');
  const shown = runGit({ folder: root }, 'cat-file', 'blob', digest);
  return shown.state === 'done' ? { state: 'read', value: trustText(shown.output), problems: [] } : refused('git cannot show it');
}
