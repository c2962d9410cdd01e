import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Inventory, inventoryFile, inventoryText, readInventory } from '../../src/publish/inventory.ts';
import type { Reading } from '../../src/reading.ts';
import type { Archive, ArchiveTip, Entries } from '../../src/remote/archive.ts';
import { mergeSite } from '../../src/remote/merge-site.ts';
import { publishToArchive } from '../../src/remote/publish-to-archive.ts';
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
export async function folderOf(branch: Archive, tip: ArchiveTip, paths: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'read-'));
  wanted(await branch.readFiles(tip, paths, folder));
  return folder;
}

async function inventoryOf(branch: Archive, tip: ArchiveTip): Promise<Reading<Inventory | null>> {
  const folder = mkdtempSync(join(tmpdir(), 'read-'));
  const read = await branch.readFiles(tip, [inventoryFile], folder);
  if (read.state === 'refused') return read;
  const file = join(folder, inventoryFile);
  return { ...read, value: existsSync(file) ? readInventory(readFileSync(file, 'utf8')) : null };
}

/** Publishes a site that is made of what is there, within some milliseconds. */
export async function publish(branch: Archive, make: (there: readonly string[]) => Record<string, string>, patience = 50_000) {
  return publishToArchive(branch, {
    make: async (tip) => {
      const before = tip === null ? null : await inventoryOf(branch, tip);
      // What cannot be read of a state that is no more is begun again.
      if (before?.state === 'refused') return before;
      const own = new Set(before?.value == null ? [] : [...Object.keys(before.value.files), inventoryFile]);
      const merge = (there: Entries, made: Entries) => mergeSite(there, own, made);
      return { state: 'read', value: { ...siteOf(make([...(tip?.entries.keys() ?? [])])), merge }, problems: [] };
    },
    onOvertaken: () => undefined,
    patience,
  });
}
