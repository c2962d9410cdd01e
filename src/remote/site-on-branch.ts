import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../problem.ts';
import { type Inventory, inventoryFile, readInventory } from '../publish/inventory.ts';
import type { Reading } from '../reading.ts';
import type { BranchTip, GitBranch } from './git-branch.ts';

/**
 * Writes the site that stands on a branch into a folder, or some of its files. Its inventory is always among them.
 *
 * @returns Its inventory; null where no site stands there.
 */
export function readSite(
  branch: GitBranch,
  tip: BranchTip,
  folder: string,
  isWanted: (path: string) => boolean,
): Reading<Inventory | null> {
  if (!tip.entries.has(inventoryFile)) return { state: 'read', value: null, problems: [] };
  const listed = branch.readFiles(tip, [inventoryFile], folder);
  if (listed.state === 'refused') return listed;
  const inventory = readInventory(readFileSync(join(folder, inventoryFile), 'utf8'));
  if (inventory === null) {
    const message = 'the branch has a file of this name that is no inventory of a site: nothing says which of its files are a site’s';
    return {
      state: 'refused',
      problems: [problem('INTEGRITY', { file: inventoryFile }, message, 'restore it from an earlier commit of the branch')],
    };
  }
  const read = branch.readFiles(tip, [...Object.keys(inventory.files).filter(isWanted), inventoryFile], folder);
  return read.state === 'refused' ? read : { state: 'read', value: inventory, problems: [] };
}
