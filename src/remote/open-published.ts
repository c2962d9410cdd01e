import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problem } from '../problem.ts';
import { inventoryFile } from '../publish/inventory.ts';
import type { Reading } from '../reading.ts';
import { type BranchTip, type GitBranch, openBranch } from './git-branch.ts';
import { openSite, type PublishedPart, type Site } from './published-site.ts';
import { openPart } from './site-part.ts';

/** A published site that is open to be read. */
export interface OpenSite {
  readonly site: Site;
  /** Removes what it keeps on the disk. */
  close(): void;
}

/** What of a site its pages are not, by their paths: releases, records, results, and what names them. */
export const archived = /^(?:objects|trust|api\/v1)\/|^releases\/[^/]+\/(?:MANIFEST\.sha256|snapshot\.json|records\.json)$/;

/**
 * Opens a published site.
 *
 * @param from `REMOTE#BRANCH`, `#BRANCH` of origin, an address, or a folder.
 * @param checkout A folder of the repository whose remotes count.
 * @param part What is to be read of its releases.
 */
export function openPublished(from: string, checkout: string, part: PublishedPart): Reading<OpenSite> {
  const [, remote = '', branch] = (existsSync(from) ? null : /^(.*)#([^#]+)$/s.exec(from)) ?? [];
  if (branch === undefined) {
    const site = openSite(from);
    if (site !== null) return { state: 'read', value: { site, close: () => undefined }, problems: [] };
    const hint = 'name a branch as origin#pages, the address of a site, or its folder';
    return { state: 'refused', problems: [problem('ENVIRONMENT', { file: from }, 'there is no such folder', hint)] };
  }
  const opened = openBranch({ checkout, remote: remote === '' ? 'origin' : remote, branch });
  if (opened.state === 'refused') return opened;
  try {
    return openSiteOn(opened.value, part);
  } finally {
    opened.value.close();
  }
}

function openSiteOn(branch: GitBranch, part: PublishedPart): Reading<OpenSite> {
  const tip = branch.readTip();
  if (tip.state === 'refused') return tip;
  if (tip.value !== null) return readArchive(branch, tip.value, part);
  const hint = 'name a branch that was published; where nothing is published yet, there is nothing to bring back';
  return { state: 'refused', problems: [problem('ENVIRONMENT', { file: branch.name }, 'the remote has no such branch', hint)] };
}

/** Opens the site that stands on a branch, without its pages. */
function readArchive(branch: GitBranch, tip: BranchTip, part: PublishedPart): Reading<OpenSite> {
  const folder = mkdtempSync(join(tmpdir(), 'readiness-published-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const close = () => {
    process.off('exit', remove);
    remove();
  };
  const read = part === 'whole' ? readWhole(branch, tip, folder) : readWithoutEvidence(branch, tip, folder);
  const site = openSite(folder);
  if (read.state === 'read' && site !== null) return { state: 'read', value: { site, close }, problems: [] };
  close();
  return { state: 'refused', problems: read.problems };
}

function readWhole(branch: GitBranch, tip: BranchTip, folder: string): Reading<null> {
  const paths = [...tip.entries.keys()].filter((path) => path === inventoryFile || archived.test(path));
  return branch.readFiles(tip, paths, folder);
}

function readWithoutEvidence(branch: GitBranch, tip: BranchTip, folder: string): Reading<null> {
  const part = openPart(branch, tip, folder);
  if (part.state === 'refused' || part.value === null) return part.state === 'refused' ? part : { ...part, value: null };
  const releases = [...tip.entries.keys()].flatMap((path) => /^releases\/([^/]+)\/snapshot\.json$/.exec(path)?.[1] ?? []);
  return part.value.readReleases(releases, 'without-evidence');
}
