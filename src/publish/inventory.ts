import { z } from 'zod';
import { compareText } from '../order.ts';

/** Where a site says which of the files around it are its own. */
export const inventoryFile = 'inventory.json';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** What a build wrote: by this a site and its parts are known, and nothing else in their folder is taken for theirs. */
export const Inventory = z.strictObject({
  schemaVersion: z.literal(1),
  /** The SHA-256 of each file of the site but this one, by its path below the site's first page. */
  files: z.record(z.string(), digest),
  /** For each release a digest over all that its files were made from, and over these files. */
  releases: z.record(z.string(), digest),
});
export type Inventory = Readonly<z.infer<typeof Inventory>>;

/** A file of a site and its SHA-256. */
export type InventoryEntry = readonly [path: string, digest: string];

/** The text of an inventory: the same for the same site, in whatever order its files were found. */
export function inventoryText({ schemaVersion, files, releases }: Inventory): string {
  return `${JSON.stringify({ schemaVersion, files: inOrder(files), releases: inOrder(releases) }, null, 1)}\n`;
}

/** Reads an inventory. Null where the text is none. */
export function readInventory(text: string): Inventory | null {
  try {
    return Inventory.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The files of each release in a site, by its version: its pages, and what others read of it. */
export function filesOfReleases({ files }: Pick<Inventory, 'files'>): ReadonlyMap<string, readonly InventoryEntry[]> {
  const found = new Map<string, InventoryEntry[]>();
  for (const entry of Object.entries(files).sort(([a], [b]) => compareText(a, b))) {
    const [, inFolder, document] = /^(?:(?:releases|badges)\/([^/]+)\/|api\/v1\/releases\/([^/]+)\.json$)/.exec(entry[0]) ?? [];
    const version = inFolder ?? document;
    if (version === undefined) continue;
    const listed = found.get(version);
    if (listed === undefined) found.set(version, [entry]);
    else listed.push(entry);
  }
  return found;
}

function inOrder(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => compareText(a, b)));
}
