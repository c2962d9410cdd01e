import { clipText } from '../clip-text.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problem.ts';
import type { JsonValue } from '../reports/report.ts';
import { frozenName } from './frozen-sources.ts';
import type { OwnRelease, Release } from './history.ts';
import { readText } from './integrity.ts';
import { type Difference, differences } from './json-difference.ts';
import { snapshotName } from './manifest.ts';
import { recompute } from './recompute.ts';
import { snapshotText } from './snapshot.ts';

/** What the recomputation of a release shows. */
export type Verification =
  /** Its files are not what was frozen: nothing was recomputed. */
  | { readonly state: 'broken'; readonly problems: readonly Problem[] }
  /** The same rules make the same snapshot of it, byte for byte. */
  | { readonly state: 'verified' }
  /** The same rules make another snapshot of it. */
  | { readonly state: 'differs'; readonly differences: readonly Difference[]; readonly problems: readonly Problem[] }
  /** Other rules made it, or its evidence is not here: manifest, chain and signatures alone vouch for it. */
  | { readonly state: 'not-rechecked' };

/** How many differences are listed. */
const listed = 100;

/** Recomputes a release from its frozen evidence and checklist and compares it with its snapshot. A damaged one is not recomputed. */
export async function verifyRelease(release: Release): Promise<Verification> {
  if (release.integrity === 'broken') return { state: 'broken', problems: release.problems };
  if (release.rules === 'other' || release.integrity === 'without-evidence') return { state: 'not-rechecked' };
  const { folder } = release.found;
  const file = `${folder}/${snapshotName}`;
  const made = await recompute(release);
  if (made.state === 'refused') {
    const problems = made.problems.map((each) =>
      problem('INTEGRITY', { ...each, file: placeOf(each.file, folder) }, `it cannot be recomputed: ${each.code} ${each.message}`),
    );
    return { state: 'differs', differences: [], problems };
  }
  const [frozen, recomputed] = [(await snapshotBytes(release)) ?? '', snapshotText(made.snapshot)];
  if (frozen === recomputed) return { state: 'verified' };
  const found = compare(frozen, recomputed);
  const [first] = found;
  const message =
    first === undefined
      ? 'it is not in canonical form (RFC 8785), which this tool writes'
      : `${first.id === null ? '' : `${first.id}: `}the snapshot says ${words(first.left)}, its frozen evidence and checklist come to ${words(first.right)}`;
  return { state: 'differs', differences: found, problems: [problem('INTEGRITY', { file, pointer: first?.pointer }, message)] };
}

function compare(frozen: string, recomputed: string): Difference[] {
  const [left, right]: JsonValue[] = [JSON.parse(frozen), JSON.parse(recomputed)];
  return left === undefined || right === undefined ? [] : differences(left, right, listed);
}

async function snapshotBytes({ found }: OwnRelease): Promise<string | null> {
  const entry = found.entries.find((each) => each.kind === 'file' && each.file === snapshotName);
  return entry?.kind === 'file' ? readText(entry) : null;
}

/** Where a file of the checklist is frozen; others are named by their release already. */
function placeOf(file: string, folder: string): string {
  return file.startsWith('content/') ? `${folder}/${frozenName(file)}` : file;
}

function words(value: JsonValue | undefined): string {
  return clipText(value === undefined ? 'nothing' : JSON.stringify(value), 120);
}
