import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type FreezeOrder, freeze } from '../../src/cli/freeze-release.ts';
import { findRelease, listReleases } from '../../src/disk/find-releases.ts';
import { loadChain } from '../../src/disk/releases.ts';
import type { Problem } from '../../src/problem.ts';
import { type Chain, linkUp, type OwnRelease, openRelease, type Release, type SoundRelease } from '../../src/release/history.ts';
import { formatManifest, manifestName } from '../../src/release/manifest.ts';
import { commit, makeRoot } from '../cli/run.ts';

export const now = new Date('2026-11-24T12:00:00Z');

/** A record of a job that ran one command on the commit of the roots, and wrote some files. */
export const job = (name: string, files: readonly string[], more: object = {}) =>
  JSON.stringify({ job: name, commit, finished: '2026-11-23T00:00:00Z', commands: [{ command: name, exitCode: 0, files }], ...more });

/** A layer with every kind of citation, two jobs, a file that nothing cites, and a gate that rolls the layer up. */
export const manyFiles: Readonly<Record<string, string>> = {
  'content/portal.yaml': 'product: Teapot\nfreshness: { default: 30 days }\nlayers: { gates: { blocking: false } }\n',
  'content/checklist/1-tests.md': [
    '# Tests\n\n## All\n',
    '- [x] Tests pass [tests](/results/next/unit/junit.xml)',
    '- [ ] Coverage >= 50 % [lcov](/results/next/unit/lcov.info)',
    '- [x] Status is fine [status](/results/next/probe/probe.json#/status "= ok")',
    '- [ ] Nothing restarts [restarts](/results/next/probe/probe.json#/restarts "= 0")',
    '- [ ] A parent',
    '  - [x] First child [probe](/results/next/probe/probe.json#/healthy)',
    '  - [ ] Another child',
    '',
  ].join('\n'),
  'content/checklist/gates.md': '# Gates\n\n- [x] All tests [tests](1-tests.md#all)\n',
  'content/waivers.yaml': 'waivers:\n  - item: tests/all/another-child\n    because: later\n    until: 2027-01-01\n',
  'results/next/unit/run.json': job('unit', ['junit.xml', 'lcov.info']),
  'results/next/unit/lcov.info': 'SF:src/a.ts\nDA:1,1\nDA:2,0\nend_of_record\n',
  'results/next/probe/run.json': job('probe', ['probe.json'], { environment: { name: 'local' } }),
  'results/next/probe/probe.json': '{"status": "ok", "restarts": 3, "healthy": true}\n',
  'results/next/notes/run.json': job('notes', ['notes.md']),
  'results/next/notes/notes.md': '# Notes\r\n\r\nof the day\r\n',
};

/** Freezes what stands in `results/next/` of a root, or says why not. */
export async function freezeIn(root: string, version: string, order: Partial<FreezeOrder> = {}): Promise<OwnRelease> {
  const outcome = await freeze(
    {
      root,
      version,
      now,
      tool: { name: 'readiness-portal', version: '0.0.0' },
      backfill: false,
      requireReady: false,
      from: undefined,
      ...order,
    },
    await loadChain(root),
  );
  if (outcome.state === 'refused') throw new Error(outcome.problems.map(({ code, message }) => `${code} ${message}`).join('; '));
  return releaseOf(await loadHistory(root), version);
}

/** A root with one release of all kinds of files. */
export async function frozenRoot(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const root = makeRoot({ ...manyFiles, ...files });
  await freezeIn(root, '1.0.0');
  return root;
}

/** A copy of a root, to damage. */
export function copyOf(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'copy-'));
  cpSync(root, copy, { recursive: true });
  return copy;
}

/** Every release of a root, read whole, as they show each other to be, and what stands among them that is none. */
export async function loadHistory(root: string): Promise<Chain<SoundRelease> & { readonly strays: readonly Problem[] }> {
  const { value: folders, problems: strays } = listReleases(root);
  const releases: Release[] = [];
  for (const folder of folders) releases.push(await openRelease(await findRelease(folder)));
  return { ...linkUp(releases), strays };
}

/** A release that must be sound. */
export function releaseOf(history: Chain<SoundRelease>, version: string): OwnRelease {
  const release = anyReleaseOf(history, version);
  if (release.integrity === 'broken') throw new Error(release.problems.map(({ file, message }) => `${file} ${message}`).join('; '));
  if (release.rules === 'other') throw new Error(`${version} was made by other rules`);
  return release;
}

export function anyReleaseOf<Any extends { readonly version: string } = Release>(
  { releases }: { readonly releases: readonly Any[] },
  version: string,
): Any {
  const release = releases.find((each) => each.version === version);
  if (release === undefined) throw new Error(`there is no release ${version}`);
  return release;
}

export function write(root: string, file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

export function read(root: string, file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** Every file below a folder, sorted. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** Writes a manifest that fits whatever stands in a release's folder: nothing in the release itself then shows what was done to it. */
export async function rewriteManifest(folder: string): Promise<void> {
  rmSync(join(folder, manifestName), { force: true });
  const { entries } = await findRelease({ absolute: folder, version: '', folder: '' });
  writeFileSync(join(folder, manifestName), formatManifest(entries.flatMap((entry) => (entry.kind === 'file' ? [entry] : []))));
}
