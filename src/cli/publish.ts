import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { growHeapBy } from '../disk/frugal-heap.ts';
import { archiveNext } from '../disk/next-archive.ts';
import { closeStaging, entriesBelow, openStaging, placeFile, takePlace } from '../disk/replace-folder.ts';
import { loadRoot } from '../disk/root.ts';
import { openScratch } from '../disk/scratch-folder.ts';
import { resultsFolder } from '../layout.ts';
import { type Problem, problem } from '../problem.ts';
import { listWords, plural } from '../publish/words/grammar.ts';
import { short } from '../publish/words/name-words.ts';
import type { Reading } from '../reading.ts';
import type { Snapshot } from '../release/snapshot.ts';
import type { Archive, Entries } from '../remote/archive.ts';
import { openBucket } from '../remote/bucket-archive.ts';
import { isBucketName } from '../remote/bucket-place.ts';
import { openBranch } from '../remote/git-branch.ts';
import { addRecords } from '../remote/published-records.ts';
import { openPart } from '../remote/site-part.ts';
import { outputFaults } from './check-outputs.ts';
import { holdRoot } from './hold.ts';
import type { PublishOptions } from './options.ts';
import { type ExitCode, exitCodes, print, printJson, refuse, tellProblems } from './print.ts';
import { publishPreview, removePreview } from './publish-preview.ts';
import { nothingMade, nothingThere, publishedAs, publishInTurn } from './publish-race.ts';
import { EndedBuild, makeTurn, type PublishTurn } from './publish-turn.ts';

/** `readiness-portal publish`: the site of a root on a branch or in a bucket, with every release that is there already. All of it, or nothing. */
export async function publish(options: PublishOptions, tool: Snapshot['tool']): Promise<ExitCode> {
  const { root, freeze, records = false, json = false } = options;
  const faults = optionFaults(options);
  if (faults.length > 0) return refuse(faults, json);
  // What is read here is held while the site is built beside it.
  growHeapBy(40);
  const opened = openArchive(options);
  if (opened.state === 'refused') return refuse(opened.problems, json);
  const scratch = openScratch('publish');
  const work = scratch.path;
  const run = () => {
    if (options.preview !== undefined) return publishPreview(opened.value, work, options, options.preview);
    if (options.removePreview !== undefined) return removePreview(opened.value, options, options.removePreview);
    return records ? publishRecords(opened.value, work, options) : publishSite(opened.value, work, options, tool);
  };
  try {
    return freeze === undefined ? await run() : await holdRoot(root, `publish --freeze ${freeze}`, json, run);
  } catch (cause) {
    if (!(cause instanceof EndedBuild)) throw cause;
    if (json) process.stdout.write(cause.output);
    return cause.code;
  } finally {
    scratch.remove();
    opened.value.close();
  }
}

/** Opens where a site is published. */
function openArchive({ root, branch, to }: PublishOptions): Reading<Archive> {
  if (isBucketName(to)) {
    if (branch === undefined) return openBucket(to, process.env);
    return { state: 'refused', problems: [problem('USAGE', { file: '--branch' }, 'a bucket has no branches', 'leave it out')] };
  }
  if (branch !== undefined) return openBranch({ checkout: root, remote: to, branch });
  const hint = 'name it, such as --branch pages, or a bucket: --to s3://BUCKET/PREFIX';
  return { state: 'refused', problems: [problem('USAGE', { file: '--branch' }, 'nothing says on which branch', hint)] };
}

async function publishSite(archive: Archive, work: string, options: PublishOptions, tool: Snapshot['tool']): Promise<ExitCode> {
  const { root, now, freeze, site: address, part = [], replace = false, json = false } = options;
  const parts = part.map((folder) => resolve(folder));
  const loaded = await loadRoot(root, now);
  if (loaded.state === 'refused') return refuse(loaded.problems, json);
  const own = { root, next: await archiveNext(root, loaded.value), replace };
  let turn: PublishTurn | null = null;
  const outcome = await publishInTurn(archive, json, async (tip, step) => {
    rmSync(work, { recursive: true, force: true });
    const made = await makeTurn({ archive, own, now, tool, freeze, address, parts, step }, tip, work);
    if (made.state === 'refused') return made;
    turn = made.value.turn;
    return { ...made, value: made.value.files };
  });
  if (outcome.state === 'refused') return refuse(outcome.problems, json);
  if (turn === null) throw new TypeError('nothing was made');
  report(archive, outcome.value, turn, options);
  if (freeze !== undefined) bringBack(options, turn);
  return exitCodes.ok;
}

/** Adds the sign-offs of the root, and leaves the rest of the archive as it is. */
async function publishRecords(archive: Archive, work: string, { root, json = false }: PublishOptions): Promise<ExitCode> {
  let added: readonly string[] = [];
  const outcome = await publishInTurn(archive, json, async (tip) => {
    rmSync(work, { recursive: true, force: true });
    const [site, made] = [join(work, 'site'), join(work, 'made')];
    const part = tip === null ? null : await openPart(archive, tip, site);
    if (part?.state === 'refused') return part;
    if (part?.value == null) return { state: 'refused', problems: [nothingThere(archive.name)] };
    const records = await addRecords(root, part.value, join(work, 'root'), made);
    if (records.state === 'refused') return records;
    added = records.value.records;
    const merge = (there: Entries, own: Entries): Reading<Entries> => ({
      state: 'read',
      value: new Map([...there, ...own]),
      problems: [],
    });
    const message = `Add ${plural(added.length, 'record')} of sign-offs`;
    return { state: 'read', value: { folder: made, paths: records.value.paths, message, merge }, problems: records.problems };
  });
  if (outcome.state === 'refused') return refuse(outcome.problems, json);
  tellProblems(outcome.problems);
  if (json) printJson({ ...publishedAs(archive, outcome.value), records: added });
  else if (outcome.value === null) print(`${archive.name} has every sign-off of this root already: ${nothingMade(archive)}.`);
  else
    print(
      ...added.map((file) => `${file} is published.`),
      `${archive.name} is at ${short(outcome.value)} now; its pages show them once they are built again.`,
    );
  return exitCodes.ok;
}

/** What is wrong with options that mean nothing without each other. */
function optionFaults({ root, preview, data, comment }: PublishOptions): Problem[] {
  if (preview !== undefined && data === undefined) {
    const hint = 'name the folder with content/checklist/ and results/ of the change';
    return [problem('USAGE', { file: '--data' }, 'a preview is made from what a change hands over', hint)];
  }
  const given = [...(data === undefined ? [] : ['--data']), ...(comment === undefined ? [] : ['--comment'])];
  if (preview !== undefined) return comment === undefined ? [] : outputFaults([{ option: '--comment', path: comment }], root);
  return given.map((file) => problem('USAGE', { file }, 'this is of a preview alone', 'say of which change: --preview 12'));
}

/** Puts what was frozen into the root as well, after all that came before it; not where the root lacks releases that stayed on the site. */
function bringBack({ root, freeze, json = false }: PublishOptions, { releases, kept, root: merged }: PublishTurn): void {
  const lacks = (version: string) => !existsSync(join(root, resultsFolder, version));
  if (kept.some(({ found }) => lacks(found.version))) {
    if (!json) print(`It is not in ${resultsFolder}/ here, which lacks releases before it: npx readiness-portal pull brings them.`);
    return;
  }
  const earlier = [...releases].sort((a, b) => Date.parse(a.snapshot.frozenAt) - Date.parse(b.snapshot.frozenAt));
  for (const version of [...earlier.map((each) => each.version), ...(freeze === undefined ? [] : [freeze])].filter(lacks)) {
    const place = join(root, resultsFolder, version);
    const staging = openStaging(place);
    try {
      const from = join(merged, resultsFolder, version);
      for (const file of entriesBelow(from)) placeFile(join(from, file), join(staging.made, file));
      takePlace(staging, place);
    } finally {
      closeStaging(staging, place);
    }
  }
}

function report(archive: Archive, id: string | null, turn: PublishTurn, { freeze, json = false }: PublishOptions): void {
  const { releases, choice, frozen } = turn;
  const added = releases.filter(({ published }) => published === null).map(({ version }) => version);
  const taken = releases.filter(({ own }) => own === null).map(({ version }) => version);
  // Their bytes were published before, and an archive may keep what it had.
  const leaked = releases.filter(
    ({ published, withdrawn }) => published !== null && [...withdrawn].some((digest) => !published.has(digest)),
  );
  const { from, because, next } = choice;
  if (json) {
    const { version, commit: of = null } = next.run;
    printJson({
      ...publishedAs(archive, id),
      next: { version, commit: of, from, because },
      added,
      taken,
      frozen: freeze ?? null,
      withdrawn: leaked.map((each) => each.version),
    });
    return;
  }
  print(
    id === null ? `${archive.name} has all of it already: ${nothingMade(archive)}.` : `${archive.name} is at ${short(id)} now.`,
    ...(frozen === 'now'
      ? [`${freeze} is frozen and published.`]
      : frozen === 'before'
        ? [`${freeze} was frozen from the same files before.`]
        : []),
    ...(added.length === 0 ? [] : [`Published ${plural(added.length, 'more release', 'more releases')}: ${listWords(added)}.`]),
    ...(taken.length === 0 ? [] : [`Taken over from there: ${listWords(taken)}.`]),
    ...(because === null ? [] : [stayed[because]]),
    ...leaked.map(({ version }) => `What was withdrawn of ${version} is off the site, and ${past[archive.kind](archive.name)}`),
  );
}

/** What has the bytes of what was withdrawn still, and what a person does about it. */
const past = {
  branch: (name: string) => `earlier commits of ${name} still have its bytes: revoke what leaked, and rewrite the branch without them.`,
  bucket: (name: string) => `${name} has its bytes no more, unless the bucket keeps versions: revoke what leaked, and remove those.`,
} as const;

/** Why what is published stays in preparation there. */
const stayed = {
  older: 'What is in preparation there is newer than this root, and stays: --replace shows what this root prepares.',
  'without-evidence': 'What is in preparation there has evidence, and this root has none: it stays.',
} as const;
