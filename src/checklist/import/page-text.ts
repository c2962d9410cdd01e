import type { Nodes } from 'mdast';
import { type Block, headingSource } from './blocks.ts';
import type { PlannedPage, TitledPart } from './pages.ts';

/** A place of the document that stands in a file in other words than its author's. */
export interface Change {
  /** In the document; counts from 1. */
  readonly line: number;
  /** Empty where the import adds a line. */
  readonly from: string;
  readonly to: string;
  /** The file that has it, as `files` names it; null where the change is in all of them. */
  readonly file: string | null;
  readonly reason: string;
}

/** The text of one page, with what was changed for it and what was copied into it. */
export interface PageText {
  readonly text: string;
  readonly changes: readonly Change[];
  /** Link and footnote definitions that stand elsewhere in the document. */
  readonly copied: readonly Block[];
}

/** Writes a page: its title, then its blocks as they stand in the document, without those that are left out. */
export function writePage(
  { path, parts }: PlannedPage,
  isLeftOut: (block: Block) => boolean,
  definitions: readonly Block[],
  markdown: string,
): PageText {
  const pieces = parts.flatMap((titled, index) => piecesOf(titled, index === 0 ? 1 : 2, isLeftOut, markdown));
  const missing = missingDefinitions(
    parts.flatMap(({ part }) => [...(part.heading ? [part.heading] : []), ...part.blocks]),
    definitions,
  );
  const added = missing.map(
    (block): Piece => ({ line: block.line, lines: block.lines, from: '', reason: 'copied, since this page uses it', apart: true }),
  );
  const changes = [...pieces, ...added].flatMap(({ line, lines, from, reason }) => {
    const to = lines.join('\n');
    return from === null || from === to ? [] : [{ line, from, to, file: path, reason }];
  });
  return { text: `${joinPieces([...pieces, ...added])}\n`, changes, copied: missing };
}

/** Lines of a page. `from` is what they were, null where they are untouched. */
interface Piece {
  readonly line: number;
  readonly lines: readonly string[];
  readonly from: string | null;
  readonly reason: string;
  /** Whether what stood before it in the document does not stand before it here. */
  readonly apart: boolean;
}

function piecesOf({ part, title, renamed }: TitledPart, level: 1 | 2, isLeftOut: (block: Block) => boolean, markdown: string): Piece[] {
  const { heading, blocks } = part;
  const depths = blocks.map(({ kind, node }) => (kind === 'heading' && node.type === 'heading' ? node.depth : 6));
  const shift = level + 1 - Math.min(...depths);
  const opening: Piece = {
    line: heading?.line ?? blocks[0]?.line ?? 1,
    lines: [`${'#'.repeat(level)} ${title}`],
    from: heading?.lines.join('\n') ?? '',
    reason: renamed ?? (level === 1 ? 'the title of its page' : 'one page holds all of its kind'),
    apart: level > 1,
  };
  const pieces = [opening];
  let apart = heading === null;
  for (const block of blocks) {
    if (isLeftOut(block)) apart = true;
    else {
      pieces.push({ ...pieceOf(block, shift, markdown), apart });
      apart = false;
    }
  }
  return pieces;
}

function pieceOf(block: Block, shift: number, markdown: string): Omit<Piece, 'apart'> {
  const { line, lines, kind, node } = block;
  if (kind !== 'heading' || node.type !== 'heading') return { line, lines, from: null, reason: '' };
  const words = headingSource(block, markdown);
  const marks = '#'.repeat(Math.min(6, node.depth + shift));
  return { line, lines: [words === '' ? marks : `${marks} ${words}`], from: lines.join('\n'), reason: 'a section of its page' };
}

/** Keeps the blank lines of the document, and puts one where something was left out. */
function joinPieces(pieces: readonly Piece[]): string {
  const lines: string[] = [];
  let end = 0;
  for (const { line, lines: own, from, apart } of pieces) {
    if (lines.length > 0) lines.push(...Array.from({ length: apart ? 1 : Math.max(0, line - end - 1) }, () => ''));
    lines.push(...own);
    end = line + (from === null ? own : from.split('\n')).length - 1;
  }
  return lines.join('\n');
}

function missingDefinitions(blocks: readonly Block[], definitions: readonly Block[]): Block[] {
  const used = new Set(blocks.flatMap(({ node }) => labelsIn(node, 'Reference')));
  const present = new Set(blocks.flatMap(({ node }) => labelsIn(node, 'efinition')));
  return definitions.filter(({ node }) =>
    labelsIn(node, 'efinition').some((label) => used.has(label) && !present.has(label) && present.add(label)),
  );
}

/** The labels of links and footnotes, either where they are used (`Reference`) or where they are defined (`efinition`). */
function labelsIn(node: Nodes, end: 'Reference' | 'efinition'): string[] {
  const own = node.type.endsWith(end) && 'identifier' in node ? [`${node.type.startsWith('footnote') ? '^' : ''}${node.identifier}`] : [];
  return 'children' in node ? [...own, ...node.children.flatMap((child) => labelsIn(child, end))] : own;
}
