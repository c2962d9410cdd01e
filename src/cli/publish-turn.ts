import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestsOfEarlierTests } from '../build/earlier-tests.ts';
import { commonInputs, type PlannedRelease, planReleases } from '../build/reuse-releases.ts';
import { localAddress } from '../build/site-code.ts';
import { openPartFolder } from '../build/site-folder.ts';
import { loadChain } from '../disk/releases.ts';
import { loadRoot } from '../disk/root.ts';
import { resultsFolder } from '../layout.ts';
import { errors, problem } from '../problem.ts';
import { filesOfReleases, inventoryFile, readInventory } from '../publish/inventory.ts';
import { short } from '../publish/words/name-words.ts';
import type { Reading } from '../reading.ts';
import type { ArchivedNext } from '../release/archived-next.ts';
import { historyProblems } from '../release/history.ts';
import { snapshotName } from '../release/manifest.ts';
import { newestVersions } from '../release/recheck-newest.ts';
import type { Snapshot } from '../release/snapshot.ts';
import { comesAfter, compareVersions, isVersion, latestOf } from '../release/version.ts';
import type { Archive, ArchiveEntry, ArchiveTip, Entries } from '../remote/archive.ts';
import { isSameAs, type KeptRelease, readKeptReleases } from '../remote/kept-releases.ts';
import type { OwnRelease } from '../remote/merge-history.ts';
import { type MergedRoot, mergeRoot, nothingToFreeze, type OwnRoot, writeNext } from '../remote/merge-root.ts';
import { mergeSite } from '../remote/merge-site.ts';
import type { MadeFiles } from '../remote/publish-to-archive.ts';
import { openPart, type SitePart } from '../remote/site-part.ts';
import { buildApart } from './build-apart.ts';
import { freeze } from './freeze-release.ts';
import type { ExitCode } from './print.ts';
import type { Step } from './progress.ts';

/** What is published, and where. */
export interface PublishOrder {
  readonly archive: Archive;
  readonly own: OwnRoot;
  readonly now: Date;
  readonly tool: Snapshot['tool'];
  /** The version that is frozen on the way; absent where none is. */
  readonly freeze: string | undefined;
  /** The address of the site; absent where `portal.yaml` says it. */
  readonly address: string | undefined;
  /** Folders of parts of the site that were built before, absolute. */
  readonly parts: readonly string[];
  /** Says what is being done. */
  readonly step: Step;
}

/** A site that was made for an archive as it stood. */
export interface PublishTurn extends MergedRoot {
  /** The folder of the root that it was made of. */
  readonly root: string;
  /** The version was frozen on the way, or stood there with the same files; null where none was to be. */
  readonly frozen: 'now' | 'before' | null;
  /** The releases that stay on the site as they are. */
  readonly kept: readonly KeptRelease[];
}

/** A build that ended, and said on standard error why. */
export class EndedBuild extends Error {
  /** What it ended with. */
  readonly code: ExitCode;
  /** What it printed on standard output. */
  readonly output: string;

  constructor(code: ExitCode, output: string) {
    super('the site could not be built');
    this.code = code;
    this.output = output;
  }
}

/**
 * Makes the site of a root and of what an archive has, in a folder. Throws `EndedBuild` where the build ends otherwise than well.
 *
 * @param work An empty folder.
 */
export async function makeTurn(
  order: PublishOrder,
  tip: ArchiveTip | null,
  work: string,
): Promise<Reading<{ turn: PublishTurn; files: MadeFiles }>> {
  const [root, folder] = [join(work, 'root'), join(work, 'site')];
  const before = tip === null ? null : await openPart(order.archive, tip, folder);
  if (before?.state === 'refused') return before;
  const part = before?.value ?? null;
  let staying: StayingReleases = { kept: [], reused: [], lookedUp: [] };
  const merged = await mergeRoot(order.own, part?.site ?? null, root, async (own, versions) => {
    if (part === null) return { state: 'read', value: [], problems: [] };
    const chosen = await chooseKept(order, { ...part, folder }, root, own, versions);
    if (chosen.state === 'refused') return chosen;
    staying = chosen.value;
    const kept = new Set(staying.kept.map(({ found }) => found.version));
    const read = await part.readReleases(
      versions.filter((version) => !kept.has(version)),
      'whole',
    );
    if (read.state === 'refused') return read;
    const lookedUp = await part.readObjects(staying.lookedUp);
    return lookedUp.state === 'refused' ? lookedUp : { ...chosen, value: staying.kept };
  });
  if (merged.state === 'refused') return merged;
  const { releases, choice, published } = merged.value;
  const { kept, reused } = staying;
  const frozen = order.freeze === undefined ? null : await freezeIn(root, order.freeze, order, merged.value, kept);
  if (frozen?.state === 'refused') return frozen;
  if (frozen !== null) {
    const unwritten = await writeNext(choice.next, releases, root);
    if (unwritten.length > 0) return { state: 'refused', problems: unwritten };
  }
  const chain = await loadChain(root, kept);
  const problems = [...historyProblems(chain), ...errors(chain.strays)];
  if (problems.length > 0) return { state: 'refused', problems };

  const clock = await clockOf(root, choice.next, published, order.now);
  const address = order.address === undefined ? [] : ['--site', order.address];
  const keptOption = reused.length === 0 ? [] : ['--kept', ...reused];
  const partOption = order.parts.length === 0 ? [] : ['--part', ...order.parts];
  order.step('Making the pages');
  const built = await buildApart(
    ['--root', root, '--out', folder, '--now', clock.toISOString(), '--json', ...address, ...keptOption, ...partOption],
    'pipe',
  );
  const made = built.code === 0 ? readInventory(readFileSync(join(folder, inventoryFile), 'utf8')) : null;
  if (made === null) throw new EndedBuild(built.code, built.output);
  const there = new Set(part === null ? [] : [...Object.keys(part.inventory.files), inventoryFile]);
  const paths = Object.groupBy([...Object.keys(made.files), inventoryFile], (path) => (existsSync(join(folder, path)) ? 'made' : 'kept'));
  const files: MadeFiles = {
    folder,
    paths: paths.made ?? [],
    message: commitMessage(choice.next, order.freeze),
    merge: (all, own) => mergeSite(all, there, new Map([...own, ...entriesAt(paths.kept ?? [], all)])),
  };
  return { state: 'read', value: { turn: { ...merged.value, root, frozen: frozen?.value ?? null, kept }, files }, problems: [] };
}

/** What an archive has at some paths. */
function entriesAt(paths: readonly string[], all: Entries): [string, ArchiveEntry][] {
  return paths.flatMap((path): [string, ArchiveEntry][] => {
    const entry = all.get(path);
    return entry === undefined ? [] : [[path, entry]];
  });
}

/** The releases whose files would be made the same. */
interface StayingReleases {
  /** Those that are not brought. The newest are, to be recomputed, and those that others are compared with. */
  readonly kept: readonly KeptRelease[];
  /** The versions of all of them: their files stay in the archive as they are. */
  readonly reused: readonly string[];
  /** The digests of files of those that are not brought, in which the tests of what is made are looked up. */
  readonly lookedUp: readonly string[];
}

/** Chooses the releases that stay on the site as they are. */
async function chooseKept(
  { address, freeze, now, parts: folders }: PublishOrder,
  { site, folder, inventory, has }: SitePart & { readonly folder: string },
  root: string,
  own: ReadonlyMap<string, OwnRelease>,
  versions: readonly string[],
): Promise<Reading<StayingReleases>> {
  const loaded = await loadRoot(root, now);
  if (loaded.state === 'refused') return loaded;
  const common = commonInputs(root, loaded.value, address ?? loaded.value.portal.site ?? localAddress);
  // What is wrong with one the build says.
  const parts = folders.map(openPartFolder).flatMap((part) => (part.state === 'read' ? [part.value] : []));
  const pages = filesOfReleases(inventory);
  const isThere = ({ found, integrity }: KeptRelease) =>
    (pages.get(found.version) ?? []).every(([path]) => has(path)) &&
    integrity.files.every(({ digest, state }) => state === 'withdrawn' || has(`objects/${digest}.txt`));
  const isOwn = (version: string, release: KeptRelease) => {
    const mine = own.get(version);
    return mine === undefined || isSameAs(mine, release);
  };
  const stated = new Map(
    [...(await readKeptReleases(site, versions))].filter(([version, release]) => isThere(release) && isOwn(version, release)),
  );
  const there = new Set([...versions, ...own.keys()]);
  const all = new Set([...there, ...(freeze !== undefined && isVersion(freeze) ? [freeze] : [])]);
  const planned = [...all].sort(compareVersions).map((version): PlannedRelease => {
    const release = stated.get(version);
    if (release === undefined) return { version, integrity: 'broken', manifest: null, files: [] };
    const { state, manifest, files } = release.integrity;
    return { version, integrity: state, manifest, files };
  });
  const before = { path: folder, inventory };
  const plan = planReleases({ before, parts }, planned, common, new Set(stated.keys()));
  const newest = newestVersions([...stated.values()], latestOf([...there]));
  const isKept = (version: string) => plan.kept.has(version) && !plan.read.has(version) && !newest.has(version);
  const kept = [...stated].flatMap(([version, release]) => (isKept(version) ? [release] : []));
  const lookedUp = digestsOfEarlierTests(
    loaded.value.evidence.files,
    kept.map(({ found, integrity: { files } }) => ({ version: found.version, found, files })),
  );
  return { state: 'read', value: { kept, reused: [...plan.kept], lookedUp }, problems: [] };
}

/** Freezes what the root itself prepares after all that is published. What was frozen from the same files before is not frozen again. */
async function freezeIn(
  root: string,
  version: string,
  { own, now, tool, archive }: PublishOrder,
  { releases, published }: MergedRoot,
  kept: readonly KeptRelease[],
): Promise<Reading<'now' | 'before'>> {
  const nothing = nothingToFreeze(own, published, archive.name);
  if (nothing.length > 0) return { state: 'refused', problems: nothing };
  const unwritten = await writeNext(own.next, releases, root);
  if (unwritten.length > 0) return { state: 'refused', problems: unwritten };
  const there = releases.find((each) => each.version === version);
  if (there !== undefined) {
    const kept = ({ file }: { readonly file: string }) =>
      !/^(?:sign-offs|withdrawn)\/|^MANIFEST\.sha256$/.test(file) && file !== snapshotName;
    const frozen = there.files.filter(kept).map(({ file, digest }) => `${digest} ${file}`);
    const files = own.next.files.filter(({ digest }) => !there.withdrawn.has(digest)).map(({ file, digest }) => `${digest} ${file}`);
    if (frozen.sort().join('\n') === files.sort().join('\n')) return { state: 'read', value: 'before', problems: [] };
    const message = `${version} is there already, and was frozen from other files than those that are here`;
    return {
      state: 'refused',
      problems: [problem('INTEGRITY', { file: `${resultsFolder}/${version}` }, message, 'take the next version')],
    };
  }
  // A patch of an older line, or one whose publisher lost to a higher version: the order in which they come refuses none.
  const backfill = isVersion(version) && releases.some((each) => comesAfter(each.version, version));
  const order = { root, version, now, tool, backfill, requireReady: false, from: undefined };
  const outcome = await freeze(order, await loadChain(root, kept));
  return outcome.state === 'refused' ? outcome : { state: 'read', value: 'now', problems: [] };
}

/**
 * As of when the site is made: the instant of the site that is there, where the same is in preparation and comes to the same now. A clock that
 * changes nothing is no news, and makes no commit.
 */
export async function clockOf(root: string, next: ArchivedNext, published: ArchivedNext | null, now: Date): Promise<Date> {
  if (published === null || contentOf(next) !== contentOf(published)) return now;
  const before = new Date(published.assessedAt);
  if (now <= before) return before;
  const [then, today] = [await loadRoot(root, before), await loadRoot(root, now)];
  const said = (loaded: typeof then) =>
    loaded.state === 'read'
      ? JSON.stringify([
          { ...loaded.value.assessment, assessedAt: null },
          loaded.value.signOffs.map(({ standing }) => standing),
          loaded.problems,
        ])
      : null;
  return said(then) !== null && said(then) === said(today) ? before : now;
}

function contentOf({ files, signOffs }: ArchivedNext): string {
  return JSON.stringify([...files, ...signOffs].map(({ file, digest }) => [file, digest]));
}

function commitMessage({ run: { product, version, commit } }: ArchivedNext, frozen: string | undefined): string {
  const at = commit == null ? '' : ` at ${short(commit)}`;
  return frozen === undefined ? `Publish ${product} ${version}${at}` : `Release ${product} ${frozen}`;
}
