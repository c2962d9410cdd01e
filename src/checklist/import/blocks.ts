import type { RootContent } from 'mdast';
import type { MarkdownFile } from '../markdown.ts';
import { readSlots } from '../slots.ts';

/** A block of the document: whole lines of it. */
export interface Block {
  /** Counts from 1. */
  readonly line: number;
  readonly lines: readonly string[];
  readonly node: RootContent;
  readonly kind: 'heading' | 'break' | 'definition' | 'other';
}

/** Cuts a Markdown document with `\n` line ends into its top-level blocks. Every line that is not blank belongs to exactly one. */
export function blocksOf({ text, root }: MarkdownFile): Block[] {
  const lines = text.split('\n');
  const nodes = root.children;
  return nodes.flatMap((node, index) => {
    // An underlined heading right below a link definition claims the definition's lines too.
    const first = Math.max(node.position?.start.line ?? 1, (nodes[index - 1]?.position?.end.line ?? 0) + 1);
    const block = { line: first, lines: lines.slice(first - 1, node.position?.end.line ?? first), node, kind: kindOf(node) };
    return underlinedSlot(block) ? splitUnderline(block) : [block];
  });
}

/** The lines of the front matter of a document: `---` and what looks like YAML, or `+++`; 0 where it has none. */
export function frontMatterLength(lines: readonly string[]): number {
  const fence = /^(?:---|\+\+\+)[ \t]*$/.exec(lines[0] ?? '')?.[0].trim();
  if (fence === undefined) return 0;
  const end = lines.findIndex((line, index) => index > 0 && (line.trimEnd() === fence || (fence === '---' && line.trimEnd() === '...')));
  const inside = lines.slice(1, Math.max(end, 1)).filter((line) => line.trim() !== '');
  const data = fence === '---' ? /^(?:\s+\S|- |-$|#|[\w"'$@][^:]*:(?:\s|$)|[\]}])/ : /^(?:\s+\S|#|\[|[\w"'.-]+\s*=|[\]}])/;
  const [opening = ''] = inside.filter((line) => !line.startsWith('#'));
  return end > 0 && !/^[-\s]/.test(opening) && inside.every((line) => data.test(line)) ? end + 1 : 0;
}

/** A heading's words as they are written, on one line. */
export function headingSource({ node, lines }: Block, markdown: string): string {
  if (node.type !== 'heading') return lines.join(' ');
  const [start, end] = [node.children[0]?.position?.start.offset, node.children.at(-1)?.position?.end.offset];
  return start === undefined || end === undefined ? '' : markdown.slice(start, end).replace(/\s*\n\s*/g, ' ');
}

function kindOf({ type }: RootContent): Block['kind'] {
  if (type === 'heading') return 'heading';
  if (type === 'thematicBreak') return 'break';
  return type === 'definition' || type === 'footnoteDefinition' ? 'definition' : 'other';
}

/** `**Sign-off**: ____` with `---` right below is a heading to Markdown; its author meant a line and a break. */
function underlinedSlot({ node, lines, line }: Block): boolean {
  if (node.type !== 'heading' || !/^\s*-+\s*$/.test(lines.at(-1) ?? '')) return false;
  return readSlots(lines.join('\n'), 'sign-off', { file: '', line, column: 1 }).length > 0;
}

function splitUnderline({ node, lines, line }: Block): Block[] {
  return [
    { line, lines: lines.slice(0, -1), node, kind: 'other' },
    { line: line + lines.length - 1, lines: lines.slice(-1), node, kind: 'break' },
  ];
}
