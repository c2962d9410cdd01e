import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isEvidence } from '../layout.ts';
import { problem } from '../problem.ts';
import { type Inventory, inventoryFile, readInventory } from '../publish/inventory.ts';
import { nextAddress, RecordsDocument, recordFiles, recordsName } from '../publish/records-document.ts';
import type { Reading } from '../reading.ts';
import { manifestName, parseListing, snapshotName } from '../release/manifest.ts';
import type { Archive, ArchiveTip } from './archive.ts';
import { isKeptPart } from './kept-releases.ts';
import { openSite, type PublishedPart, parseJsonBytes, type Site } from './published-site.ts';

/** What stands in an archive of the releases of a site: what is in preparation, and what lists and states its releases. */
export interface ArchivedReleases {
  /** Reads what was brought. */
  readonly site: Site;
  /** Has the archive a file at this path? */
  has(path: string): boolean;
  /** Brings what some releases were frozen from. */
  readReleases(versions: readonly string[], part: PublishedPart): Promise<Reading<null>>;
  /** Brings files by their digests. */
  readObjects(digests: readonly string[]): Promise<Reading<null>>;
}

/** The same of a site whose files are known, so that it can be written anew. */
export interface SitePart extends ArchivedReleases {
  readonly inventory: Inventory;
}

const listing = /^(?:trust\/|releases\/next\/|api\/v1\/[^/]+$)/;

/** Brings a part of the site of an archive into a folder. Null where no site stands there. */
export async function openPart(archive: Archive, tip: ArchiveTip, folder: string): Promise<Reading<SitePart | null>> {
  const listed = await readInventoryIn(archive, tip, folder);
  if (listed.state === 'refused' || listed.value === null) return listed.state === 'refused' ? listed : { ...listed, value: null };
  const releases = await openReleases(archive, tip, folder);
  return releases.state === 'refused' ? releases : { ...releases, value: { ...releases.value, inventory: listed.value } };
}

async function readInventoryIn(archive: Archive, tip: ArchiveTip, folder: string): Promise<Reading<Inventory | null>> {
  if (!tip.entries.has(inventoryFile)) return { state: 'read', value: null, problems: [] };
  const read = await archive.readFiles(tip, [inventoryFile], folder);
  if (read.state === 'refused') return read;
  const inventory = readInventory(readFileSync(join(folder, inventoryFile), 'utf8'));
  if (inventory !== null) return { state: 'read', value: inventory, problems: [] };
  const message = 'the file of this name is no inventory of a site: nothing says which of the files there are a site’s';
  const hint = 'restore it from an earlier state of what is published';
  return { state: 'refused', problems: [problem('INTEGRITY', { file: inventoryFile }, message, hint)] };
}

/** Brings what lists and states the releases of an archive into a folder, whatever its inventory says. */
export async function openReleases(archive: Archive, tip: ArchiveTip, folder: string): Promise<Reading<ArchivedReleases>> {
  const read = (paths: readonly string[]) => archive.readFiles(tip, paths, folder);
  const listed = await read([...tip.entries.keys()].filter((path) => listing.test(path) || isKeptPart(path)));
  if (listed.state === 'refused') return listed;
  const site = openSite(folder);
  if (site === null) throw new TypeError(`${folder} is gone`);
  const here = (path: string) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : null);
  const states = [...tip.entries.keys()].filter((path) => isKeptPart(path) && path.endsWith(`/${recordsName}`));
  const readObjects = (digests: readonly string[]) => read(digests.map(objectPath));
  const brought = await readObjects([
    ...listedDigests(here(`${nextAddress}/${manifestName}`), 'whole'),
    ...states.flatMap((path) => recordDigests(here(path))),
  ]);
  if (brought.state === 'refused') return brought;
  const readReleases: ArchivedReleases['readReleases'] = (versions, part) =>
    read(
      versions.flatMap((version) => [
        `releases/${version}/${snapshotName}`,
        `api/v1/releases/${version}.json`,
        ...listedDigests(here(`releases/${version}/${manifestName}`), part).map(objectPath),
      ]),
    );
  return { state: 'read', value: { site, has: (path) => tip.entries.has(path), readObjects, readReleases }, problems: [] };
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
