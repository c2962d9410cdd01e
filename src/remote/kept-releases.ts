import type { FileDigest } from '../file.ts';
import { recordsName } from '../publish/records-document.ts';
import { ReleaseRow } from '../publish/release-row.ts';
import type { DamagedRelease, LinkWith, SealedRelease } from '../release/history.ts';
import { checkIntegrity, type FoundFile, type SoundIntegrity } from '../release/integrity.ts';
import { manifestName, parseManifest, rowName, snapshotName } from '../release/manifest.ts';
import type { SnapshotFacts } from '../release/snapshot.ts';
import { foundFile, parseJsonBytes, readRecords, type Site } from './published-site.ts';

/**
 * A release that stays on a site as it is published. At hand of it are its manifest, its records and its row; its other files are known by the
 * digests that these state, and are not read: whether they are what was frozen, `verify` finds out.
 */
export type KeptRelease = LinkWith<SnapshotFacts>;

const keptParts = [manifestName, recordsName, rowName];

/** Is a file of a site one of those that say what is kept of a release? */
export function isKeptPart(path: string): boolean {
  const [top, , name = '', ...below] = path.split('/');
  return top === 'releases' && below.length === 0 && keptParts.includes(name);
}

/** Reads what a site states of some releases, by their versions: of those of which that is whole, and whose row this version reads. */
export async function readKeptReleases(site: Site, versions: readonly string[]): Promise<Map<string, KeptRelease>> {
  const kept = new Map<string, KeptRelease>();
  for (const version of versions) {
    const release = await readKept(site, version);
    if (release !== null) kept.set(version, release);
  }
  return kept;
}

/** Reads what a site states of one release. Null where that is not whole, or where its row is none that this version reads. */
export async function readKept(site: Site, version: string): Promise<KeptRelease | null> {
  const folder = `releases/${version}`;
  const manifest = await site(`${folder}/${manifestName}`);
  const row = ReleaseRow.safeParse(parseJsonBytes(await site(`${folder}/${rowName}`)));
  const listed = manifest === null ? null : parseManifest(Buffer.from(manifest).toString(), manifestName);
  const records = await readRecords(site, folder);
  if (manifest === null || listed?.state !== 'read' || !row.success || records.damages.length > 0) return null;
  const names = new Set(listed.files.map(({ file }) => file));
  const later = records.files.filter(({ file }) => !names.has(file));
  const withdrawn = new Set(records.withdrawals.map(({ withdrawal }) => withdrawal.digest));
  const stated = [...listed.files.filter(({ digest }) => !withdrawn.has(digest)), ...later];
  const files = await Promise.all(stated.map((file) => statedFile(site, folder, file)));
  const entries = [foundFile(folder, manifestName, manifest), ...files];
  const found = { version, folder, entries };
  const integrity = await checkIntegrity(found);
  const { frozen } = row.data;
  if (integrity.state === 'broken' || frozen === null || !isOf(row.data, version, integrity)) return null;
  return { found, integrity, snapshot: frozen, content: frozen };
}

/** Is a row of this release, as its manifest and its records state it? */
function isOf(row: ReleaseRow, version: string, { state, manifest, files }: SoundIntegrity): boolean {
  const snapshot = files.find(({ file }) => file === snapshotName);
  return (
    row.version === version &&
    row.frozen?.version === version &&
    row.integrity === state &&
    row.manifest === manifest &&
    row.digest === snapshot?.digest
  );
}

/** Has a root the same of a release as its site, but for result files that it lacks? */
export function isSameAs(own: SealedRelease | DamagedRelease, { integrity }: KeptRelease): boolean {
  const elsewhere = new Set(own.files.filter(({ state }) => state === 'elsewhere').map(({ file }) => file));
  const listed = ({ files }: Pick<SealedRelease, 'files'>) =>
    files
      .map(({ file, digest, state }) => `${digest} ${elsewhere.has(file) ? 'elsewhere' : state} ${file}`)
      .sort()
      .join('\n');
  return own.integrity !== 'broken' && own.manifest === integrity.manifest && listed(own) === listed(integrity);
}

/** A file that a site states, whose bytes are at hand or not: who asks for them when they are not has made a mistake. */
async function statedFile(site: Site, folder: string, { file, digest }: FileDigest): Promise<FoundFile> {
  const bytes = () => site(`objects/${digest}.txt`);
  const size = (await bytes())?.length ?? 0;
  const input = {
    path: `${folder}/${file}`,
    size,
    async *chunks() {
      const found = await bytes();
      if (found === null) throw new Error(`${folder}/${file} is not at hand`);
      yield found;
    },
  };
  return { kind: 'file', file, size, digest, input };
}
