import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../file.ts';
import { compareText } from '../order.ts';
import { problem } from '../problem.ts';
import { inventoryFile } from '../publish/inventory.ts';
import type { Reading } from '../reading.ts';
import type { Archive, ArchiveEntry, ArchiveTip, Entries, PushOutcome } from './archive.ts';
import { bucketPlace } from './bucket-place.ts';
import { type ListedObject, type ObjectStore, openStore, type PutCondition, type RetryRule, UnreachableStore } from './object-store.ts';
import { nameFaults } from './pulled-names.ts';
import { type HeadersOf, parseHeaders } from './served-headers.ts';

/** The one object that says which build counts. */
export const pointerKey = 'current.json';
const buildsFolder = 'builds/';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const Pointer = z.strictObject({ schemaVersion: z.literal(1), build: digest });

/** What a build is: named by the SHA-256 of this document, and never written again. */
const Build = z.strictObject({
  schemaVersion: z.literal(1),
  /** Another for each, so that no two builds are one. */
  nonce: z.string(),
  message: z.string(),
  /** Those before it, the newest first. */
  earlier: z.array(digest),
  /** The build whose files stood at the plain addresses when this one was made, as far as was known. */
  base: digest.nullable(),
  /** The SHA-256 of each file, by its path. */
  files: z.record(z.string(), digest),
  /** The files that stand below `builds/<digest>/`: those that did not stand at their plain addresses for certain. */
  below: z.array(z.string()),
  /** Files of earlier builds that may stand at plain addresses still. */
  former: z.array(z.string()),
});
type Build = Readonly<z.infer<typeof Build>>;

/** What stands at the plain addresses once a build is all there: the SHA-256 of each file, and what the store calls its bytes. */
const Written = z.strictObject({ schemaVersion: z.literal(1), files: z.record(z.string(), z.tuple([digest, z.string()])) });
type WrittenFiles = ReadonlyMap<string, readonly [digest: string, etag: string]>;

/** A bucket as it was read. */
interface BucketState {
  /** What the pointer is called; null where there is none. */
  readonly etag: string | null;
  readonly id: string | null;
  readonly build: Build | null;
  /** Are its files at their plain addresses? */
  readonly isWritten: boolean;
  /** The files that stood there when a build was all there last. */
  readonly written: WrittenFiles;
  /** What stands at plain addresses now, by its path. */
  readonly plain: ReadonlyMap<string, ListedObject>;
  /** The build that `written` is of. */
  readonly base: string | null;
}

/** A place in a bucket where nothing is yet. */
const emptyBucket: BucketState = { etag: null, id: null, build: null, isWritten: true, written: new Map(), plain: new Map(), base: null };

/** A bucket whose objects are not what is said of them. */
class DamagedBucket extends Error {
  readonly file: string;
  readonly hint: string;

  constructor(file: string, message: string, hint: string) {
    super(message);
    this.file = file;
    this.hint = hint;
  }
}

const nothing: ArchiveTip['id'] = 'nothing';
const atOnce = 16;

/** How long what a publisher left that was killed is kept, in milliseconds: another one may be writing it still. */
const abandonedAfter = 24 * 60 * 60_000;

/**
 * Opens a place in a bucket of S3 or of a store that speaks its protocol. A build is written below `builds/<digest>/` first; then the pointer is
 * swapped, on the condition that it is the one that was read; then whoever swapped it writes the plain addresses. A publisher that was killed on
 * the way is followed by the next one, which finds a build that counts and writes what is missing.
 */
export function openBucket(
  written: string,
  environment: Readonly<Record<string, string | undefined>>,
  retry?: RetryRule,
): Reading<Archive> {
  const place = bucketPlace(written, environment);
  if (place.state === 'refused') return place;
  const { name } = place.value;
  const store = openStore(place.value, retry);
  const states = new WeakMap<ArchiveTip, BucketState>();
  /** Where the bytes of files are that were taken, by their digests. */
  const taken = new Map<string, string>();

  const readFiles: Archive['readFiles'] = (tip, paths, folder) =>
    asking(name, async () => {
      const state = states.get(tip);
      const wanted = [...new Set(paths)].flatMap((path) =>
        state?.build?.files[path] === undefined || !tip.entries.has(path) ? [] : [path],
      );
      const faults = nameFaults(wanted, '.');
      if (state?.id == null || state.build === null) return null;
      const { id, build } = state;
      const [fault] = faults;
      if (fault !== undefined) throw new DamagedBucket(fault.file, fault.message, fault.hint ?? restore);
      const below = new Set(build.below);
      await eachOf(wanted, async (path) => {
        const bytes = await readFileOf(store, id, build, below, path);
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), bytes);
      });
      return null;
    });

  const keep: Archive['store'] = (folder, paths) =>
    asking(name, async () => {
      const entries = new Map<string, ArchiveEntry>();
      await eachOf(paths, async (path) => {
        const object = sha256(await readFile(join(folder, path)));
        entries.set(path, { object });
        taken.set(object, join(folder, path));
      });
      return entries;
    });

  const push = async (tip: ArchiveTip | null, entries: Entries, message: string): Promise<PushOutcome> => {
    const outcome = await asking(name, async (): Promise<PushOutcome> => {
      // What has come since is not read here: it is another state than the one that these entries were made for.
      const state = tip === null ? emptyBucket : states.get(tip);
      if (state === undefined) throw new TypeError(`${tip?.id} was not read here`);
      const files = new Map([...entries].flatMap(([path, { object }]) => (isDigest(object) ? [[path, object] as const] : [])));
      if (state.build !== null && isSameAs(state.build, files)) {
        await settle(store, taken);
        return { state: 'unchanged' };
      }
      const made = await unlessOvertaken(store, state.id, () => writeBuild(store, state, files, taken, message));
      if (made === 'overtaken') return { state: 'overtaken' };
      if (!(await swapPointer(store, state.etag, made.id))) {
        await eachOf(made.keys, (key) => store.remove(key));
        return { state: 'overtaken' };
      }
      await settle(store, taken);
      return { state: 'published', id: made.id };
    });
    taken.clear();
    return outcome.state === 'read' ? outcome.value : outcome;
  };

  const readTip: Archive['readTip'] = () =>
    asking(name, async () => {
      const state = await readState(store);
      const tip = tipOf(state);
      if (tip !== null) states.set(tip, state);
      return tip;
    });

  return {
    state: 'read',
    value: { kind: 'bucket', name, readTip, readFiles, store: keep, push, close: () => taken.clear() },
    problems: [],
  };
}

const restore = 'restore it, or remove it: the next publication makes it anew';

/** What is there for others to build on: files of the build that counts, and what is none of its. */
function tipOf({ id, build, written, plain }: BucketState): ArchiveTip | null {
  const own = new Set([...Object.keys(build?.files ?? {}), ...(build?.former ?? [])]);
  const foreign = [...plain.values()].filter(({ key }) => !own.has(key));
  if (build === null && foreign.some(({ key }) => key === inventoryFile))
    throw new DamagedBucket(
      pointerKey,
      'it is gone, and the site that it leads to is there',
      'restore it: without it nobody knows what counts',
    );
  const below = new Set(build?.below);
  // What somebody took out of the bucket, or wrote over, is made anew.
  const isThere = (path: string, object: string) => {
    const [known, etag] = written.get(path) ?? [];
    const there = plain.get(path);
    return there !== undefined && (known !== object || etag === '' || there.etag === etag);
  };
  const entries = new Map<string, ArchiveEntry>([
    ...foreign.map(({ key, etag }) => [key, { object: `etag ${etag}` }] as const),
    ...Object.entries(build?.files ?? {}).flatMap(([path, object]) =>
      below.has(path) || isThere(path, object) ? [[path, { object }] as const] : [],
    ),
  ]);
  return id === null && foreign.length === 0 ? null : { id: id ?? nothing, entries };
}

/** Reads what a bucket has. A build that was removed while it was read is no damage: two others came after it meanwhile. */
async function readState(store: ObjectStore): Promise<BucketState> {
  for (;;) {
    const pointer = await store.read(pointerKey);
    if (pointer === null) return { ...emptyBucket, plain: await listPlain(store) };
    const id = parsed(Pointer, pointer.bytes, pointerKey).build;
    const state = await unlessOvertaken(store, id, () => readBuild(store, pointer.etag, id));
    if (state !== 'overtaken') return state;
  }
}

async function readBuild(store: ObjectStore, etag: string, id: string): Promise<BucketState> {
  const document = await store.read(buildKey(id));
  if (document === null || sha256(document.bytes) !== id)
    throw new DamagedBucket(
      buildKey(id),
      document === null ? 'it is gone, and it is the build that counts' : 'it is not what was written',
      'restore it from a backup, or from an earlier version of the object',
    );
  const build = parsed(Build, document.bytes, buildKey(id));
  // Listed before it is asked what was written: what is written later only looks as if it were to be written again.
  const plain = await listPlain(store);
  for (const base of new Set([id, ...build.earlier.slice(0, 1), ...(build.base === null ? [] : [build.base])])) {
    const written = await store.read(writtenKey(base));
    if (written === null) continue;
    const files = new Map(Object.entries(parsed(Written, written.bytes, writtenKey(base)).files));
    return { etag, id, build, isWritten: base === id, written: files, plain, base };
  }
  return { etag, id, build, isWritten: false, written: new Map(), plain, base: null };
}

/** Does something with a build. What is not there of one that no longer counts was removed, as it should be. */
async function unlessOvertaken<Value>(store: ObjectStore, id: string | null, act: () => Promise<Value>): Promise<Value | 'overtaken'> {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof DamagedBucket && (await currentBuild(store)) !== id) return 'overtaken';
    throw cause;
  }
}

/** What stands outside of builds. A folder that some tools make an object of is none. */
async function listPlain(store: ObjectStore): Promise<ReadonlyMap<string, ListedObject>> {
  const listed = await store.list('');
  return new Map(
    listed.flatMap((each) =>
      each.key === pointerKey || each.key.startsWith(buildsFolder) || /\/$|^$/.test(each.key) ? [] : [[each.key, each] as const],
    ),
  );
}

/** The bytes that a file has in a build, wherever they are: a publisher that slept may have written others over those at the plain address. */
async function readFileOf(
  store: ObjectStore,
  id: string,
  { files, earlier }: Build,
  below: ReadonlySet<string>,
  path: string,
): Promise<Buffer> {
  const keys = [
    ...(below.has(path) ? [`${buildsFolder}${id}/${path}`] : []),
    path,
    ...earlier.map((each) => `${buildsFolder}${each}/${path}`),
  ];
  let isGone = true;
  for (const key of keys) {
    const found = await store.read(key);
    if (found !== null && sha256(found.bytes) === files[path]) return found.bytes;
    isGone &&= found === null;
  }
  throw new DamagedBucket(path, isGone ? 'it is gone from the bucket' : 'it is not what was published', restore);
}

/** Writes a build below its own folder, and says what it is called. Nothing leads to it yet. */
async function writeBuild(
  store: ObjectStore,
  before: BucketState,
  files: ReadonlyMap<string, string>,
  taken: ReadonlyMap<string, string>,
  message: string,
): Promise<{ readonly id: string; readonly keys: readonly string[] }> {
  // Whoever swapped the pointer last may be writing these still.
  const moving = new Set(before.isWritten ? [] : before.build?.below);
  const below = [...files].filter(([path, object]) => moving.has(path) || !stands(before, path, object)).map(([path]) => path);
  const was = new Set([...Object.keys(before.build?.files ?? {}), ...(before.build?.former ?? []), ...before.written.keys()]);
  const earlier = before.id === null ? [] : [before.id, ...(before.build?.earlier ?? [])].slice(0, 2);
  const build: Build = {
    schemaVersion: 1,
    nonce: randomUUID(),
    message,
    earlier,
    base: before.base,
    files: Object.fromEntries([...files].sort(([a], [b]) => compareText(a, b))),
    below: below.sort(compareText),
    former: [...was].filter((path) => !files.has(path) && (before.plain.has(path) || moving.has(path))).sort(compareText),
  };
  const bytes = Buffer.from(JSON.stringify(build));
  const id = sha256(bytes);
  const folder = `${buildsFolder}${id}/`;
  const headersOf = await headersFor(store, before, files, taken);
  const bytesOf = await bytesFrom(store, before, taken);
  await eachOf(below, async (path) => {
    const object = files.get(path) ?? '';
    const condition = 'none';
    await store.write({ key: folder + path, bytes: await bytesOf(path, object), digest: object, ...headersOf(path), condition });
  });
  await store.write({ key: buildKey(id), bytes, digest: id, ...document, condition: 'none' });
  return { id, keys: [buildKey(id), ...below.map((path) => folder + path)] };
}

/** Does a file stand at its plain address for certain? */
function stands({ written, plain }: BucketState, path: string, object: string): boolean {
  const [known, etag] = written.get(path) ?? [];
  return known === object && etag !== '' && plain.get(path)?.etag === etag;
}

type BytesOf = (path: string, object: string) => Promise<Buffer>;

/** Reads files of a build that is to come: what was made, and else what is published. */
async function bytesFrom(store: ObjectStore, { id, build }: BucketState, taken: ReadonlyMap<string, string>): Promise<BytesOf> {
  const below = new Set(build?.below);
  return async (path, object) => {
    const file = taken.get(object);
    const bytes = file === undefined ? null : await readFile(file);
    if (bytes !== null && sha256(bytes) === object) return bytes;
    if (id === null || build === null || build.files[path] !== object)
      throw new DamagedBucket(path, 'it was changed while it was published', 'run it again');
    return readFileOf(store, id, build, below, path);
  };
}

async function headersFor(
  store: ObjectStore,
  state: BucketState,
  files: ReadonlyMap<string, string>,
  taken: ReadonlyMap<string, string>,
): Promise<HeadersOf> {
  const object = files.get('_headers');
  if (object === undefined) return parseHeaders('');
  return parseHeaders((await (await bytesFrom(store, state, taken))('_headers', object)).toString());
}

/** How documents of the bucket's own are served: asked for anew each time. */
const document = { contentType: 'application/json', cacheControl: 'no-cache' } as const;

/** Makes a build the one that counts, where the one before still does. Whether an answer that was lost said yes, the pointer and its builds tell. */
async function swapPointer(store: ObjectStore, before: string | null, id: string): Promise<boolean> {
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 1, build: id }));
  const condition: PutCondition = before === null ? 'absent' : { ifMatch: before };
  const swapped = await store
    .write({ key: pointerKey, bytes, digest: sha256(bytes), ...document, build: id, condition })
    .catch((cause: unknown) => cause);
  if (typeof swapped === 'string') return true;
  const { id: current, build } = await readState(store);
  if (current === id || build?.earlier.includes(id) === true) return true;
  if (swapped === null) return false;
  throw swapped;
}

async function currentBuild(store: ObjectStore): Promise<string | null> {
  const pointer = await store.read(pointerKey);
  return pointer === null ? null : parsed(Pointer, pointer.bytes, pointerKey).build;
}

/**
 * Writes the build that counts to the plain addresses: what others are made of first, then pages, the first page last, and then what is gone. A
 * publisher that was overtaken meanwhile goes on with the build that counts by then, for what it wrote may have come after what another wrote.
 */
async function settle(store: ObjectStore, taken: ReadonlyMap<string, string>): Promise<void> {
  for (;;) {
    const state = await readState(store);
    const { id, build } = state;
    if (id === null || build === null) return;
    const files = new Map(Object.entries(build.files));
    const stale = [...files].filter(([path, object]) => !stands(state, path, object)).map(([path]) => path);
    const gone = build.former.filter((path) => state.plain.has(path));
    if (state.isWritten && stale.length === 0 && gone.length === 0) return;
    const written = new Map([...state.written].filter(([path]) => files.has(path)));
    const outcome = await unlessOvertaken(store, id, () => writePlain(store, state, stale, written, taken));
    if (outcome === 'overtaken' || (await currentBuild(store)) !== id) continue;
    // A page of the build before may be open still, and asks for these.
    const isKept = (path: string) => path.startsWith('_astro/') && state.written.has(path) && !state.isWritten;
    await eachOf(
      gone.filter((path) => !isKept(path)),
      (path) => store.remove(path),
    );
    const bytes = Buffer.from(
      JSON.stringify({ schemaVersion: 1, files: Object.fromEntries([...written].sort(([a], [b]) => compareText(a, b))) }),
    );
    await store.write({ key: writtenKey(id), bytes, digest: sha256(bytes), ...document, condition: 'none' });
    if ((await currentBuild(store)) !== id) continue;
    await removeBuilds(store, id, build, gone);
    return;
  }
}

/** Writes files of a build to their plain addresses. Those of a build that counts no more are left to the next one. */
async function writePlain(
  store: ObjectStore,
  state: BucketState,
  stale: readonly string[],
  written: Map<string, readonly [string, string]>,
  taken: ReadonlyMap<string, string>,
): Promise<'written' | 'overtaken'> {
  const { id, build, plain } = state;
  const files = new Map(Object.entries(build?.files ?? {}));
  const headersOf = await headersFor(store, state, files, taken);
  const bytesOf = await bytesFrom(store, state, taken);
  let isOvertaken = false;
  for (const rank of [0, 1, 2, 3]) {
    await eachOf(
      stale.filter((path) => rankOf(path) === rank),
      async (path) => {
        const object = files.get(path) ?? '';
        const bytes = isOvertaken ? null : await bytesOf(path, object);
        let there = plain.get(path)?.etag ?? null;
        for (let turn = 0; bytes !== null && !isOvertaken; turn += 1) {
          const condition: PutCondition = there === null || there === '' ? (there === null ? 'absent' : 'none') : { ifMatch: there };
          const etag = await store.write({ key: path, bytes, digest: object, ...headersOf(path), condition });
          if (etag !== null) {
            written.set(path, [object, etag]);
            return;
          }
          isOvertaken = (await currentBuild(store)) !== id;
          there = (await store.read(path))?.etag ?? null;
          if (turn >= 5)
            throw new UnreachableStore(
              `${JSON.stringify(path)} is written by others all the time`,
              'see who else writes below this prefix',
            );
        }
      },
    );
    if (isOvertaken) return 'overtaken';
  }
  return 'written';
}

/** In which order files come to their plain addresses: a page is there once all that it is made of is. */
function rankOf(path: string): number {
  if (path === 'index.html') return 3;
  if (path.endsWith('.html')) return 2;
  return /^(?:_astro|objects)\//.test(path) ? 0 : 1;
}

/**
 * Removes builds that nobody reads any more: all but the one that counts and the one before, which a reader may be led to still. Where something was
 * taken from the site, the one before goes as well, for it has the bytes.
 */
async function removeBuilds(store: ObjectStore, id: string, { earlier }: Build, gone: readonly string[]): Promise<void> {
  const [before, ...old] = earlier;
  const isWithdrawn = gone.some((path) => path.startsWith('objects/'));
  const kept = new Set([id, ...(before === undefined || isWithdrawn ? [] : [before])]);
  const done = new Set([...old, ...(before === undefined ? [] : [before])].filter((each) => !kept.has(each)));
  const byBuild = Map.groupBy(await store.list(buildsFolder), ({ key }) => /^builds\/([0-9a-f]{64})(?:\/|\.)/.exec(key)?.[1] ?? '');
  const since = Date.now() - abandonedAfter;
  for (const [build, objects] of byBuild) {
    const isAbandoned = objects.every(({ written }) => written < since);
    if (build === '' || kept.has(build) || !(done.has(build) || isAbandoned)) continue;
    await eachOf(objects, ({ key }) => store.remove(key));
  }
}

function isSameAs(build: Build, files: ReadonlyMap<string, string>): boolean {
  const before = Object.entries(build.files);
  return before.length === files.size && before.every(([path, object]) => files.get(path) === object);
}

function buildKey(id: string): string {
  return `${buildsFolder}${id}.json`;
}

function writtenKey(id: string): string {
  return `${buildsFolder}${id}.written.json`;
}

function parsed<Shape extends z.ZodType>(shape: Shape, bytes: Buffer, file: string): z.infer<Shape> {
  const hint = 'restore it from a backup, or from an earlier version of the object';
  try {
    const checked = shape.safeParse(JSON.parse(bytes.toString()));
    if (checked.success) return checked.data;
  } catch {
    // Said below.
  }
  throw new DamagedBucket(file, 'it is not what this version writes', hint);
}

/** Does something for each of many, some of them at once; the first fault ends it once those that are begun have ended. */
async function eachOf<Value>(values: readonly Value[], act: (value: Value) => Promise<void>): Promise<void> {
  const rest = values.values();
  const faults: unknown[] = [];
  const work = async () => {
    for (const value of rest) {
      if (faults.length > 0) return;
      await act(value).catch((cause: unknown) => faults.push(cause));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, values.length) }, work));
  if (faults.length > 0) throw faults[0];
}

/** Turns what a store cannot do into a refusal of one line. */
async function asking<Value>(name: string, ask: () => Promise<Value>): Promise<Reading<Value>> {
  try {
    return { state: 'read', value: await ask(), problems: [] };
  } catch (cause) {
    if (cause instanceof UnreachableStore)
      return { state: 'refused', problems: [problem('ENVIRONMENT', { file: name }, cause.message, cause.hint)] };
    if (cause instanceof DamagedBucket)
      return { state: 'refused', problems: [problem('INTEGRITY', { file: cause.file }, cause.message, cause.hint)] };
    throw cause;
  }
}

function isDigest(object: string): boolean {
  return /^[0-9a-f]{64}$/.test(object);
}
