import { existsSync } from 'node:fs';
import { openScratch } from '../disk/scratch-folder.ts';
import { problem } from '../problem.ts';
import type { Reading } from '../reading.ts';
import type { Archive, ArchiveTip } from './archive.ts';
import { openBucket } from './bucket-archive.ts';
import { isBucketName } from './bucket-place.ts';
import { openBranch } from './git-branch.ts';
import { openSite, type PublishedPart, type Site } from './published-site.ts';
import { openReleases } from './site-part.ts';

/** A published site that is open to be read. */
export interface OpenSite {
  readonly site: Site;
  /** Removes what it keeps on the disk. */
  close(): void;
}

/**
 * Opens a published site.
 *
 * @param from `REMOTE#BRANCH`, `#BRANCH` of origin, `s3://BUCKET/PREFIX`, an address, or a folder.
 * @param checkout A folder of the repository whose remotes count.
 * @param part What is to be read of its releases.
 */
export async function openPublished(from: string, checkout: string, part: PublishedPart): Promise<Reading<OpenSite>> {
  if (isBucketName(from)) return openSiteAt(openBucket(from, process.env), part);
  const [, remote = '', branch] = (existsSync(from) ? null : /^(.*)#([^#]+)$/s.exec(from)) ?? [];
  if (branch === undefined) {
    const site = openSite(from);
    if (site !== null) return { state: 'read', value: { site, close: () => undefined }, problems: [] };
    const hint = 'name a branch as origin#pages, a bucket as s3://BUCKET/PREFIX, the address of a site, or its folder';
    return { state: 'refused', problems: [problem('ENVIRONMENT', { file: from }, 'there is no such folder', hint)] };
  }
  return openSiteAt(openBranch({ checkout, remote: remote === '' ? 'origin' : remote, branch }), part);
}

async function openSiteAt(opened: Reading<Archive>, part: PublishedPart): Promise<Reading<OpenSite>> {
  if (opened.state === 'refused') return opened;
  try {
    return await openSiteIn(opened.value, part);
  } finally {
    opened.value.close();
  }
}

async function openSiteIn(archive: Archive, part: PublishedPart): Promise<Reading<OpenSite>> {
  const tip = await archive.readTip();
  if (tip.state === 'refused') return tip;
  if (tip.value !== null) return readArchive(archive, tip.value, part);
  const hint = 'name a place where a site was published; where none is yet, there is nothing to bring back';
  return { state: 'refused', problems: [problem('ENVIRONMENT', { file: archive.name }, 'nothing is published there', hint)] };
}

/** Opens the site that stands in an archive, without its pages. */
async function readArchive(archive: Archive, tip: ArchiveTip, part: PublishedPart): Promise<Reading<OpenSite>> {
  const { path: folder, remove: close } = openScratch('published');
  const releases = await openReleases(archive, tip, folder);
  // Those too of which the site says that they are damaged, and shows nothing else.
  const versions = [...tip.entries.keys()].flatMap((path) => /^api\/v1\/releases\/([^/]+)\.json$/.exec(path)?.[1] ?? []);
  const read = releases.state === 'refused' ? releases : await releases.value.readReleases(versions, part);
  if (releases.state === 'read' && read.state === 'read')
    return { state: 'read', value: { site: releases.value.site, close }, problems: [] };
  close();
  return { state: 'refused', problems: read.problems };
}
