import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Inventory, inventoryFile, inventoryText, readInventory } from '../../src/publish/inventory.ts';
import type { Reading } from '../../src/reading.ts';
import type { BranchTip, GitBranch } from '../../src/remote/git-branch.ts';
import { type Entries, mergeSite } from '../../src/remote/merge-site.ts';
import { publishToBranch } from '../../src/remote/publish-to-branch.ts';
import { folderWith } from './git-remote.ts';

/** The outcome of what must not be refused. */
export function wanted<Value>(outcome: Reading<Value>): Value {
  if (outcome.state === 'refused') throw new Error(outcome.problems.map(({ file, message }) => `${file} ${message}`).join('; '));
  return outcome.value;
}

/** A site of files, with the inventory that names them. */
export function siteOf(files: Readonly<Record<string, string>>) {
  const digests = Object.fromEntries(Object.keys(files).map((path) => [path, '0'.repeat(64)]));
  const folder = folderWith({ ...files, [inventoryFile]: inventoryText({ schemaVersion: 1, files: digests, releases: {} }) });
  return { folder, paths: [...Object.keys(files), inventoryFile], message: 'Publish' };
}

/** Reads files of a branch into a folder of their own. */
export function folderOf(branch: GitBranch, tip: BranchTip, paths: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'read-'));
  wanted(branch.readFiles(tip, paths, folder));
  return folder;
}

export function inventoryOf(branch: GitBranch, tip: BranchTip): Inventory | null {
  const file = join(folderOf(branch, tip, [inventoryFile]), inventoryFile);
  return existsSync(file) ? readInventory(readFileSync(file, 'utf8')) : null;
}

/** Publishes a site that is made of what is there. */
export async function publish(branch: GitBranch, make: (there: readonly string[]) => Record<string, string>) {
  return publishToBranch(branch, {
    make: async (tip) => {
      const before = tip === null ? null : inventoryOf(branch, tip);
      const own = new Set(before === null ? [] : [...Object.keys(before.files), inventoryFile]);
      const merge = (there: Entries, made: Entries) => mergeSite(there, own, made);
      return { state: 'read', value: { ...siteOf(make([...(tip?.entries.keys() ?? [])])), merge }, problems: [] };
    },
    onOvertaken: () => undefined,
    patience: 50_000,
  });
}
