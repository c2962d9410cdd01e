import { join } from 'node:path';
import { type Problem, problem } from '../problem.ts';
import { previewFolder } from '../publish/preview-address.ts';
import { nextAddress, recordsName } from '../publish/records-document.ts';
import type { Reading } from '../reading.ts';
import type { ArchivedNext } from '../release/archived-next.ts';
import { manifestName } from '../release/manifest.ts';
import type { BranchTip, GitBranch } from './git-branch.ts';
import type { Entries } from './merge-site.ts';
import { assessedAddress, readPublishedNext } from './published-next.ts';
import { openSite } from './published-site.ts';

/**
 * What a branch has once the preview of a change stands on it, in place of the one before: every other file as it is.
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
  return problem(
    'USAGE',
    { file },
    'the branch has a file where previews have a folder',
    'remove it from the branch, or name another --branch',
  );
}

/**
 * What is in preparation on a site of a branch, of which nothing else is fetched.
 *
 * @param below The folder of the site on the branch, with `/` at its end; empty for the whole of it.
 * @param folder An empty folder for its files.
 * @returns Null where there is none, or it is not what its manifest says.
 */
export async function readNextOnBranch(
  branch: GitBranch,
  tip: BranchTip,
  below: string,
  folder: string,
): Promise<Reading<ArchivedNext | null>> {
  const read = (paths: readonly string[]) =>
    branch.readFiles(
      tip,
      paths.map((path) => `${below}${path}`),
      folder,
    );
  const lists = [`${nextAddress}/${manifestName}`, `${nextAddress}/${recordsName}`];
  const listed = read([assessedAddress, ...lists]);
  if (listed.state === 'refused') return listed;
  const site = openSite(join(folder, below));
  const texts = await Promise.all(lists.map(async (path) => Buffer.from((await site?.(path)) ?? []).toString()));
  // Which of these digests count, reading them will tell: here they say what is fetched.
  const digests = texts.join('\n').match(/\b[0-9a-f]{64}\b/g) ?? [];
  const fetched = read(digests.map((digest) => `objects/${digest}.txt`));
  if (fetched.state === 'refused') return fetched;
  const next = site === null ? null : await readPublishedNext(site);
  return next?.state === 'read' ? next : { state: 'read', value: null, problems: [] };
}
