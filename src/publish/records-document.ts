import { z } from 'zod';
import type { FileDigest } from '../file.ts';
import type { ArchivedNext } from '../release/archived-next.ts';
import { Sha256 } from '../release/frozen-assessment.ts';
import type { Release } from '../release/history.ts';
import { Withdrawal, withdrawalName } from '../release/withdrawal.ts';

/** Below a release on the site: its records. */
export const recordsName = 'records.json';

/** Where a site keeps what is in preparation. */
export const nextAddress = 'releases/next';

const File = z.strictObject({
  file: z.string().describe('Below the release'),
  digest: Sha256.describe('SHA-256; its bytes are /objects/<digest>.txt'),
});

/** `/releases/<version>/records.json`: what a release has besides what was frozen. */
export const RecordsDocument = z
  .strictObject({
    schemaVersion: z.literal(1),
    version: z.string(),
    signOffs: z.array(File).describe('Every sign-off record and signature, those that were frozen too'),
    withdrawals: z.array(File.extend({ withdrawal: Withdrawal, signature: File.nullable().describe('Null where nobody signed it') })),
  })
  .describe('The sign-offs and withdrawals of a release');
export type RecordsDocument = z.output<typeof RecordsDocument>;

/** Every file that a list of records names: sign-offs, withdrawals, and the signatures of both. */
export function recordFiles({ signOffs, withdrawals }: ListedRecords): FileDigest[] {
  return [...signOffs, ...withdrawals, ...withdrawals.flatMap(({ signature }) => signature ?? [])].map(({ file, digest }) => ({
    file,
    digest,
  }));
}

/** Of a list of records, what every version of this tool writes. */
interface ListedRecords {
  readonly signOffs: readonly FileDigest[];
  readonly withdrawals: readonly (FileDigest & { readonly signature: FileDigest | null })[];
}

/** `records.json` of a release: its sign-offs and withdrawals, each with the digest of its bytes. */
export function recordsDocument({ version, files, ...release }: Release): RecordsDocument {
  const present = files.filter(({ state }) => state === 'intact' || state === 'later').map(({ file, digest }) => ({ file, digest }));
  const withdrawals = release.integrity === 'broken' ? [] : release.withdrawals;
  return {
    schemaVersion: 1,
    version,
    signOffs: present.filter(({ file }) => file.startsWith('sign-offs/')),
    withdrawals: withdrawals.flatMap((withdrawal) => {
      const name = withdrawalName(withdrawal.digest);
      const record = present.find(({ file }) => file === name);
      const signature = present.find(({ file }) => file === `${name}.sig`) ?? null;
      return record === undefined ? [] : [{ ...record, withdrawal, signature }];
    }),
  };
}

/** `records.json` of what is in preparation. */
export function nextRecords({ run, signOffs }: ArchivedNext): RecordsDocument {
  return { schemaVersion: 1, version: run.version, signOffs: signOffs.map(({ file, digest }) => ({ file, digest })), withdrawals: [] };
}
