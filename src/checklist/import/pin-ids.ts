import { foldedName } from '../../folded-name.ts';
import type { Item } from '../checklist.ts';
import { type MarkdownFile, placeOf } from '../markdown.ts';
import { entriesOf } from './become-items.ts';
import type { Block } from './blocks.ts';
import type { Edit } from './edits.ts';

/** Gives each item whose id is taken by one before it an id of its own; empty where none needs one. */
export function pinIds(
  items: readonly { readonly item: Item; readonly line: number }[],
  blocks: readonly Block[],
  source: MarkdownFile,
): Edit[] {
  const all = new Set(items.map(({ item }) => foldedName(item.id)));
  const seen = new Set<string>();
  const twins = items.filter(({ item }) => seen.has(foldedName(item.id)) || !seen.add(foldedName(item.id)));
  if (twins.length === 0) return [];
  const ends = new Map(
    blocks.flatMap(({ node }) =>
      node.type === 'list'
        ? entriesOf(node).map((entry) => [placeOf(source, entry).line, entry.children[0]?.position?.end.offset] as const)
        : [],
    ),
  );
  return twins.flatMap(({ item, line }) => {
    const end = ends.get(line);
    if (end === undefined) return [];
    let count = 2;
    while (all.has(foldedName(`${item.id}-${count}`))) count += 1;
    all.add(foldedName(`${item.id}-${count}`));
    const id = `${item.id.split('/').at(-1)}-${count}`;
    return [{ start: end, end, to: ` <!-- id: ${id} -->`, reason: 'an item of the same words stands before it' }];
  });
}
