import { createHash } from 'node:crypto';
import { cpSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freeze } from '../src/cli/freeze-release.ts';
import { loadChain } from '../src/disk/releases.ts';
import { inputFile } from '../src/disk/root.ts';
import { isEvidence } from '../src/layout.ts';
import { formatProblem } from '../src/problem.ts';
import { frozenSources } from '../src/release/frozen-sources.ts';
import { formatManifest, manifestName, snapshotName } from '../src/release/manifest.ts';
import { assessmentOf, Snapshot, snapshotText, subjectsOf } from '../src/release/snapshot.ts';

/**
 * Makes a root with many releases out of one that was frozen: each the same evidence under another version, with its own place in the chain, as if
 * it had been frozen so: each comes to its own snapshot. Evidence is linked, not copied.
 */
export function multiply(
  root: string,
  frozen: string,
  versions: readonly string[],
  previous: Snapshot['previous'] = null,
): Snapshot['previous'] {
  const snapshot = Snapshot.parse(JSON.parse(readFileSync(join(frozen, snapshotName), 'utf8')));
  const files = filesOf(frozen).filter((file) => file !== snapshotName && file !== manifestName);
  const digests = new Map(files.map((file) => [file, sha256(readFileSync(join(frozen, file)))]));
  const listed = [...digests].map(([path, digest]) => ({ path, digest, input: inputFile(path, join(frozen, path), 0) }));
  const checklist = frozenSources(frozen, listed).content.map(({ path, digest }) => ({ file: path, digest }));
  const evidence = listed.filter(({ path }) => isEvidence(path)).map(({ path, digest }) => ({ file: path, digest }));
  let before = previous;
  for (const version of versions) {
    const folder = join(root, 'results', version);
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      linkSync(join(frozen, file), join(folder, file));
    }
    const { release, layers } = subjectsOf(assessmentOf({ ...snapshot, version }), version, checklist, evidence);
    const subjects = { release: release.digest, layers: Object.fromEntries(layers.map(({ name, digest }) => [name, digest])) };
    const text = snapshotText({ ...snapshot, version, previous: before, subjects });
    const manifest = formatManifest([
      ...[...digests].map(([file, digest]) => ({ file, digest })),
      { file: snapshotName, digest: sha256(text) },
    ]);
    writeFileSync(join(folder, snapshotName), text);
    writeFileSync(join(folder, manifestName), manifest);
    before = { version, digest: sha256(manifest) };
  }
  return before;
}

/** Freezes a release of a root after those that `multiply` made, which do not come to their own snapshots: only the newest has to. */
export async function freezeAfter(root: string, version: string): Promise<void> {
  const order = { root, version, now: new Date(), tool: { name: 'readiness-portal', version: '0.0.0' } };
  const outcome = await freeze({ ...order, backfill: false, requireReady: false, from: undefined }, await loadChain(root));
  if (outcome.state === 'refused') throw new Error(outcome.problems.map(formatProblem).join('\n'));
}

/** A root without releases: the content and the results of another. */
export function emptyRoot(from: string, root: string): void {
  rmSync(root, { recursive: true, force: true });
  cpSync(join(from, 'content'), join(root, 'content'), { recursive: true });
  cpSync(join(from, 'results/next'), join(root, 'results/next'), { recursive: true });
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(join(folder, file)).isFile());
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
