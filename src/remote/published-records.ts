import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileOfRelease, readPreparedRun } from '../disk/next-archive.ts';
import { loadPublication } from '../disk/releases.ts';
import { listResults } from '../disk/root.ts';
import type { FileDigest } from '../file.ts';
import { nextFolder, resultsFolder, revokedKeysFile, signOffFolder } from '../layout.ts';
import { compareText } from '../order.ts';
import { errors, type Problem, problem } from '../problem.ts';
import { type Inventory, inventoryFile, inventoryText } from '../publish/inventory.ts';
import { nextAddress, nextRecords, RecordsDocument, recordsDocument, recordsName } from '../publish/records-document.ts';
import { badgeFiles, releaseFiles, type SiteFile } from '../publish/site-files.ts';
import { compareSuccessive } from '../publish/successive-releases.ts';
import type { Reading } from '../reading.ts';
import { uniteFiles } from '../release/archived-next.ts';
import type { FoundFile } from '../release/integrity.ts';
import { type MergedEntry, mergeHistory, writeFound } from './merge-history.ts';
import { readPublishedNext } from './published-next.ts';
import { parseJsonBytes, revokedKeysAddress, type Site } from './published-site.ts';

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
 * @param site Its archive, in a folder.
 * @param work A folder to read the releases in; it need not be there.
 * @param made Where the files are written that come to the site.
 */
export async function addRecords(
  root: string,
  { site, inventory }: { readonly site: Site; readonly inventory: Inventory },
  work: string,
  made: string,
): Promise<Reading<AddedRecords>> {
  const merged = await mergeHistory(root, site, {
    withUnpublished: false,
    reads: 'whole',
    write: ({ version, files }) => writeFound(files, join(work, resultsFolder, version)),
  });
  if (merged.state === 'refused') return merged;
  const withdrawn = merged.value.filter((entry) => [...entry.withdrawn].some((digest) => !entry.published?.has(digest)));
  if (withdrawn.length > 0) return { state: 'refused', problems: withdrawn.map(withdrawnHere) };
  const next = await signOffsOfNext(root, site);
  if (next.state === 'refused') return next;

  const revoked = await site(revokedKeysAddress);
  mkdirSync(join(work, dirname(revokedKeysFile)), { recursive: true });
  if (revoked !== null) writeFileSync(join(work, revokedKeysFile), revoked);
  const { chain, releases, latest, problems } = await loadPublication(work);
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
  for (const published of compareSuccessive(versions, releases)) {
    const { version, found } = published.release;
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
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const named = objects.map((each) => ({ ...each, file: `objects/${each.digest}.txt` }));
  await writeFound(named, folder);
  const paths = [...new Set([...files.map(({ path }) => path), ...named.map(({ file }) => file)])];
  const digests = paths.map((path) => [
    path,
    createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest('hex'),
  ]);
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
