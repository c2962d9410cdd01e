import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sha256 } from '../../src/file.ts';
import { pointerKey } from '../../src/remote/bucket-archive.ts';
import { bucketPlace } from '../../src/remote/bucket-place.ts';
import { openStore } from '../../src/remote/object-store.ts';
import { readinessIn } from '../cli/run.ts';
import { bareRemote, checkedOut, commitTo, git, pathsOn } from './git-remote.ts';
import { startRealStore, storeNames } from './real-store.ts';
import { wanted } from './small-site.ts';

export const placeNames = ['branch', ...storeNames] as const;

/** Where sites are published, as a person has it: a repository whose branch `pages` is served, or a bucket of a store that others wrote. */
export interface PublishedPlace {
  /** What tells `publish` of it. */
  readonly to: readonly string[];
  /** What tells `pull` of it. */
  readonly from: string;
  /** What `publish` says that did not happen where there is nothing to publish. */
  readonly nothingMade: string;
  readiness(...args: readonly string[]): ReturnType<typeof readinessIn>;
  /** Puts files beside the site, as somebody does who knows nothing of sites. */
  put(files: Readonly<Record<string, string>>): Promise<void>;
  /** What is another with each publication, and only then. */
  publication(): Promise<string>;
  /** What its bytes are called, by the path of each file that is served. */
  files(): Promise<ReadonlyMap<string, string>>;
  /** All that is served, in a folder of its own. */
  site(): Promise<string>;
}

/** Places of one kind, each with nothing in it. */
export interface Places {
  open(): PublishedPlace;
  stop(): void;
}

/** Starts what a kind of place needs; says why where this machine cannot have it. */
export async function startPlaces(kind: (typeof placeNames)[number]): Promise<Places | { readonly unavailable: string }> {
  if (kind === 'branch') return { open: openBranch, stop: () => {} };
  const store = await startRealStore(kind);
  if ('unavailable' in store) return store;
  let count = 0;
  const open = () => {
    count += 1;
    return openPrefix(`s3://portal/teapots/${count}`, store.environment);
  };
  return { open, stop: store.stop };
}

function openBranch(): PublishedPlace {
  const remote = bareRemote();
  return {
    to: ['--branch', 'pages', '--to', remote],
    from: `${remote}#pages`,
    nothingMade: 'no commit',
    readiness: (...args) => readinessIn({}, ...args),
    put: async (files) => commitTo(remote, 'pages', files),
    publication: async () => git(remote, 'for-each-ref', '--format=%(objectname)'),
    files: async () => {
      const paths = pathsOn(remote, 'pages');
      return new Map(paths.map((path) => [path, git(remote, 'rev-parse', `pages:${path}`)]));
    },
    site: async () => checkedOut(remote),
  };
}

function openPrefix(name: string, environment: Readonly<Record<string, string>>): PublishedPlace {
  const place = wanted(bucketPlace(name, environment));
  const store = openStore(place);
  const bytesOf = async (key: string) => {
    const found = await store.read(key);
    if (found === null) throw new Error(`${key} is not there`);
    return found.bytes;
  };
  const served = async () => (await store.list('')).filter(({ key }) => key !== pointerKey && !key.startsWith('builds/'));
  return {
    to: ['--to', name],
    from: name,
    nothingMade: 'nothing is written',
    readiness: (...args) => readinessIn(environment, ...args),
    async put(files) {
      for (const [key, text] of Object.entries(files)) {
        const bytes = Buffer.from(text);
        await store.write({ key, bytes, digest: sha256(bytes), contentType: 'text/plain', cacheControl: null, condition: 'none' });
      }
    },
    publication: async () => (await store.read(pointerKey))?.bytes.toString() ?? '',
    files: async () => new Map((await served()).map(({ key, etag }) => [key, etag])),
    async site() {
      const folder = mkdtempSync(join(tmpdir(), 'served-'));
      for (const { key } of await served()) {
        mkdirSync(dirname(join(folder, key)), { recursive: true });
        writeFileSync(join(folder, key), await bytesOf(key));
      }
      return folder;
    },
  };
}
