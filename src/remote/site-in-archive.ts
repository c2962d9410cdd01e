import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../problem.ts';
import { type Inventory, inventoryFile, readInventory } from '../publish/inventory.ts';
import type { Reading } from '../reading.ts';
import type { Archive, ArchiveTip } from './archive.ts';

/**
 * Writes the site that stands in an archive into a folder, or some of its files. Its inventory is always among them.
 *
 * @returns Its inventory; null where no site stands there.
 */
export async function readSite(
  archive: Archive,
  tip: ArchiveTip,
  folder: string,
  isWanted: (path: string) => boolean,
): Promise<Reading<Inventory | null>> {
  if (!tip.entries.has(inventoryFile)) return { state: 'read', value: null, problems: [] };
  const listed = await archive.readFiles(tip, [inventoryFile], folder);
  if (listed.state === 'refused') return listed;
  const inventory = readInventory(readFileSync(join(folder, inventoryFile), 'utf8'));
  if (inventory === null) {
    const message = 'the file of this name is no inventory of a site: nothing says which of the files there are a site’s';
    return {
      state: 'refused',
      problems: [problem('INTEGRITY', { file: inventoryFile }, message, 'restore it from an earlier state of what is published')],
    };
  }
  const read = await archive.readFiles(tip, [...Object.keys(inventory.files).filter(isWanted), inventoryFile], folder);
  return read.state === 'refused' ? read : { state: 'read', value: inventory, problems: [] };
}
