import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileOfRelease, readPreparedRun } from '../disk/next-archive.ts';
import { loadChain, readPublication } from '../disk/releases.ts';
import { listResults } from '../disk/root.ts';
import { writeTexts } from '../disk/write-texts.ts';
import type { FileDigest } from '../file.ts';
import { sha256 } from '../file.ts';
import { nextFolder, resultsFolder, revokedKeysFile, signOffFolder } from '../layout.ts';
import { compareText } from '../order.ts';
import { errors, type Problem, problem } from '../problem.ts';
import { type Inventory, inventoryFile, inventoryText } from '../publish/inventory.ts';
import { nextAddress, nextRecords, RecordsDocument, recordsDocument, recordsName } from '../publish/records-document.ts';
import { badgeFiles, releaseFiles, type SiteFile } from '../publish/site-files.ts';
import { successiveReleases } from '../publish/successive-releases.ts';
import type { Reading } from '../reading.ts';
import { uniteFiles } from '../release/archived-next.ts';
import type { FoundFile } from '../release/integrity.ts';
import { newestVersions } from '../release/recheck-newest.ts';
import { compareVersions, latestOf } from '../release/version.ts';
import { isSameAs, type KeptRelease, readKeptReleases } from './kept-releases.ts';
import { type MergedEntry, mergeHistory, type OwnRelease, writeFound } from './merge-history.ts';
import { readPublishedNext } from './published-next.ts';
import { parseJsonBytes, revokedKeysAddress, type Site } from './published-site.ts';
import type { SitePart } from './site-part.ts';

/** What sign-offs change on a site. */
export interface AddedRecords {
  /** The files of the site that are new or others now, the inventory among them; empty where it has every record. */
  readonly paths: readonly string[];
  /** The records that it lacked, from the root. */
  readonly records: readonly string[];
}

/**
 * Adds the sign-offs of a root to a site: its lists of records, and what others read of a release that is signed. Pages stay as they are until the
 * site is built again.
 *
 * @param part Of the site: of its releases those are brought that change, and those that they are compared with.
 * @param work A folder to read the releases in; it need not be there.
 * @param made Where the files are written that come to the site.
 */
export async function addRecords(
  root: string,
  { site, inventory, readReleases }: Pick<SitePart, 'site' | 'inventory' | 'readReleases'>,
  work: string,
  made: string,
): Promise<Reading<AddedRecords>> {
  let kept: readonly KeptRelease[] = [];
  const merged = await mergeHistory(root, site, {
    withUnpublished: false,
    reads: 'whole',
    write: ({ version, files }) => writeFound(files, join(work, resultsFolder, version)),
    keep: async (own, versions) => {
      kept = await chooseUnsigned(site, own, versions);
      const staying = new Set(kept.map(({ found }) => found.version));
      const read = await readReleases(
        versions.filter((version) => !staying.has(version)),
        'whole',
      );
      return read.state === 'refused' ? read : { ...read, value: kept };
    },
  });
  if (merged.state === 'refused') return merged;
  const withdrawn = merged.value.filter((entry) => [...entry.withdrawn].some((digest) => !entry.published?.has(digest)));
  if (withdrawn.length > 0) return { state: 'refused', problems: withdrawn.map(withdrawnHere) };
  const next = await signOffsOfNext(root, site);
  if (next.state === 'refused') return next;

  const revoked = await site(revokedKeysAddress);
  mkdirSync(join(work, dirname(revokedKeysFile)), { recursive: true });
  if (revoked !== null) writeFileSync(join(work, revokedKeysFile), revoked);
  const read = new Set(merged.value.map(({ version }) => version)).difference(new Set(kept.map(({ found }) => found.version)));
  const publication = readPublication(work, await loadChain(work, kept), (version) => read.has(version));
  const { chain, latest, problems } = publication;
  const broken = errors(problems);
  if (broken.length > 0) return { state: 'refused', problems: broken };
  const files: SiteFile[] = [];
  const records: string[] = [];
  const objects: FoundFile[] = [];
  const take = (folder: string, found: readonly FoundFile[]) => {
    objects.push(...found);
    records.push(...found.map(({ file }) => `${folder}/${file}`));
  };
  const versions = chain.map(({ version }) => version);
  const readRelease = successiveReleases(versions, publication.read);
  for (const version of versions) {
    const published = await readRelease(version);
    if (published === null) continue;
    const { found } = published.release;
    const added = await missingOn(site, `releases/${version}`, recordsDocument(published.release).signOffs);
    if (added.size === 0) continue;
    take(
      `${resultsFolder}/${version}`,
      found.entries.flatMap((entry) => (entry.kind === 'file' && added.has(entry.file) ? [entry] : [])),
    );
    files.push(...releaseFiles(published), ...(version === latest ? badgeFiles(published, 'latest') : []));
  }
  if (next.value.added.length > 0) {
    take(nextFolder, next.value.added);
    files.push({ path: `${nextAddress}/${recordsName}`, text: next.value.text });
  }
  if (records.length === 0) return { state: 'read', value: { paths: [], records }, problems };
  return {
    state: 'read',
    value: { paths: await writeMade(made, inventory, files, objects), records: records.sort(compareText) },
    problems,
  };
}

/** The releases that stay as they are: those of which a root has nothing else, and that none of the others is compared with. The newest are recomputed. */
async function chooseUnsigned(site: Site, own: ReadonlyMap<string, OwnRelease>, versions: readonly string[]): Promise<KeptRelease[]> {
  const stated = await readKeptReleases(site, versions);
  const ordered = [...versions].sort(compareVersions);
  const changes = ordered.filter((version) => {
    const [mine, release] = [own.get(version), stated.get(version)];
    return release === undefined || (mine !== undefined && !isSameAs(mine, release));
  });
  const before = changes.map((version) => ordered[ordered.indexOf(version) - 1] ?? version);
  const newest = newestVersions([...stated.values()], latestOf(versions));
  const read = new Set([...changes, ...before, ...newest]);
  return [...stated].flatMap(([version, release]) => (read.has(version) ? [] : [release]));
}

/** Those of some records that the site does not list. */
async function missingOn(site: Site, folder: string, signOffs: readonly FileDigest[]): Promise<ReadonlySet<string>> {
  const listed = RecordsDocument.safeParse(parseJsonBytes(await site(`${folder}/${recordsName}`)));
  const there = new Set(listed.success ? listed.data.signOffs.map(({ file }) => file) : []);
  return new Set(signOffs.map(({ file }) => file).filter((file) => !there.has(file)));
}

/** The sign-offs of what is in preparation that the site lacks, and its list of records with them. Those of another version are of something else. */
async function signOffsOfNext(root: string, site: Site): Promise<Reading<{ readonly added: readonly FoundFile[]; readonly text: string }>> {
  const none = { state: 'read', value: { added: [], text: '' }, problems: [] } as const;
  const published = await readPublishedNext(site);
  if (published.state === 'refused') return published;
  if (published.value === null || readPreparedRun(root)?.version !== published.value.run.version) return none;
  const { signOffs } = published.value;
  const own = (await listResults(root, nextFolder)).value.filter(({ path }) => path.startsWith(`${signOffFolder}/`)).map(fileOfRelease);
  const united = uniteFiles(signOffs, own, nextFolder);
  if (united.state === 'refused') return united;
  const added = united.value.filter(({ file }) => !signOffs.some((each) => each.file === file));
  return { ...none, value: { added, text: JSON.stringify(nextRecords({ ...published.value, signOffs: united.value })) } };
}

/** Writes what comes to the site, and its inventory with it. */
async function writeMade(
  folder: string,
  inventory: Inventory,
  files: readonly SiteFile[],
  objects: readonly FoundFile[],
): Promise<string[]> {
  writeTexts(files, folder);
  const named = objects.map((each) => ({ ...each, file: `objects/${each.digest}.txt` }));
  await writeFound(named, folder);
  const paths = [...new Set([...files.map(({ path }) => path), ...named.map(({ file }) => file)])];
  const digests = paths.map((path) => [path, sha256(readFileSync(join(folder, path)))]);
  writeFileSync(
    join(folder, inventoryFile),
    inventoryText({ ...inventory, files: { ...inventory.files, ...Object.fromEntries(digests) } }),
  );
  return [...paths, inventoryFile];
}

function withdrawnHere({ version }: MergedEntry): Problem {
  const message = 'something of it is withdrawn here, and not where it is published: its bytes are on pages there';
  return problem('WITHDRAWAL', { file: `${resultsFolder}/${version}` }, message, 'publish the site, without --records');
}
