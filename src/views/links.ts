import type { AssessedPage, Assessment } from '../assessment/assessment.ts';
import type { LinkTarget, SourcePlace } from '../checklist/checklist.ts';
import type { Portal } from '../checklist/portal.ts';
import { codeLinks } from '../publish/code-links.ts';
import { pathBelow } from '../reports/repository-path.ts';

/** Where things are on the site, as paths from its base. The same pages are shown for the release in preparation and for published ones. */
export interface Links {
  readonly home: string;
  /** The board of all sign-offs; null where they stand on the pages of the checklist alone. */
  readonly signOffs: string | null;
  /** The list of result files; null where the release has none. */
  readonly evidenceIndex: string | null;
  page(page: Pick<AssessedPage, 'id' | 'kind'>): string;
  item(id: string): string;
  /** The page of a result file; null where the release has none and links the bytes alone. */
  evidence(path: string): string | null;
  /** The page of a job; null where the release has none. */
  job(name: string): string | null;
  /** A file of the product's repository; null where it is not known. */
  source(path: string, fragment: string): string | null;
  /** A line of the checklist, as the forge shows it; null where it is not certain that it stands there. */
  line(place: SourcePlace): string | null;
}

/** The pages of the release in preparation. */
export const currentLinks: Links = {
  home: '/',
  signOffs: '/sign-offs/',
  evidenceIndex: '/evidence/',
  page: ({ id, kind }) => (kind === 'layer' ? `/layers/${encodePath(id)}/` : `/${kind}/`),
  item: (id) => `/items/${encodePath(id)}/`,
  evidence: (path) => `/evidence/${encodePath(evidenceName(path))}/`,
  job: (name) => `/evidence/${encodePath(evidenceName(name))}/`,
  source: () => null,
  line: () => null,
};

/** Finds files of a root in the product's repository, at a commit, or at its newest where the release states none. */
export function sourceLinks(
  portal: Pick<Portal, 'repository' | 'forge' | 'directory'>,
  commit: string | null,
): Pick<Links, 'source' | 'line'> {
  const links = codeLinks(portal);
  const { directory } = portal;
  return {
    source: (path, fragment) => {
      const inRepository = pathBelow(directory ?? '', path);
      const address = inRepository === null ? null : links.file(inRepository, commit);
      return address === null ? null : `${address}${fragment === '' ? '' : `#${encodeURIComponent(fragment)}`}`;
    },
    line: ({ file, line }) => {
      const inRepository = directory === undefined || commit === null ? null : pathBelow(directory, file);
      return inRepository === null ? null : links.file(inRepository, commit, { first: line, last: line });
    },
  };
}

/**
 * The pages of a published release, each at its permanent address. An item stands on the page of its layer.
 *
 * @param files The paths of the result files that have pages.
 */
export function releaseLinks(version: string, files: ReadonlySet<string> = new Set()): Links {
  const base = `/releases/${encodeURIComponent(version)}/`;
  return {
    home: base,
    signOffs: null,
    evidenceIndex: files.size === 0 ? null : `${base}evidence/`,
    page: (page) => `${base}${encodeURIComponent(pageSlug(page))}/`,
    item: (id) => {
      const [page = '', ...rest] = id.split('/');
      return `${base}${encodeURIComponent(page)}/#${encodePath(rest.join('/'))}`;
    },
    evidence: (path) => (files.has(path) ? `${base}evidence/${encodePath(evidenceName(path))}/` : null),
    job: (name) => (files.size === 0 ? null : `${base}evidence/${encodePath(evidenceName(name))}/`),
    source: () => null,
    line: () => null,
  };
}

/** Where a link of the checklist to anything else leads; null where that is not known. */
export function targetLink(target: LinkTarget, { source }: Links): string | null {
  return target.kind === 'address' ? target.url : source(target.path, target.fragment);
}

/** The last part of a page's address in a published release. */
export function pageSlug({ kind, id }: Pick<AssessedPage, 'kind' | 'id'>): string {
  return kind === 'layer' ? id : kind;
}

/** The path of a result file as the name of its page: what the framework would read as a part of an address is written as `~` and its code. */
export function evidenceName(path: string): string {
  return path.normalize('NFC').replace(/[%#?~]/g, (sign) => `~${sign.charCodeAt(0).toString(16)}`);
}

/** The bytes of a result file. */
export function objectLink(digest: string): string {
  return `/objects/${digest}.txt`;
}

/** A path of names that may hold any character, as part of an address. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** Where the page of a checklist file is; null where the release has no such page. */
export function fileLink({ pages }: Assessment, links: Links): (file: string) => string | null {
  return (file) => {
    const page = pages.find((each) => each.file === file);
    return page === undefined ? null : links.page(page);
  };
}
