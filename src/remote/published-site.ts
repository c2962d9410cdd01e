import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { trustText } from '../disk/trust-files.ts';
import type { FileDigest } from '../file.ts';
import { sha256 } from '../file.ts';
import { isEvidence } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import { RecordsDocument, recordFiles } from '../publish/records-document.ts';
import { BrokenReleaseDocument } from '../publish/releases-api.ts';
import { openRelease, type Release } from '../release/history.ts';
import { type Damage, damage, type FoundEntry, type FoundFile } from '../release/integrity.ts';
import { manifestName, parseManifest, rowName, snapshotName } from '../release/manifest.ts';
import { maxFileBytes } from '../reports/text/text-limits.ts';
import { type Revocations, readRevocations } from '../signing/allowed-signers.ts';
import type { TrustText } from '../signing/trust.ts';

/** A published site: the bytes at a path below its address; null where there are none. Throws where it cannot be asked. */
export type Site = (path: string) => Promise<Uint8Array | null>;

/** Where a site has the keys that are revoked today: they count for every release, whenever it was frozen. */
export const revokedKeysAddress = 'trust/revoked_keys';

/** How long a site may take to answer, in milliseconds. */
const patience = 60_000;

/** The site at an address, or in a folder as `readiness-portal build` writes it. Null where there is neither. */
export function openSite(from: string): Site | null {
  if (/^https?:\/\//i.test(from) && URL.canParse(from)) {
    const base = new URL(from.endsWith('/') ? from : `${from}/`);
    return async (path) => {
      const response = await fetch(new URL(path, base), { signal: AbortSignal.timeout(patience) });
      if (response.status === 404 || response.status === 410) return null;
      if (!response.ok) throw new Error(`${response.url} answers ${response.status}`);
      return await bodyOf(response);
    };
  }
  const folder = resolve(from);
  return existsSync(folder) ? async (path) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : null) : null;
}

/** The bytes of an answer, up to what a result file may have. */
async function bodyOf({ body, url }: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > maxFileBytes) throw new Error(`${url} is longer than ${maxFileBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What is read of a published release: all of it, or all but its result files. */
export type PublishedPart = 'whole' | 'without-evidence';

/**
 * Reads a release of a published site as one of a root is read: its manifest, then every file that it lists by its digest, then its records.
 * Without its evidence it has its row in place of the result files.
 */
export async function readPublished(site: Site, version: string, part: PublishedPart = 'whole'): Promise<Release | null> {
  const folder = `releases/${version}`;
  const manifest = await site(`${folder}/${manifestName}`);
  const snapshot = await site(`${folder}/${snapshotName}`);
  if (manifest === null && snapshot === null) return readBroken(site, version);
  const entries: FoundEntry[] = [];
  const add = (file: string, bytes: Uint8Array | null) => (bytes === null ? undefined : entries.push(foundFile(folder, file, bytes)));
  add(manifestName, manifest);
  add(snapshotName, snapshot);
  const parsed = parseManifest(Buffer.from(manifest ?? []).toString(), manifestName);
  const listed = parsed.state === 'read' ? parsed.files : [];
  const isWanted = ({ file }: FileDigest) => file !== snapshotName && (part === 'whole' || !isEvidence(file));
  for (const { file, digest } of listed.filter(isWanted)) add(file, await site(`objects/${digest}.txt`));
  if (part === 'without-evidence') add(rowName, await site(`${folder}/${rowName}`));
  const records = await readRecords(site, folder);
  const later = records.files.filter(({ file }) => !listed.some((each) => each.file === file));
  for (const { file, digest } of later) add(file, await site(`objects/${digest}.txt`));

  const release = await openRelease({ version, folder, entries });
  const mismatched = later.filter(
    ({ file, digest }) => !entries.some((entry) => entry.kind === 'file' && entry.file === file && entry.digest === digest),
  );
  const damages = [
    ...records.damages,
    ...mismatched.map(({ file, digest }) =>
      damage('changed', folder, { file, expected: digest }, `records.json lists it with the SHA-256 ${digest}, and it is not there`),
    ),
    ...(await brokenLink(site, release)),
    ...(await goneRecords(site, release)),
  ];
  if (damages.length === 0) return release;
  const own = release.integrity === 'broken' ? release.damages : [];
  const all = [...own, ...damages];
  const { found, files, manifest: digest } = release;
  return { version, found, files, manifest: digest, integrity: 'broken', damages: all, problems: all.map((each) => each.problem) };
}

/** A release that the site itself calls damaged, and of which it shows nothing; null where it has none of that version. */
async function readBroken(site: Site, version: string): Promise<Release | null> {
  const checked = BrokenReleaseDocument.safeParse(parseJsonBytes(await site(`api/v1/releases/${version}.json`)));
  if (!checked.success) return null;
  const folder = `releases/${version}`;
  const said = checked.data.problems.map(({ message, ...about }) => ({
    about,
    message: `the site says that it is not what was frozen: ${message}`,
  }));
  const unsaid = { about: { file: '' }, message: 'the site says that it is not what was frozen' };
  const damages = (said.length > 0 ? said : [unsaid]).map(({ about, message }) => damage('changed', folder, about, message));
  const found = { version, folder, entries: [] };
  return { version, found, files: [], manifest: null, integrity: 'broken', damages, problems: damages.map((each) => each.problem) };
}

/** The keys that are revoked as of the site's last build, which always writes the list: where it is not there, nobody knows them. */
export async function readPublishedRevocations(site: Site): Promise<Revocations> {
  const bytes = await site(revokedKeysAddress);
  const text: TrustText =
    bytes === null ? { state: 'refused', problems: [revocationsGone()] } : { state: 'read', value: trustText(bytes), problems: [] };
  return readRevocations(text, revokedKeysAddress);
}

function revocationsGone(): Problem {
  const message = 'it is gone: every site has it, and without it nobody knows which keys are revoked';
  return problem('INTEGRITY', { file: revokedKeysAddress }, message, 'build and publish the site again');
}

/** Is the release that was frozen before it there, as it was then? */
async function brokenLink(site: Site, release: Release) {
  if (release.integrity === 'broken' || release.snapshot.previous === null) return [];
  const { version, digest: expected } = release.snapshot.previous;
  const bytes = await site(`releases/${version}/${manifestName}`);
  const found = bytes === null ? null : sha256(bytes);
  if (found === expected) return [];
  const message = `${release.version} was frozen after one with the SHA-256 ${expected}, and the site has ${found ?? 'none'}`;
  return [damage(found === null ? 'missing' : 'changed', `releases/${version}`, { file: manifestName, expected, found }, message)];
}

/** Are the records that earlier releases had when it was frozen there still? */
async function goneRecords(site: Site, release: Release) {
  const named = release.integrity === 'broken' ? [] : release.snapshot.records;
  const damages: Damage[] = [];
  for (const version of new Set(named.map((record) => record.version))) {
    const folder = `releases/${version}`;
    const there = new Set((await readRecords(site, folder)).files.map(({ file, digest }) => `${digest} ${file}`));
    const gone = named.filter((record) => record.version === version && !there.has(`${record.digest} ${record.file}`));
    const message = `it is gone or was changed: ${release.version} was frozen when it was there`;
    damages.push(...gone.map(({ file, digest: expected }) => damage('missing', folder, { file, expected }, message)));
  }
  return damages;
}

/** The records that a site lists of a release, and what keeps them from being known. */
export async function readRecords(site: Site, folder: string) {
  const bytes = await site(`${folder}/records.json`);
  const checked = RecordsDocument.safeParse(parseJsonBytes(bytes));
  if (checked.success) {
    return { files: recordFiles(checked.data), withdrawals: checked.data.withdrawals, damages: [] };
  }
  const message = bytes === null ? 'it is gone: nothing says which records came later' : 'this is no list of records';
  const damages = [damage(bytes === null ? 'missing' : 'unreadable', folder, { file: 'records.json' }, message)];
  return { files: [], withdrawals: [], damages };
}

/** The JSON of a document; null where there is none. */
export function parseJsonBytes(bytes: Uint8Array | null): unknown {
  try {
    return bytes === null ? null : JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return null;
  }
}

/** A file of a release, as its bytes say. */
export function foundFile(folder: string, file: string, bytes: Uint8Array): FoundFile {
  const input = {
    path: `${folder}/${file}`,
    size: bytes.length,
    async *chunks() {
      yield bytes;
    },
  };
  return { kind: 'file', file, size: bytes.length, digest: sha256(bytes), input };
}

/** A site that could not be asked. */
export function unreachable(from: string, cause: unknown): Problem {
  const words =
    cause instanceof Error
      ? [cause.message, cause.cause instanceof Error ? cause.cause.message : ''].filter(Boolean).join(': ')
      : String(cause);
  return problem('ENVIRONMENT', { file: from }, `the site cannot be read: ${words}`, 'check the address and the network');
}
