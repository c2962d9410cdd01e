import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ListedFile } from '../file.ts';
import { nextFolder, runFile, signOffFolder } from '../layout.ts';
import { compareText } from '../order.ts';
import { type ArchivedNext, archivedName } from '../release/archived-next.ts';
import type { FoundFile } from '../release/integrity.ts';
import { ReleaseRun } from '../reports/run.ts';
import { type LoadedRoot, listTrust } from './root.ts';

/** What a root prepares, with all that its site is made from, under the names that a site keeps it by. */
export async function archiveNext(
  root: string,
  { sources, evidence, assessment }: Pick<LoadedRoot, 'sources' | 'evidence' | 'assessment'>,
): Promise<ArchivedNext> {
  const { value: trust } = await listTrust(root);
  const results = sources.results.map((file) => ({ ...file, path: `${nextFolder}/${file.path}` }));
  const files = [...results, ...sources.content, ...trust].flatMap((file) => {
    const name = archivedName(file.path);
    return name === null ? [] : [fileOfRelease({ ...file, path: name })];
  });
  const signOffs = sources.results.filter(({ path }) => path.startsWith(`${signOffFolder}/`)).map(fileOfRelease);
  return { files: files.sort((a, b) => compareText(a.file, b.file)), signOffs, run: evidence.release, assessedAt: assessment.assessedAt };
}

/** A file of what is in preparation, as one of a release. */
export function fileOfRelease({ path: file, digest, input }: ListedFile): FoundFile {
  return { kind: 'file', file, size: input.size, digest, input };
}

/** What a root says that it prepares; null where it says nothing that can be read: what is wrong with it is told by `check`. */
export function readPreparedRun(root: string): ReleaseRun | null {
  const file = join(root, nextFolder, runFile);
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) return null;
  try {
    return ReleaseRun.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}
