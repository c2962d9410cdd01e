import { convertedLineEnds, type FileDigest, type InputFile, keepLineEnds, type LineEnds, utf8Text } from '../file.ts';
import { isEvidence } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';

import { manifestName, parseManifest, rowName } from './manifest.ts';
import { isWithdrawable, readWithdrawal, type Withdrawal, withdrawalName } from './withdrawal.ts';

/** What a shell found where a release stands: every file, and whatever else is there. */
export interface FoundRelease {
  /** The name of its folder. */
  readonly version: string;
  /** Where that is, for problems: `results/1.0.0`. */
  readonly folder: string;
  readonly entries: readonly FoundEntry[];
}

/** What stands in the folder of a release: a file, or what has no place there. */
export type FoundEntry = FoundFile | { readonly kind: 'link' | 'special' | 'empty-folder'; readonly file: string };

/** A file of a release with its bytes. */
export interface FoundFile extends FileDigest {
  readonly kind: 'file';
  readonly size: number;
  readonly input: InputFile;
}

/** A difference between a release's files and its manifest; digests are SHA-256 in hexadecimal. */
export interface Damage {
  readonly kind:
    | 'changed'
    | 'missing'
    | 'added'
    | 'renamed'
    | 'not-regular'
    | 'empty-folder'
    | 'still-there'
    | 'unreadable'
    | 'other-assessment';
  /** Below the release's folder. */
  readonly file: string;
  readonly expected: string | null;
  readonly found: string | null;
  readonly problem: Problem;
}

/** A file of a release as its manifest lists it, or a record that came later. */
export interface ReleaseFile extends FileDigest {
  /** In bytes; null where it is not there. */
  readonly size: number | null;
  /** `elsewhere` is a result file that was not brought with the rest of the release. */
  readonly state: 'intact' | 'changed' | 'missing' | 'withdrawn' | 'elsewhere' | 'later';
}

/** Whether a release is what was frozen, with its files. */
export type Integrity = SoundIntegrity | BrokenIntegrity;

interface IntegrityBase {
  /** In the manifest's order, then the records that came later. */
  readonly files: readonly ReleaseFile[];
  readonly withdrawals: readonly Withdrawal[];
}

/** Every file is as it was frozen, but for those that were withdrawn, added as records, or not brought. */
export interface SoundIntegrity extends IntegrityBase {
  /** Of one `without-evidence` result files stand elsewhere: nobody can tell here whether they are what was frozen. */
  readonly state: 'intact' | 'withdrawn-in-part' | 'without-evidence';
  /** SHA-256 of the manifest's bytes. */
  readonly manifest: string;
}

/** Something of it is not what was frozen; `problems` names each file. */
export interface BrokenIntegrity extends IntegrityBase {
  readonly state: 'broken';
  /** Null where there is no manifest. */
  readonly manifest: string | null;
  readonly damages: readonly Damage[];
}

/**
 * Compares what stands in a release's folder with its manifest, before anything else of it is read. Only sign-offs and withdrawals may be
 * there that the manifest does not list, and only what was withdrawn may be missing; where a row says that the release was brought without its
 * result files, those too.
 */
export async function checkIntegrity({ folder, entries }: FoundRelease): Promise<Integrity> {
  const files = entries.filter((entry) => entry.kind === 'file');
  const damages: Damage[] = entries.flatMap((entry) => (entry.kind === 'file' || awaitsRecords(entry) ? [] : [irregular(folder, entry)]));
  const manifest = files.find(({ file }) => file === manifestName);
  if (manifest === undefined) {
    const gone = damage('missing', folder, { file: manifestName }, 'it is gone: nothing says what belongs to this release');
    return { state: 'broken', manifest: null, damages: [...damages, gone], files: [], withdrawals: [] };
  }
  const text = (await readText(manifest)) ?? '';
  const isConverted = text.includes('\r\n') && !/[^\r]\n/.test(text);
  const parsed = parseManifest(isConverted ? text.replaceAll('\r\n', '\n') : text, `${folder}/${manifestName}`);
  if (parsed.state === 'refused') {
    const unreadable = parsed.problems.map((each): Damage => ({ ...bare('unreadable', manifestName), problem: each }));
    return { state: 'broken', manifest: manifest.digest, damages: [...damages, ...unreadable], files: [], withdrawals: [] };
  }
  if (isConverted) damages.push(damage('changed', folder, { file: manifestName }, lineEndWords('CRLF'), keepLineEnds));
  const listed = parsed.files;
  const { withdrawals, damages: misplaced } = await readWithdrawals(folder, files, listed);
  const withdrawn = new Set(withdrawals.map(({ digest }) => digest));
  const byName = new Map(files.map((each) => [each.file, each]));
  const isPart = byName.has(rowName);
  const states = listed.map((each) => stateOf(each, byName.get(each.file), withdrawn, isPart));
  const names = new Set(listed.map(({ file }) => file));
  const later = files.filter(({ file }) => !names.has(file) && mayCome(file));
  const others = files.filter(({ file }) => !names.has(file) && !mayCome(file) && file !== manifestName && file !== rowName);

  const { damages: unlisted, renamed } = otherDamages(folder, others, states);
  const converted = await convertedFiles(states, byName);
  damages.push(...misplaced, ...listedDamages(folder, states, { byName, withdrawn, renamed, converted }), ...unlisted);
  const common = {
    manifest: manifest.digest,
    files: [...states, ...later.map(({ file, digest, size }) => ({ file, digest, size, state: 'later' as const }))],
    withdrawals,
  };
  if (damages.length > 0) return { state: 'broken', damages, ...common };
  const is = (wanted: ReleaseFile['state']) => states.some(({ state }) => state === wanted);
  return { state: is('elsewhere') ? 'without-evidence' : is('withdrawn') ? 'withdrawn-in-part' : 'intact', ...common };
}

/** The text of a file that this tool wrote; null where it is no UTF-8. */
export async function readText({ input }: FoundFile): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input.chunks()) chunks.push(chunk);
  return utf8Text(Buffer.concat(chunks));
}

/** A difference as data, and as a problem with its place. */
export function damage(
  kind: Damage['kind'],
  folder: string,
  about: { readonly file: string; readonly expected?: string | null; readonly found?: string | null },
  message: string,
  hint?: string,
): Damage {
  const { file, expected = null, found = null } = about;
  return {
    kind,
    file,
    expected,
    found,
    problem: problem('INTEGRITY', { file: file === '' ? folder : `${folder}/${file}` }, message, hint),
  };
}

function bare(kind: Damage['kind'], file: string): Omit<Damage, 'problem'> {
  return { kind, file, expected: null, found: null };
}

/** A folder that a record is about to come into. */
function awaitsRecords({ kind, file }: FoundEntry): boolean {
  return kind === 'empty-folder' && (file === 'sign-offs' || file === 'withdrawn');
}

/** May a file come to a release after it was frozen? Records may: sign-offs with their signatures, and withdrawals. */
export function mayCome(file: string): boolean {
  return /^sign-offs\/[^/]+\.json(?:\.sig)?$/.test(file) || /^withdrawn\/[0-9a-f]{64}\.json(?:\.sig)?$/.test(file);
}

async function readWithdrawals(folder: string, files: readonly FoundFile[], listed: readonly FileDigest[]) {
  const withdrawals: Withdrawal[] = [];
  const damages: Damage[] = [];
  for (const each of files.filter(({ file }) => /^withdrawn\/[0-9a-f]{64}\.json$/.test(file))) {
    const outcome = readWithdrawal((await readText(each)) ?? '', `${folder}/${each.file}`, listed);
    if (outcome.state === 'read') withdrawals.push(outcome.withdrawal);
    else damages.push(...outcome.problems.slice(0, 1).map((found): Damage => ({ ...bare('unreadable', each.file), problem: found })));
  }
  return { withdrawals, damages };
}

function stateOf({ file, digest }: FileDigest, found: FoundFile | undefined, withdrawn: ReadonlySet<string>, isPart: boolean): ReleaseFile {
  if (found !== undefined) return { file, digest, size: found.size, state: found.digest === digest ? 'intact' : 'changed' };
  const isWithdrawn = withdrawn.has(digest) && isWithdrawable(file);
  return { file, digest, size: null, state: isWithdrawn ? 'withdrawn' : isPart && isEvidence(file) ? 'elsewhere' : 'missing' };
}

/** Files that were changed in nothing but their line ends, with those that they have. */
async function convertedFiles(
  states: readonly ReleaseFile[],
  byName: ReadonlyMap<string, FoundFile>,
): Promise<ReadonlyMap<string, LineEnds>> {
  const converted = new Map<string, LineEnds>();
  for (const { file, digest, state } of states) {
    const found = byName.get(file);
    const ends = state === 'changed' && found !== undefined ? await convertedLineEnds(found.input, digest) : null;
    if (ends !== null) converted.set(file, ends);
  }
  return converted;
}

function lineEndWords(ends: LineEnds): string {
  return `its lines end in ${ends}, and were frozen with ${ends === 'LF' ? 'CRLF' : 'LF'}: Git or an editor converted them`;
}

interface Found {
  readonly byName: ReadonlyMap<string, FoundFile>;
  readonly withdrawn: ReadonlySet<string>;
  readonly renamed: ReadonlySet<string>;
  readonly converted: ReadonlyMap<string, LineEnds>;
}

function listedDamages(folder: string, states: readonly ReleaseFile[], { byName, withdrawn, renamed, converted }: Found): Damage[] {
  return states.flatMap(({ file, digest: expected, state }) => {
    const found = byName.get(file)?.digest ?? null;
    const about = { file, expected, found };
    const ends = converted.get(file);
    if (ends !== undefined) return [damage('changed', folder, about, lineEndWords(ends), keepLineEnds)];
    if (state === 'changed') return [damage('changed', folder, about, `its SHA-256 is ${found}, the manifest says ${expected}`)];
    if (state === 'intact' && withdrawn.has(expected)) {
      const message = `it is withdrawn in ${withdrawalName(expected)}, and its bytes are still there`;
      return [damage('still-there', folder, about, message, 'run npx readiness-portal withdraw again, which removes them')];
    }
    if (state !== 'missing' || renamed.has(file)) return [];
    return [damage('missing', folder, about, `it is gone: the manifest lists it with the SHA-256 ${expected}`)];
  });
}

/** Files that the manifest does not list; one that has the bytes of a file that is gone was renamed. */
function otherDamages(folder: string, others: readonly FoundFile[], states: readonly ReleaseFile[]) {
  const renamed = new Set<string>();
  const damages = others.map(({ file, digest: found }) => {
    const source = states.find((each) => each.state === 'missing' && each.digest === found && !renamed.has(each.file));
    if (source === undefined) return damage('added', folder, { file, found }, `the manifest does not list it (its SHA-256 is ${found})`);
    renamed.add(source.file);
    const message = `it has the bytes of ${source.file}, which is gone (SHA-256 ${found})`;
    return damage('renamed', folder, { file, expected: source.digest, found }, message, `name it ${source.file} again`);
  });
  return { damages, renamed };
}

function irregular(folder: string, { kind, file }: Exclude<FoundEntry, FoundFile>): Damage {
  const what = { link: 'a symbolic link', special: 'no regular file', 'empty-folder': 'an empty folder' }[kind];
  return damage(
    kind === 'empty-folder' ? 'empty-folder' : 'not-regular',
    folder,
    { file },
    `this is ${what}, which no release holds`,
    'remove it',
  );
}
