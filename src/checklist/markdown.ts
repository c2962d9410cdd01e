import type { Definition, Nodes, Root } from 'mdast';
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
}

/** Parses Markdown as GitHub does: CommonMark with GitHub's extensions. */
export function parseMarkdown(text: string, file: string): MarkdownFile {
  const root: Root = parser.parse(text);
  // The first definition of a label counts.
  const definitions = new Map(
    definitionsIn(root)
      .reverse()
      .map((each) => [each.identifier, each]),
  );
  return { file, text, root, definitions };
}

/** Where a node starts. */
export function placeOf({ file }: MarkdownFile, { position }: Nodes): SourcePlace {
  return { file, line: position?.start.line ?? 1, column: position?.start.column ?? 1 };
}

/** A node as it is written. */
export function sourceOf({ text }: MarkdownFile, { position }: Nodes): string {
  return text.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);
}

function definitionsIn(node: Nodes): Definition[] {
  if (node.type === 'definition') return [node];
  return 'children' in node ? node.children.flatMap(definitionsIn) : [];
}
