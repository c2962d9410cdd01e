import { type BigIntStats, lstatSync, readdirSync } from 'node:fs';
import { sha256 } from '../file.ts';
import { compareText } from '../order.ts';
import { doInWorkers, workerModule } from './workers.ts';

/** What the file system says of all that stands in a folder, without any of it read. */
export interface FolderStamp {
  /** SHA-256 over the name, size, inode and times of each file, and the names and kinds of all else; hex. */
  readonly digest: string;
  /** When the last of its files was written or changed, as the file system says, in milliseconds since 1970. */
  readonly changed: number;
  readonly files: number;
  /** Of all its files together. */
  readonly bytes: number;
}

/** How many folders a worker looks at before it takes others. */
const atOnce = 16;

/** Stamps each of some folders, in workers where they are many; null for one that cannot be looked at. */
export async function stampFolders(folders: readonly string[]): Promise<readonly (FolderStamp | null)[]> {
  const tasks = Array.from({ length: Math.ceil(folders.length / atOnce) }, (_, index) =>
    folders.slice(index * atOnce, (index + 1) * atOnce),
  );
  const stamps = await doInWorkers({ module: workerModule(import.meta.url, './stamp-worker'), tasks, answer: stampAll });
  return stamps.flat();
}

/** Stamps each of some folders. */
export async function stampAll(folders: readonly string[]): Promise<(FolderStamp | null)[]> {
  return folders.map((folder) => {
    try {
      return stampFolder(folder);
    } catch {
      return null; // Whoever reads it says why.
    }
  });
}

/** Stamps what stands in a folder. Throws where that cannot be looked at. */
export function stampFolder(folder: string): FolderStamp {
  const lines: string[] = [];
  let [changed, files, bytes] = [0, 0, 0];
  const visit = (below: string): void => {
    const entries = readdirSync(`${folder}/${below}`, { withFileTypes: true }).sort((a, b) => compareText(a.name, b.name));
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        lines.push(`folder\0${path}\0`);
        visit(path);
        continue;
      }
      const stats = lstatSync(`${folder}/${path}`, { bigint: true, throwIfNoEntry: false });
      lines.push(`${stats?.isFile() ? fileStamp(stats) : 'other'}\0${path}\0`);
      if (stats === undefined) continue;
      changed = Math.max(changed, Number(stats.mtimeMs), Number(stats.ctimeMs));
      files += 1;
      bytes += Number(stats.size);
    }
  };
  visit('');
  return { digest: sha256(lines.join('\n')), changed, files, bytes };
}

/** What changes when a file is written, or another is put in its place. */
export function fileStamp({ mtimeNs, ctimeNs, size, ino }: BigIntStats): string {
  return [mtimeNs, ctimeNs, size, ino].join(' ');
}
