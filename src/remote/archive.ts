import type { Problem } from '../problem.ts';
import type { Reading } from '../reading.ts';

/** What stands at a path of an archive. */
export interface ArchiveEntry {
  /** Which bytes it has, as the archive names them: the same name is the same bytes. */
  readonly object: string;
}

/** Files by their paths, as an archive has them. */
export type Entries = ReadonlyMap<string, ArchiveEntry>;

/** What an archive has. */
export interface ArchiveTip {
  /** What this state of it is called: a commit, a build. No other state has it. */
  readonly id: string;
  /** Everything in it that is no folder, by its path, that of others too. */
  readonly entries: Entries;
}

/** What became of a state that was to be the next of an archive. */
export type PushOutcome =
  | { readonly state: 'published'; readonly id: string }
  /** The archive has all of it already. */
  | { readonly state: 'unchanged' }
  /** The archive has moved on since it was read. */
  | { readonly state: 'overtaken' }
  | { readonly state: 'refused'; readonly problems: readonly Problem[] };

/**
 * Where sites are published and read back: one state after the other, each whole. Problems are of the environment: it could not be asked. What
 * publishing promises stands above it, and is the same for every kind of archive.
 */
export interface Archive {
  /** How a person speaks of it. */
  readonly kind: 'branch' | 'bucket';
  /** What it is called in problems, without a password: `origin#pages`. */
  readonly name: string;
  /** What the archive has now, without the bytes of its files; null where it answers and has nothing. */
  readTip(): Promise<Reading<ArchiveTip | null>>;
  /** Writes files of it into a folder, under their paths, however often each is named. What is no file with bytes of its own is passed over. */
  readFiles(tip: ArchiveTip, paths: readonly string[], folder: string): Promise<Reading<null>>;
  /** Takes the bytes of files below a folder, and says what they are to the archive. The folder has to stay until they are pushed. */
  store(folder: string, paths: readonly string[], tip: ArchiveTip | null): Promise<Reading<Entries>>;
  /** Makes these entries the next state after the one that was read, and never after another. */
  push(tip: ArchiveTip | null, entries: Entries, message: string): Promise<PushOutcome>;
  /** Removes what it keeps on the disk. */
  close(): void;
}
