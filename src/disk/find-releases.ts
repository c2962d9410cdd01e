import { createReadStream, existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, type InputFile } from '../file.ts';
import { resultsFolder } from '../layout.ts';
import { compareText } from '../order.ts';
import { type Problem, problem } from '../problem.ts';
import type { Found } from '../reading.ts';
import type { FoundEntry, FoundFile, FoundRelease } from '../release/integrity.ts';
import { isSameRelease, isVersion } from '../release/version.ts';

/** Where a release stands. */
export interface ReleaseFolder {
  readonly version: string;
  /** What it is called in problems: `results/1.0.0`. */
  readonly folder: string;
  readonly absolute: string;
}

/** Files up to this size are read at once, larger ones are streamed. */
const wholeBytes = 8 * 1024 * 1024;

/** The folders of the releases of a root by the code units of their names, and what stands among them that is none or cannot be told apart. */
export function listReleases(root: string): Found<readonly ReleaseFolder[]> {
  const folder = join(root, resultsFolder);
  const entries = (existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [])
    .filter((entry) => entry.name !== 'next' && !entry.name.startsWith('.'))
    .sort((a, b) => compareText(a.name, b.name));
  const releases = entries.map(({ name }) => name).filter(isVersion);
  const value = releases.map((version) => ({ version, folder: `${resultsFolder}/${version}`, absolute: join(folder, version) }));
  const strays = entries.filter((entry) => !isVersion(entry.name) && entry.isDirectory());
  return { value, problems: [...strays.map(({ name }) => strayFolder(name)), ...collisions(value)] };
}

/** Releases that cannot be told apart everywhere. */
function collisions(releases: readonly ReleaseFolder[]): Problem[] {
  const near = Map.groupBy(releases, ({ version }) => version.toLowerCase().replace(/\+.*$/, ''));
  return [...near.values()].flatMap((alike) =>
    alike.flatMap(({ version, folder }, index) => {
      const twin = alike.slice(0, index).find((other) => isSameRelease(other.version, version));
      return twin === undefined
        ? []
        : [problem('NAME_COLLISION', { file: folder }, `its version cannot be told from that of ${twin.folder} everywhere`)];
    }),
  );
}

/** What stands in the folder of one release, whatever it is. */
export async function findRelease(release: ReleaseFolder): Promise<FoundRelease> {
  const { absolute, version, folder } = release;
  const entries: FoundEntry[] = [];
  const visit = async (file: string): Promise<void> => {
    const path = join(absolute, file);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory()) {
      const names = readdirSync(path).sort(compareText);
      if (names.length === 0) entries.push({ kind: 'empty-folder', file });
      for (const name of names) await visit(file === '' ? name : `${file}/${name}`);
    } else if (stats?.isFile()) {
      const input = new FileOfRelease(release, file, stats.size);
      entries.push({ kind: 'file', file, size: stats.size, digest: await digestOf(input), input });
    } else entries.push({ kind: stats?.isSymbolicLink() ? 'link' : 'special', file });
  };
  await visit('');
  return { version, folder, entries };
}

/** What was found of a release, without what reads its bytes: so it can be copied from one thread to another. */
export type CopiedEntry = Exclude<FoundEntry, FoundFile> | Omit<FoundFile, 'input'>;

/** What can be copied of a release that was found. */
export function copyEntries({ entries }: FoundRelease): CopiedEntry[] {
  return entries.map((entry) => {
    if (entry.kind !== 'file') return entry;
    const { kind, file, size, digest } = entry;
    return { kind, file, size, digest };
  });
}

/** The release that was found, where another thread found it. */
export function foundAgain(release: ReleaseFolder, entries: readonly CopiedEntry[]): FoundRelease {
  return {
    version: release.version,
    folder: release.folder,
    entries: entries.map((entry) =>
      entry.kind === 'file' ? { ...entry, input: new FileOfRelease(release, entry.file, entry.size) } : entry,
    ),
  };
}

/**
 * A file whose bytes are read when they are asked for, and not kept: of a thousand releases only digests stay in memory. So its names are made when
 * they are asked for, too.
 */
class FileOfRelease implements InputFile {
  readonly size: number;
  readonly #release: ReleaseFolder;
  readonly #file: string;

  constructor(release: ReleaseFolder, file: string, size: number) {
    this.#release = release;
    this.#file = file;
    this.size = size;
  }

  get path(): string {
    return `${this.#release.folder}/${this.#file}`;
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    const absolute = join(this.#release.absolute, this.#file);
    if (this.size <= wholeBytes) yield readFileSync(absolute);
    else for await (const chunk of createReadStream(absolute, { highWaterMark: 1024 * 1024 })) yield chunk;
  }
}

function strayFolder(name: string): Problem {
  const message = `${JSON.stringify(name)} is no version: this folder is no release, and nothing of it is read`;
  return {
    ...problem('VERSION', { file: `${resultsFolder}/${name}` }, message, 'name it by its SemVer version, or move it'),
    severity: 'warning',
  };
}
