import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPreparedRun } from '../disk/next-archive.ts';
import { listResults } from '../disk/root.ts';
import type { FileDigest, ListedFile } from '../file.ts';
import { nextFolder, runFile } from '../layout.ts';
import type { Release } from '../release/history.ts';
import { removeFiles, writeAtOnce } from './release-folder.ts';

const folder = nextFolder;

/**
 * Begins the next version in `results/next/`. First its `run.json` gets the new version and no commit: whatever is still there proves nothing
 * from then on. Then what the release holds goes.
 *
 * @param frozen The files of the release that `next` was frozen as.
 * @returns The files that came after it was frozen, and stay.
 */
export async function beginNext(root: string, version: string, frozen: readonly FileDigest[]): Promise<string[]> {
  const { commit: _commit, committed: _committed, ...stated } = readRun(root);
  const run = join(root, folder, runFile);
  writeAtOnce(run, `${JSON.stringify({ ...stated, version }, null, 2)}\n`, join(root, 'results/.run.json.partial'));
  const digests = new Map(frozen.map(({ file, digest }) => [file, digest]));
  const listed = (await listResults(root, folder)).value.filter(({ path }) => path !== runFile);
  const isFrozen = ({ path, digest }: ListedFile) => digests.get(path) === digest;
  removeFiles(
    join(root, folder),
    listed.filter(isFrozen).map(({ path }) => path),
  );
  return listed.filter((file) => !isFrozen(file)).map(({ path }) => path);
}

/** Was a release frozen by a command that was interrupted before it began the next version? All of `next` is then in the release. */
export async function isInterrupted(root: string, version: string, release: Pick<Release, 'files'>): Promise<boolean> {
  const digests = new Map(release.files.map(({ file, digest }) => [file, digest]));
  const listed = (await listResults(root, folder)).value;
  const run = listed.find(({ path }) => path === runFile);
  if (run === undefined || listed.some(({ path, digest }) => path !== runFile && digests.get(path) !== digest)) return false;
  if (run.digest === digests.get(runFile)) return true;
  // Whoever reads the release refuses one that cannot be read, with the place of the fault.
  const prepared = readPreparedRun(root);
  return prepared !== null && prepared.version === version && prepared.commit === undefined;
}

/** What `run.json` of `next` states. Throws where it cannot be read: else it would be written anew without its product. */
function readRun(root: string): Record<string, unknown> {
  return { ...JSON.parse(readFileSync(join(root, folder, runFile), 'utf8')) };
}
