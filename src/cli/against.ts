import { compareReleases, type ItemChange } from '../comparison/compare-releases.ts';
import { worsenings } from '../comparison/worsenings.ts';
import type { LoadedRoot } from '../disk/root.ts';
import { escapeMarkdown } from '../publish/escape-markdown.ts';
import { itemChange } from '../publish/words/change-words.ts';
import { plural } from '../publish/words/grammar.ts';
import type { Reading } from '../reading.ts';
import type { History } from '../release/history.ts';
import { comparedNext, readComparedRelease } from './read-compared.ts';

/** What the release in preparation is worse in than a published one. */
export interface Against {
  readonly version: string;
  readonly worse: readonly ItemChange[];
}

/** What to hold against each other: all, or one layer; with sign-offs, or without. */
interface Scope {
  readonly layer: string | undefined;
  readonly unsigned: boolean;
}

/** Holds the release in preparation against a published one. */
export async function holdAgainst(
  version: string,
  root: string,
  history: History,
  next: LoadedRoot,
  { layer, unsigned }: Scope,
): Promise<Reading<Against>> {
  const earlier = await readComparedRelease(root, version, history, unsigned);
  if (earlier.state === 'refused') return earlier;
  const worse = worsenings(compareReleases(earlier.value, comparedNext(next, unsigned)));
  return { ...earlier, value: { version, worse: worse.filter(({ page }) => layer === undefined || page.id === layer) } };
}

/** The comparison with an earlier release in lines for a terminal. */
export function againstLines({ version, worse }: Against): string[] {
  if (worse.length === 0) return [`Nothing is worse than in ${version}.`];
  return [
    `Worse than ${version} in ${plural(worse.length, 'point')}:`,
    ...worse.map(itemChange).map(({ text, words }) => `  ${text}: ${words}`),
  ];
}

/** The same in Markdown, for a job summary. */
export function againstMarkdown(against: Against): string {
  const [headline = '', ...points] = againstLines(against);
  return ['', `### ${escapeMarkdown(headline)}`, '', ...points.map((point) => `- ${escapeMarkdown(point.trim())}`), ''].join('\n');
}

/** The same as data, for `--json`. */
export function againstDocument({ version, worse }: Against) {
  return {
    version,
    worse: worse.map((change) => ({ kind: change.kind, id: change.item.id, text: change.item.text, words: itemChange(change).words })),
  };
}
