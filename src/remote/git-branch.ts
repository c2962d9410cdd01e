import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type GitOutcome, gitLine, runGit, withoutPasswords } from '../disk/run-git.ts';
import { openScratch } from '../disk/scratch-folder.ts';
import { compareText } from '../order.ts';
import { type Problem, problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import type { Archive, ArchiveEntry, ArchiveTip } from './archive.ts';

/** Where a branch is, as a person names it. */
export interface BranchPlace {
  /** A folder of the repository whose remotes, credentials and identity count; it need not be in one. */
  readonly checkout: string;
  /** A remote of that repository, or an address or path. */
  readonly remote: string;
  readonly branch: string;
}

/** What git needs of a state of a branch to make the next one of it. */
interface CommitFacts {
  readonly tree: string;
  /** How each entry stands in the tree, by its path, as git writes it: `100644`, of a link `120000`. */
  readonly modes: ReadonlyMap<string, string>;
}

/** What a regular file of a site is in a commit. */
const regular = '100644';
const published = 'refs/published';

/** Of the checkout's own configuration, what says how to reach a remote and who commits. What is set for all repositories counts anyway. */
const carriedKeys = /^(?:https?|credential|url|ssh|protocol|user|author|committer)\.|^core\.(?:sshcommand|gitproxy|askpass)$/i;

/** What a repository of its own must not take over from the one that a command runs in, as in one of its hooks. */
const ofAnotherRepository = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_NAMESPACE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_QUARANTINE_PATH',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
];

/** What a commit is made by where nobody is named in git's configuration: git's own guess would publish the name of the machine. */
const ownIdentity = {
  GIT_AUTHOR_NAME: 'readiness-portal',
  GIT_AUTHOR_EMAIL: 'readiness-portal@localhost',
  GIT_COMMITTER_NAME: 'readiness-portal',
  GIT_COMMITTER_EMAIL: 'readiness-portal@localhost',
};

/**
 * Opens a branch by a bare repository in a temporary folder: fetching with a filter would write it into the configuration of the repository that
 * it runs in. The remotes, credentials and identity of the checkout count there, without being written down.
 */
export function openBranch(place: BranchPlace): Reading<Archive> {
  const addresses = addressesOf(place);
  if (addresses.state === 'refused') return addresses;
  const name = withoutPasswords(`${place.remote}#${place.branch}`);
  const { path: folder, remove: close } = openScratch('branch');
  const index = join(folder, 'index');
  const configured = configuration(place.checkout, addresses.value);
  const facts = new WeakMap<ArchiveTip, CommitFacts>();
  let format = 'sha1';
  const git = (setting: { readonly env?: Readonly<Record<string, string | undefined>>; readonly input?: string }, ...args: string[]) =>
    runGit({ folder, ...setting, env: { ...configured, GIT_DIR: join(folder, 'git'), ...setting.env } }, ...args);
  const begin = () => {
    rmSync(join(folder, 'git'), { recursive: true, force: true });
    const made = git({}, 'init', '--quiet', '--bare', '--template=', `--object-format=${format}`);
    mkdirSync(join(folder, 'git/info'), { recursive: true });
    // Whatever attributes the branch or the machine has, files are their bytes.
    writeFileSync(join(folder, 'git/info/attributes'), '* -text -eol -filter -ident -working-tree-encoding\n');
    return made;
  };
  const failed = (outcome: Exclude<GitOutcome, { readonly state: 'done' }>, what: string) => refusedBy(name, outcome, what, checkRemote);
  const failedHere = (outcome: Exclude<GitOutcome, { readonly state: 'done' }>, what: string) => refusedBy(name, outcome, what, checkDisk);

  const readTip = (turn = 0): Reading<ArchiveTip | null> => {
    const asked = git({}, 'ls-remote', '--exit-code', 'site', `refs/heads/${place.branch}`);
    // Only a remote that answers can lack the branch.
    if (asked.state === 'failed' && asked.exitCode === 2) return { state: 'read', value: null, problems: [] };
    if (asked.state !== 'done') return failed(asked, 'the remote cannot be read');
    const wanted = /^[0-9a-f]{64}\t/.test(asked.output.toString()) ? 'sha256' : 'sha1';
    if (wanted !== format) {
      format = wanted;
      begin();
    }
    const fetch = (...how: string[]) =>
      git({}, 'fetch', '--quiet', '--no-tags', '--no-write-fetch-head', ...how, 'site', `+refs/heads/${place.branch}:${published}`);
    const blobless = fetch('--depth=1', '--filter=blob:none');
    // Some remotes know neither filters nor the newest commit alone.
    const fetched = blobless.state === 'done' ? blobless : fetch();
    // The branch may have gone in between.
    if (fetched.state !== 'done') return turn === 0 ? readTip(1) : failed(fetched, 'the branch cannot be fetched');
    const named = git({}, 'rev-parse', `${published}^{commit}`, `${published}^{tree}`);
    const listed = git({}, 'ls-tree', '-r', '-z', '--full-tree', published);
    if (named.state !== 'done') return failed(named, 'the branch cannot be read');
    if (listed.state !== 'done') return failed(listed, 'the branch cannot be read');
    const [commit = '', tree = ''] = named.output.toString().trim().split('\n');
    const { entries, modes } = parseTree(listed.output.toString());
    const tip = { id: commit, entries };
    facts.set(tip, { tree, modes });
    return { state: 'read', value: tip, problems: [] };
  };

  /** Fetches what is not here yet of some objects, all at once: one by one each would wait for the remote. */
  const fetchObjects = (tip: ArchiveTip, wanted: ReadonlySet<string>): GitOutcome => {
    const listed = git({}, 'rev-list', '--objects', '--missing=print', '--no-object-names', tip.id);
    if (listed.state !== 'done') return listed;
    const missing = [...listed.output.toString().matchAll(/^\?([0-9a-f]+)$/gm)].map(([, object = '']) => object);
    const input = missing
      .filter((object) => wanted.has(object))
      .map((object) => `${object}\n`)
      .join('');
    if (input === '') return listed;
    const how = ['--quiet', '--no-tags', '--no-write-fetch-head', '--recurse-submodules=no', '--filter=blob:none'];
    return git({ input }, '-c', 'fetch.negotiationAlgorithm=noop', 'fetch', ...how, 'site', '--stdin');
  };

  const readFiles: Archive['readFiles'] = async (tip, paths, target) => {
    const entries = paths.flatMap((path) => {
      const entry = tip.entries.get(path);
      return entry === undefined || !isRegular(facts.get(tip)?.modes.get(path)) ? [] : [{ path, ...entry }];
    });
    const fetched = fetchObjects(tip, new Set(entries.map(({ object }) => object)));
    if (fetched.state !== 'done') return failed(fetched, 'the files of the branch cannot be fetched');
    mkdirSync(target, { recursive: true });
    rmSync(index, { force: true });
    const input = entries.map(({ path, object }) => `${regular} ${object}\t${path}\0`).join('');
    const indexed = git({ env: { GIT_INDEX_FILE: index }, input }, 'update-index', '-z', '--index-info');
    if (indexed.state !== 'done') return failedHere(indexed, 'the branch has files that git cannot write');
    const written = runGit(
      { folder: target, env: { ...configured, GIT_DIR: join(folder, 'git'), GIT_WORK_TREE: target, GIT_INDEX_FILE: index } },
      'checkout-index',
      '--all',
      '--force',
    );
    return written.state === 'done'
      ? { state: 'read', value: null, problems: [] }
      : failedHere(written, 'the files of the branch cannot be written');
  };

  const store: Archive['store'] = async (from, paths, tip) => {
    const hash = (files: readonly string[], ...how: string[]) => {
      if (files.length === 0) return { state: 'done', output: Buffer.alloc(0) } as const;
      const input = files.map((path) => `./${path}\n`).join('');
      return runGit(
        { folder: from, env: { ...configured, GIT_DIR: join(folder, 'git') }, input },
        'hash-object',
        ...how,
        '--no-filters',
        '--stdin-paths',
      );
    };
    const hashed = hash(paths);
    if (hashed.state !== 'done') return failedHere(hashed, 'git cannot read the site');
    const objects = hashed.output.toString().trim().split('\n');
    const entries = paths.map((path, at) => [path, { object: objects[at] ?? '' }] as const);
    const there = new Set([...(tip?.entries.values() ?? [])].map(({ object }) => object));
    const written = hash(
      entries.filter(([, { object }]) => !there.has(object)).map(([path]) => path),
      '-w',
    );
    if (written.state !== 'done') return failedHere(written, 'git cannot keep the site');
    return { state: 'read', value: new Map(entries), problems: [] };
  };

  const push: Archive['push'] = async (tip, entries, message) => {
    rmSync(index, { force: true });
    const before = tip === null ? undefined : facts.get(tip);
    const modeOf = (path: string, object: string) => (tip?.entries.get(path)?.object === object ? before?.modes.get(path) : undefined);
    const input = [...entries]
      .sort(([a], [b]) => compareText(a, b))
      .map(([path, { object }]) => `${modeOf(path, object) ?? regular} ${object}\t${path}\0`)
      .join('');
    const indexed = git({ env: { GIT_INDEX_FILE: index }, input }, 'update-index', '-z', '--index-info');
    if (indexed.state !== 'done') return failedHere(indexed, 'git cannot make the commit');
    // Else it would fetch every file that stays as it is.
    const tree = git({ env: { GIT_INDEX_FILE: index } }, 'write-tree', '--missing-ok');
    if (tree.state !== 'done') return failedHere(tree, 'git cannot make the commit');
    const id = tree.output.toString().trim();
    if (id === before?.tree) return { state: 'unchanged' };
    const args = ['commit-tree', id, ...(tip === null ? [] : ['-p', tip.id]), '-m', message];
    const named = git({}, '-c', 'user.useConfigOnly=true', ...args);
    const made = named.state === 'done' ? named : git({ env: ownIdentity }, ...args);
    if (made.state !== 'done') return failedHere(made, 'git cannot make the commit');
    const commit = made.output.toString().trim();
    const pushed = git({}, 'push', '--porcelain', '--no-verify', 'site', `${commit}:refs/heads/${place.branch}`);
    if (pushed.state === 'done') return { state: 'published', id: commit };
    // What the remote says of a lost race depends on the remote: where the branch stands now does not.
    const asked = git({}, 'ls-remote', '--exit-code', 'site', `refs/heads/${place.branch}`);
    if (asked.state === 'absent' || (asked.state === 'failed' && asked.exitCode !== 2))
      return failed(pushed, 'the branch cannot be pushed');
    const now = asked.state === 'done' ? (/^[0-9a-f]+/.exec(asked.output.toString())?.[0] ?? null) : null;
    if (now === commit) return { state: 'published', id: commit };
    if (now !== (tip?.id ?? null) || isBusy(pushed)) return { state: 'overtaken' };
    return failed(pushed, 'the remote does not take the commit');
  };

  const begun = begin();
  if (begun.state !== 'done') {
    close();
    return failedHere(begun, 'git cannot begin a repository in the temporary folder');
  }
  return { state: 'read', value: { kind: 'branch', name, readTip: async () => readTip(), readFiles, store, push, close }, problems: [] };
}

/** Is an entry of this mode a file with bytes of its own: no link and no other repository? */
function isRegular(mode: string | undefined): boolean {
  return mode === regular || mode === '100755';
}

function parseTree(listing: string): Pick<ArchiveTip, 'entries'> & Pick<CommitFacts, 'modes'> {
  const entries = new Map<string, ArchiveEntry>();
  const modes = new Map<string, string>();
  for (const line of listing.split('\0')) {
    const [, mode, object, path] = /^(\d+) \w+ ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    if (mode === undefined || object === undefined || path === undefined) continue;
    entries.set(path, { object });
    modes.set(path, mode);
  }
  return { entries, modes };
}

/** Another push holds the branch just now, and may still fail. */
function isBusy(outcome: Exclude<GitOutcome, { readonly state: 'done' }>): boolean {
  return outcome.state === 'failed' && /cannot lock ref|failed to update ref|\.lock/i.test(`${outcome.message} ${outcome.output}`);
}

interface Addresses {
  readonly fetch: string;
  readonly push: string;
}

function addressesOf({ checkout, remote, branch }: BranchPlace): Reading<Addresses> {
  const refuse = (file: string, message: string, hint: string): Reading<Addresses> => ({
    state: 'refused',
    problems: [problem('ENVIRONMENT', { file }, message, hint)],
  });
  const valid = runGit({ folder: checkout }, 'check-ref-format', `refs/heads/${branch}`);
  if (valid.state === 'absent') return refuse('git', 'git is not installed', 'install it');
  if (valid.state === 'failed' || branch.startsWith('-')) {
    return refuse('--branch', `${JSON.stringify(branch)} is no name of a branch`, 'write it as pages or gh-pages');
  }
  const top = gitLine(checkout, 'rev-parse', '--show-toplevel');
  const [fetch, push] = [[], ['--push']].map((how) => (top === null ? null : gitLine(checkout, 'remote', 'get-url', ...how, '--', remote)));
  // Git resolves the path of a remote from the top of the repository, a person from where they are.
  const from = (base: string, address: string) => (/^[a-z][a-z0-9+.-]*:\/\/|^[^/]+:/i.test(address) ? address : resolve(base, address));
  if (fetch != null && push != null) {
    return { state: 'read', value: { fetch: from(top ?? '', fetch), push: from(top ?? '', push) }, problems: [] };
  }
  if (remote.startsWith('-') || !(/[/:\\]/.test(remote) || existsSync(remote))) {
    return refuse(
      withoutPasswords(remote),
      'the repository has no remote of this name',
      'name one that git remote -v lists, or an address',
    );
  }
  return { state: 'read', value: { fetch: from('.', remote), push: from('.', remote) }, problems: [] };
}

/** The environment of git commands on the repository of a branch: what the checkout says of remotes counts in it, and nothing is written down. */
function configuration(checkout: string, { fetch, push }: Addresses): Record<string, string | undefined> {
  const listed = runGit({ folder: checkout }, 'config', '--list', '--show-scope', '-z');
  const fields = listed.state === 'done' ? listed.output.toString().split('\0') : [];
  const carried = fields.flatMap((scope, at): (readonly [string, string])[] => {
    const [key = '', ...value] = (fields[at + 1] ?? '').split('\n');
    return at % 2 === 0 && /^(?:local|worktree)$/.test(scope) && carriedKeys.test(key) ? [[key, value.join('\n')]] : [];
  });
  const settings = [
    ['core.autocrlf', 'false'],
    ['core.hooksPath', '/dev/null'],
    ['gc.auto', '0'],
    ['maintenance.auto', 'false'],
    // A remote that has stopped to answer is one that cannot be reached.
    ['http.lowSpeedLimit', '1'],
    ['http.lowSpeedTime', '60'],
    ...carried,
    ['remote.site.url', fetch],
    ['remote.site.pushurl', push],
  ] as const;
  const before = Number(process.env['GIT_CONFIG_COUNT'] ?? 0) || 0;
  return Object.fromEntries<string | undefined>([
    ...ofAnotherRepository.map((name) => [name, undefined] as const),
    ['GIT_CONFIG_COUNT', String(before + settings.length)],
    ...settings.flatMap(([key, value], at) => [
      [`GIT_CONFIG_KEY_${before + at}`, key] as const,
      [`GIT_CONFIG_VALUE_${before + at}`, value] as const,
    ]),
  ]);
}

const checkRemote = 'check the address, the network and the credentials';
const checkDisk = 'see that the temporary folder can be written and has room';

function refusedBy(
  file: string,
  outcome: Exclude<GitOutcome, { readonly state: 'done' }>,
  what: string,
  hint: string,
): { readonly state: 'refused'; readonly problems: readonly Problem[] } {
  const why = outcome.state === 'absent' ? 'git is not installed' : outcome.message;
  return {
    state: 'refused',
    problems: [problem('ENVIRONMENT', { file }, `${what}: ${why}`, hint)],
  };
}
