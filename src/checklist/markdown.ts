import type { Definition, FootnoteDefinition, Nodes, Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { SourcePlace } from './checklist.ts';

const parser = unified().use(remarkParse).use(remarkGfm);

/** A Markdown file: its text, and the tree that GitHub makes of it. */
export interface MarkdownFile {
  /** Path from the root. */
  readonly file: string;
  readonly text: string;
  readonly root: Root;
  /** What reference links point to, by identifier. */
  readonly definitions: ReadonlyMap<string, Definition>;
  /** By identifier. */
  readonly footnotes: ReadonlyMap<string, FootnoteDefinition>;
  /** The offset at which each line starts. */
  readonly lineStarts: readonly number[];
}

/** Parses Markdown as GitHub does: CommonMark with GitHub's extensions. */
export function parseMarkdown(text: string, file: string): MarkdownFile {
  const root: Root = parser.parse(text);
  return {
    file,
    text,
    root,
    definitions: byIdentifier(nodesIn(root, 'definition')),
    footnotes: byIdentifier(nodesIn(root, 'footnoteDefinition')),
    lineStarts: [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ index, 0: end }) => index + end.length)],
  };
}

/** Where a node starts. */
export function placeOf({ file }: MarkdownFile, { position }: Nodes): SourcePlace {
  return { file, line: position?.start.line ?? 1, column: position?.start.column ?? 1 };
}

/** Where an offset of the text stands. */
export function placeAt({ file, lineStarts }: MarkdownFile, offset: number): SourcePlace {
  let [line, after] = [0, lineStarts.length];
  while (after - line > 1) {
    const middle = (line + after) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) line = middle;
    else after = middle;
  }
  return { file, line: line + 1, column: offset - (lineStarts[line] ?? 0) + 1 };
}

/** The offset at which a node starts. */
export function offsetOf({ position }: Nodes): number {
  return position?.start.offset ?? 0;
}

/** A node as it is written. */
export function sourceOf({ text }: MarkdownFile, { position }: Nodes): string {
  return text.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);
}

/** All nodes of a type in a tree, in their order. */
export function nodesIn<Type extends Nodes['type']>(node: Nodes, type: Type): Extract<Nodes, { type: Type }>[] {
  const isWanted = (each: Nodes): each is Extract<Nodes, { type: Type }> => each.type === type;
  const below = 'children' in node ? node.children.flatMap((child) => nodesIn(child, type)) : [];
  return isWanted(node) ? [node, ...below] : below;
}

/** The first definition of a label counts. */
function byIdentifier<Node extends { readonly identifier: string }>(nodes: readonly Node[]): ReadonlyMap<string, Node> {
  return new Map(nodes.toReversed().map((node) => [node.identifier, node]));
}
