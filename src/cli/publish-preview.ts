import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { localAddress } from '../build/site-code.ts';
import { compareReleases } from '../comparison/compare-releases.ts';
import { archiveNext } from '../disk/next-archive.ts';
import { layOutPreview } from '../disk/preview-root.ts';
import { loadRoot } from '../disk/root.ts';
import { inventoryFile, readInventory } from '../publish/inventory.ts';
import { previewAddress, previewFolder } from '../publish/preview-address.ts';
import { previewComment } from '../publish/preview-comment.ts';
import { answerWords } from '../publish/words/answer-words.ts';
import { short } from '../publish/words/name-words.ts';
import type { Reading } from '../reading.ts';
import type { ArchivedNext } from '../release/archived-next.ts';
import type { Archive, ArchiveTip } from '../remote/archive.ts';
import { writeNext } from '../remote/merge-root.ts';
import { mergePreview, readNextIn } from '../remote/preview-in-archive.ts';
import type { MadeFiles } from '../remote/publish-to-archive.ts';
import { buildApart } from './build-apart.ts';
import { writeOutputFiles } from './check-outputs.ts';
import type { PublishOptions } from './options.ts';
import { type ExitCode, exitCodes, print, printJson, refuse } from './print.ts';
import { nothingMade, nothingThere, publishedAs, publishInTurn } from './publish-race.ts';
import { clockOf, EndedBuild } from './publish-turn.ts';
import { comparedNext } from './read-compared.ts';

/** A preview that was made for an archive as it stood. */
interface PreviewTurn {
  readonly files: MadeFiles;
  readonly address: string;
  /** What it does to readiness, in Markdown. */
  readonly comment: string;
}

/**
 * `readiness-portal publish --preview`: the site of what a change hands over, below the site that it is a change of. Nothing that the change says
 * decides where it stands or by what it is judged.
 */
export async function publishPreview(archive: Archive, work: string, options: PublishOptions, number: number): Promise<ExitCode> {
  const { root, comment, json = false } = options;
  let turn: PreviewTurn | null = null;
  const outcome = await publishInTurn(archive, json, async (tip, step) => {
    rmSync(work, { recursive: true, force: true });
    step('Making the preview');
    const made = await makePreview(archive, tip, options, number, work);
    if (made.state === 'refused') return made;
    turn = made.value;
    return { ...made, value: made.value.files };
  });
  if (outcome.state === 'refused') return refuse(outcome.problems, json);
  if (turn === null) throw new TypeError('nothing was made');
  return tellPreview(archive, outcome.value, turn, { root, comment, json, number });
}

/** `readiness-portal publish --remove-preview`: a change that is closed needs none. */
export async function removePreview(archive: Archive, { json = false }: PublishOptions, number: number): Promise<ExitCode> {
  const outcome = await publishInTurn(archive, json, async (tip) => {
    if (tip === null) return { state: 'refused', problems: [nothingThere(archive.name)] };
    const merge: MadeFiles['merge'] = (there) => mergePreview(there, number, new Map());
    return { state: 'read', value: { folder: '.', paths: [], message: `Remove the preview of #${number}`, merge }, problems: [] };
  });
  if (outcome.state === 'refused') return refuse(outcome.problems, json);
  if (json) printJson({ ...publishedAs(archive, outcome.value), removed: number });
  else if (outcome.value === null) print(`${archive.name} has no preview of #${number}: ${nothingMade(archive)}.`);
  else print(`The preview of #${number} is gone. ${archive.name} is at ${short(outcome.value)} now.`);
  return exitCodes.ok;
}

async function makePreview(
  archive: Archive,
  tip: ArchiveTip | null,
  { root: own, data = '.', site: whole, now }: PublishOptions,
  number: number,
  work: string,
): Promise<Reading<PreviewTurn>> {
  if (tip?.entries.has(inventoryFile) !== true) return { state: 'refused', problems: [nothingThere(archive.name)] };
  const [root, site] = [join(work, 'root'), join(work, 'site')];
  const unfit = layOutPreview(own, data, root);
  if (unfit.length > 0) return { state: 'refused', problems: unfit };
  const loaded = await loadRoot(root, now);
  if (loaded.state === 'refused') return loaded;
  const before = await readNextIn(archive, tip, `${previewFolder(number)}/`, join(work, 'before'));
  if (before.state === 'refused') return before;
  const clock = await clockOf(root, await archiveNext(root, loaded.value), before.value, now);
  const assessed = await loadRoot(root, clock);
  if (assessed.state === 'refused') return assessed;
  const published = await readNextIn(archive, tip, '', join(work, 'published'));
  if (published.state === 'refused') return published;
  const earlier = published.value === null ? null : await assessPublished(published.value, clock, join(work, 'earlier'));

  const address = whole ?? assessed.value.portal.site ?? localAddress;
  const built = await buildApart(
    ['--root', root, '--out', site, '--site', address, '--preview', String(number), '--now', clock.toISOString(), '--json'],
    'pipe',
  );
  const made = built.code === 0 ? readInventory(readFileSync(join(site, inventoryFile), 'utf8')) : null;
  if (made === null) throw new EndedBuild(built.code, built.output);
  const change = { number, address: previewAddress(address, number), answer: answerWords(assessed.value.assessment) };
  const comparison = earlier === null ? null : compareReleases(earlier, comparedNext(assessed.value, true));
  return {
    state: 'read',
    value: {
      address: change.address,
      comment: previewComment({ ...change, comparison }),
      files: {
        folder: site,
        paths: [...Object.keys(made.files), inventoryFile],
        message: `Preview #${number}`,
        merge: (there, files) => mergePreview(there, number, files),
      },
    },
    problems: [],
  };
}

/** What is published as in preparation, assessed as of the same instant as the change, without sign-offs; null where this version cannot. */
async function assessPublished(published: ArchivedNext, now: Date, folder: string) {
  const unwritten = await writeNext(published, [], folder);
  const loaded = unwritten.length > 0 ? null : await loadRoot(folder, now);
  return loaded?.state === 'read' ? comparedNext(loaded.value, true) : null;
}

interface Told {
  readonly root: string;
  readonly comment: string | undefined;
  readonly json: boolean;
  readonly number: number;
}

function tellPreview(archive: Archive, id: string | null, turn: PreviewTurn, { root, comment, json, number }: Told): ExitCode {
  const unwritten = comment === undefined ? [] : writeOutputFiles([{ option: '--comment', path: comment, text: turn.comment }], root);
  if (unwritten.length > 0) return refuse(unwritten, json);
  const { address } = turn;
  if (json) printJson({ ...publishedAs(archive, id), preview: number, address, comment: comment ?? null });
  else {
    print(
      id === null
        ? `${archive.name} has this preview of #${number} already: ${nothingMade(archive)}.`
        : `The preview of #${number} is published, for ${address}. ${archive.name} is at ${short(id)} now.`,
      ...(comment === undefined ? [] : [`What to say of it is in ${relative('.', comment) || comment}.`]),
    );
  }
  return exitCodes.ok;
}
