import { z } from 'zod';
import type { FileDigest } from '../file.ts';
import { sha256 } from '../file.ts';
import { problem } from '../problem.ts';
import { recordFiles } from '../publish/records-document.ts';
import type { Reading } from '../reading.ts';
import type { StatedRelease } from '../release/lost-releases.ts';
import { manifestName } from '../release/manifest.ts';
import { isVersion } from '../release/version.ts';
import { parseJsonBytes, type Site } from './published-site.ts';

const listAddress = 'api/v1/releases.json';

/** Of `/api/v1/releases.json` and `/releases/<version>/records.json`, what every version of this tool writes. */
const List = z.object({ releases: z.array(z.object({ version: z.string().refine(isVersion) })) });
const Named = z.object({ file: z.string(), digest: z.string() });
const Records = z.object({ signOffs: z.array(Named), withdrawals: z.array(Named.extend({ signature: Named.nullable() })) });

/**
 * What a published site states of its releases. Throws where the site cannot be asked: that is never taken for a site without releases.
 *
 * @returns Null where no site is published there.
 */
export async function readPublishedHistory(site: Site): Promise<Reading<readonly StatedRelease[] | null>> {
  const versions = await readPublishedVersions(site);
  if (versions.state === 'refused') return versions;
  if (versions.value === null) return { state: 'read', value: null, problems: [] };
  const stated: StatedRelease[] = [];
  for (const version of versions.value) {
    const manifest = await site(`releases/${version}/${manifestName}`);
    stated.push({ version, manifest: manifest === null ? null : sha256(manifest), records: await recordsOf(site, version) });
  }
  return { state: 'read', value: stated, problems: [] };
}

/** The versions of the releases that a published site lists; null where no site is published there. Throws where it cannot be asked. */
export async function readPublishedVersions(site: Site): Promise<Reading<readonly string[] | null>> {
  const bytes = await site(listAddress);
  if (bytes === null) return { state: 'read', value: null, problems: [] };
  const list = List.safeParse(parseJsonBytes(bytes));
  if (list.success) return { state: 'read', value: list.data.releases.map(({ version }) => version), problems: [] };
  const message = 'this is no list of releases that this version can read';
  const hint = 'name the address that has api/ below it';
  return { state: 'refused', problems: [problem('INTEGRITY', { file: listAddress }, message, hint)] };
}

async function recordsOf(site: Site, version: string): Promise<readonly FileDigest[]> {
  const records = Records.safeParse(parseJsonBytes(await site(`releases/${version}/records.json`)));
  return records.success ? recordFiles(records.data) : [];
}
