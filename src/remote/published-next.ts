import { z } from 'zod';
import { type Problem, problem } from '../problem.ts';
import { nextAddress, RecordsDocument, recordsName } from '../publish/records-document.ts';
import type { Reading } from '../reading.ts';
import { type ArchivedNext, readArchivedRun } from '../release/archived-next.ts';
import type { FoundFile } from '../release/integrity.ts';
import { manifestName, parseListing } from '../release/manifest.ts';
import { foundFile, parseJsonBytes, type Site } from './published-site.ts';

/** Where a site says what is in preparation comes to, and when it was assessed. */
export const assessedAddress = 'api/v1/readiness.json';

/** Of `/api/v1/readiness.json`, what every version of this tool writes. */
const Current = z.object({ assessedAt: z.iso.datetime() });

/**
 * Reads what a published site keeps of the release in preparation: its manifest, then every file that it lists by its digest, then its sign-offs.
 * Throws where the site cannot be asked.
 *
 * @returns Null where it keeps none, as a site of an earlier version.
 */
export async function readPublishedNext(site: Site): Promise<Reading<ArchivedNext | null>> {
  const manifest = await site(`${nextAddress}/${manifestName}`);
  if (manifest === null) return { state: 'read', value: null, problems: [] };
  const listed = parseListing(Buffer.from(manifest).toString(), `${nextAddress}/${manifestName}`);
  if (listed.state === 'refused') return listed;
  const records = RecordsDocument.safeParse(parseJsonBytes(await site(`${nextAddress}/${recordsName}`)));
  const current = Current.safeParse(parseJsonBytes(await site(assessedAddress)));
  const unread = [
    ...(records.success ? [] : [damaged(`${nextAddress}/${recordsName}`, 'this is no list of records')]),
    ...(current.success ? [] : [damaged(assessedAddress, 'it does not say when it was assessed')]),
  ];
  const files: FoundFile[] = [];
  const signOffs: FoundFile[] = [];
  const problems: Problem[] = [...unread];
  const read = async (file: string, digest: string, into: FoundFile[]) => {
    const bytes = await site(`objects/${digest}.txt`);
    const found = bytes === null ? null : foundFile(nextAddress, file, bytes);
    if (found?.digest === digest) into.push(found);
    else problems.push(damaged(`${nextAddress}/${file}`, `the site has no file with the SHA-256 ${digest}`));
  };
  for (const { file, digest } of listed.files) await read(file, digest, files);
  for (const { file, digest } of records.success ? records.data.signOffs : []) {
    if (/^sign-offs\/[^/]+\.json(?:\.sig)?$/.test(file)) await read(file, digest, signOffs);
    else problems.push(damaged(`${nextAddress}/${recordsName}`, `${JSON.stringify(file.slice(0, 200))} is no record`));
  }
  const run = await readArchivedRun(files, nextAddress);
  if (run.state === 'refused' || problems.length > 0 || !current.success)
    return { state: 'refused', problems: [...problems, ...run.problems] };
  return { state: 'read', value: { files, signOffs, run: run.value, assessedAt: current.data.assessedAt }, problems: [] };
}

function damaged(file: string, message: string): Problem {
  return problem('INTEGRITY', { file }, message, 'publish it anew in its place: npx readiness-portal publish --branch … --replace');
}
