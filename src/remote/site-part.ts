import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isEvidence } from '../layout.ts';
import type { Inventory } from '../publish/inventory.ts';
import { nextAddress, RecordsDocument, recordFiles, recordsName } from '../publish/records-document.ts';
import type { Reading } from '../reading.ts';
import { manifestName, parseListing, snapshotName } from '../release/manifest.ts';
import type { Archive, ArchiveTip } from './archive.ts';
import { isKeptPart } from './kept-releases.ts';
import { openSite, type PublishedPart, parseJsonBytes, type Site } from './published-site.ts';
import { readSite } from './site-in-archive.ts';

/** A part of the site that stands in an archive: what is in preparation, and what lists and states its releases. */
export interface SitePart {
  readonly inventory: Inventory;
  /** Reads what was brought. */
  readonly site: Site;
  /** Has the archive a file at this path? */
  has(path: string): boolean;
  /** Brings what some releases were frozen from. */
  readReleases(versions: readonly string[], part: PublishedPart): Promise<Reading<null>>;
  /** Brings files by their digests. */
  readObjects(digests: readonly string[]): Promise<Reading<null>>;
}

const listing = /^(?:trust\/|releases\/next\/|api\/v1\/[^/]+$)/;

/** Brings a part of the site of an archive into a folder. Null where no site stands there. */
export async function openPart(archive: Archive, tip: ArchiveTip, folder: string): Promise<Reading<SitePart | null>> {
  const listed = await readSite(archive, tip, folder, (path) => listing.test(path) || isKeptPart(path));
  if (listed.state === 'refused' || listed.value === null) return listed.state === 'refused' ? listed : { ...listed, value: null };
  const inventory = listed.value;
  const site = openSite(folder);
  if (site === null) throw new TypeError(`${folder} is gone`);
  const read = (paths: readonly string[]) => archive.readFiles(tip, paths, folder);
  const here = (path: string) => (tip.entries.has(path) ? readFileSync(join(folder, path)) : null);
  const states = [...tip.entries.keys()].filter((path) => isKeptPart(path) && path.endsWith(`/${recordsName}`));
  const objects = [
    ...listedDigests(here(`${nextAddress}/${manifestName}`), 'whole'),
    ...states.flatMap((path) => recordDigests(here(path))),
  ];
  const readObjects = (digests: readonly string[]) => read(digests.map(objectPath));
  const brought = await readObjects(objects);
  if (brought.state === 'refused') return brought;
  return {
    state: 'read',
    value: {
      inventory,
      site,
      has: (path) => tip.entries.has(path),
      readObjects,
      readReleases: (versions, part) =>
        read(
          versions.flatMap((version) => [
            `releases/${version}/${snapshotName}`,
            `api/v1/releases/${version}.json`,
            ...listedDigests(here(`releases/${version}/${manifestName}`), part).map(objectPath),
          ]),
        ),
    },
    problems: [],
  };
}

function objectPath(digest: string): string {
  return `objects/${digest}.txt`;
}

/** The digests that a manifest lists; none where it is none: whoever reads it says so. */
function listedDigests(manifest: Buffer | null, part: PublishedPart): string[] {
  const listed = parseListing(manifest?.toString() ?? '', manifestName);
  const files = listed.state === 'read' ? listed.files : [];
  return files.filter(({ file }) => part === 'whole' || !isEvidence(file)).map(({ digest }) => digest);
}

/** The digests of the records that a list of them names; none where it is none. */
function recordDigests(records: Buffer | null): string[] {
  const checked = RecordsDocument.safeParse(parseJsonBytes(records));
  return checked.success ? recordFiles(checked.data).map(({ digest }) => digest) : [];
}
