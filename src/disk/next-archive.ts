import type { ListedFile } from '../file.ts';
import { nextFolder, signOffFolder } from '../layout.ts';
import { compareText } from '../order.ts';
import type { ArchivedNext } from '../release/archived-next.ts';
import { archivedName } from '../release/archived-next.ts';
import type { FoundFile } from '../release/integrity.ts';
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
    return name === null ? [] : [foundFile(name, file)];
  });
  const signOffs = sources.results.filter(({ path }) => path.startsWith(`${signOffFolder}/`)).map((file) => foundFile(file.path, file));
  return { files: files.sort((a, b) => compareText(a.file, b.file)), signOffs, run: evidence.release, assessedAt: assessment.assessedAt };
}

function foundFile(file: string, { digest, input }: ListedFile): FoundFile {
  return { kind: 'file', file, size: input.size, digest, input };
}
