import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRecheckedHistory } from '../disk/releases.ts';
import { loadRoot } from '../disk/root.ts';
import { resultsFolder } from '../layout.ts';
import { errors, problem } from '../problem.ts';
import { inventoryFile, readInventory } from '../publish/inventory.ts';
import { short } from '../publish/words/name-words.ts';
import type { Reading } from '../reading.ts';
import type { ArchivedNext } from '../release/archived-next.ts';
import { historyProblems } from '../release/history.ts';
import { snapshotName } from '../release/manifest.ts';
import type { Snapshot } from '../release/snapshot.ts';
import { comesAfter, isVersion } from '../release/version.ts';
import type { BranchTip, GitBranch } from '../remote/git-branch.ts';
import { type MergedRoot, mergeRoot, nothingToFreeze, type OwnRoot, writeNext } from '../remote/merge-root.ts';
import { mergeSite } from '../remote/merge-site.ts';
import type { MadeFiles } from '../remote/publish-to-branch.ts';
import { openSite } from '../remote/published-site.ts';
import { readSite } from '../remote/site-on-branch.ts';
import { buildApart } from './build-apart.ts';
import { freeze } from './freeze-release.ts';
import type { ExitCode } from './print.ts';

/** What is published, and where. */
export interface PublishOrder {
  readonly branch: GitBranch;
  readonly own: OwnRoot;
  readonly now: Date;
  readonly tool: Snapshot['tool'];
  /** The version that is frozen on the way; absent where none is. */
  readonly freeze: string | undefined;
  /** The address of the site; absent where `portal.yaml` says it. */
  readonly address: string | undefined;
}

/** A site that was made for a branch as it stood. */
export interface PublishTurn extends MergedRoot {
  /** Where its files are. */
  readonly site: string;
  /** The version was frozen on the way, or stood there with the same files; null where none was to be. */
  readonly frozen: 'now' | 'before' | null;
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
 * Makes the site of a root and of what a branch has, in a folder. Throws `EndedBuild` where the build ends otherwise than well.
 *
 * @param work An empty folder.
 */
export async function makeTurn(
  order: PublishOrder,
  tip: BranchTip | null,
  work: string,
): Promise<Reading<{ turn: PublishTurn; files: MadeFiles }>> {
  const [root, site] = [join(work, 'root'), join(work, 'site')];
  const before = tip === null ? null : readSite(order.branch, tip, site, () => true);
  if (before?.state === 'refused') return before;
  const inventory = before?.value ?? null;
  const merged = await mergeRoot(order.own, inventory === null ? null : openSite(site), root);
  if (merged.state === 'refused') return merged;
  const { releases, choice, published } = merged.value;
  const frozen = order.freeze === undefined ? null : await freezeIn(root, order.freeze, order, merged.value);
  if (frozen?.state === 'refused') return frozen;
  if (frozen !== null) {
    const unwritten = await writeNext(choice.next, releases, root);
    if (unwritten.length > 0) return { state: 'refused', problems: unwritten };
  }
  const history = await loadRecheckedHistory(root);
  const problems = [...historyProblems(history), ...errors(history.strays)];
  if (problems.length > 0) return { state: 'refused', problems };

  const clock = await clockOf(root, choice.next, published, order.now);
  const address = order.address === undefined ? [] : ['--site', order.address];
  const built = await buildApart(['--root', root, '--out', site, '--now', clock.toISOString(), '--json', ...address], 'pipe');
  const made = built.code === 0 ? readInventory(readFileSync(join(site, inventoryFile), 'utf8')) : null;
  if (made === null) throw new EndedBuild(built.code, built.output);
  const there = new Set(inventory === null ? [] : [...Object.keys(inventory.files), inventoryFile]);
  const files: MadeFiles = {
    folder: site,
    paths: [...Object.keys(made.files), inventoryFile],
    message: commitMessage(choice.next, order.freeze),
    merge: (all, own) => mergeSite(all, there, own),
  };
  return { state: 'read', value: { turn: { ...merged.value, site, frozen: frozen?.value ?? null }, files }, problems: [] };
}

/** Freezes what the root itself prepares after all that is published. What was frozen from the same files before is not frozen again. */
async function freezeIn(
  root: string,
  version: string,
  { own, now, tool, branch }: PublishOrder,
  { releases, published }: MergedRoot,
): Promise<Reading<'now' | 'before'>> {
  const nothing = nothingToFreeze(own, published, branch.name);
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
  const outcome = await freeze(order, await loadRecheckedHistory(root));
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
