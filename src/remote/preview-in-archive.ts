import { join } from 'node:path';
import { type Problem, problem } from '../problem.ts';
import { previewFolder } from '../publish/preview-address.ts';
import { nextAddress, recordsName } from '../publish/records-document.ts';
import type { Reading } from '../reading.ts';
import type { ArchivedNext } from '../release/archived-next.ts';
import { manifestName } from '../release/manifest.ts';
import type { Archive, ArchiveTip, Entries } from './archive.ts';
import { assessedAddress, readPublishedNext } from './published-next.ts';
import { openSite } from './published-site.ts';

/**
 * What an archive has once the preview of a change stands on it, in place of the one before: every other file as it is.
 *
 * @param made The files of the preview, below its first page; empty takes the preview away.
 */
export function mergePreview(there: Entries, number: number, made: Entries): Reading<Entries> {
  const folder = previewFolder(number);
  const others = [...there].filter(([path]) => !path.startsWith(`${folder}/`));
  const inTheWay = made.size === 0 ? [] : others.filter(([path]) => `${folder}/`.startsWith(`${path}/`));
  if (inTheWay.length > 0) return { state: 'refused', problems: inTheWay.map(([file]) => taken(file)) };
  const own = [...made].map(([path, entry]) => [`${folder}/${path}`, entry] as const);
  return { state: 'read', value: new Map([...others, ...own]), problems: [] };
}

function taken(file: string): Problem {
  return problem('USAGE', { file }, 'a file stands where previews have a folder', 'remove it there, or publish to another place');
}

/**
 * What is in preparation on a site of an archive, of which nothing else is fetched.
 *
 * @param below The folder of the site in the archive, with `/` at its end; empty for the whole of it.
 * @param folder An empty folder for its files.
 * @returns Null where there is none, or it is not what its manifest says.
 */
export async function readNextIn(archive: Archive, tip: ArchiveTip, below: string, folder: string): Promise<Reading<ArchivedNext | null>> {
  const read = (paths: readonly string[]) =>
    archive.readFiles(
      tip,
      paths.map((path) => `${below}${path}`),
      folder,
    );
  const lists = [`${nextAddress}/${manifestName}`, `${nextAddress}/${recordsName}`];
  const listed = await read([assessedAddress, ...lists]);
  if (listed.state === 'refused') return listed;
  const site = openSite(join(folder, below));
  const texts = await Promise.all(lists.map(async (path) => Buffer.from((await site?.(path)) ?? []).toString()));
  // Which of these digests count, reading them will tell: here they say what is fetched.
  const digests = texts.join('\n').match(/\b[0-9a-f]{64}\b/g) ?? [];
  const fetched = await read(digests.map((digest) => `objects/${digest}.txt`));
  if (fetched.state === 'refused') return fetched;
  const next = site === null ? null : await readPublishedNext(site);
  return next?.state === 'read' ? next : { state: 'read', value: null, problems: [] };
}
