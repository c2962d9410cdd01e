import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { archiveNext } from '../../src/disk/next-archive.ts';
import { loadPublication } from '../../src/disk/releases.ts';
import { loadRoot } from '../../src/disk/root.ts';
import type { InputFile } from '../../src/file.ts';
import { inventoryText } from '../../src/publish/inventory.ts';
import { nextAddress, nextRecords, recordsName } from '../../src/publish/records-document.ts';
import { releaseFiles } from '../../src/publish/site-files.ts';
import { successiveReleases } from '../../src/publish/successive-releases.ts';
import { formatManifest } from '../../src/release/manifest.ts';
import { filesBelow, now, write } from '../release/frozen-root.ts';

/** Lays the releases of a root out as a published site has them. */
export async function layOutSite(root: string, site: string): Promise<void> {
  const { chain, read } = await loadPublication(root);
  const versions = chain.map(({ version }) => version);
  mkdirSync(join(site, 'objects'), { recursive: true });
  const readRelease = successiveReleases(versions, read);
  for (const version of versions) {
    const published = await readRelease(version);
    if (published === null) throw new Error(`${version} is not here`);
    const { release } = published;
    const folder = join(root, 'results', release.version);
    for (const { file, digest, state } of release.files) {
      if (state !== 'withdrawn') write(site, `objects/${digest}.txt`, readFileSync(join(folder, file), 'utf8'));
    }
    for (const name of ['snapshot.json', 'MANIFEST.sha256'])
      write(site, `releases/${release.version}/${name}`, readFileSync(join(folder, name), 'utf8'));
    for (const { path, text } of releaseFiles(published)) write(site, path, text);
  }
  write(site, 'trust/revoked_keys', '');
  write(site, 'api/v1/releases.json', JSON.stringify({ releases: versions.map((version) => ({ version })) }));
  await layOutNext(root, site);
  listSiteFiles(site);
}

async function layOutNext(root: string, site: string): Promise<void> {
  const loaded = await loadRoot(root, now);
  if (loaded.state === 'refused') throw new Error(loaded.problems.map(({ message }) => message).join('; '));
  const next = await archiveNext(root, loaded.value);
  write(site, 'api/v1/readiness.json', JSON.stringify({ assessedAt: next.assessedAt }));
  write(site, `${nextAddress}/MANIFEST.sha256`, formatManifest(next.files));
  write(site, `${nextAddress}/${recordsName}`, JSON.stringify(nextRecords(next)));
  for (const { digest, input } of [...next.files, ...next.signOffs]) {
    writeFileSync(join(site, 'objects', `${digest}.txt`), await bytesOf(input));
  }
}

async function bytesOf(input: InputFile): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input.chunks()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Writes the inventory of a site, by what stands there now. */
export function listSiteFiles(folder: string): void {
  const files = filesBelow(folder).filter((file) => /^(?:releases|badges|api)\//.test(file));
  const digests = files.map((file) => [
    file,
    createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex'),
  ]);
  write(folder, 'inventory.json', inventoryText({ schemaVersion: 1, files: Object.fromEntries(digests), releases: {} }));
}
