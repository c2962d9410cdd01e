import type { Forge, Portal } from '../checklist/portal.ts';
import { isCommit } from '../commit.ts';
import type { EvidenceFile } from '../reports/evidence.ts';
import { pathBelow, repositoryPath } from '../reports/repository-path.ts';

/** Lines of a file, from 1, the last one among them. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** Where the forge of a product shows its code. Each is null where that is not certain. */
export interface CodeLinks {
  /** The page of a commit. */
  commit(hash: string): string | null;
  /**
   * A file, from the top of the repository.
   *
   * @param commit Null for the newest; then no line of it can be named.
   */
  file(path: string, commit: string | null, lines?: Lines | null): string | null;
}

/** How a forge writes addresses below that of a repository. */
interface ForgeAddresses {
  readonly commit: string;
  /** Before a commit's hash and a path. */
  readonly file: string;
  /** What stands in place of a hash for the newest; null where there is no such thing. */
  readonly newest: string | null;
  /** What makes a forge show the lines of a text that it would lay out otherwise, and its lines. */
  readonly lines: (lines: Lines, isLaidOut: boolean) => string;
}

const range = ({ first, last }: Lines, between: string) => (last > first ? `${first}${between}${last}` : `${first}`);

/** Each forge by its own documentation of permanent links. */
const addresses: Readonly<Record<Forge, ForgeAddresses>> = {
  github: {
    commit: 'commit',
    file: 'blob',
    newest: 'HEAD',
    lines: (lines, isLaidOut) => `${isLaidOut ? '?plain=1' : ''}#L${range(lines, '-L')}`,
  },
  gitlab: {
    commit: '-/commit',
    file: '-/blob',
    newest: 'HEAD',
    lines: (lines, isLaidOut) => `${isLaidOut ? '?plain=1' : ''}#L${range(lines, '-')}`,
  },
  bitbucket: { commit: 'commits', file: 'src', newest: 'HEAD', lines: (lines) => `#lines-${range(lines, ':')}` },
  gitea: {
    commit: 'commit',
    file: 'src/commit',
    newest: null,
    lines: (lines, isLaidOut) => `${isLaidOut ? '?display=source' : ''}#L${range(lines, '-L')}`,
  },
};

const hosts: Readonly<Record<string, Forge>> = {
  'bitbucket.org': 'bitbucket',
  'codeberg.org': 'gitea',
  'gitea.com': 'gitea',
  'github.com': 'github',
  'gitlab.com': 'gitlab',
};

/** Own installations that say in their name what they are. Bitbucket's is another product, with other addresses. */
const named: readonly (readonly [RegExp, Forge])[] = [
  [/^github\./, 'github'],
  [/^gitlab\./, 'gitlab'],
  [/^(?:gitea|forgejo)\./, 'gitea'],
];

/** The forge that a repository is on: what `portal.yaml` states, else what the name of its host says; null where neither does. */
export function forgeOf({ repository, forge }: Pick<Portal, 'repository' | 'forge'>): Forge | null {
  if (forge !== undefined) return forge;
  const host = repository === undefined || !URL.canParse(repository) ? '' : new URL(repository).hostname;
  return hosts[host] ?? named.find(([name]) => name.test(host))?.[1] ?? null;
}

/** Finds the code of a product on its forge. Where the forge is not known there is no link: what is not certain is not linked. */
export function codeLinks(portal: Pick<Portal, 'repository' | 'forge'>): CodeLinks {
  const forge = forgeOf(portal);
  const base = repositoryBase(portal.repository);
  if (forge === null || base === null) return { commit: () => null, file: () => null };
  const form = addresses[forge];
  return {
    commit: (hash) => (isCommit(hash) ? `${base}/${form.commit}/${hash.toLowerCase()}` : null),
    file: (path, commit, lines = null) => {
      const inRepository = pathBelow('', path);
      const at = commit === null ? form.newest : isCommit(commit) ? commit.toLowerCase() : null;
      if (inRepository === null || at === null) return null;
      const isCertain = lines !== null && commit !== null && lines.first >= 1 && Number.isInteger(lines.first);
      const fragment = isCertain ? form.lines(lines, /\.(?:md|markdown|mdx|rst|adoc|org|ipynb|csv|tsv|svg)$/i.test(path)) : '';
      return `${base}/${form.file}/${at}/${inRepository.split('/').map(encodeURIComponent).join('/')}${fragment}`;
    },
  };
}

/**
 * Where the forge shows the places that a result file names, at the commit that it was measured on; null for each place that is not certain.
 *
 * @returns For a path as the tool writes it.
 */
export function placeLinks(
  { outcome, part: { run } }: EvidenceFile,
  portal: Pick<Portal, 'repository' | 'forge'>,
): (path: string, lines?: Lines | null) => string | null {
  const links = codeLinks(portal);
  if (run === null || outcome.state === 'refused') return () => null;
  const changed = new Set(run.changed ?? []);
  return (path, lines = null) => {
    const found = repositoryPath(path, run, outcome.paths);
    return found === null || changed.has(found) ? null : links.file(found, run.commit, lines);
  };
}

/** The address that others are made of; null for one that is not `https://host/owner/name`. */
function repositoryBase(repository: string | undefined): string | null {
  if (repository === undefined || !URL.canParse(repository)) return null;
  const { protocol, origin, pathname, search, hash } = new URL(repository);
  const path = pathname.replace(/\/+$/, '').replace(/\.git$/, '');
  return /^https?:$/.test(protocol) && search === '' && hash === '' && /^(?:\/[^/]+){2,}$/.test(path) ? `${origin}${path}` : null;
}
