import { compareReleases, type ItemChange } from '../comparison/compare-releases.ts';
import { worsenings } from '../comparison/worsenings.ts';
import type { GateReleases } from '../disk/gate-releases.ts';
import type { LoadedRoot } from '../disk/root.ts';
import { problem } from '../problem.ts';
import type { CheckedRelease, WorseItem } from '../publish/gate/gate-answer.ts';
import { itemChange } from '../publish/words/change-words.ts';
import type { Reading } from '../reading.ts';
import { comparedNext, readComparedRelease } from './read-compared.ts';

/** What of two releases is compared: one layer of them or all, with or without what a signature vouches for. */
interface Scope {
  readonly layer: string | undefined;
  readonly unsigned: boolean;
}

/**
 * Holds the release in preparation against a published one.
 *
 * @param named Its version; true for the latest here.
 */
export async function holdAgainst(
  named: string | true,
  root: string,
  releases: GateReleases,
  next: LoadedRoot,
  { layer, unsigned }: Scope,
): Promise<Reading<NonNullable<CheckedRelease['earlier']>>> {
  const version = named === true ? releases.latest : named;
  if (version === null) {
    const hint = 'write --against none until one is published, or bring back what was published';
    return { state: 'refused', problems: [problem('USAGE', { file: '--against' }, 'there is no release here to compare with', hint)] };
  }
  const earlier = await readComparedRelease(root, version, releases, unsigned);
  if (earlier.state === 'refused') return earlier;
  const worse = worsenings(compareReleases(earlier.value, comparedNext(next, unsigned)));
  const asked = worse.filter(({ page }) => layer === undefined || page.id === layer);
  return { ...earlier, value: { version, worse: asked.map(worseItem) } };
}

function worseItem(change: ItemChange): WorseItem {
  const { kind, item } = change;
  return { kind, id: item.id, text: item.text, words: itemChange(change).words };
}
